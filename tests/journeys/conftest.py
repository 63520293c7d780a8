"""Programs for journeys: each with a home, a clock and a screen of its own, and nothing said under the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.walker import Walker
from tests.launcher import FileClock
from tests.offices import START

Start = Callable[..., Walker]


@pytest.fixture
def hospital_clock(tmp_path: Path) -> FileClock:
    """The clock on the wall: a Monday morning, nine o'clock."""
    clock = FileClock(tmp_path / "clock")
    clock.set(START)
    return clock


@pytest.fixture
def start(tmp_path: Path, hospital_clock: FileClock) -> Iterator[Start]:
    """Starts programs: ``start("--office", path, language="en")``; each ``home`` is another terminal's memory."""
    walkers: list[Walker] = []

    def begin(*arguments: str | Path, home: str = "terminal", **how: object) -> Walker:
        walker = Walker(tmp_path / home, hospital_clock, *map(str, arguments), **how)  # type: ignore[arg-type]
        walkers.append(walker)
        return walker

    try:
        yield begin
    finally:
        for walker in walkers:
            walker.at.close()
    for walker in walkers:
        walker.close()
