"""Entries lie between hiring and leaving."""

from __future__ import annotations

from ehr_tui.domain.violation import Severity
from tests.rules.builders import day, figures, found, person, roster


def test_before_hiring() -> None:
    window = roster("D D", people=[person(1, hire_date=day(1))])
    (violation,) = found(window, "employment")
    assert violation.severity is Severity.FORBID
    assert violation.remedy == "not_yet_hired"
    assert figures(violation) == {
        "first_day": day(0),
        "fails_day": day(0),
        "kind": "D",
        "limit_day": day(1),
    }


def test_after_the_last_day() -> None:
    window = roster("D D D", people=[person(1, leave_date=day(1))])
    (violation,) = found(window, "employment")
    assert violation.days == (day(2),)
    assert violation.remedy == "already_left"
    assert figures(violation)["limit_day"] == day(1)


def test_a_night_must_end_while_employed() -> None:
    leaves = person(1, leave_date=day(1))
    assert not found(roster("N", people=[leaves]), "employment")
    (violation,) = found(roster(". N", people=[leaves]), "employment")
    assert violation.days == (day(1), day(2))
    assert figures(violation)["fails_day"] == day(2)


def test_a_night_over_the_edge_of_the_judged_days() -> None:
    leaves = person(1, leave_date=day(27))
    assert [v.days for v in found(roster("N", people=[leaves], start=27), "employment")] == [
        (day(27), day(28))
    ]
    leaves = person(1, leave_date=day(-1))
    assert [v.days for v in found(roster("N", people=[leaves], start=-1), "employment")] == [
        (day(-1), day(0))
    ]
    leaves = person(1, leave_date=day(55))
    assert found(roster("N", people=[leaves], start=55, judged=(28, 55)), "employment")


def test_leave_and_standby_need_employment_rest_does_not() -> None:
    window = roster("休 下夜 备 年", people=[person(1, leave_date=day(-1))])
    assert [figures(v)["kind"] for v in found(window, "employment")] == ["备", "年"]
