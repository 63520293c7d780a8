"""Row totals, coverage, one-day recount."""

from __future__ import annotations

from typing import Any

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import CoverageLine, RowTotals
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.totals import coverage, recount, row_totals
from tests.rules.builders import BY_CODE, CLERK, LAB, OTHER, day, demand, duties, holidays, person, roster

ONE = PersonId(1)
NOVEMBER = Month(2026, 11)
A, D = BY_CODE["A"].id, BY_CODE["D"].id


def _totals(row: str, **facts: Any) -> RowTotals:
    return row_totals(roster(row, **facts), ONE, NOVEMBER)


def test_a_week_of_everything() -> None:
    assert _totals("A D P N 下夜 上/休 休") == RowTotals(
        paid_minutes=3 * 450 + 480 + 240, target_minutes=21 * 480, work_days=5, nights=1, rest_days=1
    )


def test_a_night_at_the_months_end_counts_wholly_in_the_month_it_starts() -> None:
    window = roster("N N", start=28)  # 30 November and 1 December
    assert row_totals(window, ONE, NOVEMBER).paid_minutes == 480
    assert row_totals(window, ONE, Month(2026, 12)).nights == 1


def test_paid_leave_counts_and_unpaid_leave_lowers_the_target() -> None:
    paid, unpaid, half, absent = (_totals(row) for row in ("年", "事", "上/年", "旷"))
    assert (paid.paid_minutes, paid.target_minutes) == (480, 10080)
    assert (unpaid.paid_minutes, unpaid.target_minutes) == (0, 9600)
    assert (half.paid_minutes, half.target_minutes) == (480, 10080)
    assert (absent.paid_minutes, absent.target_minutes) == (0, 10080)
    assert paid.work_days == 0


def test_leave_on_a_rest_day_or_holiday_counts_nothing() -> None:
    assert _totals(". . . . . 年 事").paid_minutes == 0
    assert _totals("年", calendar=holidays(day(0))) == RowTotals(0, 20 * 480, 0, 0, 0)


def test_the_target_is_pro_rata() -> None:
    assert _totals("D", people=[person(1, leave_date=day(3))]).target_minutes == 4 * 480
    assert _totals("", people=[person(1, hire_date=day(40))]).target_minutes == 0


def test_late_shifts_are_no_nights() -> None:
    assert _totals("P 大夜 N").nights == 2


def test_one_index_serves_many_people() -> None:
    window = roster("A", "N")
    index = Index(window)
    assert [row_totals(index, p, NOVEMBER) for p in window.people] == [
        row_totals(window, p, NOVEMBER) for p in window.people
    ]


DAYS = (day(0), day(1))


def test_coverage_lines() -> None:
    window = roster("D A", "A 备", demand=(demand("D", 0, 1, weekdays=[1]), demand("A", 2)))
    assert coverage(window, DAYS) == (
        CoverageLine(CLERK, A, ((1, 2, None), (1, 2, None))),
        CoverageLine(CLERK, D, ((1, 0, 1), (0, None, None))),
    )


def test_coverage_of_one_department_some_lines_and_the_undemanded() -> None:
    window = roster("P A", "D@other", demand=(demand("A", 1), demand("D", 1, post=OTHER)))
    assert {line.post for line in coverage(window, DAYS, department=LAB)} == {CLERK}
    assert len(coverage(window, DAYS, only={(OTHER, D)})) == 1
    extra = coverage(window, DAYS, department=LAB, undemanded=True)
    assert [(line.kind, line.days) for line in extra] == [
        (A, ((0, 1, None), (1, 1, None))),
        (BY_CODE["P"].id, ((1, None, None), (0, None, None))),
    ]


def test_recount_gives_back_what_changed() -> None:
    days = tuple(day(n) for n in range(28))
    window = roster("A A", "D D", demand=(demand("A", 1), demand("D", 1)))
    lines = coverage(window, days)
    changed = window.with_duties(ONE, duties(ONE, "A D"))
    found = recount(changed, lines, days, {day(1)})
    assert found == coverage(changed, days)
    assert recount(window, lines, days, {day(1)}) == ()
    assert len(recount(changed, lines[:1], days, {day(1)})) == 1
