"""The office: its file with the key file beside it, who has it open, room on the disk, and this machine's secret."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ehr_tui.cli.doctor.finding import Finding, mind, ok, wrong
from ehr_tui.errors import StoreError
from ehr_tui.settings import Settings

LITTLE, SOME = 100, 1024
"""MiB on the disk: below the first nothing can be relied on, below the second it is time to look."""
MIB = 1 << 20


def newest_time(office: Path) -> datetime | None:
    """The latest time of change of the office's files, in UTC."""
    times = []
    for suffix in ("", "-keys"):
        with suppress(OSError):
            times.append(office.with_name(office.name + suffix).stat().st_mtime)
    return datetime.fromtimestamp(max(times), UTC) if times else None


def check_office(office: Path, settings: Settings) -> Iterator[Finding]:
    """Everything about one office's place; it is not opened."""
    keys = office.with_name(office.name + "-keys")
    yield from _file(office, keys)
    yield from _folder(office.parent)
    yield _secret(settings)


def _file(office: Path, keys: Path) -> Iterator[Finding]:
    if not office.exists() and not keys.exists():
        yield ok("office", "none_yet", path=office)
        return
    if not office.exists():
        yield wrong("office", "keys_only", path=keys)
        return
    if not keys.exists():
        yield wrong("office", "no_keys", path=office, keys=keys)
        return
    from ehr_tui.store.place import refuse_unusable

    try:
        refuse_unusable(office)
    except StoreError as error:
        yield wrong("office", "unusable", error=error)
        return
    size = max(1, office.stat().st_size // MIB)
    yield ok("office", "fine", path=office, size=size)
    if any(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) for path in (office, keys)):
        yield mind("private", "readable", path=office.parent)
    yield _lock(office.with_name(office.name + "-lock"))


def _lock(lock: Path) -> Finding:
    """Locks are the system's: the file may lie there, and holds nobody up once the process that held it has ended."""
    try:
        handle = os.open(lock, os.O_RDWR)
    except FileNotFoundError:
        return ok("lock", "free")
    except OSError:
        return wrong("lock", "unreadable", path=lock)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return ok("lock", "held")
    except OSError:
        return wrong("lock", "unsupported", path=lock.parent)
    finally:
        os.close(handle)
    return ok("lock", "free")


def _folder(folder: Path) -> Iterator[Finding]:
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    if not os.access(there, os.W_OK | os.X_OK):
        yield wrong("folder", "read_only", folder=folder)
        return
    free = shutil.disk_usage(there).free // MIB
    if free < LITTLE:
        yield wrong("disk", "full", free=free, folder=there)
    elif free < SOME:
        yield mind("disk", "little", free=free, folder=there)
    else:
        yield ok("disk", "fine", free=free // 1024, folder=there)


def _secret(settings: Settings) -> Finding:
    from ehr_tui.services.device_place import DevicePlace

    problem, kind = DevicePlace(settings).state()
    if settings.device_secret == "none":
        return mind("secret", "off")
    if problem and settings.device_secret == "usb":
        return wrong("secret", "usb_missing", error=StoreError(problem))
    if problem:
        return mind("secret", "no_keyring", error=StoreError(problem))
    return ok("secret", "usb" if kind.value == "usb" else "keyring")
