"""One line of tabs over one list: numbers, arrows and the mouse choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget


class TabLine(Widget, can_focus=True):
    """The present tab stands in brackets, so that it shows without colour."""

    DEFAULT_CSS = """
    TabLine { height: 1; width: 1fr; background: $surface; }
    TabLine:focus { background: $panel; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "tabs.previous", show=False),
        Binding("right", "step(1)", "tabs.next", show=False),
    ]

    class Changed(Message):
        """Another tab was chosen."""

        def __init__(self, line: TabLine, tab: str) -> None:
            super().__init__()
            self.line = line
            self.tab = tab

        @property
        def control(self) -> TabLine:
            """The line."""
            return self.line

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tabs: list[tuple[str, str]] = []
        self.current = ""

    def show(self, tabs: Sequence[tuple[str, str]]) -> None:
        """Offer these tabs (name, words); the present one stays if it is among them."""
        self._tabs = list(tabs)
        if self.current not in [name for name, _ in tabs] and tabs:
            self.current = tabs[0][0]
        self.refresh()

    def choose(self, tab: str) -> None:
        """Change to a tab."""
        if tab != self.current and tab in [name for name, _ in self._tabs]:
            self.current = tab
            self.refresh()
            self.post_message(self.Changed(self, tab))

    def choose_number(self, number: int) -> None:
        """Change to the n-th tab, from 1."""
        if 1 <= number <= len(self._tabs):
            self.choose(self._tabs[number - 1][0])

    def action_step(self, by: int) -> None:
        """The neighbour, around the end."""
        names = [name for name, _ in self._tabs]
        if names:
            self.choose(names[(names.index(self.current) + by) % len(names)])

    def on_click(self, event: events.Click) -> None:
        """The tab under the mouse."""
        tab = event.style.meta.get("tab")
        if tab:
            self.choose(tab)

    def render(self) -> RenderResult:
        """All tabs."""
        text = Text(no_wrap=True, overflow="crop")
        for number, (name, words) in enumerate(self._tabs, 1):
            here = name == self.current
            label = f"[{number} {words}]" if here else f" {number} {words} "
            text.append(label, "bold reverse" if here else "")
            text.apply_meta({"tab": name}, len(text) - len(label))
        return text
