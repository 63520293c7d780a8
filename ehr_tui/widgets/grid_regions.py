"""Which regions of the widget show what.  Pure arithmetic; None when out of sight."""

from __future__ import annotations

from dataclasses import dataclass

from textual.geometry import Region

from ehr_tui.widgets.grid_cursor import Rect
from ehr_tui.widgets.grid_geometry import Columns, Lines


@dataclass(frozen=True, slots=True)
class Regions:
    """An arrangement scrolled to a place."""

    columns: Columns
    lines: Lines
    first_row: int
    first_day: int
    first_line: int

    def row(self, row: int, x: int, width: int) -> Region | None:
        """A piece of a person's line."""
        y = self.lines.row_y(row, self.first_row)
        return None if y is None else Region(x, y, width, 1)

    def name(self, row: int) -> Region | None:
        """A person's name and the sign after it."""
        return self.row(row, 0, self.columns.left)

    def totals(self, row: int) -> Region | None:
        """A person's totals."""
        return self.row(row, self.columns.right_x, self.columns.right)

    def cell(self, row: int, day: int) -> Region | None:
        """A cell."""
        if not self.columns.is_visible(day, self.first_day):
            return None
        return self.row(row, self.columns.day_x(day, self.first_day), self.columns.day)

    def rect(self, rect: Rect | None) -> list[Region | None]:
        """A block of cells, a region for each person."""
        if rect is None:
            return []
        columns, first = self.columns, self.first_day
        left, right = max(rect.left, first), min(rect.right, first + columns.visible_days - 1)
        if left > right:
            return []
        x, width = columns.day_x(left, first), (right - left + 1) * columns.day
        return [self.row(row, x, width) for row in range(rect.top, rect.bottom + 1)]

    def head(self, day: int) -> Region | None:
        """A day's number."""
        if not self.columns.is_visible(day, self.first_day):
            return None
        return Region(self.columns.day_x(day, self.first_day), 0, self.columns.day, 1)

    def coverage(self, line: int, day: int) -> Region | None:
        """A day of a line of coverage."""
        y = self._coverage_y(line)
        if y is None or not self.columns.is_visible(day, self.first_day):
            return None
        return Region(self.columns.day_x(day, self.first_day), y, self.columns.day, 1)

    def coverage_total(self, line: int) -> Region | None:
        """The month's figure of a line of coverage."""
        y = self._coverage_y(line)
        return None if y is None else Region(self.columns.right_x, y, self.columns.hours, 1)

    def scrolled(self) -> tuple[Region, Region]:
        """What a scroll of people changes: their lines and the place shown in the corner."""
        body = Region(0, self.lines.header, self.columns.width, self.lines.shown)
        return body, Region(0, 0, self.columns.left, 1)

    def _coverage_y(self, line: int) -> int | None:
        y = line - self.first_line
        return self.lines.coverage_y + y if 0 <= y < self.lines.coverage else None
