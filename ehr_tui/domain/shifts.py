"""Shift kinds: what a letter in a roster's cell means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ehr_tui.domain.ids import DepartmentId, ShiftKindId
from ehr_tui.domain.names import Name

DAY_MINUTES = 1440
NIGHT_FROM = 22 * 60  # night work is any part of 22:00–06:00 (practice under the Labour Law)
NIGHT_TO = 6 * 60


class DutyClass(StrEnum):
    """What an entry does to hours, rest and coverage."""

    WORK = "work"  # hours and coverage
    STANDBY = "standby"  # 备: no hours, no coverage until called
    REST = "rest"  # 休
    AFTER_NIGHT = "after_night"  # 下夜: neither work nor rest day
    LEAVE = "leave"  # 年 病 事 …: excused, no coverage
    AWAY = "away"  # 学 差 支援: hours, no coverage here
    ABSENT = "absent"  # 旷: not excused

    @property
    def is_timed(self) -> bool:
        """Whether its segments are minutes at work, that is count for overlap, rest and hours."""
        return self in (DutyClass.WORK, DutyClass.AWAY)


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """A span at work: minutes after midnight of the duty's day; ``end`` may pass 1440 into the next day."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class ShiftKind:
    """One letter of one department's (or, without a department, of every department's) alphabet.

    ``code`` is the office's own, one to three characters; ``key`` one cell wide, unique in the department, typed and
    shown when narrow.  One to three ``segments`` for timed kinds, none for others.  ``meal_minutes`` are unpaid and
    inside the segments; ``paid_minutes`` is what the month counts.  ``followed_by`` is entered on the next day by
    itself (下夜 after a night).
    """

    id: ShiftKindId
    code: str
    key: str
    name: Name
    duty_class: DutyClass
    department: DepartmentId | None = None
    segments: tuple[Segment, ...] = ()
    meal_minutes: int = 0
    paid_minutes: int = 0
    colour: str = "work"  # a named colour of the theme, never the only mark
    active: bool = True
    followed_by: ShiftKindId | None = None

    @property
    def start(self) -> int:
        """First minute; 0 for untimed kinds."""
        return self.segments[0].start if self.segments else 0

    @property
    def end(self) -> int:
        """Last minute, past 1440 when it ends on the next day; 0 for untimed kinds."""
        return self.segments[-1].end if self.segments else 0

    @property
    def crosses_midnight(self) -> bool:
        """Whether it touches two dates."""
        return self.end > DAY_MINUTES

    @property
    def is_night(self) -> bool:
        """Whether any part lies in 22:00–06:00."""
        return self.duty_class.is_timed and any(
            s.start < NIGHT_TO or s.end > NIGHT_FROM for s in self.segments
        )

    def times(self) -> str:
        """``08:00-12:00+14:00-17:30``; a time on the next day is marked ``+1``."""
        return "+".join(f"{clock_time(s.start)}-{clock_time(s.end)}" for s in self.segments)


def clock_time(minute: int) -> str:
    """``07:15+1`` for 1875: minutes after midnight as a wall-clock time."""
    days, rest = divmod(minute, DAY_MINUTES)
    return f"{rest // 60:02d}:{rest % 60:02d}" + (f"+{days}" if days else "")
