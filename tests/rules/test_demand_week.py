"""What a week needs, and which demands count together."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.calendar import Calendar, DayKind
from ehr_tui.domain.ids import DemandId, DepartmentId, PostId, ShiftKindId
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import PLAIN_DAYS, Demand, Post
from ehr_tui.domain.shifts import DutyClass, Segment, ShiftKind
from ehr_tui.rules.demand_week import demand_week, overlapping
from tests.rules.test_calendar_change import CALENDARS, DAYS, demands

LAB = DepartmentId(1)
KINDS = {
    ShiftKindId(n): ShiftKind(
        ShiftKindId(n),
        "AD"[n - 1],
        "AD"[n - 1],
        Name("班"),
        DutyClass.WORK,
        None,
        (Segment(480, 930),),
        0,
        450,
    )
    for n in (1, 2)
}
POSTS = {PostId(n): Post(PostId(n), f"p{n}", Name("岗"), LAB, headcount=n) for n in (1, 2)}
DEMANDS = st.lists(demands(), max_size=6, unique_by=lambda d: d.id)


@given(DEMANDS, CALENDARS, DAYS)
def test_the_strictest_of_what_holds_counts(demand: list[Demand], calendar: Calendar, day: date) -> None:
    week = demand_week(LAB, day, demand, calendar, POSTS, KINDS)
    assert week.days[0].isoweekday() == 1
    assert day in week.days
    shown = {(line.post, line.kind): line for line in week.lines}
    for at, d in enumerate(week.days):
        kind = calendar.kind(d)
        assert week.kinds[at] is kind
        for place in {(n.post, n.kind) for n in demand} | set(shown):
            holding = [n for n in demand if (n.post, n.kind) == place and n.applies(d, kind)]
            need = shown[place].days[at] if place in shown else None
            assert (need is None) == (not holding)
            if need is not None:
                assert need.minimum == max(n.minimum for n in holding)
                assert set(need.lines) == {n.id for n in holding}
    for post in week.posts:
        assert post.needed_minutes == sum(line.week_minutes for line in week.lines if line.post == post.post)
        assert post.available_minutes == POSTS[post.post].headcount * 2400


@given(DEMANDS)
def test_what_holds_on_one_day_is_told_to_overlap(demand: list[Demand]) -> None:
    """On plain weeks and every kind of special day."""
    found = overlapping(demand)
    for line, others in found.items():
        assert all(line in found[other] for other in others)
    every = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    special = set(DayKind) - PLAIN_DAYS
    for place, one in enumerate(demand):
        for other in demand[place + 1 :]:
            same = (one.post, one.kind) == (other.post, other.kind)
            kinds = [(d, k) for d in every for k in (*special, _plain(d))]
            both = same and any(one.applies(d, k) and other.applies(d, k) for d, k in kinds)
            if both:
                assert other.id in found[one.id]
            elif not same:
                assert other.id not in found.get(one.id, ())


def _plain(day: date) -> DayKind:
    return DayKind.REST_DAY if day.isoweekday() >= 6 else DayKind.WORKDAY


def need(number: int, kind: int, weekdays: set[int], **values: Any) -> Demand:
    """One person at the first post."""
    kinds = values.pop("kinds", PLAIN_DAYS)
    place = (LAB, PostId(1), ShiftKindId(kind))
    return Demand(DemandId(number), *place, frozenset(weekdays), kinds, 1, None, **values)


def test_weeks_that_never_meet_do_not_overlap() -> None:
    base = need(1, 1, {1, 2})
    for other in (
        need(2, 1, {3}),
        need(2, 2, {1}),
        need(2, 1, {6}),
        need(2, 1, {1}, kinds=frozenset({DayKind.DAY_OFF})),
    ):
        assert overlapping([base, other]) == {}
    ended = need(2, 1, {1}, valid_to=date(2026, 1, 1))
    later = need(3, 1, {1}, valid_from=date(2026, 1, 2))
    assert overlapping([ended, later]) == {}
    assert set(overlapping([base, ended, later])) == {1, 2, 3}


def test_two_that_hold_on_swapped_days_meet_whatever_their_weekdays() -> None:
    swapped = PLAIN_DAYS | {DayKind.SWAPPED_WORKDAY}
    assert set(overlapping([need(1, 1, {1}, kinds=swapped), need(2, 1, {5}, kinds=swapped)])) == {1, 2}
