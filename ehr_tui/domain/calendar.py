"""Day kinds: what the State Council's yearly notice and the week make of a calendar day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehr_tui.domain.names import Name


class DayKind(StrEnum):
    """The kinds that pay and demand depend on."""

    WORKDAY = "workday"
    REST_DAY = "rest_day"
    STATUTORY_HOLIDAY = "statutory_holiday"  # 法定节假日: 300 %, never settled by time off
    DAY_OFF = "day_off"  # 调休放假: a rest day moved here
    SWAPPED_WORKDAY = "swapped_workday"  # 调休上班

    @property
    def is_working(self) -> bool:
        """Whether a standard-hours worker is expected at work."""
        return self in (DayKind.WORKDAY, DayKind.SWAPPED_WORKDAY)

    @property
    def is_holiday(self) -> bool:
        """Whether demand of holidays applies (statutory holiday or day off swapped to it)."""
        return self in (DayKind.STATUTORY_HOLIDAY, DayKind.DAY_OFF)


class OffFor(StrEnum):
    """Whom a half-day concerns."""

    NOBODY = ""
    EVERYBODY = "everybody"
    WOMEN = "women"  # 8 March (Regulation on Public Holidays, art. 3)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day that differs from the plain week, or is named; ``provisional`` until the year is announced.

    A half-day is a working day with ``off_minutes`` less to work for those whom ``off_for`` names.  ``by_hand``: set
    in this office, so that loading the year again leaves it alone.
    """

    day: date
    kind: DayKind
    name: Name = Name("")
    provisional: bool = False
    off_minutes: int = 0
    off_for: OffFor = OffFor.NOBODY
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """The office's calendar; days not listed follow the plain week."""

    days: Mapping[date, CalendarDay]
    provisional_years: frozenset[int] = frozenset()

    def kind(self, day: date) -> DayKind:
        """The day's kind."""
        entry = self.days.get(day)
        if entry is not None:
            return entry.kind
        return DayKind.REST_DAY if day.weekday() >= 5 else DayKind.WORKDAY

    def name(self, day: date) -> Name:
        """The holiday's name, empty on plain days."""
        entry = self.days.get(day)
        return entry.name if entry is not None else Name("")

    def off_minutes(self, day: date, *, woman: bool) -> int:
        """Minutes of the working day that somebody need not work."""
        entry = self.days.get(day)
        if entry is None or not entry.kind.is_working:
            return 0
        concerned = entry.off_for is OffFor.EVERYBODY or (entry.off_for is OffFor.WOMEN and woman)
        return entry.off_minutes if concerned else 0

    def entry(self, day: date) -> CalendarDay:
        """What stands for a day; a plain day of the week where nothing is listed."""
        return self.days.get(day) or CalendarDay(day, self.kind(day))

    def is_provisional(self, day: date) -> bool:
        """Whether the year's notice is still awaited."""
        return day.year in self.provisional_years


EMPTY_CALENDAR = Calendar({})
DAY_MINUTES_AT_WORK = 480
"""Eight hours a day (State Council rules on working hours, 1995): the most a half-day can take off."""
