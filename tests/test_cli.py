"""The command line, as its user meets it: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ehr_tui import __version__, bootstrap
from ehr_tui.cli import arguments
from ehr_tui.cli import verify as command
from ehr_tui.cli.verify import result
from ehr_tui.domain.audit_views import VerifyReport
from ehr_tui.errors import InputError, StoreError
from ehr_tui.i18n import t
from ehr_tui.settings import Settings
from tests.offices import DEMO_PASSWORD, OfficeFolder
from tests.terminal import Terminal, environment_of, program

ROOT = Path(__file__).parent.parent
HEAVY = (
    "textual",
    "rich",
    "peewee",
    "sqlcipher3",
    "keyring",
    "cryptography",
    "pypinyin",
    "holidays",
    "asyncio",
)


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """One call with nothing at its ends but pipes."""
    environment = {**os.environ, "LANG": "zh_CN.UTF-8", "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(
        [sys.executable, "-m", "ehr_tui", *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=environment,
        timeout=60,
        check=False,
    )


def test_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"ehr-tui {__version__}\n", "")


@pytest.mark.parametrize("language, words", [("zh_CN", ("用法", "退出码")), ("en", ("Usage", "Exit codes"))])
def test_help_tells_what_examples_files_and_exit_codes(language: str, words: tuple[str, ...]) -> None:
    done = run("--help", "--language", language)
    assert done.returncode == 0
    for word in (*words, "demo", "verify", "locate", "--office", "--theme", "settings.toml", ".ehr-keys"):
        assert word in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 120


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.stdout = open('/dev/null', 'w'); from ehr_tui.__main__ import main; main(['--help']); "
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    "words, code, figures",
    [
        (["bogus"], "cli.unknown_command", {"command": "bogus", "commands": arguments.COMMANDS[1:]}),
        (["--office"], "cli.needs_value", {"option": "--office"}),
        (["--langage", "en"], "cli.unknown_argument", {"argument": "--langage"}),
        (["--user", "x"], "cli.only_with", {"option": "--user", "command": ("show", "verify")}),
        (["verify", "--fresh"], "cli.only_with", {"option": "--fresh", "command": ("demo",)}),
    ],
)
def test_what_cannot_be_read_is_named(words: list[str], code: str, figures: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        arguments.read(words)
    assert (caught.value.code, caught.value.params) == (code, figures)


@pytest.mark.parametrize("words", [["bogus"], ["--theme", "no-such-theme!"], ["--language", "fr"], []])
def test_a_failure_is_one_sentence_on_stderr(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("ehr-tui: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_a_failure_is_told_in_the_language_asked_for() -> None:
    assert "no command" in run("bogus", "--language=en").stderr
    assert "没有" in run("bogus").stderr


def test_a_dumb_terminal_is_told_what_works_there(tmp_path: Path) -> None:
    environment = environment_of(tmp_path, language="en", TERM="dumb")
    with Terminal(program("demo"), environment=environment) as terminal:
        assert terminal.wait_end() == 2
        assert "ehr-tui doctor" in " ".join(terminal.text().split())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_commands_views_and_options(shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0
    for word in ("verify", "doctor", "roster", "format", "ehr-light"):
        assert word in done.stdout


def test_completion_works_in_bash(tmp_path: Path) -> None:
    script = tmp_path / "completion"
    script.write_text(run("completion", "bash").stdout)
    ask = f"source {script}; COMP_WORDS=(ehr-tui show ro); COMP_CWORD=2; _ehr_tui; echo ${{COMPREPLY[@]}}"
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["rosters", "roster"]


def test_completion_of_no_shell_is_refused() -> None:
    assert run("completion").returncode == 2
    assert run("completion", "csh").returncode == 2


def test_whoever_reads_may_stop(tmp_path: Path) -> None:
    line = f"{sys.executable} -m ehr_tui keys | head -n 1; exit ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_without_a_terminal_it_says_so() -> None:
    assert t("error.cli.no_terminal") in run("demo").stderr


def test_locate_names_files_and_the_source_of_each_setting(tmp_path: Path) -> None:
    done = run("locate", "--theme", "ehr-light", EHR_TUI_CACHE_MIB="32", XDG_DATA_HOME=str(tmp_path))
    assert done.returncode == 0
    assert str(tmp_path / "ehr-tui" / "office.ehr-keys") in done.stdout
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if line.startswith("  ")}
    assert t("source.flag") in lines["theme"]
    assert "EHR_TUI_CACHE_MIB" in lines["cache_mib"]
    assert t("source.default") in lines["mouse"]


def test_what_verify_found_is_told_in_words() -> None:
    sound = VerifyReport(entries=12, head_number=12, head_hash="ab12")
    assert t("cli.verify.sound") in result(sound)
    broken = VerifyReport(entries=12, head_number=12, head_hash="ab12", broken_number=7)
    assert t("cli.verify.broken", number=7) in result(broken)
    assert t("cli.verify.unsound") in result(broken)


def stand_in(monkeypatch: pytest.MonkeyPatch, demo: OfficeFolder) -> tuple[list[str], int]:
    """The demo office's auditor hands password and code over; gives what is said, and the descriptor."""
    said: list[str] = []
    demo.clock.advance(seconds=30)
    monkeypatch.setattr(bootstrap, "connect", lambda _settings: lambda _path: demo.client())
    monkeypatch.setattr(command, "say", said.append)
    reader, writer = os.pipe()
    os.write(writer, f"{DEMO_PASSWORD}\n{demo.code('audit')}\n".encode())
    os.close(writer)
    return said, reader


def test_verify_asks_for_a_login_and_judges(demo: OfficeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    said, reader = stand_in(monkeypatch, demo)
    assert command.verify(Settings(office=demo.path), "audit", reader) == 0
    assert t("cli.verify.sound") in said


def test_a_file_too_damaged_to_open_is_an_answer_too(
    demo: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, reader = stand_in(monkeypatch, demo)
    demo.path.write_bytes(demo.path.read_bytes()[:1000])
    assert command.verify(Settings(office=demo.path), "audit", reader) == 1
    assert t("cli.verify.unsound") in said


def test_verify_of_nothing_cannot_be_done(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        command.verify(Settings(office=tmp_path / "none.ehr"), "audit")
    assert caught.value.code == "store.missing"
