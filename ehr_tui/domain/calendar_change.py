"""What a correction of the calendar changes: days, months' working time, demand, published rosters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehr_tui.domain.calendar import DAY_MINUTES_AT_WORK, Calendar, CalendarDay
from ehr_tui.domain.ids import DemandId, DepartmentId
from ehr_tui.domain.month import Month


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day before and after; plain days of the week stand as such."""

    day: date
    before: CalendarDay
    after: CalendarDay


@dataclass(frozen=True, slots=True)
class MonthHours:
    """A month's working days, and the minutes that a worker of eight-hour days owes; women may owe less (8 March)."""

    workdays: int
    target_minutes: int
    women_minutes: int


def month_hours(calendar: Calendar, month: Month) -> MonthHours:
    """A month's working days × eight hours, less the half-days of everybody and those of women."""
    working = [day for day in month.days if calendar.kind(day).is_working]
    full = len(working) * DAY_MINUTES_AT_WORK
    less = sum(calendar.off_minutes(day, woman=False) for day in working)
    women = sum(calendar.off_minutes(day, woman=True) for day in working)
    return MonthHours(len(working), full - less, full - women)


@dataclass(frozen=True, slots=True)
class MonthChange:
    """A month whose working time changes."""

    month: Month
    before: MonthHours
    after: MonthHours


@dataclass(frozen=True, slots=True)
class DemandChange:
    """Days on which a demand begins to hold, or no longer does."""

    demand: DemandId
    gained: tuple[date, ...]
    lost: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class RosterTouched:
    """A department's month that is rostered and holds changed days; ``version`` 0: not published yet."""

    department: DepartmentId
    month: Month
    version: int


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """Everything that a correction would change; empty tuples where nothing does.

    ``provisional_before`` and ``provisional_after`` say whether the year's notice is still awaited; ``by_hand`` lists
    the days that were set by hand and differ from the library (they stay when the year is loaded).
    """

    year: int
    days: tuple[DayChange, ...]
    months: tuple[MonthChange, ...]
    demand: tuple[DemandChange, ...] = ()
    rosters: tuple[RosterTouched, ...] = ()
    provisional_before: bool = False
    provisional_after: bool = False
    by_hand: tuple[DayChange, ...] = ()
    beyond: bool = False
