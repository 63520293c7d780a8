"""A duty list from a sheet: one row per date, the people on duty in one cell or in several."""

from __future__ import annotations

import re
from datetime import date

from ehr_tui.domain.import_views import RowIssue
from ehr_tui.domain.month import Month
from ehr_tui.errors import InputError
from ehr_tui.exchange.cell_values import Fault, cell, clean_name, column_letter, is_blank, read_day, text
from ehr_tui.exchange.proposal import (
    Cancelled,
    Column,
    DutyLine,
    DutyProposal,
    Progress,
    RosterLine,
    RosterProposal,
    Steps,
)
from ehr_tui.exchange.sheet_words import begins_footer, plain, sheet_words
from ehr_tui.exchange.sheets import Book, Sheet

HEADER_ROWS = 20
_BETWEEN = re.compile(r"[\s、，,;；/]+")


def duty_proposal(
    book: Book, sheet: str = "", progress: Progress | None = None, cancelled: Cancelled | None = None
) -> DutyProposal:
    """Read a duty list; without ``sheet`` the first visible one that holds one.

    Raises InputError ``exchange.no_duty_list``, ``.no_such_sheet``, ``.cancelled``.
    """
    chosen = [book.sheet(sheet)] if sheet else [s for s in book.sheets if s.visible]
    heads = ((one, head) for one in chosen if (head := _head(one)) is not None)
    found, head = next(heads, (None, None))
    if found is None or head is None:
        raise InputError("exchange.no_duty_list", file=book.name)
    header, day_column, people_columns = head
    lines: list[DutyLine] = []
    errors: list[RowIssue] = []
    ignored: list[int] = []
    seen: dict[date, int] = {}
    steps = Steps(len(found.rows) - header - 1, progress, cancelled)

    def refuse(row: int, column: int, code: str, **figures: int | str | date) -> None:
        errors.append(RowIssue(found.name, row, column_letter(column), code, tuple(figures.items())))

    for done, row in enumerate(found.rows[header + 1 :], start=1):
        steps.at(done)
        number = header + 1 + done
        said = cell(row, day_column)
        faults = [column for column in (day_column, *people_columns) if isinstance(cell(row, column), Fault)]
        day = None if faults else read_day(said, book.date1904)
        names = _names([text(cell(row, column)) for column in people_columns])
        if faults:
            refuse(number, faults[0], "formula_no_value")
        elif day is None and (is_blank(said) or begins_footer(text(said))):
            if any(not is_blank(value) for value in row):
                ignored.append(number)
        elif day is None:
            refuse(number, day_column, "not_a_date", text=text(said)[:30])
        elif day in seen:
            refuse(number, day_column, "day_twice", day=day, other_row=seen[day])
        elif names:
            lines.append(DutyLine(number, day, names))
        if day is not None:
            seen.setdefault(day, number)
    columns = (
        Column("day", day_column, text(found.at(header, day_column))),
        *(Column("people", column, text(found.at(header, column))) for column in people_columns),
    )
    return DutyProposal(found.name, tuple(lines), tuple(errors), tuple(ignored), columns, header + 1)


def _names(cells: list[str]) -> tuple[str, ...]:
    names = (clean_name(part)[0] for shown in cells for part in _BETWEEN.split(shown) if part)
    return tuple(dict.fromkeys(name for name in names if name))


def _head(sheet: Sheet) -> tuple[int, int, tuple[int, ...]] | None:
    """Header row, the date's column, the people's columns."""
    for number, row in enumerate(sheet.rows[:HEADER_ROWS]):
        fields = [
            sheet_words().duty.get(plain(value)) if isinstance(value, str) and value else None
            for value in row
        ]
        if "day" in fields and "people" in fields:
            people = tuple(column for column, field in enumerate(fields) if field == "people")
            return number, fields.index("day"), people
    return None


DUTY = "值班"
"""The code that whoever stands in a duty list gets: what it means is decided as of any other code."""


def duty_roster(duty: DutyProposal) -> RosterProposal:
    """A duty list as a roster: a row for each person, at the first row that names them."""
    rows: dict[str, int] = {}
    days: dict[str, list[tuple[date, str]]] = {}
    for line in duty.lines:
        for name in line.names:
            rows.setdefault(name, line.row)
            days.setdefault(name, []).append((line.day, DUTY))
    lines = tuple(RosterLine(rows[name], name, codes=tuple(codes)) for name, codes in days.items())
    months = [Month.of(line.day) for line in duty.lines]
    return RosterProposal(
        sheet=duty.sheet,
        month=months[0] if months else None,
        title="",
        days=tuple(line.day for line in duty.lines),
        lines=lines,
        codes={DUTY: sum(len(line.codes) for line in lines)},
        errors=duty.errors,
        warnings=(),
        ignored=duty.ignored,
        columns=duty.columns,
        header_row=duty.header_row,
    )
