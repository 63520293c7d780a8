"""The machine: versions, locale, clock, time zone, settings, this terminal's own folders."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path

from ehr_tui import __version__, paths
from ehr_tui.cli.doctor.finding import Finding, mind, ok, wrong
from ehr_tui.domain.clock import Clock
from ehr_tui.errors import SettingsError
from ehr_tui.settings import Settings

LIBRARIES = ("textual", "sqlcipher3", "cryptography", "keyring")
OLDEST_PYTHON = (3, 11)
RELEASED = datetime.fromisoformat("2026-11-01T00:00:00+00:00")
"""No clock can be right that stands before the program was made."""
CHINA = timedelta(hours=8)
STEP = 0.05
MOST_DRIFT = 0.5
SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
SPARE = timedelta(minutes=2)


def check_machine(
    environ: Mapping[str, str], clock: Clock, settings: Settings | SettingsError, newest: datetime | None
) -> Iterator[Finding]:
    """``settings`` or why they cannot be read; ``newest`` the latest time any file of the office carries."""
    yield _versions()
    yield _encoding(environ)
    yield _settings(settings)
    yield from _clock(clock, newest)
    yield _zone(clock)
    yield _folder("state", paths.state_dir())
    yield _folder("logs", paths.log_dir())


def _versions() -> Finding:
    found = {"program": __version__, "python": platform.python_version()}
    missing = []
    for library in LIBRARIES:
        try:
            found[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            missing.append(library)
    if missing:
        return wrong("versions", "missing", libraries=tuple(missing))
    try:
        from ehr_tui.store.database import engine_version

        found["sqlite"] = engine_version()
    except (ImportError, OSError) as error:
        return wrong("versions", "engine", why=type(error).__name__)
    return ok("versions", "found", **found)


def _encoding(environ: Mapping[str, str]) -> Finding:
    name = next((environ[key] for key in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(key)), "")
    if "utf8" in name.replace("-", "").casefold():
        return ok("encoding", "utf8", name=name)
    if name in ("", "C", "POSIX"):
        return mind("encoding", "unset", name=name or "-")
    return wrong("encoding", "other", name=name)


def _settings(settings: Settings | SettingsError) -> Finding:
    file = paths.settings_file()
    if isinstance(settings, SettingsError):
        return wrong("settings", "error", error=settings)
    return ok("settings", "fine" if file.exists() else "absent", file=file)


def _clock(clock: Clock, newest: datetime | None) -> Iterator[Finding]:
    begun, before = clock.now(), time.monotonic()
    time.sleep(STEP)
    drift = abs((clock.now() - begun).total_seconds() - (time.monotonic() - before))
    now = clock.now()
    if now < RELEASED:
        yield wrong("clock", "past", now=now.astimezone())
    elif newest is not None and newest > now + SPARE:
        yield wrong("clock", "behind", now=now.astimezone(), newest=newest.astimezone())
    elif drift > MOST_DRIFT:
        yield mind("clock", "jumps", seconds=round(drift, 1))
    elif SYNCHRONISED.exists():
        yield ok("clock", "synchronised", now=now.astimezone())
    else:
        yield ok("clock", "plausible", now=now.astimezone())


def _zone(clock: Clock) -> Finding:
    local = clock.now().astimezone()
    offset = local.utcoffset() or timedelta()
    minutes = abs(offset) // timedelta(minutes=1)
    hours = f"{'-' if offset < timedelta() else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
    name = local.tzname() or ""
    if offset == CHINA:
        return ok("zone", "china", name=name, offset=hours)
    return mind("zone", "other", name=name, offset=hours)


def _folder(check: str, folder: Path) -> Finding:
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    if not os.access(there, os.W_OK | os.X_OK):
        return wrong(check, "read_only", folder=folder)
    return ok(check, "fine" if folder.exists() else "will_be_made", folder=folder)
