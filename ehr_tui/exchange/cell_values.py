"""One cell of a sheet as offices write it: texts, numbers, and dates in all their forms."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from enum import Enum

from ehr_tui.exchange.sheet_words import sheet_words


class Fault(Enum):
    """A cell whose value is not there; the value is the code of ``import.<code>``."""

    NO_VALUE = "formula_no_value"  # a formula that was never calculated
    ERROR = "cell_error"  # #REF!, #N/A …


CellValue = str | int | float | bool | date | time | timedelta | Fault
"""An empty cell is the empty text.  A datetime is a date, too."""

Row = tuple[CellValue, ...]

FIRST_YEAR, LAST_YEAR = 1950, 2100
_EPOCH = date(1899, 12, 30)  # Excel's day 0, its leap-year slip of 1900 included
_EPOCH_1904 = date(1904, 1, 1)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_YMD = re.compile(
    r"(\d{4})\s*[-/.年\\]\s*(\d{1,2})\s*[-/.月\\]\s*(\d{1,2})\s*[日号]?(?:[T\s]+0{1,2}:00(?::00)?(?:\.0+)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.0+)?")


def column_letter(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell(row: Row, column: int) -> CellValue:
    """The value of a column, empty beyond the row's end."""
    return row[column] if 0 <= column < len(row) else ""


def text(value: CellValue) -> str:
    """A value as text, without blanks around it and invisible signs; faults are empty."""
    if isinstance(value, str):
        if value.isascii():
            return value.strip()
        return _INVISIBLE.sub("", value).strip()  # strip knows the no-break and the wide blank
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, Fault):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return str(value)


def is_blank(value: CellValue) -> bool:
    """Whether nothing can be seen in the cell; a fault can."""
    return not isinstance(value, Fault) and not text(value)


def stands_for_nothing(value: CellValue) -> bool:
    """Blank, or one of the signs offices put into empty cells (``--``)."""
    if isinstance(value, Fault):
        return False
    shown = text(value)
    return not shown or unicodedata.normalize("NFKC", shown).casefold() in sheet_words().nothing


def serial_day(serial: float, date1904: bool) -> date | None:
    """The date of a serial number without its format, None outside of the years 1950–2100."""
    if not 0 < serial < 100_000:
        return None
    return _within((_EPOCH_1904 if date1904 else _EPOCH) + timedelta(days=int(serial)))


def read_day(value: CellValue, date1904: bool = False) -> date | None:
    """A whole date (year, month, day) in any usual form, None when it is none or not sure.

    Two-digit years and day-first orders are not read: they would have to be guessed.
    """
    if isinstance(value, datetime):
        return _within(value.date())
    if isinstance(value, date):
        return _within(value)
    if isinstance(value, bool | Fault | time | timedelta):
        return None
    if isinstance(value, float):
        # A long whole number is 20260401, a short one Excel's own.
        compact = 19_000_000 <= value < 22_000_000 and value.is_integer()
        return read_day(str(int(value))) if compact else serial_day(value, date1904)
    shown = unicodedata.normalize("NFKC", text(value))
    match = _YMD.fullmatch(shown) or _COMPACT.fullmatch(shown)
    if match:
        return day_of(int(match[1]), int(match[2]), int(match[3]))
    return serial_day(float(shown), date1904) if _SERIAL.fullmatch(shown) else None


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, None when there is no such day or the year is out of reach."""
    try:
        return _within(date(year, month, day))
    except ValueError:
        return None


def _within(day: date) -> date | None:
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


_MARKED = re.compile(r"(.+?)\s*[(\[【〔]\s*([^()\[\]【】〔〕]{1,8})\s*[)\]】〕]")
LONGEST_NAME = 200
"""Signs; what is longer was pasted into the wrong cell."""
_SIGNS = "*★☆●○◎△▲▽▼◆◇■□#※√"


def clean_name(shown: str) -> tuple[str, str]:
    """A person's name and the mark at it: ``张 三（代）`` is 张三 and 代.

    Blanks inside a Chinese name go; a Latin one keeps single ones.
    """
    if len(shown) > LONGEST_NAME:
        return " ".join(shown[:LONGEST_NAME].split()), ""  # no name: not worth taking apart
    shown = unicodedata.normalize("NFKC", shown).strip()
    mark = ""
    found = _MARKED.fullmatch(shown)
    if found:
        shown, mark = found[1], found[2]
    signs = "".join(sign for sign in shown if sign in _SIGNS)
    if signs:
        shown = shown.strip(_SIGNS + " ")
        mark = mark or signs
    parts = shown.split()
    return (" " if shown.isascii() else "").join(parts), mark
