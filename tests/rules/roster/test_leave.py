"""Leave stands alone, except for half days."""

from __future__ import annotations

import pytest

from ehr_tui.domain.violation import Severity
from tests.rules.builders import day, figures, found, office, roster, setting


@pytest.mark.parametrize("code", ["年", "事", "旷"])
def test_work_and_leave_on_one_day(code: str) -> None:
    (violation,) = found(roster(f"D/{code}"), "leave")
    assert violation.severity is Severity.FORBID
    assert violation.days == (day(0),)
    assert figures(violation) == {
        "first_day": day(0),
        "leave_kind": code,
        "kind": "D",
        "work_minutes": 450,
        "limit_minutes": 270,
    }


def test_half_a_day_of_work_beside_leave() -> None:
    assert not found(roster("上/年"), "leave")
    assert found(roster("上/下/年"), "leave")
    exact = office(setting("leave", Severity.FORBID, half_day_minutes=240))
    assert not found(roster("上/年", settings=exact), "leave")
    below = office(setting("leave", Severity.FORBID, half_day_minutes=239))
    assert found(roster("上/年", settings=below), "leave")


def test_rest_and_work_in_one_cell_are_fine() -> None:
    assert not found(roster("上/休"), "leave")


def test_standby_on_leave() -> None:
    (violation,) = found(roster("备/年"), "leave_standby")
    assert violation.severity is Severity.FORBID
    assert figures(violation) == {"first_day": day(0), "leave_kind": "年", "kind": "备"}
    assert not found(roster("备 年"), "leave_standby")


def test_a_night_into_leave_warns() -> None:
    (violation,) = found(roster("N 年"), "leave_after_night")
    assert violation.severity is Severity.WARN
    assert violation.days == (day(0), day(1))
    assert figures(violation) == {
        "first_day": day(0),
        "second_day": day(1),
        "kind": "N",
        "leave_kind": "年",
        "work_minutes": 435,
        "to_time": "07:15",
    }


def test_work_until_midnight_does_not_touch_the_next_day() -> None:
    assert not found(roster("X 年"), "leave_after_night")


def test_leave_then_work_is_fine() -> None:
    assert not found(roster("年 N 休"), "leave_after_night")


def test_a_night_of_the_month_before() -> None:
    assert [v.days for v in found(roster("N 年", start=-1), "leave_after_night")] == [(day(-1), day(0))]
    assert [v.days for v in found(roster("N 年", start=27), "leave_after_night")] == [(day(27), day(28))]
