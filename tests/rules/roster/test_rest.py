"""Eleven hours between the work of one day and the next."""

from __future__ import annotations

from ehr_tui.domain.violation import Severity
from tests.rules.builders import day, figures, found, office, roster, setting


def test_late_then_early_leaves_eight_hours_and_a_quarter() -> None:
    (violation,) = found(roster("P A"), "rest")
    assert violation.severity is Severity.FORBID
    assert violation.days == (day(0), day(1))
    assert figures(violation) == {
        "rest_minutes": 495,
        "limit_minutes": 660,
        "first_day": day(0),
        "second_day": day(1),
        "from_kind": "P",
        "to_kind": "A",
        "from_time": "22:45",
        "to_time": "07:00",
        "earliest_day": day(1),
        "earliest_time": "09:45",
    }


def test_exactly_the_limit_passes_and_a_minute_less_does_not() -> None:
    assert not found(roster("Z1 Z2"), "rest")
    assert figures(found(roster("Z1 Z3"), "rest")[0])["rest_minutes"] == 659


def test_two_blocks_of_one_day_are_no_rest() -> None:
    assert not found(roster("上/E"), "rest")
    assert not found(roster("D"), "rest")


def test_the_last_block_of_the_day_counts() -> None:
    # 上 ends at 12:00, E at 20:30: 10 h 30 min until A.
    assert figures(found(roster("上/E A"), "rest")[0])["rest_minutes"] == 630


def test_a_night_is_judged_on_its_first_date() -> None:
    (violation,) = found(roster("A/N"), "rest")
    assert violation.days == (day(0),)
    assert figures(violation)["rest_minutes"] == 450


def test_a_night_is_judged_on_its_second_date() -> None:
    (violation,) = found(roster("N P"), "rest")
    assert violation.days == (day(0), day(1))
    assert figures(violation)["rest_minutes"] == 450
    assert figures(violation)["from_time"] == "07:15+1"
    assert (figures(violation)["earliest_day"], figures(violation)["earliest_time"]) == (day(1), "18:15")


def test_two_nights_in_a_row_leave_enough() -> None:
    assert not found(roster("N N 下夜 休"), "rest")


def test_a_night_that_starts_after_midnight_stands_alone() -> None:
    # 大夜 ends at 8:00; P begins at 14:45 of the same date.
    assert figures(found(roster("大夜/P"), "rest")[0])["rest_minutes"] == 405


def test_an_overlap_is_left_to_its_own_rule() -> None:
    assert not found(roster("N A"), "rest")


def test_standby_and_leave_do_not_end_rest() -> None:
    assert not found(roster("P 备 A"), "rest")


def test_the_edges_of_the_judged_days_are_seen_from_both_sides() -> None:
    assert [v.days for v in found(roster("P A", start=-1), "rest")] == [(day(-1), day(0))]
    assert [v.days for v in found(roster("P A", start=27), "rest")] == [(day(27), day(28))]
    assert not found(roster("P A", start=28), "rest")


def test_the_office_sets_limit_and_severity() -> None:
    window = roster("P A", settings=office(setting("rest", Severity.WARN, at_least_minutes=495)))
    assert not found(window, "rest")
    window = roster("P A", settings=office(setting("rest", Severity.WARN, at_least_minutes=496)))
    assert [v.severity for v in found(window, "rest")] == [Severity.WARN]


def test_a_gap_of_exactly_the_limit_beside_a_short_one() -> None:
    assert [v.days for v in found(roster("Z1 Z2 . P A"), "rest")] == [(day(3), day(4))]


def test_rest_begins_when_the_longest_duty_ends() -> None:
    # 值 lasts until 8:00 of the next day, whatever else ended before.
    (violation,) = found(roster("值/E 下"), "rest")
    assert (figures(violation)["from_kind"], figures(violation)["rest_minutes"]) == ("值", 360)
