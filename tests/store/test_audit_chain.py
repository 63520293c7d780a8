"""The audit cannot be changed through the program, and whatever was changed beside it is named."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehr_tui.domain.audit_views import VerifyReport
from ehr_tui.errors import StoreError
from ehr_tui.store.audit import AuditGateway, NewEntry, Walk, chain_key
from ehr_tui.store.audit_pages import Wanted
from ehr_tui.store.database import EncryptedDatabase
from ehr_tui.store.store import Store
from tests.offices import START
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
        store.audit.pages.page(Wanted(), 0, 100)  # what was tampered with can still be looked at


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
    report = tampered(store, path, "DELETE FROM audit_detail WHERE seq = 2")
    assert report.sound
    assert report.erased == 1


def about(store: Store, days_ago: int, *records: tuple[str, str]) -> None:
    entry = NewEntry(START - timedelta(days=days_ago), None, "SavePerson", "done", {"subject": "某"}, records)
    with store.transaction(write=True):
        store.audit.append(entry)


def test_what_is_forgotten_is_counted_and_breaks_nothing(store: Store) -> None:
    about(store, 900, ("person", "1"))
    about(store, 900, ("person", "2"))
    about(store, 500, ("person", "1"), ("person", "3"))
    about(store, 10, ("person", "1"))
    with store.transaction(write=True):
        gone = store.audit.forget([("person", "1"), ("person", "3")], START - timedelta(days=365))
    assert gone == 2
    report = store.audit.verify()
    assert (report.sound, report.entries, report.erased) == (True, 4, 2)
    rows = store.audit.pages.page(Wanted(), 0, 10)
    assert [row.body is None for row in rows] == [False, True, False, True]
    with store.transaction(write=True):
        assert store.audit.forget([("person", "1")], START - timedelta(days=365)) == 0, "what is gone is gone"


def test_a_forgotten_detail_does_not_come_back_as_another(store: Store, path: Path) -> None:
    entries(store, 4)
    report = tampered(
        store,
        path,
        "UPDATE audit_detail SET body = (SELECT body FROM audit_detail WHERE seq = 3) WHERE seq = 2",
    )
    assert (report.broken_number, report.code) == (2, "detail")


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
    store.audit.append(NewEntry(START, None, "Gone", "done", {}))


def test_the_head_is_what_is_printed(store: Store) -> None:
    assert store.audit.head() == (0, "")
    entries(store, 3)
    number, digest = store.audit.head()
    assert number == 3
    assert len(bytes.fromhex(digest)) == 32
    assert store.audit.verify().head_hash == digest


@pytest.mark.parametrize("count", [1, 3, 7, 8, 100])
def test_a_check_in_slices_finds_the_same(store: Store, path: Path, count: int) -> None:
    entries(store, 7)
    found, slices = Walk(), 0
    while not found.over:
        found, slices = store.audit.check(found, count), slices + 1
    assert store.audit.report(found) == store.audit.verify()
    assert found.checked == 7
    assert slices == 7 // count + 1
    tampered(store, path, "UPDATE audit_entry SET act = 'x' WHERE seq = 6")
    found = Walk()
    while not found.over:
        found = store.audit.check(found, count)
    assert store.audit.report(found).broken_number == 6


def test_entries_that_come_while_a_check_is_under_way_are_checked_too(store: Store) -> None:
    entries(store, 4)
    found = store.audit.check(Walk(), 4)
    assert not found.over
    entries(store, 2)
    found = store.audit.check(found, 4)
    assert (found.over, found.checked, found.broken) == (True, 6, None)


def test_a_slice_that_begins_with_another_past_does_not_fit(store: Store) -> None:
    entries(store, 4)
    found = store.audit.check(Walk(2, bytes(32)), 10)
    assert (found.broken, found.code) == (3, "chain")


DETAILS = st.dictionaries(
    st.text(max_size=8),
    st.none() | st.booleans() | st.integers(-9, 10**12) | st.text(max_size=20),
    max_size=4,
)


@settings(max_examples=25)
@given(
    details=st.lists(
        st.tuples(st.text(max_size=12), st.none() | st.integers(1, 9), DETAILS), min_size=2, max_size=9
    ),
    which=st.integers(0, 8),
    column=st.sampled_from(["act", "outcome", "body", "account", "at"]),
    word=st.text(min_size=1, max_size=6),
)
def test_whatever_is_written_holds_and_whatever_is_changed_is_found(
    tmp_path_factory: pytest.TempPathFactory,
    details: list[tuple[str, int | None, dict[str, object]]],
    which: int,
    column: str,
    word: str,
) -> None:
    path = tmp_path_factory.mktemp("chain") / "office.ehr"
    store = Store.create(path, key)
    try:
        with store.transaction(write=True):
            for act, account, detail in details:
                store.audit.append(NewEntry(START, account, act, "done", detail))
        assert store.audit.verify().sound
        number = which % len(details) + 1
        table = "audit_detail" if column == "body" else "audit_entry"
        with behind(path) as database:
            database.execute_sql("DROP TRIGGER audit_no_update")
            before = database.execute_sql(f"SELECT {column} FROM {table} WHERE seq = ?", [number]).fetchone()[
                0
            ]
            value = (before or 0) + 1 if column == "account" else f"{before}{word}"
            database.execute_sql(f"UPDATE {table} SET {column} = ? WHERE seq = ?", [value, number])
        with store.transaction(write=False):
            report = store.audit.verify()
        assert report.broken_number == number
        assert report.code == ("detail" if column == "body" else "entry")
    finally:
        store.close()


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
