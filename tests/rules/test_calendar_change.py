"""What differs between two calendars: exactly what a reader of both would find."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.calendar import EMPTY_CALENDAR, Calendar, CalendarDay, DayKind, OffFor
from ehr_tui.domain.calendar_change import month_hours
from ehr_tui.domain.ids import DemandId, DepartmentId, PostId, ShiftKindId
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Demand
from ehr_tui.rules.calendar_change import day_changes, demand_changes, month_changes

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = st.integers(0, 364).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def entries(draw: st.DrawFn) -> CalendarDay:
    day, kind = draw(DAYS), draw(st.sampled_from(DayKind))
    half = kind.is_working and draw(st.booleans())
    whom = draw(st.sampled_from([OffFor.WOMEN, OffFor.EVERYBODY])) if half else OffFor.NOBODY
    return CalendarDay(
        day,
        kind,
        Name(draw(st.sampled_from(["", "节"]))),
        off_minutes=240 if half else 0,
        off_for=whom,
        by_hand=draw(st.booleans()),
    )


CALENDARS = st.lists(entries(), max_size=12).map(lambda found: Calendar({e.day: e for e in found}))


def demands() -> st.SearchStrategy[Demand]:
    return st.builds(
        Demand,
        st.integers(1, 9).map(DemandId),
        st.just(DepartmentId(1)),
        st.integers(1, 2).map(PostId),
        st.integers(1, 2).map(ShiftKindId),
        st.frozensets(st.integers(1, 7)),
        st.frozensets(st.sampled_from(DayKind), min_size=1),
        st.integers(0, 3),
        st.none(),
        st.none() | DAYS,
        st.none() | DAYS,
    )


@given(CALENDARS, CALENDARS)
def test_a_day_changes_when_anything_that_counts_does(before: Calendar, after: Calendar) -> None:
    changed = {c.day: c for c in day_changes(before, after, FIRST, LAST)}
    for n in range(365):
        day = FIRST + timedelta(days=n)
        same = (
            before.kind(day) == after.kind(day)
            and before.name(day) == after.name(day)
            and before.off_minutes(day, woman=True) == after.off_minutes(day, woman=True)
            and before.off_minutes(day, woman=False) == after.off_minutes(day, woman=False)
        )
        assert (day not in changed) == same
    assert list(changed) == sorted(changed)


@given(CALENDARS)
def test_a_calendar_does_not_differ_from_itself(calendar: Calendar) -> None:
    assert day_changes(calendar, calendar, FIRST, LAST) == ()


@given(CALENDARS, CALENDARS)
def test_there_and_back_is_the_same_turned_round(before: Calendar, after: Calendar) -> None:
    there = day_changes(before, after, FIRST, LAST)
    back = day_changes(after, before, FIRST, LAST)
    assert [(c.day, c.before, c.after) for c in there] == [(c.day, c.after, c.before) for c in back]
    months = month_changes(before, after, there)
    turned = month_changes(after, before, back)
    assert [(m.month, m.before, m.after) for m in months] == [(m.month, m.after, m.before) for m in turned]


@given(CALENDARS, CALENDARS)
def test_months_that_change_are_those_whose_figures_differ(before: Calendar, after: Calendar) -> None:
    found = {m.month for m in month_changes(before, after, day_changes(before, after, FIRST, LAST))}
    every = {Month(2026, n) for n in range(1, 13)}
    assert found == {m for m in every if month_hours(before, m) != month_hours(after, m)}


@given(CALENDARS, CALENDARS, st.lists(demands(), max_size=4, unique_by=lambda d: d.id))
def test_demand_that_changes_is_what_holds_on_other_days(
    before: Calendar, after: Calendar, demand: list[Demand]
) -> None:
    found = {c.demand: c for c in demand_changes(demand, day_changes(before, after, FIRST, LAST))}
    every = [FIRST + timedelta(days=n) for n in range(365)]
    for line in demand:
        was = {d for d in every if line.applies(d, before.kind(d))}
        will = {d for d in every if line.applies(d, after.kind(d))}
        change = found.get(line.id)
        assert (change is None) == (was == will)
        if change is not None:
            assert (set(change.gained), set(change.lost)) == (will - was, was - will)


def test_a_plain_month_owes_eight_hours_a_working_day() -> None:
    november = month_hours(EMPTY_CALENDAR, Month(2026, 11))
    assert (november.workdays, november.target_minutes, november.women_minutes) == (21, 10_080, 10_080)
    half = CalendarDay(date(2026, 11, 2), DayKind.WORKDAY, off_minutes=240, off_for=OffFor.WOMEN)
    women = month_hours(Calendar({half.day: half}), Month(2026, 11))
    assert (women.workdays, women.target_minutes, women.women_minutes) == (21, 10_080, 9_840)
