"""What stands at the end of a row and at the foot of the grid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from ehr_tui.domain.ids import DepartmentId, PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import CoverageLine, RowTotals
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.domain.window import Window
from ehr_tui.rules.roster.balance import month_balance
from ehr_tui.rules.roster.index import Index, PostKind

_COUNT_ALL_FROM = 4


def row_totals(window: Window | Index, person: PersonId, month: Month) -> RowTotals:
    """A person's month; pass an ``Index`` when asking for many people.

    ``paid_minutes`` and ``target_minutes`` as in ``balance.month_balance``; ``work_days`` are dates with
    timed work, ``nights`` night shifts by start day (``kinds.is_night_shift``), ``rest_days`` dates with 休
    and no timed work.
    """
    index = window if isinstance(window, Index) else Index(window)
    timeline = index.timeline(person)
    first, last = month.first.toordinal(), month.last.toordinal()
    balance = month_balance(index, person, month)
    resting = {
        m.ordinal
        for m in timeline.marks
        if m.facts.duty_class is DutyClass.REST
        and first <= m.ordinal <= last
        and m.ordinal not in timeline.paid
    }
    return RowTotals(
        paid_minutes=balance.paid_minutes,
        target_minutes=balance.target_minutes,
        work_days=sum(first <= o <= last for o in timeline.paid),
        nights=sum(s.facts.night and first <= s.ordinal <= last for s in timeline.worked),
        rest_days=len(resting),
    )


def coverage(
    window: Window,
    days: Sequence[date],
    department: DepartmentId | None = None,
    only: Collection[PostKind] | None = None,
    undemanded: bool = False,
) -> tuple[CoverageLine, ...]:
    """One line per post and shift kind with demand on any of the days, ordered by post and start time.

    Each day holds (have, minimum, maximum); minimum None where nothing is demanded that day.
    ``department`` narrows to its posts, ``only`` to some lines; ``undemanded`` adds lines for what is
    rostered without demand.
    """
    index = Index(window)
    if len(days) >= _COUNT_ALL_FROM:
        index.count_all(days)
    places: set[PostKind] = set()
    for day in days:
        for owner, lines in index.needs(day).items():
            if department is None or owner == department:
                places.update(lines)
        if undemanded:
            places.update(p for p in index.counts(day) if _inside(window, p, department))
    if only is not None:
        places.intersection_update(only)
    return tuple(
        CoverageLine(post, kind, tuple(_counted(index, (post, kind), day) for day in days))
        for post, kind in sorted(places, key=_LineOrder(window))
    )


def recount(
    window: Window, lines: Sequence[CoverageLine], days: Sequence[date], changed: Collection[date]
) -> tuple[CoverageLine, ...]:
    """The lines that differ once the ``changed`` days are counted again; ``days`` are the lines' columns."""
    index = Index(window)
    found: list[CoverageLine] = []
    for line in lines:
        place = (line.post, line.kind)
        counted = tuple(
            _counted(index, place, day) if day in changed else old
            for day, old in zip(days, line.days, strict=True)
        )
        if counted != line.days:
            found.append(CoverageLine(line.post, line.kind, counted))
    return tuple(found)


def _counted(index: Index, place: PostKind, day: date) -> tuple[int, int | None, int | None]:
    have = index.counts(day).get(place, 0)
    for lines in index.needs(day).values():
        need = lines.get(place)
        if need is not None:
            return (have, need.minimum, need.maximum)
    return (have, None, None)


def _inside(window: Window, place: PostKind, department: DepartmentId | None) -> bool:
    post = window.posts.get(place[0])
    return department is None or (post is not None and post.department == department)


class _LineOrder:
    """Posts as the window lists them, then kinds by start time and code."""

    def __init__(self, window: Window) -> None:
        self._posts = {post: n for n, post in enumerate(window.posts)}
        self._kinds = window.kinds

    def __call__(self, place: PostKind) -> tuple[int, int, int, str]:
        kind = self._kinds[place[1]]
        return (self._posts.get(place[0], len(self._posts)), place[0], kind.start, kind.code)
