"""People, what they may do, what was agreed with them."""

from __future__ import annotations

import peewee

from ehr_tui.store.fields import DayColumn, InstantColumn, JsonColumn, TextColumn
from ehr_tui.store.tables.base import Table
from ehr_tui.store.tables.organisation import Department, Post


class Person(Table):
    """Someone the office rosters."""

    number = TextColumn(default="")
    name = TextColumn()
    latin = TextColumn(default="")
    search = TextColumn(default="")
    department = peewee.ForeignKeyField(Department, null=True, backref="+")
    post = peewee.ForeignKeyField(Post, null=True, backref="+")
    hire_date = DayColumn(null=True)
    leave_date = DayColumn(null=True)
    phone = TextColumn(default="")
    note = TextColumn(default="")
    revision = peewee.IntegerField(default=1)
    sex = TextColumn(default="")
    standby_pool = peewee.IntegerField(default=0)
    birth_date = DayColumn(null=True)
    education = TextColumn(default="")
    major = TextColumn(default="")
    languages = JsonColumn(default=list)
    skills = JsonColumn(default=list)
    erased = InstantColumn(null=True)


class Contact(Table):
    """Whom to call for a person."""

    person = peewee.ForeignKeyField(Person, backref="+", on_delete="CASCADE")
    name = TextColumn()
    relation = TextColumn(default="")
    phone = TextColumn(default="")


class Apart(Table):
    """Two records that look alike and were found to be two people; ``person`` is the elder."""

    person = peewee.ForeignKeyField(Person, backref="+", on_delete="CASCADE", index=False)
    other = peewee.ForeignKeyField(Person, backref="+", on_delete="CASCADE")

    class Meta:
        indexes = ((("person", "other"), True),)


class TaskMark(Table):
    """What a person may or may not do, from–to."""

    person = peewee.ForeignKeyField(Person, backref="+", on_delete="CASCADE")
    task = TextColumn()
    may = peewee.IntegerField()
    since = DayColumn(null=True)
    until = DayColumn(null=True)
    note = TextColumn(default="")


class Restriction(Table):
    """What may not be asked of a person; ``kind`` and ``reason`` are health data."""

    person = peewee.ForeignKeyField(Person, backref="+", on_delete="CASCADE")
    effects = JsonColumn()
    since = DayColumn()
    until = DayColumn(null=True)
    hazards = JsonColumn(default=list)
    minutes_off = peewee.IntegerField(default=0)
    kind = TextColumn()
    reason = TextColumn(default="")


class Leaving(Table):
    """Somebody leaves; ``ends`` are the last days that contracts had before they ended with it, by contract."""

    person = peewee.ForeignKeyField(Person, primary_key=True, backref="+", on_delete="CASCADE")
    last_day = DayColumn()
    reason = TextColumn(default="")
    begun_at = InstantColumn()
    begun_by = peewee.IntegerField()
    ends = JsonColumn(default=dict)


class LeavingStep(Table):
    """An item of somebody's leaving list."""

    person = peewee.ForeignKeyField(Person, backref="+", on_delete="CASCADE", index=False)
    item = TextColumn()
    done_at = InstantColumn(null=True)
    done_by = peewee.IntegerField(null=True)
    note = TextColumn(default="")

    class Meta:
        indexes = ((("person", "item"), True),)


class Competence(Table):
    """A post a person can take, from–to."""

    person = peewee.ForeignKeyField(Person, backref="+", on_delete="CASCADE")
    post = peewee.ForeignKeyField(Post, backref="+")
    since = DayColumn()
    until = DayColumn(null=True)
    experienced = peewee.IntegerField(default=0)
    coached_until = DayColumn(null=True)
    coach = peewee.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")


class Contract(Table):
    """What was agreed with a person."""

    person = peewee.ForeignKeyField(Person, backref="+", on_delete="CASCADE")
    valid_from = DayColumn()
    valid_to = DayColumn(null=True)
    employment = TextColumn()
    contractor = TextColumn(default="")
    hours_system = TextColumn()
    period = TextColumn(default="month")
    approval = TextColumn(default="")
    approval_from = DayColumn(null=True)
    approval_to = DayColumn(null=True)
    probation_to = DayColumn(null=True)
    day_minutes = peewee.IntegerField(default=480)
    limits = JsonColumn(default=dict)
