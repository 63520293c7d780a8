"""A shift as a bar over the hours of its day: what begins when is seen, not worked out."""

from __future__ import annotations

from collections.abc import Sequence

from ehr_tui.domain.shifts import DAY_MINUTES, Segment

CELL = 30
"""Minutes of a cell."""


def day_bar(segments: Sequence[Segment], *, plain: bool = False) -> str:
    """48 cells from 0 to 24 o'clock, and behind ``|`` as many as a shift takes of the next day.

    A cell is full when any minute of it is at work.
    """
    work, free = ("#", ".") if plain else ("█", "·")
    last = max((s.end for s in segments), default=0)
    cells = max(DAY_MINUTES, last + -last % 120) // CELL
    bar = [free] * cells
    for segment in segments:
        for n in range(segment.start // CELL, -(-segment.end // CELL)):
            bar[n] = work
    today, after = bar[: DAY_MINUTES // CELL], bar[DAY_MINUTES // CELL :]
    return "".join(today) + ("|" + "".join(after) if after else "")


def day_scale(last: int = DAY_MINUTES) -> str:
    """The hours above such a bar: 0, 6, 12, 18, 24."""
    scale = "".join(f"{hour:<6}" for hour in range(0, 24, 3))
    return scale + ("|" if last > DAY_MINUTES else "")
