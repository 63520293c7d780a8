"""Who is coached at a post works beside an experienced colleague of it, on a shift that runs together with theirs.

A matter of the day, like demand: a colleague's move can bring it about.  Colleagues' entries of the same day count,
and those of the day before that run on into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ehr_tui.domain.duty import Duty
from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import DepartmentId, PersonId, PostId
from ehr_tui.domain.people import Competence
from ehr_tui.domain.shifts import DAY_MINUTES
from ehr_tui.domain.violation import Place, Severity, Violation
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.kinds import shared_minutes
from ehr_tui.rules.roster.rule import DayRule, Limits


def coached_at(index: Index, person: PersonId, post: PostId, day: date) -> Competence | None:
    """The competence by which somebody is coached at a post on a day; None when the stage is over or never was."""
    if person not in index.coached:
        return None
    found = index.window.people[person].competences
    return next((c for c in found if c.post == post and c.coached(day)), None)


def check(index: Index, department: DepartmentId, day: date, _limits: Limits) -> Iterator[Violation]:
    """One finding for each coached person at work without an experienced colleague."""
    if not index.coached:
        return
    for post, duties in index.at_posts(day).items():
        known = index.post(post)
        if known is None or known.department != department:
            continue
        for duty in duties:
            stage = coached_at(index, duty.person, post, day)
            if stage is None or stage.coached_until is None or _beside(index, duty):
                continue
            facts = index.facts[duty.kind]
            yield Violation(
                rule=RULE.code,
                severity=RULE.severity,
                person=duty.person,
                place=Place(post, day, duty.kind),
                days=(day,),
                figures=(
                    ("first_day", day),
                    ("kind", facts.code),
                    ("times", facts.times),
                    ("post", known.code),
                    ("until_day", stage.coached_until),
                ),
                remedy=RULE.code,
            )


def _beside(index: Index, duty: Duty) -> int:
    """How many experienced colleagues work at the same time."""
    return len(
        {other.person for other in _together(index, duty) if _experienced(index, other)} - {duty.person}
    )


def _together(index: Index, duty: Duty) -> Iterator[Duty]:
    """Entries at the same post whose time runs together with a duty's."""
    own = index.facts[duty.kind]
    if duty.post is None:
        return
    for other in index.at_posts(duty.day).get(duty.post, ()):
        if not own.placed or shared_minutes(own, index.facts[other.kind], 0) > 0:
            yield other
    for other in index.at_posts(duty.day - timedelta(days=1)).get(duty.post, ()):
        if shared_minutes(own, index.facts[other.kind], -DAY_MINUTES) > 0:
            yield other


def _experienced(index: Index, duty: Duty) -> bool:
    known = index.window.people.get(duty.person)
    return known is not None and any(
        c.post == duty.post and c.experienced and c.holds(duty.day) for c in known.competences
    )


def evidence(index: Index, place: Place, _limits: Limits) -> Iterator[Evidence]:
    """How many experienced colleagues whoever is coached there has beside."""
    duties = index.at_posts(place.day).get(place.post, []) if index.coached else []
    for duty in duties:
        stage = coached_at(index, duty.person, place.post, place.day)
        if duty.kind == place.kind and stage is not None and stage.coached_until is not None:
            figures = (
                ("first_day", place.day),
                ("kind", index.facts[duty.kind].code),
                ("post", index.post_code(place.post)),
                ("have", _beside(index, duty)),
                ("until_day", stage.coached_until),
            )
            yield Evidence(RULE.code, figures)


RULE = DayRule("coached_alone", Severity.WARN, check, evidence)
