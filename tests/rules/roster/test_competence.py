"""Who may take a post, on every date of the shift."""

from __future__ import annotations

from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.people import Competence
from ehr_tui.domain.violation import Severity
from tests.rules.builders import CLERK, OTHER, day, figures, found, person, roster


def test_a_post_that_the_record_does_not_name() -> None:
    (violation,) = found(roster("D@other"), "competence")
    assert violation.severity is Severity.FORBID
    assert violation.days == (day(0),)
    assert figures(violation) == {"first_day": day(0), "fails_day": day(0), "kind": "D", "post": "other"}


def test_from_to_inclusive() -> None:
    held = person(1, competences=(Competence(CLERK, day(1), day(3)),))
    assert [v.days for v in found(roster("D D D D D", people=[held]), "competence")] == [(day(0),), (day(4),)]


def test_a_night_needs_it_on_both_dates() -> None:
    ends = person(1, competences=(Competence(CLERK, day(-100), day(3)),))
    assert not found(roster(". . N", people=[ends]), "competence")
    (violation,) = found(roster(". . . N", people=[ends]), "competence")
    assert violation.days == (day(3), day(4))
    assert figures(violation)["fails_day"] == day(4)


def test_a_night_over_the_edge_of_the_judged_days() -> None:
    ends = person(1, competences=(Competence(CLERK, day(-100), day(-1)),))
    assert [v.days for v in found(roster("N", people=[ends], start=-1), "competence")] == [(day(-1), day(0))]


def test_the_home_post_needs_no_entry_but_its_dates_hold() -> None:
    assert not found(roster("D", people=[person(1, competences=())]), "competence")
    ended = person(1, competences=(Competence(CLERK, day(-100), day(-1)),))
    assert found(roster("D", people=[ended]), "competence")


def test_two_spells_of_one_competence() -> None:
    spells = (Competence(OTHER, day(0), day(0)), Competence(OTHER, day(2)))
    window = roster("D@other D@other D@other", people=[person(1, competences=spells)])
    assert [v.days for v in found(window, "competence")] == [(day(1),)]


def test_work_without_a_post() -> None:
    (violation,) = found(roster("D@- 学 休 备 D"), "post_missing")
    assert violation.severity is Severity.FORBID
    assert figures(violation) == {"first_day": day(0), "kind": "D"}
    assert not found(roster("D@-"), "competence")


def test_a_department_without_posts_asks_for_none() -> None:
    window = roster("D@-", people=[person(1, department=DepartmentId(9))])
    (alone,) = window.duties[next(iter(window.people))]
    moved = type(alone)(alone.id, alone.person, alone.day, alone.kind, None, DepartmentId(9))
    assert not found(window.with_duties(alone.person, (moved,)), "post_missing")
