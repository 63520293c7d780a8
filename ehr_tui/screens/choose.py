"""One of a list in a box: chosen by Enter, by number, by mouse; longer lists by typing part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from ehr_tui.screens.modal import EhrModal
from ehr_tui.widgets.cells import plain_digits

SHORT = 9
"""Lines up to which each has a digit and nothing need be searched."""


class ChooseScreen(EhrModal[int | None]):
    """The answer is the place in the list, from 0; None when left."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "choose.tcss"]
    WORDS: ClassVar = {"#choose-find": "choose.find"}
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"take({n - 1})", show=False, priority=True) for n in range(1, 10)),
        Binding("enter", "mark", "list.open", show=False, priority=True),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
    ]

    def __init__(self, title: str, lines: Sequence[str], marked: int = 0) -> None:
        super().__init__()
        self._title = title
        self._lines = tuple(lines)
        self._marked = marked
        self._shown = list(range(len(self._lines)))
        self._narrowed = False

    @property
    def _long(self) -> bool:
        return len(self._lines) > SHORT

    def compose_box(self) -> ComposeResult:
        """What is looked for, where there is much; the list."""
        if self._long:
            yield Input(id="choose-find", compact=True, max_length=40)
        yield OptionList(id="choose-list", markup=False)

    def on_mount(self) -> None:
        """Begin at the present value."""
        self._fill()
        listing = self.query_one(OptionList)
        listing.highlighted = self._marked
        (self.query_one(Input) if self._long else listing).focus()

    def _fill(self) -> None:
        listing = self.query_one(OptionList)
        listing.clear_options()
        digits = not self._typed
        listing.add_options(
            [
                Option(Text(f"{n}  {self._lines[at]}" if digits and n <= SHORT else f"   {self._lines[at]}"))
                for n, at in enumerate(self._shown, 1)
            ]
        )

    @property
    def _typed(self) -> str:
        return self.query_one(Input).value if self._long else ""

    def title_words(self) -> str:
        """Given by the caller."""
        return self._title

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Digits choose while nothing is looked for."""
        if action == "take":
            return self.is_mounted and not self._typed
        return super().check_action(action, parameters)

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        """Only lines in which every word occurs; a digit alone is that of a line."""
        event.stop()
        first = plain_digits(event.value)
        if len(first) == 1 and first in "123456789" and not self._narrowed:
            self.action_take(int(first) - 1)
            return
        self._narrowed = bool(event.value)
        words = plain_digits(event.value).casefold().split()
        self._shown = [
            n
            for n, line in enumerate(self._lines)
            if all(word in plain_digits(line).casefold() for word in words)
        ]
        self._fill()
        self.query_one(OptionList).highlighted = 0 if self._shown else None

    def action_step(self, by: int) -> None:
        """The neighbour, around the end."""
        listing = self.query_one(OptionList)
        if by > 0:
            listing.action_cursor_down()
        else:
            listing.action_cursor_up()

    def action_take(self, index: int) -> None:
        """A number was pressed."""
        if index < len(self._lines):
            self.dismiss(index)

    def action_mark(self) -> None:
        """The marked line."""
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._shown):
            self.dismiss(self._shown[at])

    def on_key(self, event: events.Key) -> None:
        """Letters typed over the list are looked for."""
        sign = event.character
        if self._long and sign is not None and event.is_printable and not self.query_one(Input).has_focus:
            event.stop()
            self.query_one(Input).focus()
            self.query_one(Input).value += sign

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """A click."""
        event.stop()
        if self.is_current:
            self.dismiss(self._shown[event.option_index])
