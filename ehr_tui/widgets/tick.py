"""Check boxes and radio buttons that show their state without colour: ``[x]``, ``[ ]``, ``(•)``, ``( )``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from ehr_tui.i18n import t
from ehr_tui.widgets.themes import app_signs


class Tick(Widget, can_focus=True):
    """One thing to tick.  ``label`` is a locale key, or plain text with ``verbatim``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,ideographic_space", "tick", "tick.key.toggle"),
    ]
    DEFAULT_CSS = """
    Tick { width: auto; height: 1; }
    Tick:focus { text-style: reverse bold; }
    Tick:disabled { text-style: italic; }
    """
    ALLOW_SELECT = False
    value: reactive[bool] = reactive(False)

    class Changed(Message):
        """Ticked or no longer so."""

        def __init__(self, tick: Tick, value: bool) -> None:
            super().__init__()
            self.tick, self.value = tick, value

        @property
        def control(self) -> Tick:
            """The box."""
            return self.tick

    def __init__(
        self,
        label: str,
        value: bool = False,
        *,
        verbatim: bool = False,
        id: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(id=id, disabled=disabled)
        self._label, self._verbatim = label, verbatim
        self.set_reactive(Tick.value, value)

    def render(self) -> RenderResult:
        """The box and its words."""
        return Text(f"[{'x' if self.value else ' '}] {self._words()}", no_wrap=True)

    def relabel(self) -> None:
        """Words of the present language."""
        self.refresh(layout=True)

    def action_tick(self) -> None:
        """Tick or untick."""
        self.value = not self.value
        self.post_message(self.Changed(self, self.value))

    def on_click(self) -> None:
        """A click does the same."""
        self.action_tick()

    def _words(self) -> str:
        return self._label if self._verbatim else t(self._label)


class Choice(Widget, can_focus=True):
    """One of several: arrows choose.  ``options`` are (value, locale key), or plain text with ``verbatim``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "step(-1)", "keys.cursor_up", show=False),
        Binding("down,right,space,ideographic_space", "step(1)", "tick.key.choose"),
    ]
    DEFAULT_CSS = """
    Choice { width: auto; height: auto; }
    """
    ALLOW_SELECT = False
    index: reactive[int] = reactive(0)

    class Changed(Message):
        """Another one is chosen."""

        def __init__(self, choice: Choice, value: str) -> None:
            super().__init__()
            self.choice, self.value = choice, value

        @property
        def control(self) -> Choice:
            """The group."""
            return self.choice

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        value: str = "",
        *,
        verbatim: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._options, self._verbatim = tuple(options), verbatim
        values = [option for option, _ in self._options]
        self.set_reactive(Choice.index, values.index(value) if value in values else 0)

    @property
    def value(self) -> str:
        """What is chosen; empty when there is nothing to choose."""
        return self._options[self.index][0] if self._options else ""

    @value.setter
    def value(self, value: str) -> None:
        self.index = next((n for n, (option, _) in enumerate(self._options) if option == value), self.index)

    def render(self) -> RenderResult:
        """One line for each."""
        bullet = app_signs(self.app).bullet
        text = Text(no_wrap=True)
        for n, (_, words) in enumerate(self._options):
            here = n == self.index
            line = f"({bullet if here else ' '}) {words if self._verbatim else t(words)}"
            text.append(line, style="reverse bold" if here and self.has_focus else "")
            if n < len(self._options) - 1:
                text.append("\n")
        return text

    def relabel(self) -> None:
        """Words of the present language."""
        self.refresh(layout=True)

    def on_focus(self) -> None:
        """Show where the keys go."""
        self.refresh()

    def on_blur(self) -> None:
        """And where no longer."""
        self.refresh()

    def action_step(self, by: int) -> None:
        """The next or the one before."""
        if self._options:
            self._choose((self.index + by) % len(self._options))

    def on_click(self, event: events.Click) -> None:
        """A click on a line chooses it."""
        if 0 <= event.y < len(self._options):
            self._choose(event.y)

    def _choose(self, index: int) -> None:
        if index != self.index:
            self.index = index
            self.post_message(self.Changed(self, self.value))
