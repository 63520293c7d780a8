"""Times of day as people type them: 0730, 7:30, 7点半, 22:30-7:15, 8-12 14-17:30."""

from __future__ import annotations

import re

from ehr_tui.domain.shifts import DAY_MINUTES, Segment
from ehr_tui.errors import InputError
from ehr_tui.widgets.cells import plain_digits

_CLOCK = r"(?P<h>\d{1,2})(?:[:.点時时](?:(?P<m>\d{1,2})分?|(?P<half>半))?|(?P<run>\d{2})(?!\d))?"
_NEXT = r"(?P<next>次日|翌日|第二天)?"
_ONE = re.compile(rf"{_NEXT}{_CLOCK}(?P<plus>\+1)?")
_BEGIN = re.compile(r"\d{1,2}[:点時时](?:\d{1,2}分?|半)?|\d{3,4}|\d{1,2}(?=\s)")
_TO = re.compile(r"\s*(?:-|~|–|—|至|到)+\s*")
_BETWEEN = re.compile(r"[\s,，、;；/]+|\+(?=(?:次日|翌日|第二天)?\d{1,2}(?:[:.点時时]|\d{2}|-|~|–|至|到))")


def read_clock(typed: str) -> int | None:
    """Minutes after midnight, 0–1440; None when empty.  Raises InputError ``form.time``."""
    text = plain_digits(typed).replace(" ", "")
    if not text:
        return None
    minute = _clock(text)
    if minute is None or minute > DAY_MINUTES:
        raise InputError("form.time", typed=typed)
    return minute


def split_clock(line: str) -> tuple[int, str]:
    """A line that begins with a time of day, as its minutes and the rest; ``0730 …``, ``7:30，…``, ``7点半…``.

    Raises InputError ``form.time`` when it begins with none.
    """
    text = line.strip()
    # Character by character, so that what follows the time stays as it was typed.
    found = _BEGIN.match("".join(plain if len(plain := plain_digits(c)) == 1 else c for c in text))
    minute = _clock(found[0]) if found else None
    if found is None or minute is None or minute >= DAY_MINUTES:
        raise InputError("form.time", typed=line[:40])
    return minute, text[found.end() :].lstrip(" \u3000,;:-、，。；：")


def read_times(typed: str, where: str) -> tuple[Segment, ...]:
    """Spans of a shift; what ends before it starts ends on the next day, what follows midnight is on it too.

    Raises InputError ``shift_kind.times`` for what cannot be read; ``where`` names the shift kind.
    """
    text = _TO.sub("-", plain_digits(typed).strip())
    found: list[Segment] = []
    for part in _BETWEEN.split(text):
        if part:
            found.append(_span(part, typed, where, found[-1].end if found else 0))
    return tuple(found)


def _span(part: str, typed: str, where: str, after: int) -> Segment:
    first, dash, last = part.partition("-")
    start, end = _clock(first), _clock(last)
    if not dash or start is None or end is None:
        raise InputError("shift_kind.times", where=where, text=typed)
    if after > DAY_MINUTES and start < DAY_MINUTES and start + DAY_MINUTES >= after:
        start += DAY_MINUTES  # the second part of a night
    if end <= start:
        end += DAY_MINUTES
    return Segment(start, end)


def _clock(text: str) -> int | None:
    found = _ONE.fullmatch(text)
    if found is None:
        return None
    hour = int(found["h"])
    minute = 30 if found["half"] else int(found["m"] or found["run"] or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return hour * 60 + minute + (DAY_MINUTES if found["next"] or found["plus"] else 0)
