"""Workbooks made for tests, and the offices' own when their folder is named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from ehr_tui.exchange.sheets import Book, read_book

FOLDER = os.environ.get("EHR_TUI_SHEETS", "")

needs_sheets = pytest.mark.skipif(
    not FOLDER, reason="EHR_TUI_SHEETS does not name the folder of sample spreadsheets"
)


def sample(name: str) -> bytes:
    return (Path(FOLDER) / name).read_bytes()


Fill = Callable[[Any, Any], None]
"""Called with the workbook and a fresh sheet."""


def workbook(
    *sheets: tuple[str, Fill | Sequence[Sequence[Any]]], options: dict[str, Any] | None = None
) -> bytes:
    """An .xlsx; a sheet is filled by a function or by rows of values."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **(options or {})})
    for name, content in sheets:
        page = book.add_worksheet(name)
        if callable(content):
            content(book, page)
        else:
            put(page, content)
    book.close()
    return target.getvalue()


def put(page: Any, rows: Iterable[Sequence[Any]], top: int = 0) -> None:
    for number, row in enumerate(rows, start=top):
        for column, value in enumerate(row):
            if isinstance(value, str):
                if value:
                    page.write_string(number, column, value)
            elif value is not None:
                page.write_number(number, column, value)


def book(*rows: Sequence[Any], name: str = "Sheet1", file: str = "x.xlsx") -> Book:
    return read_book(workbook((name, rows)), file)


def repacked(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The same archive with parts replaced, added, or (None) left out."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part not in changes:
                new.writestr(part, old.read(part))
        for part, content in changes.items():
            if content is not None:
                new.writestr(part, content)
    return target.getvalue()


def part_of(data: bytes, part: str) -> bytes:
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(part)
