"""Which office a start without ``--office`` means."""

from __future__ import annotations

from pathlib import Path

from ehr_tui import paths
from ehr_tui.settings import Settings

SUFFIX = ".ehr"
DEMO_NAME = f"demo{SUFFIX}"
_FILE = "last-office"


def office_path(settings: Settings) -> Path:
    """The set one, else the one last entered on this terminal, else the default name in the platform's folder."""
    return settings.office or _remembered() or paths.office_dir() / f"office{SUFFIX}"


def demo_path(folder: Path | None = None) -> Path:
    """Where the demo office lies; in a folder of its own, so that nobody takes it for the real one."""
    return (folder or paths.office_dir() / "demo") / DEMO_NAME


def _remembered() -> Path | None:
    try:
        path = Path((paths.state_dir() / _FILE).read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return None
    return path if path.is_absolute() and path.suffix == SUFFIX and path.is_file() else None


def remember(path: Path) -> None:
    """Note an office that was entered; a terminal that cannot write its state simply forgets."""
    try:
        folder = paths.make_private(paths.state_dir())
        (folder / _FILE).write_text(f"{path.resolve()}\n", encoding="utf-8")
    except OSError:
        return
