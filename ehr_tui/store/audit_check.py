"""The audit chain's arithmetic, and the walk that proves it."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, replace
from typing import Any

from ehr_tui.store.tables import AuditEntry

GENESIS = bytes(32)
FORMAT = 1
_CHAIN = """SELECT e.seq, e.at, e.account, e.act, e.outcome, e.detail_hash, e.previous, e.mac, e.format, d.salt, d.body
    FROM audit_entry e LEFT JOIN audit_detail d ON d.seq = e.seq WHERE e.seq > ? ORDER BY e.seq LIMIT ?"""
_text_of = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a walk along the chain is: entries up to ``checked`` hold; ``over`` at the end or at what is broken."""

    checked: int = 0
    previous: bytes = GENESIS
    erased: int = 0
    broken: int | None = None
    code: str = ""
    over: bool = False


def chain_key(data_key: bytes) -> bytes:
    """The chain's own key, derived from the office's data key."""
    return hmac.digest(data_key, b"ehr_tui audit chain v1", "sha256")


def detail_hash(salt: bytes, body: str) -> bytes:
    """What the chain holds of an entry's details."""
    return hashlib.sha256(salt + body.encode()).digest()


def link(key: bytes, previous: bytes, fields: tuple[Any, ...]) -> bytes:
    """The seal of an entry: format, number, instant, account, act, outcome, hash of the details in hexadecimal."""
    return hmac.digest(key, previous + _text_of(fields).encode(), "sha256")


def walk(key: bytes, so_far: Walk, count: int) -> Walk:
    """Check the next ``count`` entries.  Read as they stand, not as values: what was tampered with may be no date."""
    run = AuditEntry._meta.database.execute_sql
    checked, previous, erased, seen = so_far.checked, so_far.previous, so_far.erased, 0
    for row in run(_CHAIN, [checked, count]):
        seen += 1
        code = _fault(key, row, previous, checked + 1)
        if code:
            return replace(so_far, checked=checked, broken=checked + 1, code=code, erased=erased, over=True)
        checked, previous = checked + 1, bytes(row[7])
        erased += row[10] is None
    found = Walk(checked, previous, erased, over=seen < count)
    if found.over and _highest_given() > checked:
        return replace(found, broken=checked + 1, code="cut")
    return found


def _fault(key: bytes, row: tuple[Any, ...], previous: bytes, expected: int) -> str:
    seq, at, account, act, outcome, digest, before, mac, form, salt, body = row
    if seq != expected:
        return "missing"
    if before != previous:
        return "chain"
    if not hmac.compare_digest(
        link(key, previous, (form, seq, at, account, act, outcome, digest.hex())), mac
    ):
        return "entry"
    if body is not None and detail_hash(salt, body) != digest:
        return "detail"
    return ""


def _highest_given() -> int:
    """The highest number ever given, which the engine remembers beside the table."""
    run = AuditEntry._meta.database.execute_sql
    row = run("SELECT seq FROM sqlite_sequence WHERE name = 'audit_entry'").fetchone()
    return int(row[0]) if row else 0
