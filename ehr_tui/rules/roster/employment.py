"""Duties lie between hiring and leaving, the date a night ends on included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ehr_tui.domain.duty import Duty
from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Person
from ehr_tui.domain.shifts import DAY_MINUTES, DutyClass
from ehr_tui.domain.violation import Figure, Severity, Violation
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.kinds import KindFacts
from ehr_tui.rules.roster.rule import Limits, PersonRule

_HARMLESS = (DutyClass.REST, DutyClass.AFTER_NIGHT)


def _entries(index: Index, person: PersonId) -> Iterator[tuple[Duty, KindFacts]]:
    timeline = index.timeline(person)
    for stretch in timeline.worked:
        yield stretch.duty, stretch.facts
    for mark in timeline.marks:
        if mark.facts.duty_class not in _HARMLESS:
            yield mark.duty, mark.facts


def check(index: Index, person: PersonId, _limits: Limits) -> Iterator[Violation]:
    """One finding for each entry, rest and 下夜 excepted, that touches a date outside employment."""
    known = index.window.people[person]
    if known.employed(index.window.known_first) and known.employed(
        index.window.known_last + timedelta(days=1)
    ):
        return
    for duty, facts in _entries(index, person):
        fails = _first_failure(known, duty.day, facts)
        if fails is None:
            continue
        early = known.hire_date is not None and fails < known.hire_date
        limit_day: Figure = (known.hire_date if early else known.leave_date) or fails
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
                ("limit_day", limit_day),
            ),
            remedy="not_yet_hired" if early else "already_left",
        )


def _first_failure(person: Person, day: date, facts: KindFacts) -> date | None:
    if not person.employed(day):
        return day
    if facts.end > DAY_MINUTES:
        following = day + timedelta(days=1)
        if not person.employed(following):
            return following
    return None


def evidence(index: Index, person: PersonId, _day: date, _limits: Limits) -> Iterator[Evidence]:
    """From when (and until when) the person is employed."""
    known = index.window.people[person]
    if known.hire_date is not None and known.leave_date is not None:
        yield Evidence("employment_span", (("first_day", known.hire_date), ("last_day", known.leave_date)))
    elif known.hire_date is not None:
        yield Evidence("employment_since", (("first_day", known.hire_date),))
    elif known.leave_date is not None:
        yield Evidence("employment_until", (("last_day", known.leave_date),))


RULE = PersonRule("employment", Severity.FORBID, check, evidence)
