"""Opening the encrypted file, in the one order that is safe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import peewee
from sqlcipher3 import dbapi2 as sqlcipher

from ehr_tui.errors import StoreError

BUSY_MS = 15_000
CACHE_MIB = 64
KEY_BYTES = 32
APPLICATION_ID = 0x45485231  # "EHR1"
PROTECTED_TABLES = frozenset({"audit_entry"})
DATABASE_ERRORS: tuple[type[Exception], ...] = (peewee.PeeweeException, sqlcipher.Error)
"""What a running file can fail with; rows that are fetched late fail with the engine's own errors."""


class EncryptedDatabase(peewee.SqliteDatabase):
    """A SQLCipher file opened with a raw 32-byte key.

    The key comes from a callback at each connection, so that it stands in no attribute, parameter or log.
    ``maintenance`` lifts the ban on ATTACH and DROP, which migration and backup need.
    """

    server_version = sqlcipher.sqlite_version_info

    def __init__(
        self, path: Path, key: Callable[[], bytes], *, maintenance: bool = False, cache_mib: int = CACHE_MIB
    ) -> None:
        self._key = key
        self._cache_kib = cache_mib * 1024
        self._maintenance = maintenance
        self._path = path
        super().__init__(str(path))

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._path

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
        key = self._key()
        if len(key) != KEY_BYTES:
            raise StoreError(
                "store.no_key"
            )  # the engine would take it for a passphrase that anybody can guess
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
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
            f"cache_size=-{self._cache_kib}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if not self._maintenance:
            connection.set_authorizer(_authorize)


def _authorize(
    action: int, first: str | None, _second: str | None, _base: str | None, _by: str | None
) -> int:
    """Deny what no capability of the program does: changing the audit, dropping tables, attaching files."""
    if action in (sqlcipher.SQLITE_UPDATE, sqlcipher.SQLITE_DELETE) and first in PROTECTED_TABLES:
        return int(sqlcipher.SQLITE_DENY)
    if action in (sqlcipher.SQLITE_DROP_TABLE, sqlcipher.SQLITE_DROP_TRIGGER, sqlcipher.SQLITE_ATTACH):
        return int(sqlcipher.SQLITE_DENY)
    return int(sqlcipher.SQLITE_OK)


def _open_failure(path: Path, error: Exception) -> StoreError:
    """Say what a failed opening means: before the first page is read, what is no database has another key."""
    found = _meaning(path, str(error).lower())
    return found if found is not None else StoreError("store.not_this_key", file=path.name)


def translate(error: Exception, path: Path) -> StoreError:
    """A database error of a running office as one that a person can act on."""
    text = str(error).lower()
    if "not a database" in text:
        return StoreError("store.damaged", file=path.name)
    found = _meaning(path, text)
    return found if found is not None else StoreError("store.refused")


def _meaning(path: Path, text: str) -> StoreError | None:
    if "locked" in text or "busy" in text:
        return StoreError("store.busy", file=path.name)
    if "full" in text or "cannot rollback" in text:
        # A full disk ends the transaction by itself; what then fails is the rollback.
        return StoreError("store.disk_full", folder=path.parent.name)
    if "readonly" in text or "read-only" in text:
        return StoreError("store.read_only", folder=path.parent.name)
    if "malformed" in text:
        return StoreError("store.damaged", file=path.name)
    if "disk i/o error" in text:
        return StoreError("store.io", folder=path.parent.name)
    return None


def engine_version() -> str:
    """Versions of SQLite and SQLCipher, as in ``3.50.4, 4.12.0 community``."""
    connection = sqlcipher.connect(":memory:")
    try:
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    return f"{sqlcipher.sqlite_version}, {cipher[0] if cipher else '-'}"
