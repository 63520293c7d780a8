"""A department's alphabet: which shift kinds its cells may hold, and what makes a shift kind sound."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.shifts import DAY_MINUTES, DutyClass, Segment, ShiftKind
from ehr_tui.errors import InputError

MAX_SEGMENTS = 3
MAX_CODE = 3
_SPAN = re.compile(r"(\d{1,2}):(\d{2})(\+1)?\s*[-–~]\s*(\d{1,2}):(\d{2})(\+1)?")
_KEY = re.compile(r"[A-Za-z0-9]")
_TYPING_ORDER = {duty_class: rank for rank, duty_class in enumerate(DutyClass)}


def alphabet(kinds: Iterable[ShiftKind], department: DepartmentId | None) -> tuple[ShiftKind, ...]:
    """The active kinds a department may roster, in typing order (work first, then by id).

    A department's own kind replaces the common one of the same code; an inactive own kind hides it.  Of several of
    one code, as when a used kind was retired and made anew with other times, the active one counts, then the later.
    """
    chosen: dict[str, ShiftKind] = {}
    for kind in kinds:
        if kind.department is not None and kind.department != department:
            continue
        standing = chosen.get(kind.code)
        if standing is None or _prevails(kind, standing):
            chosen[kind.code] = kind
    active = (kind for kind in chosen.values() if kind.active)
    return tuple(sorted(active, key=lambda kind: (_TYPING_ORDER[kind.duty_class], kind.id)))


def _prevails(kind: ShiftKind, standing: ShiftKind) -> bool:
    if kind.department != standing.department:
        return standing.department is None
    return kind.active or not standing.active


def parse_segment(text: str, where: str) -> Segment:
    """Read ``08:00-12:00``; a time on the next day is marked ``+1`` (``22:30-07:15+1``).

    Raises InputError ``shift_kind.times`` (unreadable) or ``shift_kind.reversed``; ``where`` names the entry.
    """
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise InputError("shift_kind.times", where=where, text=text)
    start = _minutes(match.group(1), match.group(2), match.group(3))
    end = _minutes(match.group(4), match.group(5), match.group(6))
    if start is None or end is None:
        raise InputError("shift_kind.times", where=where, text=text)
    if end <= start:
        raise InputError("shift_kind.reversed", where=where, text=text)
    return Segment(start, end)


def parse_times(text: str, where: str) -> tuple[Segment, ...]:
    """Read what ``ShiftKind.times`` writes, as ``08:00-12:00+14:00-17:30``; raises as ``parse_segment``."""
    # A plus before "H:" parts two spans; the plus of "+1" is followed by no colon.
    parts = re.split(r"\+(?=\d{1,2}:)", text.strip())
    return tuple(parse_segment(part, where) for part in parts)


def check_kind(kind: ShiftKind, where: str = "") -> None:
    """Raise InputError ``shift_kind.*`` when a kind cannot stand in a roster; ``where`` names it in the message."""
    where = where or kind.code
    if not 1 <= len(kind.code) <= MAX_CODE or any(mark.isspace() or mark in "/+" for mark in kind.code):
        raise InputError("shift_kind.code", where=where, kind=kind.code)
    if _KEY.fullmatch(kind.key) is None:
        raise InputError("shift_kind.key", where=where, key=kind.key)
    if not (kind.name.zh or kind.name.en):
        raise InputError("shift_kind.name", where=where)
    if kind.duty_class.is_timed:
        _check_timed(kind, where)
    elif kind.segments or kind.meal_minutes:
        raise InputError("shift_kind.untimed", where=where)
    if not 0 <= kind.paid_minutes <= DAY_MINUTES:
        raise InputError("shift_kind.paid", where=where, paid_minutes=kind.paid_minutes)


def check_alphabet(kinds: Iterable[ShiftKind], where: str) -> None:
    """Raise InputError when two kinds of one department's alphabet share a key, whatever the case.

    ``kinds`` is what ``alphabet`` returned, or with inactive kinds added; ``where`` names it in the message.
    """
    keys: dict[str, ShiftKind] = {}
    for kind in kinds:
        other = keys.setdefault(kind.key.casefold(), kind)
        if other is not kind:
            raise InputError(
                "shift_kind.same_key", where=where, key=kind.key, kind=kind.code, other=other.code
            )


def check_followed(kind: ShiftKind, kinds: Iterable[ShiftKind], where: str = "") -> None:
    """Raise InputError ``shift_kind.follows`` when what follows a kind on the next day cannot.

    It is another kind without hours (下夜, 休) that the department may roster and that nothing follows again.
    """
    if kind.followed_by is None:
        return
    after = next((k for k in kinds if k.id == kind.followed_by), None)
    if (
        after is None
        or after.id == kind.id
        or after.followed_by is not None
        or after.duty_class not in (DutyClass.AFTER_NIGHT, DutyClass.REST)
        or after.department not in (None, kind.department)
    ):
        raise InputError("shift_kind.follows", where=where or kind.code, kind=after.code if after else "")


def _check_timed(kind: ShiftKind, where: str) -> None:
    if not 1 <= len(kind.segments) <= MAX_SEGMENTS:
        raise InputError("shift_kind.segments", where=where, count=len(kind.segments), limit=MAX_SEGMENTS)
    for segment in kind.segments:
        if not 0 <= segment.start < segment.end:
            raise InputError("shift_kind.reversed", where=where, text=kind.times())
    for one, two in zip(kind.segments, kind.segments[1:], strict=False):
        if two.start < one.end:
            raise InputError("shift_kind.order", where=where, text=kind.times())
    if kind.start >= DAY_MINUTES:
        raise InputError("shift_kind.next_day", where=where, text=kind.times())
    if kind.end - kind.start > DAY_MINUTES:
        raise InputError("shift_kind.too_long", where=where, text=kind.times())
    timed = sum(segment.minutes for segment in kind.segments)
    if not 0 <= kind.meal_minutes < timed:
        raise InputError("shift_kind.meal", where=where, meal_minutes=kind.meal_minutes)
    if kind.paid_minutes > timed - kind.meal_minutes:
        raise InputError(
            "shift_kind.paid_over",
            where=where,
            paid_minutes=kind.paid_minutes,
            timed_minutes=timed - kind.meal_minutes,
        )


def _minutes(hours: str, minutes: str, next_day: str | None) -> int | None:
    if int(hours) > 24 or int(minutes) > 59 or (int(hours) == 24 and int(minutes) > 0):
        return None
    return int(hours) * 60 + int(minutes) + (DAY_MINUTES if next_day else 0)
