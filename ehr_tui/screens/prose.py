"""Sentences broken over lines as Chinese is: at blanks where there are any near, else between any two characters."""

from __future__ import annotations

from rich.text import Text
from textual.app import RenderResult
from textual.geometry import Size
from textual.widget import Widget

from ehr_tui.widgets.cells import wrap


class Prose(Widget):
    """A text as high as it needs to be for its width."""

    DEFAULT_CSS = """
    Prose { width: 1fr; height: auto; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._text = ""

    def update(self, text: str) -> None:
        """Other words."""
        if text != self._text:
            self._text = text
            self.refresh(layout=True)

    @property
    def text(self) -> str:
        """The words."""
        return self._text

    def _lines(self, width: int) -> list[str]:
        return [line for part in self._text.split("\n") for line in wrap(part, max(2, width))]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines at that width."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """The lines."""
        return Text("\n".join(self._lines(self.content_size.width)))
