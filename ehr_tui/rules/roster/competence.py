"""Who stands at a post must be able to take it, on every date the shift touches.

The home post counts as taken unless the record says from when to when; every other post must be named in
the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ehr_tui.domain.duty import Duty
from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import PersonId, PostId
from ehr_tui.domain.people import Person
from ehr_tui.domain.shifts import DAY_MINUTES, DutyClass
from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.kinds import KindFacts
from ehr_tui.rules.roster.rule import Limits, PersonRule


def can_take(person: Person, post: PostId, day: date) -> bool:
    """Whether the person can take the post on a day."""
    if person.may_take(post, day):
        return True
    return person.post == post and all(c.post != post for c in person.competences)


def taken(index: Index, person: PersonId) -> Iterator[tuple[Duty, KindFacts]]:
    """Duties at a post here: work, and standby that names the post one may be called to."""
    timeline = index.timeline(person)
    for stretch in timeline.worked:
        if stretch.facts.duty_class is DutyClass.WORK:
            yield stretch.duty, stretch.facts
    for mark in timeline.marks:
        if mark.facts.duty_class is DutyClass.STANDBY:
            yield mark.duty, mark.facts


def check(index: Index, person: PersonId, _limits: Limits) -> Iterator[Violation]:
    """One finding for each duty at a post the person cannot take on one of its dates."""
    known = index.window.people[person]
    lasting = {c.post for c in known.competences if c.until is None and c.since <= index.window.known_first}
    for duty, facts in taken(index, person):
        if duty.post is None or duty.post in lasting:
            continue
        fails = _first_failure(known, duty.post, duty.day, facts)
        if fails is None:
            continue
        yield Violation(
            rule=RULE.code,
            severity=RULE.severity,
            person=person,
            place=None,
            days=(duty.day,) if fails == duty.day else (duty.day, fails),
            figures=(
                ("first_day", duty.day),
                ("fails_day", fails),
                ("kind", facts.code),
                ("post", index.post_code(duty.post)),
            ),
            remedy="other_person",
        )


def _first_failure(person: Person, post: PostId, day: date, facts: KindFacts) -> date | None:
    if not can_take(person, post, day):
        return day
    if facts.end > DAY_MINUTES:
        following = day + timedelta(days=1)
        if not can_take(person, post, following):
            return following
    return None


def evidence(index: Index, person: PersonId, day: date, _limits: Limits) -> Iterator[Evidence]:
    """The posts taken that day."""
    for duty, facts in taken(index, person):
        if duty.day == day and duty.post is not None:
            yield Evidence(
                "competence",
                (("first_day", day), ("kind", facts.code), ("post", index.post_code(duty.post))),
            )


def check_missing(index: Index, person: PersonId, _limits: Limits) -> Iterator[Violation]:
    """One finding for each work entry without a post in a department that has posts: it covers nothing."""
    for stretch in index.timeline(person).worked:
        duty, facts = stretch.duty, stretch.facts
        if duty.post is not None or facts.duty_class is not DutyClass.WORK:
            continue
        if any(p.department == duty.department and p.active for p in index.window.posts.values()):
            yield Violation(
                rule=MISSING.code,
                severity=MISSING.severity,
                person=person,
                place=None,
                days=(duty.day,),
                figures=(("first_day", duty.day), ("kind", facts.code)),
                remedy="set_post",
            )


def missing_evidence(index: Index, person: PersonId, day: date, _limits: Limits) -> Iterator[Evidence]:
    """The posts named that day."""
    for item in evidence(index, person, day, _limits):
        yield Evidence("post_missing", item.figures)


RULE = PersonRule("competence", Severity.FORBID, check, evidence)
MISSING = PersonRule("post_missing", Severity.FORBID, check_missing, missing_evidence)
