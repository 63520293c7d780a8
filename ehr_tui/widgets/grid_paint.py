"""Draws the roster grid line by line: every line is exactly as wide as the widget, in display cells."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from textual.strip import Strip

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.roster import DayHead, RowTotals
from ehr_tui.i18n import t
from ehr_tui.theme import Signs
from ehr_tui.widgets.cells import fit, shorten, width_of
from ehr_tui.widgets.grid_cursor import Cursor
from ehr_tui.widgets.grid_geometry import Columns, Lines
from ehr_tui.widgets.grid_looks import (
    RESTRICTED_MARK,
    SEVERAL_MARK,
    TAKEN_MARK,
    UNKNOWN_KEY,
    CellLooks,
    Piece,
    rank_mark,
)
from ehr_tui.widgets.grid_model import GridModel
from ehr_tui.widgets.grid_styles import GridStyles, Shade


@dataclass(frozen=True, slots=True)
class View:
    """What of the sheet is looked at, and where."""

    cursor: Cursor = Cursor()
    first_row: int = 0
    first_day: int = 0
    first_line: int = 0
    taken: tuple[int, int] | None = None
    pending: str = ""
    focused: bool = True


def shade_of(head: DayHead) -> int:
    """The ground of a day's column."""
    if head.kind.is_holiday:
        return Shade.HOLIDAY
    return Shade.PLAIN if head.kind.is_working else Shade.WEEKEND


def is_special(head: DayHead) -> bool:
    """Whether the third header line has something to say about a day."""
    return head.provisional or head.kind.is_holiday or head.kind is DayKind.SWAPPED_WORKDAY


def hours(minutes: int, exact: bool = True) -> str:
    """Minutes as hours with at most one decimal: 157.5, 168."""
    tenths = (abs(minutes) * 10 + 30) // 60
    text = str(tenths // 10) + (f".{tenths % 10}" if tenths % 10 and exact else "")
    return "-" + text if minutes < 0 and tenths else text


def hours_of(totals: RowTotals, width: int) -> str:
    """Hours against target, the target's decimal dropped where there is no room."""
    text = f"{hours(totals.paid_minutes)}/{hours(totals.target_minutes)}"
    if len(text) > width:
        text = f"{hours(totals.paid_minutes)}/{hours(totals.target_minutes, exact=False)}"
    return text if len(text) <= width else hours(totals.paid_minutes)


def strip_of(pieces: list[Piece], width: int) -> Strip:
    """Pieces as a strip, neighbours of one style joined: fewer bytes on the wire."""
    segments: list[Segment] = []
    text, style = "", None
    for piece, look in pieces:
        if look is style:
            text += piece
        else:
            if text and style is not None:
                segments.append(Segment(text, style))
            text, style = piece, look
    if text and style is not None:
        segments.append(Segment(text, style))
    return Strip(segments, width)


class GridPainter:
    """Paints one model in one arrangement.  A new one is made for another size, theme or language."""

    def __init__(
        self, model: GridModel, columns: Columns, lines: Lines, styles: GridStyles, signs: Signs, plain: bool
    ) -> None:
        self.model = model
        self.columns = columns
        self.lines = lines
        self.styles = styles
        self.signs = signs
        self.plain = plain
        self.shades = tuple(shade_of(head) for head in model.sheet.heads)
        self.weekdays = t("grid.weekdays")
        self.labels = self._labels()
        self.looks = CellLooks(model, styles, signs, columns.day, plain)

    def row(self, row: int, view: View) -> Strip:
        """One person's line."""
        columns, person = self.columns, self.model.sheet.rows[row]
        pieces = self._name(row, view)
        cursor = view.cursor
        block = cursor.selection
        first = view.first_day
        marks, looks = self.model.marks, self.looks
        for day in range(first, min(first + columns.visible_days, len(person.cells))):
            text, style = looks.of(person.cells[day], marks.get((row, day)), self.shades[day])
            if view.taken == (row, day):
                text = text[:-1] + TAKEN_MARK
            if row == cursor.row and day == cursor.day:
                text, style = self._under_cursor(text, view)
            elif block is not None and block.holds(row, day):
                style = self.styles.selected
            pieces.append((text, style))
        pieces += self._totals(person.totals)
        pieces += self._tail(row - view.first_row + self.lines.header, view)
        return self._line(pieces)

    def header(self, y: int, view: View) -> Strip:
        """Line ``y`` of the header: day numbers, weekdays, marks of days."""
        columns, styles = self.columns, self.styles
        pieces: list[Piece] = [self._corner(y, view)]
        for day in range(view.first_day, view.first_day + columns.visible_days):
            head = self.model.sheet.heads[day]
            text = (str(head.day.day), self.weekdays[head.day.weekday()], self.day_mark(head))[y]
            here = day == view.cursor.day and bool(self.model.sheet.rows)
            style = styles.head_cursor if here and y == 0 else styles.day_head(self.shades[day])
            if y == 0 and not here and columns.day == 2 and day % 2:
                style = styles.day_head_light(self.shades[day])  # numbers touch: every other one is lighter
            pieces.append((fit(text, columns.day), style))
        pieces += self._totals_head(y, view)
        pieces += self._tail(y, view)
        return self._line(pieces)

    def coverage(self, line: int, view: View) -> Strip:
        """One line of coverage."""
        columns = self.columns
        pieces: list[Piece] = [(fit(self.labels[line], columns.left), self.styles.head)]
        days = self.model.sheet.coverage[line].days
        seen = range(view.first_day, min(view.first_day + columns.visible_days, len(days)))
        pieces.extend(self._gap(days[day], self.shades[day]) for day in seen)
        lacking = sum(max(0, low - have) for have, low, _high in days if low is not None)
        text = f"-{lacking}" if lacking else self.signs.met
        style = self.styles.alarm if lacking else self.styles.number
        pieces.append((fit(text, columns.hours, right=True), style))
        rest = columns.right - columns.hours
        shown, all_lines = self.lines.coverage, len(self.labels)
        where = f"{line + 1}/{all_lines}" if shown < all_lines and rest else ""
        pieces.append((fit(where, rest, right=True), self.styles.number))
        pieces += self._tail(self.lines.coverage_y + line - view.first_line, view)
        return self._line(pieces)

    def blank(self, text: str = "") -> Strip:
        """An empty line, or a message."""
        return self._line([(fit(text, self.columns.width), self.styles.blank)])

    def day_mark(self, head: DayHead) -> str:
        """The sign of a day's kind in the third header line."""
        if head.kind.is_holiday or head.kind is DayKind.SWAPPED_WORKDAY:
            mark = t(f"grid.day.{head.kind.value}")
            return mark + "?" if head.provisional and width_of(mark) < self.columns.day else mark
        return "?" if head.provisional else ""

    def name_of(self, row: int) -> str:
        """A person's name as the terminal can show it."""
        person = self.model.sheet.rows[row]
        return (person.latin or person.number) if self.plain else person.name

    def _name(self, row: int, view: View) -> list[Piece]:
        styles, columns, person = self.styles, self.columns, self.model.sheet.rows[row]
        pieces: list[Piece] = []
        if columns.number:
            pieces.append((fit(person.number, columns.number - 1) + " ", styles.number))
        name = fit(shorten(self.name_of(row), columns.name, self.signs.more), columns.name)
        here = row == view.cursor.row
        pieces.append((name, styles.head_cursor if here else styles.name if person.home else styles.guest))
        rank = self.model.row_marks.get(row)
        if rank is None and person.restrictions:
            pieces.append((RESTRICTED_MARK, styles.caution))
        elif rank is None:
            pieces.append((" " if person.home else SEVERAL_MARK, styles.number))
        else:
            pieces.append((rank_mark(rank), styles.alarm if rank == 0 else styles.caution))
        return pieces

    def _under_cursor(self, text: str, view: View) -> Piece:
        styles = self.styles
        if view.pending:
            text = fit(view.pending[-(self.columns.day - 1) :], self.columns.day - 1) + "_"
        if not view.focused:
            return text, styles.cursor_away
        return text, styles.cursor_in_block if view.cursor.selection is not None else styles.cursor

    def _gap(self, day: tuple[int, int | None, int | None], shade: int) -> Piece:
        have, low, high = day
        width = self.columns.day
        if low is not None and have < low:
            return fit(_signed(have - low, width), width), self.styles.lacking(shade)
        if high is not None and have > high:
            return fit(_signed(have - high, width), width), self.styles.surplus(shade)
        return fit(self.signs.met if low is not None else "", width), self.styles.faint(shade)

    def _totals(self, totals: RowTotals) -> list[Piece]:
        columns = self.columns
        text = fit(hours_of(totals, columns.hours), columns.hours, right=True)
        if columns.nights:
            text += fit(str(totals.nights), columns.nights, right=True)
            text += fit(str(totals.rest_days), columns.rest, right=True)
        return [(text, self.styles.totals)]

    def _corner(self, y: int, view: View) -> Piece:
        columns, lines = self.columns, self.lines
        text = ""
        if y == 0 and lines.people > lines.shown:
            last = view.first_row + lines.shown
            text = f"{view.first_row + 1}-{last}/{lines.people}"
        elif y == 0:
            text = t("grid.people", n=lines.people)
            if width_of(text) > columns.left - 1:
                text = str(lines.people)
        elif y == 1:
            text = fit(t("grid.number"), columns.number) + t("grid.name")
        text = fit(text, columns.left - 1)
        return text + ("<" if y == 0 and view.first_day else " "), self.styles.head

    def _totals_head(self, y: int, view: View) -> list[Piece]:
        columns = self.columns
        text = ""
        if y == 0 and view.first_day + columns.visible_days < columns.days:
            text = ">"
        if y == 1:
            text = fit(t("grid.hours"), columns.hours, right=True)
            if columns.nights:
                text += fit(t("grid.nights"), columns.nights, right=True)
                text += fit(t("grid.rest"), columns.rest, right=True)
        return [(fit(text, columns.right), self.styles.head)]

    def _tail(self, y: int, view: View) -> list[Piece]:
        columns, lines = self.columns, self.lines
        pieces: list[Piece] = [(" " * max(0, columns.blank), self.styles.blank)]
        if columns.thumb:
            sign = " "
            if lines.people > lines.shown and lines.header <= y < lines.coverage_y:
                top, size = thumb(view.first_row, lines)
                sign = self.signs.thumb if top <= y - lines.header < top + size else self.signs.track
            pieces.append((sign, self.styles.thumb))
        return pieces

    def _line(self, pieces: list[Piece]) -> Strip:
        strip = strip_of(pieces, sum(width_of(text) for text, _ in pieces))
        return strip.adjust_cell_length(self.columns.width, self.styles.blank)

    def _labels(self) -> tuple[str, ...]:
        sheet = self.model.sheet
        several = len({line.post for line in sheet.coverage}) > 1
        labels = []
        for line in sheet.coverage:
            kind = self.model.kinds.get(line.kind)
            code = UNKNOWN_KEY if kind is None else kind.key if self.plain else kind.code
            name = kind.name.in_language(t.language) if kind is not None else ""
            what = self.model.post_name(line.post, t.language) if several else name
            labels.append(shorten(f"{code} {what}", self.columns.left - 1, self.signs.more))
        return tuple(labels)


def thumb(first_row: int, lines: Lines) -> tuple[int, int]:
    """Top and size of the scroll thumb, in lines below the header."""
    size = max(1, lines.shown * lines.shown // max(1, lines.people))
    free, hidden = lines.shown - size, max(1, lines.people - lines.shown)
    return min(free, (first_row * free + hidden // 2) // hidden), size


def _signed(number: int, width: int) -> str:
    text = f"{number:+d}"
    return text if len(text) <= width else text[0] + "9"
