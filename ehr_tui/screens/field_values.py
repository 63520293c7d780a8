"""Values as form fields write and read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ehr_tui.errors import InputError
from ehr_tui.screens.words import day_text
from ehr_tui.widgets.cells import plain_digits

DAY_MINUTES = 1440

_WITH_YEAR = (
    r"(?P<y>\d{4})[-/.年]?(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?",
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
)
_WITHOUT_YEAR = (r"(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})[日号]?", r"(?P<m>\d{2})(?P<d>\d{2})")


def shown(value: object) -> str:
    """A value as a field shows it."""
    if isinstance(value, date):
        return day_text(value)
    return "" if value is None else str(value)


def read_day(typed: str, today: date) -> date | None:
    """A date as people write it: 2026-11-05, 20261105, 1105, 11-5, t, +3, -1; None when empty.

    Without a year it is the nearest such day to ``today``, so at most half a year before or behind it: in November
    ``0105`` is the coming January, in January ``1228`` the past December.  Raises InputError ``date.unclear``.
    """
    text = plain_digits(typed).strip().lower()
    if not text:
        return None
    if text == "t":
        return today
    if re.fullmatch(r"[+-]\d{1,4}", text):
        return today + timedelta(days=int(text))
    for found in _matches(_WITH_YEAR, text):
        return _day(typed, int(found["y"]), found)
    for found in _matches(_WITHOUT_YEAR, text):
        near = [day for year in (-1, 0, 1) if (day := _day_or_none(today.year + year, found)) is not None]
        if near:
            return min(near, key=lambda day: (abs(day - today), day < today))
    raise InputError("date.unclear", typed=typed)


def _matches(patterns: tuple[str, ...], text: str) -> Iterator[dict[str, str]]:
    for pattern in patterns:
        found = re.fullmatch(pattern, text)
        if found:
            yield found.groupdict()
            return


def _day_or_none(year: int, found: dict[str, str]) -> date | None:
    try:
        return date(year, int(found["m"]), int(found["d"]))
    except ValueError:
        return None


def _day(typed: str, year: int, found: dict[str, str]) -> date:
    day = _day_or_none(year, found)
    if day is None:
        raise InputError("date.unclear", typed=typed)
    return day


def read_hours(text: str) -> int | None:
    """Hours as minutes: ``7.5`` and ``7:30`` are 450; None when empty.  Raises InputError ``form.hours``."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,4})(?::([0-5]\d)|[.,](\d{1,2}))?", text)
    if found is None:
        raise InputError("form.hours", typed=text)
    whole, clock, part = found.groups()
    return int(whole) * 60 + (int(clock) if clock else round(float(f"0.{part or 0}") * 60))


def shown_hours(minutes: int | None) -> str:
    """Minutes as a field shows hours: 450 is ``7.5``, 455 is ``7:35``; empty for none."""
    if minutes is None:
        return ""
    if minutes * 100 % 60:
        return f"{minutes // 60}:{minutes % 60:02d}"
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def read_time(text: str) -> int | None:
    """A time of day as minutes after midnight, 0 to 1440: ``7:30``, ``730``, ``0730``, ``7.30`` are 450, ``8`` is 480.

    None when empty.  Raises InputError ``form.time``.
    """
    plain = plain_digits(text).strip()
    if not plain:
        return None
    found = re.fullmatch(r"(\d{1,2})(?:[:.时点](\d{2})分?)?[时点]?|(\d{1,2})(\d{2})", plain)
    if found is None:
        raise InputError("form.time", typed=text)
    hour, minute = found[1] or found[3], found[2] or found[4] or 0
    value = int(hour) * 60 + int(minute)
    if int(minute) > 59 or value > DAY_MINUTES:
        raise InputError("form.time", typed=text)
    return value


def shown_time(minutes: int | None) -> str:
    """Minutes after midnight as ``07:30``; empty for none."""
    return "" if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"
