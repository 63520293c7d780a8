"""Comprehensive hours over a quarter or a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.contracts import Contract, HoursSystem, Period
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.window import Earlier, Window
from tests.rules.builders import contract, figures, found, roster

ONE = PersonId(1)
PERMIT = {"approval": "2026-1", "approval_from": date(2026, 10, 1), "approval_to": date(2026, 12, 31)}
OCTOBER = date(2026, 10, 1)
# Plain weeks: 22 working days in October, 21 in November.


def _quarter(**terms: Any) -> Contract:
    named = {"hours_system": HoursSystem.COMPREHENSIVE, "period": Period.QUARTER, **PERMIT, **terms}
    return contract(1, **named)


def _november(nights: int, agreed: Contract, earlier: Earlier | None = None) -> Window:
    """November judged, known from 11 October on, as an office gives it."""
    found_earlier = {ONE: earlier} if earlier is not None else {}
    return roster(
        "N " * nights,
        start=-1,
        judged=(-1, 28),
        known=(-22, 49),
        contracts={ONE: (agreed,)},
        earlier=found_earlier,
    )


def _earlier(paid: int) -> Earlier:
    return Earlier(OCTOBER, paid, 7 * 480)  # 1 to 10 October has seven working days


def test_the_quarters_total_is_held_against_its_target() -> None:
    # To the end of November 43 working days: 20,640; two months of 36 h: 4,320.
    limit = 43 * 480 + 2 * 2160
    assert not found(_november(26, _quarter(), _earlier(limit - 26 * 480)), "period_hours")
    (violation,) = found(_november(26, _quarter(), _earlier(limit - 26 * 480 + 1)), "period_hours")
    assert figures(violation) == {
        "first_day": OCTOBER,
        "last_day": date(2026, 11, 30),
        "paid_minutes": limit + 1,
        "target_minutes": 43 * 480,
        "overtime_minutes": 4321,
        "limit_minutes": 4320,
        "excess_minutes": 1,
    }


def test_a_busy_month_in_a_quiet_quarter_is_fine() -> None:
    busy = _november(30, _quarter(), _earlier(0))
    assert not found(busy, "month_hours")
    assert not found(busy, "period_hours")


def test_without_a_permit_in_force_the_month_is_judged() -> None:
    for terms in (
        {"approval": ""},
        {"approval_from": date(2026, 12, 1)},
        {"approval_to": date(2026, 11, 29)},
    ):
        window = _november(30, _quarter(**terms), _earlier(50_000))
        assert found(window, "month_hours"), terms
        assert not found(window, "period_hours"), terms


def test_periods_of_a_month_and_less_are_judged_by_month() -> None:
    for period in (Period.WEEK, Period.MONTH):
        window = _november(30, _quarter(period=period), _earlier(50_000))
        assert found(window, "month_hours")
        assert not found(window, "period_hours")


def test_the_contracts_own_limit_and_day() -> None:
    agreed = _quarter(max_month_overtime=0, day_minutes=420)
    window = _november(21, agreed, Earlier(OCTOBER, 22 * 420, 7 * 420))
    (violation,) = found(window, "period_hours")
    assert figures(violation)["excess_minutes"] == 21 * 60


def test_a_contract_that_began_in_the_period_counts_from_then() -> None:
    agreed = replace(_quarter(), valid_from=date(2026, 11, 1))
    (violation,) = found(_november(30, agreed), "period_hours")
    assert (figures(violation)["first_day"], figures(violation)["limit_minutes"]) == (date(2026, 11, 1), 2160)


def test_nothing_is_said_when_the_beginning_is_not_known() -> None:
    assert not found(_november(30, _quarter()), "period_hours")


def test_a_night_over_the_periods_edge_counts_on_its_first_date() -> None:
    agreed = _quarter(max_month_overtime=0, approval_to=date(2027, 3, 31))
    window = roster("N N", start=59, judged=(60, 90), known=(39, 111), contracts={ONE: (agreed,)})
    # 31 December belongs to the old quarter, 1 January to the new one.
    assert not found(window, "period_hours")
    year = replace(agreed, period=Period.YEAR)
    assert not found(replace(window, contracts={ONE: (year,)}), "period_hours")


@given(st.integers(0, 40_000), st.integers(0, 30))
def test_the_excess_is_what_lies_over_target_and_limit(paid: int, nights: int) -> None:
    told = found(_november(nights, _quarter(), _earlier(paid)), "period_hours")
    excess = paid + nights * 480 - 43 * 480 - 2 * 2160
    assert [figures(v)["excess_minutes"] for v in told] == ([excess] if excess > 0 and nights else [])
