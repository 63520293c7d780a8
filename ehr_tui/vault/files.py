"""Small private files: read without being led astray, written whole or not at all, changed by one process at a time."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ehr_tui.errors import VaultError

LARGEST = 4 * 1024 * 1024
_PAUSE = 0.02  # seconds between two tries for a lock
_REFUSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def read_private(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of a regular file that is not a symbolic link.

    Raises VaultError: ``vault.file_missing``, ``vault.file_symlink``, ``vault.file_not_regular``,
    ``vault.file_unreadable``, ``vault.file_too_large`` (``largest`` bytes).
    """
    # O_NONBLOCK: a pipe put in the file's place must not make us wait for ever.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        handle = os.open(path, flags)
    except OSError as error:
        raise _reading_failed(path, error) from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise VaultError("vault.file_not_regular", file=path.name)
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise _reading_failed(path, error) from error
    finally:
        os.close(handle)
    if len(data) > largest:
        raise VaultError("vault.file_too_large", file=path.name, limit=largest // 1024)
    return data


def write_private(path: Path, data: bytes) -> None:
    """Put ``data`` in place of the file: temporary file beside it (0600), fsync, rename, fsync of the folder.

    Whatever stops it, the path holds the old bytes or the new ones.  Raises VaultError: ``vault.file_symlink``,
    ``vault.file_not_regular``, ``vault.folder_missing``, ``vault.folder_read_only``, ``vault.disk_full``,
    ``vault.file_write_failed``.
    """
    _check_target(path)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        _write_new(temporary, data)
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise _writing_failed(path, error) from error


def ensure_folder(folder: Path) -> None:
    """Make a private folder (0700) if there is none.  Raises VaultError as ``write_private``."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _writing_failed(folder, error) from error


def remove_leftovers(path: Path) -> None:
    """Remove temporary files that a killed writer of ``path`` left.  Only while holding the file's lock."""
    with suppress(OSError):
        for leftover in path.parent.iterdir():
            name = leftover.name
            if name.startswith(f".{path.name}.") and name.endswith(".tmp"):
                leftover.unlink(missing_ok=True)


@contextmanager
def file_lock(path: Path, patience: float) -> Iterator[None]:
    """Hold the advisory lock on the side file ``path``; the system frees it when the process ends.

    ``patience`` in seconds.  Raises VaultError ``vault.file_busy`` after it, else as ``write_private``.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        handle = os.open(path, flags, 0o600)
    except OSError as error:
        raise _writing_failed(path, error) from error
    try:
        _await_lock(handle, path, patience)
        yield
    finally:
        os.close(handle)  # frees the lock


def _await_lock(handle: int, path: Path, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise VaultError("vault.file_busy", file=path.name) from error
        else:
            return
        time.sleep(_PAUSE)


def _check_target(path: Path) -> None:
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise _writing_failed(path, error) from error
    if stat.S_ISLNK(mode):
        raise VaultError("vault.file_symlink", file=path.name)
    if not stat.S_ISREG(mode):
        raise VaultError("vault.file_not_regular", file=path.name)


def _write_new(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(path, flags, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some file systems of USB sticks cannot flush a folder; the file itself is flushed.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def _reading_failed(path: Path, error: OSError) -> VaultError:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return VaultError("vault.file_missing", file=path.name, folder=str(path.parent))
    if error.errno == errno.ELOOP:
        return VaultError("vault.file_symlink", file=path.name)
    if error.errno in (errno.EISDIR, errno.ENXIO):
        return VaultError("vault.file_not_regular", file=path.name)
    return VaultError("vault.file_unreadable", file=path.name, reason=_symbol(error))


def _writing_failed(path: Path, error: OSError) -> VaultError:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return VaultError("vault.folder_missing", folder=str(path.parent))
    if error.errno == errno.ELOOP:
        return VaultError("vault.file_symlink", file=path.name)
    if error.errno in _REFUSED:
        return VaultError("vault.folder_read_only", folder=str(path.parent), file=path.name)
    if error.errno in _FULL:
        return VaultError("vault.disk_full", folder=str(path.parent), file=path.name)
    return VaultError("vault.file_write_failed", file=path.name, reason=_symbol(error))


def _symbol(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, "?")
