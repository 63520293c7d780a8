"""What lists and forms of people paint: one value for each reading intent, and the act on many records at once."""

from __future__ import annotations

from dataclasses import dataclass

from ehr_tui.domain.codes import CodeEntry
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import DepartmentId, PostId
from ehr_tui.domain.leaving import Leaving
from ehr_tui.domain.organisation import Department, Post
from ehr_tui.domain.people import Competence, Contact, Details, Person, PersonState
from ehr_tui.domain.restrictions import Effect, Restriction


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of a list.

    ``contract`` is the one in force today, else the last there was (or the next), None without any; ``effects`` are
    those of restrictions in force today; ``search`` the stored search keys: small letters, parted by blanks;
    ``revision`` is what ``ChangePeople`` wants back.
    """

    person: Person
    state: PersonState
    contract: Contract | None
    details: Details
    effects: frozenset[Effect]
    search: str
    revision: int


@dataclass(frozen=True, slots=True)
class PeopleView:
    """A list of people, by department, number and name, with what names their ids and codes."""

    lines: tuple[PersonLine, ...]
    departments: tuple[Department, ...]
    posts: tuple[Post, ...]
    codes: tuple[CodeEntry, ...]
    can_edit: bool
    can_export: bool
    can_merge: bool
    can_erase: bool
    total: int  # within reach, whatever the search

    @property
    def people(self) -> tuple[Person, ...]:
        """The people without the rest of their line."""
        return tuple(line.person for line in self.lines)


@dataclass(frozen=True, slots=True)
class PersonView:
    """One record as a form needs it.

    ``contracts`` oldest first; ``restrictions`` with reasons hidden, whoever reads (``RevealHealth`` shows them);
    ``future_duties`` how many rostered duties lie after the last day, 0 for whoever stays.
    """

    person: Person
    revision: int
    details: Details
    state: PersonState
    contracts: tuple[Contract, ...]
    contacts: tuple[Contact, ...]
    restrictions: tuple[Restriction, ...]
    leaving: Leaving | None
    future_duties: int
    departments: tuple[Department, ...]
    posts: tuple[Post, ...]
    codes: tuple[CodeEntry, ...]
    can_edit: bool
    can_see_phone: bool
    can_see_health: bool
    can_edit_health: bool
    has_account: bool = False  # whether rights end with the last day


@dataclass(frozen=True, slots=True)
class PeopleChange:
    """One act on many records; None leaves a thing as it is.

    ``department`` with ``post`` (of that department, None: without) is a new home; ``standby_pool`` puts into the
    pool or takes out; ``competence`` is added from its first day (whoever can take that post then already is left
    alone); ``experienced`` marks, or unmarks, competences of ``experienced_at`` in force today (None: of each one's
    home post).
    """

    department: DepartmentId | None = None
    post: PostId | None = None
    standby_pool: bool | None = None
    competence: Competence | None = None
    experienced: bool | None = None
    experienced_at: PostId | None = None

    @property
    def empty(self) -> bool:
        """Whether it changes nothing."""
        return (
            self.department is None
            and self.standby_pool is None
            and self.competence is None
            and self.experienced is None
        )
