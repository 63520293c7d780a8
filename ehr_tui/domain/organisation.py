"""Departments, posts and what a department demands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.ids import DemandId, DepartmentId, PostId, ShiftKindId
from ehr_tui.domain.names import Name


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the hospital; ``code`` is short, unique and plain ASCII (``lab``)."""

    id: DepartmentId
    code: str
    name: Name
    active: bool = True


@dataclass(frozen=True, slots=True)
class Post:
    """A post 岗位 in a department; ``headcount`` is the agreed number of people, 0 when not agreed."""

    id: PostId
    code: str
    name: Name
    department: DepartmentId
    headcount: int = 0
    active: bool = True


@dataclass(frozen=True, slots=True)
class Demand:
    """How many people a post needs in a shift kind.

    ``weekdays`` are ISO weekdays 1–7 and hold on days that are no holiday; a swapped working day counts as the
    weekday given by ``SWAPPED_AS``.  ``on_holidays`` adds statutory holidays and days off swapped to them.
    ``minimum`` people at least; ``maximum`` at most, None for no limit.
    """

    id: DemandId
    department: DepartmentId
    post: PostId
    kind: ShiftKindId
    weekdays: frozenset[int]
    on_holidays: bool
    minimum: int
    maximum: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def applies(self, day: date, kind: DayKind) -> bool:
        """Whether this demand holds on a day of that kind."""
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        if kind.is_holiday:
            return self.on_holidays
        weekday = SWAPPED_AS if kind is DayKind.SWAPPED_WORKDAY else day.isoweekday()
        return weekday in self.weekdays


SWAPPED_AS = 5
"""A swapped working day runs like a Friday: full service, the last day before or after a break."""
