"""What changes seldom and is needed by every judgement, read once per version of the file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from operator import attrgetter
from typing import TypeVar

from ehr_tui.domain.calendar import Calendar
from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.duty import Callout, Duty
from ehr_tui.domain.ids import DepartmentId, PersonId, PostId, ShiftKindId
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Demand, Department, Post
from ehr_tui.domain.people import Person
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.window import Earlier, RuleSettings, Window
from ehr_tui.errors import NotFound
from ehr_tui.rules.roster.balance import span_balance
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.period import counted_from, long_period
from ehr_tui.services.context import Context

V = TypeVar("V")
_day = attrgetter("day")
CALLOUTS, EARLIER, HOME_ROSTERS = "callouts", "earlier", "home_rosters"
"""Where the memory of what depends on duties stands in the cache."""

MARGIN = timedelta(days=21)
"""Days known on both sides of what is judged: longer than any run or rest a rule looks at."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Organisation, alphabet, demand, calendar, rule settings and the tasks that need a licence."""

    departments: Mapping[DepartmentId, Department]
    posts: Mapping[PostId, Post]
    kinds: Mapping[ShiftKindId, ShiftKind]
    demand: tuple[Demand, ...]
    calendar: Calendar
    settings: RuleSettings
    licensed_tasks: frozenset[str] = frozenset()
    names: Mapping[tuple[str, str], Name] = field(default_factory=dict)  # what findings name by code

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
    codes, posts = source.codes(), {p.id: p for p in source.posts()}
    named = {(c.list.value, c.code): c.name for c in codes if c.list in (CodeList.TASK, CodeList.HAZARD)}
    facts = Facts(
        {d.id: d for d in source.departments()},
        posts,
        {k.id: k for k in source.kinds()},
        source.demand(),
        source.calendar(date(1900, 1, 1), date(2999, 12, 31)),
        source.rule_settings(),
        frozenset(c.code for c in codes if c.list is CodeList.TASK and c.special),
        {**named, **{("post", p.code): p.name for p in posts.values()}},
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
    known: Mapping[PersonId, tuple[Duty, ...]] | None = None,
) -> Window:
    """The window for judging some people of a department in a span.

    ``extra`` are entries of others in the department, known only for the days that coverage is counted on.
    ``known`` are entries read before, by day, of at least these people and the span that must be known.
    """
    facts = facts_of(context)
    known_first, known_last = known_span(first, last)
    wanted = set(people)
    if known is None:
        duties = dict(context.store.roster.duties_of(wanted, known_first, known_last))
    else:
        duties = _within(known, wanted, known_first, known_last)
    others: dict[PersonId, list[Duty]] = {}
    for duty in extra:
        if duty.person not in wanted:
            others.setdefault(duty.person, []).append(duty)
    duties |= {person: tuple(sorted(found, key=lambda d: d.day)) for person, found in others.items()}
    persons = known_people(context, wanted | others.keys())
    window = Window(
        first=first,
        last=last,
        known_first=known_first,
        known_last=known_last,
        people={p: persons[p] for p in wanted | others.keys() if p in persons},
        duties=duties,
        kinds=facts.kinds,
        contracts=_of_people(context, "contracts", wanted, context.store.contracts.of),
        posts=facts.posts,
        demand=facts.demand_of(department),
        calendar=facts.calendar,
        settings=facts.settings,
        restrictions=_of_people(context, "restrictions", wanted, context.store.restrictions.of),
        callouts={
            person: tuple(c for c in calls if known_first <= c.day <= known_last)
            for person, calls in _callouts(context, wanted).items()
        },
        licensed_tasks=facts.licensed_tasks,
    )
    earlier = _earlier(context, window)
    return replace(window, earlier=earlier) if earlier else window


def _within(
    known: Mapping[PersonId, tuple[Duty, ...]], people: Iterable[PersonId], first: date, last: date
) -> dict[PersonId, tuple[Duty, ...]]:
    """What is known of some people, cut to a span; who has nothing in it is left out, as when it is read."""
    found = {}
    for person in people:
        duties = known.get(person, ())
        cut = duties[bisect_left(duties, first, key=_day) : bisect_right(duties, last, key=_day)]
        if cut:
            found[person] = cut
    return found


def know_people(context: Context, people: Iterable[PersonId]) -> None:
    """Read what windows need of people once for all of them, ahead of the windows of several months."""
    wanted = set(people)
    known_people(context, wanted)
    _of_people(context, "contracts", wanted, context.store.contracts.of)
    _of_people(context, "restrictions", wanted, context.store.restrictions.of)
    _callouts(context, wanted)


def forget_people(context: Context, people: Iterable[PersonId], since: date) -> None:
    """Drop what is remembered of some people's duties and call-ins, which have just changed from a day on."""
    gone = set(people)
    context.cache.values.pop(HOME_ROSTERS, None)
    for person in gone:
        context.cache.values.get(CALLOUTS, {}).pop(person, None)
    earlier = context.cache.values.get(EARLIER, {})
    for key in [key for key in earlier if key[0] in gone and key[2] >= since]:
        del earlier[key]


def _earlier(context: Context, window: Window) -> dict[PersonId, Earlier]:
    """For people whose hours are counted over a quarter or a year: the part of the period before the known span."""
    month = Month.of(window.first)
    begun: dict[PersonId, date] = {}
    for person, contracts in window.contracts.items():
        contract = next((c for c in contracts if c.holds(month.last)), None) if contracts else None
        if contract is not None and long_period(contract, month.last):
            first = counted_from(contract, month)
            if first < window.known_first:
                begun[person] = first
    if not begun:
        return {}
    known = context.cache.values.setdefault(EARLIER, {})
    last = window.known_first - timedelta(days=1)
    missing = {p: first for p, first in begun.items() if (p, first, last) not in known}
    if missing:
        start = min(missing.values())
        duties = context.store.roster.duties_of(missing, start, last)
        past = replace(
            window, first=start, last=last, known_first=start, known_last=last, duties=duties,
            callouts=_callouts(context, set(missing)),
        )  # fmt: skip
        index = Index(past)
        for person, first in missing.items():
            known[person, first, last] = Earlier(first, *span_balance(index, person, first, last))
    return {p: known[p, first, last] for p, first in begun.items()}


def _callouts(context: Context, people: set[PersonId]) -> dict[PersonId, tuple[Callout, ...]]:
    """All call-ins of some people: there are few."""
    return _of_people(context, CALLOUTS, people, context.store.callouts.of)


def known_people(context: Context, wanted: set[PersonId]) -> dict[PersonId, Person]:
    """People by id, remembered: an edit asks for the same ones again and again."""
    known: dict[PersonId, Person] = context.cache.values.setdefault("people", {})
    missing = [p for p in wanted if p not in known]
    if missing:
        known.update(context.store.people.by_ids(missing))
    return {p: known[p] for p in wanted if p in known}


def _of_people(
    context: Context,
    name: str,
    wanted: set[PersonId],
    read: Callable[[Iterable[int]], Mapping[PersonId, tuple[V, ...]]],
) -> dict[PersonId, tuple[V, ...]]:
    """What people have several of, remembered; those who have none are left out."""
    known: dict[PersonId, tuple[V, ...]] = context.cache.values.setdefault(name, {})
    missing = [p for p in wanted if p not in known]
    if missing:
        found = read(missing)
        known.update({p: found.get(p, ()) for p in missing})
    return {p: known[p] for p in wanted if known[p]}
