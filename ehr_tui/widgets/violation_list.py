"""The list of findings: what is wrong, how gravely, with figures and remedy.  Only the lines in sight are drawn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.i18n import t
from ehr_tui.theme import Palette
from ehr_tui.widgets.cells import fit, shorten, width_of
from ehr_tui.widgets.grid_paint import strip_of
from ehr_tui.widgets.one_line import differing_strips
from ehr_tui.widgets.themes import app_palette, app_signs

Describe = Callable[[Violation], tuple[str, str]]
"""Headline (who, what, with figures) and remedy (empty when there is none)."""

WHEEL_LINES = 2


def in_order(violations: Iterable[Violation], overridden: Collection[tuple[object, ...]]) -> list[Violation]:
    """Gravest first, those that stand with a reason last, then by day."""
    far = date.max
    return sorted(
        violations, key=lambda v: (v.identity in overridden, v.severity.rank, min(v.days, default=far))
    )


def span(days: tuple[date, ...]) -> str:
    """Days in short: ``3``, ``3-5``, ``3,7``, ``3..9`` (some between); with months where they differ,
    ``9-30..10-2``.
    """
    if not days:
        return ""
    first, last = min(days), max(days)
    if first.month != last.month:
        return f"{first.month}-{first.day}..{last.month}-{last.day}"
    if first == last:
        return str(first.day)
    count = len(set(days))
    between = "-" if (last - first).days + 1 == count else "," if count == 2 else ".."
    return f"{first.day}{between}{last.day}"


class ViolationList(Widget, can_focus=True):
    """Two lines for each finding where there is room for the remedy, one on low or narrow places.

    ``describe`` gives the texts; it is called only for lines in sight.
    """

    class ViolationChosen(Message):
        """Enter or a click: the screen moves its cursor there."""

        def __init__(self, sender: ViolationList, violation: Violation) -> None:
            super().__init__()
            self.sender_list = sender
            self.violation = violation

        @property
        def control(self) -> ViolationList:
            """The list."""
            return self.sender_list

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "findings.key.choose"),
        Binding("up", "move(-1)", "findings.key.step", show=False),
        Binding("down", "move(1)", "findings.key.step", show=False),
        Binding("home", "move(-100000)", "findings.key.ends", show=False),
        Binding("end", "move(100000)", "findings.key.ends", show=False),
        Binding("pageup", "page(-1)", "findings.key.page", show=False),
        Binding("pagedown", "page(1)", "findings.key.page", show=False),
    ]
    DEFAULT_CSS = """
    ViolationList { width: 1fr; height: 1fr; background: $background; }
    """
    ALLOW_SELECT = False

    def __init__(self, describe: Describe, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._describe = describe
        self._found: list[Violation] = []
        self._overridden: Collection[tuple[object, ...]] = ()
        self._texts: dict[int, tuple[str, str]] = {}
        self._at = 0
        self._first = 0
        self._painted: dict[int, Strip] = {}

    @property
    def current(self) -> Violation | None:
        """The finding under the cursor."""
        return self._found[self._at] if self._at < len(self._found) else None

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._found)

    def show(self, violations: Iterable[Violation], overridden: Collection[tuple[object, ...]] = ()) -> None:
        """Show findings; the cursor stays on the same one while it is there.  Only what differs is painted."""
        before = self.current.identity if self.current is not None else None
        self._overridden = overridden
        self._found = in_order(violations, overridden)
        self._texts.clear()
        same = (n for n, v in enumerate(self._found) if v.identity == before)
        self._at = next(same, min(self._at, max(0, len(self._found) - 1)))
        self._scroll_to_cursor()
        self._repaint()

    def _repaint(self) -> None:
        """Paint the lines in sight anew where they differ from what was painted last."""
        for y in range(self.size.height):
            painted = self._painted.get(y)
            if painted is None:
                self.refresh(Region(0, y, self.size.width, 1))
                continue
            span = differing_strips(painted, self.render_line(y))
            if span is not None:
                self.refresh(Region(span[0], y, span[1] - span[0], 1))

    def go_to(self, violation: Violation) -> bool:
        """Cursor on a finding; False when it is not listed."""
        for n, found in enumerate(self._found):
            if found.identity == violation.identity:
                self.action_move(n - self._at)
                return True
        return False

    def relabel(self) -> None:
        """Words of the present language."""
        self._texts.clear()
        self.refresh()

    @property
    def _lines_each(self) -> int:
        return 2 if self.size.height >= 4 and self.size.width >= 30 else 1

    @property
    def _visible(self) -> int:
        return max(1, self.size.height // self._lines_each)

    def render_line(self, y: int) -> Strip:
        """One line, kept to see what differs next time."""
        strip = self._painted[y] = self._line(y)
        return strip

    def _line(self, y: int) -> Strip:
        palette = app_palette(self.app)
        width = self.size.width
        ground = Style(color=palette.muted, bgcolor=palette.background)
        index, part = divmod(y, self._lines_each)
        index += self._first
        if not self._found and y == 0:
            return strip_of([(fit(" " + t("findings.none"), width), ground)], width)
        if index >= len(self._found) or index >= self._first + self._visible:
            return Strip([Segment(" " * width, ground)], width)
        violation = self._found[index]
        if index not in self._texts:
            self._texts[index] = self._describe(violation)
        headline, remedy = self._texts[index]
        here = index == self._at
        look = self._look(palette, here)
        more = app_signs(self.app).more
        if part:
            return strip_of(
                [(fit("   " + shorten(remedy, width - 3, more), width), look if here else ground)], width
            )
        sign, sign_style = self._sign(violation, palette)
        where = f"{span(violation.days)} "
        head = (f" {sign} ", look if here else sign_style)
        tail = f" {t('findings.overridden')}" if violation.identity in self._overridden else ""
        room = width - 3 - width_of(where) - width_of(tail)
        text = fit(shorten(headline, room, more), max(0, room))
        return strip_of([head, (where + text + tail, look)], width).adjust_cell_length(width, look)

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, self._restyled)

    def _restyled(self, _theme: Theme) -> None:
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        """The cursor stays in sight."""
        self._painted.clear()
        self._scroll_to_cursor()
        self.refresh()

    def on_focus(self) -> None:
        """The cursor shows."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor dims."""
        self.refresh()

    def action_move(self, lines: int) -> None:
        """Cursor by so many findings."""
        before, first = self._at, self._first
        self._at = max(0, min(self._at + lines, len(self._found) - 1))
        self._scroll_to_cursor()
        if first != self._first:
            self.refresh()
        elif before != self._at:
            each = self._lines_each
            places = [Region(0, (n - first) * each, self.size.width, each) for n in (before, self._at)]
            self.refresh(*places)

    def action_page(self, pages: int) -> None:
        """Cursor by a screenful."""
        self.action_move(pages * max(1, self._visible - 1))

    def action_choose(self) -> None:
        """Enter."""
        if self.current is not None:
            self.post_message(self.ViolationChosen(self, self.current))

    def on_click(self, event: events.Click) -> None:
        """A click goes there."""
        index = self._first + event.y // self._lines_each
        if index < len(self._found):
            self.action_move(index - self._at)
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor's window."""
        event.stop()
        self._scroll(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor's window."""
        event.stop()
        self._scroll(-WHEEL_LINES)

    def _scroll(self, lines: int) -> None:
        first = max(0, min(self._first + lines, len(self._found) - self._visible))
        if first != self._first:
            self._first = first
            self.refresh()

    def _scroll_to_cursor(self) -> None:
        last = max(0, len(self._found) - self._visible)
        self._first = min(max(min(self._first, self._at), self._at - self._visible + 1, 0), last)

    def _look(self, palette: Palette, here: bool) -> Style:
        if not here:
            return Style(color=palette.foreground, bgcolor=palette.background)
        if self.app.no_color:
            return Style(reverse=self.has_focus, bold=True)
        if self.has_focus:
            return Style(color=palette.cursor_fg, bgcolor=palette.cursor_bg)
        return Style(color=palette.foreground, bgcolor=palette.panel, bold=True)

    def _sign(self, violation: Violation, palette: Palette) -> tuple[str, Style]:
        signs = app_signs(self.app)
        if violation.identity in self._overridden:
            return signs.overridden, Style(color=palette.muted, bgcolor=palette.background)
        sign, colour = {
            Severity.FORBID: (signs.forbid, palette.error),
            Severity.WARN: (signs.warn, palette.warning),
            Severity.SOFT: (signs.soft, palette.muted),
        }[violation.severity]
        return sign, Style(color=colour, bgcolor=palette.background, bold=True)
