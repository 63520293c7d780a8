"""Without colour (NO_COLOR): the filter that takes colours away must also stand text that has no style at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import Monochrome

if TYPE_CHECKING:
    from textual.app import App

NO_STYLE = Style.null()


class CalmMonochrome(Monochrome):
    """Textual's filter crashes on a segment without a style, which any widget may send."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Segments without colour."""
        return super().apply(
            [s if s.style is not None else Segment(s.text, NO_STYLE, s.control) for s in segments], background
        )


def calm_filters(app: App[Any]) -> None:
    """Put the calm filter in place of Textual's, where it is used."""
    app._filters = [CalmMonochrome() if type(f) is Monochrome else f for f in app._filters]
