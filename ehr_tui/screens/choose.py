"""One of a few: a short list in a box, chosen by Enter, by number or by mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ehr_tui.screens.modal import EhrModal


class ChooseScreen(EhrModal[int | None]):
    """The answer is the place in the list, from 0; None when left."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "choose.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(n), f"take({n - 1})", show=False) for n in range(1, 10)
    ]

    def __init__(self, title: str, lines: Sequence[str], marked: int = 0) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._marked = marked

    def compose_box(self) -> ComposeResult:
        """The list."""
        numbered = [f"{n}  {line}" if n <= 9 else f"   {line}" for n, line in enumerate(self._lines, 1)]
        yield OptionList(*(Option(line) for line in numbered), id="choose-list", markup=False)

    def on_mount(self) -> None:
        """Begin at the present value."""
        listing = self.query_one(OptionList)
        listing.highlighted = self._marked
        listing.focus()

    def title_words(self) -> str:
        """Given by the caller."""
        return self._title

    def action_take(self, index: int) -> None:
        """A number was pressed."""
        if index < len(self._lines):
            self.dismiss(index)

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        self.dismiss(event.option_index)
