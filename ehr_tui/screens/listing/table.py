"""The lines of a list.  Only those in sight are drawn, so that five thousand scroll like fifty."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.theme import Theme

from ehr_tui.i18n import t
from ehr_tui.screens.listing.layout import Layout, lay_out
from ehr_tui.screens.listing.model import ListModel
from ehr_tui.widgets.cells import clean, fit, shorten, width_of
from ehr_tui.widgets.themes import app_palette, app_plain, app_signs

GUTTER = 2
"""Cells before the first column: the mark of a line."""
SAMPLE = 1000
"""Lines that a column's width is measured by; of longer lists evenly spread ones."""


class RecordTable(ScrollView, can_focus=True):
    """The cursor stands on a line and in a column; the head stays in sight."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "list.open"),
        Binding("space,ideographic_space,ctrl+@", "mark", "list.mark"),
        Binding("up", "move(-1)", "keys.cursor_up", show=False),
        Binding("down", "move(1)", "keys.cursor_down", show=False),
        Binding("pageup", "page(-1)", "keys.page_up", show=False),
        Binding("pagedown", "page(1)", "keys.page_down", show=False),
        Binding("home", "move(-1000000)", "list.first", show=False),
        Binding("end", "move(1000000)", "list.last", show=False),
        Binding("left", "column(-1)", "list.column_left", show=False),
        Binding("right", "column(1)", "list.column_right", show=False),
    ]
    DEFAULT_CSS = """
    RecordTable { width: 1fr; height: 1fr; background: $background; scrollbar-size-horizontal: 0; }
    """
    ALLOW_SELECT = False
    cursor: reactive[int] = reactive(0, repaint=False)

    class Opened(Message):
        """Enter or a second click on the line under the cursor."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Moved(Message):
        """The cursor stands on another line; an empty key: on none."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Marked(Message):
        """Marks changed."""

    class HeadClicked(Message):
        """A column's title was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Typed(Message):
        """A letter was typed: the search takes it."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.model: ListModel[Any] | None = None
        self.column = 0
        self._layout = Layout(())
        self._natural: dict[str, int] = {}
        self._key = ""

    # Content

    def show(self, model: ListModel[Any], *, anew: bool = False) -> None:
        """Other lines or columns; the cursor stays on its line where it is still shown, else about where it was.

        ``anew``: it goes to the top.
        """
        self.model = model
        self._natural.clear()
        self._arrange()
        self.settle(anew=anew)

    def settle(self, *, anew: bool = False) -> None:
        """The same lines searched or ordered otherwise."""
        model = self.model
        if model is None:
            return
        self.virtual_size = Size(self.size.width, len(model.shown) + 1)
        place = None if anew or not self._key else model.place_of(self._key)
        if place is None:
            place = 0 if anew else min(self.cursor, max(0, len(model.shown) - 1))
        self._go(place)
        self.refresh()

    @property
    def current(self) -> str:
        """The key of the line under the cursor; empty in an empty list."""
        return self.model.key_at(self.cursor) if self.model is not None else ""

    def mark_line(self, key: str) -> bool:
        """The cursor to a line; False when it is not shown."""
        place = self.model.place_of(key) if self.model is not None else None
        if place is not None:
            self._go(place)
        return place is not None

    @property
    def current_column(self) -> str:
        """The key of the column the cursor is in."""
        columns = self.model.columns if self.model is not None else ()
        return columns[self.column].key if self.column < len(columns) else ""

    def _tell(self, make: Callable[[], Message]) -> None:
        """Post in the list's own turn: a message made while the parent acts would end at that parent."""
        self.call_later(lambda: self.post_message(make()))

    # Moving

    def _go(self, place: int) -> None:
        count = len(self.model.shown) if self.model is not None else 0
        self.cursor = max(0, min(place, count - 1))
        top, room = round(self.scroll_y), max(1, self.size.height - 1)
        if self.cursor < top:
            top = self.cursor
        elif self.cursor >= top + room:
            top = self.cursor - room + 1
        top = max(0, min(top, count - room)) if self.size.height else 0
        self.scroll_to(y=top, animate=False, force=True, immediate=True)
        self.refresh()
        key = self.current
        if key != self._key:
            self._key = key
            self._tell(partial(self.Moved, key))

    def action_move(self, by: int) -> None:
        """Up and down."""
        self._go(self.cursor + by)

    def action_page(self, by: int) -> None:
        """A page."""
        self._go(self.cursor + by * max(1, self.size.height - 2))

    def action_column(self, by: int) -> None:
        """To the neighbouring column."""
        count = len(self.model.columns) if self.model is not None else 0
        self.column = max(0, min(self.column + by, count - 1))
        self._arrange()
        self.refresh()

    def action_open(self) -> None:
        """Open the line."""
        if self.current:
            self._tell(partial(self.Opened, self.current))

    def action_mark(self) -> None:
        """Mark the line, and on to the next."""
        if self.model is not None and self.current:
            self.model.turn(self.current)
            self._go(self.cursor + 1)
            self._tell(self.Marked)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Marking only where something can be done with marks."""
        if action == "mark":
            return self.model is not None and bool(self.model.listing.acts)
        return True

    def on_key(self, event: events.Key) -> None:
        """A letter begins a search."""
        sign = event.character
        if sign is not None and event.is_printable and not sign.isspace():
            event.stop()
            event.prevent_default()
            self._tell(partial(self.Typed, "" if sign in "/／、" else sign))

    def on_paste(self, event: events.Paste) -> None:
        """A number pasted into the list is looked for."""
        event.stop()
        line = " ".join(event.text[:200].split())
        if line:
            self._tell(partial(self.Typed, line))

    def on_click(self, event: events.Click) -> None:
        """On a title: sort; on the mark: mark; on a line: go there; on the line one is on, or twice: open."""
        if self.model is None:
            return
        if event.y == 0:
            key = self._layout.column_at(event.x - GUTTER)
            if key:
                self._tell(partial(self.HeadClicked, key))
            return
        place = event.y - 1 + round(self.scroll_y)
        if place >= len(self.model.shown):
            return
        same = place == self.cursor
        self._go(place)
        if event.x < GUTTER and self.model.listing.acts:
            self.model.turn(self.current)
            self.refresh()
            self._tell(self.Marked)
        elif same or event.chain > 1:
            self.action_open()

    # Painting

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, self._restyled)

    def _restyled(self, _theme: Theme) -> None:
        self.refresh()

    def on_resize(self) -> None:
        """Squeeze the columns anew, and keep the cursor in sight."""
        self._arrange()
        self.settle()

    def on_focus(self) -> None:
        """The cursor shows where the keys go."""
        self.refresh()

    def on_blur(self) -> None:
        """And where no longer."""
        self.refresh()

    def relabel(self) -> None:
        """Titles in the present language."""
        self._natural.clear()
        self._arrange()
        self.refresh()

    def _arrange(self) -> None:
        """Which columns are in sight, and how wide."""
        model = self.model
        if model is None:
            return
        columns = model.columns
        self.column = min(self.column, max(0, len(columns) - 1))
        widths = [self._width(column.key) for column in columns]
        room = self.size.width - GUTTER - self.styles.scrollbar_size_vertical
        firm = {n for n, column in enumerate(columns) if column.firm}
        self._layout = lay_out([c.key for c in columns], widths, room, firm, self.column)

    def _width(self, key: str) -> int:
        """The widest cell of a column, its title and the sign of the order included."""
        found = self._natural.get(key)
        model = self.model
        if found is None and model is not None:
            column = model.listing.column(key)
            rows = model.rows[:: max(1, len(model.rows) // SAMPLE)]
            cells = (column.text(row) for row in rows) if column is not None else ()
            widest = max((width_of(c if isinstance(c, str) else c.plain) for c in cells), default=0)
            title = width_of(t(column.title)) if column is not None else 0
            found = self._natural[key] = max(1, widest, title + 2)
        return found or 1

    def render_line(self, y: int) -> Strip:
        """The head, or one line."""
        model = self.model
        width = self.size.width
        palette = app_palette(self.app)
        if model is None:
            return Strip.blank(width, Style(bgcolor=palette.background))
        if y == 0:
            return self._head(width)
        place = y - 1 + round(self.scroll_y)
        ground = Style(color=palette.foreground, bgcolor=palette.background)
        if place >= len(model.shown):
            words = t(model.listing.empty) if not model.rows else t("list.nothing")
            note = f"  {words}" if y == 2 and not model.shown else ""
            return Strip([Segment(fit(note, width), Style(color=palette.muted, bgcolor=palette.background))])
        return self._line(place, width, ground)

    def _head(self, width: int) -> Strip:
        model, palette = self.model, app_palette(self.app)
        style = Style(color=palette.foreground, bgcolor=palette.panel, bold=True)
        segments = [Segment(" " * GUTTER, style)]
        up, down = ("^", "v") if app_plain(self.app) else ("↑", "↓")
        for key, cells, gap in self._layout.placed:
            column = model.listing.column(key) if model is not None else None
            if model is None or column is None:
                continue
            title, sign = t(column.title), ""
            if model.settings.sort == key:
                sign = down if model.settings.descending else up
            here = self.has_focus and key == self.current_column
            words = fit(
                shorten(title, cells - len(sign), app_signs(self.app).more) + sign, cells, column.right
            )
            segments.append(Segment(words, style + Style(underline=True) if here else style))
            segments.append(Segment(" " * gap, style))
        return Strip(segments).adjust_cell_length(width, style)

    def _line(self, place: int, width: int, ground: Style) -> Strip:
        model = self.model
        assert model is not None
        palette = app_palette(self.app)
        row = model.shown[place]
        marked = model.listing.key(row) in model.marked
        here = place == self.cursor
        style = ground
        if model.listing.muted(row):
            style = Style(color=palette.muted, bgcolor=palette.background)
        if marked:
            style += Style(bold=True)
        if here and self.has_focus:
            style = Style(
                color=palette.cursor_fg, bgcolor=palette.cursor_bg, bold=True, reverse=self.app.no_color
            )
        elif here:
            style += Style(bgcolor=palette.panel, bold=True)
        sign = "*" if marked else ">" if here else " "
        segments = [Segment(sign + " ", style)]
        more = app_signs(self.app).more
        for key, cells, gap in self._layout.placed:
            column = model.listing.column(key)
            if column is None:
                continue
            content = column.text(row)
            text = clean(content if isinstance(content, str) else content.plain)
            if width_of(text) > cells:
                text = shorten(text, cells, more)
            own = style
            if not isinstance(content, str) and content.style and not (here and self.has_focus):
                own = style + (
                    content.style if isinstance(content.style, Style) else Style.parse(content.style)
                )
            segments.append(Segment(fit(text, cells, column.right), own))
            segments.append(Segment(" " * gap, style))
        return Strip(segments).adjust_cell_length(width, style)
