"""Runs the program and writes down which modules are loaded when its first picture is painted.

python -m tests.bench.probe REPORT [arguments of ehr-tui]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from ehr_tui.__main__ import main


def watch(report: Path) -> None:
    """Write the names of the loaded modules at the first painting of a screen, one a line."""
    from textual.app import App

    paint = App._display

    def painting(self: App[Any], screen: Any, renderable: Any) -> None:
        paint(self, screen, renderable)
        if renderable is not None and not report.exists():
            report.write_text("\n".join(sorted(sys.modules)), encoding="utf-8")

    App._display = painting  # type: ignore[method-assign]


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
    raise SystemExit(main(sys.argv[2:]))
