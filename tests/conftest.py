"""What every test gets: strict words, Chinese first, folders of its own, no keyring, steady random cases."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ehr_tui.i18n import t
from ehr_tui.services.demo_office import make_demo
from tests.offices import OfficeFolder, copy_office

settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

os.environ["TZ"] = "UTC"  # times on screens are the same everywhere
time.tzset()

SAMPLES = ("EHR_TUI_ROSTERS", "EHR_TUI_SHEETS")
"""Variables that name folders of sample files; tests that need them skip without."""


@pytest.fixture(autouse=True)
def _own_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Nothing of the developer's machine is read or written: settings, state, logs, keyring, terminal."""
    for variable in list(os.environ):
        if variable.startswith("EHR_TUI_") and variable not in SAMPLES:
            monkeypatch.delenv(variable)
    for kind in ("CONFIG", "STATE", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / "home" / kind.lower()))
    for variable in ("NO_COLOR", "COLORTERM", "LC_ALL", "LC_MESSAGES", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    t.strict = True
    t.switch("zh_CN")
    yield
    t.switch("zh_CN")


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """The demo office, made once for all tests."""
    folder = OfficeFolder(tmp_path_factory.mktemp("demo"), name="demo")
    make_demo(folder.path, folder.clock, lambda _: None, folder.state)
    return folder


@pytest.fixture
def demo(demo_template: OfficeFolder, tmp_path: Path) -> OfficeFolder:
    """A demo office of the test's own."""
    return copy_office(demo_template, tmp_path / "office")


@pytest.fixture
def empty_office(tmp_path: Path) -> OfficeFolder:
    """A folder in which no office has been made yet."""
    folder = tmp_path / "office"
    folder.mkdir()
    return OfficeFolder(folder)
