"""Several of a list: a field that shows what is chosen, and the box where it is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.types import CSSPathType
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ehr_tui.i18n import t
from ehr_tui.screens.modal import EhrModal
from ehr_tui.widgets.cells import clean, shorten
from ehr_tui.widgets.themes import app_plain


class ManyScreen(EhrModal[tuple[int, ...] | None]):
    """The answer is the ticked places, in order; None when left.  Space, Insert or a click ticks, Enter takes."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["../modal.tcss", "../choose.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "many.take", priority=True),
        Binding("space,ideographic_space,insert,right", "tick", "many.tick", priority=True),
        Binding("ctrl+a", "all", "many.all", priority=True),
    ]

    def __init__(self, title: str, lines: Sequence[str], ticked: Sequence[int] = ()) -> None:
        super().__init__()
        self._title, self._lines, self._ticked = title, tuple(lines), set(ticked)

    def compose_box(self) -> ComposeResult:
        """The list."""
        yield OptionList(*(Option(self._line(n)) for n in range(len(self._lines))), id="choose-list")

    def on_mount(self) -> None:
        """Begin at the first that is ticked."""
        listing = self.query_one(OptionList)
        listing.highlighted = min(self._ticked, default=0)
        listing.focus()

    def title_words(self) -> str:
        """Given by the caller."""
        return self._title

    def _line(self, n: int) -> Text:
        return Text(f"[{'x' if n in self._ticked else ' '}] {clean(self._lines[n])}", no_wrap=True)

    def _turn(self, n: int) -> None:
        self._ticked ^= {n}
        self.query_one(OptionList).replace_option_prompt_at_index(n, self._line(n))

    def action_tick(self) -> None:
        """The marked one, or no longer."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self._turn(at)

    def action_all(self) -> None:
        """All, or none where all are ticked."""
        every = set(range(len(self._lines)))
        for n in sorted(every - self._ticked or every):
            self._turn(n)

    def action_take(self) -> None:
        """What is ticked."""
        self.dismiss(tuple(sorted(self._ticked)))

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """The mouse ticks: Enter is taken before the list sees it."""
        event.stop()
        self._turn(event.option_index)


class ManyLine(Widget, can_focus=True):
    """``show(options, values)``; ``value`` is the tuple of those chosen, in the order of the options."""

    DEFAULT_CSS = """
    ManyLine { height: 1; width: 1fr; background: $panel; padding: 0 1; }
    ManyLine:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,ideographic_space", "open", "choice.open")]

    class Changed(Message):
        """Others were chosen."""

        def __init__(self, line: ManyLine) -> None:
            super().__init__()
            self.line = line

        @property
        def control(self) -> ManyLine:
            """The field."""
            return self.line

    def __init__(self, *, id: str | None = None, title: str = "", disabled: bool = False) -> None:
        super().__init__(id=id, disabled=disabled)
        self._options: list[tuple[object, str]] = []
        self._chosen: set[int] = set()
        self.title = title

    @property
    def value(self) -> tuple[object, ...]:
        """What is chosen."""
        return tuple(self._options[n][0] for n in sorted(self._chosen))

    def show(self, options: Sequence[tuple[object, str]], values: Sequence[object] | None = None) -> None:
        """Offer these with those chosen (None: those that were)."""
        wanted = self.value if values is None else values
        self._options = list(options)
        self._chosen = {n for n, (value, _) in enumerate(self._options) if value in wanted}
        self.refresh()

    def action_open(self) -> None:
        """All of them in a box."""

        def take(chosen: tuple[int, ...] | None) -> None:
            if chosen is not None and set(chosen) != self._chosen:
                self._chosen = set(chosen)
                self.refresh()
                self.post_message(self.Changed(self))

        if self._options:
            words = [words for _, words in self._options]
            self.app.push_screen(ManyScreen(self.title, words, sorted(self._chosen)), take)

    def on_click(self, event: events.Click) -> None:
        """The mouse opens it too."""
        event.stop()
        self.action_open()

    def render(self) -> RenderResult:
        """What is chosen, in words."""
        words = t("format.list_separator").join(self._options[n][1] for n in sorted(self._chosen))
        mark, more = ("v", "~") if app_plain(self.app) else ("▾", "…")
        # Cut here: what is too long would be broken at the blank behind the mark, out of sight.
        return Text(shorten(f"{mark} {words}", max(2, self.content_size.width), more), no_wrap=True)
