"""What changes seldom and is needed by every judgement, read once per version of the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ehr_tui.domain.calendar import Calendar
from ehr_tui.domain.duty import Duty
from ehr_tui.domain.ids import DepartmentId, PersonId, PostId, ShiftKindId
from ehr_tui.domain.month import Month
from ehr_tui.domain.organisation import Demand, Department, Post
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.window import RuleSettings, Window
from ehr_tui.errors import NotFound
from ehr_tui.services.context import Context

MARGIN = timedelta(days=21)
"""Days known on both sides of what is judged: longer than any run or rest a rule looks at."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Organisation, alphabet, demand, calendar and rule settings."""

    departments: Mapping[DepartmentId, Department]
    posts: Mapping[PostId, Post]
    kinds: Mapping[ShiftKindId, ShiftKind]
    demand: tuple[Demand, ...]
    calendar: Calendar
    settings: RuleSettings

    def department(self, department: DepartmentId) -> Department:
        """One department; raises NotFound."""
        found = self.departments.get(department)
        if found is None:
            raise NotFound("organisation.no_department")
        return found

    def demand_of(self, department: DepartmentId) -> tuple[Demand, ...]:
        """One department's demand."""
        return tuple(d for d in self.demand if d.department == department)


def facts_of(context: Context) -> Facts:
    """The facts as the file has them now."""
    found = context.cache.values.get("facts")
    if isinstance(found, Facts):
        return found
    source = context.store.organisation
    facts = Facts(
        {d.id: d for d in source.departments()},
        {p.id: p for p in source.posts()},
        {k.id: k for k in source.kinds()},
        source.demand(),
        source.calendar(date(1900, 1, 1), date(2999, 12, 31)),
        source.rule_settings(),
    )
    context.cache.values["facts"] = facts
    return facts


def known_span(first: date, last: date) -> tuple[date, date]:
    """The span that must be known to judge a span: whole months of its edges, and the margin."""
    return Month.of(first).first - MARGIN, Month.of(last).last + MARGIN


def window_of(
    context: Context,
    department: DepartmentId,
    first: date,
    last: date,
    people: Iterable[PersonId],
    extra: Iterable[Duty] = (),
) -> Window:
    """The window for judging some people of a department in a span.

    ``extra`` are entries of others in the department, known only for the days that coverage is counted on.
    """
    facts = facts_of(context)
    known_first, known_last = known_span(first, last)
    wanted = set(people)
    duties = dict(context.store.roster.duties_of(wanted, known_first, known_last))
    others: dict[PersonId, list[Duty]] = {}
    for duty in extra:
        if duty.person not in wanted:
            others.setdefault(duty.person, []).append(duty)
    duties |= {person: tuple(sorted(found, key=lambda d: d.day)) for person, found in others.items()}
    persons = _people(context, wanted | others.keys())
    return Window(
        first=first,
        last=last,
        known_first=known_first,
        known_last=known_last,
        people={p: persons[p] for p in wanted | others.keys() if p in persons},
        duties=duties,
        kinds=facts.kinds,
        contracts=_contracts(context, wanted),
        posts=facts.posts,
        demand=facts.demand_of(department),
        calendar=facts.calendar,
        settings=facts.settings,
    )


def _people(context: Context, wanted: set[PersonId]) -> dict[PersonId, Any]:
    """People by id, remembered: an edit asks for the same ones again and again."""
    known = context.cache.values.setdefault("people", {})
    missing = [p for p in wanted if p not in known]
    if missing:
        known.update(context.store.people.by_ids(missing))
    return {p: known[p] for p in wanted if p in known}


def _contracts(context: Context, wanted: set[PersonId]) -> dict[PersonId, Any]:
    known = context.cache.values.setdefault("contracts", {})
    missing = [p for p in wanted if p not in known]
    if missing:
        found = context.store.contracts.of(missing)
        known.update({p: found.get(p, ()) for p in missing})
    return {p: known[p] for p in wanted}
