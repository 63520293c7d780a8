"""What can be asked about departments, posts, shift kinds, demand and the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.calendar import CalendarDay
from ehr_tui.domain.organisation import Demand, Department, Post
from ehr_tui.domain.shifts import ShiftKind
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
class SaveDepartment(Intent[OrganisationView]):
    """Add (id 0) or change a department; ``seen`` is what was opened, None for a new one."""

    value: Department
    seen: Department | None
    year: int
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class SavePost(Intent[OrganisationView]):
    """Add or change a post."""

    value: Post
    seen: Post | None
    year: int
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class SaveShiftKind(Intent[OrganisationView]):
    """Add or change a shift kind; the times of one already used in a published roster cannot change."""

    value: ShiftKind
    seen: ShiftKind | None
    year: int
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
class SaveCalendarDay(Intent[OrganisationView]):
    """Set a day's kind by hand; ``value`` None makes it a plain day of the week again."""

    day: date
    value: CalendarDay | None
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class LoadHolidays(Intent[OrganisationView]):
    """Fill a year's calendar from the library; days set by hand stay."""

    year: int
    permission: ClassVar = Permission.ORGANISATION_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE
