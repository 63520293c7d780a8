"""Sheets to hand out: a month's roster and a staff list as .xlsx, readable again by this program without loss.

Every text is written as text: a name that begins with ``=`` is no formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.ids import ShiftKindId
from ehr_tui.domain.roster import DayHead, RosterRow, RosterSheet, RosterState
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.errors import InputError
from ehr_tui.exchange.proposal import Cancelled, Progress, StaffLine, Steps
from ehr_tui.exchange.staff_sheet import FIELDS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from ehr_tui.i18n import Words

_BEFORE = ("number", "name", "post")
_AFTER = ("work_days", "rest_days", "nights", "hours", "target", "signature")
_SIGNED_BY = ("made_by", "department", "site_manager", "staff_office")
_LINE = "#808080"
_SHADES = {False: None, True: "#EDEDED"}


def roster_workbook(
    sheet: RosterSheet,
    words: Words,
    kinds: Iterable[ShiftKind] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> bytes:
    """The roster as an .xlsx in the usual layout: title, days, weekdays, people with totals, legend, signatures.

    Several entries of a cell stand as ``上/休``; entries of other departments are left out; changes since the last
    published version are boxed.  ``kinds`` names further kinds (switched off since) that cells may hold.
    Raises InputError ``exchange.kind_unknown`` for an entry of any other kind, ``exchange.cancelled``.
    """
    codes = {kind.id: kind for kind in (*kinds, *sheet.kinds)}
    return _book(
        lambda book: _RosterPage(book, sheet, words, codes).write(Steps(len(sheet.rows), progress, cancelled))
    )


def staff_workbook(
    lines: Sequence[StaffLine],
    words: Words,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> bytes:
    """A staff list as an .xlsx with every field, the required ones marked; without lines it is a form to fill in.

    The caller answers for the phone numbers: they are written as given.  Raises InputError ``exchange.cancelled``.
    """

    def fill(book: Workbook) -> None:
        page = book.add_worksheet(words("exchange.sheet.staff"))
        plain, head = book.add_format({"valign": "vcenter"}), book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        for column, field in enumerate(FIELDS):
            star = "*" if field == "name" else ""
            page.write_string(0, column, words(f"exchange.staff.{field}") + star, head)
        page.set_column(0, len(FIELDS) - 1, 14, plain)
        page.freeze_panes(1, 2)
        steps = Steps(len(lines), progress, cancelled)
        for row, line in enumerate(lines, start=1):
            for column, field in enumerate(FIELDS):
                value = _staff_value(line, field, words)
                if isinstance(value, date):
                    page.write_datetime(row, column, value, day)
                elif value:
                    page.write_string(row, column, value)
            steps.at(row)

    return _book(fill)


def _staff_value(line: StaffLine, field: str, words: Words) -> str | date:
    if field == "name":
        return f"{line.name}({line.mark})" if line.mark else line.name
    value: Any = getattr(line, field)
    if isinstance(value, StrEnum):
        return words(f"exchange.word.{field}.{value.value}")
    if isinstance(value, bool):
        return words("exchange.yes" if value else "exchange.no")
    return "、".join(value) if isinstance(value, tuple) else value or ""


def _book(fill: Callable[[Workbook], None]) -> bytes:
    from xlsxwriter import Workbook

    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    fill(book)
    book.close()
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Look:
    """Formats of the roster, by whether the column is a day off and the cell was changed."""

    title: Any
    head: dict[bool, Any]
    day: dict[bool, Any]
    cells: dict[tuple[bool, bool], Any]
    name: Any
    total: Any
    note: Any


class _RosterPage:
    """Writes one roster."""

    def __init__(
        self, book: Workbook, sheet: RosterSheet, words: Words, kinds: Mapping[ShiftKindId, ShiftKind]
    ) -> None:
        self._sheet = sheet
        self._words = words
        self._kinds = kinds
        self._page: Worksheet = book.add_worksheet(_sheet_name(f"{sheet.month}"))
        self._look = _look(book)
        self._first_day = len(_BEFORE)
        self._first_total = self._first_day + len(sheet.heads)
        self._last = self._first_total + len(_AFTER) - 1

    def write(self, steps: Steps) -> None:
        """Everything, top to bottom."""
        self._heads()
        posts = {post.id: post.name.in_language(self._words.language) for post in self._sheet.posts}
        off = [_is_off(head) for head in self._sheet.heads]
        row = 3
        for number, line in enumerate(self._sheet.rows, start=1):
            self._person(row, line, posts.get(line.post, "") if line.post is not None else "", off)
            row += 1
            steps.at(number)
        self._legend(row + 1)
        self._print()

    def _heads(self) -> None:
        page, look, words, sheet = self._page, self._look, self._words, self._sheet
        published = sheet.version if sheet.state is RosterState.PUBLISHED else 0
        key = "exchange.roster.title_version" if published else "exchange.roster.title_draft"
        title = words(
            key,
            department=sheet.department.name,
            month=sheet.month,
            version=published,
        )
        page.merge_range(0, 0, 0, self._last, "", look.title)
        page.write_string(0, 0, title, look.title)
        for column, field in enumerate(_BEFORE):
            page.write_string(1, column, words(f"exchange.roster.{field}"), look.head[False])
            page.write_blank(2, column, None, look.head[False])
        for column, head in enumerate(sheet.heads, start=self._first_day):
            off = _is_off(head)
            page.write_datetime(1, column, head.day, look.day[off])
            page.write_string(2, column, words(f"exchange.weekday.{head.day.isoweekday()}"), look.head[off])
        for column, field in enumerate(_AFTER, start=self._first_total):
            page.write_string(1, column, words(f"exchange.roster.{field}"), look.head[False])
            page.write_blank(2, column, None, look.head[False])

    def _person(self, row: int, line: RosterRow, post: str, off: Sequence[bool]) -> None:
        page, look = self._page, self._look
        for column, shown in enumerate((line.number, line.name, post)):
            page.write_string(row, column, shown, look.name)
        for column, (cell, is_off) in enumerate(zip(line.cells, off, strict=True), start=self._first_day):
            style = look.cells[is_off, cell.changed]
            if cell.entries:
                page.write_string(
                    row, column, "/".join(self._code(entry.kind) for entry in cell.entries), style
                )
            else:
                page.write_blank(row, column, None, style)
        totals = line.totals
        figures = (
            totals.work_days, totals.rest_days, totals.nights, totals.paid_minutes / 60, totals.target_minutes / 60,
        )  # fmt: skip
        for column, figure in enumerate(figures, start=self._first_total):
            page.write_number(row, column, round(figure, 2), look.total)
        page.write_blank(row, self._last, None, look.total)

    def _code(self, kind: ShiftKindId) -> str:
        found = self._kinds.get(kind)
        if found is None:
            raise InputError("exchange.kind_unknown", kind=int(kind))
        return found.code

    def _legend(self, row: int) -> None:
        """Below the people, in the column of numbers: no name stands there, so it is never read as a person."""
        words, page, language = self._words, self._page, self._words.language
        used = {entry.kind for line in self._sheet.rows for cell in line.cells for entry in cell.entries}
        page.write_string(row, 0, words("exchange.roster.legend"), self._look.note)
        for kind in sorted((self._kinds[kind] for kind in used), key=lambda kind: kind.code):
            row += 1
            meaning = f"{kind.code}  {kind.name.in_language(language)}  {kind.times()}".rstrip()
            page.write_string(row, 0, meaning, self._look.note)
        row += 2
        page.write_string(
            row, 0, "        ".join(words(f"exchange.signed.{who}") for who in _SIGNED_BY), self._look.note
        )

    def _print(self) -> None:
        page = self._page
        page.set_column(0, 0, 11)
        page.set_column(1, 2, 10)
        page.set_column(self._first_day, self._first_total - 1, 4)
        page.set_column(self._first_total, self._last, 7)
        page.freeze_panes(3, self._first_day)
        page.repeat_rows(0, 2)
        page.set_landscape()
        page.set_paper(8 if len(self._sheet.rows) > 40 else 9)  # A3, A4
        page.fit_to_pages(1, 0)


def _look(book: Workbook) -> _Look:
    centred = {"align": "center", "valign": "vcenter", "border": 1, "border_color": _LINE}

    def shaded(off: bool, more: Mapping[str, Any] | None = None) -> Any:
        shade = _SHADES[off]
        return book.add_format({**centred, **({"bg_color": shade} if shade else {}), **(more or {})})

    boxed = {"border": 2, "border_color": "#000000", "bold": True}
    return _Look(
        title=book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        head={off: shaded(off, {"bold": True}) for off in (False, True)},
        day={off: shaded(off, {"bold": True, "num_format": "d"}) for off in (False, True)},
        cells={
            (off, changed): shaded(off, boxed if changed else {})
            for off in (False, True)
            for changed in (False, True)
        },
        name=book.add_format({"valign": "vcenter", "border": 1, "border_color": _LINE}),
        total=book.add_format({**centred, "num_format": "0.##"}),
        note=book.add_format({"valign": "vcenter"}),
    )


def _is_off(head: DayHead) -> bool:
    return head.kind is not DayKind.SWAPPED_WORKDAY and not head.kind.is_working


def _sheet_name(title: str) -> str:
    """A sheet's name may have 31 signs and none of these."""
    return "".join("-" if sign in "[]:*?/\\'" else sign for sign in title)[:31]
