"""可做/不可做: whoever stands at a post may do what is done there, on every date the shift touches.

Two rules, of different gravity: what the person's own list bars, and what nobody may do without being licensed
(Regulations on the Administration of Medical Institutions: no technical medical work by staff without a licence).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from ehr_tui.domain.duty import Duty
from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Person
from ehr_tui.domain.shifts import DAY_MINUTES
from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.rules.roster.competence import taken
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.kinds import KindFacts
from ehr_tui.rules.roster.rule import Limits, Only, PersonRule

Fails = Callable[[Person, str, date], bool]


def barred(person: Person, task: str, day: date) -> bool:
    """Whether the person's own list says 不可做; a bar goes before a permission."""
    return any(m.task == task and not m.may and m.holds(day) for m in person.tasks)


def unlicensed(person: Person, task: str, day: date) -> bool:
    """Whether nothing in force says that the person may do a licensed task."""
    return barred(person, task, day) or not any(
        m.task == task and m.may and m.holds(day) for m in person.tasks
    )


def check_barred(index: Index, person: PersonId, _limits: Limits) -> Iterator[Violation]:
    """One finding for each duty at a post with tasks that the person may not do; licensed ones apart."""
    if any(not mark.may for mark in index.window.people[person].tasks):
        yield from _check(index, person, BARRED, barred, licensed=False)


def check_unlicensed(index: Index, person: PersonId, _limits: Limits) -> Iterator[Violation]:
    """One finding for each duty at a post with licensed tasks for which the person has no licence."""
    return _check(index, person, UNLICENSED, unlicensed, licensed=True)


def _check(
    index: Index, person: PersonId, rule: PersonRule, fails: Fails, *, licensed: bool
) -> Iterator[Violation]:
    posts = index.tasks(licensed=licensed)
    if not posts:
        return
    known = index.window.people[person]
    for duty, facts in taken(index, person):
        if duty.post is None or duty.post not in posts:
            continue
        asked = posts[duty.post]
        dates = _dates(duty, facts)
        failing = [t for t in asked if any(fails(known, t, day) for day in dates)]
        if not failing:
            continue
        days = {day for day in dates if any(fails(known, t, day) for t in failing)}
        yield Violation(
            rule=rule.code,
            severity=rule.severity,
            person=person,
            place=None,
            days=tuple(sorted({duty.day, *days})),
            figures=(
                ("first_day", duty.day),
                ("fails_day", min(days)),
                ("kind", facts.code),
                ("post", index.post_code(duty.post)),
                ("task", "+".join(failing)),
            ),
            remedy=rule.code,
        )


def _dates(duty: Duty, facts: KindFacts) -> tuple[date, ...]:
    return (duty.day, duty.day + timedelta(days=1)) if facts.end > DAY_MINUTES else (duty.day,)


def barred_evidence(index: Index, person: PersonId, day: date, _limits: Limits) -> Iterator[Evidence]:
    """The tasks of the posts taken that day."""
    yield from _evidence(index, person, day, BARRED.code, licensed=False)


def unlicensed_evidence(index: Index, person: PersonId, day: date, _limits: Limits) -> Iterator[Evidence]:
    """The licensed tasks of the posts taken that day."""
    yield from _evidence(index, person, day, UNLICENSED.code, licensed=True)


def _evidence(index: Index, person: PersonId, day: date, code: str, *, licensed: bool) -> Iterator[Evidence]:
    posts = index.tasks(licensed=licensed)
    for duty, facts in taken(index, person):
        if duty.day == day and duty.post is not None and duty.post in posts:
            task = "+".join(posts[duty.post])
            figures = (
                ("first_day", day),
                ("kind", facts.code),
                ("post", index.post_code(duty.post)),
                ("task", task),
            )
            yield Evidence(code, figures)


BARRED = PersonRule("task_barred", Severity.WARN, check_barred, barred_evidence, only=Only.MARKED)
UNLICENSED = PersonRule("task_unlicensed", Severity.FORBID, check_unlicensed, unlicensed_evidence)
