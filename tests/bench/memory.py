"""Resident memory with the roster of a large department open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ehr_tui.settings import Settings
from tests.bench.harness import Bench, Figure, bare_app, settle
from tests.terminal import Terminal


def memory(bench: Bench) -> Iterator[Figure]:
    """The process after the month was opened, scrolled and edited; the floor is the bare application."""
    with bare_app(bench.folder / "bare") as bare:
        floor = _resident(bare)
    with bench.opened() as terminal:
        terminal.press("f3")
        terminal.see("草稿")
        terminal.press("pagedown", "pagedown", "pageup", "pageup")
        settle(terminal)
        used = _resident(terminal)
    cache = Settings().cache_mib
    yield Figure(
        "memory", used, "MB", floor, most=70 + cache, more={"cache_mib": cache, "people": bench.size.people}
    )


def _resident(terminal: Terminal) -> float:
    status = Path(f"/proc/{terminal.pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) / 1000 if found else 0.0
