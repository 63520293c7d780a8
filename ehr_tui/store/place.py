"""The place of an office's file on disk, looked at before any key is asked for."""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from ehr_tui.errors import StoreError

NETWORK_FILE_SYSTEMS = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ncpfs", "glusterfs", "ceph", "lustre", "davfs",
        "fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.davfs", "fuse.gvfsd-fuse", "fuse.ceph",
    }
)  # fmt: skip
MOUNTS = Path("/proc/mounts")
PAGE = 4096
_OCTAL = re.compile(r"\\([0-7]{3})")


def refuse_unusable(path: Path) -> None:
    """Raise StoreError when the file is missing, empty, cut short, plain, or cannot be read and written where it is.

    Codes: ``store.missing``, ``store.not_a_file``, ``store.network`` (SQLite's locks do not hold there),
    ``store.read_only``, ``store.empty``, ``store.plaintext``, ``store.truncated``.
    """
    try:
        state = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StoreError("store.missing", file=path.name) from error
    except OSError as error:
        raise StoreError("store.read_only", folder=path.parent.name) from error
    if not stat.S_ISREG(state.st_mode):
        raise StoreError("store.not_a_file", file=path.name)
    refuse_network(path.parent)
    if not os.access(path.parent, os.W_OK) or not os.access(path, os.R_OK | os.W_OK):
        raise StoreError("store.read_only", folder=path.parent.name)
    if state.st_size == 0:
        raise StoreError("store.empty", file=path.name)
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(b"SQLite format 3"):
        raise StoreError("store.plaintext", file=path.name)
    if state.st_size % PAGE:
        raise StoreError("store.truncated", file=path.name)


def refuse_network(folder: Path, mounts: Path | None = None) -> None:
    """Refuse a folder on a network file system; raises StoreError("store.network")."""
    table = mounts or MOUNTS
    if not table.exists():
        return
    target = folder.resolve()
    best, kind = "", ""
    for line in table.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = _OCTAL.sub(lambda match: chr(int(match.group(1), 8)), fields[1])
        if target.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, fields[2]
    if kind in NETWORK_FILE_SYSTEMS:
        raise StoreError("store.network", kind=kind)


def create_empty(path: Path) -> None:
    """Make an empty file, readable by its owner only; never over an existing one.

    Raises StoreError ``store.network``, and as ``writing_failed``.
    """
    refuse_network(path.parent)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:
        raise writing_failed(path, error) from error
    os.close(descriptor)


def writing_failed(path: Path, error: OSError) -> StoreError:
    """Why a file could not be made, in words that help."""
    if isinstance(error, FileExistsError):
        return StoreError("store.exists", file=path.name)
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return StoreError("store.no_folder", folder=path.parent.name)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError("store.disk_full", folder=path.parent.name)
    return StoreError("store.read_only", folder=path.parent.name)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder last; a file system that cannot is left as it is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
