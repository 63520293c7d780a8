"""What came in from spreadsheets."""

from __future__ import annotations

import peewee

from ehr_tui.store.fields import InstantColumn, JsonColumn, TextColumn
from ehr_tui.store.tables.base import Table


class ImportBatch(Table):
    """One import as one act."""

    at = InstantColumn()
    user = peewee.IntegerField()
    kind = TextColumn()
    file_name = TextColumn()
    new = peewee.IntegerField()
    changed = peewee.IntegerField()
    undone = peewee.IntegerField(default=0)


class ImportChange(Table):
    """One row an import wrote: before (None: it was new) and after, for taking it back."""

    batch = peewee.ForeignKeyField(ImportBatch, backref="+")
    kind = TextColumn()
    row = peewee.IntegerField()
    before = JsonColumn(null=True)
    after = JsonColumn()


class SheetMapping(Table):
    """How the columns of a sheet were taken the last time, by the shape of its header."""

    kind = TextColumn()
    header = TextColumn()
    mapping = JsonColumn()
    at = InstantColumn()

    class Meta:
        indexes = ((("kind", "header"), True),)
