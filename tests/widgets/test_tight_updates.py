"""Cutting updates must not break wide characters."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from ehr_tui.widgets.tight_updates import cut


def test_a_piece_is_cut_on_both_sides() -> None:
    strip = Strip([Segment("abcdef")])
    start, piece = cut(strip, 2, 4)
    assert (start, piece.text) == (2, "cd")


def test_a_wide_character_is_never_halved() -> None:
    strip = Strip([Segment("a排b")])
    start, piece = cut(strip, 2, 4)
    assert (start, piece.text) == (0, "a排b")
    start, piece = cut(strip, 3, 4)
    assert (start, piece.text) == (3, "b")
