"""Opening the encrypted file, in the one order that is safe."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import peewee
from sqlcipher3 import dbapi2 as sqlcipher

from ehr_tui.errors import StoreError

BUSY_MS = 5000
APPLICATION_ID = 0x45485231  # "EHR1"
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ncpfs", "glusterfs", "fuse.glusterfs", "ceph"}
)
PROTECTED_TABLES = frozenset({"audit_entry"})


class EncryptedDatabase(peewee.SqliteDatabase):
    """A SQLCipher file opened with a raw 32-byte key.

    The key comes from a callback at each connection, so that it stands in no attribute, parameter or log.
    ``maintenance`` lifts the ban on ATTACH and DROP, which migration and backup need.
    """

    server_version = sqlcipher.sqlite_version_info

    def __init__(self, path: Path, key: Callable[[], bytes], *, maintenance: bool = False) -> None:
        self._key = key
        self._maintenance = maintenance
        self._path = path
        super().__init__(str(path))

    def _connect(self) -> Any:
        uri = f"{self._path.absolute().as_uri()}?mode=rw"
        try:
            connection = sqlcipher.connect(uri, uri=True, isolation_level=None, check_same_thread=True)
        except sqlcipher.OperationalError as error:
            raise StoreError("store.cannot_open", file=self._path.name) from error
        try:
            self._unlock(connection)
            self._configure(connection)
            self._add_conn_hooks(connection)
        except sqlcipher.DatabaseError as error:
            connection.close()
            raise _open_failure(self._path, error) from error
        except BaseException:
            connection.close()
            raise
        return connection

    def _unlock(self, connection: Any) -> None:
        """Silence, key, proof that a cipher works, first read: a wrong key must not print under the screen."""
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key = \"x'{self._key().hex()}'\"")
        status = connection.execute("PRAGMA cipher_status").fetchone()
        if status is None or str(status[0]) != "1":
            raise StoreError("store.no_cipher")
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def _configure(self, connection: Any) -> None:
        for pragma in (
            "temp_store=MEMORY",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "cache_size=-65536",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if not self._maintenance:
            connection.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, _second: str | None, _base: str | None, _by: str | None) -> int:
    """Deny what no capability of the program does: changing the audit, dropping tables, attaching files."""
    if action in (sqlcipher.SQLITE_UPDATE, sqlcipher.SQLITE_DELETE) and first in PROTECTED_TABLES:
        return int(sqlcipher.SQLITE_DENY)
    if action in (sqlcipher.SQLITE_DROP_TABLE, sqlcipher.SQLITE_DROP_TRIGGER, sqlcipher.SQLITE_ATTACH):
        return int(sqlcipher.SQLITE_DENY)
    return int(sqlcipher.SQLITE_OK)


def _open_failure(path: Path, error: Exception) -> StoreError:
    """Say what a failed opening means."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return StoreError("store.busy", file=path.name)
    if "readonly" in text or "read-only" in text:
        return StoreError("store.read_only", folder=path.parent.name)
    if "full" in text:
        return StoreError("store.disk_full")
    if "malformed" in text:
        return StoreError("store.damaged", file=path.name)
    return StoreError("store.not_this_key", file=path.name)


def refuse_unusable(path: Path) -> None:
    """Look at a file before any key is asked for.

    Raises StoreError when it is missing, empty, cut short, a plain SQLite file, unreadable, in a folder that cannot be
    written, or on a network file system, where SQLite's locks do not hold.
    """
    if not path.exists():
        raise StoreError("store.missing", file=path.name)
    if not path.is_file():
        raise StoreError("store.not_a_file", file=path.name)
    refuse_network(path.parent)
    if not os.access(path.parent, os.W_OK) or not os.access(path, os.R_OK | os.W_OK):
        raise StoreError("store.read_only", folder=path.parent.name)
    size = path.stat().st_size
    if size == 0:
        raise StoreError("store.empty", file=path.name)
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(b"SQLite format 3"):
        raise StoreError("store.plaintext", file=path.name)
    if size % 4096:
        raise StoreError("store.truncated", file=path.name)


def refuse_network(folder: Path, mounts: Path = Path("/proc/mounts")) -> None:
    """Refuse a folder on a network file system; raises StoreError("store.network")."""
    if not mounts.exists():
        return
    target = folder.resolve()
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if target.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, fields[2]
    if kind in NETWORK_FILE_SYSTEMS:
        raise StoreError("store.network", kind=kind)


def create_empty(path: Path) -> None:
    """Make an empty file, readable by its owner only; never over an existing one.

    Raises StoreError when it exists or the folder cannot be written.
    """
    refuse_network(path.parent)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR)
    except FileExistsError as error:
        raise StoreError("store.exists", file=path.name) from error
    except OSError as error:
        raise StoreError("store.read_only", folder=path.parent.name) from error
    os.close(descriptor)


def translate(error: peewee.PeeweeException) -> StoreError:
    """A database error of a running office as one that a person can act on."""
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return StoreError("store.busy", file="")
    if "full" in text or "cannot rollback" in text:
        return StoreError("store.disk_full")
    if "readonly" in text:
        return StoreError("store.read_only", folder="")
    if "malformed" in text or "not a database" in text:
        return StoreError("store.damaged", file="")
    return StoreError("store.refused")
