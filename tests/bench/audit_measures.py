"""The audit of an office with ten years behind it, and how soon such an office is open."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from ehr_tui.domain.audit_views import AuditFilter, CheckStage, CheckState
from ehr_tui.services.entrance import Entrance
from ehr_tui.services.intents.audit import (
    AuditChoicesOf,
    CheckAudit,
    ExportAudit,
    FindAuditDay,
    ListAudit,
    MoreAudit,
    VerifyAudit,
)
from ehr_tui.services.intents.base import Intent
from ehr_tui.services.intents.histories import PersonHistory
from ehr_tui.services.intents.home import OpenHome
from ehr_tui.services.intents.roster import ListRosters, OpenRoster
from tests.bench.aged_office import AgedOffice, aged
from tests.bench.big_office import MONTH, BigOffice
from tests.bench.harness import Bench, Figure, choose_demo_user, median, settle, timed
from tests.terminal import Terminal, environment_of

RARE = "备注199995"


def audit_of_ten_years(bench: Bench) -> Iterator[Figure]:
    """Checking, paging, filtering, searching, histories."""
    past = aged(bench)
    door = _enter(bench, past.office, "audit")
    size = {"entries": past.entries}
    try:
        yield from _checked(door, past)
        yield from _read(bench, door, past)
    finally:
        door.logout()
    door = _enter(bench, past.office, "hr")
    try:
        history = timed(lambda: door.do(PersonHistory(past.office.people[0])), 5)
    finally:
        door.logout()
    yield Figure("aged_person_history", median(history), "ms", most=100, more=size)


def _checked(door: Entrance, past: AgedOffice) -> Iterator[Figure]:
    state, at = CheckState(), [perf_counter()]
    stages: dict[str, float] = {}
    while state.stage is not CheckStage.OVER:
        stage = state.stage.value
        state = door.do(CheckAudit(state))
        at.append(perf_counter())
        stages[stage] = stages.get(stage, 0.0) + at[-1] - at[-2]
    report = door.do(VerifyAudit(state))
    assert report.sound
    longest = max(end - begin for begin, end in pairwise(at)) * 1000
    parts = {name: round(seconds * 1000) for name, seconds in stages.items()}
    more = {"entries": report.entries, "parts_ms": parts, "megabytes": round(past.megabytes)}
    yield Figure("aged_verify", (at[-1] - at[0]) * 1000, "ms", most=10_000, more=more)
    yield Figure("aged_verify_longest_slice", longest, "ms", more=more)


def _read(bench: Bench, door: Entrance, past: AgedOffice) -> Iterator[Figure]:
    size = {"entries": past.entries}
    repeats = max(2, bench.size.repeats // 3)
    some_day = bench.clock.today() - timedelta(days=1825)
    person = str(int(past.office.people[0]))
    asked = {
        "page": ListAudit(),
        "older_page": MoreAudit(ListAudit(), past.entries // 2),
        "newer_page": MoreAudit(ListAudit(), past.entries // 2, newer=True),
        "choices": AuditChoicesOf(),
        "day": FindAuditDay(some_day),
        "by_user": ListAudit(filter=AuditFilter(users=(2,))),
        "by_act": ListAudit(filter=AuditFilter(acts=("SavePerson", "RevealPhone"))),
        "refused": ListAudit(filter=AuditFilter(outcome="refused")),
        "looks": ListAudit(filter=AuditFilter(looks=True)),
        "by_span": ListAudit(filter=AuditFilter(first=some_day, last=some_day + timedelta(days=30))),
        "by_person": ListAudit(filter=AuditFilter(records=(("person", person),))),
        "user_in_span": ListAudit(filter=AuditFilter(users=(2,), acts=("EditRoster",), first=some_day)),
        "search_stretch": ListAudit(search=RARE),
    }
    for name, intent in asked.items():
        times = timed(lambda intent=intent: door.do(intent), repeats)  # type: ignore[misc]
        yield Figure(
            f"aged_audit_{name}", median(times), "ms", most=200, more=size | {"slowest": round(max(times))}
        )

    def search_all() -> None:
        page = door.do(ListAudit(search="没有人写过这个"))
        while page.reached:
            page = door.do(MoreAudit(ListAudit(search="没有人写过这个"), page.reached))

    yield Figure("aged_audit_search_to_the_end", median(timed(search_all, 2)), "ms", more=size)


def export_of_ten_years(bench: Bench) -> Iterator[Figure]:
    """All of it as a table and as a workbook, and how much memory that takes at most."""
    past = aged(bench)
    door = _enter(bench, past.office, "audit")
    try:
        for kind in ("csv", "xlsx"):
            begin = perf_counter()
            file = door.do(ExportAudit(kind))
            seconds = perf_counter() - begin
            more = {"entries": file.entries, "megabytes": round(len(file.data) / 1e6, 1)}
            yield Figure(f"aged_export_{kind}", seconds * 1000, "ms", more=more)
        tracemalloc.start()
        door.do(ExportAudit("xlsx", filter=AuditFilter(acts=("SavePerson",))))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        yield Figure("aged_export_xlsx_memory", peak / 1e6, "MB", more={"acts": "SavePerson"})
    finally:
        door.logout()


def opening_after_ten_years(bench: Bench) -> Iterator[Figure]:
    """Login, home and roster of the old office; the floor is the same office without its past."""
    past = aged(bench)
    young = bench.big.copy(bench.folder / f"young-{perf_counter()}")
    found = {name: _opened(bench, office) for name, office in (("young", young), ("aged", past.office))}
    size = {"megabytes": round(past.megabytes, 1), "entries": past.entries, "months": past.months}
    for name in found["aged"]:
        floor = None if name == "past_month" else found["young"][name]  # the young one has no past
        yield Figure(f"aged_{name}", found["aged"][name], "ms", floor, most_ratio=1.5, more=size)
    yield Figure("aged_file", past.megabytes, "MB", young.path.stat().st_size / 1e6, more=size)
    yield Figure("aged_memory", _memory(bench, past.office), "MB", _memory(bench, young), more=size)


def _opened(bench: Bench, office: BigOffice) -> dict[str, float]:
    """Medians of a first opening: login (with the derivation of keys), home, rosters, a month; then home again."""
    found: dict[str, list[float]] = {}

    def take(name: str, begin: float) -> None:
        found.setdefault(name, []).append((perf_counter() - begin) * 1000)

    for _ in range(max(1, bench.size.starts // 2)):
        begin = perf_counter()
        door = _enter(bench, office, "hr")
        take("login", begin)
        try:
            asked: tuple[tuple[str, Intent[Any]], ...] = (
                ("home_first", OpenHome()),
                ("rosters", ListRosters()),
                ("month", OpenRoster(office.department, MONTH)),
                ("past_month", OpenRoster(office.department, MONTH.previous().previous())),
                ("home_again", OpenHome()),
            )
            for name, intent in asked:
                begin = perf_counter()
                door.do(intent)
                take(name, begin)
        finally:
            door.logout()
    return {name: median(times) for name, times in found.items()}


def _memory(bench: Bench, office: BigOffice) -> float:
    """Megabytes of the program with somebody logged in and the month open."""
    bench.clock.advance(seconds=30)
    command = ["-m", "tests.launcher", str(bench.clock.file), str(office.folder / "errors")]
    with Terminal(
        [sys.executable, *command, "--office", str(office.path)],
        environment=environment_of(office.folder),
        columns=80,
        rows=24,
    ) as terminal:
        choose_demo_user(terminal, "lab")
        terminal.press("enter")
        terminal.see("今天")
        terminal.press("f3")
        terminal.see("草稿")
        settle(terminal)
        status = Path(f"/proc/{terminal.pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1000


def _enter(bench: Bench, office: BigOffice, login: str) -> Entrance:
    bench.clock.advance(seconds=30)  # the code of a login counts once
    return office.enter(login)
