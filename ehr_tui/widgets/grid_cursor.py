"""Cursor and selection of the roster grid.  Pure values."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Rect:
    """A block of cells, all bounds inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, day: int) -> bool:
        """Whether a cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= day <= self.right

    def cells(self) -> tuple[tuple[int, int], ...]:
        """All cells, row by row."""
        return tuple(
            (row, day) for row in range(self.top, self.bottom + 1) for day in range(self.left, self.right + 1)
        )


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the cursor is, and where the selection began if there is one.

    ``marking`` keeps the selection while the cursor moves without Shift, which many terminals do not send.
    """

    row: int = 0
    day: int = 0
    anchor: tuple[int, int] | None = None
    marking: bool = False

    @property
    def selection(self) -> Rect | None:
        """The selected block, None when nothing but the cursor's cell is meant."""
        if self.anchor is None:
            return None
        row, day = self.anchor
        return Rect(min(row, self.row), min(day, self.day), max(row, self.row), max(day, self.day))

    @property
    def block(self) -> Rect:
        """The selected block or the cursor's cell."""
        return self.selection or Rect(self.row, self.day, self.row, self.day)

    def to(self, row: int, day: int, rows: int, days: int, extend: bool = False) -> Cursor:
        """Moved to a cell inside ``rows`` × ``days``; a plain move drops the selection unless marking."""
        row, day = max(0, min(row, rows - 1)), max(0, min(day, days - 1))
        if extend or self.marking:
            return Cursor(row, day, self.anchor or (self.row, self.day), self.marking)
        return Cursor(row, day)

    def toggled_marking(self) -> Cursor:
        """Mark mode begun here, or ended with the selection dropped."""
        if self.marking:
            return Cursor(self.row, self.day)
        return replace(self, anchor=self.anchor or (self.row, self.day), marking=True)

    def dropped(self) -> Cursor:
        """Without selection and mark mode."""
        return Cursor(self.row, self.day)
