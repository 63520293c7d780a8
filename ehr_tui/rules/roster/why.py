"""Why an entry may or may not stand in a cell: every rule asked, whatever it answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ehr_tui.domain.duty import Duty, Entry
from ehr_tui.domain.explanation import Evidence, Explanation, Outcome, RuleCheck
from ehr_tui.domain.ids import DepartmentId, DutyId, PersonId
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.domain.violation import Place, Violation
from ehr_tui.domain.window import Window
from ehr_tui.rules.roster.cells import sort_duties
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.judge import as_ruled
from ehr_tui.rules.roster.rule import DayRule, Ruling
from ehr_tui.rules.roster.rulings import rulings


def explain_person(
    window: Window,
    person: PersonId,
    day: date,
    entry: Entry | None = None,
    department: DepartmentId | None = None,
) -> Explanation:
    """Every rule's verdict on one person's day; with ``entry`` as if it alone stood there.

    ``department`` is the rostered one (left out: that of the entry's post, else the home department);
    entries of other departments on that day stay.  Findings are those whose days hold ``day`` and the
    demand of the places that the cell fills or leaves.  ``day`` must lie in the known span.
    """
    seen = window if entry is None else with_entry(window, person, day, entry, department)
    index = Index(seen)
    places = sorted(_places(window, person, day) | _places(seen, person, day), key=lambda p: (p.post, p.kind))
    checks = tuple(
        _check_places(index, ruling, person, places)
        if isinstance(ruling.rule, DayRule)
        else _check(index, ruling, person, day)
        for ruling in rulings(window.settings, window.people[person].department)
    )
    return Explanation(person, day, entry, checks)


def with_entry(
    window: Window, person: PersonId, day: date, entry: Entry, department: DepartmentId | None = None
) -> Window:
    """The window as if an entry stood in a department's cell instead of what is there."""
    where = department or _department(window, person, entry)
    kept = tuple(d for d in window.duties.get(person, ()) if d.day != day or d.department != where)
    if where is None:
        kept = tuple(d for d in kept if d.day != day)
    placed = Duty(DutyId(0), person, day, entry.kind, entry.post, where or DepartmentId(0))
    return window.with_duties(person, sort_duties((*kept, placed), window.kinds))


def _department(window: Window, person: PersonId, entry: Entry) -> DepartmentId | None:
    post = window.posts.get(entry.post) if entry.post is not None else None
    return post.department if post is not None else window.people[person].department


def _places(window: Window, person: PersonId, day: date) -> set[Place]:
    return {
        Place(duty.post, day, duty.kind)
        for duty in window.duties.get(person, ())
        if duty.day == day and duty.post is not None and window.kinds[duty.kind].duty_class is DutyClass.WORK
    }


def _check(index: Index, ruling: Ruling, person: PersonId, day: date) -> RuleCheck:
    rule = ruling.rule
    if isinstance(rule, DayRule) or not ruling.enabled:
        return RuleCheck(rule.code, ruling.severity, Outcome.OFF)
    found = rule.check(index, person, ruling.limits)
    findings = [as_ruled(v, ruling) for v in found if day in v.days]
    return _verdict(ruling, findings, rule.evidence(index, person, day, ruling.limits))


def _check_places(index: Index, home: Ruling, person: PersonId, places: list[Place]) -> RuleCheck:
    """Demand is the matter of each place's department, whose setting holds; others' own findings are theirs."""
    findings: list[Violation] = []
    evidence: list[Evidence] = []
    held = [_of_post(index.window, home, place) for place in places]
    for place, ruling in zip(places, held, strict=True):
        rule = ruling.rule
        if not isinstance(rule, DayRule) or not ruling.enabled:
            continue
        known = index.post(place.post)
        departments = {*index.needs(place.day), *([known.department] if known is not None else [])}
        for department in sorted(departments):
            found = rule.check(index, department, place.day, ruling.limits)
            findings.extend(
                as_ruled(v, ruling) for v in found if v.place == place and v.person in (None, person)
            )
        evidence.extend(rule.evidence(index, place, ruling.limits))
    return _verdict(held[0] if held else home, findings, evidence)


def _of_post(window: Window, home: Ruling, place: Place) -> Ruling:
    post = window.posts.get(place.post)
    if post is None:
        return home
    return next(r for r in rulings(window.settings, post.department) if r.rule is home.rule)


def _verdict(ruling: Ruling, findings: list[Violation], evidence: Iterable[Evidence]) -> RuleCheck:
    seen = tuple(evidence)
    if findings:
        outcome = Outcome.FAIL
    elif not ruling.enabled:
        outcome = Outcome.OFF
    else:
        outcome = Outcome.PASS if seen else Outcome.IDLE
    return RuleCheck(ruling.rule.code, ruling.severity, outcome, tuple(findings), seen)
