"""A line of words that sends only what differs: a status that changes with every key must not cost a line each time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TypeVar

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from ehr_tui.widgets.themes import app_signs

T = TypeVar("T")


class OneLine(Widget):
    """One line of text; ``update`` paints the span of cells between the first and the last that differ."""

    DEFAULT_CSS = """
    OneLine { height: 1; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = Text()
        self._wide = 0

    def update(self, text: Text) -> None:
        """Say something else; nothing is painted where it says the same."""
        found = differing(self._text, text)
        self._text = text
        if found is not None:
            start, end = found
            width = self.size.width
            if width < max(cell_len(text.plain), self._wide):  # the sign of what is cut may come or go
                start, end = min(start, max(0, width - 2)), max(end, width)
            self._wide = cell_len(text.plain)
            self.refresh(Region(start, 0, end - start, 1))

    def render(self) -> Text:
        """The line; what finds no room is cut with a sign."""
        width = self.size.width
        if not width or self._wide <= width:
            return self._text
        more = app_signs(self.app).more
        text = self._text.copy()
        text.truncate(width - cell_len(more), overflow="crop")
        return text.append(more)


def differing(one: Text, other: Text) -> tuple[int, int] | None:
    """The cells, from the first to behind the last, in which two lines differ; None when they are the same."""
    before, after = _styled(one), _styled(other)
    if before == after:
        return None
    alike = _shared(before, after)
    start = cell_len("".join(sign for sign, _ in before[:alike]))
    ends = cell_len(one.plain), cell_len(other.plain)
    if ends[0] != ends[1]:
        return start, max(ends)
    tail = _shared(before[alike:][::-1], after[alike:][::-1])
    return start, ends[0] - cell_len("".join(sign for sign, _ in before[len(before) - tail :]))


def differing_strips(one: Strip, other: Strip) -> tuple[int, int] | None:
    """The same of two painted lines of one width."""
    return differing(_as_text(one), _as_text(other))


def _as_text(strip: Strip) -> Text:
    text = Text()
    for segment in strip:
        text.append(segment.text, segment.style)
    return text


def _styled(text: Text) -> list[tuple[str, tuple[object, ...]]]:
    """Each character with the styles that lie on it."""
    styles: list[tuple[object, ...]] = [(text.style,)] * len(text.plain)
    for span in text.spans:
        for n in range(span.start, min(span.end, len(styles))):
            styles[n] = (*styles[n], span.style)
    return list(zip(text.plain, styles, strict=True))


def _shared(one: Sequence[T], other: Sequence[T]) -> int:
    """How many items two rows begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
