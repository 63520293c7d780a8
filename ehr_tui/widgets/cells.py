"""Text measured in display cells: a Chinese character takes two, a combining sign none."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len


@lru_cache(4096)
def clean(text: str) -> str:
    """The text without control, format, surrogate and unassigned characters, which terminals draw at will."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn", "Co"))


@lru_cache(8192)
def fit(text: str, width: int, right: bool = False) -> str:
    """The text cut or padded to exactly ``width`` cells; a wide character that would be halved is left out."""
    if width <= 0:
        return ""
    text = clean(text)
    used = cell_len(text)
    if used > width:
        text, used = _cut(text, width)
    pad = " " * (width - used)
    return pad + text if right else text + pad


def _cut(text: str, width: int) -> tuple[str, int]:
    used = 0
    for index, character in enumerate(text):
        size = cell_len(character)
        if used + size > width:
            return text[:index], used
        used += size
    return text, used


def shorten(text: str, width: int, more: str = "…") -> str:
    """The text in at most ``width`` cells, ending in the sign ``more`` when something was left out."""
    text = clean(text)
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return more[:width]
    return _cut(text, width - 1)[0] + more


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells: broken at blanks where there are any near, else between characters."""
    lines: list[str] = []
    rest = clean(text)
    while cell_len(rest) > width > 1:
        piece, _ = _cut(rest, width)
        blank = piece.rfind(" ")
        if blank > width // 2 and rest[len(piece) : len(piece) + 1] != " ":
            piece = piece[:blank]
        lines.append(piece.rstrip())
        rest = rest[len(piece) :].lstrip()
    lines.append(rest)
    return lines


def plain_digits(text: str) -> str:
    """Full-width letters, digits and signs as their ASCII forms (NFKC)."""
    return unicodedata.normalize("NFKC", text)


width_of = cell_len
