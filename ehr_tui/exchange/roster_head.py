"""Finding a roster's head: which columns are days, which month it is, whether the weekdays agree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ehr_tui.domain.month import Month
from ehr_tui.exchange.cell_values import (
    FIRST_YEAR,
    LAST_YEAR,
    CellValue,
    Fault,
    Row,
    cell,
    day_of,
    is_blank,
    read_day,
    serial_day,
    text,
)
from ehr_tui.exchange.sheet_words import plain, sheet_words
from ehr_tui.exchange.sheets import Book, Sheet

HEAD_ROWS = 30  # the head lies within these
_LEAST_DAYS = 5
_ONE_DAY = timedelta(days=1)
_NUMBER = re.compile(r"(?:(\d{1,2})\s*[月/.\-]\s*)?(\d{1,2})\s*[日号]?(?:\.0)?(?![\d])\s*(.*)", re.DOTALL)
_YEAR_MONTH = re.compile(r"(?<!\d)(20\d{2})\s*(?:年度?|[-/.年\s])\s*(\d{1,2})(?!\d)\s*月?")
_MONTH_ONLY = re.compile(r"(?<!\d)(\d{1,2})\s*月(?!\s*\d)")
_YEAR_ONLY = re.compile(r"(?<!\d)(20\d{2})\s*年?(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(?!\d)")
_HAN_DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_HAN_YEAR = re.compile(r"[二][〇零○一二三四五六七八九]{3}(?=年)")
_HAN_MONTH = re.compile(r"(?<![一二三四五六七八九十])(十[一二]?|[一二三四五六七八九])月")
_HAN_MONTHS = {sign: number for number, sign in enumerate("一二三四五六七八九十", 1)} | {
    "十一": 11,
    "十二": 12,
}


@dataclass(frozen=True, slots=True)
class DayMark:
    """A heading that names a day, as far as it does."""

    column: int
    day: int
    month: int | None = None
    year: int | None = None
    rest: str = ""  # what else stands in the cell: a weekday, say

    def follows(self, other: DayMark) -> bool:
        """Whether it is the next day, a turn of the month included."""
        return self.day == other.day + 1 or (self.day == 1 and other.day >= 28)


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A day and the columns that hold its codes: one, or those under a merged heading."""

    day: date
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Head:
    """Where the days stand.  ``widths``: columns of each mark."""

    row: int  # from 0
    marks: tuple[DayMark, ...]
    widths: tuple[int, ...]

    @property
    def first_column(self) -> int:
        """The first day's column."""
        return self.marks[0].column

    @property
    def last_column(self) -> int:
        """The last column that belongs to a day."""
        return self.marks[-1].column + self.widths[-1] - 1


def find_head(sheet: Sheet, date1904: bool) -> Head | None:
    """The row that has the longest run of days one after another, at least five; the first of equals."""
    wide = {(top, left): right - left + 1 for top, left, _, right in sheet.merged}
    best: Head | None = None
    for number, row in enumerate(sheet.rows[:HEAD_ROWS]):
        head = _longest_run(number, row, wide, date1904)
        if head is not None and (best is None or len(head.marks) > len(best.marks)):
            best = head
    return best


def _longest_run(number: int, row: Row, wide: Mapping[tuple[int, int], int], date1904: bool) -> Head | None:
    best: list[DayMark] = []
    run: list[DayMark] = []
    for column, value in enumerate(row):
        mark = _day_mark(column, value, date1904)
        if mark is None:
            if run and column < run[-1].column + wide.get((number, run[-1].column), 1):
                continue  # covered by the merged heading before it
            run = []
        elif run and mark.follows(run[-1]) and len(run) < 62:
            run.append(mark)
        else:
            run = [mark]
        if len(run) > len(best):
            best = list(run)
    if len(best) < _LEAST_DAYS:
        return None
    return Head(number, tuple(best), tuple(wide.get((number, mark.column), 1) for mark in best))


def _day_mark(column: int, value: CellValue, date1904: bool) -> DayMark | None:
    if isinstance(value, Fault | bool | time | timedelta):
        return None
    if isinstance(value, float | int) and 1 <= value <= 31:
        return DayMark(column, int(value)) if float(value).is_integer() else None
    whole = read_day(value, date1904)
    if whole is not None:
        return DayMark(column, whole.day, whole.month, whole.year)
    if not isinstance(value, str):
        return None
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", value).strip())
    if found is None or not 1 <= int(found[2]) <= 31 or (found[1] and not 1 <= int(found[1]) <= 12):
        return None
    rest = found[3].strip("()[]【】 \n\t")
    if rest and plain(rest) not in sheet_words().weekdays:
        return None
    return DayMark(column, int(found[2]), int(found[1]) if found[1] else None, None, rest)


def find_month(book: Book, sheet: Sheet, head: Head) -> Month | None:
    """The month by the day headings, else the title, the sheet's name, a settings sheet, the file's name."""
    # Most days decide: a sheet may show the first days of the next month behind the last.
    whole = [Month(mark.year, mark.month) for mark in head.marks if mark.year and mark.month]
    if whole:
        return max(sorted(set(whole)), key=whole.count)
    numbers = [mark.month for mark in head.marks if mark.month is not None]
    month = max(sorted(set(numbers)), key=numbers.count) if numbers else None
    year: int | None = None
    for said_year, said_month in _said(book, sheet, head):
        year = year or said_year
        month = month or said_month
        if year and month:
            return Month(year, month)
    return None


def _said(book: Book, sheet: Sheet, head: Head) -> Iterator[tuple[int | None, int | None]]:
    """Years and months that are said, the nearest to the days first."""
    for number in range(head.row, -1, -1):
        row = sheet.rows[number]
        for column, value in enumerate(row):
            if number < head.row or column < head.first_column:
                yield _year_month(value, book.date1904)
    yield _settings(sheet, head.row)
    yield _year_month(sheet.name, False)
    for other in book.sheets:
        if other is not sheet:
            yield _settings(other, HEAD_ROWS)
    yield _year_month(book.name.replace("\\", "/").rpartition("/")[2], False)


def _year_month(value: CellValue, date1904: bool) -> tuple[int | None, int | None]:
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return (day.year, day.month) if FIRST_YEAR <= day.year <= LAST_YEAR else (None, None)
    if isinstance(value, float):
        serial = serial_day(value, date1904) if value > 36_000 else None
        return (serial.year, serial.month) if serial else (None, None)
    if not isinstance(value, str) or not value:
        return None, None
    shown = unicodedata.normalize("NFKC", value)
    shown = _HAN_YEAR.sub(lambda found: "".join(_HAN_DIGITS.get(sign, sign) for sign in found[0]), shown)
    shown = _HAN_MONTH.sub(lambda found: f"{_HAN_MONTHS[found[1]]}月", shown)
    for pattern in (_YEAR_MONTH, _COMPACT):
        found = pattern.search(shown)
        if found and 1 <= int(found[2]) <= 12:
            return int(found[1]), int(found[2])
    month, year = _MONTH_ONLY.search(shown), _YEAR_ONLY.search(shown)
    in_year = month is not None and 1 <= int(month[1]) <= 12
    return int(year[1]) if year else None, int(month[1]) if month and in_year else None


def _settings(sheet: Sheet, rows: int) -> tuple[int | None, int | None]:
    """Cells headed 年份 and 月份 with the number beside or below."""
    found: dict[str, int] = {}
    for number, row in enumerate(sheet.rows[:rows]):
        for column, value in enumerate(row):
            field = sheet_words().settings.get(plain(value)) if isinstance(value, str) and value else None
            if field is None:
                continue
            for near in (sheet.at(number, column + 1), sheet.at(number + 1, column)):
                said = re.sub(r"\D", "", text(near)) if not isinstance(near, date) else ""
                limits = (2000, LAST_YEAR) if field == "year" else (1, 12)
                if said and len(said) <= 4 and limits[0] <= int(said) <= limits[1]:
                    found.setdefault(field, int(said))
    return found.get("year"), found.get("month")


def date_columns(head: Head, month: Month) -> tuple[tuple[DayColumn, ...], tuple[DayMark, ...]]:
    """The days as dates, and the marks that are no day of the month (31 April).

    Whole dates of that very month are taken as they are.  Else the run's turn from a high number to 1 is the month's
    own first day when fewer days stand before it than after (a period from the 26th to the 25th), and the next
    month's otherwise (a sheet that ends with the next month's first days).
    """
    whole = [day_of(mark.year or 0, mark.month or 0, mark.day) for mark in head.marks]
    if month in {Month.of(day) for day in whole if day} and None not in whole:
        shown = zip(whole, head.marks, head.widths, strict=True)
        return tuple(DayColumn(day, m.column, m.column + width - 1) for day, m, width in shown if day), ()
    turn = next((n for n, mark in enumerate(head.marks) if n and mark.day == 1), None)
    if turn is None:
        shift = [0] * len(head.marks)
    elif turn < len(head.marks) - turn:
        shift = [-1] * turn + [0] * (len(head.marks) - turn)
    else:
        shift = [0] * turn + [1] * (len(head.marks) - turn)
    of = {-1: month.previous(), 0: month, 1: month.next()}
    columns: list[DayColumn] = []
    wrong: list[DayMark] = []
    for mark, width, moved in zip(head.marks, head.widths, shift, strict=True):
        day = day_of(of[moved].year, of[moved].month, mark.day)
        if day is None:
            wrong.append(mark)
        else:
            columns.append(DayColumn(day, mark.column, mark.column + width - 1))
    return tuple(columns), tuple(wrong)


def weekday_row(sheet: Sheet, head: Head) -> int | None:
    """The row of weekdays at the days: below them or above, None when there is none."""
    for number in (head.row + 1, head.row - 1):
        if 0 <= number < len(sheet.rows):
            values = [sheet.at(number, mark.column) for mark in head.marks]
            filled = [value for value in values if not is_blank(value)]
            if len(filled) * 2 >= len(values) and all(is_weekday(value) for value in filled):
                return number
    return None


def is_weekday(value: CellValue) -> bool:
    """A word for a weekday, a date or a serial number (a date shown as its weekday), or such a formula's fault."""
    if isinstance(value, str):
        return plain(value) in sheet_words().weekdays
    if isinstance(value, float):
        return serial_day(value, False) is not None and value > 36_000
    return isinstance(value, date | Fault)


def said_weekday(value: CellValue, date1904: bool) -> int | None:
    """The ISO weekday a heading says, None when it says none."""
    if isinstance(value, str):
        return sheet_words().weekdays.get(plain(value))
    day = read_day(value, date1904) if not isinstance(value, Fault) else None
    return day.isoweekday() if day else None


def heading(sheet: Sheet, head: Head, weekdays: int | None, column: int) -> tuple[str, ...]:
    """What heads a column: in the rows of days and weekdays, then in those above."""
    rows = sorted({head.row, weekdays if weekdays is not None else head.row})
    order = [*rows, *range(rows[0] - 1, max(-1, rows[0] - 3), -1)]
    return tuple(text(value) for row in order if not is_blank(value := cell(sheet.rows[row], column)))
