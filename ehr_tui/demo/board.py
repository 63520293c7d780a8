"""A board of people × days on which rosters are laid out, and what may be laid where.

The limits kept here are the strictest of common practice (40 h a week, 11 h of rest, 6 days in a row), so that what
is laid out passes the office's rulebook; the tests judge the result with the rulebook itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Person
from ehr_tui.domain.shifts import DAY_MINUTES, ShiftKind

WEEK_MINUTES = 40 * 60
REST_MINUTES = 11 * 60
DAYS_IN_A_ROW = 6
SATURDAY = 5

Kinds = tuple[ShiftKind, ...]


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


class Board:
    """Cells of some people over some days; an empty cell is still to be laid."""

    def __init__(self, people: Sequence[Person], days: Sequence[date]) -> None:
        self.people = tuple(people)
        self.days = tuple(days)
        self._cells: dict[tuple[PersonId, date], Kinds] = {}
        self._fixed: set[tuple[PersonId, date]] = set()

    def at(self, person: PersonId, day: date) -> Kinds:
        """What stands there."""
        return self._cells.get((person, day), ())

    def lay(self, person: PersonId, day: date, kinds: Kinds) -> None:
        """Replace what stands there."""
        self._cells[person, day] = kinds

    def fix(self, person: PersonId, day: date, kind: ShiftKind) -> None:
        """Lay leave or training that nothing may move."""
        self._cells[person, day] = (kind,)
        self._fixed.add((person, day))

    def is_fixed(self, person: PersonId, day: date) -> bool:
        """Whether leave or training stands there."""
        return (person, day) in self._fixed

    def works(self, person: PersonId, day: date) -> bool:
        """Whether any timed kind stands there."""
        return any(kind.duty_class.is_timed for kind in self.at(person, day))

    def week_minutes(self, person: PersonId, day: date) -> int:
        """Minutes counted in the day's week, paid leave from Monday to Friday included."""
        days = [monday(day) + timedelta(days=n) for n in range(7)]
        return sum(
            kind.paid_minutes
            for near in days
            for kind in self.at(person, near)
            if kind.duty_class.is_timed or near.weekday() < SATURDAY
        )

    def row_with(self, person: PersonId, day: date) -> int:
        """Days in a row at work if the person works on a day."""
        row = 1
        for step in (timedelta(days=-1), timedelta(days=1)):
            near = day + step
            while self.works(person, near):
                row, near = row + 1, near + step
        return row

    def rested(self, person: PersonId, day: date, kinds: Kinds) -> bool:
        """Whether kinds on a day leave enough rest after the day before and before the day after."""
        before, after = (self._timed(self.at(person, day + timedelta(days=n))) for n in (-1, 1))
        timed = self._timed(kinds)
        if not timed:
            return True
        start, end = min(k.start for k in timed), max(k.end for k in timed)
        if before and start + DAY_MINUTES - max(k.end for k in before) < REST_MINUTES:
            return False
        return not after or min(k.start for k in after) + DAY_MINUTES - end >= REST_MINUTES

    def fits(self, person: Person, day: date, kinds: Kinds) -> bool:
        """Whether a person can work kinds on a day on which nothing stands yet."""
        minutes = sum(kind.paid_minutes for kind in kinds)
        return (
            person.employed(day)
            and not self.at(person.id, day)
            and self.week_minutes(person.id, day) + minutes <= WEEK_MINUTES
            and self.row_with(person.id, day) <= DAYS_IN_A_ROW
            and self.rested(person.id, day, kinds)
        )

    def count(self, kind: ShiftKind, day: date) -> int:
        """How many stand in a kind on a day."""
        return sum(kind in self.at(person.id, day) for person in self.people)

    def _timed(self, kinds: Kinds) -> Kinds:
        return tuple(kind for kind in kinds if kind.duty_class.is_timed)
