"""Places: the shipped ones exist, the platform's ones follow the environment and load late."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

from ehr_tui import paths


def test_what_is_shipped_is_there() -> None:
    assert (paths.data_dir() / "roles.toml").is_file()
    assert (paths.locale_dir() / "en").is_dir()


def test_an_installed_package_has_its_data_inside(tmp_path: Path, monkeypatch: object) -> None:
    package = tmp_path / "ehr_tui"
    (package / "_data").mkdir(parents=True)
    old, paths.PACKAGE = paths.PACKAGE, package
    try:
        assert paths.data_dir() == package / "_data"
    finally:
        paths.PACKAGE = old


def test_the_platforms_folders_are_the_users(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert paths.settings_file() == home / "config" / "ehr-tui" / "settings.toml"
    assert paths.state_dir() == home / "state" / "ehr-tui"
    assert paths.log_dir() == home / "state" / "ehr-tui" / "log"
    assert paths.office_dir() == home / "data" / "ehr-tui"
    assert not home.exists()


def test_a_private_folder(tmp_path: Path) -> None:
    folder = paths.make_private(tmp_path / "a" / "b")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert paths.make_private(folder) == folder


def test_settings_load_without_looking_up_folders() -> None:
    code = "import sys, ehr_tui.settings, ehr_tui.i18n, ehr_tui.logs; print('platformdirs' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
