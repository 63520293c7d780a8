"""可做/不可做: what is done at a post and who may do it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.ids import PostId
from ehr_tui.domain.organisation import Post
from ehr_tui.domain.people import TaskMark
from ehr_tui.domain.violation import Severity
from ehr_tui.domain.window import Window
from ehr_tui.rules.roster.judge import judge
from tests.rules.builders import CLERK, POSTS, day, figures, found, person, roster

LICENSED = frozenset({"dose"})


def _posts(*tasks: str) -> dict[PostId, Post]:
    return {**POSTS, CLERK: replace(POSTS[CLERK], tasks=frozenset(tasks))}


def _window(row: str, *marks: TaskMark, tasks: tuple[str, ...] = ("book", "dose")) -> Window:
    who = person(1, tasks=marks)
    return roster(row, people=[who], posts=_posts(*tasks), licensed_tasks=LICENSED)


def test_a_licensed_task_needs_a_mark_that_says_so() -> None:
    (violation,) = found(_window("D"), "task_unlicensed")
    assert violation.severity is Severity.FORBID
    assert figures(violation) == {
        "first_day": day(0),
        "fails_day": day(0),
        "kind": "D",
        "post": "clerk",
        "task": "dose",
    }
    assert not found(_window("D", TaskMark("dose", True)), "task_unlicensed")
    assert not found(_window("D", tasks=("book",)), "task_unlicensed")
    assert not found(_window("休 备 年"), "task_unlicensed")


def test_what_the_persons_list_bars_is_warned_of() -> None:
    assert not found(_window("D"), "task_barred"), "nothing is said about booking"
    (violation,) = found(_window("D", TaskMark("book", False), TaskMark("dose", True)), "task_barred")
    assert (violation.severity, figures(violation)["task"]) == (Severity.WARN, "book")


def test_a_bar_goes_before_a_permission_and_is_told_once() -> None:
    marks = (TaskMark("dose", True), TaskMark("dose", False))
    assert [v.rule for v in judge(_window("D", *marks)) if v.rule.startswith("task")] == ["task_unlicensed"]


def test_both_dates_of_a_night_count() -> None:
    ends = TaskMark("dose", True, until=day(0))
    (violation,) = found(_window("N", ends), "task_unlicensed")
    assert (violation.days, figures(violation)["fails_day"]) == ((day(0), day(1)), day(1))
    assert not found(_window("D", ends), "task_unlicensed")
    assert not found(_window("N", replace(ends, until=day(1))), "task_unlicensed")


def test_a_night_over_the_months_edge() -> None:
    begins = TaskMark("book", False, since=day(29))  # 1 December
    who = person(1, tasks=(begins,))
    for judged in ((-1, 28), (29, 59)):
        window = roster("N", start=28, judged=judged, people=[who], posts=_posts("book"))
        assert [v.days for v in found(window, "task_barred")] == [(day(28), day(29))]


@given(st.sets(st.sampled_from("abcd")), st.dictionaries(st.sampled_from("abcd"), st.booleans()))
def test_no_duty_escapes_and_none_is_found_twice(tasks: set[str], marks: dict[str, bool]) -> None:
    licensed = {"a", "b"}
    who = person(1, tasks=tuple(TaskMark(task, may) for task, may in marks.items()))
    window = roster("D 休 N", people=[who], posts=_posts(*tasks), licensed_tasks=frozenset(licensed))
    barred = {t for t in tasks - licensed if marks.get(t) is False}
    unlicensed = {t for t in tasks & licensed if not marks.get(t)}
    for rule, failing in (("task_barred", barred), ("task_unlicensed", unlicensed)):
        told = [figures(v)["task"] for v in found(window, rule)]
        assert told == (["+".join(sorted(failing))] * 2 if failing else [])
