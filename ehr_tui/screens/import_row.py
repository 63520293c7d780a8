"""One row of a dry run, field by field: before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.types import CSSPathType

from ehr_tui.domain.import_views import ImportRow
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.plain_list import Column, PlainList

TOLD = ("sex", "education", "employment", "hours_system")
"""Fields whose values have words."""


class ImportRowScreen(EhrModal[None]):
    """The fields that are new or differ."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "import_row.tcss"]

    def __init__(self, row: ImportRow) -> None:
        super().__init__()
        self._row = row

    def compose_box(self) -> ComposeResult:
        """The list."""
        yield PlainList(id="import-row-fields")

    def on_mount(self) -> None:
        """Filled by ``retranslate``."""
        self.query_one(PlainList).focus()

    def title_words(self) -> str:
        """Whose row it is."""
        place = " · ".join(part for part in (self._row.sheet, str(self._row.row), self._row.what) if part)
        return f"{place}  {self.t(f'imports.change.{self._row.change.value}')}"

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        columns = [
            Column(self.t("imports.column.field"), firm=True),
            Column(self.t("imports.column.before"), optional=True),
            Column(self.t("imports.column.after")),
        ]
        self.query_one(PlainList).fill(columns, self._rows())

    def _rows(self) -> Sequence[tuple[str, Sequence[str]]]:
        if not self._row.fields:
            shown = (self.t("imports.cells"), self._row.before, self._row.after)
            return [("cells", shown)] if self._row.after else []
        return [
            (
                change.field,
                (
                    self.t(f"exchange.column.{FIELD_WORDS.get(change.field, change.field)}"),
                    self._value(change.field, change.before),
                    self._value(change.field, change.after),
                ),
            )
            for change in self._row.fields
        ]

    def _value(self, field: str, value: str) -> str:
        return self.t(f"exchange.word.{field}.{value}") if field in TOLD and value else value


FIELD_WORDS = {"department": "home", "post": "home_post"}
"""A department and a post are shown by their names, not by the codes that a record workbook has."""
