"""Copying what is seen to the clipboard of the person's own machine, also over SSH (OSC 52).

The terminal gives no answer, so where it surely cannot take the text (no such terminal, too long for it) the text goes
to a file that only its owner can read, and which is taken away when the user leaves.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from rich.text import Text
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import DataTable, OptionList

from ehr_tui.i18n import t
from ehr_tui.screens.listing.table import RecordTable
from ehr_tui.screens.listing.words import copied_rows
from ehr_tui.theme import is_plain_terminal
from ehr_tui.widgets.cells import clean
from ehr_tui.widgets.roster_grid import RosterGrid

W = TypeVar("W", bound=Widget)

MOST_BYTES = 74_000
"""What common terminals take at once; longer texts many drop without a word."""
SCREEN_CHUNK = 700
"""GNU screen takes no longer string."""
NAME = "copied.txt"


def clipboard_sequence(text: str, environ: Mapping[str, str]) -> str | None:
    """What to write to the terminal so that it copies; None where it cannot.

    Inside tmux the sequence is sent twice: plainly (``set-clipboard on``) and past it (``allow-passthrough on``).
    """
    data = text.encode()
    if len(data) > MOST_BYTES or is_plain_terminal(environ):
        return None
    sequence = f"\x1b]52;c;{base64.b64encode(data).decode('ascii')}\a"
    if environ.get("TMUX"):
        past = sequence.replace("\x1b", "\x1b\x1b")
        return f"{sequence}\x1bPtmux;{past}\x1b\\"
    if environ.get("STY"):
        pieces = (sequence[n : n + SCREEN_CHUNK] for n in range(0, len(sequence), SCREEN_CHUNK))
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return sequence


def write_file(folder: Path, text: str) -> Path:
    """The text in a file of its owner's alone; raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, fresh = folder / NAME, folder / f"{NAME}.new"
    with suppress(FileNotFoundError):
        fresh.unlink()
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)
    return path


def remove_file(folder: Path) -> None:
    """Take the file away, if it is there."""
    with suppress(OSError):
        (folder / NAME).unlink()


def what_can_be_copied(screen: Screen[Any]) -> dict[str, str]:
    """Texts by what they are (words ``copy.<what>``), nearest first: only what is seen, masked as it is seen."""
    found: dict[str, str] = {}
    if selected := screen.get_selected_text():
        found["selection"] = selected
    focused = screen.focused
    if isinstance(focused, RosterGrid):
        found |= _of_grid(focused)
    records = focused if isinstance(focused, RecordTable) else _first(screen, RecordTable)
    if records is not None:
        found |= _of_records(records)
    table = focused if isinstance(focused, DataTable) else _first(screen, DataTable)
    if table is not None and table.row_count:
        found |= _of_table(table)
    if isinstance(focused, OptionList) and focused.highlighted is not None:
        found["line"] = _words(focused.get_option_at_index(focused.highlighted).prompt)
    found["screen"] = _all(screen)
    return {what: text for what, text in found.items() if text.strip()}


def _first(screen: Screen[Any], kind: type[W]) -> W | None:
    return next((widget for widget in screen.query(kind) if widget.display and widget.is_on_screen), None)


def _of_records(table: RecordTable) -> dict[str, str]:
    model = table.model
    if model is None or not model.shown:
        return {}
    here = [row for row in model.shown if model.listing.key(row) == table.current]
    line = copied_rows(t, model, tuple(here)).partition("\n")[2]
    return {"row": line, "table": copied_rows(t, model, tuple(model.shown)) + "\n"}


def _of_table(table: DataTable[Any]) -> dict[str, str]:
    heads = "\t".join(_words(column.label) for column in table.ordered_columns)
    rows = ["\t".join(map(_words, table.get_row_at(n))) for n in range(table.row_count)]
    here = rows[table.cursor_row] if 0 <= table.cursor_row < len(rows) else ""
    return {"row": here, "table": "\n".join([heads, *rows]) + "\n"}


def _of_grid(grid: RosterGrid) -> dict[str, str]:
    sheet = grid.sheet
    if sheet is None:
        return {}
    codes = {kind.id: kind.code for kind in sheet.kinds}
    days = {head.day: n for n, head in enumerate(sheet.heads)}
    rows = {row.person: row for row in sheet.rows}

    def cell(row: Any, n: int) -> str:
        return "+".join(codes.get(entry.kind, "?") for entry in row.cells[n].entries)

    block: dict[Any, list[str]] = {}
    for ref in grid.selected_cells:
        block.setdefault(ref.person, []).append(cell(rows[ref.person], days[ref.day]))
    whole = [
        "\t".join([row.number, row.name, *(cell(row, n) for n in range(len(sheet.heads)))])
        for row in sheet.rows
    ]
    head = "\t".join(["", "", *(str(head.day.day) for head in sheet.heads)])
    return {
        "cell" if len(grid.selected_cells) == 1 else "block": "\n".join(map("\t".join, block.values())),
        "table": "\n".join([head, *whole]) + "\n",
    }


def _words(content: object) -> str:
    text = content.plain if isinstance(content, Text) else str(content)
    return clean(text.replace("\t", " ")).strip()


def _all(screen: Screen[Any]) -> str:
    height = screen.app.size.height
    lines = screen._compositor.render_strips()[:height]
    return "\n".join("".join(part.text for part in line).rstrip() for line in lines).rstrip() + "\n"


def is_secret(widget: Widget | None) -> bool:
    """Whether a field hides what is typed into it."""
    return bool(getattr(widget, "password", False))
