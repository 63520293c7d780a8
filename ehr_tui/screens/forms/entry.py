"""Text fields that take a paste as it should be taken: cut with a word about it, never frozen, no line lost."""

from __future__ import annotations

from textual import events
from textual.document._document import EditResult, Location
from textual.message import Message
from textual.widgets import Input, TextArea


class PasteCut(Message):
    """A paste was longer than a field takes; ``most`` characters were kept at most."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most


class LineEntry(Input):
    """One line of text.  Pasted lines become one, blanks between; going there selects nothing.

    Else the first letter typed into a field that was only passed by would wipe out what stands in it.
    """

    def __init__(
        self, *, id: str | None = None, most: int = 0, classes: str = "", disabled: bool = False
    ) -> None:
        super().__init__(
            id=id,
            compact=True,
            max_length=most,
            classes=classes or None,
            disabled=disabled,
            select_on_focus=False,
        )

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        start, end = sorted(self.selection)
        most = self.max_length or len(event.text)
        room = max(0, most - len(self.value) + (end - start))
        text = " ".join(event.text[: room + 1024].split("\n")).replace("\r", "").replace("\t", " ").strip()
        if len(event.text) > room + 1024 or len(text) > room:
            self.post_message(PasteCut(most))
        self.replace(text[:room], start, end)


class TextLines(TextArea):
    """Text of several lines, at most ``most`` characters; the arrows leave it at its first and last line."""

    def __init__(self, *, most: int, id: str | None = None, disabled: bool = False) -> None:
        super().__init__(id=id, disabled=disabled, tab_behavior="focus", compact=True, soft_wrap=True)
        self._most = most

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        replaced = len(self.document.get_text_range(*sorted((start, end))))
        room = max(0, self._most - len(self.text) + replaced)
        if len(insert) > room:
            self.post_message(PasteCut(self._most))
        return super()._replace_via_keyboard(insert[:room], start, end)

    @property
    def _row(self) -> int:
        """The cursor's line as it is wrapped."""
        return self.wrapped_document.location_to_offset(self.cursor_location).y

    def action_cursor_up(self, select: bool = False) -> None:
        """Up; from the first line to the field before."""
        if self._row == 0 and not select:
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Down; from the last line to the next field."""
        if self._row >= self.wrapped_document.height - 1 and not select:
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)
