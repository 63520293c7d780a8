"""Somebody of the demo office at the plain command line."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from ehr_tui import bootstrap
from ehr_tui.cli import arguments
from ehr_tui.cli.show import show
from ehr_tui.settings import Settings
from tests.offices import DEMO_PASSWORD, OfficeFolder


def sit_down(monkeypatch: pytest.MonkeyPatch, office: OfficeFolder, login: str) -> list[str]:
    """The office and clock of the test behind the command line; gives the arguments that log in."""
    office.clock.advance(seconds=30)
    monkeypatch.setattr(bootstrap, "connect", lambda _settings: lambda _path: office.client())
    monkeypatch.setattr(bootstrap, "SystemClock", lambda: office.clock)
    reader, writer = os.pipe()
    os.write(writer, f"{DEMO_PASSWORD}\n{office.code(login)}\n".encode())
    os.close(writer)
    return ["--user", login, "--secrets-fd", str(reader)]


def shown(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    office: OfficeFolder,
    login: str,
    *words: str,
) -> str:
    """What a view prints."""
    access = sit_down(monkeypatch, office, login)
    given = arguments.read(["show", *words, *access])
    capsys.readouterr()
    assert show(Settings(office=office.path), given) == 0
    return capsys.readouterr().out


def data(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    office: OfficeFolder,
    login: str,
    *words: str,
) -> Any:
    """The same as JSON, read again."""
    return json.loads(shown(monkeypatch, capsys, office, login, *words, "--format", "json"))
