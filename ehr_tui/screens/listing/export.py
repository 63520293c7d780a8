"""What is seen in a list as a file."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.types import CSSPathType
from textual.widgets import Input, Label, Static

from ehr_tui.domain.export_views import ExportFormat
from ehr_tui.errors import InputError, StoreError
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.listing.model import ListModel
from ehr_tui.screens.path_field import PathField
from ehr_tui.screens.record_form import Field, RecordForm
from ehr_tui.services.intents.exports import ExportTable
from ehr_tui.widgets.cells import clean

ENDINGS = {ExportFormat.XLSX: ".xlsx", ExportFormat.CSV: ".csv"}


class ExportForm(RecordForm[Path]):
    """Format and file.  A file that is there is written over only when asked a second time."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["../modal.tcss", "../record_form.tcss", "export.tcss"]
    WORDS: ClassVar = {"#export-path-label": "list.file"}
    drafted: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "list.write")]

    def __init__(self, title: str, intent: ExportTable) -> None:
        super().__init__()
        self._title, self._intent = title, intent
        self._over: Path | None = None

    def title_words(self) -> str:
        """How many lines of what."""
        return self.t("list.export_of", title=self._title, n=len(self._intent.rows))

    def fields(self) -> Sequence[Field]:
        """The format."""
        return (
            Field("format", "list.format", options=[(f, self.t(f"list.format.{f.value}")) for f in ENDINGS]),
        )

    def values(self) -> Mapping[str, object]:
        """A workbook."""
        return {"format": ExportFormat.XLSX}

    def extra(self) -> ComposeResult:
        """The file; Tab completes folders."""
        with Horizontal(classes="form-line"):
            yield Label(id="export-path-label", classes="form-label")
            yield PathField(id="export-path")
        yield Static(id="export-names", classes="hint")

    def on_mount(self) -> None:
        """A name that says what it is and of which day."""
        name = "".join(sign for sign in clean(self._title) if sign not in '\\/:*?"<>|')
        day = self.host.clock.today()
        self.query_one(PathField).value = f"~/{name}-{day:%Y%m%d}"
        self.call_after_refresh(self.query_one(PathField).focus)

    @on(Input.Changed, "#export-path")
    def path_typed(self) -> None:
        """What could follow."""
        field = self.query_one(PathField)
        self.query_one("#export-names", Static).update("  ".join(field.offered[:8]))

    def has_unsaved(self) -> bool:
        """Nothing that could not be chosen again."""
        return False

    def _path(self, form: ExportFormat) -> Path:
        typed = self.query_one(PathField).value.strip()
        if not typed or typed.endswith("/"):
            raise InputError("list.no_file")
        path = Path(typed).expanduser()
        return path if path.suffix.lower() == ENDINGS[form] else path.with_name(path.name + ENDINGS[form])

    async def save(self) -> Path:
        """Ask for the file, then write it; it is readable by nobody else."""
        form: ExportFormat = self.choice("format")
        path = self._path(form)
        if self._over != path and await asyncio.to_thread(path.exists):
            self._over = path
            raise InputError("list.file_exists", file=path.name)
        intent = ExportTable(
            self._intent.title, self._intent.columns, self._intent.rows, form, self._intent.people
        )
        exported = await self.ask(intent)
        try:
            await asyncio.to_thread(write_private, path, exported.data)
        except OSError as error:
            raise StoreError("list.not_written", folder=path.parent.name or "/") from error
        return path


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read; raises OSError."""
    path.touch(mode=0o600, exist_ok=True)
    path.chmod(0o600)
    path.write_bytes(data)


async def export_seen(screen: EhrScreen[Any], model: ListModel[Any], rows: tuple[Any, ...]) -> None:
    """Ask where, and write the columns as they are shown; inside ``EhrScreen.start``."""
    t, listing = screen.t, model.listing
    columns = model.columns
    table = tuple(tuple(_text(column.text(row)) for column in columns) for row in rows)
    people = tuple(listing.person(row) for row in rows) if listing.person is not None else ()
    title = t(listing.title)
    intent = ExportTable(title, tuple(t(column.title) for column in columns), table, people=people)
    path = await screen.dialog(ExportForm(title, intent))
    if path is not None:
        screen.say("list.written", n=len(rows), file=str(path))


def _text(content: Any) -> str:
    return clean(content if isinstance(content, str) else content.plain)
