"""The tables of the office's file as they are now; how they came to be stands in ``migrations``."""

from __future__ import annotations

import peewee
from playhouse.sqlite_ext import AutoIncrementField

from ehr_tui.store.fields import BytesColumn, DayColumn, InstantColumn, JsonColumn, TextColumn


class Table(peewee.Model):
    """Base: STRICT, names as the classes say."""

    class Meta:
        strict_tables = True
        legacy_table_names = False


class Meta(Table):
    """What is known of the office itself: name, id, marks that guard against older copies."""

    key = TextColumn(primary_key=True)
    value = TextColumn()


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


class Competence(Table):
    """A post a person can take, from–to."""

    person = peewee.ForeignKeyField(Person, backref="+", on_delete="CASCADE")
    post = peewee.ForeignKeyField(Post, backref="+")
    since = DayColumn()
    until = DayColumn(null=True)


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
    approval_to = DayColumn(null=True)
    max_day_minutes = peewee.IntegerField(null=True)
    max_week_minutes = peewee.IntegerField(null=True)
    max_month_overtime = peewee.IntegerField(null=True)
    max_consecutive_days = peewee.IntegerField(null=True)


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


class Demand(Table):
    """How many people a post needs in a shift kind; weekdays as a bit mask, Monday 1, Tuesday 2, Wednesday 4 …"""

    department = peewee.ForeignKeyField(Department, backref="+")
    post = peewee.ForeignKeyField(Post, backref="+")
    kind = peewee.ForeignKeyField(ShiftKind, backref="+")
    weekdays = peewee.IntegerField()
    on_holidays = peewee.IntegerField()
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
        indexes = ((("version", "person", "day", "kind", "post"), False),)


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


class Presence(Table):
    """Who has the office open in which process."""

    token = TextColumn(primary_key=True)
    account = peewee.IntegerField()
    host = TextColumn()
    pid = peewee.IntegerField()
    since = InstantColumn()
    seen = InstantColumn()


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


class AuditDetail(Table):
    """Personal details of an entry, under a salt: what the chain holds is only their hash."""

    seq = peewee.IntegerField(primary_key=True)
    salt = BytesColumn()
    body = TextColumn()


class AuditSignature(Table):
    """Reserved: a user's Ed25519 signature over the chain's head at session end and export."""

    seq = peewee.IntegerField(primary_key=True)
    account = peewee.IntegerField()
    format = peewee.IntegerField()
    signature = BytesColumn()


TABLES: tuple[type[Table], ...] = (
    Meta, Department, Post, Person, Competence, Contract, ShiftKind, Demand, CalendarDay, CalendarYear, RuleSetting,
    Duty, Roster, RosterVersion, VersionDuty, EditStep, Override, Account, RoleAssignment, RoleGrant, RoleName,
    SpentRecoveryCode, ImportBatch, ImportChange, Presence, AuditEntry, AuditDetail, AuditSignature,
)  # fmt: skip

RAW_SCHEMA: tuple[str, ...] = (
    "CREATE UNIQUE INDEX person_number ON person (number) WHERE number <> ''",
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit entries are never removed'); END""",
    """CREATE TRIGGER audit_in_sequence AFTER INSERT ON audit_entry
    WHEN NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM audit_entry WHERE seq = NEW.seq - 1)
    BEGIN SELECT RAISE(ABORT, 'audit entries follow each other'); END""",
    """CREATE TRIGGER audit_in_chain AFTER INSERT ON audit_entry
    WHEN NEW.seq > 1 AND NEW.previous IS NOT (SELECT mac FROM audit_entry WHERE seq = NEW.seq - 1)
    BEGIN SELECT RAISE(ABORT, 'audit entries are chained'); END""",
)
