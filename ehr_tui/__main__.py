"""The command line: arguments only."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0 (well), 1 (``verify`` found damage) or 2 (could not be done)."""
    from ehr_tui.cli import commands

    return commands.main(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    raise SystemExit(main())
