"""The roster grid under the mouse: a click moves the cursor, a drag selects, the wheel scrolls what is under it."""

from __future__ import annotations

from dataclasses import replace

from textual import events

from ehr_tui.widgets import grid_messages as messages
from ehr_tui.widgets.grid_geometry import Zone
from ehr_tui.widgets.grid_surface import GridSurface

WHEEL_LINES = 3


class GridMouse(GridSurface):
    """Adds the mouse to the surface."""

    _dragging = False

    def action_choose(self) -> None:
        """Enter on a cell, or a double click."""
        ref = self.cursor_cell
        if ref is not None:
            self.post_message(messages.CellChosen(self, ref.person, ref.day))

    def action_coverage(self, lines: int) -> None:
        """Scroll the lines of coverage."""
        if self._painter is not None:
            line = self._clamped_line(self._view.first_line + lines, self._painter.lines)
            self._look(replace(self._view, first_line=line))

    def _commit(self) -> None:
        """Leaving a cell: what is typed there is taken."""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Cursor to the cell; a drag from here selects."""
        cell = self._cell_at(event.x, event.y)
        if cell is None or event.button != 1:
            return
        self._commit()
        self._move_to(*cell, extend=event.shift)
        if self._zone(event.y) is Zone.BODY:
            self._dragging = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Dragging: the selection follows."""
        if self._dragging and (cell := self._cell_at(event.x, event.y)) is not None:
            at = self._view.cursor
            if cell != (at.row, at.day):
                self._move_to(*cell, extend=True)

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        """The drag ends."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A double click chooses."""
        if (
            event.chain == 2
            and self._zone(event.y) is Zone.BODY
            and self._cell_at(event.x, event.y) is not None
        ):
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls what is under it."""
        event.stop()
        self._wheel(event.y, WHEEL_LINES, event.shift or event.ctrl)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel scrolls what is under it."""
        event.stop()
        self._wheel(event.y, -WHEEL_LINES, event.shift or event.ctrl)

    def _wheel(self, y: int, by: int, sideways: bool) -> None:
        painter = self._painter
        if painter is None:
            return
        view, lines, columns = self._view, painter.lines, painter.columns
        if sideways:
            last_day = columns.days - columns.visible_days
            self._look(replace(view, first_day=max(0, min(view.first_day + by, last_day))))
        elif self._zone(y) is Zone.COVERAGE:
            self.action_coverage(1 if by > 0 else -1)
        else:
            last_row = lines.people - lines.shown
            self._look(replace(view, first_row=max(0, min(view.first_row + by, last_row))))

    def _zone(self, y: int) -> Zone:
        return self._painter.lines.zone(y) if self._painter is not None else Zone.BLANK

    def _cell_at(self, x: int, y: int) -> tuple[int, int] | None:
        """The cell meant by a place: a name means the cursor's day, a head the cursor's person."""
        painter, view = self._painter, self._view
        if painter is None:
            return None
        day = painter.columns.day_at(x, view.first_day)
        row = painter.lines.row_at(y, view.first_row)
        if painter.columns.zone(x) is Zone.THUMB or (day is None and row is None):
            return None
        return view.cursor.row if row is None else row, view.cursor.day if day is None else day
