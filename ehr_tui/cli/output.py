"""Lines to the terminal that the command line was typed on."""

from __future__ import annotations

import sys


def say(text: str = "") -> None:
    """A line of the answer."""
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    """What went wrong, in one line."""
    sys.stderr.write(f"{text}\n")
