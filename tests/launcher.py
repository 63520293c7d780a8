"""Starts the program as its command line does, with a clock that a test moves: ``python -m tests.launcher``.

    python -m tests.launcher CLOCK ERRORS [arguments of ehr-tui]

``CLOCK`` is a file with the present instant (ISO 8601, aware), read whenever the program asks for the time; the
office's day is that of UTC+8.  Whatever is written to standard error outside of the screen goes to the file ``ERRORS``;
the screen itself, which Textual writes there too, still goes to the terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from ehr_tui import bootstrap, paths
from ehr_tui.cli import arguments, commands
from ehr_tui.cli.commands import spoken_language
from ehr_tui.i18n import t
from ehr_tui.settings import load


@dataclass(frozen=True)
class FileClock:
    """Stands at the instant that a file names."""

    file: Path

    def now(self) -> datetime:
        """What the file says."""
        return datetime.fromisoformat(self.file.read_text(encoding="ascii"))

    def today(self) -> date:
        """The hospital's day (UTC+8)."""
        return (self.now() + timedelta(hours=8)).date()

    def set(self, at: datetime) -> None:
        """Put the hands to an instant; a reader sees the old or the new one, never half of it."""
        fresh = self.file.with_name(f"{self.file.name}.new")
        fresh.write_text(at.isoformat(), encoding="ascii")
        fresh.replace(self.file)

    def advance(self, **span: float) -> None:
        """Move on, as ``timedelta(**span)``."""
        self.set(self.now() + timedelta(**span))


def part_errors_from_screen(file: Path) -> None:
    """Keep the terminal for the screen and let everything else that is said on standard error go to a file."""
    screen = os.fdopen(os.dup(2), "w", encoding="utf-8")
    errors = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(errors, 2)
    os.close(errors)
    sys.__stderr__ = screen  # type: ignore[misc]


def main(argv: Sequence[str]) -> int:
    """Open an office, or the demo office."""
    clock = FileClock(Path(argv[0]))
    given = arguments.read(argv[2:])
    if given.command not in ("open", "demo"):
        bootstrap.SystemClock = lambda: clock  # type: ignore[assignment,misc,return-value]
        return commands.main(argv[2:])
    part_errors_from_screen(Path(argv[1]))
    settings = load(given.flags(), os.environ, paths.settings_file())
    t.switch(spoken_language(settings, os.environ))
    if given.command == "demo":
        return bootstrap.run_demo(settings, given.folder, fresh=given.fresh, clock=clock)
    return bootstrap.run(settings, clock)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
