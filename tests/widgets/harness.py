"""A small app around widgets under test: fixed size, our themes, every message kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from ehr_tui.theme import DARK
from ehr_tui.widgets.grid_messages import GridMessage
from ehr_tui.widgets.themes import register_themes

SIZES = ((80, 24), (120, 40))
LANGUAGES = ("zh_CN", "en")


class WidgetApp(App[Any]):
    """Shows the widgets it is given."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "help.title"),
        Binding("ctrl+q", "quit", "keys.quit"),
    ]

    def __init__(
        self, make: Callable[[], Iterable[Widget]], *, plain: bool = False, theme: str = DARK.name
    ) -> None:
        super().__init__()
        register_themes(self)
        self.theme = theme
        self.plain = plain
        self.kept: list[Message] = []
        self._make = make

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield from self._make()

    def on_event_kept(self, message: Message) -> None:
        """Keep a message."""
        self.kept.append(message)

    async def _on_message(self, message: Message) -> None:
        if isinstance(message, GridMessage) or type(message).__module__.startswith("ehr_tui."):
            self.kept.append(message)
        await super()._on_message(message)

    def of(self, kind: type[Message]) -> list[Any]:
        """The kept messages of one kind, in order."""
        return [message for message in self.kept if isinstance(message, kind)]

    def screen_text(self) -> list[str]:
        """The lines on the screen."""
        return [strip.text for strip in self.screen._compositor.render_strips()]
