"""What rules need of a shift kind, worked out once."""

from __future__ import annotations

from typing import NamedTuple

from ehr_tui.domain.duty import Callout
from ehr_tui.domain.shifts import DAY_MINUTES, NIGHT_FROM, NIGHT_TO, DutyClass, Segment, ShiftKind, clock_time

CALLED_SIGN = "*"
"""Behind the code of standby when somebody was called in, in the grid as in findings."""

_NIGHTS = tuple((d * DAY_MINUTES + NIGHT_FROM, (d + 1) * DAY_MINUTES + NIGHT_TO) for d in (-1, 0, 1))


class KindFacts(NamedTuple):
    """A shift kind flattened; times in minutes after midnight of the duty's day."""

    code: str
    duty_class: DutyClass
    timed: bool  # hours and a day at work
    placed: bool  # timed with segments, that is with a place on the clock
    start: int
    end: int
    paid: int
    night: bool
    segments: tuple[Segment, ...]
    times: str


def kind_facts(kind: ShiftKind) -> KindFacts:
    """Flatten a shift kind."""
    timed = kind.duty_class.is_timed
    placed = timed and bool(kind.segments)
    return KindFacts(
        code=kind.code,
        duty_class=kind.duty_class,
        timed=timed,
        placed=placed,
        start=min(s.start for s in kind.segments) if placed else 0,
        end=max(s.end for s in kind.segments) if placed else 0,
        paid=kind.paid_minutes if timed else 0,
        night=placed and is_night_shift(kind),
        segments=kind.segments if placed else (),
        times=kind.times(),
    )


def called_facts(standby: str, call: Callout) -> KindFacts:
    """A call-in as a kind of its own: its minutes are hours and have a place on the clock; no night shift, no cover.

    ``standby`` is the code of the standby it came from.
    """
    return KindFacts(
        code=f"{standby}{CALLED_SIGN}",
        duty_class=DutyClass.STANDBY,
        timed=True,
        placed=True,
        start=call.start,
        end=call.end,
        paid=call.minutes,
        night=False,
        segments=(Segment(call.start, call.end),),
        times=f"{clock_time(call.start)}-{clock_time(call.end)}",
    )


def is_night_shift(kind: ShiftKind) -> bool:
    """Whether the kind is a night's work of its own: it passes midnight or lies at least half in 22:00–06:00.

    Narrower than ``ShiftKind.is_night`` (any part of the night): an evening shift until 22:45 is no night
    shift.
    """
    if not kind.duty_class.is_timed or not kind.segments:
        return False
    if kind.crosses_midnight:
        return True
    return 2 * sum(night_minutes(s) for s in kind.segments) >= sum(s.minutes for s in kind.segments)


def night_minutes(segment: Segment) -> int:
    """Minutes of a segment that lie in 22:00–06:00."""
    return sum(max(0, min(segment.end, last) - max(segment.start, first)) for first, last in _NIGHTS)


def shared_minutes(one: KindFacts, other: KindFacts, shift: int) -> int:
    """Minutes during which two kinds run together; ``shift`` moves the other's day by minutes."""
    return sum(
        max(0, min(a.end, b.end + shift) - max(a.start, b.start + shift))
        for a in one.segments
        for b in other.segments
    )
