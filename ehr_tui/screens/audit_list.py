"""The lines of the audit: only those in sight are drawn, however many are loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

from ehr_tui.audit_words import act_words, instant_text, line_text, outcome_words
from ehr_tui.domain.audit_views import OVERRIDDEN, REFUSED, AuditLine
from ehr_tui.i18n import t
from ehr_tui.widgets.cells import fit, shorten, width_of
from ehr_tui.widgets.themes import app_palette, app_plain, app_signs

WHEEL_LINES = 3
WIDE = 110
"""From this width on the first change stands on the line too."""
_GAP = 1
_AT = 16


class AuditList(Widget, can_focus=True):
    """Newest first.  Says when the cursor comes near either end of what is loaded."""

    class Moved(Message):
        """The cursor stands on another line, or the lines changed."""

    class Near(Message):
        """The cursor is near the end (``older``) or the beginning of what is loaded."""

        def __init__(self, *, older: bool) -> None:
            super().__init__()
            self.older = older

    class Chosen(Message):
        """Enter or a second click on a line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "audit.open"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("home", "move(-10000000)", show=False),
        Binding("end", "move(10000000)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]
    DEFAULT_CSS = """
    AuditList { width: 1fr; height: 1fr; background: $background; }
    """
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[AuditLine] = ()
        self._at = 0
        self._first = 0
        self._widths: tuple[int, ...] = ()
        self._broken: int | None = None

    @property
    def current(self) -> AuditLine | None:
        """The line under the cursor."""
        return self._lines[self._at] if 0 <= self._at < len(self._lines) else None

    @property
    def place(self) -> int:
        """Where the cursor stands, from 0."""
        return self._at

    def show(self, lines: Sequence[AuditLine], *, anew: bool = False, broken: int | None = None) -> None:
        """Show these; the cursor stays on its entry, and that on its line of the screen, or goes to the top."""
        here = None if anew else self.current
        offset = self._at - self._first
        self._lines, self._broken = lines, broken
        self._at = 0 if anew else min(self._at, max(0, len(lines) - 1))
        if here is not None:
            self._at = next((n for n, line in enumerate(lines) if line.number <= here.number), self._at)
        self._first = max(0, self._at - offset)
        self._arrange()
        self.post_message(self.Moved())

    def mark(self, number: int) -> bool:
        """Put the cursor on an entry; False when it is not loaded."""
        place = next((n for n, line in enumerate(self._lines) if line.number == number), None)
        if place is None:
            return False
        self._move_to(place)
        return True

    def relabel(self) -> None:
        """Words of the present language."""
        self._arrange()

    # Life

    def on_mount(self) -> None:
        """Follow changes of theme."""
        self.app.theme_changed_signal.subscribe(self, self._restyle)

    def _restyle(self, _theme: Theme) -> None:
        self.refresh()

    def on_resize(self) -> None:
        """Columns anew; the cursor stays in sight."""
        self._arrange()

    def on_focus(self) -> None:
        """A cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """A dimmer one."""
        self.refresh()

    def _arrange(self) -> None:
        self._widths = self._fitted(self.size.width)
        self._keep_in_sight()
        self.refresh()

    def _keep_in_sight(self) -> None:
        rows = max(1, self.size.height - 1)
        self._first = max(self._at - rows + 1, min(self._first, self._at))
        self._first = max(0, min(self._first, len(self._lines) - rows))

    # Moving

    def action_move(self, by: int) -> None:
        """Up or down."""
        self._move_to(max(0, min(len(self._lines) - 1, self._at + by)), by)

    def action_page(self, by: int) -> None:
        """A screenful."""
        self.action_move(by * max(1, self.size.height - 2))

    def action_choose(self) -> None:
        """The marked line."""
        if self.current is not None:
            self.post_message(self.Chosen())

    def _move_to(self, place: int, by: int = 0) -> None:
        moved, self._at = place != self._at, max(0, place)
        self._keep_in_sight()
        self.refresh()
        if moved:
            self.post_message(self.Moved())
        margin = 2 * self.size.height
        if by > 0 and self._at >= len(self._lines) - margin:
            self.post_message(self.Near(older=True))
        if by < 0 and self._at < margin:
            self.post_message(self.Near(older=False))

    def on_click(self, event: events.Click) -> None:
        """Mark; a click on the marked line opens it."""
        place = self._first + event.y - 1
        if event.y < 1 or place >= len(self._lines):
            return
        if place == self._at:
            self.action_choose()
        self._move_to(place)

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self.action_move(WHEEL_LINES)

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self.action_move(-WHEEL_LINES)

    # Painting

    def _fitted(self, width: int) -> tuple[int, ...]:
        """Widths of number, instant, user, act, outcome, subject, content (0: not shown)."""
        number = max(
            4, width_of(str(self._lines[0].number)) if self._lines else 4, width_of(t("audit.number"))
        )
        users = max([6, *(width_of(line.user) for line in self._lines[:200])])
        acts = max([8, *(width_of(act_words(t, line.act)) for line in self._lines[:200])])
        outcomes = 2 + max(width_of(outcome_words(t, name)) for name in ("done", REFUSED, OVERRIDDEN))
        room = width - number - _AT - outcomes - 5 * _GAP
        subjects = max([6, *(width_of(line.subject) for line in self._lines[:200])])
        user = min(users, max(6, room // 4))
        act = min(acts, max(8, room - user - min(subjects, room // 3)))
        subject = max(0, room - user - act)
        content = 0
        if width >= WIDE:
            held = min(subjects, subject // 2)
            subject, content = held, subject - held - _GAP
        return number, _AT, user, act, outcomes, subject, content

    def render_line(self, y: int) -> Strip:
        """The head, or one entry."""
        width, palette = self.size.width, app_palette(self.app)
        ground = Style(bgcolor=palette.background, color=palette.foreground)
        if y == 0:
            return self._strip(
                self._head(), Style(bgcolor=palette.panel, color=palette.foreground, bold=True)
            )
        place = self._first + y - 1
        if place >= len(self._lines):
            return Strip.blank(width, ground)
        line = self._lines[place]
        return self._strip(self._cells(line), self._style(place, line, ground))

    def _style(self, place: int, line: AuditLine, ground: Style) -> Style:
        palette = app_palette(self.app)
        if place == self._at:
            if self.has_focus:
                reverse = self.app.no_color
                return Style(bgcolor=palette.cursor_bg, color=palette.cursor_fg, bold=True, reverse=reverse)
            return ground + Style(bgcolor=palette.panel, bold=True)
        if line.number == self._broken or line.outcome == REFUSED:
            return ground + Style(color=palette.error)
        return ground + Style(color=palette.warning) if line.outcome == OVERRIDDEN else ground

    def _head(self) -> tuple[str, ...]:
        names = ("number", "at", "user", "act", "outcome", "subject", "detail")
        return tuple(t(f"audit.{name}") for name in names)

    def _cells(self, line: AuditLine) -> tuple[str, ...]:
        signs = app_signs(self.app)
        sign = {REFUSED: signs.forbid, OVERRIDDEN: signs.overridden}.get(line.outcome, " ")
        if line.number == self._broken:
            sign = signs.forbid
        content = ""
        if self._widths[-1] > 0:
            content = next(iter(line_text(t, line)), "")
        return (
            str(line.number),
            instant_text(line.at),
            line.user or t("audit.nobody"),
            act_words(t, line.act),
            f"{sign} {outcome_words(t, line.outcome)}",
            line.subject,
            content,
        )

    def _strip(self, cells: Sequence[str], style: Style) -> Strip:
        more = "" if app_plain(self.app) else "…"
        parts = []
        for n, (text, width) in enumerate(zip(cells, self._widths, strict=True)):
            if width > 0:
                plain = text.replace("→", "->") if app_plain(self.app) else text
                parts.append(fit(shorten(plain, width, more), width, right=n == 0))
        text = fit((" " * _GAP).join(parts), self.size.width)
        return Strip([Segment(text, style)], self.size.width)
