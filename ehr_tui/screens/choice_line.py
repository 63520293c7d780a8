"""A field with a few values: arrows step through them, Enter shows them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.widgets.themes import app_plain


class ChoiceLine(Widget, can_focus=True):
    """``show(options, value)`` with options as (value, words); ``value`` is the present one, None when empty."""

    DEFAULT_CSS = """
    ChoiceLine { height: 1; width: 1fr; background: $panel; padding: 0 1; }
    ChoiceLine:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "choice.open"),
        Binding("left", "step(-1)", "choice.previous", show=False),
        Binding("right", "step(1)", "choice.next", show=False),
    ]

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, line: ChoiceLine) -> None:
            super().__init__()
            self.line = line

        @property
        def control(self) -> ChoiceLine:
            """The field."""
            return self.line

    def __init__(self, *, id: str | None = None, title: str = "") -> None:
        super().__init__(id=id)
        self._options: list[tuple[object, str]] = []
        self._at = -1
        self.title = title

    @property
    def value(self) -> object | None:
        """The present value."""
        return self._options[self._at][0] if 0 <= self._at < len(self._options) else None

    def show(self, options: Sequence[tuple[object, str]], value: object | None = None) -> None:
        """Offer these; ``value`` or the first is present."""
        self._options = list(options)
        values = [option for option, _ in options]
        self._at = values.index(value) if value in values else 0 if values else -1
        self.refresh()

    def relabel(self, options: Sequence[tuple[object, str]] | None = None) -> None:
        """The same values in other words; without any, the screen that knows them does it."""
        if options is not None:
            self.show(options, self.value)

    def action_step(self, by: int) -> None:
        """The neighbour, around the end."""
        if self._options:
            self._take((self._at + by) % len(self._options))

    def action_open(self) -> None:
        """All values."""
        words = [words for _, words in self._options]

        def take(index: int | None) -> None:
            if index is not None:
                self._take(index)

        if words:
            self.app.push_screen(ChooseScreen(self.title, words, max(self._at, 0)), take)

    def on_click(self, event: events.Click) -> None:
        """The mouse shows all values."""
        event.stop()
        self.action_open()

    def _take(self, index: int) -> None:
        if index != self._at:
            self._at = index
            self.refresh()
            self.post_message(self.Changed(self))

    def render(self) -> RenderResult:
        """The present value and a mark that there are more."""
        words = self._options[self._at][1] if 0 <= self._at < len(self._options) else ""
        return Text(f"{words} {'v' if app_plain(self.app) else '▾'}", no_wrap=True, overflow="crop")
