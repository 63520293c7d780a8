"""Lines to the terminal that the command line was typed on."""

from __future__ import annotations

import sys

from ehr_tui.i18n import cells, fit


def say(text: str = "") -> None:
    """A line of the answer."""
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    """What went wrong, in one line."""
    sys.stderr.write(f"{text}\n")


def fold(text: str, width: int, indent: int) -> list[str]:
    """The text in lines of at most ``width`` cells, those after the first pushed in by ``indent``."""
    lines: list[str] = []
    rest, room = text, width
    while cells(rest) > room:
        piece = fit(rest, room, more="").rstrip()
        blank = piece.rfind(" ")
        if blank > len(piece) // 2:
            piece = piece[:blank]
        lines.append(piece)
        rest = " " * indent + rest[len(piece) :].lstrip()
    return [*lines, rest]
