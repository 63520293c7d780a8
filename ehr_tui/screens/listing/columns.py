"""Which columns a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ehr_tui.screens.modal import EhrModal


class ColumnsScreen(EhrModal[tuple[str, ...] | None]):
    """The answer is the keys in order; an empty one asks for the list's own.  Left and right move a column."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["../modal.tcss", "listing.tcss"]
    TITLE_KEY = "list.columns"
    WORDS: ClassVar = {"#columns-hint": "list.columns_hint"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "take", "many.take", priority=True),
        Binding("space,ideographic_space,insert", "tick", "many.tick", priority=True),
        Binding("left", "shift(-1)", "list.earlier", priority=True),
        Binding("right", "shift(1)", "list.later", priority=True),
        Binding("ctrl+g", "reset", "list.own_columns"),
    ]

    def __init__(self, columns: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        super().__init__()
        titles = dict(columns)
        rest = [key for key, _ in columns if key not in chosen]
        self._titles = titles
        self._keys = [key for key in chosen if key in titles] + rest
        self._ticked = {key for key in chosen if key in titles}

    def compose_box(self) -> ComposeResult:
        """The list and how it is used."""
        yield OptionList(*(Option(self._line(key)) for key in self._keys), id="columns-list")
        yield Static(id="columns-hint", classes="hint")

    def on_mount(self) -> None:
        """To the list."""
        listing = self.query_one(OptionList)
        listing.highlighted = 0
        listing.focus()

    def _line(self, key: str) -> Text:
        return Text(f"[{'x' if key in self._ticked else ' '}] {self._titles[key]}", no_wrap=True)

    def _paint(self) -> None:
        listing = self.query_one(OptionList)
        for n, key in enumerate(self._keys):
            listing.replace_option_prompt_at_index(n, self._line(key))

    @property
    def _at(self) -> int:
        return self.query_one(OptionList).highlighted or 0

    def action_tick(self) -> None:
        """Show it, or no longer; one always stays."""
        key = self._keys[self._at]
        if self._ticked != {key}:
            self._ticked ^= {key}
            self._paint()

    def action_shift(self, by: int) -> None:
        """One place up or down."""
        at = self._at
        to = at + by
        if 0 <= to < len(self._keys):
            self._keys[at], self._keys[to] = self._keys[to], self._keys[at]
            self._paint()
            self.query_one(OptionList).highlighted = to

    def action_reset(self) -> None:
        """The list's own columns."""
        self.dismiss(())

    def action_take(self) -> None:
        """As ticked."""
        self.dismiss(tuple(key for key in self._keys if key in self._ticked))

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """The mouse ticks."""
        event.stop()
        self.query_one(OptionList).highlighted = event.option_index
        self.action_tick()
