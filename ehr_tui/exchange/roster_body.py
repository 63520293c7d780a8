"""A roster's rows below its head: who is a person, what is a total or remark, and what stands in the cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ehr_tui.domain.import_views import RowIssue
from ehr_tui.exchange.cell_values import (
    LONGEST_NAME,
    CellValue,
    Fault,
    cell,
    clean_name,
    column_letter,
    is_blank,
    stands_for_nothing,
    text,
)
from ehr_tui.exchange.codes import is_punch_record, split_codes
from ehr_tui.exchange.proposal import RosterLine, Steps
from ehr_tui.exchange.roster_head import DayColumn, DayMark
from ehr_tui.exchange.sheet_words import begins_footer, plain, sheet_words
from ehr_tui.exchange.sheets import Sheet

MAX_NAME = 30


@dataclass(slots=True)
class _Person:
    """A row that is taken for a person, being filled."""

    row: int  # from 0
    name: str
    mark: str
    number: str
    department: str
    post: str
    codes: list[tuple[date, str]] = field(default_factory=list)
    sound: bool = True


class RosterBody:
    """Reads rows ``first`` to the end; the results stand in ``people``, ``issues`` and ``ignored`` afterwards."""

    def __init__(
        self,
        sheet: Sheet,
        first: int,
        fields: Mapping[str, int],
        days: tuple[DayColumn, ...],
        wrong: tuple[DayMark, ...],
        known: Collection[str],
    ) -> None:
        self._sheet = sheet
        self._first = first
        self._fields = fields
        self._name_column = fields["name"]
        self._columns = [(column, day.day) for day in days for column in range(day.first, day.last + 1)]
        self._wrong = wrong
        self._known = known
        self._covered, self._tall, self._wide = _merged(sheet, first, self._name_column)
        self._split: dict[str, tuple[str, ...] | None] = {}
        self._department = ""
        self._ended = False  # a footer began, or a gap: rows without codes are no people any more
        self._hours = self._is_hours()
        self.people: list[_Person] = []
        self.issues: list[RowIssue] = []
        self.ignored: list[int] = []

    def read(self, steps: Steps) -> None:
        """Go through all rows."""
        for done, number in enumerate(range(self._first, len(self._sheet.rows)), start=1):
            self._row(number)
            steps.at(done)
        self._refuse_twice()

    def lines(self) -> tuple[RosterLine, ...]:
        """The people without errors."""
        return tuple(
            RosterLine(p.row + 1, p.name, p.mark, p.number, p.department, p.post, tuple(p.codes))
            for p in self.people
            if p.sound
        )

    def _row(self, number: int) -> None:
        row = self._sheet.rows[number]
        if all(is_blank(value) for value in row):
            self._ended = self._ended or bool(self.people)
            return
        value = cell(row, self._name_column)
        filled = list(self._filled(number))
        if self._continues(number):
            self._take_codes(self.people[-1], filled, number)
        elif isinstance(value, Fault):
            self._issue(number, self._name_column, value.value)
        elif self._is_footer(number, text(value)):
            self._ended = True
            self.ignored.append(number + 1)
        elif self._is_aside(number, text(value), filled):
            self.ignored.append(number + 1)
        else:
            self._person(number, text(value), filled)

    def _filled(self, number: int) -> Iterator[tuple[int, CellValue]]:
        row = self._sheet.rows[number]
        width = len(row)
        for column, _ in self._columns:
            value = row[column] if column < width else ""
            if value == "" and (number, column) in self._covered:
                value = self._covered[number, column]
            if value != "" and not is_blank(value):
                yield column, value

    def _continues(self, number: int) -> bool:
        """Whether the row belongs to the person above: their name is merged over both."""
        top = self._tall.get(number)
        return top is not None and bool(self.people) and self.people[-1].row == top

    def _is_footer(self, number: int, shown: str) -> bool:
        first = next((text(value) for value in self._sheet.rows[number] if not is_blank(value)), "")
        return any(begins_footer(candidate) for candidate in {shown, first} if candidate)

    def _is_aside(self, number: int, shown: str, filled: list[tuple[int, CellValue]]) -> bool:
        """Rows that are no person: repeated headings, group headings, counts, legends, remarks."""
        key = plain(shown)
        if key in sheet_words().roster or number in self._wide:
            return True
        if not filled:
            return self._ended or not _is_person(shown)
        counts = not self._hours and all(_is_number(value) for _, value in filled)
        if not shown:
            return counts or self._ended or any(begins_footer(text(value)) for _, value in filled)
        if counts and (self._ended or key in sheet_words().codes):
            return True
        # A legend: the code where names stand, its meaning beside it.
        return self._ended and (shown in self._split or key in sheet_words().codes or not _is_person(shown))

    def _person(self, number: int, shown: str, filled: list[tuple[int, CellValue]]) -> None:
        row = self._sheet.rows[number]
        name, mark = clean_name(shown)
        if not _is_person(name):
            code = "name_missing" if not name else "name_odd"
            self._issue(number, self._name_column, code, name=name[:30])
            return
        department = self._text(number, "department") or self._department
        self._department = department
        person = _Person(
            number, name, mark, self._text(number, "number"), department, self._text(number, "post")
        )
        self.people.append(person)
        self._take_codes(person, filled, number)
        for wrong in self._wrong:
            if not stands_for_nothing(cell(row, wrong.column)):
                self._refuse(person, number, wrong.column, "no_such_day", day=wrong.day)

    def _text(self, number: int, name: str) -> str:
        column = self._fields.get(name)
        if column is None:
            return ""
        value = self._sheet.at(number, column)
        if is_blank(value):
            value = self._covered.get((number, column), "")
        return " ".join(unicodedata.normalize("NFKC", text(value)).split())

    def _take_codes(self, person: _Person, filled: list[tuple[int, CellValue]], number: int) -> None:
        days = dict(self._columns)
        for column, value in filled:
            if isinstance(value, Fault):
                self._refuse(person, number, column, value.value)
                continue
            if isinstance(value, date):
                self._refuse(person, number, column, "code_is_date")
                continue
            shown = text(value)
            if len(shown) > LONGEST_NAME:
                self._refuse(person, number, column, "cell_long", found=len(shown), limit=LONGEST_NAME)
                break
            codes = self._codes(shown)
            if codes is None:
                self._refuse(person, number, column, "punch_times")
                break
            if number != person.row and (number, column) in self._covered:
                continue  # one cell over both rows of a person
            person.codes.extend((days[column], code) for code in codes)
        if number != person.row:
            person.codes.sort(key=lambda dated: dated[0])  # stable: the upper row first

    def _codes(self, shown: str) -> tuple[str, ...] | None:
        """The codes of a cell, None for clock times."""
        if shown not in self._split:
            punched = shown not in self._known and is_punch_record(shown)
            codes = None if punched else split_codes(shown, self._known)
            self._split[shown] = codes
            for code in codes or ():
                self._split.setdefault(code, (code,))
        return self._split[shown]

    def _refuse_twice(self) -> None:
        """The same person twice: which row holds is not for the import to say, so none does."""
        by_name: dict[str, list[_Person]] = {}
        by_number: dict[str, list[_Person]] = {}
        for person in self.people:
            by_name.setdefault(person.name.casefold(), []).append(person)
            if person.number:
                by_number.setdefault(person.number.casefold(), []).append(person)
        for same in by_name.values():
            numbers = {person.number.casefold() for person in same}
            if len(same) > 1 and ("" in numbers or len(numbers) < len(same)):
                self._refuse_all(same, self._name_column, "name_twice")
        for same in by_number.values():
            if len({person.name.casefold() for person in same}) > 1:
                self._refuse_all(same, self._fields["number"], "number_twice")

    def _refuse_all(self, people: list[_Person], column: int, code: str) -> None:
        for person in people:
            other = next(p.row for p in people if p is not person)
            self._refuse(person, person.row, column, code, name=person.name, other_row=other + 1)

    def _refuse(self, person: _Person, row: int, column: int, code: str, **figures: int | str | date) -> None:
        person.sound = False
        self._issue(row, column, code, **figures)

    def _issue(self, row: int, column: int, code: str, **figures: int | str | date) -> None:
        self.issues.append(
            RowIssue(self._sheet.name, row + 1, column_letter(column), code, tuple(figures.items()))
        )

    def _is_hours(self) -> bool:
        """Whether the cells hold hours rather than codes: then a row of numbers is no count."""
        numbers = words = 0
        columns = [column for column, _ in self._columns]
        for row in self._sheet.rows[self._first :]:
            for column in columns:
                value = row[column] if column < len(row) else ""
                if isinstance(value, str):
                    words += value != ""
                elif _is_number(value):
                    numbers += 1
        return numbers > words


def _merged(
    sheet: Sheet, first: int, name_column: int
) -> tuple[dict[tuple[int, int], CellValue], dict[int, int], set[int]]:
    """Values of covered cells; rows whose name is covered → the name's row; rows with a heading across the days."""
    covered: dict[tuple[int, int], CellValue] = {}
    tall: dict[int, int] = {}
    wide: set[int] = set()
    for top, left, bottom, right in sheet.merged:
        last = min(bottom, len(sheet.rows) - 1)
        if last < first:
            continue
        value = sheet.at(top, left)
        if left <= name_column < right:
            wide.update(range(max(top, first), last + 1))
            continue
        for row in range(max(top, first), last + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    covered[row, column] = value
            if left == name_column and row > top:
                tall[row] = top
    return covered, tall, wide


def _is_number(value: CellValue) -> bool:
    if isinstance(value, float | int):
        return not isinstance(value, bool)
    return isinstance(value, str) and value.strip().replace(".", "", 1).isdecimal()


def _is_person(shown: str) -> bool:
    return 1 < len(shown) <= MAX_NAME and any(sign.isalpha() for sign in shown) and ":" not in shown
