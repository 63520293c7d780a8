"""Rosters, their versions and their edits."""

from __future__ import annotations

import peewee
from playhouse.sqlite_ext import AutoIncrementField

from ehr_tui.store.fields import DayColumn, InstantColumn, JsonColumn, TextColumn
from ehr_tui.store.tables.base import Table
from ehr_tui.store.tables.organisation import Department, Post, ShiftKind
from ehr_tui.store.tables.people import Person


class Duty(Table):
    """An entry of a roster.  Ids are never given twice: they are what a stale write is noticed by."""

    id = AutoIncrementField()
    person = peewee.ForeignKeyField(Person, backref="+", index=False)
    day = DayColumn()
    kind = peewee.ForeignKeyField(ShiftKind, backref="+", index=False)
    post = peewee.ForeignKeyField(Post, null=True, backref="+", index=False)
    department = peewee.ForeignKeyField(Department, backref="+", index=False)

    class Meta:
        indexes = (
            (("department", "day", "person", "kind", "post"), False),
            (("person", "day", "kind", "post", "department"), False),
        )


class Follower(Table):
    """An entry that the program made because of the one on the day before (下夜 after a night); gone with its row, so
    a cell that anybody has put anew is nobody's follower any more.
    """

    duty = peewee.ForeignKeyField(Duty, primary_key=True, backref="+", on_delete="CASCADE")


class Callout(Table):
    """A call-in during phone standby; minutes after midnight of the standby's day."""

    person = peewee.ForeignKeyField(Person, backref="+", index=False)
    day = DayColumn()
    start = peewee.IntegerField()
    end = peewee.IntegerField()
    department = peewee.ForeignKeyField(Department, backref="+", index=False)
    reason = TextColumn(default="")

    class Meta:
        indexes = ((("person", "day", "start"), True), (("department", "day"), False))


class Roster(Table):
    """The state of a department's month; absent until something is rostered."""

    department = peewee.ForeignKeyField(Department, backref="+")
    month = TextColumn()
    version = peewee.IntegerField(default=0)
    published_at = InstantColumn(null=True)
    published_by = peewee.IntegerField(null=True)

    class Meta:
        indexes = ((("department", "month"), True),)


class RosterVersion(Table):
    """A published version."""

    roster = peewee.ForeignKeyField(Roster, backref="+")
    number = peewee.IntegerField()
    published_at = InstantColumn()
    published_by = peewee.IntegerField()
    reason = TextColumn(default="")

    class Meta:
        indexes = ((("roster", "number"), True),)


class VersionDuty(Table):
    """An entry as it was published."""

    version = peewee.ForeignKeyField(RosterVersion, backref="+", index=False)
    person = peewee.ForeignKeyField(Person, backref="+", index=False)
    day = DayColumn()
    kind = peewee.IntegerField()
    post = peewee.IntegerField(null=True)

    class Meta:
        indexes = ((("version", "person", "day", "kind", "post"), False), (("person", "version"), False))


class EditStep(Table):
    """One edit of one user, for undo and redo: before and after per cell."""

    department = peewee.ForeignKeyField(Department, backref="+", index=False)
    month = TextColumn()
    user = peewee.IntegerField()
    at = InstantColumn()
    changes = JsonColumn()
    undone = peewee.IntegerField(default=0)

    class Meta:
        indexes = ((("department", "month", "user", "undone"), False),)


class Override(Table):
    """A forbidden state that stands with a reason; ``explanation`` is what the rules said then."""

    department = peewee.ForeignKeyField(Department, backref="+", index=False)
    month = TextColumn()
    rule = TextColumn()
    person = peewee.IntegerField(null=True)
    days = JsonColumn()
    reason = TextColumn()
    explanation = JsonColumn()
    user = peewee.IntegerField()
    at = InstantColumn()

    class Meta:
        indexes = ((("department", "month"), False),)
