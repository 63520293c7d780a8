"""What can be asked about people and their contracts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Person
from ehr_tui.domain.views import PeopleView, PersonView
from ehr_tui.services.intents.base import Audit, Intent, Target


@dataclass(frozen=True, slots=True)
class ListPeople(Intent[PeopleView]):
    """People within reach whose number, name, pinyin or initials contain ``search`` (all when empty)."""

    search: str = ""
    permission: ClassVar = Permission.PEOPLE_READ
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class OpenPerson(Intent[PersonView]):
    """One person's record with contracts; the phone stays masked."""

    person: PersonId
    permission: ClassVar = Permission.PEOPLE_READ
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.NONE

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)


@dataclass(frozen=True, slots=True)
class SavePerson(Intent[PersonView]):
    """Add (id 0) or change a person; ``seen_revision`` is the one opened.  ``phone`` None leaves it as it is.

    Raises InputError for a missing name, a number already given, reversed dates; StaleWrite when changed since.
    """

    person: Person
    seen_revision: int
    phone: str | None = field(default=None, repr=False)
    permission: ClassVar = Permission.PEOPLE_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE
    secret_fields: ClassVar = frozenset({"phone"})

    def target(self) -> Target:
        """The person, or the new person's department."""
        if self.person.id:
            return Target(department=self.person.department, person=self.person.id)
        return Target(department=self.person.department)


@dataclass(frozen=True, slots=True)
class SaveContract(Intent[PersonView]):
    """Add (id 0) or change a contract; ``seen`` is what was opened, None for a new one.

    Raises InputError for reversed or overlapping validity, StaleWrite when changed since.
    """

    contract: Contract
    seen: Contract | None = None
    permission: ClassVar = Permission.PEOPLE_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE

    def target(self) -> Target:
        """The contract's person."""
        return Target(person=self.contract.person)


@dataclass(frozen=True, slots=True)
class RevealPhone(Intent[str]):
    """The whole phone number; the look is written down."""

    person: PersonId
    permission: ClassVar = Permission.PHONE_READ
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.READ

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)
