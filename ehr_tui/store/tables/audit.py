"""The audit chain."""

from __future__ import annotations

import peewee
from playhouse.sqlite_ext import AutoIncrementField

from ehr_tui.store.fields import BytesColumn, InstantColumn, TextColumn
from ehr_tui.store.tables.base import Table


class AuditEntry(Table):
    """One link of the chain.  Never changed, never removed; details that may go stand apart."""

    seq = AutoIncrementField()
    at = InstantColumn()
    account = peewee.IntegerField(null=True)
    act = TextColumn()
    outcome = TextColumn()
    detail_hash = BytesColumn()
    previous = BytesColumn()
    mac = BytesColumn()
    format = peewee.IntegerField(default=1)

    class Meta:
        indexes = ((("at",), False), (("account",), False), (("act",), False), (("outcome", "at"), False))


class AuditDetail(Table):
    """Personal details of an entry, under a salt: what the chain holds is only their hash."""

    seq = peewee.IntegerField(primary_key=True)
    salt = BytesColumn()
    body = TextColumn()


class AuditRecord(Table):
    """Which records an entry is about: an index for histories, no part of the chain."""

    seq = peewee.IntegerField()
    kind = TextColumn()
    record = TextColumn()

    class Meta:
        indexes = ((("kind", "record", "seq"), True), (("seq",), False))


class AuditSignature(Table):
    """Reserved: a user's Ed25519 signature over the chain's head at session end and export."""

    seq = peewee.IntegerField(primary_key=True)
    account = peewee.IntegerField()
    format = peewee.IntegerField()
    signature = BytesColumn()
