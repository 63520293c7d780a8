"""Making a new file's tables and bringing an older file up to date."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playhouse.migrations import MigrationError, Runner

from ehr_tui.errors import StoreError
from ehr_tui.store.database import APPLICATION_ID, DATABASE_ERRORS, EncryptedDatabase
from ehr_tui.store.place import writing_failed

MIGRATIONS = Path(__file__).parent / "migrations"


def _runner(database: EncryptedDatabase, folder: Path | None) -> Runner:
    return Runner(database, directory=str(folder or MIGRATIONS))


def create_schema(database: EncryptedDatabase, folder: Path | None = None) -> None:
    """Make all tables in an empty file (a maintenance connection)."""
    _runner(database, folder).up()
    database.application_id = APPLICATION_ID


def pending(database: EncryptedDatabase, folder: Path | None = None) -> tuple[str, ...]:
    """Names of migrations the file still lacks.

    Raises StoreError "store.newer" when it knows more than we do, "store.not_an_office" when it knows none.
    """
    status = _runner(database, folder).status()
    if not any(m.applied for m in status):
        raise StoreError("store.not_an_office", file=database.path.name)
    unknown = [m.name for m in status if m.path is None]
    if unknown:
        raise StoreError("store.newer", schema=unknown[-1])
    return tuple(m.name for m in status if not m.applied)


def migrate(path: Path, key: Callable[[], bytes], folder: Path | None = None) -> tuple[str, ...]:
    """Bring the file up to date; a copy ``NAME.before-MIGRATION`` is kept beside it.

    The caller holds the exclusive lock.  All scripts stand or none: when one fails the file is as it was, and
    StoreError "store.migration_failed" names it.
    """
    database = EncryptedDatabase(path, key, maintenance=True)
    database.connect()
    waiting: tuple[str, ...] = ()
    try:
        waiting = pending(database, folder)
        if not waiting:
            return ()
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        keep_copy(path, path.with_name(f"{path.name}.before-{waiting[0]}"))
        database.execute_sql(
            "PRAGMA foreign_keys=OFF"
        )  # while tables are rebuilt; it cannot be changed inside
        with database.atomic("IMMEDIATE"):
            _runner(database, folder).up()
            _require_sound(database, waiting[-1])
    except (MigrationError, *DATABASE_ERRORS) as error:
        raise StoreError(
            "store.migration_failed", schema=waiting[0] if waiting else "", file=path.name
        ) from error
    finally:
        database.close()
    return waiting


def keep_copy(path: Path, copy: Path) -> None:
    """Copy the file beside itself, whole or not at all.  Raises StoreError as ``place.writing_failed``."""
    growing = copy.with_name(f"{copy.name}.tmp")
    try:
        shutil.copy2(path, growing)
        growing.replace(copy)
    except OSError as error:
        with suppress(OSError):
            growing.unlink()
        raise writing_failed(copy, error) from error


def _require_sound(database: EncryptedDatabase, schema: str) -> None:
    """What a script left without its counterpart is a failure of the script."""
    if database.execute_sql("PRAGMA foreign_key_check").fetchone() is not None:
        raise StoreError("store.migration_failed", schema=schema, file=database.path.name)
