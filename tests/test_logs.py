"""Logs: only codes and numbers reach the file, nothing reaches the screen."""

from __future__ import annotations

import logging
import re
import stat
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from ehr_tui import logs
from ehr_tui.domain.access import Permission
from ehr_tui.errors import InputError


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    yield logs.start(tmp_path / "logs", "debug")
    logs.stop()
    logging.captureWarnings(capture=False)


def line(file: Path) -> str:
    return file.read_text(encoding="utf-8").splitlines()[-1]


def test_a_line(file: Path) -> None:
    logs.log("vault").info(
        "login.refused", extra=logs.facts(user=3, failures=2, permission=Permission.HOME_READ)
    )
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO vault login.refused failures=2 permission=home.read user=3",
        line(file),
    )


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "li"},
        {"phone": 13800138000},
        {"user": "李 娜"},
        {"user": "a b"},
        {"code": ["x"]},
        {"role": None},
    ],
)
def test_other_facts_are_dropped(file: Path, facts: dict[str, object]) -> None:
    logs.log("vault").info("login.refused", extra=logs.facts(**facts))
    assert line(file).endswith(" vault login.refused")


def test_sentences_and_arguments_are_dropped(file: Path) -> None:
    logs.log("vault").warning("hello %s", "Li Na")
    assert line(file).endswith(" WARNING vault scrubbed")
    logs.log("vault").info("login.%s", "Li")
    assert line(file).endswith(" vault scrubbed")


def test_of_an_error_only_classes_and_places_are_told(file: Path) -> None:
    try:
        try:
            raise ValueError("13800138000")
        except ValueError as cause:
            raise InputError("people.phone", value="13800138000") from cause
    except InputError:
        logs.log("app").exception("app.crash")
    assert "138" not in line(file)
    assert re.search(r"app.crash InputError<ValueError at test_logs.py:\d+$", line(file))


def test_other_peoples_records_stay_out_and_off_the_screen(
    file: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.NullHandler()])
    logging.getLogger("peewee").error("SELECT '13800138000'")
    logs.log("app").info("app.start")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("careful", UserWarning, stacklevel=1)
    assert file.read_text().count("\n") == 1
    assert capfd.readouterr() == ("", "")


def test_only_the_owner_can_read_it(file: Path) -> None:
    logs.log("app").info("app.start")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_below_the_level_nothing_is_written(tmp_path: Path) -> None:
    file = logs.start(tmp_path, "warning")
    logs.log("app").info("app.start")
    assert not file.exists()
    logs.stop()


def test_it_rotates_and_keeps_three(tmp_path: Path) -> None:
    handler = logs.PrivateFile(tmp_path / "x.log", max_bytes=200, kept=3)
    handler.setFormatter(logs.Line())
    for number in range(60):
        handler.emit(logging.LogRecord("ehr_tui.app", logging.INFO, "", 0, f"n.{number}", None, None))
    handler.close()
    assert sorted(f.name for f in tmp_path.iterdir()) == ["x.log", "x.log.1", "x.log.2", "x.log.3"]
    assert all(f.stat().st_size <= 250 for f in tmp_path.iterdir())
    assert "n.59" in (tmp_path / "x.log").read_text() + (tmp_path / "x.log.1").read_text()


def test_two_processes_share_the_file(tmp_path: Path) -> None:
    """After one rotated, the other goes on in the new file."""
    one, two = (logs.PrivateFile(tmp_path / "x.log", max_bytes=60) for _ in range(2))
    for handler in (one, two):
        handler.setFormatter(logs.Line())
    for number in range(6):
        for handler in (one, two):
            handler.emit(logging.LogRecord("ehr_tui.app", logging.INFO, "", 0, f"n.{number}", None, None))
    for handler in (one, two):
        handler.close()
    assert (tmp_path / "x.log").read_text().count("\n") <= 2


def test_no_folder_no_log_and_no_noise(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("")
    logs.start(tmp_path / "taken" / "logs")
    logs.log("app").info("app.start")
    logs.stop()
    assert capfd.readouterr() == ("", "")
