"""The work of an import: the dry run, writing, taking back, each with a bar and each to be stopped."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual.widgets import Static

from ehr_tui.domain.import_views import ColumnInSheet, Doubt, ImportHistory, ImportPreview, PlaceInSheet
from ehr_tui.domain.progress import Progress
from ehr_tui.domain.views import HomeItem, HomeKind
from ehr_tui.errors import InputError, StaleWrite, WorkCancelled
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.dialogs import confirm_dialog
from ehr_tui.screens.import_codes import CodeScreen
from ehr_tui.screens.import_fields import ImportFields
from ehr_tui.screens.import_place import PlaceScreen
from ehr_tui.screens.import_tables import letter
from ehr_tui.screens.listing.pane import ListPane
from ehr_tui.screens.path_field import PathField
from ehr_tui.screens.plain_list import PlainList
from ehr_tui.screens.tab_line import TabLine
from ehr_tui.screens.work_bar import WorkBar
from ehr_tui.services.intents.imports import ApplyImport, ListImports, PreviewImport, UndoImport

LARGEST = 20_000_000
"""Bytes; a larger file is no office's list."""

OTHER_KIND = {
    "exchange.no_staff_list": "roster",
    "exchange.only_hidden": "roster",
    "exchange.no_roster": "staff",
    "exchange.no_records": "staff",
}
"""What a file probably is that is not what it was taken for."""


class ImportWork(ImportFields):
    """What needs the office; tabs, keys and painting are added by ``ImportsScreen``."""

    def __init__(self) -> None:
        super().__init__()
        self._history: ImportHistory | None = None
        self._bar = WorkBar(self, self._paint_work)

    def _paint_work(self, line: str) -> None:
        self.query_one("#import-state", Static).update(line)

    def _paint(self) -> None:
        """Everything that is shown."""

    # Dry run

    async def _look(self) -> None:
        file = Path(self.query_one(PathField).value.strip()).expanduser()
        if file != self._file:
            self._any_sheet()
            self._forget_decisions()
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
            with self._bar as progress:
                self._preview = await self._recognised(progress)
        except WorkCancelled:
            self.say("imports.stopped_reading")
            return
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
        if any(not place.department and not place.left_out for place in self._preview.places):
            tabs.choose("places")
        self._paint()
        self.query_one(PlainList).focus()

    async def _recognised(self, progress: Progress) -> ImportPreview:
        """The dry run; a file that is evidently of another kind is taken as that, and the screen says so."""
        mine = self.kind
        try:
            return await self.ask(PreviewImport(self._source()), progress)
        except InputError as error:
            if error.code not in OTHER_KIND:
                raise
            for other in dict.fromkeys(("records", OTHER_KIND[error.code], "roster")):
                if other == mine:
                    continue
                self._take_kind(other)
                try:
                    preview = await self.ask(PreviewImport(self._source()), progress)
                except InputError:
                    continue
                self.say("imports.other_kind", kind=self.t(f"imports.kind.{other}"))
                return preview
            self._take_kind(mine)
            raise

    def _take_kind(self, kind: str) -> None:
        self._choice("kind").show(self._kind_options(), kind)
        self._show_kinds()

    # Writing

    async def _apply(self, *, skip_errors: bool) -> None:
        preview = self._preview
        if preview is None:
            return
        try:
            with self._bar as progress:
                done = await self.ask(ApplyImport(self._source(), skip_errors, preview.mark), progress)
        except WorkCancelled:
            self.say("imports.stopped_writing")
            self._paint()
            return
        except StaleWrite as stale:
            self.host.show_error(stale)
            await self._dry_run()
            return
        self._history = await self.ask(ListImports())
        key = "imports.done" if done.batch is not None else "imports.nothing_new"
        self.say(key, new=done.new, changed=done.changed, same=done.same, skipped=done.skipped)
        self._forget()
        self.query_one(TabLine).choose("history")
        self._paint()
        if done.batch is not None:
            self.query_one(ListPane).mark(str(done.batch))  # what undo would take back
        if done.department is not None and preview.month is not None and done.batch is not None:
            place = HomeItem(HomeKind.ROSTER_CHANGED, False, department=done.department, month=preview.month)
            self.go("roster", place)

    async def _undo(self) -> None:
        batches = self._history.batches if self._history else ()
        marked = self.query_one(ListPane).current
        batch = next((b for b in batches if str(b.id) == marked and not b.undone), None)
        if self.query_one(TabLine).current != "history" or batch is None:
            self.query_one(TabLine).choose("history")
            self.say("imports.mark_batch")
            return
        words = self.t("imports.confirm_undo", file=batch.file_name, new=batch.new, changed=batch.changed)
        if not await self.dialog(confirm_dialog(self.host, words)):
            return
        try:
            with self._bar as progress:
                self._history = await self.ask(UndoImport(batch.id), progress)
        except WorkCancelled:
            self.say("imports.stopped_writing")
        else:
            self.say("imports.undone")
        finally:
            self._paint()

    def _forget(self) -> None:
        self._preview = None
        self._forget_decisions()

    def _forget_decisions(self) -> None:
        self._kinds, self._places, self._persons = {}, {}, {}
        self._shapes, self._anew = {}, False

    # Deciding

    async def _decide_code(self, code: str) -> None:
        preview, view = self._preview, self._organisation
        if preview is None or view is None:
            return
        found = next(c for c in preview.codes if c.code == code)
        department = self._choice("department").value or preview.department
        kinds = [k for k in view.kinds if k.active and k.department in (None, department)]
        decided = await self.dialog(CodeScreen(found, self._kinds.get(code), kinds))
        if decided is not None:
            self._kinds[code] = decided
            await self._dry_run()

    async def _decide_place(self, place: PlaceInSheet) -> None:
        view = self._organisation
        if view is None:
            return
        departments = [d for d in view.departments if d.active]
        before = self._places.get((place.sheet, place.site))
        decided = await self.dialog(PlaceScreen(place, before, departments, posts=self.kind == "roster"))
        if decided is not None:
            self._places[place.sheet, place.site] = decided
            await self._dry_run()

    async def _decide_person(self, doubt: Doubt) -> None:
        """Whom a row with a name that several bear is about."""
        lines = [words for _, words in doubt.people] + [self.t("imports.somebody_new")]
        title = self.t("imports.whom", name=doubt.name, row=doubt.row)
        chosen = await self.dialog(ChooseScreen(title, lines))
        if chosen is not None:
            person = doubt.people[chosen][0] if chosen < len(doubt.people) else type(doubt.people[0][0])(0)
            self._persons[doubt.sheet, doubt.row] = (doubt.sheet, doubt.row, person)
            await self._dry_run()

    async def _decide_column(self, column: ColumnInSheet) -> None:
        """What a column is; a field stands in one column of a sheet, so that it leaves the one it stood in."""
        preview = self._preview
        if preview is None:
            return
        columns = [c for c in preview.columns if c.shape == column.shape]
        taken = {c.field: c.index for c in columns if c.field}
        lines = [self.t("imports.not_taken")]
        for field in preview.fields:
            words = self.t(f"exchange.staff.{field}")
            here = f"  ({letter(taken[field])})" if field in taken else ""
            lines.append(words + here)
        marked = preview.fields.index(column.field) + 1 if column.field in preview.fields else 0
        title = self.t("imports.column_is", title=column.title or letter(column.index))
        chosen = await self.dialog(ChooseScreen(title, lines, marked))
        if chosen is None:
            return
        field = preview.fields[chosen - 1] if chosen else ""
        placed = {c.index: c.field for c in columns}
        placed = {at: "" if name == field else name for at, name in placed.items()}
        placed[column.index] = field
        self._shapes[column.shape] = tuple((name, at) for at, name in placed.items())
        await self._dry_run()

    async def _as_proposed(self) -> None:
        """Forget what was decided for this file and for those of its shape."""
        self._forget_decisions()
        self._anew = True
        await self._dry_run()
