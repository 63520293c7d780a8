"""Plain tables to hand out: .xlsx and .csv that Excel and LibreOffice open unchanged, readable again without loss.

Texts stay texts (007, =1+1), dates are dates, figures figures.  A .csv knows only texts: one that would be taken for a
formula bears an apostrophe, which reading takes away again.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from ehr_tui.errors import InputError
from ehr_tui.exchange.text_table import guarded
from ehr_tui.exchange.workbook_guard import MAX_ROWS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | bool | date | None
LONGEST = 32_767  # signs in a cell
STEP = 256
_WIDEST = 40
_SHEET_NAME = 31
_FORBIDDEN = "[]:*?/\\'"


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One table: its name, headings, rows of values."""

    name: str
    titles: tuple[str, ...]
    rows: Sequence[Sequence[Value]]


def tables_workbook(sheets: Sequence[TableSheet], told: Callable[[int, int], None] | None = None) -> bytes:
    """Sheets with a bold heading that stays in sight; ``told`` is called with (done, all) rows.

    Raises InputError ``exchange.cell_too_long``, ``.too_many_rows``.
    """
    from xlsxwriter import Workbook

    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    text = book.add_format({"num_format": "@"})
    total = sum(len(sheet.rows) for sheet in sheets)
    done = 0
    for sheet in sheets:
        if len(sheet.rows) >= MAX_ROWS:
            raise InputError("exchange.too_many_rows", file=sheet.name, rows=len(sheet.rows), limit=MAX_ROWS)
        page = book.add_worksheet(sheet_name(sheet.name))
        for column, title in enumerate(sheet.titles):
            page.write_string(0, column, title, head)
        for number, row in enumerate(sheet.rows, start=1):
            if done % STEP == 0 and told is not None:
                told(done, total)
            done += 1
            for column, value in enumerate(row):
                if isinstance(value, str) and len(value) > LONGEST:
                    raise InputError(
                        "exchange.cell_too_long", sheet=sheet.name, row=number + 1, limit=LONGEST
                    )
                _write(page, number, column, value, day, text)
        for column, width in enumerate(_widths(sheet)):
            page.set_column(column, column, width)
        page.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


def _write(page: Worksheet, row: int, column: int, value: Value, day: Any, text: Any) -> None:
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, day)
    elif value:
        page.write_string(row, column, value, text)


def table_csv(sheet: TableSheet) -> bytes:
    """One table as text in UTF-8, marked as such so that Excel reads it right."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(title) for title in sheet.titles])
    for row in sheet.rows:
        writer.writerow([_shown(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def sheet_name(title: str) -> str:
    """A sheet's name may have 31 signs and some not at all."""
    return "".join("-" if sign in _FORBIDDEN else sign for sign in title)[:_SHEET_NAME] or "-"


def _shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _widths(sheet: TableSheet) -> list[int]:
    """By the heading and the first rows; a Chinese sign is two wide."""
    widths = []
    for column, title in enumerate(sheet.titles):
        shown = [title, *(_shown(row[column]) for row in sheet.rows[:50])]
        widest = max(sum(1 if sign.isascii() else 2 for sign in text.split("\n", 1)[0]) for text in shown)
        widths.append(min(max(widest + 2, 8), _WIDEST))
    return widths
