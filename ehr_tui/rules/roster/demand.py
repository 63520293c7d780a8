"""Each post has the people it needs in each shift kind, and no more than it has room for.

Only work covers: standby, leave and entries done elsewhere do not.  A night covers the day it starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.violation import Figure, Place, Severity, Violation
from ehr_tui.rules.roster.index import Index, Need
from ehr_tui.rules.roster.rule import DayRule, Gravity, Limits

Figures = tuple[tuple[str, Figure], ...]


def check_under(index: Index, department: DepartmentId, day: date, _limits: Limits) -> Iterator[Violation]:
    """One finding for each place with fewer people than demanded."""
    counts = index.counts(day)
    for (post, kind), need in index.needs(day).get(department, {}).items():
        have = counts.get((post, kind), 0)
        if have < need.minimum:
            place = Place(post, day, kind)
            yield _violation(UNDER, place, _figures(index, place, have, need.minimum))


def check_over(index: Index, department: DepartmentId, day: date, _limits: Limits) -> Iterator[Violation]:
    """One finding for each place with more people than there is room for."""
    counts = index.counts(day)
    for (post, kind), need in index.needs(day).get(department, {}).items():
        have = counts.get((post, kind), 0)
        if need.maximum is not None and have > need.maximum:
            place = Place(post, day, kind)
            yield _violation(OVER, place, _figures(index, place, have, need.maximum))


def _violation(rule: DayRule, place: Place, figures: Figures) -> Violation:
    return Violation(rule.code, rule.severity, None, place, (place.day,), figures, remedy=rule.code)


def _figures(index: Index, place: Place, have: int, need: int) -> Figures:
    return (
        ("first_day", place.day),
        ("post", index.post_code(place.post)),
        ("kind", index.facts[place.kind].code),
        ("have", have),
        ("need", need),
        ("difference", abs(have - need)),
    )


def _need(index: Index, place: Place) -> Need | None:
    for lines in index.needs(place.day).values():
        if (place.post, place.kind) in lines:
            return lines[(place.post, place.kind)]
    return None


def under_evidence(index: Index, place: Place, _limits: Limits) -> Iterator[Evidence]:
    """People at the place and the least that are needed."""
    need = _need(index, place)
    if need is not None and need.minimum:
        have = index.counts(place.day).get((place.post, place.kind), 0)
        yield Evidence(UNDER.code, _figures(index, place, have, need.minimum))


def over_evidence(index: Index, place: Place, _limits: Limits) -> Iterator[Evidence]:
    """People at the place and the most there is room for."""
    need = _need(index, place)
    if need is not None and need.maximum is not None:
        have = index.counts(place.day).get((place.post, place.kind), 0)
        yield Evidence(OVER.code, _figures(index, place, have, need.maximum))


UNDER = DayRule("demand_under", Severity.WARN, check_under, under_evidence, gravity=Gravity("difference"))
OVER = DayRule("demand_over", Severity.WARN, check_over, over_evidence, gravity=Gravity("difference"))
