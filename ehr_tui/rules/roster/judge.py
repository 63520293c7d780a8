"""The verdict on a roster: all findings of all rules, and which of them an edit brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from ehr_tui.domain.contracts import HoursSystem
from ehr_tui.domain.ids import DepartmentId, PersonId
from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.domain.window import RuleSettings, Window
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.rule import DayRule, Only, PersonRule, Ruling
from ehr_tui.rules.roster.rulebook import RULEBOOK
from ehr_tui.rules.roster.rulings import rulings

_RULES = {rule.code: rule for rule in RULEBOOK}
_RANK = {rule.code: n for n, rule in enumerate(RULEBOOK)}
_COUNT_ALL_FROM = 4  # days from which one pass over the roster is cheaper than a search for each


def judge(
    window: Window, people: Collection[PersonId] | None = None, days: Collection[date] | None = None
) -> tuple[Violation, ...]:
    """Every finding that touches the judged days, ordered by severity, day, person and rule.

    ``people`` and ``days`` narrow the question to some people's rules and some days' demand (None: all;
    empty: none). A finding with a place belongs to its day, whomever it is about. The window should know at
    least the weeks and months that the judged span touches and 14 days around it: what it does not know is
    taken as free.  All demand in the window is judged, so it must hold every duty at those posts.
    """
    index = Index(window)
    judges = _judges(window.settings)
    found: list[Violation] = []
    for person in window.people if people is None else people:
        if person in window.people:
            found.extend(_person_findings(index, person, judges))
    asked = _judged_days(index, days)
    if len(asked) >= _COUNT_ALL_FROM:
        index.count_all(asked)
    for day in asked:
        found.extend(_day_findings(index, day, judges))
    found.sort(key=_order)
    return tuple(found)


class _Held(NamedTuple):
    """Rulings in force in a department."""

    people: dict[Only, list[Ruling]]  # by whom they can concern
    days: list[Ruling]


class _Judges(dict["DepartmentId | None", _Held]):
    """Rulings in force by department."""

    def __init__(self, settings: RuleSettings) -> None:
        super().__init__()
        self.settings = settings

    def __missing__(self, department: DepartmentId | None) -> _Held:
        held = _Held({only: [] for only in Only}, [])
        for ruling in rulings(self.settings, department):
            if ruling.enabled and isinstance(ruling.rule, PersonRule):
                held.people[ruling.rule.only].append(ruling)
            elif ruling.enabled:
                held.days.append(ruling)
        self[department] = held
        return held


_known: list[_Judges] = []


def _judges(settings: RuleSettings) -> _Judges:
    """The rulings of some settings; the last ones asked for are kept: an edit asks twice, and the next one again."""
    if not _known or _known[0].settings is not settings:
        _known[:] = [_Judges(settings)]
    return _known[0]


def _person_findings(index: Index, person: PersonId, judges: _Judges) -> Iterator[Violation]:
    if not index.window.duties.get(person):
        return
    held = judges[index.window.people[person].department].people
    for only in _concerning(index, person):
        for ruling in held[only]:
            rule = ruling.rule
            if isinstance(rule, PersonRule):
                for violation in rule.check(index, person, ruling.limits):
                    if index.judged(violation.days):
                        yield as_ruled(violation, ruling)


def _concerning(index: Index, person: PersonId) -> list[Only]:
    window = index.window
    found = [Only.EVERYBODY]
    if window.people[person].tasks:
        found.append(Only.MARKED)
    if window.restrictions.get(person):
        found.append(Only.RESTRICTED)
    contracts = window.contracts.get(person, ())
    if contracts:
        if index.limited(person):
            found.append(Only.LIMITED)
        if any(c.hours_system is HoursSystem.COMPREHENSIVE for c in contracts):
            found.append(Only.COMPREHENSIVE)
    return found


def _day_findings(index: Index, day: date, judges: _Judges) -> Iterator[Violation]:
    departments = dict.fromkeys(index.needs(day))
    if index.coached:
        departments |= dict.fromkeys(p.department for post in index.at_posts(day) if (p := index.post(post)))
    for department in departments:
        for ruling in judges[department].days:
            rule = ruling.rule
            if isinstance(rule, DayRule):
                for violation in rule.check(index, department, day, ruling.limits):
                    yield as_ruled(violation, ruling)


def as_ruled(violation: Violation, ruling: Ruling) -> Violation:
    """The finding with the severity and weight that hold in the department."""
    if violation.severity is ruling.severity and violation.weight == ruling.weight:
        return violation
    return replace(violation, severity=ruling.severity, weight=ruling.weight)


def _judged_days(index: Index, days: Collection[date] | None) -> list[date]:
    window = index.window
    if not window.demand and not index.coached:
        return []
    if days is None:
        return [window.first + timedelta(days=n) for n in range((window.last - window.first).days + 1)]
    return sorted({d for d in days if window.first <= d <= window.last})


def _order(violation: Violation) -> tuple[object, ...]:
    """Findings of one rule about one person and day stay in the order in which the rule tells them."""
    place = violation.place
    return (
        violation.severity.rank,
        violation.days,
        violation.person is None,
        violation.person or 0,
        _RANK[violation.rule],
        (place.post, place.kind) if place else (0, 0),
    )


# -- what an edit did --------------------------------------------------------------------------------------
def made_worse(before: Iterable[Violation], after: Iterable[Violation]) -> tuple[Violation, ...]:
    """The forbidden findings of ``after`` that ``before`` did not have, or not as gravely.

    Both must be judgements of the same people and days.  A run of days that an edit shortens or splits is
    not worse.
    """
    earlier = [v for v in before if v.severity is Severity.FORBID]
    later = [v for v in after if v.severity is Severity.FORBID]
    gone = _grouped((Counter(earlier) - Counter(later)).elements())
    new = _grouped((Counter(later) - Counter(earlier)).elements())
    return tuple(
        violation
        for identity, group in new.items()
        for violation in _worse(group, gone.get(identity, []), earlier)
    )


def _grouped(violations: Iterable[Violation]) -> dict[tuple[object, ...], list[Violation]]:
    groups: dict[tuple[object, ...], list[Violation]] = {}
    for violation in violations:
        groups.setdefault(violation.identity, []).append(violation)
    return groups


def _worse(group: list[Violation], gone: list[Violation], earlier: list[Violation]) -> Iterator[Violation]:
    """Of the new findings of one identity those that no earlier one outweighs."""
    gravity = _RULES[group[0].rule].gravity
    if gravity is None:
        yield from group
    elif gravity.touching:
        for violation in group:
            same = [v for v in earlier if _touches(v, violation)]
            if not any(gravity.of(v) >= gravity.of(violation) for v in same):
                yield violation
    else:
        # Several findings may share an identity (three duties in one cell): gravest goes against gravest.
        measures = sorted((gravity.of(v) for v in gone), reverse=True)
        for n, violation in enumerate(sorted(group, key=gravity.of, reverse=True)):
            if n >= len(measures) or gravity.of(violation) > measures[n]:
                yield violation


def _touches(one: Violation, other: Violation) -> bool:
    same = (one.rule, one.person, one.place) == (other.rule, other.person, other.place)
    return same and not set(one.days).isdisjoint(other.days)
