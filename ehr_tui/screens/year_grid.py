"""A year at a glance: twelve lines of days, the cursor on one of them; the sign tells the day's kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from ehr_tui.domain.calendar import EMPTY_CALENDAR, Calendar, CalendarDay, DayKind
from ehr_tui.domain.month import Month
from ehr_tui.i18n import t
from ehr_tui.theme import Palette
from ehr_tui.widgets.cells import fit
from ehr_tui.widgets.themes import app_palette, app_plain

HEAD = 5
"""Cells of a month's name."""

Figures = Callable[[Month], str]


class YearGrid(Widget, can_focus=True):
    """``show(calendar, year, today)``; posts ``Chosen`` on Enter and ``Moved`` when the cursor moves."""

    DEFAULT_CSS = """
    YearGrid { height: 13; width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,ideographic_space", "choose", "calendar.open", key_display="Enter"),
        Binding("left", "move(-1)", "calendar.move", show=False),
        Binding("right", "move(1)", "calendar.move", show=False),
        Binding("up", "move_month(-1)", "calendar.move", show=False),
        Binding("down", "move_month(1)", "calendar.move", show=False),
        Binding("home", "edge(False)", "calendar.move", show=False),
        Binding("end", "edge(True)", "calendar.move", show=False),
        Binding("ctrl+g", "next_special(1)", "calendar.next_special", show=False),
        Binding("ctrl+b", "next_special(-1)", "calendar.previous_special", show=False),
    ]

    class Chosen(Message):
        """Enter or a click on the marked day."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Moved(Message):
        """Another day is marked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._calendar: Calendar = EMPTY_CALENDAR
        self._figures: Figures = lambda _month: ""
        self.cursor = date(2000, 1, 1)

    @property
    def year(self) -> int:
        """The year that is shown."""
        return self.cursor.year

    def show(self, calendar: Calendar, year: int, begin: date, figures: Figures) -> None:
        """Show a year; the cursor stays on its day of the year, or begins at ``begin``."""
        self._calendar, self._figures = calendar, figures
        if begin.year == year and self.cursor.year != year:
            self.cursor = begin
        elif self.cursor.year != year:
            self.cursor = date(year, self.cursor.month, min(self.cursor.day, 28))
        self.refresh()

    def mark(self, day: date) -> None:
        """Put the cursor on a day of the year."""
        if day.year == self.year and day != self.cursor:
            self.cursor = day
            self.refresh()
            self.post_message(self.Moved())

    def action_choose(self) -> None:
        """Enter."""
        self.post_message(self.Chosen(self.cursor))

    def action_move(self, by: int) -> None:
        """Days on or back, inside the year."""
        self.mark(self.cursor + timedelta(days=by))

    def action_move_month(self, by: int) -> None:
        """The same day of the neighbouring month."""
        month = self.cursor.month + by
        if 1 <= month <= 12:
            last = Month(self.year, month).last.day
            self.mark(date(self.year, month, min(self.cursor.day, last)))

    def action_edge(self, last: bool) -> None:
        """The month's first or last day."""
        month = Month.of(self.cursor)
        self.mark(month.last if last else month.first)

    def action_next_special(self, by: int) -> None:
        """The next day that differs from the plain week."""
        days = sorted(d for d in self._calendar.days if d.year == self.year)
        found = [d for d in days if d > self.cursor] if by > 0 else [d for d in days if d < self.cursor]
        if found:
            self.mark(found[0] if by > 0 else found[-1])

    def on_click(self, event: events.Click) -> None:
        """A day under the mouse is marked; the marked one opens."""
        day = event.style.meta.get("day")
        if isinstance(day, str):
            event.stop()
            clicked = date.fromisoformat(day)
            if clicked == self.cursor:
                self.action_choose()
            self.mark(clicked)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A head and twelve months."""
        return 13

    def render(self) -> RenderResult:
        """All lines."""
        palette, plain = app_palette(self.app), app_plain(self.app)
        text = Text(no_wrap=True, overflow="crop", end="")
        head = "".join(f"{n:>2}" for n in range(1, 32))
        text.append(" " * HEAD + head + " " + t("calendar.figures_head"), style="bold")
        for number in range(1, 13):
            month = Month(self.year, number)
            text.append("\n")
            here = self.cursor.month == number
            text.append(fit(t(f"month.{number}"), HEAD), "bold" if here else palette.muted)
            for day in month.days:
                text.append_text(self._cell(day, palette, plain))
            text.append("  " * (31 - month.last.day) + " " + self._figures(month), palette.muted)
        return text

    def _cell(self, day: date, palette: Palette, plain: bool) -> Text:
        entry = self._calendar.entry(day)
        sign, style = self._sign(entry, palette, plain, listed=day in self._calendar.days)
        if day == self.cursor:
            style = f"reverse bold {style}" if self.has_focus else f"underline bold {style}"
        cell = Text(fit(sign, 2, right=True), style)
        cell.apply_meta({"day": day.isoformat()})
        return cell

    def _sign(self, entry: CalendarDay, palette: Palette, plain: bool, *, listed: bool) -> tuple[str, str]:
        key = f"calendar.sign_plain.{entry.kind.value}" if plain else f"calendar.sign.{entry.kind.value}"
        match entry.kind:
            case DayKind.STATUTORY_HOLIDAY:
                return t(key), f"bold {palette.error}"
            case DayKind.DAY_OFF:
                return t(key), palette.error
            case DayKind.SWAPPED_WORKDAY:
                return t(key), f"bold {palette.warning}"
            case _ if entry.off_minutes:
                return t("calendar.sign_plain.half" if plain else "calendar.sign.half"), palette.accent
            case DayKind.REST_DAY:
                return t(key), palette.foreground if listed else palette.muted
        return t(key), f"bold {palette.accent}" if listed else palette.muted

    def on_focus(self) -> None:
        """The cursor looks otherwise."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor looks otherwise."""
        self.refresh()
