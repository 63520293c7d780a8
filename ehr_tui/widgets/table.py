"""A light list for small tables: rows to choose from, columns by locale key, a filter line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import DataTable, Input

from ehr_tui.i18n import t
from ehr_tui.widgets.cells import clean, plain_digits


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a key of the caller's own, the texts, and further words that the filter finds it by."""

    key: str
    cells: tuple[str, ...]
    search: str = ""


class ListTable(Vertical):
    """Rows under headed columns; ``/`` or Ctrl+F filters, Enter chooses.

    For hundreds of rows at most.  ``columns`` are locale keys.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f,slash,ideographic_comma", "filter", "table.key.filter"),
        Binding("escape", "leave_filter", "table.key.leave_filter", show=False),
    ]
    DEFAULT_CSS = """
    ListTable { width: 1fr; height: 1fr; }
    ListTable > DataTable { height: 1fr; }
    ListTable > Input { height: 1; border: none; padding: 0 1; display: none; background: $panel; }
    ListTable > Input:focus { border: none; text-style: underline; }
    ListTable.-filtering > Input { display: block; }
    ListTable > DataTable:nocolor > .datatable--cursor { text-style: reverse; }
    """

    class Chosen(Message):
        """Enter or a click on a row."""

        def __init__(self, table: ListTable, key: str) -> None:
            super().__init__()
            self.table, self.key = table, key

        @property
        def control(self) -> ListTable:
            """The table."""
            return self.table

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, table: ListTable, key: str) -> None:
            super().__init__()
            self.table, self.key = table, key

        @property
        def control(self) -> ListTable:
            """The table."""
            return self.table

    def __init__(self, columns: Sequence[str], rows: Sequence[Row] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._rows = tuple(rows)
        self._shown: list[Row] = []
        self._table: DataTable[Text] = DataTable(cursor_type="row", zebra_stripes=True)
        self._filter = Input(placeholder="")

    def compose(self) -> ComposeResult:
        """Filter line and table."""
        yield self._filter
        yield self._table

    def on_mount(self) -> None:
        """First rows."""
        self._fill()

    @property
    def current(self) -> str | None:
        """The key of the row under the cursor."""
        at = self._table.cursor_row
        return self._shown[at].key if 0 <= at < len(self._shown) else None

    @property
    def shown(self) -> tuple[str, ...]:
        """Keys of the rows that pass the filter."""
        return tuple(row.key for row in self._shown)

    def show(self, rows: Sequence[Row]) -> None:
        """Other rows; cursor and filter stay."""
        self._rows = tuple(rows)
        if self.is_mounted:
            self._fill()

    def go_to(self, key: str) -> bool:
        """Cursor on a row; False when it is not shown."""
        for n, row in enumerate(self._shown):
            if row.key == key:
                self._table.move_cursor(row=n)
                return True
        return False

    def relabel(self) -> None:
        """Heads in the present language."""
        if self.is_mounted:
            self._fill()

    def focus_rows(self) -> None:
        """Give the rows the keys."""
        self._table.focus()

    def action_filter(self) -> None:
        """Open the filter line."""
        self.add_class("-filtering")
        self._filter.focus()

    def action_leave_filter(self) -> None:
        """Back to the rows; an empty filter line is closed, a filled one first emptied."""
        if self._filter.value:
            self._filter.value = ""
        else:
            self.remove_class("-filtering")
        self._table.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc is ours only while filtering."""
        return self.has_class("-filtering") if action == "leave_filter" else True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while typing."""
        event.stop()
        self._fill()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the filter goes to the rows."""
        event.stop()
        self._table.focus()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """A row was chosen."""
        event.stop()
        if event.row_key.value is not None:
            self.post_message(self.Chosen(self, event.row_key.value))

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """The cursor moved."""
        event.stop()
        if event.row_key.value is not None:
            self.post_message(self.Moved(self, event.row_key.value))

    def _fill(self) -> None:
        before = self.current
        wanted = plain_digits(self._filter.value).casefold().split()
        self._shown = [row for row in self._rows if _found(row, wanted)]
        self._filter.placeholder = t("table.filter")
        table = self._table
        table.clear(columns=True)
        for column in self._columns:
            table.add_column(Text(t(column)), key=column)
        for row in self._shown:
            table.add_row(*(Text(clean(cell), no_wrap=True) for cell in row.cells), key=row.key)
        if before is not None:
            self.go_to(before)


def _found(row: Row, words: list[str]) -> bool:
    text = plain_digits(" ".join((*row.cells, row.search))).casefold()
    return all(word in text for word in words)
