"""Values that screens paint: one for each reading intent outside the roster grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ehr_tui.domain.access import User
from ehr_tui.domain.calendar import Calendar
from ehr_tui.domain.codes import CodeEntry
from ehr_tui.domain.ids import DemandId, DepartmentId, PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Demand, Department, Post
from ehr_tui.domain.people import Person
from ehr_tui.domain.post_profile import PostProfile
from ehr_tui.domain.shifts import ShiftKind


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """Everything the office is made of; the calendar of one year.

    ``loaded`` says whether that year's holidays were ever loaded; ``beyond`` that the library does not know the year,
    so that it has plain weeks but for what is set by hand.
    """

    departments: tuple[Department, ...]
    posts: tuple[Post, ...]
    kinds: tuple[ShiftKind, ...]
    demand: tuple[Demand, ...]
    calendar: Calendar
    year: int
    can_edit: bool
    profiles: tuple[PostProfile, ...] = ()
    codes: tuple[CodeEntry, ...] = ()
    loaded: bool = True
    beyond: bool = False
    overlaps: Mapping[DemandId, tuple[DemandId, ...]] = field(
        default_factory=dict
    )  # demands that count together


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
    CONTRACTS_EXPIRING = "contracts_expiring"  # of many people, as one line; so with the next ones
    PROBATION_ENDING = "probation_ending"
    PROBATIONS_ENDING = "probations_ending"
    COACHING_ENDING = "coaching_ending"
    COACHINGS_ENDING = "coachings_ending"
    RESTRICTION_ENDING = "restriction_ending"
    RESTRICTIONS_ENDING = "restrictions_ending"
    LEAVING_OPEN = "leaving_open"  # a leaving list with items open
    LEAVINGS_OPEN = "leavings_open"
    HEADCOUNT_REVIEW = "headcount_review"  # due for a post
    DATA_TO_ERASE = "data_to_erase"  # of people who left long ago
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
