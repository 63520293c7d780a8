"""For terminals that show ASCII only: whatever a screen draws, each sign gives way to ASCII of the same width.

Screens choose plain signs and names in pinyin themselves; this catches the rest: scroll bars and frames of the library,
and what people have written in Chinese, of which each character becomes the first two letters of its pinyin.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.app import App

SIGNS = {
    "…": "~", "·": ".", "•": "*", "✗": "x", "✓": "+", "→": ">", "←": "<", "↑": "^", "↓": "v", "×": "x", "–": "-",
    "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "│": "|", "┃": "|", "║": "|", "─": "-", "━": "-", "═": "-",
    "▔": "-", "▁": "-", "▌": "|", "▐": "|", "▏": "|", "▎": "|", "▊": "|", "▉": "#", "█": "#", "■": "#", "□": "o",
    "○": "o", "●": "*", "▶": ">", "▼": "v", "🔎": "> ",
}  # fmt: skip
"""Stand-ins of the same width; frames not listed become ``+``, blocks ``#``, all else ``?``."""


@lru_cache(4096)
def stand_in(sign: str) -> str:
    """ASCII of the same width for one sign; nothing for a sign without width."""
    if sign in SIGNS:
        return SIGNS[sign]
    width = cell_len(sign)
    if width == 0:
        return ""
    folded = unicodedata.normalize("NFKC", sign)
    if folded.isascii() and folded.isprintable():
        return folded[:width].ljust(width)
    if width == 1:
        if 0x2500 <= ord(sign) < 0x2580:
            return "+"
        if 0x2580 <= ord(sign) < 0x25A0:
            return "#"
        base = unicodedata.normalize("NFD", sign)[0]
        return base if base.isascii() else "?"
    from ehr_tui.initials import readings

    known = readings().get(sign)
    return known[0][:2].capitalize().ljust(2) if known else "??"


@lru_cache(4096)
def ascii_text(text: str) -> str:
    """A text in ASCII that takes as many cells."""
    return text if text.isascii() else "".join(sign if sign.isascii() else stand_in(sign) for sign in text)


class AsciiOnly(LineFilter):
    """The filter."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Segments in ASCII."""
        return [s if s.text.isascii() else Segment(ascii_text(s.text), s.style, s.control) for s in segments]


def only_ascii(app: App[Any]) -> None:
    """Let an app draw in ASCII only."""
    app._filters = [*app._filters, AsciiOnly()]
