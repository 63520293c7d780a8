"""Where everything of the roster grid stands, in cells.  Pure arithmetic.

::

    number  name  +  │ days …            │ hours/target  nights  rest  (blank)  thumb
    header   2–3 lines
    people   scrolled
    coverage 0–n lines, scrolled by themselves
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

HOURS = 9  # 157.5/168
COUNT = 3  # nights, rest days
NAME_MIN = 6
NAME_NARROW = 8
NAME_MAX = 20
DAY_WIDTHS = (6, 4, 3, 2)


class Zone(Enum):
    """Parts of the grid across and down."""

    LEFT = "left"
    DAYS = "days"
    RIGHT = "right"
    THUMB = "thumb"
    BLANK = "blank"
    HEADER = "header"
    BODY = "body"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths across; ``number``, ``nights``, ``rest`` and ``thumb`` are 0 when there is no room for them."""

    width: int
    days: int
    number: int
    name: int
    day: int
    hours: int
    nights: int
    rest: int
    thumb: int

    @property
    def left(self) -> int:
        """Width of the frozen left part, its mark column included."""
        return self.number + self.name + 1

    @property
    def right(self) -> int:
        """Width of the frozen totals."""
        return self.hours + self.nights + self.rest

    @property
    def visible_days(self) -> int:
        """How many whole day columns can be seen."""
        room = self.width - self.left - self.right - self.thumb
        return max(1, min(self.days, room // self.day)) if self.days else 0

    @property
    def right_x(self) -> int:
        """Where the totals begin."""
        return self.left + self.visible_days * self.day

    @property
    def blank(self) -> int:
        """Unused cells between totals and thumb; negative when the terminal is too narrow even for one day."""
        return self.width - self.right_x - self.right - self.thumb

    def day_x(self, day: int, first_day: int) -> int:
        """Left edge of a day's column."""
        return self.left + (day - first_day) * self.day

    def is_visible(self, day: int, first_day: int) -> bool:
        """Whether a day's column can be seen."""
        return first_day <= day < first_day + self.visible_days

    def zone(self, x: int) -> Zone:
        """The part a cell lies in."""
        if x < self.left:
            return Zone.LEFT
        if x < self.right_x:
            return Zone.DAYS
        if self.thumb and x == self.width - 1:
            return Zone.THUMB
        return Zone.RIGHT if x < self.right_x + self.right else Zone.BLANK

    def day_at(self, x: int, first_day: int) -> int | None:
        """The day whose column holds a cell."""
        if self.zone(x) is not Zone.DAYS:
            return None
        return first_day + (x - self.left) // self.day


def columns_for(width: int, days: int, name: int, number: int) -> Columns:
    """The roomiest arrangement that shows the whole span; on a narrow terminal two-cell days that scroll.

    ``name`` and ``number`` are the widest of the sheet, in cells.
    """
    name = min(max(name, NAME_MIN), NAME_MAX)
    number = min(number, 10) + 1 if number else 0
    snug = min(name, NAME_NARROW)
    for day in DAY_WIDTHS:
        for extra in (number, 0) if number else (0,):
            fixed = extra + snug + 1 + HOURS + 1 + 2 * COUNT + 1
            if fixed + day * days <= width:
                spare = width - fixed - day * days
                return Columns(
                    width, days, extra, snug + min(spare, name - snug), day, HOURS + 1, COUNT, COUNT, 1
                )
    spare = max(0, width - (snug + 1 + HOURS + 2 * days))
    return Columns(width, days, 0, snug + min(spare, name - snug), 2, HOURS, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Lines:
    """The heights down: ``body`` lines of people from ``header`` on, then ``coverage`` lines."""

    height: int
    header: int
    body: int
    coverage: int
    people: int

    @property
    def shown(self) -> int:
        """Lines of people really used; without people one, for saying so."""
        return min(self.body, max(1, self.people))

    @property
    def coverage_y(self) -> int:
        """First line of coverage: right below the people when all of them fit."""
        return self.header + self.shown

    def row_y(self, row: int, first_row: int) -> int | None:
        """The line of a person, None when out of sight."""
        y = row - first_row
        return self.header + y if 0 <= y < self.shown else None

    def row_at(self, y: int, first_row: int) -> int | None:
        """The person on a line."""
        row = first_row + y - self.header
        return row if self.zone(y) is Zone.BODY and row < self.people else None

    def zone(self, y: int) -> Zone:
        """The part a line lies in."""
        if y < self.header:
            return Zone.HEADER
        if y < self.coverage_y:
            return Zone.BODY
        return Zone.COVERAGE if y < self.coverage_y + self.coverage else Zone.BLANK


def lines_for(height: int, people: int, coverage: int, special_days: bool) -> Lines:
    """Header of two lines, three when days are marked; coverage takes what people leave, at least a quarter."""
    header = min(3 if special_days else 2, height)
    room = max(0, height - header)
    shown = min(coverage, max(room // 4, room - max(1, people)), max(0, room - 3))
    return Lines(height, header, room - shown, shown, people)
