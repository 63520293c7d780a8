"""Making a new file's tables and bringing an older file up to date."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from playhouse.migrations import Runner

from ehr_tui.errors import StoreError
from ehr_tui.store.database import APPLICATION_ID, EncryptedDatabase

MIGRATIONS = Path(__file__).parent / "migrations"


def _runner(database: EncryptedDatabase) -> Runner:
    return Runner(database, directory=str(MIGRATIONS))


def create_schema(database: EncryptedDatabase) -> None:
    """Make all tables in an empty file (a maintenance connection)."""
    _runner(database).up()
    database.application_id = APPLICATION_ID


def pending(database: EncryptedDatabase) -> tuple[str, ...]:
    """Names of migrations the file still lacks; raises StoreError("store.newer") when it knows more than we do."""
    status = _runner(database).status()
    if not any(m.applied for m in status):
        raise StoreError("store.not_an_office")
    unknown = [m.name for m in status if m.path is None]
    if unknown:
        raise StoreError("store.newer", schema=unknown[-1])
    return tuple(m.name for m in status if not m.applied)


def migrate(path: Path, key: Callable[[], bytes]) -> tuple[str, ...]:
    """Bring the file up to date; a copy ``NAME.before-MIGRATION`` is kept beside it.

    The caller holds the exclusive lock.  A failing script is rolled back and the file is as it was.
    """
    database = EncryptedDatabase(path, key, maintenance=True)
    database.connect()
    try:
        waiting = pending(database)
        if not waiting:
            return ()
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy2(path, path.with_name(f"{path.name}.before-{waiting[0]}"))
        return tuple(_runner(database).up())
    finally:
        database.close()
