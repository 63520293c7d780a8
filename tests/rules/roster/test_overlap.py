"""Nobody is at two places at once."""

from __future__ import annotations

from ehr_tui.domain.violation import Severity
from tests.rules.builders import day, figures, found, roster


def test_early_and_late_share_the_quarter_hour_of_handing_over() -> None:
    (violation,) = found(roster("A/P"), "overlap")
    assert violation.severity is Severity.FORBID
    assert violation.days == (day(0),)
    assert violation.remedy == "separate"
    assert figures(violation) == {
        "overlap_minutes": 15,
        "first_day": day(0),
        "second_day": day(0),
        "from_kind": "A",
        "to_kind": "P",
        "from_times": "07:00-15:00",
        "to_times": "14:45-22:45",
    }


def test_a_night_runs_into_the_next_days_early_shift() -> None:
    (violation,) = found(roster("N A"), "overlap")
    assert violation.days == (day(0), day(1))
    assert figures(violation)["overlap_minutes"] == 15


def test_touching_ends_are_no_overlap() -> None:
    assert not found(roster("下/E"), "overlap")


def test_what_lies_in_the_gap_of_a_split_shift_is_no_overlap() -> None:
    assert not found(roster("D/中"), "overlap")


def test_every_pair_is_named() -> None:
    assert [(figures(v)["from_kind"], figures(v)["to_kind"]) for v in found(roster("A/D/P"), "overlap")] == [
        ("A", "D"),
        ("A", "P"),
        ("D", "P"),
    ]


def test_the_same_entry_twice_overlaps_wholly() -> None:
    (violation,) = found(roster("D/D"), "overlap")
    assert figures(violation)["overlap_minutes"] == 450


def test_untimed_entries_never_overlap() -> None:
    assert not found(roster("D/备/休/年"), "overlap")


def test_a_night_of_the_month_before_is_seen_at_the_edge() -> None:
    window = roster("N A", start=-1)
    assert [v.days for v in found(window, "overlap")] == [(day(-1), day(0))]


def test_an_overlap_wholly_outside_the_judged_days_is_not_told() -> None:
    assert not found(roster("A/P", start=-1), "overlap")


def test_a_long_duty_overlaps_all_that_lie_in_it() -> None:
    pairs = [(figures(v)["from_kind"], figures(v)["to_kind"]) for v in found(roster("值/中/下"), "overlap")]
    assert pairs == [("值", "中"), ("值", "下")]
