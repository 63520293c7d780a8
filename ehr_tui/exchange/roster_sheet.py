"""A month's roster from a sheet, in whatever of the usual layouts an office keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from ehr_tui.domain.import_views import RowIssue
from ehr_tui.domain.month import Month
from ehr_tui.errors import InputError
from ehr_tui.exchange.cell_values import cell, clean_name, column_letter, is_blank, text
from ehr_tui.exchange.proposal import Cancelled, Column, Progress, RosterLine, RosterProposal, Steps
from ehr_tui.exchange.roster_body import RosterBody
from ehr_tui.exchange.roster_head import (
    DayColumn,
    Head,
    date_columns,
    find_head,
    find_month,
    heading,
    said_weekday,
    weekday_row,
)
from ehr_tui.exchange.sheet_words import plain, sheet_words
from ehr_tui.exchange.sheets import Book, Sheet

FIELDS = ("name", "number", "department", "post")
"""What an overriding mapping may place."""

_GUESSED_FROM = 60  # rows looked at to guess a column


def roster_sheets(book: Book) -> tuple[str, ...]:
    """The visible sheets that hold a roster."""
    return tuple(s.name for s in book.sheets if s.visible and find_head(s, book.date1904) is not None)


def roster_proposal(
    book: Book,
    sheet: str = "",
    month: Month | None = None,
    mapping: Collection[tuple[str, int]] = (),
    known: Collection[str] = frozenset(),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> RosterProposal:
    """Read a roster; without ``sheet`` the first visible one that holds a roster.

    ``month`` overrides what the sheet says (a remark tells when they differ); without it and without a word in the
    sheet, the proposal's month is None and the error ``month_unknown`` stands.  ``mapping`` is field → column (0 for
    A) and overrides what is recognised.  ``known`` are codes to be taken as they stand.
    Raises InputError ``exchange.no_roster``, ``.no_such_sheet``, ``.no_name_column``, ``.no_such_column``,
    ``.cancelled``.
    """
    found = roster_sheets(book)
    if not sheet and not found:
        raise InputError("exchange.no_roster", file=book.name)
    chosen = book.sheet(sheet or found[0])
    head = find_head(chosen, book.date1904)
    if head is None:
        raise InputError("exchange.no_roster", file=book.name)
    weekdays = weekday_row(chosen, head)
    fields = _fields(chosen, head, weekdays, dict(mapping))
    if "name" not in fields:
        raise InputError("exchange.no_name_column", file=book.name, sheet=chosen.name)
    first = max(head.row, weekdays if weekdays is not None else 0) + 1
    said = find_month(book, chosen, head)
    taken = month or said
    errors, warnings = _about_month(chosen, head, taken, said)
    days, wrong = date_columns(head, taken) if taken else ((), ())
    if taken:
        warnings += _about_weekdays(book, chosen, head, weekdays, days)
    body = RosterBody(chosen, first, fields, days, wrong, known)
    body.read(Steps(max(0, len(chosen.rows) - first), progress, cancelled))
    lines = body.lines()
    return RosterProposal(
        sheet=chosen.name,
        month=taken,
        title=_title(chosen, head),
        days=_days(days, taken, lines),
        lines=lines,
        codes=_count(lines),
        errors=(*errors, *sorted(body.issues, key=lambda issue: issue.row)),
        warnings=tuple(warnings),
        ignored=tuple(body.ignored),
        columns=_columns(chosen, head, weekdays, fields),
        header_row=head.row + 1,
        other_sheets=tuple(name for name in found if name != chosen.name),
    )


def _fields(sheet: Sheet, head: Head, weekdays: int | None, override: Mapping[str, int]) -> dict[str, int]:
    width = max((len(row) for row in sheet.rows), default=0)
    for field, column in override.items():
        if field in FIELDS and not 0 <= column < width:
            raise InputError("exchange.no_such_column", field=field, column=column + 1)
    found: dict[str, int] = {}
    for column in range(head.first_column):
        for title in heading(sheet, head, weekdays, column):
            field = sheet_words().roster.get(plain(title), "")
            if field in FIELDS and field not in found:
                found[field] = column
                break
    found.update({field: column for field, column in override.items() if field in FIELDS})
    first = max(head.row, weekdays if weekdays is not None else 0) + 1
    if "name" not in found:
        guess = _guess_name(sheet, head, first, set(found.values()))
        if guess is not None:
            found["name"] = guess
    if "name" in found and "department" not in found:
        site = _guess_site(sheet, head, weekdays, first, found)
        if site is not None:
            found["department"] = site
    return found


def _guess_name(sheet: Sheet, head: Head, first: int, taken: set[int]) -> int | None:
    """The column before the days with most texts like a Chinese name; the nearest to the days of equals."""
    best, most = None, 0
    for column in range(head.first_column):
        if column in taken:
            continue
        like = sum(_is_han_name(text(cell(row, column))) for row in sheet.rows[first : first + _GUESSED_FROM])
        if like and like >= most:
            best, most = column, like
    return best


def _is_han_name(shown: str) -> bool:
    name, _ = clean_name(shown)
    return 2 <= len(name) <= 4 and all("\u3400" <= sign <= "\u9fff" for sign in name)


def _guess_site(
    sheet: Sheet, head: Head, weekdays: int | None, first: int, found: Mapping[str, int]
) -> int | None:
    """A column without heading before the names with words merged over several rows: the site."""
    for column in range(found["name"]):
        # A title merged over the first columns heads none of them.
        headed = any(plain(text(sheet.at(row, column))) for row in (head.row, weekdays) if row is not None)
        merged = any(
            left == column == right and bottom > top >= first for top, left, bottom, right in sheet.merged
        )
        if column not in found.values() and merged and not headed:
            return column
    return None


def _about_month(
    sheet: Sheet, head: Head, taken: Month | None, said: Month | None
) -> tuple[list[RowIssue], list[RowIssue]]:
    column = column_letter(head.first_column)
    if taken is None:
        return [RowIssue(sheet.name, head.row + 1, column, "month_unknown")], []
    if said is not None and said != taken:
        figures = (("said", str(said)), ("taken", str(taken)))
        return [], [RowIssue(sheet.name, head.row + 1, column, "month_differs", figures)]
    return [], []


def _about_weekdays(
    book: Book, sheet: Sheet, head: Head, weekdays: int | None, days: tuple[DayColumn, ...]
) -> list[RowIssue]:
    """One remark for all days whose weekday is not the month's: which is the first, how many there are."""
    beside = {mark.column: mark.rest for mark in head.marks}
    differing: list[tuple[DayColumn, str]] = []
    for day in days:
        value = sheet.at(weekdays, day.first) if weekdays is not None else beside.get(day.first, "")
        said = said_weekday(value, book.date1904)
        if said is not None and said != day.day.isoweekday():
            differing.append((day, text(value) if isinstance(value, str) else str(said)))
    if not differing:
        return []
    first, shown = differing[0]
    row = weekdays if weekdays is not None else head.row
    figures = (("day", first.day), ("said", shown), ("count", len(differing)))
    return [RowIssue(sheet.name, row + 1, column_letter(first.first), "weekday_differs", figures)]


def _title(sheet: Sheet, head: Head) -> str:
    """The first text above the days."""
    for row in sheet.rows[: head.row]:
        for value in row:
            if isinstance(value, str) and not is_blank(value):
                return " ".join(text(value).split())
    return ""


def _days(
    days: tuple[DayColumn, ...], month: Month | None, lines: tuple[RosterLine, ...]
) -> tuple[date, ...]:
    """The days, without those of a neighbouring month in which nothing stands."""
    used = {day for line in lines for day, _ in line.codes}
    return tuple(d.day for d in days if d.day in used or (month and Month.of(d.day) == month))


def _count(lines: tuple[RosterLine, ...]) -> dict[str, int]:
    return dict(Counter(code for line in lines for _, code in line.codes).most_common())


def _columns(sheet: Sheet, head: Head, weekdays: int | None, fields: Mapping[str, int]) -> tuple[Column, ...]:
    by_column = {column: field for field, column in fields.items()}
    columns = []
    for column in range(max([head.first_column, *(column + 1 for column in by_column)])):
        if column in by_column or column < head.first_column:
            titles = heading(sheet, head, weekdays, column)
            known = [title for title in titles if plain(title) in sheet_words().roster]
            columns.append(
                Column(by_column.get(column, ""), column, " ".join((known or [*titles, ""])[0].split()))
            )
    first_day = text(sheet.at(head.row, head.first_column))
    return (*columns, Column("first_day", head.first_column, " ".join(first_day.split())))
