"""At most six days at work in a row."""

from __future__ import annotations

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.violation import Severity
from tests.rules.builders import contract, day, figures, found, roster


def test_six_days_pass_and_seven_are_forbidden() -> None:
    assert not found(roster("D D D D D D 休"), "consecutive_days")
    (violation,) = found(roster("D D D D D D D"), "consecutive_days")
    assert violation.severity is Severity.FORBID
    assert violation.days == tuple(day(n) for n in range(7))
    assert figures(violation) == {"run_days": 7, "limit_days": 6, "first_day": day(0), "last_day": day(6)}


def test_a_night_counts_on_its_start_day_only() -> None:
    assert not found(roster("N N N N N N"), "consecutive_days")
    assert found(roster("N N N N N N N"), "consecutive_days")


def test_after_a_night_is_neither_work_nor_rest() -> None:
    assert not found(roster("D D D D N 下夜 D"), "consecutive_days")
    (violation,) = found(roster("D D D D N 下夜 D D"), "consecutive_days")
    assert figures(violation)["run_days"] == 7
    assert figures(violation)["last_day"] == day(7)
    assert day(5) not in violation.days


def test_leave_standby_and_an_empty_day_end_the_run() -> None:
    for code in ("休", "年", "备", "."):
        assert not found(roster(f"D D D D D D {code} D"), "consecutive_days")


def test_half_days_and_away_are_days_at_work() -> None:
    assert found(roster("D D D 学 D D 上/休"), "consecutive_days")


def test_runs_reach_in_and_out_of_the_judged_days() -> None:
    assert figures(found(roster("D D D D D D D", start=-6), "consecutive_days")[0])["run_days"] == 7
    assert figures(found(roster("D D D D D D D", start=27), "consecutive_days")[0])["run_days"] == 7
    assert not found(roster("D D D D D D D", start=28), "consecutive_days")
    assert not found(roster("D D D D D D D", start=-7), "consecutive_days")


def test_the_contract_goes_first() -> None:
    contracts = {PersonId(1): (contract(1, max_consecutive_days=5),)}
    assert found(roster("D D D D D D", contracts=contracts), "consecutive_days")
    assert not found(roster("D D D D D", contracts=contracts), "consecutive_days")
