"""The command line: arguments only."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ehr_tui import splash

SPEAKING = frozenset(
    {"show", "verify", "doctor", "keys", "locate", "completion", "--help", "-h", "--version", "-V"}
)
"""With one of these the answer is text on this terminal, so there is nothing to bridge."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0 (well), 1 (``verify`` or ``doctor`` found fault) or 2 (could not be done)."""
    given = sys.argv[1:] if argv is None else argv
    if SPEAKING.isdisjoint(given):
        splash.show()

    from ehr_tui.cli import commands

    try:
        return commands.main(given)
    finally:
        splash.clear()


if __name__ == "__main__":
    raise SystemExit(main())
