"""How soon something is seen, how soon a key counts, and what has been loaded by then."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from ehr_tui.bootstrap import SystemClock
from ehr_tui.domain.entry import OfficePlan
from ehr_tui.services.demo_office import make_demo
from ehr_tui.services.entrance import Entrance
from ehr_tui.services.opening import read_keys
from ehr_tui.settings import Settings
from ehr_tui.vault.cost import ArgonCost
from ehr_tui.vault.device import DeviceChoice, Wish, find_device_store
from ehr_tui.vault.login import unlock
from tests.bench.harness import BARE, Bench, Figure, choose_demo_user, median, timed
from tests.offices import DEMO_PASSWORD, PASSWORD
from tests.terminal import ROOT, NotSeen, Terminal, environment_of, program

HEAVY = (
    "pypinyin", "openpyxl", "holidays", "pydantic", "structlog", "icalendar", "reportlab", "xlsxwriter", "keyring",
    "peewee", "sqlcipher3", "cryptography", "typer", "click", "ortools", "numpy",
)  # fmt: skip
"""What the first picture must not wait for."""


def first_text(bench: Bench) -> Iterator[Figure]:
    """From starting the process to its first bytes on the terminal."""
    home = _home(bench)
    floor = median(
        timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), bench.size.starts)
    )
    times = [_first_bytes(program(), home) for _ in range(bench.size.starts + 1)][1:]
    yield Figure("first_text", median(times), "ms", floor, most=50, more={"floor_is": "python -c pass"})


def help_text(bench: Bench) -> Iterator[Figure]:
    """``--help`` from start to end."""

    def run() -> None:
        subprocess.run(
            program("--help"),
            env=environment_of(_home(bench)),
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    run()
    yield Figure("help", median(timed(run, bench.size.starts)), "ms", most=150)


def usable(bench: Bench) -> Iterator[Figure]:
    """Until the login, and until the home screen, takes its first key; the bare application in turns with it."""
    office, demo = _real_office(bench), _demo_office(bench)
    home = bench.folder / "usable"
    bare, login, entering = [], [], []
    for number in range(bench.size.starts + 1):  # the first one warms up
        bare.append(_usable_after(BARE, home, "ready"))
        login.append(_usable_after(program("--office", str(office)), home, "登录名"))
        entering.append(_from_code_to_home(demo, bench.folder / f"enter-{number}"))
    floor, at_login = median(bare[1:]), median(login[1:])
    derivation = median(_derivation(demo, bench.size.starts))
    entered = median(entering[1:])
    yield Figure("bare_usable", floor, "ms")
    yield Figure("login_usable", at_login, "ms", floor, most_ratio=1.3)
    parts = {"login": round(at_login), "enter_to_home": round(entered), "key_derivation": round(derivation)}
    yield Figure(
        "home_usable", at_login + entered - derivation, "ms", floor, most_ratio=1.6, more={"parts_ms": parts}
    )


def heavy_imports(bench: Bench) -> Iterator[Figure]:
    """Which of ``HEAVY`` are loaded when the first picture is painted."""
    report = bench.folder / "modules"
    command = [sys.executable, "-m", "tests.bench.probe", str(report), "--office", str(_real_office(bench))]
    with Terminal(command, environment=environment_of(_home(bench))) as terminal:
        terminal.see("登录名")
        terminal.press("ctrl+q")
        terminal.wait_end()
    loaded = set(report.read_text(encoding="utf-8").split())
    found = [name for name in HEAVY if name in loaded]
    yield Figure("heavy_imports_before_first_paint", found, "modules", most=0, more={"loaded": len(loaded)})


def _home(bench: Bench) -> Path:
    return bench.folder / "home"


def _first_bytes(command: Sequence[str], home: Path) -> float:
    start = time.perf_counter()
    with Terminal(command, environment=environment_of(home)) as terminal:
        first, _, count = terminal.burst(0.0)
        if not count:
            raise NotSeen("no first text")
        return (first - start) * 1000


def _usable_after(command: Sequence[str], home: Path, text: str) -> float:
    """Milliseconds from the start until a key, sent as soon as a text is seen, has painted its sign."""
    start = time.perf_counter()
    with Terminal(command, environment=environment_of(home)) as terminal:
        _wait_for(terminal, text)
        end = time.perf_counter() + 30
        while time.perf_counter() < end:
            terminal.type("z")
            if _wait_for(terminal, "z", 0.25):
                return (time.perf_counter() - start) * 1000
    raise NotSeen("a key paints nothing")


def _wait_for(terminal: Terminal, text: str, seconds: float = 30.0) -> bool:
    """Whether bytes with a text come in time; looks at the bytes only, which costs nothing."""
    got, wanted, end = b"", text.encode(), time.perf_counter() + seconds
    while wanted not in got:
        if time.perf_counter() > end:
            return False
        got += terminal.read(end - time.perf_counter())
    return True


def _from_code_to_home(demo: Path, home: Path) -> float:
    """Milliseconds from Enter behind the code to a home screen whose cursor moves."""
    folder = home / "office"
    shutil.copytree(demo, folder)
    with Terminal(
        program("--office", str(folder / "demo.ehr")), environment=environment_of(home)
    ) as terminal:
        choose_demo_user(terminal, "hr")
        while terminal.read(0.2):
            pass
        start = time.perf_counter()
        terminal.press("enter")
        _wait_for(terminal, "需要处理")
        terminal.press("down")
        if not terminal.burst(0.0)[2]:
            raise NotSeen("the home screen takes no key")
        return (time.perf_counter() - start) * 1000


def _derivation(demo: Path, repeats: int) -> list[float]:
    """What turning a password of the demo office into its keys takes."""
    keys, device = read_keys(demo / "demo.ehr"), find_device_store(DeviceChoice(Wish.NONE))
    return timed(lambda: unlock(keys, "hr", DEMO_PASSWORD, device), repeats)


def _real_office(bench: Bench) -> Path:
    path = bench.folder / "real" / "office.ehr"
    if not path.exists():
        path.parent.mkdir(parents=True)
        settings = Settings(device_secret="none")
        door = Entrance(
            path, settings, SystemClock(), cost=ArgonCost.FLOOR, state_folder=path.parent / "state"
        )
        door.create(OfficePlan("人事科", "first", "管理员", PASSWORD))
        door.logout()
    return path


def _demo_office(bench: Bench) -> Path:
    folder = bench.folder / "demo"
    if not folder.exists():
        folder.mkdir()
        make_demo(folder / "demo.ehr", SystemClock(), lambda _: None, folder / "state")
    return folder
