"""Users, roles, and what each user keeps for themselves."""

from __future__ import annotations

import peewee

from ehr_tui.store.fields import BytesColumn, DayColumn, InstantColumn, JsonColumn, TextColumn
from ehr_tui.store.tables.base import Table
from ehr_tui.store.tables.organisation import Department
from ehr_tui.store.tables.people import Person


class Account(Table):
    """A user.  ``totp_secret`` is empty until enrolment is complete."""

    uuid = TextColumn(unique=True)
    login = TextColumn(unique=True)
    display_name = TextColumn()
    person = peewee.ForeignKeyField(Person, null=True, backref="+")
    active = peewee.IntegerField(default=1)
    has_key = peewee.IntegerField(default=1)
    must_change_password = peewee.IntegerField(default=0)
    password_until = DayColumn(null=True)
    totp_secret = TextColumn(default="")
    totp_period = peewee.IntegerField(default=30)
    totp_last_step = peewee.IntegerField(default=0)
    totp_offset = peewee.IntegerField(default=0)
    failures = peewee.IntegerField(default=0)
    failed_at = InstantColumn(null=True)
    locked = peewee.IntegerField(default=0)
    lock_epoch = peewee.IntegerField(default=0)
    last_login = InstantColumn(null=True)
    language = TextColumn(default="")
    theme = TextColumn(default="")


class RoleAssignment(Table):
    """A role held by a user, for a department or without, from–to."""

    account = peewee.ForeignKeyField(Account, backref="+", on_delete="CASCADE")
    role = TextColumn()
    department = peewee.ForeignKeyField(Department, null=True, backref="+")
    valid_from = DayColumn(null=True)
    valid_to = DayColumn(null=True)
    deputy_for = peewee.IntegerField(null=True)


class RoleGrant(Table):
    """What a role may do: data, so that a hospital can change it."""

    role = TextColumn()
    permission = TextColumn()
    scope = TextColumn()

    class Meta:
        indexes = ((("role", "permission"), True),)


class RoleName(Table):
    """A role's name and description."""

    code = TextColumn(primary_key=True)
    name_zh = TextColumn()
    name_en = TextColumn()
    description_zh = TextColumn()
    description_en = TextColumn()
    needs_department = peewee.IntegerField(default=0)


class SpentRecoveryCode(Table):
    """A recovery code that was used, by hash: an older key file does not bring it back."""

    hash = BytesColumn(primary_key=True)
    at = InstantColumn()


class SavedView(Table):
    """A list as one user likes it: filters, order, columns; the empty name is how it was left."""

    account = peewee.ForeignKeyField(Account, backref="+", on_delete="CASCADE", index=False)
    screen = TextColumn()
    name = TextColumn()
    body = JsonColumn()

    class Meta:
        indexes = ((("account", "screen", "name"), True),)


class Draft(Table):
    """What somebody typed into a form and has not saved; ``record`` is empty for a new one."""

    account = peewee.ForeignKeyField(Account, backref="+", on_delete="CASCADE", index=False)
    form = TextColumn()
    record = TextColumn()
    body = JsonColumn()
    at = InstantColumn()

    class Meta:
        indexes = ((("account", "form", "record"), True),)


class Presence(Table):
    """Who has the office open in which process."""

    token = TextColumn(primary_key=True)
    account = peewee.IntegerField()
    host = TextColumn()
    pid = peewee.IntegerField()
    since = InstantColumn()
    seen = InstantColumn()
