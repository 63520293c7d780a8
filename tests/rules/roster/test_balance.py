"""What a month asks for: the contract's day, half-days, a shorter day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.calendar import Calendar, CalendarDay, DayKind, OffFor
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.people import Sex
from ehr_tui.domain.restrictions import Effect
from ehr_tui.rules.roster.balance import month_balance
from ehr_tui.rules.roster.index import Index
from tests.rules.builders import contract, day, person, restriction, roster

ONE = PersonId(1)
NOVEMBER = Month(2026, 11)
PLAIN = 21 * 480


def _target(row: str = "D", **facts: object) -> int:
    people = facts.pop("people", ())
    return month_balance(Index(roster(row, people=people, **facts)), ONE, NOVEMBER).target_minutes  # type: ignore[arg-type]


def _half(off_for: OffFor, minutes: int = 240, kind: DayKind = DayKind.WORKDAY) -> Calendar:
    return Calendar({day(0): CalendarDay(day(0), kind, off_minutes=minutes, off_for=off_for)})


def test_the_contracts_day_counts() -> None:
    assert _target() == PLAIN
    assert _target(contracts={ONE: (contract(1, day_minutes=420),)}) == 21 * 420


def test_the_contract_of_each_day_counts() -> None:
    # From Monday the 16th on seven hours: 11 working days remain, 10 have passed.
    first = replace(contract(1), valid_to=date(2026, 11, 15))
    second = replace(contract(1), valid_from=date(2026, 11, 16), day_minutes=420)
    assert _target(contracts={ONE: (first, second)}) == 10 * 480 + 11 * 420
    assert _target(contracts={ONE: (second,)}) == 10 * 480 + 11 * 420, "eight hours without a contract"


def test_half_days_lower_the_target_of_those_they_are_for() -> None:
    woman, man = person(1, sex=Sex.FEMALE), person(1, sex=Sex.MALE)
    for who, women, everybody in ((woman, 240, 240), (man, 0, 240), (person(1), 0, 240)):
        assert _target(people=[who], calendar=_half(OffFor.WOMEN)) == PLAIN - women
        assert _target(people=[who], calendar=_half(OffFor.EVERYBODY)) == PLAIN - everybody
    assert _target(calendar=_half(OffFor.EVERYBODY, kind=DayKind.REST_DAY)) == PLAIN - 480
    assert _target(calendar=_half(OffFor.EVERYBODY, minutes=600)) == PLAIN - 480, "never below nothing"


def test_leave_on_a_half_day_counts_what_the_day_asks_for() -> None:
    window = roster("年", calendar=_half(OffFor.EVERYBODY))
    balance = month_balance(Index(window), ONE, NOVEMBER)
    assert balance == (240, PLAIN - 240)
    unpaid = month_balance(Index(roster("事", calendar=_half(OffFor.EVERYBODY))), ONE, NOVEMBER)
    assert unpaid == (0, PLAIN - 480)


def test_a_shorter_day_lowers_the_target_while_it_lasts() -> None:
    held = restriction(1, Effect.SHORTER_DAY, since=0, until=4, minutes_off=60)
    assert _target(restrictions=held) == PLAIN - 5 * 60
    over_the_edge = restriction(1, Effect.SHORTER_DAY, since=-30, until=0, minutes_off=60)
    assert _target(restrictions=over_the_edge) == PLAIN - 60, "1 November is a Sunday"


@given(st.integers(0, 27), st.integers(0, 27), st.integers(0, 480), st.integers(60, 480))
def test_the_target_is_the_sum_of_its_days(since: int, length: int, off: int, minutes: int) -> None:
    held = restriction(1, Effect.SHORTER_DAY, since=since, until=since + length, minutes_off=off)
    asked = sum(
        max(0, minutes - (off if held[ONE][0].holds(d) else 0)) for d in NOVEMBER.days if d.weekday() < 5
    )
    assert _target(restrictions=held, contracts={ONE: (contract(1, day_minutes=minutes),)}) == asked
