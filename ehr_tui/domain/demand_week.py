"""What a department needs in one week, worked out from its demand and the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.ids import DemandId, DepartmentId, PostId, ShiftKindId

WEEK_MINUTES = 40 * 60
"""Forty hours a week (State Council rules on working hours, 1995)."""


@dataclass(frozen=True, slots=True)
class NeedOfDay:
    """People at least and at most (None: no limit); ``lines`` are the demands that say so, more than one overlap."""

    minimum: int
    maximum: int | None
    lines: tuple[DemandId, ...]


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One post and shift kind, Monday to Sunday; None where nothing is demanded."""

    post: PostId
    kind: ShiftKindId
    days: tuple[NeedOfDay | None, ...]
    paid_minutes: int  # one duty's

    @property
    def duties(self) -> int:
        """People × days, at least."""
        return sum(need.minimum for need in self.days if need is not None)

    @property
    def week_minutes(self) -> int:
        """Paid minutes of these duties."""
        return self.duties * self.paid_minutes


@dataclass(frozen=True, slots=True)
class PostWeek:
    """A post's hours in the week against what its agreed headcount gives; ``headcount`` 0: not agreed."""

    post: PostId
    headcount: int
    needed_minutes: int

    @property
    def available_minutes(self) -> int:
        """Headcount × 40 hours."""
        return self.headcount * WEEK_MINUTES


@dataclass(frozen=True, slots=True)
class DemandWeek:
    """A department's week from Monday: the days with their kinds, what is needed, hours per post."""

    department: DepartmentId
    days: tuple[date, ...]
    kinds: tuple[DayKind, ...]
    lines: tuple[WeekLine, ...]
    posts: tuple[PostWeek, ...]
