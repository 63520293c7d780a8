"""The base of every table."""

from __future__ import annotations

import peewee


class Table(peewee.Model):
    """Base: STRICT, names as the classes say."""

    class Meta:
        strict_tables = True
        legacy_table_names = False
