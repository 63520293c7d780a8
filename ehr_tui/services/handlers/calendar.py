"""How the calendar is kept, and what a correction would change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ehr_tui.domain.calendar import DAY_MINUTES_AT_WORK, EMPTY_CALENDAR, Calendar, CalendarDay, OffFor
from ehr_tui.domain.calendar_change import CalendarPreview, DayChange, RosterTouched
from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.month import Month
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError
from ehr_tui.exchange.holidays_cn import calendar_of, is_known
from ehr_tui.rules.calendar_change import day_changes, demand_changes, month_changes
from ehr_tui.services.context import Context
from ehr_tui.services.intents.organisation import LoadHolidays, PreviewCalendar, SaveCalendarDay
from ehr_tui.services.organisation_view import MAX_NAME, check_seen, check_year, view_of
from ehr_tui.services.registry import handles


@handles(SaveCalendarDay)
def save_calendar_day(context: Context, intent: SaveCalendarDay) -> OrganisationView:
    """Set a day by hand."""
    check_year(intent.day.year)
    _check_day(intent.day, intent.value)
    source = context.store.organisation
    before = source.calendar(intent.day, intent.day).days.get(intent.day)
    check_seen(True, before, intent.seen)
    source.set_calendar_day(intent.day, intent.value)
    after = source.calendar(intent.day, intent.day).days.get(intent.day)
    context.changed("calendar_day", intent.day.isoformat(), before, after)
    return view_of(context, intent.day.year)


@handles(LoadHolidays)
def load_holidays(context: Context, intent: LoadHolidays) -> OrganisationView:
    """Fill a year from the library."""
    check_year(intent.year)
    before = _year(context, intent.year)
    days, provisional = calendar_of(intent.year)
    context.store.organisation.load_year(intent.year, days, provisional=provisional, by_hand=intent.by_hand)
    after = _year(context, intent.year)
    context.note(subject=str(intent.year))
    for day in sorted(before.days.keys() | after.days.keys()):
        if before.days.get(day) != after.days.get(day):
            context.changed("calendar_day", day.isoformat(), before.days.get(day), after.days.get(day))
    return view_of(context, intent.year)


@handles(PreviewCalendar)
def preview_calendar(context: Context, intent: PreviewCalendar) -> CalendarPreview:
    """The year as it would be, against the year as it is."""
    check_year(intent.year)
    before = _year(context, intent.year)
    if intent.day is not None:
        if intent.day.year != intent.year:
            raise InputError("organisation.other_day", day=intent.day)
        _check_day(intent.day, intent.value)
        after = _with_day(before, intent.day, intent.value)
        return _preview(context, intent.year, before, after, ())
    days, provisional = calendar_of(intent.year)
    library = {d.day: d for d in days}
    kept = {} if intent.by_hand else {d: entry for d, entry in before.days.items() if entry.by_hand}
    after = Calendar({**library, **kept}, frozenset({intent.year} if provisional else ()))
    own = day_changes(before, Calendar(library), *_span(intent.year))
    by_hand = tuple(c for c in own if c.before.by_hand)
    return _preview(context, intent.year, before, after, by_hand)


def _preview(
    context: Context, year: int, before: Calendar, after: Calendar, by_hand: tuple[DayChange, ...]
) -> CalendarPreview:
    days = day_changes(before, after, *_span(year))
    return CalendarPreview(
        year=year,
        days=days,
        months=month_changes(before, after, days),
        demand=demand_changes(context.store.organisation.demand(), days),
        rosters=_rosters(context, days),
        provisional_before=year in before.provisional_years,
        provisional_after=year in after.provisional_years,
        by_hand=by_hand,
        beyond=not is_known(year),
    )


def _rosters(context: Context, days: Iterable[DayChange]) -> tuple[RosterTouched, ...]:
    """Rostered months with changed days; names alone change nothing there."""
    months = {
        str(Month.of(c.day))
        for c in days
        if (c.before.kind, c.before.off_minutes, c.before.off_for)
        != (c.after.kind, c.after.off_minutes, c.after.off_for)
    }
    return tuple(
        RosterTouched(DepartmentId(department), Month.parse(month), version)
        for department, month, version, _ in sorted(context.store.roster.months())
        if month in months
    )


def _year(context: Context, year: int) -> Calendar:
    return context.store.organisation.year_calendar(year)


def _span(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _with_day(calendar: Calendar, day: date, value: CalendarDay | None) -> Calendar:
    plain_day = CalendarDay(day, EMPTY_CALENDAR.kind(day), by_hand=True)
    return Calendar({**calendar.days, day: value or plain_day}, calendar.provisional_years)


def _check_day(day: date, value: CalendarDay | None) -> None:
    if value is None:
        return
    if value.day != day:
        raise InputError("organisation.other_day", day=day)
    if not (value.name.zh + value.name.en).isprintable():
        raise InputError("organisation.no_name", code=day.isoformat())
    if max(len(value.name.zh), len(value.name.en)) > MAX_NAME:
        raise InputError("organisation.long_name", code=day.isoformat(), limit=MAX_NAME)
    if not 0 <= value.off_minutes <= DAY_MINUTES_AT_WORK:
        raise InputError("calendar.off_minutes", limit_minutes=DAY_MINUTES_AT_WORK)
    if (value.off_minutes > 0) != (value.off_for is not OffFor.NOBODY):
        raise InputError("calendar.off_for")
    if value.off_minutes and not value.kind.is_working:
        raise InputError("calendar.off_day", kind=value.kind)
