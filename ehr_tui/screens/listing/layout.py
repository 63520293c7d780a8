"""Which columns of a list are in sight and how wide: pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ehr_tui.screens.plain_list import fitting

GAP = 2
LEGIBLE = 12
"""Cells to which a wider column may be squeezed so that another one finds room."""
PINNED = 2
"""Columns at the left that stay in sight when the others move."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns in sight: (key, cells, gap after it)."""

    placed: tuple[tuple[str, int, int], ...]

    def column_at(self, x: int) -> str:
        """The key of the column at a cell counted from the first column; empty beyond the last."""
        for key, cells, gap in self.placed:
            if 0 <= x < cells + gap:
                return key
            x -= cells + gap
        return ""


def lay_out(
    keys: Sequence[str], widths: Sequence[int], room: int, firm: Collection[int], current: int
) -> Layout:
    """As many columns as ``room`` cells hold, squeezed where that helps; the ``current`` one is among them.

    Columns that find no room are left out from the right; when the current one is behind them, those after the first
    two move away to the left.
    """
    if room <= 0 or not keys:
        return Layout(())
    every = list(range(len(keys)))
    first = PINNED
    while True:
        places = every[:PINNED] + every[max(PINNED, first) :]
        fitted = _fitted(places, widths, room, firm)
        if current in places[: len(fitted)] or first >= len(keys):
            return Layout(tuple((keys[n], cells, GAP) for n, cells in zip(places, fitted, strict=False)))
        first += 1


def _fitted(places: Sequence[int], widths: Sequence[int], room: int, firm: Collection[int]) -> list[int]:
    """Widths of the first of these columns that fit; at least one, cut to the room."""
    for count in range(len(places), 0, -1):
        natural = [widths[n] for n in places[:count]]
        space = room - GAP * (count - 1)
        fixed = {at for at, n in enumerate(places[:count]) if n in firm}
        fitted = fitting(natural, space, fixed)
        legible = all(now >= min(whole, LEGIBLE) for now, whole in zip(fitted, natural, strict=True))
        if sum(fitted) <= space and (legible or count <= PINNED + 1):
            return fitted
    return [min(widths[places[0]], room)]
