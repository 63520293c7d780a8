"""What the office is made of."""

from __future__ import annotations

import peewee

from ehr_tui.store.fields import DayColumn, JsonColumn, TextColumn
from ehr_tui.store.tables.base import Table


class Department(Table):
    """A department."""

    code = TextColumn(unique=True)
    name_zh = TextColumn()
    name_en = TextColumn()
    active = peewee.IntegerField(default=1)


class Post(Table):
    """A post in a department."""

    code = TextColumn(unique=True)
    name_zh = TextColumn()
    name_en = TextColumn()
    department = peewee.ForeignKeyField(Department, backref="+")
    headcount = peewee.IntegerField(default=0)
    active = peewee.IntegerField(default=1)
    headcount_reviewed = DayColumn(null=True)
    review_due = DayColumn(null=True)
    exposures = JsonColumn(default=list)
    tasks = JsonColumn(default=list)


class PostProfile(Table):
    """What people read about a post; lists are only ever read whole."""

    post = peewee.ForeignKeyField(Post, primary_key=True, backref="+", on_delete="CASCADE")
    duties = JsonColumn(default=list)
    workflow = JsonColumn(default=list)
    education = TextColumn(default="")
    experience = TextColumn(default="")
    skills = JsonColumn(default=list)
    preferences = JsonColumn(default=list)
    courses = JsonColumn(default=list)
    qualifications = JsonColumn(default=list)
    handbook = TextColumn(default="")


class CodeEntry(Table):
    """An entry of a code list: tasks, hazards, leaving items, courses …"""

    list = TextColumn()
    code = TextColumn()
    name_zh = TextColumn()
    name_en = TextColumn()
    special = peewee.IntegerField(default=0)
    active = peewee.IntegerField(default=1)
    position = peewee.IntegerField(default=0)

    class Meta:
        indexes = ((("list", "code"), True),)


class ShiftKind(Table):
    """A letter of a department's alphabet; segments as [[start, end], …] in minutes."""

    code = TextColumn()
    key = TextColumn()
    name_zh = TextColumn()
    name_en = TextColumn()
    duty_class = TextColumn()
    department = peewee.ForeignKeyField(Department, null=True, backref="+")
    segments = JsonColumn()
    meal_minutes = peewee.IntegerField(default=0)
    paid_minutes = peewee.IntegerField(default=0)
    colour = TextColumn(default="work")
    active = peewee.IntegerField(default=1)
    followed_by = peewee.ForeignKeyField("self", null=True, backref="+", on_delete="SET NULL")


class Demand(Table):
    """How many people a post needs in a shift kind; weekdays as a bit mask, Monday 1, Tuesday 2, Wednesday 4 …"""

    department = peewee.ForeignKeyField(Department, backref="+")
    post = peewee.ForeignKeyField(Post, backref="+")
    kind = peewee.ForeignKeyField(ShiftKind, backref="+")
    weekdays = peewee.IntegerField()
    day_kinds = JsonColumn()
    minimum = peewee.IntegerField()
    maximum = peewee.IntegerField(null=True)
    valid_from = DayColumn(null=True)
    valid_to = DayColumn(null=True)


class CalendarDay(Table):
    """A day that differs from the plain week; ``by_hand`` days survive a reload from the library."""

    day = DayColumn(primary_key=True)
    kind = TextColumn()
    name_zh = TextColumn(default="")
    name_en = TextColumn(default="")
    by_hand = peewee.IntegerField(default=0)
    off_minutes = peewee.IntegerField(default=0)
    off_for = TextColumn(default="")


class CalendarYear(Table):
    """A year that was loaded, and whether its notice was still awaited."""

    year = peewee.IntegerField(primary_key=True)
    provisional = peewee.IntegerField(default=0)


class RuleSetting(Table):
    """A rule's limits and severity, for the office (no department) or one department."""

    department = peewee.ForeignKeyField(Department, null=True, backref="+")
    rule = TextColumn()
    enabled = peewee.IntegerField(default=1)
    severity = TextColumn()
    weight = peewee.IntegerField(default=0)
    limits = JsonColumn()


class Retention(Table):
    """How long a category of personal data is kept."""

    category = TextColumn(primary_key=True)
    months = peewee.IntegerField()
    basis_zh = TextColumn(default="")
    basis_en = TextColumn(default="")
