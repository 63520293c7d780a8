"""Reading a spreadsheet file into plain rows: .xlsx, .xls and text tables.

A file is told by its content, not by its name.  Formulas come as the value that was last calculated; a formula that
never was and an error value become a ``Fault`` (for .xls the format does not tell: they are empty).
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from ehr_tui.errors import InputError
from ehr_tui.exchange.cell_values import CellValue, Fault, Row, cell
from ehr_tui.exchange.old_workbook import read_old_workbook
from ehr_tui.exchange.proposal import Cancelled, Progress, Steps
from ehr_tui.exchange.text_table import read_rows, read_text
from ehr_tui.exchange.workbook_guard import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    Checked,
    Place,
    check_workbook,
)

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_SHEETS = 100
MAX_CELLS = 2_000_000
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xls", ".et", ".xltx")
_MARKUP = (b"<html", b"<table", b"<!doctype", b"<?xml", b"<meta")

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows from its first, all cells from column A; a merged area has its value in its first cell."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Area, ...] = ()
    visible: bool = True

    def at(self, row: int, column: int) -> CellValue:
        """A cell, both counted from 0; empty outside."""
        return cell(self.rows[row], column) if 0 <= row < len(self.rows) else ""


@dataclass(frozen=True, slots=True)
class Book:
    """A file's sheets in their order.  ``date1904``: serial numbers count from 1904 (old Macs)."""

    name: str
    sheets: tuple[Sheet, ...]
    date1904: bool = False

    def sheet(self, name: str) -> Sheet:
        """A sheet by name; raises InputError ``exchange.no_such_sheet``."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise InputError("exchange.no_such_sheet", file=self.name, sheet=name)


def read_book(
    data: bytes, name: str, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Book:
    """Read a spreadsheet; ``name`` is the file's own name, for messages.  Progress counts sheets.

    Raises InputError ``exchange.empty_file``, ``.too_big``, ``.encrypted``, ``.bomb``, ``.damaged``,
    ``.not_a_workbook``, ``.web_page``, ``.encoding``, ``.too_many_rows``, ``.too_many_columns``,
    ``.too_many_sheets``, ``.no_rows``, ``.cancelled``.
    """
    if not data:
        raise InputError("exchange.empty_file", file=name)
    if len(data) > MAX_BYTES:
        raise InputError(
            "exchange.too_big",
            file=name,
            megabytes=len(data) // 1024 // 1024,
            limit=MAX_BYTES // 1024 // 1024,
        )
    if data.startswith(_ZIP):
        book = _workbook(check_workbook(data, name), name, progress, cancelled)
    elif data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise InputError("exchange.encrypted", file=name)
        book = _old_workbook(data, name)
    else:
        book = _text_table(data, name)
    if not any(sheet.rows for sheet in book.sheets):
        raise InputError("exchange.no_rows", file=name)
    return book


def _text_table(data: bytes, name: str) -> Book:
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        # Many information systems save a web page under the name .xls.
        raise InputError("exchange.web_page", file=name)
    if name.lower().endswith(_WORKBOOK_NAMES):
        raise InputError("exchange.not_a_workbook", file=name)
    rows = read_rows(read_text(data, name), name)
    while rows and not any(rows[-1]):
        rows.pop()
    title = name.replace("\\", "/").rpartition("/")[2]
    return Book(name, (Sheet(title.rpartition(".")[0] or title, tuple(rows)),))


def _old_workbook(data: bytes, name: str) -> Book:
    sheets = []
    for title, visible, rows, merged in read_old_workbook(data, name):
        _check_size(len(rows), max(map(len, rows), default=0), name)
        sheets.append(Sheet(title, tuple(tuple(row) for row in rows), tuple(merged), visible))
    return Book(name, tuple(sheets))


def _check_size(rows: int, columns: int, name: str) -> None:
    if rows > MAX_ROWS or rows * columns > MAX_CELLS:
        raise InputError("exchange.too_many_rows", file=name, rows=rows, limit=MAX_ROWS)
    if columns > MAX_COLUMNS:
        raise InputError("exchange.too_many_columns", file=name, columns=columns, limit=MAX_COLUMNS)


def _workbook(checked: Checked, name: str, progress: Progress | None, cancelled: Cancelled | None) -> Book:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with CalamineWorkbook.from_filelike(BytesIO(checked.data)) as workbook:
            described = [kind for kind in workbook.sheets_metadata if kind.typ == SheetTypeEnum.WorkSheet]
            if len(described) > MAX_SHEETS:
                raise InputError(
                    "exchange.too_many_sheets", file=name, sheets=len(described), limit=MAX_SHEETS
                )
            steps = Steps(len(described), progress, cancelled, every=1)
            sheets = []
            for number, kind in enumerate(described, start=1):
                read = workbook.get_sheet_by_name(kind.name)
                visible = kind.visible == SheetVisibleEnum.Visible
                sheets.append(_sheet(read, name, visible, checked.faults.get(kind.name, {})))
                steps.at(number)
    except PasswordError as error:
        raise InputError("exchange.encrypted", file=name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise InputError("exchange.damaged", file=name) from error
    return Book(name, tuple(sheets), checked.date1904)


def _sheet(read: CalamineSheet, name: str, visible: bool, faults: dict[Place, Fault]) -> Sheet:
    last_row, last_column = read.end or (-1, -1)
    _check_size(last_row + 1, last_column + 1, name)
    rows: list[Row] = [tuple(row) for row in read.to_python(skip_empty_area=False)]
    for (row, column), fault in faults.items():
        rows.extend(() for _ in range(row + 1 - len(rows)))
        cells = list(rows[row])
        cells.extend("" for _ in range(column + 1 - len(cells)))
        cells[column] = fault
        rows[row] = tuple(cells)
    merged = read.merged_cell_ranges or []
    return Sheet(read.name, tuple(rows), tuple((*first, *last) for first, last in merged), visible)
