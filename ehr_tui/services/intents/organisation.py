"""What can be asked about departments, posts, shift kinds, demand, code lists and the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.calendar import CalendarDay
from ehr_tui.domain.calendar_change import CalendarPreview
from ehr_tui.domain.codes import CodeEntry, CodeList
from ehr_tui.domain.demand_week import DemandWeek
from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.organisation import Demand, Department, Post
from ehr_tui.domain.post_profile import PostProfile
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.uses import RecordSort, Use
from ehr_tui.domain.views import OrganisationView
from ehr_tui.services.intents.base import Audit, Intent


@dataclass(frozen=True, slots=True)
class OpenOrganisation(Intent[OrganisationView]):
    """Everything the office is made of, for lists and forms; the calendar of one year."""

    year: int
    permission: ClassVar = Permission.ORGANISATION_READ
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class PreviewWeek(Intent[DemandWeek]):
    """What a department needs in the week that holds a day, and the hours of it."""

    department: DepartmentId
    day: date
    permission: ClassVar = Permission.ORGANISATION_READ
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class FindUses(Intent[tuple[Use, ...]]):
    """Where a record is used; nothing: it can be removed.  ``record`` is its id, of a code ``<list>:<code>``."""

    sort: RecordSort
    record: str
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class SaveDepartment(Intent[OrganisationView]):
    """Add (id 0) or change a department; ``seen`` is what was opened, None for a new one; ``removed`` takes it away."""

    value: Department
    seen: Department | None
    year: int
    removed: bool = False
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class SavePost(Intent[OrganisationView]):
    """Add, change or remove a post; with ``profile`` its page too, and then ``seen_profile`` is what was opened.

    A profile's own post id does not count: it becomes the saved post's.
    """

    value: Post
    seen: Post | None
    year: int
    profile: PostProfile | None = None
    seen_profile: PostProfile | None = None
    removed: bool = False
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class SaveShiftKind(Intent[OrganisationView]):
    """Add, change or remove a shift kind; the times of one that was ever rostered cannot change."""

    value: ShiftKind
    seen: ShiftKind | None
    year: int
    removed: bool = False
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class SaveDemand(Intent[OrganisationView]):
    """Add or change a demand; ``removed`` takes it away."""

    value: Demand
    seen: Demand | None
    year: int
    removed: bool = False
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class SaveCode(Intent[OrganisationView]):
    """Add (``seen`` None), change or remove an entry of a code list; its list and code never change."""

    value: CodeEntry
    seen: CodeEntry | None
    year: int
    removed: bool = False
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class OrderCodes(Intent[OrganisationView]):
    """Put a list into another order; ``seen`` is the order that was opened."""

    list: CodeList
    ordered: tuple[str, ...]
    seen: tuple[str, ...]
    year: int
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class SaveCalendarDay(Intent[OrganisationView]):
    """Set a day by hand; ``value`` None makes it a plain day of the week; ``seen`` is what stood there, None: plain."""

    day: date
    value: CalendarDay | None
    seen: CalendarDay | None = None
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class LoadHolidays(Intent[OrganisationView]):
    """Fill a year's calendar from the library; days set by hand stay unless ``by_hand`` gives them up."""

    year: int
    by_hand: bool = False
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class PreviewCalendar(Intent[CalendarPreview]):
    """What would change: by loading a year (``by_hand`` as there), or, with ``day``, by setting it to ``value``."""

    year: int
    by_hand: bool = False
    day: date | None = None
    value: CalendarDay | None = None
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.NONE
