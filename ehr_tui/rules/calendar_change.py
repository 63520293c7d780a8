"""What differs between two calendars, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ehr_tui.domain.calendar import Calendar
from ehr_tui.domain.calendar_change import DayChange, DemandChange, MonthChange, month_hours
from ehr_tui.domain.month import Month
from ehr_tui.domain.organisation import Demand


def day_changes(before: Calendar, after: Calendar, first: date, last: date) -> tuple[DayChange, ...]:
    """The days of a span whose kind, name or half-day differs, in order."""
    listed = sorted(d for d in before.days.keys() | after.days.keys() if first <= d <= last)
    found = (DayChange(day, before.entry(day), after.entry(day)) for day in listed)
    return tuple(change for change in found if _meaning(change.before) != _meaning(change.after))


def month_changes(before: Calendar, after: Calendar, days: Iterable[DayChange]) -> tuple[MonthChange, ...]:
    """The months with a changed day whose working days or hours differ."""
    months = sorted({(change.day.year, change.day.month) for change in days})
    found = (
        MonthChange(month, month_hours(before, month), month_hours(after, month))
        for month in (Month(year, number) for year, number in months)
    )
    return tuple(change for change in found if change.before != change.after)


def demand_changes(demand: Iterable[Demand], days: Iterable[DayChange]) -> tuple[DemandChange, ...]:
    """Demand that holds on other days than before."""
    changed = tuple(days)
    found = []
    for line in demand:
        was = {c.day for c in changed if line.applies(c.day, c.before.kind)}
        will = {c.day for c in changed if line.applies(c.day, c.after.kind)}
        if was != will:
            found.append(DemandChange(line.id, tuple(sorted(will - was)), tuple(sorted(was - will))))
    return tuple(found)


def _meaning(entry: object) -> tuple[object, ...]:
    return tuple(getattr(entry, name) for name in ("kind", "name", "off_minutes", "off_for"))
