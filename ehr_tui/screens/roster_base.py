"""What the roster screen shows: one sheet, its filter, the words around the grid."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Static

from ehr_tui.domain.ids import PersonId, PostId
from ehr_tui.domain.roster import RosterDelta, RosterRow, RosterSheet
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.violation import Violation
from ehr_tui.screens.base import ModeScreen
from ehr_tui.screens.month_grid import MonthGrid
from ehr_tui.screens.roster_chooser import Chosen
from ehr_tui.screens.roster_dialogs import finding_line
from ehr_tui.screens.roster_edits import Place, is_own
from ehr_tui.screens.roster_paint import RosterPainter, found_at
from ehr_tui.screens.words import person_name
from ehr_tui.services.intents.roster import OpenRoster
from ehr_tui.widgets.grid_legend import grid_legend
from ehr_tui.widgets.grid_model import apply_delta
from ehr_tui.widgets.one_line import OneLine
from ehr_tui.widgets.prompt_updates import paint_at_once
from ehr_tui.widgets.themes import app_plain
from ehr_tui.widgets.violation_list import ViolationList

WITH_FINDINGS = PostId(0)
"""A filter's value that is no post: only people with findings."""


class RosterBase(ModeScreen):
    """Grid, list of findings, head and status; ``sheet`` is the truth, the grid shows what the filter leaves."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide"), (190, "-widest")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]  # noqa: RUF012 - as Textual declares it

    def __init__(self) -> None:
        super().__init__()
        self.sheet: RosterSheet | None = None
        self.chosen: Chosen | None = None
        self.filter: PostId | None = None
        self.last_kind: ShiftKind | None = None
        self.wanted: tuple[PersonId | None, date] | None = None
        self.busy = asyncio.Lock()
        self.note = ""
        self._keys: tuple[bool, ...] = ()
        self._detail = Text()

    def compose_body(self) -> ComposeResult:
        """Head, grid with findings beside or below, status."""
        yield OneLine(id="roster-head")
        with Container(id="roster-body"):
            yield MonthGrid(id="roster-grid", advance=True)
            with Vertical(id="roster-side"):
                yield ViolationList(self.finding, id="roster-findings")
                yield Static(id="roster-detail")
        yield OneLine(id="roster-status")

    @property
    def grid(self) -> MonthGrid:
        """The grid."""
        return self.query_one(MonthGrid)

    @property
    def findings(self) -> ViolationList:
        """The list of findings."""
        return self.query_one(ViolationList)

    @property
    def place(self) -> Place | None:
        """The cell under the cursor."""
        ref = self.grid.cursor_cell
        return Place(ref.person, ref.day) if ref is not None else None

    # Reading

    async def read(self) -> None:
        """Read the chosen sheet; the cursor stays.  Waits for an edit under way."""
        async with self.busy:
            await self.read_now()

    async def read_now(self) -> None:
        """Read while ``busy`` is held."""
        chosen = self.chosen
        if chosen is None:
            self.paint_head()
            return
        self.show_sheet(await self.ask(OpenRoster(chosen.department, chosen.month)))

    def show_sheet(self, sheet: RosterSheet) -> None:
        """Put a whole sheet on the screen."""
        other = self.sheet is None or (self.sheet.department.id, self.sheet.month) != (
            sheet.department.id,
            sheet.month,
        )
        if other:
            self.filter = None
            if self.sheet is not None and self.sheet.department.id != sheet.department.id:
                self.last_kind = None
        self.sheet = sheet
        self.grid.editable = self.grid.advance = sheet.can_edit
        self.grid.explains = not is_own(sheet)
        self.grid.show(self._filtered(sheet))
        if other:
            self._begin_today(sheet)
        if self.wanted is not None:
            self.grid.go_to(*self.wanted)
            self.wanted = None
        self.paint_words()

    def _begin_today(self, sheet: RosterSheet) -> None:
        today = self.host.clock.today()
        self.grid.go_to(None, today if any(head.day == today for head in sheet.heads) else sheet.month.first)

    def take_delta(self, delta: RosterDelta) -> None:
        """Take over what an edit changed."""
        if self.sheet is None:
            return
        self.sheet = apply_delta(self.sheet, delta)
        self.grid.apply(delta)
        self.paint_words()
        paint_at_once(self, (self.grid, self.findings, *self.query(OneLine)))

    def set_filter(self, value: PostId | None) -> None:
        """Show only some people."""
        self.filter = value
        if self.sheet is not None:
            self.grid.show(self._filtered(self.sheet))
        self.paint_words()

    def _filtered(self, sheet: RosterSheet) -> RosterSheet:
        if self.filter is None:
            return sheet
        if self.filter == WITH_FINDINGS:
            found = {v.person for v in sheet.violations}
            return replace(sheet, rows=tuple(row for row in sheet.rows if row.person in found))
        return replace(sheet, rows=tuple(row for row in sheet.rows if self._at_post(row, self.filter)))

    @staticmethod
    def _at_post(row: RosterRow, post: PostId) -> bool:
        return row.post == post or any(entry.post == post for cell in row.cells for entry in cell.entries)

    def go_to(self, place: Place) -> None:
        """Cursor to a cell, without the filter if that hides it."""
        if not self.grid.go_to(place.person, place.day) and self.filter is not None:
            self.set_filter(None)
            self.grid.go_to(place.person, place.day)
        self.grid.focus()

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self.grid.relabel()
        self.findings.relabel()
        self.paint_words()

    @property
    def painter(self) -> RosterPainter | None:
        """The words around the grid, None before the first sheet."""
        return RosterPainter(self, self.sheet) if self.sheet is not None else None

    def paint_words(self) -> None:
        """Everything around the grid."""
        sheet = self.sheet
        self.paint_head()
        self.paint_status()
        if sheet is None:
            return
        self.findings.show(sheet.violations, sheet.overridden)
        self.query_one("#roster-side").display = bool(sheet.violations) or sheet.can_edit
        keys = (sheet.can_edit, sheet.can_publish, sheet.undo_steps > 0, sheet.redo_steps > 0)
        if keys != self._keys:
            self._keys = keys
            self.refresh_bindings()

    def finding(self, violation: Violation) -> tuple[str, str]:
        """A finding for the list: whom it is about and what, and the remedy."""
        return finding_line(self, self.sheet, violation, short=True) if self.sheet is not None else ("", "")

    def paint_head(self) -> None:
        """The line above the grid."""
        painter = self.painter
        if painter is None:
            text = Text(self.t("roster.no_department" if self.chosen is None else "roster.reading"))
        else:
            text = painter.head(self.filter_words(self.filter) if self.filter is not None else "")
        self.query_one("#roster-head", OneLine).update(text)

    def filter_words(self, value: PostId | None) -> str:
        """A filter in words."""
        if value is None:
            return self.t("roster.filter.everyone")
        if value == WITH_FINDINGS:
            return self.t("roster.filter.findings")
        painter = self.painter
        return painter.post(value) if painter is not None else ""

    def flash(self, key: str, **figures: object) -> None:
        """Say something small in the status line until the cursor moves."""
        self.note = self.t(key, **figures)
        self.paint_status()

    def paint_status(self) -> None:
        """The line below: the cell under the cursor, or the letters that can be typed; beside it all its findings."""
        painter, place = self.painter, self.place
        if painter is None:
            return
        pending = self.grid.pending
        if pending:
            text = painter.waiting(self.t("roster.pending", text=pending))
        elif self.note:
            text = painter.waiting(self.note)
        else:
            text = painter.status(place) if place is not None else Text()
        self.query_one("#roster-status", OneLine).update(text)
        if self.has_class("-wide"):
            detail = painter.detail(place) if place is not None else Text()
            if detail != self._detail:
                self._detail = detail
                self.query_one("#roster-detail", Static).update(detail, layout=False)

    def follow(self) -> None:
        """The list of findings follows the grid's cursor."""
        found = found_at(self.sheet, self.place) if self.sheet and self.place else ()
        if found:
            self.findings.go_to(found[0])

    def person_words(self, person: PersonId) -> str:
        """A person's name."""
        return person_name(self.sheet, person, app_plain(self.app)) if self.sheet else ""

    def legend(self) -> tuple[tuple[str, str], ...]:
        """The grid's signs and the department's letters, for the help panel."""
        return grid_legend(self.sheet.kinds if self.sheet is not None else ())
