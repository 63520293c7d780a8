"""What the cipher costs: the same rows in the same engine, once with a key and once without."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import DepartmentId, PersonId, ShiftKindId
from ehr_tui.domain.month import Month
from ehr_tui.store import schema
from ehr_tui.store.audit import NewEntry
from ehr_tui.store.database import EncryptedDatabase
from ehr_tui.store.roster import Step
from ehr_tui.store.store import Store
from tests.bench.harness import Bench, Figure, median, timed

KEY = secrets.token_bytes(32)
DEPARTMENT, PEOPLE_PER_DEPARTMENT = 1, 30
LAST = Month(2026, 12)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
_ACTS: tuple[tuple[str, str], ...] = (
    ("month_read_cold", "ms"), ("month_read", "ms"), ("edit", "ms"), ("point_lookup", "us"),
)  # fmt: skip


class PlainDatabase(EncryptedDatabase):
    """The same without a key."""

    def _unlock(self, connection: Any) -> None:
        connection.execute("PRAGMA busy_timeout=5000")


def encrypted_against_plain(bench: Bench) -> Iterator[Figure]:
    """A department's month with a cold and a warm cache, one edit with its commit, one cell."""
    folder = bench.folder / "engines"
    folder.mkdir()
    size = bench.size
    found: dict[bool, dict[str, float]] = {}
    for plain in (False, True):
        path = folder / f"{'plain' if plain else 'encrypted'}.ehr"
        rows = _fill(path, plain, size.people, size.months)
        found[plain] = _measure(path, plain, size.repeats, size.people)
    for act, unit in _ACTS:
        yield Figure(
            f"encrypted_{act}",
            found[False][act],
            unit,
            found[True][act],
            more={"rows": rows, "floor_is": "no key"},
        )


def audit_chain(bench: Bench) -> Iterator[Figure]:
    """Adding links inside one transaction, and walking the chain."""
    path = bench.folder / "audit.ehr"
    _fill(path, False, 1, 1)
    store = _open(path, plain=False)
    count = bench.size.entries
    entry = NewEntry(
        NOW, None, "EditRoster", "done", {"cells": [[1, "2026-12-01", "D", "L"]], "subject": "医学检验科"}
    )

    def append() -> None:
        with store.transaction(write=True):
            for _ in range(count):
                store.audit.append(entry)

    def verify() -> None:
        with store.transaction(write=False):
            assert store.audit.verify().sound

    appended = timed(append, 1)[0]
    verified = median(timed(verify, 3))
    store.close()
    yield Figure("audit_append", appended * 1000 / count, "us", more={"entries": count})
    yield Figure("audit_verify_10000", verified * 10_000 / count, "ms", more={"entries": count})


def _open(path: Path, *, plain: bool) -> Store:
    if not plain:
        return Store.open(path, lambda: KEY)
    database = PlainDatabase(path, lambda: KEY)
    database.connect()
    return Store(database, KEY)


def _fill(path: Path, plain: bool, people: int, months: int) -> int:
    """Departments of 30 people with every day taken; gives the number of duties."""
    path.touch(0o600)
    maintenance = (PlainDatabase if plain else EncryptedDatabase)(path, lambda: KEY, maintenance=True)
    maintenance.connect()
    schema.create_schema(maintenance)
    run = maintenance.execute_sql
    with maintenance.atomic():
        departments = (people - 1) // PEOPLE_PER_DEPARTMENT + 1
        for number in range(1, departments + 1):
            _insert(run, "department", {"id": number, "code": f"d{number}", "active": 1})
        _insert_kind_and_people(run, people)
        month = LAST
        for _ in range(months):
            for day in month.days:
                run(
                    "INSERT INTO duty (person_id, day, kind_id, post_id, department_id)"
                    " SELECT id, ?, 1, NULL, department_id FROM person ORDER BY id",
                    (day.isoformat(),),
                )
            month = month.previous()
    count = int(run("SELECT count(*) FROM duty").fetchone()[0])
    run("ANALYZE")
    maintenance.close()
    return count


def _insert_kind_and_people(run: Callable[..., Any], people: int) -> None:
    """One shift kind and so many people, with whatever else their tables ask for."""
    _insert(run, "shift_kind", {"id": 1, "code": "D", "key": "D", "active": 1})
    for number in range(1, people + 1):
        department = (number - 1) // PEOPLE_PER_DEPARTMENT + 1
        _insert(
            run,
            "person",
            {"id": number, "number": f"B{number:04}", "name": "某", "department_id": department},
        )


def _insert(run: Callable[..., Any], table: str, values: dict[str, Any]) -> None:
    """Insert a row; columns that must hold something and are not named get nothing of their type."""
    empty = {"TEXT": "", "INTEGER": 0, "BLOB": b"", "REAL": 0.0}
    row = dict(values)
    for _, name, kind, required, default, is_key in run(f"PRAGMA table_info({table})").fetchall():
        if required and default is None and not is_key and name not in row:
            row[name] = empty.get(kind.upper(), "[]")
    marks = ", ".join("?" * len(row))
    run(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def _measure(path: Path, plain: bool, repeats: int, people: int) -> dict[str, float]:
    """Medians of each act, milliseconds or (``point_lookup``) microseconds."""
    store: list[Store] = []

    def reopen() -> None:
        if store:
            store.pop().close()
        store.append(_open(path, plain=plain))

    def month() -> None:
        with store[0].transaction(write=False):
            store[0].roster.duties_in_department(DEPARTMENT, LAST.first, LAST.last)

    def edit() -> None:
        random = next(places)
        with store[0].transaction(write=True):
            person, day = PersonId(1 + random % min(people, PEOPLE_PER_DEPARTMENT)), LAST.days[random % 31]
            new = (Entry(ShiftKindId(1)),)
            store[0].roster.replace_cell(DEPARTMENT, person, day, new)
            store[0].roster.add_step(
                DepartmentId(DEPARTMENT), LAST, Step(0, 1, NOW, ((person, day, (), new),))
            )
            store[0].audit.append(NewEntry(NOW, None, "EditRoster", "done", {"cells": [int(person)]}))

    def points() -> None:
        with store[0].transaction(write=False):
            for _ in range(100):
                random = next(places)
                store[0].roster.cell(1 + random % people, LAST.days[random % 31])

    generator = Random(1)
    places = iter(lambda: generator.randrange(1 << 30), None)
    found = {
        "month_read_cold": median(timed(month, repeats, reopen)),
        "month_read": median(timed(month, repeats)),
    }
    _insert_user(store[0])
    found["edit"] = median(timed(edit, repeats))
    found["point_lookup"] = median(timed(points, repeats)) * 10
    store[0].close()
    return found


def _insert_user(store: Store) -> None:
    with store.transaction(write=True):
        store.accounts.add("00000000-0000-4000-8000-000000000001", "bench", "bench", None)
