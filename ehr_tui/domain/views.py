"""Values that screens paint: one for each reading intent outside the roster grid."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ehr_tui.domain.access import User
from ehr_tui.domain.calendar import Calendar
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import DepartmentId, ImportId, PersonId, UserId
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Demand, Department, Post
from ehr_tui.domain.people import Person
from ehr_tui.domain.shifts import ShiftKind


@dataclass(frozen=True, slots=True)
class PeopleView:
    """A list of people and what names their ids."""

    people: tuple[Person, ...]
    departments: tuple[Department, ...]
    posts: tuple[Post, ...]
    can_edit: bool
    total: int  # within reach, whatever the search


@dataclass(frozen=True, slots=True)
class PersonView:
    """One record as a form needs it."""

    person: Person
    revision: int
    contracts: tuple[Contract, ...]
    departments: tuple[Department, ...]
    posts: tuple[Post, ...]
    can_edit: bool
    can_see_phone: bool


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """Everything the office is made of."""

    departments: tuple[Department, ...]
    posts: tuple[Post, ...]
    kinds: tuple[ShiftKind, ...]
    demand: tuple[Demand, ...]
    calendar: Calendar
    year: int
    can_edit: bool


@dataclass(frozen=True, slots=True)
class RoleInfo:
    """A role as the accounts screen offers it."""

    code: str
    name: Name
    description: Name
    needs_department: bool


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One user with what an administrator must see."""

    user: User
    enrolled: bool
    locked: bool
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class AccountsView:
    """Users and roles."""

    lines: tuple[AccountLine, ...]
    roles: tuple[RoleInfo, ...]
    departments: tuple[Department, ...]
    people: tuple[Person, ...]
    can_edit: bool


@dataclass(frozen=True, slots=True)
class InitialPassword:
    """A first password, shown once, good until ``valid_to``."""

    login: str
    password: str = field(repr=False)
    valid_to: date


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app needs."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    qr: tuple[str, ...] = field(repr=False, default=())  # rows of half blocks, ready to paint


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """Two recovery codes, shown once."""

    codes: tuple[str, ...] = field(repr=False)


class HomeKind(StrEnum):
    """What an item of the home screen is about, gravest first; words ``home.<kind>``."""

    ROSTER_FORBIDS = "roster_forbids"  # forbidden states in a draft or published roster
    ROSTER_GAPS = "roster_gaps"  # demand not met
    ROSTER_MISSING = "roster_missing"  # next month not yet published
    ROSTERS_MISSING = "rosters_missing"  # the same in many departments, as one line
    ROSTER_CHANGED = "roster_changed"  # changes since the published version
    CONTRACT_EXPIRING = "contract_expiring"
    OWN_DUTIES = "own_duties"  # my next duties
    CALENDAR_PROVISIONAL = "calendar_provisional"
    ACCOUNT_UNENROLLED = "account_unenrolled"
    ACCOUNT_LOCKED = "account_locked"
    AUDIT_REFUSALS = "audit_refusals"  # refusals in the last days
    EMPTY_OFFICE = "empty_office"  # nothing rostered yet: first steps


@dataclass(frozen=True, slots=True)
class HomeItem:
    """One line: what, how urgent, and where one key press leads.

    ``figures`` fill the words ``home.<kind>``; the place is given by ``department`` and ``month`` (roster), ``person``
    (record) or by the kind alone.
    """

    kind: HomeKind
    urgent: bool
    figures: tuple[tuple[str, int | str | date], ...] = ()
    department: DepartmentId | None = None
    month: Month | None = None
    person: PersonId | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class HomeView:
    """What needs me today, and who I am."""

    user: User
    role_names: tuple[Name, ...]
    office_name: str
    demo: bool
    today: date
    items: tuple[HomeItem, ...]
    others: tuple[str, ...]  # display names of others in the office now
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class RowIssue:
    """A row error or remark of an import: where, a code of ``import.<code>``, figures."""

    sheet: str
    row: int
    column: str
    code: str
    figures: tuple[tuple[str, int | str | date], ...] = ()


class ChangeKind(StrEnum):
    """What an import would do to one row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the dry run: what it is about and what would happen; ``before``/``after`` are short texts."""

    row: int
    what: str
    change: ChangeKind
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class CodeInSheet:
    """A shift code found in a sheet: how often, whether the alphabet knows it, and what it probably is."""

    code: str
    count: int
    known_as: str  # code of the kind it is taken for, empty when unknown
    proposal: str = ""  # an existing code it probably means


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """The dry run."""

    kind: str  # staff or roster
    sheets: tuple[str, ...]
    sheet: str
    month: Month | None
    mapping: tuple[tuple[str, str], ...]  # field → column title
    rows: tuple[ImportRow, ...]
    errors: tuple[RowIssue, ...]
    remarks: tuple[RowIssue, ...]
    codes: tuple[CodeInSheet, ...]
    new_departments: tuple[str, ...]
    new: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class ImportDone:
    """What an import wrote."""

    batch: ImportId | None  # None: nothing had to be written
    new: int
    changed: int
    same: int
    skipped: int


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """An import of the past."""

    id: ImportId
    at: datetime
    by: str
    kind: str
    file_name: str
    new: int
    changed: int
    undone: bool


@dataclass(frozen=True, slots=True)
class ImportHistory:
    """Imports, newest first."""

    batches: tuple[ImportBatch, ...]


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry of the audit as it is read."""

    number: int
    at: datetime
    user: str
    user_id: UserId | None
    act: str  # the intent's name
    outcome: str  # done, refused, overridden
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, newest first."""

    lines: tuple[AuditLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """The result of a check: entries seen, and the first broken one if any (``code`` of ``verify.<code>``)."""

    entries: int
    head_number: int
    head_hash: str
    broken_number: int | None = None
    code: str = ""
    file_ok: bool = True

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.broken_number is None and not self.code and self.file_ok
