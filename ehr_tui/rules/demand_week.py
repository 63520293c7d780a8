"""A department's demand in one week, counted as rosters count it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from ehr_tui.domain.calendar import Calendar
from ehr_tui.domain.demand_week import DemandWeek, NeedOfDay, PostWeek, WeekLine
from ehr_tui.domain.ids import DemandId, DepartmentId, PostId, ShiftKindId
from ehr_tui.domain.organisation import Demand, Post
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.window import Window
from ehr_tui.rules.roster.index import Index

Place = tuple[PostId, ShiftKindId]


def demand_week(
    department: DepartmentId,
    day: date,
    demand: Sequence[Demand],
    calendar: Calendar,
    posts: Mapping[PostId, Post],
    kinds: Mapping[ShiftKindId, ShiftKind],
) -> DemandWeek:
    """The week that holds ``day``.  Of several demands for one post, shift kind and day the strictest counts."""
    monday = day - timedelta(days=day.weekday())
    days = tuple(monday + timedelta(days=n) for n in range(7))
    own = tuple(line for line in demand if line.department == department)
    window = Window(
        days[0], days[-1], days[0], days[-1], {}, {}, kinds, posts=posts, demand=own, calendar=calendar
    )
    index = Index(window)
    needs = [index.needs(d).get(department, {}) for d in days]
    lines_of = [_lines(own, d, calendar) for d in days]
    places = sorted({place for found in needs for place in found}, key=lambda p: _order(p, kinds))
    week = tuple(
        WeekLine(
            place[0],
            place[1],
            tuple(
                NeedOfDay(found[place].minimum, found[place].maximum, said[place]) if place in found else None
                for found, said in zip(needs, lines_of, strict=True)
            ),
            kinds[place[1]].paid_minutes,
        )
        for place in places
    )
    of_posts = tuple(
        PostWeek(p.id, p.headcount, sum(line.week_minutes for line in week if line.post == p.id))
        for p in posts.values()
        if p.department == department and (p.active or any(line.post == p.id for line in week))
    )
    return DemandWeek(department, days, tuple(calendar.kind(d) for d in days), week, of_posts)


def overlapping(demand: Sequence[Demand]) -> dict[DemandId, tuple[DemandId, ...]]:
    """Demands that hold for the same post and shift kind on a day of the same kind: all of them count together."""
    by_place: dict[Place, list[Demand]] = {}
    for line in demand:
        by_place.setdefault((line.post, line.kind), []).append(line)
    found: dict[DemandId, list[DemandId]] = {}
    for lines in by_place.values():
        for place, one in enumerate(lines):
            for other in lines[place + 1 :]:
                if one.meets(other):
                    found.setdefault(one.id, []).append(other.id)
                    found.setdefault(other.id, []).append(one.id)
    return {line: tuple(others) for line, others in found.items()}


def _lines(demand: Iterable[Demand], day: date, calendar: Calendar) -> dict[Place, tuple[DemandId, ...]]:
    kind = calendar.kind(day)
    found: dict[Place, tuple[DemandId, ...]] = {}
    for line in demand:
        if line.applies(day, kind):
            place = (line.post, line.kind)
            found[place] = (*found.get(place, ()), line.id)
    return found


def _order(place: Place, kinds: Mapping[ShiftKindId, ShiftKind]) -> tuple[int, int, str]:
    kind = kinds[place[1]]
    return (place[0], kind.start, kind.code)
