"""The audit cannot be changed through the program, and whatever was changed beside it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehr_tui.domain.views import VerifyReport
from ehr_tui.errors import StoreError
from ehr_tui.store.audit import AuditGateway, chain_key
from ehr_tui.store.database import EncryptedDatabase
from ehr_tui.store.store import Store
from tests.store.conftest import KEY, behind, entries, key

COLUMNS = "seq, at, account, act, outcome, detail_hash, previous, mac, format"


def insert(seq: str, previous: str = "x'00'", verb: str = "INSERT") -> str:
    return (
        f"{verb} INTO audit_entry ({COLUMNS}) "
        f"VALUES ({seq}, '2026-11-23T01:00:00.000000+00:00', NULL, 'A', 'done', x'00', {previous}, x'00', 1)"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET act = 'Other' WHERE seq = 2",
        "UPDATE audit_entry SET account = account",
        "DELETE FROM audit_entry WHERE seq = 3",
        "DELETE FROM audit_entry",
        insert("2", verb="INSERT OR REPLACE"),
        insert("2", verb="REPLACE"),
        insert("7"),  # a gap: 4 comes next
        insert("4"),  # not chained to 3
        insert("4", "NULL"),
        "DROP TRIGGER audit_no_update",
        "DROP TRIGGER audit_in_chain",
        "DROP TABLE audit_entry",
        "ATTACH DATABASE ':memory:' AS beside KEY ''",
    ],
)
def test_the_office_cannot_change_what_was_written(store: Store, path: Path, statement: str) -> None:
    entries(store, 3)
    before = store.database.execute_sql(f"SELECT {COLUMNS} FROM audit_entry").fetchall()
    with pytest.raises(StoreError), store.transaction(write=True):
        store.database.execute_sql(statement)
    assert store.database.execute_sql(f"SELECT {COLUMNS} FROM audit_entry").fetchall() == before
    assert store.audit.verify().sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET act = 'Other' WHERE seq = 2",
        "DELETE FROM audit_entry WHERE seq = 3",
        insert("2", verb="INSERT OR REPLACE"),
        insert("7"),
        insert("4"),
    ],
)
def test_the_triggers_hold_without_the_authorizer(store: Store, path: Path, statement: str) -> None:
    """Maintenance may drop and attach; the chain's triggers still stand."""
    entries(store, 3)
    with behind(path) as database, pytest.raises(Exception, match=r"audit entries|UNIQUE"):
        database.execute_sql(statement)
    assert store.audit.verify().sound


def tampered(store: Store, path: Path, *statements: str) -> VerifyReport:
    """What ``verify`` says once a key holder had a hand in the file."""
    with behind(path) as database:
        for name in ("audit_no_update", "audit_no_delete", "audit_in_sequence", "audit_in_chain"):
            database.execute_sql(f"DROP TRIGGER {name}")
        for statement in statements:
            database.execute_sql(statement)
    with store.transaction(write=False):
        return store.audit.verify()


@pytest.mark.parametrize(
    ("statement", "number", "code"),
    [
        ("UPDATE audit_entry SET act = 'Logout' WHERE seq = 4", 4, "entry"),
        ("UPDATE audit_entry SET at = '2026-11-23T01:00:01.000000+00:00' WHERE seq = 2", 2, "entry"),
        ("UPDATE audit_entry SET at = 'yesterday' WHERE seq = 2", 2, "entry"),
        ("UPDATE audit_entry SET account = 7 WHERE seq = 6", 6, "entry"),
        ("UPDATE audit_entry SET outcome = 'refused' WHERE seq = 1", 1, "entry"),
        ("UPDATE audit_entry SET format = 2 WHERE seq = 5", 5, "entry"),
        ("UPDATE audit_entry SET detail_hash = x'00' WHERE seq = 5", 5, "entry"),
        ("UPDATE audit_entry SET mac = zeroblob(32) WHERE seq = 3", 3, "entry"),
        ("UPDATE audit_entry SET previous = zeroblob(32) WHERE seq = 3", 3, "chain"),
        ("UPDATE audit_detail SET body = '{\"n\": 99}' WHERE seq = 4", 4, "detail"),
        ("UPDATE audit_detail SET body = 'no json' WHERE seq = 4", 4, "detail"),
        ("UPDATE audit_detail SET salt = x'00' WHERE seq = 4", 4, "detail"),
        ("DELETE FROM audit_entry WHERE seq = 1", 1, "missing"),
        ("DELETE FROM audit_entry WHERE seq = 5", 5, "missing"),
        ("DELETE FROM audit_entry WHERE seq > 6", 7, "cut"),
        ("DELETE FROM audit_entry", 1, "cut"),
    ],
)
def test_verify_names_the_first_broken_entry(
    store: Store, path: Path, statement: str, number: int, code: str
) -> None:
    entries(store, 8)
    assert store.audit.verify().sound
    report = tampered(store, path, statement)
    assert (report.broken_number, report.code) == (number, code)
    assert not report.sound
    with store.transaction(write=False):
        store.audit.page(0, 100, "")  # what was tampered with can still be looked at


def test_the_first_of_two_is_named(store: Store, path: Path) -> None:
    entries(store, 8)
    report = tampered(
        store,
        path,
        "UPDATE audit_entry SET act = 'x' WHERE seq = 6",
        "UPDATE audit_detail SET body = '' WHERE seq = 3",
    )
    assert report.broken_number == 3


def test_two_entries_exchanged(store: Store, path: Path) -> None:
    entries(store, 6)
    report = tampered(
        store,
        path,
        "UPDATE audit_entry SET seq = 100 WHERE seq = 3",
        "UPDATE audit_entry SET seq = 3 WHERE seq = 4",
        "UPDATE audit_entry SET seq = 4 WHERE seq = 100",
    )
    assert report.broken_number == 3


def test_a_chain_made_up_under_another_key_is_no_chain(store: Store, path: Path) -> None:
    entries(store, 4)
    other = AuditGateway(chain_key(bytes(32)))
    report = other.verify()
    assert (report.broken_number, report.code) == (1, "entry")


def test_details_may_be_erased_and_the_chain_still_holds(store: Store, path: Path) -> None:
    entries(store, 4)
    assert tampered(store, path, "DELETE FROM audit_detail WHERE seq = 2").sound


def test_an_undone_transaction_leaves_no_number_behind(store: Store) -> None:
    entries(store, 2)

    def begun() -> None:
        with store.transaction(write=True):
            entries_in(store)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        begun()
    entries(store, 1)
    report = store.audit.verify()
    assert report.sound
    assert report.head_number == 3


def entries_in(store: Store) -> None:
    from ehr_tui.store.audit import NewEntry
    from tests.offices import START

    store.audit.append(NewEntry(START, None, "Gone", "done", {}))


def test_the_head_is_what_is_printed(store: Store) -> None:
    assert store.audit.head() == (0, "")
    entries(store, 3)
    number, digest = store.audit.head()
    assert number == 3
    assert len(bytes.fromhex(digest)) == 32
    assert store.audit.verify().head_hash == digest


def test_a_long_check_can_be_stopped(store: Store) -> None:
    entries(store, 1)
    with store.transaction(write=True):
        for _ in range(1200):
            entries_in(store)
    told: list[tuple[int, int]] = []
    report = store.audit.verify(progress=lambda *at: told.append(at), cancelled=lambda: True)
    assert report.code == "cancelled"
    assert told == [(1000, 1201)]


def test_the_chain_key_is_not_the_data_key() -> None:
    assert chain_key(KEY) != KEY


def test_the_guards_are_looked_at_through_a_real_connection(store: Store) -> None:
    """Should peewee ever connect in another way, these tests would test nothing."""
    assert type(store.database) is EncryptedDatabase
    assert store.database.execute_sql("PRAGMA recursive_triggers").fetchone() == (1,)
    assert store.database.execute_sql("PRAGMA synchronous").fetchone() == (2,)
    assert store.database.execute_sql("PRAGMA journal_mode").fetchone() == ("wal",)
    assert store.database.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)
    assert store.database.execute_sql("PRAGMA trusted_schema").fetchone() == (0,)
    assert store.database.execute_sql("PRAGMA temp_store").fetchone() == (2,)
    assert key() == KEY
