"""The whole verdict: order, completeness, settings, and what an edit made worse."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import TaskMark
from ehr_tui.domain.restrictions import Effect
from ehr_tui.domain.violation import Severity
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.judge import judge, made_worse
from ehr_tui.rules.roster.rule import PersonRule
from ehr_tui.rules.roster.rulebook import RULEBOOK
from tests.rules.builders import (
    CLERK,
    CLINIC,
    LAB,
    POSTS,
    contract,
    day,
    demand,
    duties,
    office,
    person,
    restriction,
    roster,
    setting,
)

ONE = PersonId(1)


def _edited(before: str, after: str) -> list[str]:
    window = roster(before)
    changed = window.with_duties(ONE, duties(ONE, after))
    return [v.rule for v in made_worse(judge(window), judge(changed))]


def test_every_rule_speaks_and_the_gravest_come_first() -> None:
    window = roster("A/P/年", people=[person(1, leave_date=day(-1))], demand=(demand("D", 1),), judged=(0, 0))
    verdict = judge(window)
    assert [v.rule for v in verdict] == [
        "overlap", "leave", "employment", "employment", "employment", "day_hours", "demand_under",
    ]  # fmt: skip
    assert [v.severity.rank for v in verdict] == sorted(v.severity.rank for v in verdict)


def test_the_empty_roster_lacks_people_and_nothing_else() -> None:
    verdict = judge(roster("", "", demand=(demand("A", 1), demand("D", 0, 2)), judged=(0, 6)))
    assert {v.rule for v in verdict} == {"demand_under"}
    assert len(verdict) == 7


def test_people_and_days_narrow_the_question() -> None:
    window = roster("A/P", "A/P", demand=(demand("N", 1),), judged=(0, 6))
    whole = judge(window)
    assert judge(window, people={ONE}, days=()) == tuple(v for v in whole if v.person == ONE)
    assert judge(window, people=(), days={day(2), day(99)}) == tuple(v for v in whole if v.days == (day(2),))


def test_department_goes_before_office_before_default() -> None:
    settings = office(
        setting("rest", Severity.FORBID, at_least_minutes=500),
        departments={LAB: setting("rest", Severity.SOFT, at_least_minutes=400)},
    )
    window = roster("P A", "P A", people=[person(2, department=CLINIC)], settings=settings)
    rest = [v for v in judge(window) if v.rule == "rest"]
    assert [(v.person, dict(v.figures)["limit_minutes"], v.severity) for v in rest] == [
        (PersonId(2), 500, Severity.FORBID)
    ]


def test_limits_are_merged_name_by_name() -> None:
    own = {LAB: setting("rest", Severity.WARN)}
    window = roster("P A", settings=office(setting("rest", at_least_minutes=495), departments=own))
    assert "rest" not in {v.rule for v in judge(window)}


def test_a_rule_switched_off_says_nothing() -> None:
    window = roster("P A", settings=office(setting("rest", enabled=False)))
    assert "rest" not in {v.rule for v in judge(window)}


def test_weight_reaches_the_finding() -> None:
    soft = replace(setting("rest", Severity.SOFT), weight=7)
    (violation,) = [v for v in judge(roster("P A", settings=office(soft))) if v.rule == "rest"]
    assert (violation.severity, violation.weight) == (Severity.SOFT, 7)


def test_a_new_forbidden_state_is_worse() -> None:
    assert _edited("P 休", "P A") == ["rest"]
    assert _edited("P A", "P A") == []
    assert _edited("P A", "P 休") == []


def test_a_graver_state_is_worse_and_a_lighter_is_not() -> None:
    assert _edited("P D", "P A") == ["rest"]  # 9 h 15 min become 8 h 15 min
    assert _edited("P A", "P D") == []


def test_another_wrong_post_is_another_matter() -> None:
    assert _edited("D@other", "A@other") == ["competence"]


def test_a_run_that_grows_is_worse_one_that_shrinks_or_splits_is_not() -> None:
    assert _edited("D D D D D D D", "D D D D D D D D") == ["consecutive_days"]
    assert _edited("D D D D D D D D", "D D D D D D D") == []
    assert _edited("D " * 16, "D " * 8 + "休 " + "D " * 7) == []
    assert _edited("D D D D D D D .", ". D D D D D D D") == []
    assert _edited("D D D D D D 休 D D D D D", "D D D D D D D D D D D D") == ["consecutive_days"]


def test_warnings_need_no_override() -> None:
    assert _edited("N N N N N", "N N N N N N") == []


def test_a_third_overlap_in_one_cell_is_seen() -> None:
    assert _edited("A/P", "A/P/D") == ["overlap", "overlap"]
    assert _edited("A/P/D", "A/P") == []


@given(
    st.lists(st.sampled_from(["N", "D/E", "休", "备", "年", ".", "Y"]), min_size=4, max_size=20).map(
        " ".join
    ),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_who_is_not_asked_has_nothing_to_say(row: str, restricted: bool, limited: bool, marked: bool) -> None:
    """Rules for some people only are left out for the others; asked all the same they find nothing more."""
    held = restriction(1, *Effect, minutes_off=60, hazards=frozenset({"gas"})) if restricted else {}
    agreed = {ONE: (contract(1, max_nights=1, min_days_off=2, max_month_minutes=900),)} if limited else {}
    who = person(1, tasks=(TaskMark("book", False),) if marked else ())
    post = replace(POSTS[CLERK], tasks=frozenset({"book", "dose"}), exposures=frozenset({"gas"}))
    window = roster(row, people=[who], posts={CLERK: post}, restrictions=held, contracts=agreed)
    index = Index(window)
    all_asked = [
        v.identity
        for rule in RULEBOOK
        if isinstance(rule, PersonRule)
        for v in rule.check(index, ONE, rule.limits)
        if index.judged(v.days)
    ]
    assert sorted(map(repr, all_asked)) == sorted(repr(v.identity) for v in judge(window))
