"""A window with what several rules ask of it, worked out lazily and once for each judgement."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.duty import Duty
from ehr_tui.domain.ids import DepartmentId, PersonId, PostId, ShiftKindId
from ehr_tui.domain.month import Month
from ehr_tui.domain.shifts import DAY_MINUTES, DutyClass, ShiftKind
from ehr_tui.domain.window import Window
from ehr_tui.rules.roster.kinds import KindFacts, kind_facts

PostKind = tuple[PostId, ShiftKindId]
_by_day = attrgetter("day")


class Stretch(NamedTuple):
    """A timed duty on the absolute clock: minutes since the calendar's beginning."""

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

    worked: list[Stretch]  # every timed duty, by start
    marks: list[Mark]
    paid: dict[int, int]  # minutes by duty day, for every day with timed work


class Need(NamedTuple):
    """What is demanded at one post and kind on one day."""

    minimum: int
    maximum: int | None


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

    __slots__ = ("_counts", "_day_kinds", "_demand", "_months", "_timeline", "facts", "window")

    def __init__(self, window: Window) -> None:
        self.window = window
        self.facts: dict[ShiftKindId, KindFacts] = _KindTable(window)
        self._timeline: tuple[PersonId, Timeline] | None = None
        self._counts: dict[date, dict[PostKind, int]] = {}
        self._day_kinds: dict[date, DayKind] = {}
        self._demand: dict[date, dict[DepartmentId, dict[PostKind, Need]]] = {}
        self._months: dict[Month, tuple[date, ...]] = {}

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

    def working_days(self, month: Month) -> tuple[date, ...]:
        """The month's working days, swapped ones included."""
        days = self._months.get(month)
        if days is None:
            days = self._months[month] = tuple(d for d in month.days if self.day_kind(d).is_working)
        return days

    def judged(self, days: Iterable[date]) -> bool:
        """Whether any of the days is judged."""
        first, last = self.window.first, self.window.last
        return any(first <= day <= last for day in days)


def _stretch_order(stretch: Stretch) -> tuple[int, int, int, str, int]:
    duty = stretch.duty
    return (stretch.start, stretch.end, stretch.ordinal, stretch.facts.code, duty.post or 0)


def _strictest(one: Need | None, other: Need) -> Need:
    if one is None:
        return other
    limits = [n.maximum for n in (one, other) if n.maximum is not None]
    return Need(max(one.minimum, other.minimum), min(limits, default=None))
