"""What all measurements share: how much is measured, how a figure is written down, where an office comes from.

A figure is one line of JSON: ``name``, ``value``, ``unit``; where there is one, ``floor`` (the same done by a bare
program, in the same run) and ``ratio`` to it; ``aim`` with ``met``.  Nothing here fails because something is slow: an
aim not met is to be read.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.big_office import BigOffice, make_big_office
from tests.launcher import FileClock
from tests.offices import DEMO_PASSWORD, START
from tests.terminal import NotSeen, Terminal, environment_of

BARE = [sys.executable, "-m", "tests.bench.bare"]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    people: int = 300
    starts: int = 7
    """How often a program is started for one median."""
    keys: int = 60
    """How often a key is pressed for one distribution."""
    repeats: int = 30
    """How often an act inside the process is done."""
    entries: int = 10_000
    """Length of the audit chain that is verified."""
    months: int = 12
    """Months of duties in the file that is compared with a plain one."""
    history_months: int = 120
    """Months behind an office with a long past."""
    history_entries: int = 200_000
    """Audit entries of such an office."""
    crowd: int = 5_000
    """People of an office far larger than any desk keeps."""


FULL = Size()
TINY = Size(
    people=12, starts=1, keys=3, repeats=2, entries=50, months=1, history_months=2, history_entries=300,
    crowd=30,
)  # fmt: skip
"""For looking whether everything runs."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.  ``most`` is the aim for the value, ``most_ratio`` for the ratio to the floor."""

    name: str
    value: float | list[str]
    unit: str
    floor: float | None = None
    most: float | None = None
    most_ratio: float | None = None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """Value over floor."""
        return self.value / self.floor if self.floor and isinstance(self.value, (int, float)) else None

    def _aim(self) -> dict[str, Any]:
        """The aims in words and whether they are met."""
        said, met = [], True
        if self.most is not None:
            size = float(len(self.value)) if isinstance(self.value, list) else self.value
            said.append(f"<= {self.most:g} {self.unit}")
            met = met and size <= self.most
        if self.most_ratio is not None and self.ratio is not None:
            said.append(f"<= {self.most_ratio:g} x floor")
            met = met and self.ratio <= self.most_ratio
        return {"aim": ", ".join(said), "met": met} if said else {}

    def line(self) -> str:
        """The line of JSON."""
        found: dict[str, Any] = {"name": self.name, "value": _short(self.value), "unit": self.unit}
        if self.floor is not None:
            found |= {"floor": _short(self.floor), "ratio": _short(self.ratio)}
        return json.dumps(found | self._aim() | self.more, ensure_ascii=False)


def _short(value: Any) -> Any:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def median(values: Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The one that 95 in 100 do not exceed (the largest of fewer than 20)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def distribution(
    name: str,
    values: Sequence[float],
    floor: Sequence[float] = (),
    *,
    most: float | None = None,
    most_ratio: float | None = None,
) -> tuple[Figure, Figure]:
    """Two figures, p50 and p95, in milliseconds; the aims are for the p95."""
    low = (median(floor), p95(floor)) if floor else (None, None)
    return (
        Figure(f"{name}_p50", median(values), "ms", low[0], more={"n": len(values)}),
        Figure(f"{name}_p95", p95(values), "ms", low[1], most, most_ratio),
    )


def timed(act: Callable[[], object], repeats: int, before: Callable[[], object] | None = None) -> list[float]:
    """Milliseconds of each repeat; ``before`` is done ahead of each and not counted."""
    found = []
    gc.collect()
    for _ in range(repeats):
        if before is not None:
            before()
        start = time.perf_counter()
        act()
        found.append((time.perf_counter() - start) * 1000)
    return found


class Answer(NamedTuple):
    """What a key paints: milliseconds until the first bytes (the cell) and the last (totals, status), and how many."""

    first: float
    last: float
    size: int


def answer_to(terminal: Terminal, key: str, quiet: float) -> Answer:
    """Press a key and wait for all that it paints.

    The answer ends when nothing has come for ``quiet`` seconds.  Raises NotSeen when nothing comes.
    """
    start = time.perf_counter()
    terminal.press(key)
    first, last, count = terminal.burst(quiet)
    if not count:
        raise NotSeen(f"{key} paints nothing\n{terminal.text()}")
    return Answer((first - start) * 1000, (last - start) * 1000, count)


def settle(terminal: Terminal, quiet: float = 0.5) -> None:
    """Let a screen finish what it is painting."""
    while terminal.burst(quiet, longest=quiet)[2]:
        pass


@contextmanager
def bare_app(folder: Path) -> Iterator[Terminal]:
    """The smallest Textual application that answers to keys."""
    with Terminal(BARE, environment=environment_of(folder)) as terminal:
        terminal.see("ready")
        settle(terminal)
        yield terminal


def choose_demo_user(terminal: Terminal, login: str) -> None:
    """Fill the login of the demo office by the user's digit; Enter then logs in."""
    terminal.see(login, DEMO_PASSWORD)
    terminal.press(terminal.lines(f" {login} ")[0].split(login)[0].strip(" │")[-1])
    terminal.until(lambda screen: screen.count(login) > 1, f"{login} is not filled in")


@dataclass(eq=False)
class Bench:
    """One run: its folder, its size, and offices that are made when the first figure needs them."""

    folder: Path
    size: Size = FULL

    @cached_property
    def clock(self) -> FileClock:
        """The clock of the offices and of the programs that open them."""
        clock = FileClock(self.folder / "clock")
        clock.set(START)
        return clock

    @cached_property
    def big(self) -> BigOffice:
        """The demo office with a laboratory of ``size.people`` people and a full month."""
        return make_big_office(self.folder / "big", self.clock, self.size.people)

    @contextmanager
    def opened(
        self,
        who: str = "lab",
        *,
        office: BigOffice | None = None,
        columns: int = 80,
        rows: int = 24,
        colours: int = 0,
    ) -> Iterator[Terminal]:
        """The program on a copy of an office (the big one), with somebody logged in and on the home screen."""
        copy = (office or self.big).copy(self.folder / f"copy-{time.perf_counter_ns()}")
        self.clock.advance(seconds=30)  # the code of a login counts once
        command = [sys.executable, "-m", "tests.launcher", str(self.clock.file), str(copy.folder / "errors")]
        with Terminal(
            [*command, "--office", str(copy.path)],
            environment=environment_of(copy.folder, colours=colours),
            columns=columns,
            rows=rows,
        ) as terminal:
            choose_demo_user(terminal, who)
            terminal.press("enter")
            terminal.see("今天")
            yield terminal
