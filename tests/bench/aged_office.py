"""The big office ten years on: every month rostered, published twice, and as many audit entries as that leaves.

The past is written by a few statements a month instead of through the gate, which would take hours; the chain of the
audit is a real one.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ehr_tui.domain.month import Month
from ehr_tui.store.audit_check import FORMAT, detail_hash, link
from ehr_tui.store.fields import instant_text
from ehr_tui.store.store import Store
from tests.bench.big_office import MONTH, TURN, BigOffice
from tests.bench.harness import Bench

VERSIONS = 2
"""How often each month was published."""
ABOUT_PEOPLE = 5
"""Every so many entries are about somebody's record; the others are edits of a roster."""


@dataclass(frozen=True)
class AgedOffice:
    """The office on disk and how much is in it."""

    office: BigOffice
    entries: int
    months: int

    @property
    def megabytes(self) -> float:
        """The size of the file."""
        return self.office.path.stat().st_size / 1e6


_MADE: dict[Path, AgedOffice] = {}


def aged(bench: Bench) -> AgedOffice:
    """One for a run of measurements, made when it is first needed."""
    place = bench.folder / "aged"
    if place not in _MADE:
        _MADE[place] = _make(bench, place)
    return _MADE[place]


def _make(bench: Bench, folder: Path) -> AgedOffice:
    office = bench.big.copy(folder)
    bench.clock.advance(seconds=30)
    door = office.enter("hr")
    inside = door._inside
    assert inside is not None
    store = inside.office.store
    months = _past(bench.size.history_months)
    try:
        with store.transaction(write=True):
            _rosters(store, int(office.department), months)
        _audit(store, bench.size.history_entries, [int(p) for p in office.people], bench.clock.now())
    finally:
        door.logout()
    return AgedOffice(office, bench.size.history_entries, len(months))


def _past(count: int) -> list[Month]:
    found, month = [], MONTH
    for _ in range(count):
        month = month.previous()
        found.append(month)
    return found[::-1]


def _rosters(store: Store, department: int, months: list[Month]) -> None:
    run = store.database.execute_sql
    for month in months:
        for day in month.days:
            pattern = MONTH.days[(day - MONTH.first).days % len(TURN)]
            run(
                """INSERT INTO duty (person_id, day, kind_id, post_id, department_id)
                SELECT person_id, ?, kind_id, post_id, department_id FROM duty AS model
                WHERE department_id = ? AND day = ? AND NOT EXISTS (SELECT 1 FROM duty AS there
                    WHERE there.person_id = model.person_id AND there.day = ?)""",
                (day.isoformat(), department, pattern.isoformat(), day.isoformat()),
            )
        _publish(store, department, month)


def _publish(store: Store, department: int, month: Month) -> None:
    run, at = (
        store.database.execute_sql,
        instant_text(datetime(month.first.year, month.first.month, 1, tzinfo=UTC)),
    )
    run(
        """INSERT INTO roster (department_id, month, version, published_at, published_by) VALUES (?, ?, ?, ?, 1)
        ON CONFLICT (department_id, month) DO UPDATE SET version = excluded.version""",
        (department, str(month), VERSIONS, at),
    )
    roster = run(
        "SELECT id FROM roster WHERE department_id = ? AND month = ?", (department, str(month))
    ).fetchone()[0]
    run(
        "DELETE FROM version_duty WHERE version_id IN (SELECT id FROM roster_version WHERE roster_id = ?)",
        (roster,),
    )
    run("DELETE FROM roster_version WHERE roster_id = ?", (roster,))
    for number in range(1, VERSIONS + 1):
        run(
            """INSERT INTO roster_version (roster_id, number, published_at, published_by, reason)
            VALUES (?, ?, ?, 1, '')""",
            (roster, number, at),
        )
        version = run("SELECT last_insert_rowid()").fetchone()[0]
        run(
            """INSERT INTO version_duty (version_id, person_id, day, kind, post)
            SELECT ?, person_id, day, kind_id, post_id FROM duty
            WHERE department_id = ? AND day BETWEEN ? AND ?""",
            (version, department, month.first.isoformat(), month.last.isoformat()),
        )


def _audit(store: Store, count: int, people: list[int], now: datetime) -> None:
    """Links one after another, as ``append`` makes them, in as few statements as can be."""
    number, head = store.audit.head()
    previous, key = bytes.fromhex(head), store.audit._key
    step = timedelta(days=3650) / max(1, count)
    begin = now - timedelta(days=3650)
    connection = store.database.connection()
    with store.transaction(write=True):
        entries, bodies, records = [], [], []
        for n in range(count):
            number += 1
            act, detail, about = _entry(n, people)
            at, account = instant_text(begin + step * n), n % 6 + 1
            outcome = "refused" if n % 997 == 0 else "overridden" if n % 401 == 0 else "done"
            salt, body = secrets.token_bytes(16), json.dumps(detail, ensure_ascii=False, sort_keys=True)
            digest = detail_hash(salt, body)
            mac = link(key, previous, (FORMAT, number, at, account, act, outcome, digest.hex()))
            entries.append((number, at, account, act, outcome, digest, previous, mac, FORMAT))
            bodies.append((number, salt, body))
            records += [(number, kind, record) for kind, record in about]
            previous = mac
        connection.executemany("INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", entries)
        connection.executemany("INSERT INTO audit_detail VALUES (?, ?, ?)", bodies)
        connection.executemany("INSERT INTO audit_record (seq, kind, record) VALUES (?, ?, ?)", records)


def _entry(n: int, people: list[int]) -> tuple[str, dict[str, Any], list[tuple[str, str]]]:
    person = people[n % len(people)]
    if n % ABOUT_PEOPLE:
        day, month = (
            f"{2017 + n % 10}-{n % 12 + 1:02}-{n % 28 + 1:02}",
            {"year": 2017 + n % 10, "month": n % 12 + 1},
        )
        change = {"person": person, "day": day, "seen": [n], "entries": []}
        cells = [[person, day, ["D"], ["P"]]]
        detail = {
            "cells": cells,
            "subject": "医学检验科",
            "month": month,
            "department": 1,
            "changes": [change],
        }
        return "EditRoster", detail, []
    if n % (ABOUT_PEOPLE * 4) == 0:
        return "RevealPhone", {"person": person, "subject": f"某{person}"}, [("person", str(person))]
    fields: list[list[Any]] = [
        ["note", "", f"备注{n}"],
        ["leave_date", None, "2026-12-31"],
        ["standby_pool", False, True],
    ]
    detail = {
        "subject": f"某{person}",
        "changes": [{"kind": "person", "record": str(person), "fields": fields}],
    }
    return "SavePerson", detail, [("person", str(person))]
