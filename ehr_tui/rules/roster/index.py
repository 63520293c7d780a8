"""A window with what several rules ask of it, worked out lazily and once for each judgement."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.contracts import NO_LIMITS, Contract
from ehr_tui.domain.duty import Duty
from ehr_tui.domain.ids import DepartmentId, DutyId, PersonId, PostId, ShiftKindId
from ehr_tui.domain.month import Month
from ehr_tui.domain.organisation import Post
from ehr_tui.domain.restrictions import Effect, Restriction
from ehr_tui.domain.shifts import DAY_MINUTES, DutyClass, ShiftKind
from ehr_tui.domain.window import Window
from ehr_tui.rules.roster.kinds import KindFacts, called_facts, kind_facts

PostKind = tuple[PostId, ShiftKindId]
_by_day = attrgetter("day")


class Stretch(NamedTuple):
    """A timed duty or a call-in on the absolute clock: minutes since the calendar's beginning."""

    start: int
    end: int
    ordinal: int  # of the duty's day
    duty: Duty
    facts: KindFacts


class Mark(NamedTuple):
    """An untimed entry: rest, leave, standby."""

    ordinal: int
    duty: Duty
    facts: KindFacts


class Timeline(NamedTuple):
    """One person's known span, independent of the order of entries within a day."""

    worked: list[Stretch]  # every timed duty and call-in, by start
    marks: list[Mark]
    paid: dict[int, int]  # minutes by duty day, for every day with timed work


class Need(NamedTuple):
    """What is demanded at one post and kind on one day."""

    minimum: int
    maximum: int | None


class Span(NamedTuple):
    """The working days between two days, and whether any of them is a half-day."""

    working: tuple[date, ...]
    halves: bool


class _KindTable(dict[ShiftKindId, KindFacts]):
    """Flattened kinds, made when first asked for."""

    def __init__(self, kinds: Window) -> None:
        super().__init__()
        self._kinds = kinds.kinds

    def __missing__(self, kind: ShiftKindId) -> KindFacts:
        facts = self[kind] = kind_facts(self._kinds[kind])
        return facts


class Index:
    """The window and its lazily built views.  Rules read it; nobody changes the window under it."""

    __slots__ = (
        "_at_posts", "_coached", "_counts", "_day_kinds", "_demand", "_limited", "_spans", "_tasks", "_timeline",
        "facts", "window",
    )  # fmt: skip

    def __init__(self, window: Window) -> None:
        self.window = window
        self.facts: dict[ShiftKindId, KindFacts] = _KindTable(window)
        self._timeline: tuple[PersonId, Timeline] | None = None
        self._counts: dict[date, dict[PostKind, int]] = {}
        self._day_kinds: dict[date, DayKind] = {}
        self._demand: dict[date, dict[DepartmentId, dict[PostKind, Need]]] = {}
        self._spans: dict[tuple[date, date], Span] = {}
        self._limited: tuple[PersonId, tuple[Contract, ...]] | None = None
        self._coached: frozenset[PersonId] | None = None
        self._tasks: dict[bool, dict[PostId, list[str]]] = {}
        self._at_posts: dict[date, dict[PostId, list[Duty]]] = {}

    # -- one person ----------------------------------------------------------------------------------------
    def timeline(self, person: PersonId) -> Timeline:
        """The person's known span; the last one asked for is kept, since all rules ask in turn."""
        if self._timeline is None or self._timeline[0] != person:
            self._timeline = (person, self._build(person))
        return self._timeline[1]

    def _build(self, person: PersonId) -> Timeline:
        facts_of = self.facts
        worked: list[Stretch] = []
        marks: list[Mark] = []
        paid: dict[int, int] = {}
        for duty in self.window.duties.get(person, ()):
            facts = facts_of[duty.kind]
            ordinal = duty.day.toordinal()
            if facts.timed:
                base = ordinal * DAY_MINUTES
                worked.append(Stretch(base + facts.start, base + facts.end, ordinal, duty, facts))
                paid[ordinal] = paid.get(ordinal, 0) + facts.paid
            else:
                marks.append(Mark(ordinal, duty, facts))
        for call in self.window.callouts.get(person, ()):
            ordinal = call.day.toordinal()
            base = ordinal * DAY_MINUTES
            standby = next((m for m in marks if m.ordinal == ordinal and _is_standby(m)), None)
            facts = called_facts(standby.facts.code if standby is not None else "", call)
            duty = Duty(DutyId(0), person, call.day, ShiftKindId(0), None, call.department)
            worked.append(Stretch(base + call.start, base + call.end, ordinal, duty, facts))
            paid[ordinal] = paid.get(ordinal, 0) + facts.paid
        worked.sort(key=_stretch_order)
        marks.sort(key=lambda m: (m.ordinal, m.facts.code))
        return Timeline(worked, marks, paid)

    def contract(self, person: PersonId, ordinal: int) -> Contract | None:
        """The contract in force on a day."""
        contracts = self.window.contracts.get(person)
        if not contracts:
            return None
        day = date.fromordinal(ordinal)
        return next((c for c in contracts if c.holds(day)), None)

    def limited(self, person: PersonId) -> tuple[Contract, ...]:
        """The person's contracts that set any limit of their own; the last one asked for is kept."""
        if self._limited is None or self._limited[0] != person:
            contracts = self.window.contracts.get(person, ())
            self._limited = (person, tuple(c for c in contracts if c.limits != NO_LIMITS))
        return self._limited[1]

    def restricted(self, person: PersonId, effect: Effect) -> tuple[Restriction, ...]:
        """The person's restrictions with an effect."""
        found = self.window.restrictions.get(person)
        return tuple(r for r in found if effect in r.effects) if found else ()

    @property
    def coached(self) -> frozenset[PersonId]:
        """Everybody who is or was in a coaching stage at some post."""
        if self._coached is None:
            people = self.window.people.values()
            self._coached = frozenset([p.id for p in people for c in p.competences if c.coached_until])
        return self._coached

    # -- one day -------------------------------------------------------------------------------------------
    def day_kind(self, day: date) -> DayKind:
        """What the calendar makes of a day."""
        kind = self._day_kinds.get(day)
        if kind is None:
            kind = self._day_kinds[day] = self.window.calendar.kind(day)
        return kind

    def needs(self, day: date) -> dict[DepartmentId, dict[PostKind, Need]]:
        """Demand of a day by department; of several lines for one post and kind the strictest counts."""
        found = self._demand.get(day)
        if found is None:
            found = {}
            kind = self.day_kind(day)
            for line in self.window.demand:
                if line.applies(day, kind):
                    lines = found.setdefault(line.department, {})
                    place = (line.post, line.kind)
                    lines[place] = _strictest(lines.get(place), Need(line.minimum, line.maximum))
            self._demand[day] = found
        return found

    def counts(self, day: date) -> dict[PostKind, int]:
        """People at work by post and kind on a day; standby and away entries do not count."""
        found = self._counts.get(day)
        if found is None:
            found = self._counts[day] = self._count_one(day)
        return found

    def count_all(self, days: Iterable[date]) -> None:
        """Count many days in one pass over the roster."""
        counts: dict[date, dict[PostKind, int]] = {day: {} for day in days}
        for duties in self.window.duties.values():
            for duty in duties:
                if duty.post is not None and (found := counts.get(duty.day)) is not None:
                    place = (duty.post, duty.kind)
                    found[place] = found.get(place, 0) + 1
        self._counts = {day: self._at_work(found) for day, found in counts.items()}

    def at_posts(self, day: date) -> dict[PostId, list[Duty]]:
        """Work entries of a day by post."""
        found = self._at_posts.get(day)
        if found is None:
            found = self._at_posts[day] = {}
            for duties in self.window.duties.values():
                for n in range(bisect_left(duties, day, key=_by_day), len(duties)):
                    duty = duties[n]
                    if duty.day != day:
                        break
                    if duty.post is not None and self.facts[duty.kind].duty_class is DutyClass.WORK:
                        found.setdefault(duty.post, []).append(duty)
        return found

    def _count_one(self, day: date) -> dict[PostKind, int]:
        counts: dict[PostKind, int] = {}
        for duties in self.window.duties.values():
            for n in range(bisect_left(duties, day, key=_by_day), len(duties)):
                duty = duties[n]
                if duty.day != day:
                    break
                if duty.post is not None:
                    place = (duty.post, duty.kind)
                    counts[place] = counts.get(place, 0) + 1
        return self._at_work(counts)

    def _at_work(self, counts: dict[PostKind, int]) -> dict[PostKind, int]:
        return {p: n for p, n in counts.items() if self.facts[p[1]].duty_class is DutyClass.WORK}

    # -- names and months ----------------------------------------------------------------------------------
    def post_code(self, post: PostId) -> str:
        """The post's code, its number when the window does not know it."""
        known = self.window.posts.get(post)
        return known.code if known is not None else str(int(post))

    def kind(self, kind: ShiftKindId) -> ShiftKind:
        """The shift kind."""
        return self.window.kinds[kind]

    def post(self, post: PostId | None) -> Post | None:
        """A post, None when there is none or the window does not know it."""
        return None if post is None else self.window.posts.get(post)

    def tasks(self, *, licensed: bool) -> dict[PostId, list[str]]:
        """The posts at which tasks are done that need a licence (or need none), with these tasks."""
        found = self._tasks.get(licensed)
        if found is None:
            held = self.window.licensed_tasks
            asked = (
                (p.id, sorted(t for t in p.tasks if (t in held) == licensed))
                for p in self.window.posts.values()
            )
            found = self._tasks[licensed] = {post: tasks for post, tasks in asked if tasks}
        return found

    def span(self, first: date, last: date) -> Span:
        """The working days from one day to another, swapped ones included."""
        found = self._spans.get((first, last))
        if found is None:
            days = (first + timedelta(days=n) for n in range((last - first).days + 1))
            working = tuple(d for d in days if self.day_kind(d).is_working)
            special = self.window.calendar.days
            halves = any(d in special and special[d].off_minutes for d in working)
            found = self._spans[first, last] = Span(working, halves)
        return found

    @property
    def judged_months(self) -> list[Month]:
        """The months that the judged days touch."""
        months = [Month.of(self.window.first)]
        last = Month.of(self.window.last)
        while months[-1] < last:
            months.append(months[-1].next())
        return months

    def judged(self, days: Iterable[date]) -> bool:
        """Whether any of the days is judged."""
        first, last = self.window.first, self.window.last
        return any(first <= day <= last for day in days)


def _stretch_order(stretch: Stretch) -> tuple[int, int, int, str, int]:
    duty = stretch.duty
    return (stretch.start, stretch.end, stretch.ordinal, stretch.facts.code, duty.post or 0)


def _is_standby(mark: Mark) -> bool:
    return mark.facts.duty_class is DutyClass.STANDBY


def _strictest(one: Need | None, other: Need) -> Need:
    if one is None:
        return other
    limits = [n.maximum for n in (one, other) if n.maximum is not None]
    return Need(max(one.minimum, other.minimum), min(limits, default=None))
