"""The half-days of a year (data/half_days.toml)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ehr_tui.domain.calendar import DAY_MINUTES_AT_WORK, CalendarDay, DayKind, OffFor
from ehr_tui.exchange.data_files import Entry, entries
from ehr_tui.paths import data_dir

FILE = "half_days.toml"


def half_days_of(
    year: int, kind_of: Callable[[date], DayKind], folder: Path | None = None
) -> tuple[CalendarDay, ...]:
    """The half-days of a year that fall on working days, as ``kind_of`` has them.

    Raises InputError naming file and entry.
    """
    found = []
    for entry in entries(folder or data_dir(), FILE, "half_day", "day"):
        day = _day(entry, year)
        minutes = entry.whole("minutes", lowest=1)
        if minutes > DAY_MINUTES_AT_WORK:
            raise entry.refuse("too_big", key="minutes", value=minutes, limit=DAY_MINUTES_AT_WORK)
        whom = entry.one_of("for", {o.value: o for o in OffFor if o is not OffFor.NOBODY})
        name = entry.name()
        entry.done()
        if day is not None and kind_of(day).is_working:
            found.append(CalendarDay(day, kind_of(day), name, off_minutes=minutes, off_for=whom))
    return tuple(found)


def _day(entry: Entry, year: int) -> date | None:
    """None in a year that has no such day (29 February)."""
    text = entry.text("day")
    if not re.fullmatch(r"\d{2}-\d{2}", text):
        raise entry.refuse("wrong_type", key="day", value=text)
    month, day = int(text[:2]), int(text[3:])
    try:
        date(2024, month, day)  # a leap year
        return date(year, month, day)
    except ValueError:
        if (month, day) == (2, 29):
            return None
        raise entry.refuse("wrong_type", key="day", value=text) from None
