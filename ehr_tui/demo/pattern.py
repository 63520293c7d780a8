"""Laying out one department's two months: scarce shifts first, week by week, the same every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ehr_tui.demo.board import Board, Kinds, monday
from ehr_tui.domain.calendar import Calendar
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.organisation import Demand
from ehr_tui.domain.people import Person
from ehr_tui.domain.shifts import ShiftKind

LATE_RUN = 3  # late shifts of one person in a row
LATE_END = 19 * 60 + 30  # a shift ending after this keeps its holder from an early start next day


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a department works with."""

    demand: tuple[Demand, ...]
    kinds: Mapping[int, ShiftKind]  # by id
    fill: ShiftKind
    half: ShiftKind  # a half day for those near the week's limit
    rest: ShiftKind
    together: Mapping[int, ShiftKind]  # kind id → the kind worked with it
    standby: ShiftKind | None
    calendar: Calendar


def lay_out(board: Board, pattern: Pattern) -> None:
    """Lay every day of the board: demand first, then everybody else, then days off."""
    tally = _Tally(board, pattern)
    weeks: dict[date, list[date]] = {}
    for day in board.days:
        weeks.setdefault(monday(day), []).append(day)
    for days in weeks.values():
        _cover_week(board, pattern, tally, days)
        _fill_week(board, pattern, days)


class _Tally:
    """How often each person had which kind, and worked on days off: what fairness is measured by."""

    def __init__(self, board: Board, pattern: Pattern) -> None:
        self.board = board
        self.pattern = pattern
        self.kinds: dict[tuple[PersonId, int], int] = {}
        self.free_days: dict[PersonId, int] = {}

    def note(self, person: PersonId, day: date, kind: ShiftKind) -> None:
        self.kinds[person, kind.id] = self.kinds.get((person, kind.id), 0) + 1
        if not self.pattern.calendar.kind(day).is_working:
            self.free_days[person] = self.free_days.get(person, 0) + 1

    def choose(self, able: Sequence[Person], day: date, kind: ShiftKind) -> Person:
        """Who is to have a kind next: a late shift goes on for some days, everything else goes round."""
        free = not self.pattern.calendar.kind(day).is_working

        def order(person: Person) -> tuple[int, ...]:
            run = self._run(person.id, day, kind) if kind.end > LATE_END else 0
            return (
                0 if 0 < run < LATE_RUN else 1 + run,
                self.free_days.get(person.id, 0) if free else 0,
                self.kinds.get((person.id, kind.id), 0),
                self.board.week_minutes(person.id, day),
                (int(person.id) * 7 + day.toordinal()) % 11,
                int(person.id),
            )

        return min(able, key=order)

    def _run(self, person: PersonId, day: date, kind: ShiftKind) -> int:
        run = 0
        while kind in self.board.at(person, day - timedelta(days=run + 1)):
            run += 1
        return run


def _cover_week(board: Board, pattern: Pattern, tally: _Tally, days: Sequence[date]) -> None:
    """Meet the demand of a week: days off first, then late shifts, then early ones."""
    open_slots: list[tuple[tuple[int, ...], date, ShiftKind]] = []
    for day in days:
        day_kind = pattern.calendar.kind(day)
        for line in pattern.demand:
            if line.applies(day, day_kind):
                kind = pattern.kinds[line.kind]
                scarce = 0 if not day_kind.is_working else 1 if kind.end > LATE_END else 2
                rank = (scarce, kind.id if scarce == 1 else day.toordinal(), -kind.end, line.id)
                open_slots += [(rank, day, kind)] * line.minimum
    open_slots.sort(key=lambda slot: (slot[0], slot[1]))
    for _, day, kind in open_slots:
        kinds = _with_partner(pattern, kind)
        able = [person for person in board.people if board.fits(person, day, kinds)]
        if able:
            person = tally.choose(able, day, kind)
            board.lay(person.id, day, kinds)
            tally.note(person.id, day, kind)


def _fill_week(board: Board, pattern: Pattern, days: Sequence[date]) -> None:
    """Give everybody else work on working days, else a half day, else a day off; standby on holidays."""
    for day in days:
        day_kind = pattern.calendar.kind(day)
        free = [p for p in board.people if p.employed(day) and not board.at(p.id, day)]
        if pattern.standby is not None and day_kind.is_holiday and free:
            chosen = free.pop(day.toordinal() % len(free))
            board.lay(chosen.id, day, (pattern.standby,))
        for person in free:
            options: tuple[Kinds, ...] = ((pattern.fill,), (pattern.half,)) if day_kind.is_working else ()
            fitting = (kinds for kinds in options if board.fits(person, day, kinds))
            board.lay(person.id, day, next(fitting, (pattern.rest,)))


def _with_partner(pattern: Pattern, kind: ShiftKind) -> Kinds:
    partner = pattern.together.get(kind.id)
    return (kind,) if partner is None else (partner, kind)
