"""Paid minutes per day, week and month."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ehr_tui.domain.contracts import HoursSystem
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.violation import Severity
from tests.rules.builders import contract, day, figures, found, holidays, office, person, roster, setting

ONE = PersonId(1)


def test_exactly_eleven_hours_a_day_pass_and_a_minute_more_warns() -> None:
    assert not found(roster("X"), "day_hours")
    (violation,) = found(roster("Y"), "day_hours")
    assert violation.severity is Severity.WARN
    assert violation.days == (day(0),)
    assert figures(violation) == {
        "paid_minutes": 661,
        "limit_minutes": 660,
        "excess_minutes": 1,
        "first_day": day(0),
        "last_day": day(0),
    }


def test_a_night_counts_on_its_start_day() -> None:
    assert not found(roster("N A"), "day_hours")
    assert figures(found(roster("A/N"), "day_hours")[0])["paid_minutes"] == 450 + 480


def test_the_contract_goes_before_the_setting() -> None:
    strict = {ONE: (contract(1, max_day_minutes=449),)}
    loose = {ONE: (contract(1, max_day_minutes=700),)}
    assert figures(found(roster("D", contracts=strict), "day_hours")[0])["excess_minutes"] == 1
    assert not found(roster("Y", contracts=loose), "day_hours")


@pytest.mark.parametrize("row", ["D D D D D S", "X X D D 上 休 休", "A A A A A"])
def test_a_plain_week_passes(row: str) -> None:
    assert not found(roster(row), "week_hours")


def test_exactly_the_weekly_limit_passes() -> None:
    # 660 × 4 = 2,640
    assert not found(roster("X X X X"), "week_hours")
    (violation,) = found(roster("X X X Y"), "week_hours")
    assert violation.severity is Severity.WARN
    assert violation.days == tuple(day(n) for n in range(7))
    assert figures(violation)["excess_minutes"] == 1
    assert (figures(violation)["first_day"], figures(violation)["last_day"]) == (day(0), day(6))


def test_six_days_of_eight_hours_warn() -> None:
    (violation,) = found(roster("N N N N N N"), "week_hours")
    assert figures(violation)["paid_minutes"] == 2880


def test_weeks_run_from_monday_to_sunday() -> None:
    assert not found(roster(". . . . N N N N N N"), "week_hours")


def test_a_week_over_the_edge_is_counted_whole() -> None:
    # The judged days begin on Wednesday.
    assert found(roster("X X X Y", judged=(2, 27)), "week_hours")
    assert not found(roster("X X X Y", judged=(7, 27)), "week_hours")


def test_away_counts_and_leave_does_not() -> None:
    assert found(roster("X X X X 学"), "week_hours")
    assert not found(roster("X X X X 年"), "week_hours")


def test_hours_systems() -> None:
    permit = {"approval": "2026-1", "approval_to": date(2026, 12, 31)}
    week = "X X X X D"
    comprehensive = {ONE: (contract(1, hours_system=HoursSystem.COMPREHENSIVE, **permit),)}
    irregular = {ONE: (contract(1, hours_system=HoursSystem.IRREGULAR, **permit),)}
    no_permit = {ONE: (contract(1, hours_system=HoursSystem.IRREGULAR),)}
    run_out = {
        ONE: (contract(1, hours_system=HoursSystem.IRREGULAR, approval="1", approval_to=date(2026, 10, 31)),)
    }
    agreed = {ONE: (contract(1, hours_system=HoursSystem.IRREGULAR, max_week_minutes=2400, **permit),)}
    assert not found(roster(week, contracts=comprehensive), "week_hours")
    assert not found(roster(week, contracts=irregular), "week_hours")
    assert not found(roster("Y", contracts=irregular), "day_hours")
    assert found(roster("Y", contracts=comprehensive), "day_hours")
    for contracts in (no_permit, run_out, agreed):
        assert found(roster(week, contracts=contracts), "week_hours")


# November 2026 has 21 working days: 10,080 minutes; with 36 h of overtime 12,240.


def _month(row: str, **facts: Any) -> list[dict[str, object]]:
    window = roster(row, start=-1, judged=(-1, 28), **facts)
    return [dict(figures(v)) for v in found(window, "month_hours")]


def test_exactly_the_overtime_of_the_law_passes() -> None:
    # 25 × 480 + 240 = 12,240
    assert not _month("N " * 25 + "S")
    (month,) = _month("N " * 25 + "下/S")
    assert month == {
        "paid_minutes": 12450,
        "target_minutes": 10080,
        "overtime_minutes": 2370,
        "limit_minutes": 2160,
        "excess_minutes": 210,
        "month": "2026-11",
    }


def test_holidays_lower_the_target() -> None:
    assert _month("N " * 25 + "S", calendar=holidays(day(0)))[0]["target_minutes"] == 9600


def test_leave_lowers_the_target_or_counts_as_paid() -> None:
    # Leave on Tuesday the 3rd instead of a night: the balance stays what the other days make it.
    for code in ("年", "事"):
        (month,) = _month("N N " + code + " N" * 22 + " S N N")
        assert month["overtime_minutes"] == 26 * 480 + 240 + 480 - 10080


def test_only_the_judged_month_is_told() -> None:
    window = roster("N " * 30, start=-1, judged=(29, 59))
    assert not found(window, "month_hours")


def test_overtime_of_the_contract() -> None:
    assert _month("N " * 25, contracts={ONE: (contract(1, max_month_overtime=1919),)})
    assert not _month("N " * 25, contracts={ONE: (contract(1, max_month_overtime=1920),)})


def test_the_target_counts_from_hiring() -> None:
    late = person(1, hire_date=day(14))
    window = roster("N " * 15, people=[late], start=14, judged=(-1, 28))
    # Employed on 11 working days: 5,280 minutes; 15 nights make 7,200.
    assert not found(window, "month_hours")
    strict = roster(
        "N " * 15,
        people=[late],
        start=14,
        judged=(-1, 28),
        settings=office(setting("month_hours", overtime_at_most_minutes=1919)),
    )
    assert figures(found(strict, "month_hours")[0])["target_minutes"] == 5280


def test_exactly_the_contracts_limit_passes() -> None:
    contracts = {ONE: (contract(1, max_day_minutes=450, max_week_minutes=900),)}
    assert not found(roster("D D", contracts=contracts), "day_hours")
    assert not found(roster("D D", contracts=contracts), "week_hours")
