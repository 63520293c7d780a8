"""The office's calendar: rows ↔ domain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ehr_tui.domain import calendar as days_of_year
from ehr_tui.domain.names import Name
from ehr_tui.store.tables import CalendarDay, CalendarYear


class CalendarGateway:
    """Days that differ from the plain week, and the years that were loaded."""

    def calendar(self, first: date, last: date) -> days_of_year.Calendar:
        """The days of a span that differ from the plain week, and the years not yet announced."""
        rows = CalendarDay.select().where(CalendarDay.day.between(first, last)).dicts()
        years = CalendarYear.select(CalendarYear.year).where(CalendarYear.provisional == 1).tuples()
        provisional = frozenset(y for (y,) in years)
        return days_of_year.Calendar(
            {row["day"]: _calendar_day(row, provisional) for row in rows}, provisional
        )

    def year_calendar(self, year: int) -> days_of_year.Calendar:
        """One year's days."""
        return self.calendar(date(year, 1, 1), date(year, 12, 31))

    def known_years(self) -> dict[int, bool]:
        """Years that were loaded → whether provisional."""
        years = CalendarYear.select(CalendarYear.year, CalendarYear.provisional)
        return {year: bool(flag) for year, flag in years.tuples()}

    def set_calendar_day(self, day: date, value: days_of_year.CalendarDay | None) -> None:
        """Set a day by hand; None: as the plain week has it, also by hand, so that a reload keeps it."""
        plain_day = days_of_year.CalendarDay(day, days_of_year.EMPTY_CALENDAR.kind(day))
        CalendarDay.delete().where(CalendarDay.day == day).execute()
        CalendarDay.insert(**_row(value or plain_day), by_hand=1).execute()

    def load_year(
        self, year: int, days: Iterable[days_of_year.CalendarDay], *, provisional: bool, by_hand: bool = False
    ) -> None:
        """Replace a year's days; those set by hand stay unless ``by_hand`` says that they go too."""
        within = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
        hand = CalendarDay.by_hand == 1
        kept: set[date] = set()
        if not by_hand:
            kept = {d for (d,) in CalendarDay.select(CalendarDay.day).where(within & hand).tuples()}
        CalendarDay.delete().where(within & CalendarDay.day.not_in(list(kept))).execute()
        rows = [_row(d) for d in days if d.day not in kept]
        if rows:
            CalendarDay.insert_many(rows).execute()
        CalendarYear.delete().where(CalendarYear.year == year).execute()
        CalendarYear.insert(year=year, provisional=int(provisional)).execute()

    def add_missing_days(self, days: Iterable[days_of_year.CalendarDay]) -> None:
        """Put days into the calendar for which nothing is listed yet."""
        for day in days:
            CalendarDay.insert(**_row(day)).on_conflict_ignore().execute()


def _row(day: days_of_year.CalendarDay) -> dict[str, Any]:
    return {
        "day": day.day,
        "kind": day.kind.value,
        "name_zh": day.name.zh,
        "name_en": day.name.en,
        "off_minutes": day.off_minutes,
        "off_for": day.off_for.value,
    }


def _calendar_day(row: dict[str, Any], provisional: frozenset[int]) -> days_of_year.CalendarDay:
    day: date = row["day"]
    return days_of_year.CalendarDay(
        day,
        days_of_year.DayKind(row["kind"]),
        Name(row["name_zh"], row["name_en"]),
        day.year in provisional,
        row["off_minutes"],
        days_of_year.OffFor(row["off_for"]),
        bool(row["by_hand"]),
    )
