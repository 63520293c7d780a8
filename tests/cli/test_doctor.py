"""``doctor``: what it looks at, what it makes of it, and that it needs nothing to be well."""

from __future__ import annotations

import fcntl
import json
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ehr_tui.cli import doctor
from ehr_tui.cli.arguments import Arguments
from ehr_tui.cli.doctor import machine, mending, office, told
from ehr_tui.cli.doctor.finding import Finding, State
from ehr_tui.cli.doctor.terminal import LINES, WIDE, check_terminal
from ehr_tui.cli.output import fold
from ehr_tui.errors import SettingsError
from ehr_tui.i18n import Words, cells, t
from ehr_tui.settings import Settings
from tests.offices import MovableClock, OfficeFolder
from tests.terminal import ROOT, Terminal, environment_of, program


def measuring(**widths: int) -> doctor.terminal.Measure:
    """A terminal that draws as told, else as it should."""
    return lambda texts: tuple(
        widths.get("wide", 4) if x == WIDE else widths.get("lines", 3) if x == LINES else 3 for x in texts
    )


def found(
    environ: Mapping[str, str],
    size: tuple[int, int] | None = (80, 24),
    colours: str = "auto",
    measure: doctor.terminal.Measure | None = None,
) -> dict[str, Finding]:
    """Findings about a terminal by what was looked at."""
    given = {"TERM": "xterm-256color", **environ}
    return {f.check: f for f in check_terminal(given, size, colours, measure or measuring())}


def test_a_good_terminal() -> None:
    seen = found({"COLORTERM": "truecolor"})
    assert {name: f.state for name, f in seen.items()} == {
        "terminal": State.OK,
        "size": State.OK,
        "colours": State.OK,
        "chinese": State.OK,
        "signs": State.OK,
        "font": State.LOOK,
    }


@pytest.mark.parametrize(
    "environ, size, check, state, code",
    [
        ({"TERM": "dumb"}, (80, 24), "terminal", State.WRONG, "dumb"),
        ({"TERM": ""}, (80, 24), "terminal", State.WRONG, "dumb"),
        ({"TERM": "linux"}, (80, 24), "terminal", State.MIND, "plain"),
        ({}, None, "terminal", State.MIND, "none"),
        ({}, (59, 24), "size", State.WRONG, "small"),
        ({}, (70, 20), "size", State.MIND, "tight"),
        ({"NO_COLOR": "1"}, (80, 24), "colours", State.MIND, "no_color"),
        ({"TERM": "linux"}, (80, 24), "colours", State.MIND, "n16"),
        ({"TERM": "screen"}, (80, 24), "colours", State.MIND, "n16"),
        ({}, (80, 24), "colours", State.OK, "n256"),
        ({"TMUX": "/tmp/x"}, (80, 24), "between", State.MIND, "tmux"),
        ({"SSH_TTY": "/dev/pts/1"}, (80, 24), "between", State.OK, "ssh"),
        ({"STY": "1.x"}, (80, 24), "between", State.MIND, "screen"),
    ],
)
def test_terminals(
    environ: dict[str, str], size: tuple[int, int] | None, check: str, state: State, code: str
) -> None:
    finding = found(environ, size)[check]
    assert (finding.state, finding.code) == (state, code)
    assert told(finding)


def test_widths_that_would_break_tables() -> None:
    assert found({}, measure=measuring(wide=2))["chinese"].state is State.WRONG
    broad = found({}, measure=measuring(lines=6))["signs"]
    assert (broad.state, LINES in told(broad)) == (State.WRONG, True)
    assert found({}, measure=lambda _: None)["chinese"].code == "no_answer"
    assert "chinese" not in found({"TERM": "linux"})


def look_at(clock: MovableClock, newest: datetime | None = None, **environ: str) -> dict[str, Finding]:
    given = {"LANG": "zh_CN.UTF-8", **environ}
    return {f.check: f for f in machine.check_machine(given, clock, Settings(), newest)}


def test_a_clock_that_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "STEP", 0.0)
    clock = MovableClock()
    assert look_at(clock)["clock"].state is State.OK
    assert look_at(clock, clock.now() + timedelta(hours=1))["clock"].code == "behind"
    assert look_at(MovableClock(datetime(2020, 1, 1, tzinfo=UTC)))["clock"].code == "past"


@pytest.mark.parametrize(
    "environ, state",
    [
        ({"LC_ALL": "zh_CN.GB18030"}, State.WRONG),
        ({"LC_ALL": "C"}, State.MIND),
        ({"LC_ALL": "C.utf8"}, State.OK),
    ],
)
def test_encodings(environ: dict[str, str], state: State) -> None:
    assert machine._encoding({"LANG": "zh_CN.UTF-8", **environ}).state is state


def test_versions_name_every_library() -> None:
    text = told(machine._versions())
    for word in ("Python 3.", "textual 8.", "SQLite 3.", "sqlcipher3"):
        assert word in text


def offices(path: Path, settings: Settings | None = None) -> dict[str, Finding]:
    return {f.check: f for f in office.check_office(path, settings or Settings(device_secret="none"))}


def test_an_office_with_all_its_files(demo: OfficeFolder) -> None:
    seen = offices(demo.path)
    assert (seen["office"].code, seen["lock"].code) == ("fine", "free")
    with demo.path.with_name(demo.path.name + "-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        assert offices(demo.path)["lock"].code == "held"
    demo.path.chmod(0o644)
    assert offices(demo.path)["private"].state is State.MIND


def test_an_office_that_misses_something(demo: OfficeFolder, tmp_path: Path) -> None:
    keys = demo.path.with_name(demo.path.name + "-keys")
    keys.rename(keys.with_name("away"))
    assert offices(demo.path)["office"].code == "no_keys"
    keys.with_name("away").rename(keys)
    demo.path.write_bytes(demo.path.read_bytes()[:1000])
    assert offices(demo.path)["office"].code == "unusable"
    demo.path.unlink()
    assert offices(demo.path)["office"].code == "keys_only"
    assert offices(tmp_path / "none.ehr")["office"].state is State.OK


def test_this_machines_secret(tmp_path: Path) -> None:
    missing = Settings(device_secret="usb", usb_key_path=tmp_path / "stick" / "key")
    assert offices(tmp_path / "none.ehr", missing)["secret"].state is State.WRONG
    assert offices(tmp_path / "none.ehr")["secret"].state is State.MIND


def test_settings_that_cannot_be_read_are_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "home" / "config" / "ehr-tui" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text("theme = \n", encoding="utf-8")
    monkeypatch.setattr(machine, "STEP", 0.0)
    assert doctor.doctor(Arguments("doctor", office=str(tmp_path / "none.ehr"), format="json")) == 1
    lines = {line["check"]: line for line in json.loads(capsys.readouterr().out)}
    assert lines["settings"]["state"] == "wrong"
    assert f"{file}:1" in lines["settings"]["text"]
    assert lines["settings"]["mend"]


def test_every_finding_has_words_in_both_languages() -> None:
    chinese, english = Words("zh_CN", strict=True), Words("en", strict=True)
    codes = [
        f"doctor.{check}.{code}"
        for module in (machine, office, doctor.terminal)
        for check, code in _named(Path(module.__file__ or "").read_text(encoding="utf-8"))
    ]
    assert len(codes) > 40
    assert [code for code in codes if not (chinese.has(code) and english.has(code))] == []


def _named(source: str) -> list[tuple[str, str]]:
    """Checks and codes that a module can find."""
    import ast

    found = []
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("ok", "mind", "wrong", "look")
        ):
            checks, codes = (_texts(argument) for argument in node.args[:2])
            found += [(check, code) for check in checks for code in codes]
    return found


def _texts(node: object) -> list[str]:
    import ast

    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body), *_texts(node.orelse)]
    return ["state", "logs"]  # a folder's name, handed on


def test_what_is_wrong_says_how_to_mend_it() -> None:
    words = Words("zh_CN", strict=True)
    for check, code in (("terminal", "dumb"), ("size", "small"), ("office", "no_keys"), ("disk", "full")):
        assert words.has(f"doctor.mend.{check}.{code}")
    assert not mending(Finding("size", State.OK, "fine"))


def test_lines_go_on_where_the_terminal_ends() -> None:
    lines = fold("汉字宽度 " * 12 + "end", 40, 6)
    assert all(cells(line) <= 40 for line in lines)
    assert all(line.startswith(" " * 6) for line in lines[1:])
    assert "".join("".join(lines).split()) == "汉字宽度" * 12 + "end"


def test_error_words_reach_the_report() -> None:
    refused = SettingsError("settings.not_toml", place="x:1")
    finding = machine._settings(refused)
    assert t.error(refused) in told(finding)


# In a process of its own


def test_it_runs_without_a_terminal(tmp_path: Path) -> None:
    done = subprocess.run(
        program("doctor"),
        cwd=ROOT,
        env=environment_of(tmp_path, language="en"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Versions" in done.stdout
    assert "\x1b" not in done.stdout


class Answering(Terminal):
    """A terminal that tells where its cursor stands."""

    def read(self, seconds: float) -> bytes:
        got = super().read(seconds)
        if b"\x1b[6n" in got:
            self.text()
            cursor = self._screen.cursor
            self.send(f"\x1b[{cursor.y + 1};{cursor.x + 1}R")
        return got


@pytest.mark.journey
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_in_a_real_terminal_it_measures(tmp_path: Path, language: str) -> None:
    words = Words(language)
    environment = environment_of(tmp_path, language=language)
    with Answering(program("doctor"), environment=environment, columns=100, rows=50) as terminal:
        assert terminal.wait_end() == 0
        screen = terminal.text()
    assert words("doctor.chinese.fine") in screen
    assert words("doctor.signs.fine") in screen
    assert words("doctor.size.fine", width=100, height=50) in screen


@pytest.mark.journey
def test_a_terminal_that_does_not_answer_is_no_trap(tmp_path: Path) -> None:
    with Terminal(program("doctor"), environment=environment_of(tmp_path), columns=100, rows=50) as terminal:
        assert terminal.wait_end() == 0
        assert t("doctor.chinese.no_answer") in terminal.text()


def test_it_means_the_same_smallest_size_as_the_screens() -> None:
    from ehr_tui.widgets import too_small

    assert doctor.terminal.SMALLEST == too_small.SMALLEST
