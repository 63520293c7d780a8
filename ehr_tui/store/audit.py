"""The audit chain: every entry holds the one before, under a key that only the office's users have."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ehr_tui.domain.views import AuditLine, AuditPage, VerifyReport
from ehr_tui.store.fields import instant_text
from ehr_tui.store.tables import Account, AuditDetail, AuditEntry, AuditRecord

GENESIS = bytes(32)
_CHAIN = """SELECT e.seq, e.at, e.account, e.act, e.outcome, e.detail_hash, e.previous, e.mac, e.format, d.salt, d.body
    FROM audit_entry e LEFT JOIN audit_detail d ON d.seq = e.seq ORDER BY e.seq"""
FORMAT = 1


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What the gate writes down.  ``detail`` may name people and can be erased later; the chain keeps its hash."""

    at: datetime
    account: int | None
    act: str
    outcome: str
    detail: dict[str, Any]
    records: tuple[tuple[str, str], ...] = ()  # (kind, id) of what it is about, for histories


def chain_key(data_key: bytes) -> bytes:
    """The chain's own key, derived from the office's data key."""
    return hmac.new(data_key, b"ehr_tui audit chain v1", hashlib.sha256).digest()


def _detail_hash(salt: bytes, body: str) -> bytes:
    return hashlib.sha256(salt + body.encode()).digest()


def _mac(key: bytes, previous: bytes, fields: tuple[Any, ...]) -> bytes:
    text = json.dumps([f.hex() if isinstance(f, bytes) else f for f in fields], ensure_ascii=False)
    return hmac.new(key, previous + text.encode(), hashlib.sha256).digest()


class AuditGateway:
    """Appends to the chain and reads it."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def append(self, entry: NewEntry) -> int:
        """Add a link inside the running transaction; returns its number."""
        last = (
            AuditEntry.select(AuditEntry.seq, AuditEntry.mac)
            .order_by(AuditEntry.seq.desc())
            .limit(1)
            .tuples()
        )
        row = next(iter(last), None)
        number, previous = (row[0] + 1, bytes(row[1])) if row else (1, GENESIS)
        salt = secrets.token_bytes(16)
        body = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)
        digest = _detail_hash(salt, body)
        fields = (FORMAT, number, instant_text(entry.at), entry.account, entry.act, entry.outcome, digest)
        AuditEntry.insert(
            seq=number,
            at=entry.at,
            account=entry.account,
            act=entry.act,
            outcome=entry.outcome,
            detail_hash=digest,
            previous=previous,
            mac=_mac(self._key, previous, fields),
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
        row = next(
            iter(
                AuditEntry.select(AuditEntry.seq, AuditEntry.mac)
                .order_by(AuditEntry.seq.desc())
                .limit(1)
                .tuples()
            ),
            None,
        )
        return (row[0], bytes(row[1]).hex()) if row else (0, "")

    def verify(
        self,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> VerifyReport:
        """Walk the whole chain; the first entry that does not fit is named."""
        total = AuditEntry.select().count()
        previous, expected = GENESIS, 1
        # Read as it stands, not as values: what was tampered with need not be a date any more.
        rows = self._database().execute_sql(_CHAIN)
        for row in rows:
            code = self._check(row, previous, expected)
            if code:
                return self._report(total, expected, code)
            previous, expected = bytes(row[7]), expected + 1
            if progress and expected % 1000 == 0:
                progress(expected, total)
            if cancelled and expected % 1000 == 0 and cancelled():
                return self._report(total, None, "cancelled")
        if self._highest_given() >= expected:
            return self._report(total, expected, "cut")
        return self._report(total, None, "")

    def _database(self) -> Any:
        return AuditEntry._meta.database

    def _highest_given(self) -> int:
        """The highest number ever given, which the engine remembers beside the table."""
        row = (
            self._database()
            .execute_sql("SELECT seq FROM sqlite_sequence WHERE name = 'audit_entry'")
            .fetchone()
        )
        return int(row[0]) if row else 0

    def _check(self, row: tuple[Any, ...], previous: bytes, expected: int) -> str:
        seq, at, account, act, outcome, digest, before, mac, form, salt, body = row
        if seq != expected:
            return "missing"
        if bytes(before) != previous:
            return "chain"
        fields = (form, seq, at, account, act, outcome, bytes(digest))
        if not hmac.compare_digest(_mac(self._key, previous, fields), bytes(mac)):
            return "entry"
        if body is not None and _detail_hash(bytes(salt), body) != bytes(digest):
            return "detail"
        return ""

    def _report(self, total: int, broken: int | None, code: str) -> VerifyReport:
        number, digest = self.head()
        return VerifyReport(total, number, digest, broken, code)

    def page(self, before: int, limit: int, search: str) -> AuditPage:
        """Entries before a number (0: from the newest), newest first."""
        query = (
            AuditEntry.select(
                AuditEntry.seq, AuditEntry.at.cast("TEXT"), AuditEntry.account, Account.display_name, AuditEntry.act,
                AuditEntry.outcome, AuditDetail.body,
            )
            .join(Account, "LEFT OUTER JOIN", on=(Account.id == AuditEntry.account))
            .join(AuditDetail, "LEFT OUTER JOIN", on=(AuditDetail.seq == AuditEntry.seq))
            .order_by(AuditEntry.seq.desc())
            .limit(limit)
        )  # fmt: skip
        if before:
            query = query.where(AuditEntry.seq < before)
        if search:
            query = query.where(
                AuditEntry.act.contains(search)
                | Account.display_name.contains(search)
                | AuditDetail.body.contains(search)
            )
        lines = tuple(_line(row) for row in query.tuples())
        return AuditPage(lines, AuditEntry.select().count())

    def count_since(self, since: datetime, outcome: str) -> int:
        """How many entries of an outcome there are since an instant."""
        return int(
            AuditEntry.select().where((AuditEntry.at >= since) & (AuditEntry.outcome == outcome)).count()
        )


def _line(row: tuple[Any, ...]) -> AuditLine:
    seq, at, account, name, act, outcome, body = row
    detail = _detail(body)
    subject = detail.pop("subject", "")
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True) if detail else ""
    return AuditLine(seq, _instant(at), name or "", account, act, outcome, str(subject), text)


def _detail(body: str | None) -> dict[str, Any]:
    """The details of an entry; what was tampered with is shown as it stands and found by ``verify``."""
    if not body:
        return {}
    try:
        found = json.loads(body)
    except ValueError:
        return {"unreadable": body}
    return found if isinstance(found, dict) else {"unreadable": body}


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
