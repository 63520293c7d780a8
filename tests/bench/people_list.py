"""The list of people through a pseudo-terminal: how soon it stands, how soon a typed letter has narrowed it, and how
soon a line and a page are scrolled; with the people of a large department and with those of an office far larger.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ehr_tui.services.intents.imports import ApplyImport, StaffSource
from tests.bench.big_office import BigOffice, name_of, staff_sheet
from tests.bench.harness import Answer, Bench, Figure, answer_to, bare_app, distribution, p95, settle
from tests.terminal import NotSeen, Terminal

QUIET = 0.12
"""Seconds of silence that end an answer; the cursor of a field blinks only half a second after the last key."""
ROUND = (
    "l",
    "m",
    "y",
    "backspace",
    "backspace",
    "backspace",
    "赵",
    "backspace",
    "b",
    "0",
    "1",
    *["backspace"] * 3,
)
"""Keys of a search by initials, by a character and by a number; each has painted another list."""


def people_list(bench: Bench) -> Iterator[Figure]:
    """Opening, searching, scrolling; once for each size of office."""
    n = bench.size.keys
    with bare_app(bench.folder / "bare") as bare:
        floor = [answer_to(bare, "x", QUIET).last for _ in range(n)]
    for office in (bench.big, crowd(bench)):
        with bench.opened("hr", office=office) as terminal:
            settle(terminal)
            opened = answer_to(terminal, "f4", 0.6).last
            people = _count(terminal)
            yield Figure(f"list_{people}_opens", opened, "ms")
            yield from _searched(terminal, n, people, floor)
            yield from _scrolled(terminal, n, people, floor)


@cache
def crowd(bench: Bench) -> BigOffice:
    """The big office with as many people more as a run asks for."""
    office = bench.big.copy(bench.folder / "crowd")
    bench.clock.advance(seconds=30)
    door = office.enter("hr")
    try:
        more = [(f"C{n:05}", name_of(n)) for n in range(bench.size.crowd)]
        door.do(ApplyImport(StaffSource(staff_sheet(more), "staff.xlsx")))
    finally:
        door.logout()
    return office


def _count(terminal: Terminal) -> int:
    """How many people the list says it holds."""
    line = terminal.until(lambda screen: "共 " in screen, "no count of people").split("共 ")[1]
    return int(line.split()[0])


def _searched(terminal: Terminal, n: int, people: int, floor: list[float]) -> Iterator[Figure]:
    terminal.press("/")
    settle(terminal, QUIET)
    found: list[Answer] = [answer_to(terminal, ROUND[i % len(ROUND)], QUIET) for i in range(n)]
    for _ in range(4):
        terminal.press("backspace")
        settle(terminal, QUIET)
    if _count(terminal) != people:
        raise NotSeen(f"the search was not taken back\n{terminal.text()}")
    yield from distribution(f"list_{people}_search", [seen.last for seen in found], floor)


def _scrolled(terminal: Terminal, n: int, people: int, floor: list[float]) -> Iterator[Figure]:
    for _ in range(25):  # below the last line that is seen
        terminal.press("down")
        settle(terminal, 0.03)
    lines = [answer_to(terminal, "down", QUIET).last for _ in range(n)]
    yield from distribution(f"list_{people}_line", lines, floor, most=35)
    pages = [answer_to(terminal, ("pagedown", "pageup")[i // 4 % 2], QUIET).last for i in range(min(n, 32))]
    yield Figure(f"list_{people}_page_p95", p95(pages), "ms", p95(floor), most=35)
