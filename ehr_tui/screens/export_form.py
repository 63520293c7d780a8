"""Carrying people, a roster, the organisation or the whole office out into a file."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.types import CSSPathType
from textual.widgets import Input, Label, Static

from ehr_tui.domain.access import Permission
from ehr_tui.domain.export_views import PEOPLE_COLUMNS, Exported, ExportFormat
from ehr_tui.domain.month import Month
from ehr_tui.domain.organisation import Department
from ehr_tui.errors import InputError, StoreError, WorkCancelled
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.listing.export import write_private
from ehr_tui.screens.path_field import PathField
from ehr_tui.screens.record_form import Field, RecordForm
from ehr_tui.screens.work_bar import WorkBar
from ehr_tui.services.intents.base import Intent
from ehr_tui.services.intents.exports import ExportOffice, ExportPeople, ExportRoster

WHATS = ("people", "office", "organisation", "roster")


class OfficeExportForm(RecordForm[Path]):
    """What, in which form, with which columns, with or without phones, and where to."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "record_form.tcss", "export_form.tcss"]
    TITLE_KEY = "exports.title"
    WORDS: ClassVar = {"#export-path-label": "exports.folder"}
    drafted: ClassVar[bool] = False

    def __init__(self, departments: Sequence[Department], permissions: Collection[Permission]) -> None:
        super().__init__()
        self._departments = departments
        self._permissions = permissions
        self._bar = WorkBar(self, self._paint_work)

    def fields(self) -> Sequence[Field]:
        """Everything on one page; what does not concern the chosen sort is not read."""
        whats = [(what, self.t(f"exports.what.{what}")) for what in WHATS]
        formats = [(f, self.t(f"exports.format.{f.value}")) for f in ExportFormat]
        columns = [(name, self.t(f"exchange.staff.{name}")) for name in PEOPLE_COLUMNS]
        departments = [(d.id, d.name.in_language(self.language)) for d in self._departments]
        fields = [
            Field("what", "exports.what", options=whats),
            Field("format", "exports.format", options=formats),
            Field("columns", "exports.columns", "exports.columns_hint", options=columns, many=True),
            Field("department", "exports.department", options=departments),
            Field("month", "exports.month", "exports.month_hint", most=10),
        ]
        if Permission.PHONE_READ in self._permissions:
            fields.insert(3, Field("phones", "exports.phones", "exports.phones_hint", tick=True))
        return fields

    def values(self) -> Mapping[str, object]:
        """People, all columns, phones masked, next month's roster."""
        month = Month.of(self.host.clock.today())
        return {
            "what": "people",
            "format": ExportFormat.XLSX,
            "columns": PEOPLE_COLUMNS,
            "phones": False,
            "department": self._departments[0].id if self._departments else None,
            "month": str(month),
        }

    def extra(self) -> ComposeResult:
        """The folder; Tab completes."""
        with Horizontal(classes="form-line"):
            yield Label(id="export-path-label", classes="form-label")
            yield PathField(id="export-path")
        yield Static(id="export-work")

    def on_mount(self) -> None:
        """Home."""
        self.query_one("#export-path", Input).value = "~/"
        self.call_after_refresh(self._show_what)

    @on(ChoiceLine.Changed)
    def what_changed(self) -> None:
        """Other fields."""
        self._show_what()

    def _show_what(self) -> None:
        """Only what concerns the chosen sort."""
        concerned = {
            "people": {"format", "columns", "phones"},
            "office": {"phones"},
            "organisation": set[str](),
            "roster": {"department", "month"},
        }[self.choice("what")]
        for name in self._names() - {"what"}:
            self.line(name).display = name in concerned

    def has_unsaved(self) -> bool:
        """Nothing that could not be chosen again."""
        return False

    def action_close(self) -> None:
        """Stop the work, else leave."""
        if self._bar.busy:
            self._bar.stop()
        else:
            super().action_close()

    def _paint_work(self, line: str) -> None:
        self.query_one("#export-work", Static).update(line)

    def _intent(self) -> Intent[Exported]:
        what, phones = self.choice("what"), "phones" in self._names() and self.ticked("phones")
        if what == "people":
            columns = tuple(name for name in PEOPLE_COLUMNS if name in set(self.chosen("columns")))
            return ExportPeople(columns or PEOPLE_COLUMNS, (), phones, self.choice("format"))
        if what == "roster":
            department = self.choice("department")
            if department is None:
                raise InputError("imports.choose_department")
            return ExportRoster(department, self._month())
        return ExportOffice(what == "office", phones)

    def _names(self) -> set[str]:
        return {spec.name for spec in self.fields()}

    def _month(self) -> Month:
        text = self.plain_text("month")
        try:
            return Month.parse(text)
        except ValueError as error:
            raise InputError("imports.bad_month", text=text) from error

    async def save(self) -> Path:
        """Ask for the file and write it under a name that is free; nobody else may read it."""
        folder = Path(self.query_one("#export-path", Input).value.strip() or ".").expanduser()
        if not await asyncio.to_thread(folder.is_dir):
            raise InputError("exports.no_folder", folder=folder.name or str(folder))
        try:
            with self._bar as progress:
                exported = await self.ask(self._intent(), progress)
        except WorkCancelled:
            raise InputError("exports.stopped") from None
        finally:
            self._paint_work("")
        try:
            return await asyncio.to_thread(_write, folder, exported)
        except OSError as error:
            raise StoreError("list.not_written", folder=folder.name or "/") from error


def _write(folder: Path, exported: Exported) -> Path:
    """Write under the file's name, or that with a number where it is taken."""
    wished = folder / "".join("-" if sign in '\\/:*?"<>|' else sign for sign in exported.file_name)
    path, number = wished, 2
    while path.exists():
        path, number = wished.with_stem(f"{wished.stem}-{number}"), number + 1
    write_private(path, exported.data)
    return path
