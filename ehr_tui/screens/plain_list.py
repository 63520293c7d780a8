"""A plain list of lines with columns: the cursor stays on its line when the list is read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import DataTable

from ehr_tui.widgets.cells import width_of

NARROWEST = 8
"""Cells below which a column is not squeezed."""
Cells = Sequence[str | Text]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title; figures stand to the right."""

    title: str
    right: bool = False


def fitting(widths: Sequence[int], room: int) -> list[int]:
    """Column widths that fit into ``room`` cells: the widest give way first, none below ``NARROWEST``."""
    fitted = list(widths)
    while fitted and sum(fitted) > room:
        widest = max(fitted)
        if widest <= NARROWEST:
            break
        next_widest = max((w for w in fitted if w < widest), default=NARROWEST)
        fattest = [n for n, w in enumerate(fitted) if w == widest]
        spare = sum(fitted) - room
        target = max(NARROWEST, next_widest, widest - -(-spare // len(fattest)))
        for n in fattest:
            fitted[n] = target
    return fitted


class PlainList(DataTable[Text]):
    """Rows are known by a key of the caller's choice; columns are squeezed to the list's width."""

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
        self._shown: tuple[Sequence[Column], Sequence[tuple[str, Cells]]] = ((), ())
        self._room = 0

    @property
    def marked_key(self) -> str | None:
        """The key of the row under the cursor, None in an empty list."""
        return self._keys[self.cursor_row] if 0 <= self.cursor_row < len(self._keys) else None

    def fill(self, columns: Sequence[Column], rows: Sequence[tuple[str, Cells]]) -> None:
        """Show these rows; the cursor stays on its key, else about where it was."""
        key, row, scroll = self.marked_key, self.cursor_row, self.scroll_y
        self._shown, self._room = (columns, rows), self.size.width
        self.clear(columns=True)
        for column, width in zip(columns, self._widths(columns, rows), strict=True):
            self.add_column(_cell(column.title, column.right), width=width)
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

    def on_resize(self, event: events.Resize) -> None:
        """Squeeze the columns anew."""
        if event.size.width != self._room:
            self.fill(*self._shown)

    def _widths(self, columns: Sequence[Column], rows: Sequence[tuple[str, Cells]]) -> list[int]:
        natural = [
            max([width_of(column.title), *(width_of(_plain(cells[n])) for _, cells in rows)])
            for n, column in enumerate(columns)
        ]
        if not self._room:
            return natural
        return fitting(natural, self._room - 2 * self.cell_padding * len(columns) - 2)

    def _settle(self, scroll: float) -> None:
        self.scroll_to(y=scroll, animate=False, force=True)
        self._scroll_cursor_into_view()


class OpenList(PlainList):
    """A list whose lines can be opened."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select_cursor", "list.open")]


def _plain(content: str | Text) -> str:
    return content if isinstance(content, str) else content.plain


def _cell(content: str | Text, right: bool) -> Text:
    text = Text(content) if isinstance(content, str) else content.copy()
    text.no_wrap = True
    text.overflow = "ellipsis"
    if right:
        text.justify = "right"
    return text
