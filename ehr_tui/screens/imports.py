"""Bringing in a staff list, roster sheets or a whole office: look first, then write; and taking an import back."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from ehr_tui.domain.access import Permission
from ehr_tui.domain.views import HomeItem
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.export_form import OfficeExportForm
from ehr_tui.screens.file_tree import FileTreeScreen
from ehr_tui.screens.import_fields import KINDS
from ehr_tui.screens.import_history import history_listing
from ehr_tui.screens.import_row import ImportRowScreen
from ehr_tui.screens.import_tables import columns_of, rows_of, summary, tab_words, tabs_of
from ehr_tui.screens.import_work import ImportWork
from ehr_tui.screens.listing.pane import ListPane
from ehr_tui.screens.listing.table import RecordTable
from ehr_tui.screens.path_field import PathField
from ehr_tui.screens.plain_list import PlainList
from ehr_tui.screens.tab_line import TabLine
from ehr_tui.services.intents.imports import ListImports
from ehr_tui.services.intents.organisation import OpenOrganisation


class ImportsScreen(ImportWork):
    """Kind and file above; the dry run below in tabs: rows, errors, remarks, codes, places, columns, history."""

    CSS_PATH = "imports.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "preview", "imports.preview"),
        Binding("ctrl+s", "apply", "imports.apply"),
        Binding("ctrl+k", "apply_without_errors", "imports.apply_without_errors"),
        Binding("ctrl+o", "tree", "imports.tree"),
        Binding("ctrl+e", "export", "imports.export", priority=True),
        Binding("ctrl+t", "other_kind", "imports.change_kind"),
        Binding("ctrl+u", "undo", "imports.undo"),
        Binding("ctrl+d", "as_proposed", "imports.as_proposed", show=False),
        Binding("escape", "cancel", "imports.cancel"),
        *(Binding(str(n), f"tab({n})", "imports.tab", show=False) for n in range(1, 8)),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._painted = ""

    def on_mount(self) -> None:
        """What earlier imports and departments there are."""
        self._show_kinds()
        self.query_one(PathField).focus()
        self.start(self._begin(), "imports.read")

    async def _begin(self) -> None:
        year = self.host.clock.today().year
        self._organisation = await self.ask(OpenOrganisation(year))
        self._history = await self.ask(ListImports())
        self._show_choices()
        self._paint()

    def open_place(self, place: HomeItem) -> None:
        """A first step of an empty office says which kind."""
        step = dict(place.figures).get("step")
        if step is not None:
            self._forget()
            self._take_kind("staff" if step == "staff" else "roster")
            self._paint()
        self.query_one(PathField).focus()

    def on_others_committed(self) -> None:
        """Departments, posts and the history; the dry run is made again when it is written."""
        self.start(self._begin(), "imports.read")

    def has_unsaved(self) -> bool:
        """A dry run that would write something and was not written."""
        return self._preview is not None and bool(self._preview.new or self._preview.changed)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Exports only with the right; while work is under way only stopping it; digits belong to a search."""
        if action == "tab" and isinstance(self.focused, Input):
            return False
        if action == "export" and Permission.EXPORT not in self.permissions:
            return False
        busy = (
            "preview",
            "apply",
            "apply_without_errors",
            "tree",
            "other_kind",
            "undo",
            "export",
            "as_proposed",
        )
        return not (self._bar.busy and action in busy)

    @on(ChoiceLine.Changed, "#import-kind")
    def _kind_changed(self) -> None:
        self._forget()
        self._show_kinds()
        self._paint()

    @on(ChoiceLine.Changed, "#import-department")
    def department_changed(self) -> None:
        """Other posts; another dry run."""
        self._show_posts()
        self._again()

    @on(ChoiceLine.Changed, "#import-post")
    @on(ChoiceLine.Changed, "#import-sheet")
    @on(Input.Submitted, "#import-month")
    def source_changed(self) -> None:
        """Another dry run."""
        self._again()

    @on(Input.Changed, "#import-path")
    def path_changed(self) -> None:
        """What could follow is listed under the field."""
        self._paint_state()

    @on(Input.Submitted, "#import-path")
    def path_entered(self) -> None:
        """Look at the file."""
        self.action_preview()

    def action_other_kind(self) -> None:
        """The next kind, around the end."""
        self._forget()
        kinds = [kind for kind, _ in self._kind_options()]
        self._take_kind(str(kinds[(kinds.index(self.kind) + 1) % len(kinds)]))
        self._paint()

    def action_tree(self) -> None:
        """Choose the file in a tree."""
        self.start(self._from_tree(), "imports.tree")

    async def _from_tree(self) -> None:
        typed = Path(self.query_one(PathField).value or ".").expanduser()
        folder = typed if typed.is_dir() else typed.parent
        path = await self.dialog(FileTreeScreen(folder.resolve() if folder.is_dir() else Path.home()))
        if path is not None:
            self.query_one(PathField).value = str(path)
            self._forget()
            await self._look()

    def action_preview(self) -> None:
        """Look at the file again; nothing is written, and what was decided for it still holds."""
        self.start(self._look(), "imports.work")

    def _again(self) -> None:
        if self._preview is not None or self._data:
            self.start(self._dry_run(), "imports.work")

    def action_apply(self) -> None:
        """Write it all."""
        self._write(skip_errors=False)

    def action_apply_without_errors(self) -> None:
        """Write it but for the rows with errors."""
        self._write(skip_errors=True)

    def _write(self, *, skip_errors: bool) -> None:
        if self._preview is None:
            self.say("imports.look_first")
        elif self._preview.errors and not skip_errors:
            self.query_one(TabLine).choose("errors")
            self.say("imports.has_errors", n=len(self._preview.errors))
        else:
            self.start(self._apply(skip_errors=skip_errors), "imports.write", exclusive=False)

    def action_cancel(self) -> None:
        """Stop what is under way; else forget the dry run."""
        if self._bar.busy:
            self._bar.stop()
            return
        self._forget()
        self._data = b""
        self._paint()
        self.query_one(PathField).focus()

    def action_undo(self) -> None:
        """Take back the import under the cursor of the history."""
        self.start(self._undo(), "imports.write", exclusive=False)

    def action_as_proposed(self) -> None:
        """Take the columns, codes and departments as the program proposes them, not as the last time."""
        if self._preview is not None:
            self.start(self._as_proposed(), "imports.work")

    def action_export(self) -> None:
        """Carry people, a roster, or the whole office out."""
        self.start(self._export(), "imports.export", exclusive=False)

    async def _export(self) -> None:
        view = self._organisation
        departments = [d for d in view.departments if d.active] if view is not None else []
        path = await self.dialog(OfficeExportForm(departments, self.permissions))
        if path is not None:
            self.say("exports.written", file=str(path))

    # Tabs and list

    def action_tab(self, number: int) -> None:
        """The n-th tab."""
        self.query_one(TabLine).choose_number(number)

    @on(TabLine.Changed)
    def tab_changed(self) -> None:
        """Another list."""
        self._paint()

    @on(PlainList.RowSelected)
    def row_chosen(self) -> None:
        """Decide on a code, a place, a column or a person; see a row field by field; take back an import."""
        tab, key, preview = (
            self.query_one(TabLine).current,
            self.query_one(PlainList).marked_key,
            self._preview,
        )
        if preview is None or key is None:
            return
        if tab == "codes":
            self.start(self._decide_code(key), "imports.code")
        elif tab == "places":
            self.start(self._decide_place(preview.places[int(key)]), "imports.code")
        elif tab == "columns":
            self.start(self._decide_column(preview.columns[int(key)]), "imports.code")
        elif tab == "rows":
            self.start(self._show_row(int(key)), "imports.code")
        elif tab == "errors":
            issue = preview.errors[int(key)]
            doubts = [d for d in preview.doubts if (d.sheet, d.row) == (issue.sheet, issue.row)]
            if doubts:
                self.start(self._decide_person(doubts[0]), "imports.code")

    @on(RecordTable.Opened)
    def batch_chosen(self, event: RecordTable.Opened) -> None:
        """Take back an import of the history."""
        event.stop()
        self.action_undo()

    async def _show_row(self, number: int) -> None:
        if self._preview is not None:
            await self.dialog(ImportRowScreen(self._preview.rows[number]))

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._show_kinds()
        self._show_choices()
        self._paint()

    def _paint(self) -> None:
        tabs = self.query_one(TabLine)
        names = tabs_of(self.kind, self._preview)
        tabs.show([(name, tab_words(self, name, self._preview, self._history)) for name in names])
        plain, past = self.query_one(PlainList), self.query_one(ListPane)
        here = plain.has_focus or past.has_focus_within
        in_past = tabs.current == "history"
        plain.display, past.display = not in_past, in_past
        if in_past:
            past.show(history_listing(self, KINDS), self._history.batches if self._history else ())
        else:
            rows = rows_of(self, tabs.current, self._preview, self._kinds)
            plain.fill(columns_of(self, tabs.current), rows, anew=tabs.current != self._painted)
        if here and tabs.current != self._painted:
            (past.table if in_past else plain).focus()
        self._painted = tabs.current
        self._paint_state()

    def _paint_state(self) -> None:
        field, state = self.query_one(PathField), self.query_one("#import-state", Static)
        if self._preview is not None:
            state.update(summary(self, self._preview))
        elif field.offered:
            state.update("  ".join(field.offered[:12]))
            field.offered = []
        else:
            state.update(self.t("imports.hint"))
