"""A staff list from a sheet: which column is what, and every row as a person or as errors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeVar

from ehr_tui.domain.import_views import RowIssue
from ehr_tui.errors import InputError
from ehr_tui.exchange.cell_values import (
    CellValue,
    Fault,
    Row,
    cell,
    clean_name,
    column_letter,
    is_blank,
    read_day,
    stands_for_nothing,
    text,
)
from ehr_tui.exchange.proposal import Cancelled, Column, Progress, StaffLine, StaffProposal, Steps
from ehr_tui.exchange.sheet_words import begins_footer, plain, sheet_words
from ehr_tui.exchange.sheets import Book, Sheet

FIELDS = (
    "number", "name", "sex", "birth_date", "phone", "department", "post", "employment", "contractor", "contract_from",
    "contract_to", "hours_system", "period", "approval", "probation_to", "hire_date", "leave_date", "standby",
    "education", "major", "languages", "skills", "contact_name", "contact_relation", "contact_phone", "channel",
    "remark",
)  # fmt: skip
"""What an overriding mapping may place."""
SAMPLES = 3
LONGEST = 2000
"""Signs in a cell, as the longest remark may have."""

HEADER_ROWS = 20  # the headings lie within these
_MOBILE = re.compile(r"1[3-9]\d{9}")
_FIXED = re.compile(r"(0\d{2,3})(\d{7,8})")
_LOCAL = re.compile(r"\d{3,8}")
_PHONE_SIGNS = re.compile(r"[\s\-()+.]")
V = TypeVar("V")
_DAYS = ("birth_date", "contract_from", "contract_to", "probation_to", "hire_date", "leave_date")
_SHARED = ("department", "post", "contractor", "employment", "hours_system")
"""What a list says once for several people below each other, in a merged cell."""
_SKILLS = re.compile(r"[、，,;；/\n]+")


def staff_sheets(book: Book) -> tuple[str, ...]:
    """The visible sheets that hold a staff list."""
    return tuple(s.name for s in book.sheets if s.visible and _header_row(s) is not None)


def staff_proposal(
    book: Book,
    sheet: str = "",
    mapping: Collection[tuple[str, int]] = (),
    required: Collection[str] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> StaffProposal:
    """Read a staff list; without ``sheet`` the first visible one that holds one.

    ``mapping`` is field → column (0 for A) and overrides what is recognised; a column with an empty field is left
    out.  ``required``: fields that no row may lack; left out, the name and those whose heading bears an asterisk.
    Raises InputError ``exchange.no_staff_list``, ``.only_hidden``, ``.no_such_sheet``, ``.no_such_column``,
    ``.cancelled``.
    """
    placed = {column: field for field, column in mapping if field in ("", *FIELDS)}
    override = {field: column for column, field in placed.items() if field}
    found = staff_sheets(book)
    if not sheet and not found and "name" not in override:
        hidden = next((s.name for s in book.sheets if not s.visible and _header_row(s) is not None), "")
        if hidden:
            raise InputError("exchange.only_hidden", file=book.name, sheet=hidden)
        raise InputError("exchange.no_staff_list", file=book.name)
    chosen = book.sheet(sheet or (found or (book.sheets[0].name,))[0])
    header = _header_row(chosen)
    if header is None and "name" not in override:
        raise InputError("exchange.no_staff_list", file=book.name)
    header = header or 0
    columns = _columns(chosen, header, placed)
    if required is None:
        starred = {c.field for c in columns if c.field and re.search(r"[*＊]", c.title)}
        required = {"name"} | starred
    reader = _Reader(book, chosen, columns, frozenset(required))
    reader.read(header + 1, Steps(len(chosen.rows) - header - 1, progress, cancelled))
    return StaffProposal(
        sheet=chosen.name,
        lines=tuple(line for line in reader.lines if line.row not in reader.refused),
        errors=tuple(sorted(reader.errors, key=lambda issue: issue.row)),
        warnings=tuple(sorted(reader.warnings, key=lambda issue: issue.row)),
        ignored=tuple(reader.ignored),
        columns=columns,
        header_row=header + 1,
    )


def _header_row(sheet: Sheet) -> int | None:
    """The row with most known headings, a name among at least two; the first of equals."""
    best, most = None, 1
    for number, row in enumerate(sheet.rows[:HEADER_ROWS]):
        fields = {sheet_words().staff.get(plain(value)) for value in row if isinstance(value, str) and value}
        fields.discard(None)
        if "name" in fields and len(fields) > most:
            best, most = number, len(fields)
    return best


def _columns(sheet: Sheet, header: int, placed: Mapping[int, str]) -> tuple[Column, ...]:
    width = len(sheet.rows[header]) if sheet.rows else 0
    for column, field in placed.items():
        if not 0 <= column < width:
            raise InputError("exchange.no_such_column", field=field, column=column + 1)
    taken = set(placed.values())
    columns: list[Column] = []
    for number in range(width):
        title = text(sheet.at(header, number))
        above = text(sheet.at(header - 1, number))
        field = placed.get(number, "")
        for candidate in (title, above):
            known = sheet_words().staff.get(plain(candidate), "") if candidate else ""
            if number not in placed and not field and known and known not in taken:
                field, title = known, candidate
                taken.add(known)
        samples = _samples(sheet, header, number)
        if field or title or samples:
            columns.append(Column(field, number, " ".join(title.split()), samples))
    return tuple(columns)


def _samples(sheet: Sheet, header: int, column: int) -> tuple[str, ...]:
    """The first few different values below a heading."""
    found: dict[str, None] = {}
    for row in sheet.rows[header + 1 : header + 30]:
        shown = " ".join(text(cell(row, column))[:200].split())[:24]
        if shown and len(found) < SAMPLES:
            found[shown] = None
    return tuple(found)


def _covered(sheet: Sheet, columns: Collection[int]) -> dict[int, dict[int, CellValue]]:
    """What merged cells of these columns say of the rows below their first, by row and column."""
    found: dict[int, dict[int, CellValue]] = {}
    for top, left, bottom, right in sheet.merged:
        if left == right and left in columns:
            for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
                found.setdefault(row, {})[left] = sheet.at(top, left)
    return found


def _completed(row: Row, said: Mapping[int, CellValue]) -> Row:
    """A row with what merged cells above say of it."""
    wide = [*row, *[""] * (max(said) + 1 - len(row))]
    for column, value in said.items():
        wide[column] = value
    return tuple(wide)


class _Reader:
    """Goes through the rows, gathering people and issues."""

    def __init__(
        self, book: Book, sheet: Sheet, columns: tuple[Column, ...], required: frozenset[str]
    ) -> None:
        self._date1904 = book.date1904
        self._sheet = sheet
        self._fields = {column.field: column.index for column in columns if column.field}
        self._titles = {column.field: column.title for column in columns}
        self._required = [field for field in FIELDS if field in required]
        self._covered = _covered(sheet, {self._fields[field] for field in _SHARED if field in self._fields})
        self.lines: list[StaffLine] = []
        self.errors: list[RowIssue] = []
        self.warnings: list[RowIssue] = []
        self.ignored: list[int] = []
        self.refused: set[int] = set()  # rows with an error

    def read(self, first: int, steps: Steps) -> None:
        """Rows from ``first`` to the end, then what only the whole list shows."""
        for done, number in enumerate(range(first, len(self._sheet.rows)), start=1):
            row = self._sheet.rows[number]
            said = self._covered.get(number)
            filled = [value for value in row if not is_blank(value)]
            if filled and self._is_aside(row, filled):
                self.ignored.append(number + 1)
            elif filled:
                self._line(number + 1, row if said is None else _completed(row, said))
            steps.at(done)
        self._refuse_twice()

    def _is_aside(self, row: Row, filled: list[CellValue]) -> bool:
        """Totals, remarks below the list, headings repeated on each page."""
        name = cell(row, self._fields["name"])
        if isinstance(name, Fault):
            return False
        if is_blank(name):
            return len(filled) == 1 or begins_footer(text(filled[0]))
        return sheet_words().staff.get(plain(text(name))) == "name" or (
            len(filled) <= 2 and begins_footer(text(filled[0]))
        )

    def _line(self, number: int, row: Row) -> None:
        for field, column in self._fields.items():
            value = cell(row, column)
            if isinstance(value, Fault):
                self._refuse(number, field, value.value)
            elif isinstance(value, str) and len(value) > LONGEST:
                self._refuse(number, field, "cell_long", found=len(value), limit=LONGEST)
        if number in self.refused and any(isinstance(value, str) and len(value) > LONGEST for value in row):
            return  # nothing in such a row is worth taking apart
        for field in self._required:
            value = cell(row, self._fields.get(field, -1))
            if stands_for_nothing(value):
                self._refuse(number, field, "missing", title=self._title(field))
        name, mark = clean_name(self._text(row, "name"))
        days = {field: self._day(number, row, field) for field in _DAYS}
        hired, left = days["hire_date"], days["leave_date"]
        if hired and left and left < hired:
            self._refuse(number, "leave_date", "leave_before_hire", hired=hired, left=left)
        begins, ends = days["contract_from"], days["contract_to"]
        if begins and ends and ends < begins:
            self._refuse(number, "contract_to", "contract_reversed", first=begins, last=ends)
        words = sheet_words()
        self.lines.append(
            StaffLine(
                row=number,
                number="".join(self._text(row, "number").split()),
                name=name,
                phone=self._phone(number, row, "phone"),
                department=self._text(row, "department"),
                post=self._text(row, "post"),
                channel=self._text(row, "channel"),
                employment=self._word(number, row, "employment", words.employment),
                sex=self._word(number, row, "sex", words.sex),
                education=self._word(number, row, "education", words.education),
                major=self._text(row, "major"),
                languages=self._several(row, "languages"),
                skills=self._several(row, "skills"),
                remark=self._raw(row, "remark"),
                mark=mark,
                contractor=self._text(row, "contractor"),
                hours_system=self._word(number, row, "hours_system", words.hours_system),
                period=self._word(number, row, "period", words.period),
                approval=self._text(row, "approval"),
                standby=self._word(number, row, "standby", words.yes),
                contact_name=self._text(row, "contact_name"),
                contact_relation=self._text(row, "contact_relation"),
                contact_phone=self._phone(number, row, "contact_phone"),
                **days,
            )
        )

    def _title(self, field: str) -> str:
        return self._titles.get(field, field).replace("*", "").strip()

    def _raw(self, row: Row, field: str) -> str:
        value = cell(row, self._fields.get(field, -1))
        return "" if stands_for_nothing(value) else text(value)

    def _text(self, row: Row, field: str) -> str:
        """One line, plain signs, single blanks."""
        return " ".join(unicodedata.normalize("NFKC", self._raw(row, field)).split())

    def _day(self, number: int, row: Row, field: str) -> date | None:
        value = cell(row, self._fields.get(field, -1))
        if stands_for_nothing(value) or isinstance(value, Fault):
            return None
        day = read_day(value, self._date1904)
        if day is None:
            self._refuse(number, field, "not_a_date", text=text(value)[:30])
        return day

    def _phone(self, number: int, row: Row, field: str) -> str:
        """A mobile number, a fixed line as ``020-12345678``, or an extension of three to eight digits."""
        digits = _PHONE_SIGNS.sub("", self._text(row, field))
        digits = re.sub(r"^(?:0086|86)(?=1\d{10}$)", "", digits)
        if not digits or _MOBILE.fullmatch(digits) or _LOCAL.fullmatch(digits):
            return digits
        fixed = _FIXED.fullmatch(digits)
        if fixed:
            area = digits[:3] if digits[1] in "12" else digits[:4]  # 010, 02x: three digits
            return f"{area}-{digits[len(area) :]}"
        self._refuse(number, field, "not_a_phone")
        return ""

    def _several(self, row: Row, field: str) -> tuple[str, ...]:
        parts = (part.strip() for part in _SKILLS.split(self._raw(row, field)))
        return tuple(dict.fromkeys(part for part in parts if part))

    def _word(self, number: int, row: Row, field: str, words: Mapping[str, V]) -> V | None:
        """A value that is one of a few; any other is told and left open."""
        shown = self._text(row, field)
        if not shown:
            return None
        value = words.get(plain(shown))
        if value is None:
            code = "employment_unknown" if field == "employment" else "word_unknown"
            figures = {"text": shown[:30]} if field == "employment" else {
                "text": shown[:30], "title": self._title(field)
            }  # fmt: skip
            self._issue(self.warnings, number, field, code, figures)
        return value

    def _refuse_twice(self) -> None:
        """Which of two rows holds is not for the import to say, so none does.

        One name with different numbers may well be two people; one phone shared by two is only odd.
        """
        by_number = self._alike("number")
        by_name = self._alike("name")
        for same in by_number:
            self._tell_all(same, "number", "number_twice", error=True)
        for same in by_name:
            numbers = {line.number.casefold() for line in same}
            sure = "" not in numbers and len(numbers) == len(same)
            self._tell_all(same, "name", "same_name" if sure else "name_twice", error=not sure)
        for same in self._alike("phone"):
            self._tell_all(same, "phone", "same_phone", error=False)

    def _alike(self, field: str) -> list[list[StaffLine]]:
        groups: dict[str, list[StaffLine]] = {}
        for line in self.lines:
            value = getattr(line, field)
            if value:
                groups.setdefault(value.casefold(), []).append(line)
        return [group for group in groups.values() if len(group) > 1]

    def _tell_all(self, same: list[StaffLine], field: str, code: str, *, error: bool) -> None:
        for line in same:
            other = same[0] if line is not same[0] else same[1]
            if error:
                self._refuse(line.row, field, code, other_row=other.row)
            else:
                self._issue(self.warnings, line.row, field, code, {"other_row": other.row})

    def _refuse(self, number: int, field: str, code: str, **figures: int | str | date) -> None:
        self.refused.add(number)
        self._issue(self.errors, number, field, code, figures)

    def _issue(
        self, to: list[RowIssue], number: int, field: str, code: str, figures: Mapping[str, Any]
    ) -> None:
        column = column_letter(self._fields[field]) if field in self._fields else ""
        to.append(RowIssue(self._sheet.name, number, column, code, tuple(figures.items())))
