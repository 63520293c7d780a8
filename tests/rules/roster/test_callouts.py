"""召回: minutes of a call-in are hours, and the rest begins anew at its end."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.duty import Callout
from ehr_tui.domain.ids import CalloutId, PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.violation import Severity
from ehr_tui.rules.roster.judge import judge
from ehr_tui.rules.roster.totals import row_totals
from ehr_tui.rules.roster.why import explain_person
from tests.rules.builders import LAB, called, day, demand, figures, found, roster

ONE = PersonId(1)
NOVEMBER = Month(2026, 11)


def test_rest_is_counted_from_the_end_of_the_call() -> None:
    # Called until 20:01: from there to A at 07:00 are 10 h 59.
    assert not found(roster("备 A", callouts={ONE: (called(0, "18:00", "20:00"),)}), "rest")
    (violation,) = found(roster("备 A", callouts={ONE: (called(0, "18:00", "20:01"),)}), "rest")
    assert violation.severity is Severity.FORBID
    assert figures(violation)["rest_minutes"] == 659
    assert (figures(violation)["from_kind"], figures(violation)["from_time"]) == ("备*", "20:01")


def test_a_call_after_work_prolongs_the_day() -> None:
    window = roster("D/备 A", callouts={ONE: (called(0, "21:00", "22:00"),)})
    assert figures(found(window, "rest")[0])["rest_minutes"] == 9 * 60
    assert not found(window, "overlap")


def test_a_call_during_a_shift_overlaps() -> None:
    (violation,) = found(roster("D/备", callouts={ONE: (called(0, "17:00", "18:00"),)}), "overlap")
    assert figures(violation)["overlap_minutes"] == 30
    assert not found(roster("D/备", callouts={ONE: (called(0, "17:30", "18:00"),)}), "overlap")


def test_a_call_past_midnight_meets_the_next_day() -> None:
    calls = {ONE: (called(0, "25:00", "31:30"),)}  # until 07:30 of the next day, A begins at 07:00
    (violation,) = found(roster("备 A", callouts=calls), "overlap")
    assert (violation.days, figures(violation)["overlap_minutes"]) == ((day(0), day(1)), 30)


def test_minutes_count_for_day_week_month_and_overtime() -> None:
    calls = {ONE: (called(0, "18:00", "21:31"),)}
    assert figures(found(roster("D/备", callouts=calls), "day_hours")[0])["excess_minutes"] == 1
    assert not found(roster("D/备", callouts={ONE: (called(0, "18:00", "21:30"),)}), "day_hours")
    week = roster("X X X X/备", callouts={ONE: (called(3, "24:30", "24:31"),)})
    assert figures(found(week, "week_hours")[0])["excess_minutes"] == 1
    totals = row_totals(roster("D/备 休", callouts=calls), ONE, NOVEMBER)
    assert (totals.paid_minutes, totals.work_days, totals.nights, totals.rest_days) == (450 + 211, 1, 0, 1)


def test_a_call_across_the_months_edge_counts_where_it_began_and_is_judged_in_both() -> None:
    calls = {ONE: (Callout(CalloutId(1), ONE, date(2026, 11, 30), 1380, 1620, LAB),)}  # 23:00 to 03:00
    window = roster("备 A", start=28, judged=(29, 59), callouts=calls)
    assert [v.days for v in found(window, "rest")] == [(date(2026, 11, 30), date(2026, 12, 1))]
    assert row_totals(window, ONE, NOVEMBER).paid_minutes == 240
    assert row_totals(window, ONE, Month(2026, 12)).paid_minutes == 450


def test_a_call_covers_nothing_and_is_told_in_the_explanation() -> None:
    window = roster(
        "备", demand=(demand("D", 1),), callouts={ONE: (called(0, "18:00", "20:00"),)}, judged=(0, 0)
    )
    assert [v.rule for v in judge(window)] == ["demand_under"]
    said = [
        e.figures
        for c in explain_person(window, ONE, day(0)).checks
        for e in c.evidence
        if c.rule == "overlap"
    ]
    assert dict(said[0])["times"] == "18:00-20:00"


@given(st.integers(0, 1439), st.integers(1, 600))
def test_a_call_never_takes_a_finding_of_the_clock_away(start: int, minutes: int) -> None:
    call = Callout(CalloutId(1), ONE, day(1), start, start + minutes, LAB)
    free, held = roster("P 备 A P A"), roster("P 备 A P A", callouts={ONE: (call,)})
    before = {v.identity for v in judge(free) if v.rule in ("rest", "overlap", "day_hours")}
    assert before <= {v.identity for v in judge(held)}
    paid = [row_totals(w, ONE, NOVEMBER).paid_minutes for w in (free, held)]
    assert paid[1] - paid[0] == minutes
