"""The holidays of mainland China for one year, from the maintained library, as an editable table's first content.

Source of the kinds: Regulation on Public Holidays for National Annual Festivals and Memorial Days (13 statutory days
since 2025) and the State Council's yearly notice, which moves rest days around them (调休).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ehr_tui.domain.calendar import Calendar, CalendarDay, DayKind
from ehr_tui.domain.names import Name
from ehr_tui.exchange.half_days import half_days_of

if TYPE_CHECKING:
    from holidays import HolidayBase

FIRST_KNOWN, LAST_KNOWN = 1950, 2100
"""The library's own span; a test compares."""

_ONE_DAY = timedelta(days=1)
_NOT_STATUTORY = re.compile("observed|substituted|extended", re.IGNORECASE)  # in the library's English names
_SWAPPED_FROM = re.compile(r"\d{4}-\d{2}-\d{2}")


def calendar_of(year: int) -> tuple[tuple[CalendarDay, ...], bool]:
    """The days of a year that differ from the plain week or are named, and whether the year is provisional.

    Statutory holidays proper (300 %) are told from days off: rest days swapped to a holiday, given in lieu of one on
    a weekend, or weekend days inside its break.  A swapped working day bears the name of the holiday it pays for.
    A year whose notice the library does not know yet is provisional: statutory holidays only, no swaps.  A year that
    the library does not know at all (``is_known``) has plain weeks and is provisional.  Half-days of
    ``data/half_days.toml`` stand on working days.
    """
    days, provisional = _holidays_of(year) if is_known(year) else ((), True)
    calendar = Calendar({entry.day: entry for entry in days})
    halves = {
        half.day: replace(half, name=calendar.name(half.day) if half.day in calendar.days else half.name)
        for half in half_days_of(year, calendar.kind)
    }
    merged = {**calendar.days, **halves}
    return tuple(replace(merged[day], provisional=provisional) for day in sorted(merged)), provisional


def is_known(year: int) -> bool:
    """Whether the library has a year's holidays at all."""
    return FIRST_KNOWN <= year <= LAST_KNOWN


def _holidays_of(year: int) -> tuple[tuple[CalendarDay, ...], bool]:
    # Imported here: it costs a quarter of a second and only this act needs it.
    from holidays import country_holidays

    chinese = country_holidays("CN", years=year, language="zh_CN")
    english = country_holidays("CN", years=year, language="en_US")
    days = _days_of(year)
    statutory = {
        day: name
        for day in days
        if day in chinese and (name := _statutory_name(chinese[day], english[day])) is not None
    }
    # Every notice since 2007 swaps at least one weekend day; the library's list of swapped days mixes years.
    worked_weekends = [day for day in days if day.weekday() >= 5 and chinese.is_working_day(day)]
    if not worked_weekends:
        awaited = (
            _entry(day, DayKind.STATUTORY_HOLIDAY, name, provisional=True) for day, name in statutory.items()
        )
        return tuple(awaited), True
    found = {day: _entry(day, DayKind.STATUTORY_HOLIDAY, name) for day, name in statutory.items()}
    free = {day for day in days if not chinese.is_working_day(day)}
    for day in sorted(free - set(statutory)):
        holiday = _break_around(day, free, statutory)
        if holiday is not None:
            found[day] = _entry(day, DayKind.DAY_OFF, holiday)
    for day in worked_weekends:
        found[day] = _entry(day, DayKind.SWAPPED_WORKDAY, _paid_for(day, chinese, found))
    return tuple(found[day] for day in sorted(found)), False


def _entry(day: date, kind: DayKind, name: Name, *, provisional: bool = False) -> CalendarDay:
    return CalendarDay(day, kind, name, provisional)


def _days_of(year: int) -> tuple[date, ...]:
    first = date(year, 1, 1)
    return tuple(first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))


def _statutory_name(chinese: str, english: str) -> Name | None:
    """The holiday's name, None for a day that is only given in lieu or swapped; several share a day with ``;``."""
    pairs = zip(chinese.split("; "), english.split("; "), strict=False)
    proper = [(zh, en) for zh, en in pairs if not _NOT_STATUTORY.search(en)]
    if not proper:
        return None
    return Name("/".join(zh for zh, _ in proper), "/".join(en for _, en in proper))


def _break_around(day: date, free: set[date], statutory: dict[date, Name]) -> Name | None:
    """The nearest statutory holiday in the unbroken run of free days around a day, the earlier one first."""
    for step in (-_ONE_DAY, _ONE_DAY):
        near = day
        while near in free:
            if near in statutory:
                return statutory[near]
            near += step
    return None


def _paid_for(day: date, chinese: HolidayBase, found: dict[date, CalendarDay]) -> Name:
    """The holiday whose day off was swapped with a working weekend day; nameless when the library does not say."""
    for off, entry in found.items():
        swapped = _SWAPPED_FROM.search(chinese.get(off, ""))
        if swapped is not None and swapped.group() == day.isoformat():
            return entry.name
    return Name("")
