"""The migrations make what the tables say, an older file is brought up to date, a newer one is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehr_tui.errors import StoreError
from ehr_tui.store import schema
from ehr_tui.store.database import EncryptedDatabase
from ehr_tui.store.place import create_empty
from ehr_tui.store.store import Store
from ehr_tui.store.tables import RAW_SCHEMA, TABLES
from tests.store.conftest import behind, entries, key, refusal


def shape(database: EncryptedDatabase) -> dict[str, str]:
    """Every table, index and trigger by name, in one way of writing blanks and quotes; messages as they are."""
    rows = database.execute_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    ours = {}
    for name, sql in rows:
        pieces = sql.replace('"', "").split("'")
        pieces[::2] = [" ".join(piece.split()) for piece in pieces[::2]]
        ours[name] = "'".join(pieces)
    return {name: sql for name, sql in ours.items() if not name.startswith(("schema_migration", "sqlite_"))}


def test_migrated_is_what_the_tables_say(store: Store, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "fresh.ehr"
    create_empty(other)
    fresh = EncryptedDatabase(other, key, maintenance=True)
    fresh.connect()
    with fresh.bind_ctx(TABLES):
        fresh.create_tables(TABLES, safe=False)
        for statement in RAW_SCHEMA:
            fresh.execute_sql(statement)
        wanted = shape(fresh)
    fresh.close()
    with behind(path) as database:
        found = shape(database)
    assert len(found) > 50
    assert found == wanted


def test_every_table_is_strict(store: Store) -> None:
    rows = store.database.execute_sql("PRAGMA table_list").fetchall()
    loose = [row[1] for row in rows if row[0] == "main" and not row[5] and not row[1].startswith("sqlite_")]
    assert loose in ([], ["schema_migration"]), loose  # the runner's own book


def scripts(folder: Path, **added: str) -> Path:
    """The program's migrations and more."""
    folder.mkdir()
    for script in schema.MIGRATIONS.glob("[0-9]*.py"):
        (folder / script.name).write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    for name, body in added.items():
        lines = "\n".join(f"    {line}" for line in body.splitlines())
        (folder / f"{name.lstrip('m')}.py").write_text(f"def up(migrator, db):\n{lines}\n", encoding="utf-8")
    return folder


GOOD = 'db.execute_sql("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")'
BAD = 'db.execute_sql("DELETE FROM meta")\ndb.execute_sql("CREATE TABLE broken (")'
ORPHAN = """db.execute_sql("INSERT INTO post (code, name_zh, name_en, department_id, headcount, active)"
    " VALUES ('x', 'x', 'x', 999, 0, 1)")"""


def test_an_older_file_is_brought_up_to_date_and_a_copy_kept(
    store: Store, path: Path, tmp_path: Path
) -> None:
    with store.transaction(write=True):
        store.meta.put("name", "人事科")
    store.close()
    later = scripts(tmp_path / "m", m0002_later=GOOD)
    with behind(path) as database:
        assert schema.pending(database, later) == ("0002_later",)
    assert schema.migrate(path, key, later) == ("0002_later",)
    with behind(path) as database:
        assert "later" in shape(database)
        assert database.execute_sql("SELECT value FROM meta WHERE key = 'name'").fetchone() == ("人事科",)
        assert schema.pending(database, later) == ()
    copy = path.with_name("office.ehr.before-0002_later")
    assert copy.stat().st_mode & 0o777 == 0o600
    with behind(copy) as database:
        assert "later" not in shape(database)
        assert database.execute_sql("SELECT value FROM meta WHERE key = 'name'").fetchone() == ("人事科",)


@pytest.mark.parametrize("broken", [BAD, ORPHAN, "pass\nraise_nothing = 1\ndb.execute_sql('NO SQL')"])
def test_a_failing_script_leaves_the_file_as_it_was(
    store: Store, path: Path, tmp_path: Path, broken: str
) -> None:
    with store.transaction(write=True):
        store.meta.put("name", "人事科")
    store.close()
    with behind(path) as database:
        before, data = shape(database), database.execute_sql("SELECT * FROM meta").fetchall()
    later = scripts(tmp_path / "m", m0002_later=GOOD, m0003_broken=broken)
    refusal("store.migration_failed", lambda: schema.migrate(path, key, later))
    with behind(path) as database:
        assert shape(database) == before, "the first script of two must not stand alone"
        assert database.execute_sql("SELECT * FROM meta").fetchall() == data
    Store.open(path, key).close()


def test_a_script_without_up_is_told(store: Store, path: Path, tmp_path: Path) -> None:
    store.close()
    later = scripts(tmp_path / "m")
    (later / "0002_empty.py").write_text("", encoding="utf-8")
    refusal("store.migration_failed", lambda: schema.migrate(path, key, later))


def test_no_copy_no_migration(
    store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    later = scripts(tmp_path / "m", m0002_later=GOOD)

    def full(source: Path, target: Path) -> None:
        Path(target).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copy2", full)
    refusal("store.disk_full", lambda: schema.migrate(path, key, later))
    assert sorted(p.name for p in tmp_path.glob("office.ehr*")) == ["office.ehr"]
    with behind(path) as database:
        assert "later" not in shape(database)


def test_a_newer_file_is_refused(store: Store, path: Path, tmp_path: Path) -> None:
    store.close()
    schema.migrate(path, key, scripts(tmp_path / "m", m0009_tomorrow=GOOD))
    error = refusal("store.newer", lambda: Store.open(path, key))
    assert error.params["schema"] == "0009_tomorrow"
    refusal("store.newer", lambda: schema.migrate(path, key))


def test_an_older_file_must_be_migrated_first(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch,
                                              tmp_path: Path) -> None:  # fmt: skip
    store.close()
    monkeypatch.setattr(schema, "MIGRATIONS", scripts(tmp_path / "m", m0002_later=GOOD))
    refusal("store.needs_migration", lambda: Store.open(path, key))


def test_a_database_of_something_else_is_no_office(path: Path) -> None:
    create_empty(path)
    with behind(path) as database:
        database.execute_sql("CREATE TABLE notes (text TEXT)")
    refusal("store.not_an_office", lambda: Store.open(path, key))


def test_a_copy_is_whole_or_absent(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        schema.keep_copy(tmp_path / "absent", tmp_path / "copy")
    assert not list(tmp_path.iterdir())


def test_entries_survive_a_migration(store: Store, path: Path, tmp_path: Path) -> None:
    entries(store, 5)
    store.close()
    schema.migrate(path, key, scripts(tmp_path / "m", m0002_later=GOOD))
    with behind(path) as database:
        assert database.execute_sql("SELECT count(*) FROM audit_entry").fetchone() == (5,)
