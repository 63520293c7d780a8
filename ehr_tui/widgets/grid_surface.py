"""The roster grid's surface: what is seen of a sheet, painted by the line API, only what changed painted again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.roster import RosterDelta, RosterSheet
from ehr_tui.i18n import t
from ehr_tui.widgets.cells import width_of
from ehr_tui.widgets.grid_cursor import Cursor
from ehr_tui.widgets.grid_geometry import Columns, Lines, Zone, columns_for, lines_for
from ehr_tui.widgets.grid_messages import CellRef, CursorMoved
from ehr_tui.widgets.grid_model import GridModel
from ehr_tui.widgets.grid_paint import GridPainter, View, is_special
from ehr_tui.widgets.grid_regions import Regions
from ehr_tui.widgets.grid_styles import GridStyles
from ehr_tui.widgets.themes import app_palette, app_plain, app_signs
from ehr_tui.widgets.tight_updates import tighten

COVERAGE_LABEL = 14
"""Cells that the labels of coverage would like to have, when there is room."""


class GridSurface(Widget, can_focus=True):
    """Shows a sheet, scrolls it, moves the cursor.  Input is added by ``RosterGrid``."""

    DEFAULT_CSS = """
    GridSurface { width: 1fr; height: 1fr; background: $background; }
    """
    ALLOW_SELECT = False

    def __init__(self, sheet: RosterSheet | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._model: GridModel | None = GridModel(sheet) if sheet is not None else None
        self._view = View(focused=False)
        self._painter: GridPainter | None = None
        self._styles_of: GridStyles | None = None
        self._row_strips: dict[int, Strip] = {}
        self._coverage_strips: dict[int, Strip] = {}

    # what a screen asks and tells

    @property
    def sheet(self) -> RosterSheet | None:
        """The sheet as it stands, with every applied delta."""
        return self._model.sheet if self._model is not None else None

    @property
    def cursor_cell(self) -> CellRef | None:
        """The cell under the cursor; None while there is no sheet or nobody in it."""
        cursor = self._view.cursor
        return self._ref(cursor.row, cursor.day)

    @property
    def selected_cells(self) -> tuple[CellRef, ...]:
        """The selection row by row, or the cursor's cell alone."""
        refs = (self._ref(row, day) for row, day in self._view.cursor.block.cells())
        return tuple(ref for ref in refs if ref is not None)

    def show(self, sheet: RosterSheet) -> None:
        """Show a sheet; the cursor stays on its person and day where they are in it."""
        before = self.cursor_cell
        at, first_row = self._view.cursor, self._view.first_row
        kept_offset = at.row - first_row
        self._model = model = GridModel(sheet)
        row, day = at.row, at.day
        if before is not None:
            row = model.rows.get(before.person, row)
            day = model.days.get(before.day, day)
        cursor = Cursor().to(row, day, len(sheet.rows), len(sheet.heads))
        self._view = View(
            cursor, max(0, cursor.row - kept_offset), self._view.first_day, focused=self.has_focus
        )
        self._arrange()

    def apply(self, delta: RosterDelta) -> None:
        """Take over what an edit changed and paint only that."""
        model, painter = self._model, self._painter
        if model is None:
            return
        changes = model.apply(delta)
        if painter is None or changes.everything:
            self._arrange()
            return
        for row in {row for row, _ in changes.cells} | changes.totals | changes.names:
            self._row_strips.pop(row, None)
        for line in {line for line, _ in changes.coverage}:
            self._coverage_strips.pop(line, None)
        where = self._regions(painter, self._view)
        regions = [where.cell(row, day) for row, day in changes.cells]
        regions += [where.totals(row) for row in changes.totals]
        regions += [where.name(row) for row in changes.names]
        regions += [where.coverage(line, day) for line, day in changes.coverage]
        regions += [where.coverage_total(line) for line in {line for line, _ in changes.coverage}]
        self._paint(regions)

    def go_to(self, person: PersonId | None, day: date | None) -> bool:
        """Put the cursor on a person's day (either may stay as it is); False when it is not in the sheet."""
        if self._model is None:
            return False
        cursor = self._view.cursor
        row = cursor.row if person is None else self._model.rows.get(person)
        column = cursor.day if day is None else self._model.days.get(day)
        if row is None or column is None:
            return False
        self._move_to(row, column)
        return True

    def relabel(self) -> None:
        """Paint all words again after a change of language."""
        self._arrange()

    # life of the widget

    def on_mount(self) -> None:
        """Follow changes of theme; send little."""
        tighten(self.screen)
        self.app.theme_changed_signal.subscribe(self, self._restyle)

    def _restyle(self, _theme: Theme) -> None:
        self._styles_of = None
        self._arrange()

    def on_resize(self, _event: events.Resize) -> None:
        """Arrange anew; the cursor stays in sight."""
        self._arrange()

    def on_focus(self) -> None:
        """The cursor shows where typing goes."""
        self._look(replace(self._view, focused=True))

    def on_blur(self) -> None:
        """A dimmer cursor."""
        self._look(replace(self._view, focused=False))

    def render_line(self, y: int) -> Strip:
        """One line of the grid."""
        painter = self._painter
        if painter is None:
            return Strip.blank(self.size.width, self._styles().blank)
        lines, view = painter.lines, self._view
        zone = lines.zone(y)
        if zone is Zone.HEADER:
            return painter.header(y, view)
        if zone is Zone.BODY:
            row = view.first_row + y - lines.header
            if row >= lines.people:
                return painter.blank(t("grid.nobody"))
            strip = self._row_strips.get(row)
            if strip is None:
                strip = self._row_strips[row] = painter.row(row, view)
            return strip
        if zone is Zone.COVERAGE:
            line = view.first_line + y - lines.coverage_y
            strip = self._coverage_strips.get(line)
            if strip is None:
                strip = self._coverage_strips[line] = painter.coverage(line, view)
            return strip
        return painter.blank()

    # arranging and painting

    def _styles(self) -> GridStyles:
        if self._styles_of is None:
            self._styles_of = GridStyles(app_palette(self.app), self.app.no_color)
        return self._styles_of

    def _arrange(self) -> None:
        model, size = self._model, self.size
        self._row_strips.clear()
        self._coverage_strips.clear()
        if model is None or not size.width or not size.height or not self.is_attached:
            return
        sheet = model.sheet
        plain = app_plain(self.app)
        names = [width_of(row.latin if plain else row.name) for row in sheet.rows]
        if sheet.coverage:
            names.append(COVERAGE_LABEL)
        numbers = (width_of(row.number) for row in sheet.rows)
        columns = columns_for(size.width, len(sheet.heads), max(names, default=0), max(numbers, default=0))
        special = any(is_special(head) for head in sheet.heads)
        lines = lines_for(size.height, len(sheet.rows), len(sheet.coverage), special)
        self._painter = GridPainter(model, columns, lines, self._styles(), app_signs(self.app), plain)
        self._view = self._in_sight(self._view, columns, lines)
        self.refresh()

    def _in_sight(self, view: View, columns: Columns, lines: Lines) -> View:
        row, day = view.cursor.row, view.cursor.day
        first_row = max(min(view.first_row, row), row - lines.shown + 1, 0)
        first_day = max(min(view.first_day, day), day - columns.visible_days + 1, 0)
        return replace(
            view,
            first_row=min(first_row, max(0, lines.people - lines.shown)),
            first_day=min(first_day, max(0, columns.days - columns.visible_days)),
            first_line=self._clamped_line(view.first_line, lines),
        )

    def _clamped_line(self, line: int, lines: Lines) -> int:
        count = len(self._model.sheet.coverage) if self._model is not None else 0
        return max(0, min(line, count - lines.coverage))

    def _move_to(self, row: int, day: int, extend: bool = False) -> None:
        """Cursor to a cell, scrolled into sight; says so when it moved."""
        model, painter = self._model, self._painter
        if model is None or not model.sheet.rows:
            return
        before = self._view.cursor
        cursor = before.to(row, day, len(model.sheet.rows), len(model.sheet.heads), extend)
        view = replace(self._view, cursor=cursor)
        if painter is not None:
            view = self._in_sight(view, painter.columns, painter.lines)
        self._look(view)
        if (before.row, before.day) != (cursor.row, cursor.day):
            ref = self._ref(cursor.row, cursor.day)
            if ref is not None:
                self.post_message(CursorMoved(self, ref.person, ref.day))

    def _look(self, view: View) -> None:
        """Another view: after a scroll all is painted, else only what looks different."""
        before, self._view = self._view, view
        if before.first_day != view.first_day or before.first_line != view.first_line:
            self._row_strips.clear()
            self._coverage_strips.clear()
            self.refresh()
            return
        if before.first_row != view.first_row and self._painter is not None:
            # a row's strip holds its piece of the scroll thumb, which moves with every line
            self._row_strips.clear()
            where = self._regions(self._painter, view)
            heads = [where.head(day) for day in {before.cursor.day, view.cursor.day}]
            self._paint([*where.scrolled(), *heads])
            return
        self._paint(self._changed_regions(before, view))

    def _changed_regions(self, before: View, view: View) -> list[Region | None]:
        painter = self._painter
        if painter is None:
            return []
        old, new, where = before.cursor, view.cursor, self._regions(painter, view)
        stale = {old.row, new.row}
        regions = [where.cell(old.row, old.day), where.cell(new.row, new.day)]
        if old.row != new.row:
            regions += [where.name(row) for row in (old.row, new.row)]
        if old.day != new.day:
            regions += [where.head(day) for day in (old.day, new.day)]
        if old.selection != new.selection:
            for rect in (old.selection, new.selection):
                regions += where.rect(rect)
                stale |= set(range(rect.top, rect.bottom + 1)) if rect is not None else set()
        if before.taken != view.taken:
            for place in (before.taken, view.taken):
                if place is not None:
                    stale.add(place[0])
                    regions.append(where.cell(*place))
        for row in stale:
            self._row_strips.pop(row, None)
        return regions

    @staticmethod
    def _regions(painter: GridPainter, view: View) -> Regions:
        return Regions(painter.columns, painter.lines, view.first_row, view.first_day, view.first_line)

    def _paint(self, regions: Iterable[Region | None]) -> None:
        seen = [region for region in regions if region is not None]
        if seen:
            self.refresh(*seen)

    def _ref(self, row: int, day: int) -> CellRef | None:
        sheet = self.sheet
        if sheet is None or not (0 <= row < len(sheet.rows) and 0 <= day < len(sheet.heads)):
            return None
        return CellRef(sheet.rows[row].person, sheet.heads[day].day)
