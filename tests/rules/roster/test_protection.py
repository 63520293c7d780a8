"""What may not be asked of somebody for a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.ids import PersonId, PostId
from ehr_tui.domain.organisation import Post
from ehr_tui.domain.restrictions import Effect
from ehr_tui.domain.violation import Severity
from ehr_tui.rules.roster.judge import judge
from ehr_tui.rules.roster.kinds import kind_facts, night_minutes
from ehr_tui.rules.roster.night_work import night_minutes_by_date
from ehr_tui.rules.roster.rulebook import RESTRICTIONS
from tests.rules.builders import (
    BY_CODE,
    CLERK,
    KIND_LIST,
    POSTS,
    called,
    contract,
    day,
    figures,
    found,
    restriction,
    roster,
)

ONE = PersonId(1)
NIGHT, OVERTIME, STANDBY = Effect.NO_NIGHT, Effect.NO_OVERTIME, Effect.NO_STANDBY
HAZARD, SHORTER = Effect.NO_HAZARD, Effect.SHORTER_DAY


def _exposed(*hazards: str) -> dict[PostId, Post]:
    return {**POSTS, CLERK: replace(POSTS[CLERK], exposures=frozenset(hazards))}


def test_a_night_is_forbidden_and_a_day_is_not() -> None:
    held = restriction(1, NIGHT, until=6)
    assert not found(roster("A D 学 休", restrictions=held), "no_night")
    (violation,) = found(roster("N", restrictions=held), "no_night")
    assert violation.severity is Severity.FORBID
    assert violation.days == (day(0), day(1))
    assert violation.remedy == "restricted_until"
    assert figures(violation) == {
        "first_day": day(0),
        "kind": "N",
        "times": "22:30-07:15+1",
        "night_minutes": 90 + 360,
        "since_day": day(0),
        "until_day": day(6),
    }


def test_any_part_of_the_night_counts_and_the_last_minute_before_it_does_not() -> None:
    held = restriction(1, NIGHT)
    (violation,) = found(roster("P", restrictions=held), "no_night")
    assert figures(violation)["night_minutes"] == 45
    assert violation.remedy == "restricted_open"
    assert not found(roster("E Z1", restrictions=held), "no_night")


def test_a_night_across_the_restrictions_first_and_last_date() -> None:
    # Since Tuesday: of Monday's night only the part after midnight lies in it.
    (violation,) = found(roster("N", restrictions=restriction(1, NIGHT, since=1)), "no_night")
    assert (violation.days, figures(violation)["night_minutes"]) == ((day(0), day(1)), 360)
    # Until Monday: only the part before midnight.
    (violation,) = found(roster("N", restrictions=restriction(1, NIGHT, until=0)), "no_night")
    assert (violation.days, figures(violation)["night_minutes"]) == ((day(0),), 90)
    assert not found(roster("N . N", restrictions=restriction(1, NIGHT, since=2, until=1)), "no_night")
    assert not found(roster("N", restrictions=restriction(1, NIGHT, since=2)), "no_night")


def test_a_night_across_the_months_edge_is_found_from_either_month() -> None:
    held = restriction(1, NIGHT, since=29)  # 1 December
    for judged in ((-1, 28), (29, 59)):
        window = roster("N", start=28, judged=judged, restrictions=held)
        assert [v.days for v in found(window, "no_night")] == [(date(2026, 11, 30), date(2026, 12, 1))]


def test_being_called_in_at_night_counts() -> None:
    calls = {ONE: (called(0, "21:00", "22:30"),)}
    (violation,) = found(roster("备", restrictions=restriction(1, NIGHT), callouts=calls), "no_night")
    assert (figures(violation)["kind"], figures(violation)["night_minutes"]) == ("备*", 30)


def test_no_overtime_over_eight_hours_a_day() -> None:
    held = restriction(1, OVERTIME, until=1)
    assert not found(roster("N Z1", restrictions=held), "no_overtime_day")
    (violation,) = found(roster("D/E . X", restrictions=held), "no_overtime_day")
    assert (violation.severity, violation.days) == (Severity.FORBID, (day(0),))
    assert figures(violation)["excess_minutes"] == 630 - 480


def test_no_overtime_over_the_target_of_a_whole_month() -> None:
    # 21 working days of 480: 10,080 minutes.  22 nights of 480 are one too many.
    november: dict[str, Any] = {"start": -1, "judged": (-1, 28)}
    held = restriction(1, OVERTIME, since=-1, until=28)
    assert not found(roster("N " * 21, restrictions=held, **november), "no_overtime_month")
    (violation,) = found(roster("N " * 22, restrictions=held, **november), "no_overtime_month")
    assert figures(violation)["overtime_minutes"] == 480
    partly = restriction(1, OVERTIME, since=0, until=28)
    assert not found(roster("N " * 22, restrictions=partly, **november), "no_overtime_month")


def test_a_shorter_day_is_no_overtime() -> None:
    """Nursing time is part of the working day: it lowers the target of the balance, not of the ban."""
    held = restriction(1, OVERTIME, SHORTER, since=-1, minutes_off=60)
    window = roster("N " * 21, start=-1, judged=(-1, 28), restrictions=held)
    assert not found(window, "no_overtime_month")


def test_no_standby() -> None:
    held = restriction(1, STANDBY, since=1, until=1)
    (violation,) = found(roster("备 备 备", restrictions=held), "no_standby")
    assert (violation.days, violation.severity) == ((day(1),), Severity.WARN)


def test_no_hazard_at_an_exposed_post() -> None:
    held = restriction(1, HAZARD, until=1, hazards=frozenset({"c14", "gas"}))
    (violation,) = found(roster("D", restrictions=held, posts=_exposed("noise", "c14")), "no_hazard")
    assert violation.severity is Severity.FORBID
    assert (figures(violation)["hazard"], figures(violation)["post"]) == ("c14", "clerk")
    assert not found(roster("D", restrictions=held, posts=_exposed("noise")), "no_hazard")
    assert not found(roster(". . D", restrictions=held, posts=_exposed("c14")), "no_hazard")


def test_a_hazard_met_only_after_midnight() -> None:
    held = restriction(1, HAZARD, since=1, hazards=frozenset({"gas"}))
    (violation,) = found(roster("N", restrictions=held, posts=_exposed("gas")), "no_hazard")
    assert violation.days == (day(0), day(1))


def test_a_shorter_day_has_less_room() -> None:
    held = restriction(1, SHORTER, since=1, until=1, minutes_off=30)
    assert not found(roster("D D D", restrictions=held), "shorter_day")
    held = restriction(1, SHORTER, since=1, until=1, minutes_off=31)
    (violation,) = found(roster("D D D", restrictions=held), "shorter_day")
    assert (violation.days, figures(violation)["excess_minutes"]) == ((day(1),), 1)
    seven = {ONE: (contract(1, day_minutes=481),)}
    assert not found(roster("D D D", restrictions=held, contracts=seven), "shorter_day")


def test_night_minutes_by_date_are_all_night_minutes() -> None:
    for used in KIND_LIST:
        facts = kind_facts(used)
        assert sum(night_minutes_by_date(facts)) == sum(night_minutes(s) for s in facts.segments), used.code


@given(
    st.lists(st.sampled_from([k.code for k in KIND_LIST]), min_size=1, max_size=10).map(" ".join),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_only_what_touches_a_restricted_date_is_found(row: str, since: int, length: int) -> None:
    effects = (NIGHT, OVERTIME, STANDBY, SHORTER)
    held = restriction(1, *effects, since=since, until=since + length, minutes_off=60)
    window = roster(row, restrictions=held)
    dates = {day(n) for n in range(since, since + length + 1)}
    told = [v for v in judge(window) if v.rule in RESTRICTIONS]
    assert all(dates & set(v.days) for v in told)
    others = [v for v in judge(window) if v.rule not in {*RESTRICTIONS, "month_hours"}]
    free = judge(replace(window, restrictions={}))
    assert others == [v for v in free if v.rule != "month_hours"]  # whose target a shorter day lowers
    for n, code in enumerate(row.split()):
        if BY_CODE[code].is_night and day(n) in dates and BY_CODE[code].end > 22 * 60:
            assert any(v.rule == "no_night" and day(n) in v.days for v in told)
