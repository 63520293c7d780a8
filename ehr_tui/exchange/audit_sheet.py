"""The audit as a file to hand out: one line an entry, in words, the chain's head above them.

Entries are written as they come and not gathered: there may be hundreds of thousands.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehr_tui.audit_words import act_words, instant_text, line_text, outcome_words
from ehr_tui.domain.audit_views import AuditLine

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

    Rows go through a folder that only this user can read and that is gone afterwards: in memory they would need
    more than the rest of the program.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        with Workbook(out, options) as book:
            page: Worksheet = book.add_worksheet(t("audit.sheet_title"))
            bold = book.add_format({"bold": True, "bottom": 1})
            for column, (_, width) in enumerate(_COLUMNS):
                page.set_column(column, column, width)
            row = 0
            for row, text in enumerate(head.lines):
                page.write_string(row, 0, text)
            row += 1
            for column, (name, _) in enumerate(_COLUMNS):
                page.write_string(row, column, t(f"audit.{name}"), bold)
            page.freeze_panes(row + 1, 1)
            for line in lines:
                row += 1
                number, *texts = _cells(line, t)
                page.write_number(row, 0, number)
                for column, text in enumerate(texts, 1):
                    if text:
                        page.write_string(row, column, text[:_CELL])
    return out.getvalue()


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
