"""A plain list of lines with columns: the cursor stays on its line when the list is read again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import DataTable

from ehr_tui.widgets.cells import width_of
from ehr_tui.widgets.themes import app_plain

NARROWEST = 8
"""Cells below which a column is not squeezed."""
HERE = ">"
"""Stands before the line under the cursor, in the blank that every line begins with."""
Cells = Sequence[str | Text]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title; figures stand to the ``right``; a ``firm`` one is never squeezed.

    An ``optional`` column is left out while nothing stands in it, a ``spare`` one when the list is too narrow.
    """

    title: str
    right: bool = False
    firm: bool = False
    optional: bool = False
    spare: bool = False


def fitting(widths: Sequence[int], room: int, firm: Collection[int] = ()) -> list[int]:
    """Column widths that fit into ``room`` cells: the widest give way first, none below ``NARROWEST``.

    ``firm``: places of columns that keep their width.
    """
    fitted = list(widths)
    while sum(fitted) > room:
        loose = [n for n in range(len(fitted)) if n not in firm]
        widest = max((fitted[n] for n in loose), default=0)
        if widest <= NARROWEST:
            break
        next_widest = max((fitted[n] for n in loose if fitted[n] < widest), default=NARROWEST)
        fattest = [n for n in loose if fitted[n] == widest]
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

    def fill(
        self, columns: Sequence[Column], rows: Sequence[tuple[str, Cells]], *, anew: bool = False
    ) -> None:
        """Show these rows; the cursor stays on its key, else about where it was, or goes to the top (``anew``)."""
        key, row, scroll = (None, 0, 0.0) if anew else (self.marked_key, self.cursor_row, self.scroll_y)
        self._shown, self._room = (columns, rows), self.size.width
        self.clear(columns=True)
        shown, widths = self._arranged(columns, [cells for _, cells in rows])
        for n, width in zip(shown, widths, strict=True):
            self.add_column(self._cell(columns[n].title, width if columns[n].right else 0), width=width)
        self._keys = [name for name, _ in rows]
        for name, cells in rows:
            texts = [
                self._cell(cells[n], width if columns[n].right else 0)
                for n, width in zip(shown, widths, strict=True)
            ]
            self.add_row(*texts, key=name)
        if rows:
            at = self._keys.index(key) if key in self._keys else min(max(row, 0), len(rows) - 1)
            self.move_cursor(row=at, scroll=False)
            self.call_after_refresh(self._settle, scroll)

    def mark(self, key: str) -> None:
        """Put the cursor on a row, if it is there."""
        if key in self._keys:
            self.move_cursor(row=self._keys.index(key))

    def render_line(self, y: int) -> Strip:
        """The line under the cursor begins with a sign, so that it is known without colour."""
        strip = super().render_line(y)
        row = y - self.header_height + self.scroll_offset.y
        if y < self.header_height or row != self.cursor_row or self.scroll_offset.x or not self._keys:
            return strip
        first = next(iter(strip), None)
        sign = Segment(HERE, first.style if first is not None else None)
        return Strip.join([Strip([sign], 1), strip.crop(1)])

    def on_resize(self, event: events.Resize) -> None:
        """Squeeze the columns anew."""
        if event.size.width != self._room:
            self.fill(*self._shown)

    def _arranged(self, columns: Sequence[Column], rows: Sequence[Cells]) -> tuple[list[int], list[int]]:
        """Which columns are shown, and how wide."""
        natural = [
            max([width_of(column.title), *(width_of(_plain(cells[n])) for cells in rows)])
            for n, column in enumerate(columns)
        ]
        shown = [
            n for n, c in enumerate(columns) if not c.optional or any(_plain(cells[n]) for cells in rows)
        ]
        while self._room and sum(natural[n] for n in shown) > self._text_room(len(shown)):
            spare = [n for n in shown if columns[n].spare]
            if not spare:
                break
            shown.remove(spare[-1])
        widths = [natural[n] for n in shown]
        if self._room:
            firm = {place for place, n in enumerate(shown) if columns[n].firm}
            widths = fitting(widths, self._text_room(len(shown)), firm)
        return shown, widths

    def _text_room(self, columns: int) -> int:
        return self._room - 2 * self.cell_padding * columns - self.styles.scrollbar_size_vertical

    def _cell(self, content: str | Text, width: int) -> Text:
        """A cell's text, pushed to the right edge of ``width`` cells (0: left as it is)."""
        text = Text(content) if isinstance(content, str) else content.copy()
        text.no_wrap = True
        text.overflow = "crop" if app_plain(self.app) else "ellipsis"
        if width:
            text.pad_left(max(0, width - width_of(text.plain)))
        return text

    def _settle(self, scroll: float) -> None:
        height = self.styles.height
        if height is not None and height.is_auto:
            self.refresh(layout=True)  # lines that came before the first layout would go unnoticed by it
        self.scroll_to(y=scroll, animate=False, force=True)
        self._scroll_cursor_into_view()


class OpenList(PlainList):
    """A list whose lines can be opened."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select_cursor", "list.open")]


def _plain(content: str | Text) -> str:
    return content if isinstance(content, str) else content.plain
