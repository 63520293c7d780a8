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
from ehr_tui.domain.roster import Cell, RosterDelta, RosterRow, RosterSheet
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.screens.base import ModeScreen
from ehr_tui.screens.month_grid import MonthGrid
from ehr_tui.screens.roster_chooser import Chosen
from ehr_tui.screens.roster_dialogs import finding_line
from ehr_tui.screens.roster_edits import Place, cell_of, gap_days, row_of
from ehr_tui.screens.words import day_words, describe, person_name
from ehr_tui.services.intents.roster import OpenRoster
from ehr_tui.widgets.grid_legend import grid_legend
from ehr_tui.widgets.grid_model import apply_delta
from ehr_tui.widgets.themes import app_palette, app_plain, app_signs
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

    def compose_body(self) -> ComposeResult:
        """Head, grid with findings beside or below, status."""
        yield Static(id="roster-head")
        with Container(id="roster-body"):
            yield MonthGrid(id="roster-grid", advance=True)
            with Vertical(id="roster-side"):
                yield ViolationList(self.finding, id="roster-findings")
                yield Static(id="roster-detail")
        yield Static(id="roster-status")

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
        other = self.sheet is None or (self.sheet.department.id, self.sheet.month) != (sheet.department.id, sheet.month)
        if other:
            self.filter = None
            if self.sheet is not None and self.sheet.department.id != sheet.department.id:
                self.last_kind = None
        self.sheet = sheet
        self.grid.editable = sheet.can_edit
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

    def paint_words(self) -> None:
        """Everything around the grid."""
        sheet = self.sheet
        self.paint_head()
        self.paint_status()
        if sheet is not None:
            self.findings.show(sheet.violations, sheet.overridden)
            self.query_one("#roster-side").display = bool(sheet.violations) or sheet.can_edit
        self.refresh_bindings()

    def finding(self, violation: Violation) -> tuple[str, str]:
        """A finding for the list: whom it is about and what, and the remedy."""
        return finding_line(self, self.sheet, violation, short=True) if self.sheet is not None else ("", "")

    def paint_head(self) -> None:
        """The line above the grid."""
        self.query_one("#roster-head", Static).update(self._head())

    def _head(self) -> Text:
        sheet, palette = self.sheet, app_palette(self.app)
        if sheet is None:
            return Text(self.t("roster.no_department" if self.chosen is None else "roster.reading"), palette.muted)
        arrow = ">" if app_plain(self.app) else "▸"
        text = Text(no_wrap=True, overflow="ellipsis")
        name, month = sheet.department.name.in_language(self.language), self.t("roster.month", month=sheet.month)
        text.append(f"{name} {arrow} {month}", f"bold {palette.primary}")
        text.append("  ")
        if sheet.version:
            text.append(self.t("roster.state.published", version=sheet.version), palette.success)
            if sheet.changed_cells:
                text.append(" " + self.t("roster.changed", n=sheet.changed_cells), palette.warning)
        else:
            text.append(self.t("roster.state.draft"), palette.warning)
        if sheet.can_edit:
            text.append_text(self._counts(sheet))
        else:
            text.append("  " + self.t("roster.read_only"), palette.muted)
        if self.filter is not None:
            text.append("  " + self.t("roster.filtered", what=self.filter_words(self.filter)), f"bold {palette.accent}")
        if any(head.provisional for head in sheet.heads):
            text.append("  " + self.t("roster.provisional"), palette.muted)
        return text

    def _counts(self, sheet: RosterSheet) -> Text:
        palette, signs = app_palette(self.app), app_signs(self.app)
        standing = [v for v in sheet.violations if v.identity not in sheet.overridden]
        forbids = sum(v.severity is Severity.FORBID for v in standing)
        warns = sum(v.severity is Severity.WARN for v in standing)
        gaps = len(gap_days(sheet))
        text = Text("  ")
        if not forbids and not warns and not gaps:
            text.append(self.t("roster.all_well"), palette.success)
        if forbids:
            text.append(f"{signs.forbid}{self.t('roster.forbids', n=forbids)} ", f"bold {palette.error}")
        if warns:
            text.append(f"{signs.warn}{self.t('roster.warns', n=warns)} ", palette.warning)
        if gaps:
            text.append(self.t("roster.gaps", n=gaps), palette.warning)
        return text

    def filter_words(self, value: PostId | None) -> str:
        """A filter in words."""
        if value is None:
            return self.t("roster.filter.everyone")
        if value == WITH_FINDINGS:
            return self.t("roster.filter.findings")
        return self.post_words(value)

    def post_words(self, post: PostId | None) -> str:
        """A post's name."""
        posts = self.sheet.posts if self.sheet else ()
        return next((p.name.in_language(self.language) for p in posts if p.id == post), "")

    def flash(self, key: str, **figures: object) -> None:
        """Say something small in the status line until the cursor moves."""
        self.note = self.t(key, **figures)
        self.paint_status()

    def paint_status(self) -> None:
        """The line below: the cell under the cursor, or the letters that can be typed; beside it all its findings."""
        self.query_one("#roster-status", Static).update(self._status())
        detail = self.query_one("#roster-detail", Static)
        if detail.styles.display != "none":
            detail.update(self._detail())

    def _status(self) -> Text:
        sheet, place, palette = self.sheet, self.place, app_palette(self.app)
        text = Text(no_wrap=True, overflow="ellipsis")
        if sheet is None or place is None:
            return text
        pending = self.grid.pending
        if pending:
            text.append(self.t("roster.pending", text=pending), f"bold {palette.accent}")
            return text
        if self.note:
            text.append(self.note, f"bold {palette.accent}")
            return text
        text.append(f"{self.person_words(place.person)} {day_words(self.t, place.day)} ", "bold")
        cell = cell_of(sheet, place)
        found = self._found_at(sheet, place)
        text.append(self.cell_words(cell))
        for violation in found:
            signs = app_signs(self.app)
            sign = signs.forbid if violation.severity is Severity.FORBID else signs.warn
            text.append(f" {sign}{self.t(f'rule.{violation.rule}')}", self._look(violation))
        if not found and not cell.entries and not cell.elsewhere and sheet.can_edit:
            text.append_text(self.letters(sheet))
        return text

    def follow(self) -> None:
        """The list of findings follows the grid's cursor."""
        found = self._found_at(self.sheet, self.place) if self.sheet and self.place else ()
        if found:
            self.findings.go_to(found[0])

    def _found_at(self, sheet: RosterSheet, place: Place) -> list[Violation]:
        """Findings about a cell that nobody gave a reason for, the gravest first."""
        found = [
            v for v in sheet.violations
            if v.person == place.person and place.day in v.days and v.identity not in sheet.overridden
        ]  # fmt: skip
        return sorted(found, key=lambda v: v.severity.rank)

    def _look(self, violation: Violation) -> str:
        palette = app_palette(self.app)
        return palette.error if violation.severity is Severity.FORBID else palette.warning

    def _detail(self) -> Text:
        sheet, place, palette = self.sheet, self.place, app_palette(self.app)
        text = Text()
        if sheet is None or place is None:
            return text
        for violation in self._found_at(sheet, place):
            headline, remedy = describe(self.t, violation, sheet, self.language)
            text.append(f"{headline}\n", self._look(violation))
            if remedy:
                text.append(f"{remedy}\n", palette.muted)
        return text

    def person_words(self, person: PersonId) -> str:
        """A person's name."""
        return person_name(self.sheet, person, app_plain(self.app)) if self.sheet else ""

    def cell_words(self, cell: Cell) -> str:
        """What stands in a cell, in full."""
        sheet = self.sheet
        kinds = {kind.id: kind for kind in sheet.kinds} if sheet else {}
        words = []
        for entry in cell.entries:
            kind = kinds.get(entry.kind)
            if kind is not None:
                parts = (kind.code, kind.name.in_language(self.language), kind.times(), self.post_words(entry.post))
                words.append(" ".join(part for part in parts if part))
        if cell.elsewhere:
            words.append(self.t("roster.elsewhere"))
        if cell.changed:
            words.append(self.t("roster.cell_changed"))
        return " + ".join(words)

    def letters(self, sheet: RosterSheet) -> Text:
        """The letters of the department."""
        palette, latin = app_palette(self.app), self.language == "en"
        text = Text()
        for kind in sheet.kinds:
            text.append(kind.key, f"bold {palette.shift(kind.colour)}")
            name = kind.name.in_language(self.language)
            text.append(f"{' ' if latin else ''}{name}  " if name != kind.key else "  ")
        return text

    def legend(self) -> tuple[tuple[str, str], ...]:
        """The grid's signs and the department's letters, for the help panel."""
        return grid_legend(self.sheet.kinds if self.sheet is not None else ())

    def row(self, person: PersonId) -> RosterRow | None:
        """A person's row."""
        return row_of(self.sheet, person) if self.sheet else None
