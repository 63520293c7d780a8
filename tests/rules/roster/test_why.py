"""Every rule's answer for one cell."""

from __future__ import annotations

from dataclasses import replace

from ehr_tui.domain.duty import Entry
from ehr_tui.domain.explanation import Explanation, Outcome, RuleCheck
from ehr_tui.domain.ids import DutyId, PersonId
from ehr_tui.domain.violation import Severity
from ehr_tui.domain.window import Window
from ehr_tui.rules.roster.rulebook import RULEBOOK
from ehr_tui.rules.roster.why import explain_person
from tests.rules.builders import BY_CODE, CLERK, CLINIC, OTHER, day, demand, office, person, roster, setting

ONE = PersonId(1)


def _entry(code: str) -> Entry:
    return Entry(BY_CODE[code].id, CLERK)


def _check(explanation: Explanation, rule: str) -> RuleCheck:
    return next(c for c in explanation.checks if c.rule == rule)


def _explain(window: Window, n: int, code: str) -> Explanation:
    return explain_person(window, ONE, day(n), _entry(code))


def test_every_rule_answers_in_the_rulebooks_order() -> None:
    explanation = _explain(roster("D D"), 2, "D")
    assert [c.rule for c in explanation.checks] == [r.code for r in RULEBOOK]
    assert not explanation.forbidden
    assert explanation.violations == ()


def test_all_that_speaks_against_it_with_figures_and_remedy() -> None:
    window = roster("P . 年", people=[person(1, leave_date=day(0))])
    explanation = _explain(window, 1, "A")
    assert {v.rule for v in explanation.violations} == {"rest", "employment"}
    assert explanation.forbidden
    assert dict(_check(explanation, "rest").findings[0].figures)["rest_minutes"] == 495
    assert all(v.remedy for v in explanation.violations)


def test_a_rule_that_passes_shows_how_near_the_limit_is() -> None:
    explanation = _explain(roster("D D . P"), 2, "D")
    assert _check(explanation, "rest").outcome is Outcome.PASS
    assert [dict(e.figures)["rest_minutes"] for e in _check(explanation, "rest").evidence] == [870, 1275]
    assert dict(_check(explanation, "week_hours").evidence[0].figures)["paid_minutes"] == 4 * 450
    assert dict(_check(explanation, "consecutive_days").evidence[0].figures)["run_days"] == 4
    assert dict(_check(explanation, "month_hours").evidence[0].figures)["target_minutes"] == 10080


def test_a_rule_without_anything_to_say_is_idle_and_one_switched_off_is_off() -> None:
    window = roster(
        "", settings=office(setting("rest", enabled=False), setting("demand_over", enabled=False))
    )
    explanation = _explain(window, 0, "休")
    assert _check(explanation, "overlap").outcome is Outcome.IDLE
    assert _check(explanation, "demand_under").outcome is Outcome.IDLE
    assert _check(explanation, "rest").outcome is Outcome.OFF
    assert _check(explanation, "demand_over").outcome is Outcome.OFF


def test_the_entry_takes_the_place_of_what_stands_there() -> None:
    window = roster("D")
    assert not _explain(window, 0, "A").violations
    assert _check(explain_person(window, ONE, day(0)), "day_hours").outcome is Outcome.PASS


def test_entries_of_another_department_stay() -> None:
    window = roster("D@other")
    assert [v.rule for v in _explain(window, 0, "A").violations if v.rule == "overlap"] == ["overlap"]
    gone = explain_person(window, ONE, day(0), Entry(BY_CODE["A"].id, CLERK), CLINIC)
    assert "overlap" not in {v.rule for v in gone.violations}


def test_demand_of_the_place_that_is_filled_and_of_the_one_that_is_left() -> None:
    window = roster("D", demand=(demand("A", 1), demand("D", 1)), judged=(0, 0))
    check = _check(_explain(window, 0, "A"), "demand_under")
    assert check.outcome is Outcome.FAIL
    assert [dict(v.figures)["kind"] for v in check.findings] == ["D"]
    assert [dict(e.figures)["have"] for e in check.evidence] == [1, 0]
    full = roster("", "D", demand=(demand("D", 0, 1),))
    assert _check(_explain(full, 0, "D"), "demand_over").outcome is Outcome.FAIL


def test_severity_of_demand_is_that_of_the_posts_department() -> None:
    settings = office(departments={CLINIC: setting("demand_over", Severity.FORBID)})
    window = roster("", "D@other", demand=(demand("D", 0, 1, post=OTHER),), settings=settings)
    explanation = explain_person(window, ONE, day(0), Entry(BY_CODE["D"].id, OTHER))
    assert _check(explanation, "demand_over").severity is Severity.FORBID
    assert _check(explanation, "demand_over").findings[0].severity is Severity.FORBID


def test_a_night_is_explained_on_both_dates() -> None:
    window = roster("N . ")
    assert "rest" in {v.rule for v in _explain(window, 1, "P").violations}
    into_leave = roster("N 年")
    assert "leave_after_night" in {v.rule for v in explain_person(into_leave, ONE, day(1)).violations}


def test_the_window_is_left_as_it_was() -> None:
    window = roster("D")
    before = dict(window.duties)
    _explain(window, 0, "A")
    assert window.duties == before
    assert replace(window.duties[ONE][0], id=DutyId(0)) != window.duties[ONE][0]
