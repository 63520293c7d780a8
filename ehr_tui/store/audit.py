"""The audit chain: every entry holds the one before, under a key that only the office's users have."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ehr_tui.domain.audit_views import VerifyReport
from ehr_tui.store.audit_check import FORMAT, GENESIS, Walk, chain_key, detail_hash, link, walk
from ehr_tui.store.audit_pages import AuditPages
from ehr_tui.store.fields import instant_text
from ehr_tui.store.file_check import FileCheck
from ehr_tui.store.tables import AuditDetail, AuditEntry, AuditRecord

__all__ = ["AuditGateway", "NewEntry", "Walk", "chain_key"]

NOBODY_HERE = """NOT EXISTS (SELECT 1 FROM audit_record o JOIN person q ON q.id = CAST(o.record AS INTEGER)
    WHERE o.seq = r.seq AND o.kind = 'person' AND o.record <> r.record
    AND (q.leave_date IS NULL OR q.leave_date >= :today))"""
"""That an entry ``r`` is about nobody else who is still here on a day: those keep its details."""
WHOLE = 10_000
"""Entries read at once where nobody waits for the file."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What the gate writes down.  ``detail`` may name people and can be erased later; the chain keeps its hash."""

    at: datetime
    account: int | None
    act: str
    outcome: str
    detail: dict[str, Any]
    records: tuple[tuple[str, str], ...] = ()  # (kind, id) of what it is about, for histories


class AuditGateway:
    """Appends to the chain and proves it; ``pages`` reads it."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.pages = AuditPages()
        self.file = FileCheck()

    def append(self, entry: NewEntry) -> int:
        """Add a link inside the running transaction; returns its number."""
        number, previous = self._last()
        number += 1
        salt = secrets.token_bytes(16)
        body = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)
        digest, at = detail_hash(salt, body), instant_text(entry.at)
        fields = (FORMAT, number, at, entry.account, entry.act, entry.outcome, digest.hex())
        AuditEntry.insert(
            seq=number,
            at=entry.at,
            account=entry.account,
            act=entry.act,
            outcome=entry.outcome,
            detail_hash=digest,
            previous=previous,
            mac=link(self._key, previous, fields),
            format=FORMAT,
        ).execute()
        AuditDetail.insert(seq=number, salt=salt, body=body).execute()
        if entry.records:
            AuditRecord.insert_many(
                [{"seq": number, "kind": kind, "record": record} for kind, record in entry.records]
            ).execute()
        return number

    def head(self) -> tuple[int, str]:
        """Number and hash of the newest entry: what is printed on backups and sheets."""
        number, mac = self._last()
        return (number, mac.hex()) if number else (0, "")

    def _last(self) -> tuple[int, bytes]:
        run = AuditEntry._meta.database.execute_sql
        row = run("SELECT seq, mac FROM audit_entry ORDER BY seq DESC LIMIT 1").fetchone()
        return (int(row[0]), bytes(row[1])) if row else (0, GENESIS)

    def check(self, so_far: Walk, count: int) -> Walk:
        """Prove the next ``count`` entries; the first that does not fit is named and ends the walk."""
        return walk(self._key, so_far, count)

    def verify(self) -> VerifyReport:
        """Prove the whole chain in one go."""
        found = Walk()
        while not found.over:
            found = self.check(found, WHOLE)
        return self.report(found)

    def report(self, found: Walk) -> VerifyReport:
        """What a walk found."""
        number, digest = self.head()
        return VerifyReport(self.pages.total(), number, digest, found.broken, found.code, erased=found.erased)

    def forget(
        self, records: Collection[tuple[str, str]], before: datetime, today: date | None = None
    ) -> int:
        """Erase the details of entries about these records that are older than a moment; gives how many.

        With ``today`` entries stay that are also about somebody who is still here then.
        The chain stays as it is: it holds only the hash of what is gone.
        """
        gone = 0
        run = AuditEntry._meta.database.execute_sql
        for kind, record in records:
            gone += run(
                f"""DELETE FROM audit_detail WHERE seq IN (SELECT r.seq FROM audit_record r
                JOIN audit_entry e ON e.seq = r.seq WHERE r.kind = :kind AND r.record = :record AND e.at < :before
                AND (:today IS NULL OR {NOBODY_HERE}))""",  # noqa: S608 - our own text
                {
                    "kind": kind,
                    "record": record,
                    "before": instant_text(before),
                    "today": today.isoformat() if today else None,
                },
            ).rowcount
        return gone

    def count_since(self, since: datetime, outcome: str) -> int:
        """How many entries of an outcome there are since an instant."""
        return int(
            AuditEntry.select().where((AuditEntry.at >= since) & (AuditEntry.outcome == outcome)).count()
        )
