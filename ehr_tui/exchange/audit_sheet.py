"""The audit as a file to hand out: one line an entry, in words, the chain's head above them.

Entries are written as they come and not gathered: there may be hundreds of thousands.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ehr_tui.audit_words import act_words, instant_text, line_text, outcome_words
from ehr_tui.domain.audit_views import AuditLine
from ehr_tui.errors import InputError

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from ehr_tui.i18n import Words

FORMATS = ("xlsx", "csv")
_COLUMNS = (
    ("number", 9),
    ("at", 20),
    ("user", 14),
    ("act", 18),
    ("outcome", 10),
    ("subject", 22),
    ("detail", 90),
)
_BETWEEN = " | "
_CELL = 32_000
"""Characters a cell of a workbook can hold, nearly."""
ROWS = 1_048_576
"""Rows a sheet can hold."""
_PAGE = "xl/worksheets/sheet1.xml"
_END = b"</sheetData>"
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What the format cannot hold."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With what a spreadsheet program takes a plain text for a formula."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the lines, a text each."""

    lines: tuple[str, ...]


def audit_csv(head: Head, lines: Iterable[AuditLine], t: Words) -> bytes:
    """As a table in UTF-8 with the mark by which a spreadsheet program knows it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_safe(text)] for text in head.lines)
    writer.writerow([t(f"audit.{name}") for name, _ in _COLUMNS])
    for line in lines:
        number, *texts = _cells(line, t)
        writer.writerow([number, *map(_safe, texts)])
    return out.getvalue().encode("utf-8-sig")


def audit_workbook(head: Head, lines: Iterable[AuditLine], t: Words) -> bytes:
    """As a workbook; every text is written as text.

    Nothing of it ever stands on the disk in plain: the page is made without its entries, and these run packed into
    the finished bytes one by one.  Raises InputError ``exchange.too_many_rows`` for more than a sheet can hold.
    """
    page = io.BytesIO(_empty_workbook(head, t))
    out = io.BytesIO()
    with zipfile.ZipFile(page) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            with target.open(part.filename, "w", force_zip64=part.filename == _PAGE) as to:
                data = source.read(part)
                if part.filename != _PAGE:
                    to.write(data)
                    continue
                # How far the page goes is not known before it is written; saying nothing of it is allowed.
                before, after = _DIMENSION.sub(b"", data).split(_END, 1)
                to.write(before)
                for number, line in enumerate(lines, start=len(head.lines) + 2):
                    if number > ROWS:
                        raise InputError("exchange.too_many_rows", file=_PAGE, rows=number, limit=ROWS)
                    to.write(_row_xml(number, _cells(line, t)))
                to.write(_END + after)
    return out.getvalue()


def _empty_workbook(head: Head, t: Words) -> bytes:
    """What stands above the entries, the headings, widths."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        page: Worksheet = book.add_worksheet(t("audit.sheet_title"))
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, (_, width) in enumerate(_COLUMNS):
            page.set_column(column, column, width)
        for row, text in enumerate(head.lines):
            page.write_string(row, 0, text)
        titles = len(head.lines)
        for column, (name, _) in enumerate(_COLUMNS):
            page.write_string(titles, column, t(f"audit.{name}"), bold)
        page.freeze_panes(titles + 1, 1)
    return out.getvalue()


def _row_xml(row: int, cells: tuple[int, str, str, str, str, str, str]) -> bytes:
    """One entry as a row of the page: its number, then texts."""
    number, *texts = cells
    told = [f'<row r="{row}"><c r="A{row}"><v>{number}</v></c>']
    for column, text in zip("BCDEFG", texts, strict=True):
        if text:
            shown = escape(_NOT_XML.sub("", text[:_CELL]))
            told.append(
                f'<c r="{column}{row}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'
            )
    return "".join((*told, "</row>")).encode()


def _cells(line: AuditLine, t: Words) -> tuple[int, str, str, str, str, str, str]:
    return (
        line.number,
        instant_text(line.at, seconds=True),
        line.user,
        act_words(t, line.act),
        outcome_words(t, line.outcome),
        line.subject,
        _BETWEEN.join(line_text(t, line)),
    )


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
