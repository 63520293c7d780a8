"""One line on the terminal before the heavy imports, so that a start is seen at once."""

from __future__ import annotations

import sys

_CLEAR = "\r\x1b[2K"


def show(text: str) -> None:
    """Write the line, without an end of line; nothing where nobody is looking."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r{text}")
        sys.stdout.flush()


def clear() -> None:
    """Take the line away again."""
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)
        sys.stdout.flush()
