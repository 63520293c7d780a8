"""Posts have the people they need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.organisation import PLAIN_DAYS
from ehr_tui.domain.violation import Place, Severity
from tests.rules.builders import BY_CODE, CLERK, OTHER, day, demand, figures, found, holidays, roster

ONE_DAY = (0, 0)


def test_one_too_few() -> None:
    (violation,) = found(roster("A", "D", demand=(demand("A", 2),), judged=ONE_DAY), "demand_under")
    assert violation.severity is Severity.WARN
    assert violation.person is None
    assert violation.place == Place(CLERK, day(0), BY_CODE["A"].id)
    assert figures(violation) == {
        "first_day": day(0),
        "post": "clerk",
        "kind": "A",
        "have": 1,
        "need": 2,
        "difference": 1,
    }


def test_enough_is_enough_and_one_more_is_over() -> None:
    exact = roster("A", "A", demand=(demand("A", 2, 2),), judged=ONE_DAY)
    assert not found(exact, "demand_under")
    assert not found(exact, "demand_over")
    over = roster("A", "A", "A", demand=(demand("A", 2, 2),), judged=ONE_DAY)
    assert figures(found(over, "demand_over")[0])["difference"] == 1
    assert not found(roster("A", "A", demand=(demand("A", 1),), judged=ONE_DAY), "demand_over")


def test_standby_away_leave_and_other_posts_do_not_cover() -> None:
    rows = ("备", "年", "D@other", "D@-")
    assert (
        figures(found(roster(*rows, demand=(demand("D", 1),), judged=ONE_DAY), "demand_under")[0])["have"]
        == 0
    )
    away = roster("学@clerk", demand=(demand("学", 1),), judged=ONE_DAY)
    assert figures(found(away, "demand_under")[0])["have"] == 0


def test_a_night_covers_its_start_day() -> None:
    window = roster("N", demand=(demand("N", 1),), judged=(0, 1))
    assert [v.days for v in found(window, "demand_under")] == [(day(1),)]
    before = roster("N", demand=(demand("N", 1),), start=-1, judged=ONE_DAY)
    assert found(before, "demand_under")


def test_weekdays_holidays_and_swapped_days() -> None:
    weekdays = demand("D", 1, weekdays=range(1, 6))
    weekdays = replace(weekdays, day_kinds=PLAIN_DAYS | {DayKind.SWAPPED_WORKDAY})
    plain = roster("休", demand=(weekdays,), judged=(0, 6))
    assert len(found(plain, "demand_under")) == 5
    assert (
        len(found(roster("休", demand=(weekdays,), judged=(0, 6), calendar=holidays(day(0))), "demand_under"))
        == 4
    )
    swapped = holidays(day(5), kind_of_day=DayKind.SWAPPED_WORKDAY)
    assert len(found(roster("休", demand=(weekdays,), judged=(0, 6), calendar=swapped), "demand_under")) == 6


def test_of_two_lines_the_strictest_counts_once() -> None:
    for lines in ((demand("A", 1, 3), demand("A", 2, None)), (demand("A", 2, 4), demand("A", 1, 3))):
        (violation,) = found(roster("A", demand=lines, judged=ONE_DAY), "demand_under")
        assert figures(violation)["need"] == 2
        (violation,) = found(roster(*["A"] * 5, demand=lines, judged=ONE_DAY), "demand_over")
        assert figures(violation)["need"] == 3


def test_only_judged_days_are_counted() -> None:
    window = roster("A A", demand=(demand("A", 1), demand("D", 1, post=OTHER)), judged=(0, 1))
    days: list[date] = [d for v in found(window, "demand_under") for d in v.days]
    assert days == [day(0), day(1)]
