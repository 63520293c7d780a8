"""One line on the terminal before anything else is loaded, so that a start is seen at once."""

from __future__ import annotations

import sys

_NAME = "ehr-tui"
_CLEAR = "\r\x1b[2K"
_shown = False


def show(text: str = "") -> None:
    """Write the line, without an end of line; nothing where nobody is looking."""
    global _shown  # noqa: PLW0603 - the terminal is one, too
    if sys.stdout.isatty():
        sys.stdout.write(f"{_CLEAR if _shown else ''}{_NAME}  {text or '…'}")
        sys.stdout.flush()
        _shown = True


def clear() -> None:
    """Take the line away again."""
    global _shown  # noqa: PLW0603
    if _shown:
        sys.stdout.write(_CLEAR)
        sys.stdout.flush()
        _shown = False
