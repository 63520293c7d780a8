"""The findings planted in the draft: each breaks one rule, at one place, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ehr_tui.demo.board import DAYS_IN_A_ROW, WEEK_MINUTES, Board
from ehr_tui.demo.pattern import Pattern
from ehr_tui.domain.ids import DepartmentId, PersonId, ShiftKindId
from ehr_tui.domain.month import Month
from ehr_tui.domain.people import Person
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.errors import InputError

ONE_DAY = timedelta(days=1)
REST, ROW, GONE, GAP = "rest", "consecutive_days", "employment", "demand_under"  # codes of the rules


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing a newcomer shall find.

    ``rule`` is the code of the rule that finds it, empty for the expiring contract.
    """

    key: str  # rest, row, gone, gap, expiring
    rule: str
    department: DepartmentId
    person: PersonId | None
    days: tuple[date, ...]
    kind: ShiftKindId | None = None  # the demanded kind of a gap

    @property
    def words(self) -> str:
        """The key of the sentence that tells a newcomer what to look for."""
        return f"demo.planted.{self.key}"


def short_rest(
    board: Board, pattern: Pattern, month: Month, late: ShiftKind, early: ShiftKind
) -> tuple[Person, date]:
    """Put an early shift on the day off after a late one; answers who and the early day."""
    for day in _middle_out(month):
        for person in board.people:
            id_ = person.id
            off = late in board.at(id_, day - ONE_DAY) and board.at(id_, day) == (pattern.rest,)
            minutes = board.week_minutes(id_, day) + early.paid_minutes
            if (
                off
                and _open(board, person, day)
                and minutes <= WEEK_MINUTES
                and board.row_with(id_, day) <= DAYS_IN_A_ROW
            ):
                board.lay(id_, day, (early,))
                return person, day
    raise _no_place("rest")


def long_row(
    board: Board, pattern: Pattern, month: Month, weekday: ShiftKind, weekend: ShiftKind, length: int
) -> tuple[Person, tuple[date, ...]]:
    """Make one person work so many days in a row within 40 hours in each week; answers who and the days."""
    for first in _middle_out(month):
        days = tuple(first + timedelta(days=n) for n in range(length))
        if days[-1] > month.last:
            continue
        for person in board.people:
            changes = _row_changes(board, pattern, person, days, weekday, weekend)
            if changes is not None:
                for day, kind in changes.items():
                    board.lay(person.id, day, (kind,))
                return person, days
    raise _no_place("row")


def gap(board: Board, pattern: Pattern, month: Month, kind: ShiftKind) -> date:
    """Take the only holder of a demanded kind away for a day."""
    for day in _middle_out(month):
        holders = [p for p in board.people if board.at(p.id, day) == (kind,)]
        if pattern.calendar.kind(day).is_working and len(holders) == 1:
            board.lay(holders[0].id, day, (pattern.rest,))
            return day
    raise _no_place("gap")


def after_leaving(board: Board, pattern: Pattern, person: Person, kind: ShiftKind) -> date:
    """Put a duty on the first working day after a person's last day employed."""
    if person.leave_date is not None:
        day = person.leave_date + ONE_DAY
        while day in board.days:
            if pattern.calendar.kind(day).is_working:
                board.lay(person.id, day, (kind,))
                return day
            day += ONE_DAY
    raise _no_place("gone")


def _no_place(key: str) -> InputError:
    """A finding cannot be planted in this month without breaking something else."""
    return InputError("demo.no_place", key=key)


def _open(board: Board, person: Person, day: date) -> bool:
    return day in board.days and person.employed(day) and not board.is_fixed(person.id, day)


def _middle_out(month: Month) -> Iterator[date]:
    """The month's days, those around the middle first: findings at the edges are hard to see."""
    days = month.days
    return iter(sorted(days, key=lambda day: (abs(day.day - 15), day)))


def _row_changes(
    board: Board,
    pattern: Pattern,
    person: Person,
    days: tuple[date, ...],
    weekday: ShiftKind,
    weekend: ShiftKind,
) -> dict[date, ShiftKind] | None:
    """What to lay so that exactly these days are worked in a row; None when something else would break."""
    id_, around = person.id, (days[0] - ONE_DAY, days[-1] + ONE_DAY)
    if any(not _open(board, person, day) or pattern.calendar.kind(day).is_holiday for day in days):
        return None
    changes: dict[date, ShiftKind] = {}
    for day in days:
        if not board.works(id_, day):
            changes[day] = weekday if pattern.calendar.kind(day).is_working else weekend
    for day in (*around, *_others_of_weeks(board, days)):
        over = _minutes_with(board, person, day, changes) > WEEK_MINUTES
        if board.works(id_, day) and (day in around or over):
            if not _spare(board, pattern, person, day):
                return None
            changes[day] = pattern.rest
    fits = all(_minutes_with(board, person, day, changes) <= WEEK_MINUTES for day in days)
    rested = all(kind is pattern.rest or board.rested(id_, day, (kind,)) for day, kind in changes.items())
    return changes if fits and rested else None


def _others_of_weeks(board: Board, days: tuple[date, ...]) -> Iterator[date]:
    first = days[0] - timedelta(days=days[0].weekday())
    last = days[-1] + timedelta(days=6 - days[-1].weekday())
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if day in board.days and day not in days:
            yield day


def _minutes_with(board: Board, person: Person, day: date, changes: dict[date, ShiftKind]) -> int:
    first = day - timedelta(days=day.weekday())
    total = 0
    for n in range(7):
        near = first + timedelta(days=n)
        kinds = (changes[near],) if near in changes else board.at(person.id, near)
        total += sum(kind.paid_minutes for kind in kinds)
    return total


def _spare(board: Board, pattern: Pattern, person: Person, day: date) -> bool:
    """Whether the person's work on a day can be taken away with demand still met."""
    if day not in board.days or board.is_fixed(person.id, day):
        return False
    day_kind = pattern.calendar.kind(day)
    for kind in board.at(person.id, day):
        lines = [li for li in pattern.demand if li.kind == kind.id and li.applies(day, day_kind)]
        if any(board.count(kind, day) <= line.minimum for line in lines):
            return False
    return True
