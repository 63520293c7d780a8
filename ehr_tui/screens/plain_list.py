"""A plain list of lines with columns: the cursor stays on its line when the list is read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import DataTable


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title; figures stand to the right."""

    title: str
    right: bool = False


class PlainList(DataTable[Text]):
    """Rows are known by a key of the caller's choice."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "scroll_top", show=False),
        Binding("end", "scroll_bottom", show=False),
    ]

    DEFAULT_CSS = """
    PlainList { background: $background; }
    PlainList > .datatable--header { background: $panel; color: $foreground; text-style: bold; }
    PlainList > .datatable--cursor { text-style: none; }
    PlainList:focus > .datatable--cursor { background: $block-cursor-background; color: $block-cursor-foreground;
        text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, cursor_type="row", cursor_foreground_priority="css", zebra_stripes=False)
        self._keys: list[str] = []

    @property
    def marked_key(self) -> str | None:
        """The key of the row under the cursor, None in an empty list."""
        return self._keys[self.cursor_row] if 0 <= self.cursor_row < len(self._keys) else None

    def fill(self, columns: Sequence[Column], rows: Sequence[tuple[str, Sequence[str | Text]]]) -> None:
        """Show these rows; the cursor stays on its key, else about where it was."""
        key, row, scroll = self.marked_key, self.cursor_row, self.scroll_y
        self.clear(columns=True)
        for column in columns:
            self.add_column(_cell(column.title, column.right))
        self._keys = [name for name, _ in rows]
        for name, cells in rows:
            texts = [_cell(cell, column.right) for cell, column in zip(cells, columns, strict=True)]
            self.add_row(*texts, key=name)
        if rows:
            at = self._keys.index(key) if key in self._keys else min(max(row, 0), len(rows) - 1)
            self.move_cursor(row=at, scroll=False)
            self.call_after_refresh(self._settle, scroll)

    def mark(self, key: str) -> None:
        """Put the cursor on a row, if it is there."""
        if key in self._keys:
            self.move_cursor(row=self._keys.index(key))

    def _settle(self, scroll: float) -> None:
        self.scroll_to(y=scroll, animate=False, force=True)
        self._scroll_cursor_into_view()


def _cell(content: str | Text, right: bool) -> Text:
    text = Text(content) if isinstance(content, str) else content.copy()
    text.no_wrap = True
    if right:
        text.justify = "right"
    return text
