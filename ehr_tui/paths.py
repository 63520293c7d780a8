"""Where things lie on this machine: what is shipped, and the platform's folders for settings, state and logs.

platformdirs is loaded only when one of its folders is asked for, to keep the start fast.
"""

from __future__ import annotations

from pathlib import Path

APP = "ehr-tui"
PACKAGE = Path(__file__).parent


def data_dir() -> Path:
    """The shipped data: inside an installed package, or the top-level ``data`` of a working copy."""
    packed = PACKAGE / "_data"
    return packed if packed.is_dir() else PACKAGE.parent / "data"


def locale_dir() -> Path:
    """The catalogues, one folder per language."""
    return PACKAGE / "locale"


def settings_file() -> Path:
    """This user's settings; need not exist."""
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False) / "settings.toml"


def state_dir() -> Path:
    """What the program remembers on this terminal (lockout marks, last office); need not exist."""
    from platformdirs import user_state_path

    return user_state_path(APP, appauthor=False)


def log_dir() -> Path:
    """Where logs go; need not exist."""
    from platformdirs import user_log_path

    return user_log_path(APP, appauthor=False)


def office_dir() -> Path:
    """Where an office is made when no place is named; need not exist."""
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


def make_private(folder: Path) -> Path:
    """Make a folder (with its parents) that only its owner may enter; an existing one keeps its mode."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
