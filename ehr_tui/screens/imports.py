"""Bringing in a staff list or a roster sheet: look first, then write; and taking an import back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from ehr_tui.domain.views import HomeItem, HomeKind, ImportHistory, ImportPreview
from ehr_tui.errors import InputError
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.dialogs import confirm_dialog
from ehr_tui.screens.file_tree import FileTreeScreen
from ehr_tui.screens.import_codes import CodeScreen
from ehr_tui.screens.import_fields import ImportFields
from ehr_tui.screens.import_tables import PREVIEW_TABS, columns_of, rows_of, summary, tab_words
from ehr_tui.screens.path_field import PathField
from ehr_tui.screens.plain_list import PlainList
from ehr_tui.screens.tab_line import TabLine
from ehr_tui.services.intents.imports import (
    ApplyImport,
    ListImports,
    PreviewImport,
    RosterSource,
    UndoImport,
)
from ehr_tui.services.intents.organisation import OpenOrganisation

LARGEST = 20_000_000
"""Bytes; a larger file is no office's list."""


OTHER_KIND = {"exchange.no_staff_list": "roster", "exchange.no_roster": "staff"}
"""What a file probably is that is not what it was taken for."""


class ImportsScreen(ImportFields):
    """Kind and file above; the dry run below in tabs: rows, errors, remarks, codes, columns, history."""

    CSS_PATH = "imports.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "preview", "imports.preview"),
        Binding("ctrl+s", "apply", "imports.apply"),
        Binding("ctrl+k", "apply_without_errors", "imports.apply_without_errors"),
        Binding("ctrl+o", "tree", "imports.tree"),
        Binding("ctrl+t", "other_kind", "imports.change_kind"),
        Binding("ctrl+u", "undo", "imports.undo"),
        Binding("escape", "cancel", "imports.cancel"),
        *(Binding(str(n), f"tab({n})", "imports.tab", show=False) for n in range(1, 7)),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._history: ImportHistory | None = None
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
        """From staff list to roster and back."""
        self._forget()
        self._take_kind("roster" if self.kind == "staff" else "staff")
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

    # Dry run

    def action_preview(self) -> None:
        """Look at the file; nothing is written."""
        self._forget()
        self.start(self._look(), "imports.work")

    def _again(self) -> None:
        if self._preview is not None:
            self.start(self._dry_run(), "imports.work")

    async def _look(self) -> None:
        file = Path(self.query_one(PathField).value.strip()).expanduser()
        if file != self._file:
            self._any_sheet()
        self._file = file
        try:
            size = await asyncio.to_thread(lambda: self._file.stat().st_size)
            if size > LARGEST:
                raise InputError("imports.too_large", megabytes=size // 1_000_000)
            self._data = await asyncio.to_thread(self._file.read_bytes)
        except OSError as error:
            raise InputError("imports.cannot_read", file=self._file.name, why=error.strerror or "") from error
        await self._dry_run()

    async def _dry_run(self) -> None:
        self.query_one("#import-state", Static).update(self.t("imports.reading"))
        try:
            self._preview = await self._recognised()
        finally:
            self._paint()
        self._show_choices()
        tabs = self.query_one(TabLine)
        if tabs.current == "history":
            tabs.choose("rows")
        if self._preview.errors:
            tabs.choose("errors")
        if any(not code.known_as for code in self._preview.codes):
            tabs.choose("codes")
        self._paint()
        self.query_one(PlainList).focus()

    async def _recognised(self) -> ImportPreview:
        """The dry run; a file that is evidently of the other kind is taken as that, and the screen says so."""
        try:
            return await self.ask(PreviewImport(self._source()))
        except InputError as error:
            other = OTHER_KIND.get(error.code)
            if other is None or other == self.kind:
                raise
            mine = self.kind
            self._take_kind(other)
            try:
                preview = await self.ask(PreviewImport(self._source()))
            except InputError:
                self._take_kind(mine)
                raise error from None
            self.say("imports.other_kind", kind=self.t(f"imports.kind.{other}"))
            return preview

    def _take_kind(self, kind: str) -> None:
        self._choice("kind").show(self._kind_options(), kind)
        self._show_kinds()

    # Writing

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

    async def _apply(self, *, skip_errors: bool) -> None:
        source = self._source()
        done = await self.ask(ApplyImport(source, skip_errors))
        self._history = await self.ask(ListImports())
        key = "imports.done" if done.batch is not None else "imports.nothing_new"
        self.say(key, new=done.new, changed=done.changed, same=done.same, skipped=done.skipped)
        month = self._preview.month if self._preview is not None else None
        department = source.department if isinstance(source, RosterSource) else None
        self._forget()
        self.query_one(TabLine).choose("history")
        self._paint()
        if department is not None and month is not None and done.batch is not None:
            self.go("roster", HomeItem(HomeKind.ROSTER_CHANGED, False, department=department, month=month))

    def action_cancel(self) -> None:
        """Forget the dry run."""
        self._forget()
        self._paint()
        self.query_one(PathField).focus()

    def _forget(self) -> None:
        self._preview = None
        self._kinds = {}

    def action_undo(self) -> None:
        """Take back the import under the cursor of the history."""
        self.start(self._undo(), "imports.write", exclusive=False)

    async def _undo(self) -> None:
        batches = self._history.batches if self._history else ()
        marked = self.query_one(PlainList).marked_key
        batch = next((b for b in batches if str(b.id) == marked and not b.undone), None)
        if self.query_one(TabLine).current != "history" or batch is None:
            self.query_one(TabLine).choose("history")
            self.say("imports.mark_batch")
            return
        words = self.t("imports.confirm_undo", file=batch.file_name, new=batch.new, changed=batch.changed)
        if await self.dialog(confirm_dialog(self.host, words)):
            self._history = await self.ask(UndoImport(batch.id))
            self.say("imports.undone")
            self._paint()

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
        """Decide on a code; take back an import."""
        tab, key = self.query_one(TabLine).current, self.query_one(PlainList).marked_key
        if tab == "codes" and key is not None:
            self.start(self._decide(key), "imports.code")
        elif tab == "history":
            self.action_undo()

    async def _decide(self, code: str) -> None:
        preview, view = self._preview, self._organisation
        if preview is None or view is None:
            return
        found = next(c for c in preview.codes if c.code == code)
        department = self._choice("department").value
        kinds = [k for k in view.kinds if k.active and k.department in (None, department)]
        decided = await self.dialog(CodeScreen(found, self._kinds.get(code), kinds))
        if decided is not None:
            self._kinds[code] = decided
            await self._dry_run()

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._show_kinds()
        self._show_choices()
        self._paint()

    def _paint(self) -> None:
        tabs = self.query_one(TabLine)
        names = PREVIEW_TABS[self.kind] if self._preview else ("history",)
        tabs.show([(name, tab_words(self, name, self._preview, self._history)) for name in names])
        columns = columns_of(self, tabs.current)
        rows = rows_of(self, tabs.current, self._preview, self._history, self._kinds)
        self.query_one(PlainList).fill(columns, rows, anew=tabs.current != self._painted)
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
