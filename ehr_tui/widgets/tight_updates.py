"""Sends only the changed cells of a line.

Textual writes a changed span of a line from the left edge of its widget on, so a cell at the end of a grid's row would
send the whole row: over SSH some 2,500 bytes instead of 100.  A screen that holds a grid gets a compositor that cuts
its updates on both sides.  It builds on Textual's own class and changes nothing but the text of partial updates.
"""

from __future__ import annotations

from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor
from textual.screen import Screen
from textual.strip import Strip

MOVE_TO = "\x1b[{y};{x}H"


class TightUpdate(ChopsUpdate):
    """A partial update cut on both sides."""

    def render_segments(self, console: Console) -> str:
        """The update as terminal text."""
        written: list[str] = []
        for y, x1, x2 in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= x2 or end <= x1:
                    continue
                start, piece = cut(strip, max(0, x1 - x), min(end, x2) - x)
                written.append(MOVE_TO.format(y=y + 1, x=x + start + 1))
                written.append(piece.render(console))
        return "".join(written)


class TightCompositor(Compositor):
    """Textual's compositor with tight partial updates."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed since the last time; None when nothing did."""
        update = super().render_partial_update()
        if update is None:
            return None
        return TightUpdate(update.chops, update.spans, update.chop_ends)


def cut(strip: Strip, start: int, end: int) -> tuple[int, Strip]:
    """Where the piece really starts, and the piece: one that would begin inside a wide character starts at 0."""
    if not start:
        return 0, strip.crop(0, end)
    before, piece = strip.crop(0, start), strip.crop(start, end)
    if strip.crop(0, end).text != before.text + piece.text:
        return 0, strip.crop(0, end)
    return start, piece


def tighten(screen: Screen[object]) -> None:
    """Let a screen send tight updates."""
    compositor = screen._compositor
    if type(compositor) is Compositor:
        compositor.__class__ = TightCompositor
