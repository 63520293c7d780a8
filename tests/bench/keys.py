"""Keys in the roster of a large department, through a pseudo-terminal: how soon the last byte is out, and how many."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.big_office import TURN
from tests.bench.harness import Answer, Bench, Figure, answer_to, bare_app, distribution, median, p95, settle
from tests.terminal import NotSeen, Terminal

QUIET = 0.06
QUIET_WRITE = 0.15
"""Seconds of silence that end an answer; longer where a transaction comes between two paintings."""


def roster_opens(bench: Bench) -> Iterator[Figure]:
    """From F3 on the home screen to the whole month."""
    times = []
    for _ in range(max(1, bench.size.starts // 2)):
        with bench.opened() as terminal:
            settle(terminal)
            times.append(answer_to(terminal, "f3", 0.6).last)
    yield Figure("roster_first_paint", median(times), "ms", most=100, more={"people": bench.size.people})


def keys_in_the_grid(bench: Bench) -> Iterator[Figure]:
    """Cursor, cell, scrolled line and page, Escape; beside them keys in the bare application."""
    n = bench.size.keys
    with bare_app(bench.folder / "bare") as bare:
        floor = [answer_to(bare, "x", QUIET).last for _ in range(n)]
    yield from distribution("bare_key", floor)
    with bench.opened() as terminal:
        _open_grid(terminal)
        cursor = [answer_to(terminal, ("right", "left")[i // 8 % 2], QUIET) for i in range(n)]
        yield from distribution("grid_cursor", [seen.first for seen in cursor], floor, most_ratio=2)
        yield from distribution("grid_cursor_and_status", [seen.last for seen in cursor], floor)
        yield Figure("grid_cursor_bytes", median([float(seen.size) for seen in cursor]), "bytes")
        cells = _set_cells(terminal, n, bench.size.people)
        yield from distribution("cell_set", [seen.last for seen in cells], floor, most=15)
        yield Figure("cell_set_bytes", median([float(seen.size) for seen in cells]), "bytes", most=500)
        escape = [_escape(terminal) for _ in range(n)]
        yield from distribution("escape", escape, most=40)
        yield from _scrolling(terminal, n, floor)


def sixteen_colours(bench: Bench) -> Iterator[Figure]:
    """Bytes of a scrolled line in 16 colours, as over a slow line."""
    with bench.opened(colours=16) as terminal:
        _open_grid(terminal)
        _to_the_bottom(terminal)
        sizes = [float(answer_to(terminal, "down", QUIET).size) for _ in range(min(20, bench.size.keys))]
    yield Figure("scroll_bytes_16_colours", median(sizes), "bytes", most=10_240)


def _open_grid(terminal: Terminal) -> None:
    terminal.press("f3")
    terminal.see("草稿")
    settle(terminal)


def _set_cells(terminal: Terminal, count: int, people: int) -> list[Answer]:
    """Put L over every working day, person by person; rest days are passed, so nothing forbidden comes up."""
    terminal.press("ctrl+home")
    settle(terminal)
    found: list[Answer] = []
    for person in range(people):
        for day in range(31):
            if len(found) == count:
                _check(terminal, count)
                return found
            if TURN[(person + day) % len(TURN)] == "休":
                terminal.press("right")
                terminal.burst(QUIET)
            else:
                found.append(answer_to(terminal, "L", QUIET_WRITE))
        terminal.press("down", "home")
        settle(terminal, QUIET_WRITE)
    return found


def _check(terminal: Terminal, count: int) -> None:
    """What was measured must also have happened."""
    settle(terminal, QUIET_WRITE)
    people = (
        row for row in terminal.text().splitlines()[5:] if row[:1] > "\u3000"
    )  # names begin with a character
    seen = sum(row.count("L") for row in people)
    if seen != count:
        raise NotSeen(f"{count} cells were set and {seen} are seen\n{terminal.text()}")


def _escape(terminal: Terminal) -> float:
    """Escape takes back a half-typed entry."""
    terminal.press("+")
    terminal.burst(QUIET)
    return answer_to(terminal, "escape", QUIET).last


def _scrolling(terminal: Terminal, n: int, floor: list[float]) -> Iterator[Figure]:
    terminal.press("ctrl+home")
    _to_the_bottom(terminal)
    lines = [answer_to(terminal, "down", QUIET) for _ in range(n)]
    yield from distribution("scroll_line", [seen.last for seen in lines], floor, most=35)
    yield Figure("scroll_line_bytes", median([float(seen.size) for seen in lines]), "bytes")
    terminal.press("ctrl+home")
    settle(terminal)
    pages = [answer_to(terminal, ("pagedown", "pageup")[i // 8 % 2], QUIET).last for i in range(min(n, 32))]
    yield Figure("scroll_page_p95", p95(pages), "ms", p95(floor), most=35)


def _to_the_bottom(terminal: Terminal) -> None:
    """Go down until the next line scrolls."""
    for _ in range(20):
        terminal.press("down")
        terminal.burst(QUIET)
    settle(terminal)
