"""The ground: organisation, people, rosters, accounts, imports, the audit chain."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    """CREATE TABLE "meta" ("key" TEXT NOT NULL PRIMARY KEY, "value" TEXT NOT NULL) STRICT""",
    """CREATE TABLE "department" ("id" INTEGER NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, "name_zh" TEXT
        NOT NULL, "name_en" TEXT NOT NULL, "active" INTEGER NOT NULL) STRICT""",
    """CREATE TABLE "post" ("id" INTEGER NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, "name_zh" TEXT NOT
        NULL, "name_en" TEXT NOT NULL, "department_id" INTEGER NOT NULL, "headcount" INTEGER NOT
        NULL, "active" INTEGER NOT NULL, FOREIGN KEY ("department_id") REFERENCES "department"
        ("id")) STRICT""",
    """CREATE TABLE "person" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "name" TEXT NOT
        NULL, "latin" TEXT NOT NULL, "search" TEXT NOT NULL, "department_id" INTEGER, "post_id"
        INTEGER, "hire_date" TEXT, "leave_date" TEXT, "phone" TEXT NOT NULL, "note" TEXT NOT NULL,
        "revision" INTEGER NOT NULL, FOREIGN KEY ("department_id") REFERENCES "department" ("id"),
        FOREIGN KEY ("post_id") REFERENCES "post" ("id")) STRICT""",
    """CREATE TABLE "competence" ("id" INTEGER NOT NULL PRIMARY KEY, "person_id" INTEGER NOT NULL,
        "post_id" INTEGER NOT NULL, "since" TEXT NOT NULL, "until" TEXT, FOREIGN KEY ("person_id")
        REFERENCES "person" ("id") ON DELETE CASCADE, FOREIGN KEY ("post_id") REFERENCES "post"
        ("id")) STRICT""",
    """CREATE TABLE "contract" ("id" INTEGER NOT NULL PRIMARY KEY, "person_id" INTEGER NOT NULL,
        "valid_from" TEXT NOT NULL, "valid_to" TEXT, "employment" TEXT NOT NULL, "contractor" TEXT
        NOT NULL, "hours_system" TEXT NOT NULL, "period" TEXT NOT NULL, "approval" TEXT NOT NULL,
        "approval_to" TEXT, "max_day_minutes" INTEGER, "max_week_minutes" INTEGER,
        "max_month_overtime" INTEGER, "max_consecutive_days" INTEGER, FOREIGN KEY ("person_id")
        REFERENCES "person" ("id") ON DELETE CASCADE) STRICT""",
    """CREATE TABLE "shift_kind" ("id" INTEGER NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, "key" TEXT NOT
        NULL, "name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, "duty_class" TEXT NOT NULL,
        "department_id" INTEGER, "segments" TEXT NOT NULL, "meal_minutes" INTEGER NOT NULL,
        "paid_minutes" INTEGER NOT NULL, "colour" TEXT NOT NULL, "active" INTEGER NOT NULL, FOREIGN
        KEY ("department_id") REFERENCES "department" ("id")) STRICT""",
    """CREATE TABLE "demand" ("id" INTEGER NOT NULL PRIMARY KEY, "department_id" INTEGER NOT NULL,
        "post_id" INTEGER NOT NULL, "kind_id" INTEGER NOT NULL, "weekdays" INTEGER NOT NULL,
        "on_holidays" INTEGER NOT NULL, "minimum" INTEGER NOT NULL, "maximum" INTEGER, "valid_from"
        TEXT, "valid_to" TEXT, FOREIGN KEY ("department_id") REFERENCES "department" ("id"), FOREIGN
        KEY ("post_id") REFERENCES "post" ("id"), FOREIGN KEY ("kind_id") REFERENCES "shift_kind"
        ("id")) STRICT""",
    """CREATE TABLE "calendar_day" ("day" TEXT NOT NULL PRIMARY KEY, "kind" TEXT NOT NULL, "name_zh" TEXT
        NOT NULL, "name_en" TEXT NOT NULL, "by_hand" INTEGER NOT NULL) STRICT""",
    """CREATE TABLE "calendar_year" ("year" INTEGER NOT NULL PRIMARY KEY, "provisional" INTEGER NOT NULL)
        STRICT""",
    """CREATE TABLE "rule_setting" ("id" INTEGER NOT NULL PRIMARY KEY, "department_id" INTEGER, "rule" TEXT
        NOT NULL, "enabled" INTEGER NOT NULL, "severity" TEXT NOT NULL, "weight" INTEGER NOT NULL,
        "limits" TEXT NOT NULL, FOREIGN KEY ("department_id") REFERENCES "department" ("id")) STRICT""",
    """CREATE TABLE "duty" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "person_id" INTEGER NOT NULL,
        "day" TEXT NOT NULL, "kind_id" INTEGER NOT NULL, "post_id" INTEGER, "department_id" INTEGER
        NOT NULL, FOREIGN KEY ("person_id") REFERENCES "person" ("id"), FOREIGN KEY ("kind_id")
        REFERENCES "shift_kind" ("id"), FOREIGN KEY ("post_id") REFERENCES "post" ("id"), FOREIGN
        KEY ("department_id") REFERENCES "department" ("id")) STRICT""",
    """CREATE TABLE "roster" ("id" INTEGER NOT NULL PRIMARY KEY, "department_id" INTEGER NOT NULL, "month"
        TEXT NOT NULL, "version" INTEGER NOT NULL, "published_at" TEXT, "published_by" INTEGER,
        FOREIGN KEY ("department_id") REFERENCES "department" ("id")) STRICT""",
    """CREATE TABLE "roster_version" ("id" INTEGER NOT NULL PRIMARY KEY, "roster_id" INTEGER NOT NULL,
        "number" INTEGER NOT NULL, "published_at" TEXT NOT NULL, "published_by" INTEGER NOT NULL,
        "reason" TEXT NOT NULL, FOREIGN KEY ("roster_id") REFERENCES "roster" ("id")) STRICT""",
    """CREATE TABLE "version_duty" ("id" INTEGER NOT NULL PRIMARY KEY, "version_id" INTEGER NOT NULL,
        "person_id" INTEGER NOT NULL, "day" TEXT NOT NULL, "kind" INTEGER NOT NULL, "post" INTEGER,
        FOREIGN KEY ("version_id") REFERENCES "roster_version" ("id"), FOREIGN KEY ("person_id")
        REFERENCES "person" ("id")) STRICT""",
    """CREATE TABLE "edit_step" ("id" INTEGER NOT NULL PRIMARY KEY, "department_id" INTEGER NOT NULL,
        "month" TEXT NOT NULL, "user" INTEGER NOT NULL, "at" TEXT NOT NULL, "changes" TEXT NOT NULL,
        "undone" INTEGER NOT NULL, FOREIGN KEY ("department_id") REFERENCES "department" ("id"))
        STRICT""",
    """CREATE TABLE "override" ("id" INTEGER NOT NULL PRIMARY KEY, "department_id" INTEGER NOT NULL,
        "month" TEXT NOT NULL, "rule" TEXT NOT NULL, "person" INTEGER, "days" TEXT NOT NULL,
        "reason" TEXT NOT NULL, "explanation" TEXT NOT NULL, "user" INTEGER NOT NULL, "at" TEXT NOT
        NULL, FOREIGN KEY ("department_id") REFERENCES "department" ("id")) STRICT""",
    """CREATE TABLE "account" ("id" INTEGER NOT NULL PRIMARY KEY, "uuid" TEXT NOT NULL, "login" TEXT NOT
        NULL, "display_name" TEXT NOT NULL, "person_id" INTEGER, "active" INTEGER NOT NULL,
        "has_key" INTEGER NOT NULL, "must_change_password" INTEGER NOT NULL, "password_until" TEXT,
        "totp_secret" TEXT NOT NULL, "totp_period" INTEGER NOT NULL, "totp_last_step" INTEGER NOT
        NULL, "totp_offset" INTEGER NOT NULL, "failures" INTEGER NOT NULL, "failed_at" TEXT,
        "locked" INTEGER NOT NULL, "lock_epoch" INTEGER NOT NULL, "last_login" TEXT, "language" TEXT
        NOT NULL, "theme" TEXT NOT NULL, FOREIGN KEY ("person_id") REFERENCES "person" ("id"))
        STRICT""",
    """CREATE TABLE "role_assignment" ("id" INTEGER NOT NULL PRIMARY KEY, "account_id" INTEGER NOT NULL,
        "role" TEXT NOT NULL, "department_id" INTEGER, "valid_from" TEXT, "valid_to" TEXT,
        "deputy_for" INTEGER, FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE
        CASCADE, FOREIGN KEY ("department_id") REFERENCES "department" ("id")) STRICT""",
    """CREATE TABLE "role_grant" ("id" INTEGER NOT NULL PRIMARY KEY, "role" TEXT NOT NULL, "permission"
        TEXT NOT NULL, "scope" TEXT NOT NULL) STRICT""",
    """CREATE TABLE "role_name" ("code" TEXT NOT NULL PRIMARY KEY, "name_zh" TEXT NOT NULL, "name_en" TEXT
        NOT NULL, "description_zh" TEXT NOT NULL, "description_en" TEXT NOT NULL, "needs_department"
        INTEGER NOT NULL) STRICT""",
    """CREATE TABLE "spent_recovery_code" ("hash" BLOB NOT NULL PRIMARY KEY, "at" TEXT NOT NULL) STRICT""",
    """CREATE TABLE "import_batch" ("id" INTEGER NOT NULL PRIMARY KEY, "at" TEXT NOT NULL, "user" INTEGER
        NOT NULL, "kind" TEXT NOT NULL, "file_name" TEXT NOT NULL, "new" INTEGER NOT NULL, "changed"
        INTEGER NOT NULL, "undone" INTEGER NOT NULL) STRICT""",
    """CREATE TABLE "import_change" ("id" INTEGER NOT NULL PRIMARY KEY, "batch_id" INTEGER NOT NULL, "kind"
        TEXT NOT NULL, "row" INTEGER NOT NULL, "before" TEXT, "after" TEXT NOT NULL, FOREIGN KEY
        ("batch_id") REFERENCES "import_batch" ("id")) STRICT""",
    """CREATE TABLE "presence" ("token" TEXT NOT NULL PRIMARY KEY, "account" INTEGER NOT NULL, "host" TEXT
        NOT NULL, "pid" INTEGER NOT NULL, "since" TEXT NOT NULL, "seen" TEXT NOT NULL) STRICT""",
    """CREATE TABLE "audit_entry" ("seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "at" TEXT NOT NULL,
        "account" INTEGER, "act" TEXT NOT NULL, "outcome" TEXT NOT NULL, "detail_hash" BLOB NOT
        NULL, "previous" BLOB NOT NULL, "mac" BLOB NOT NULL, "format" INTEGER NOT NULL) STRICT""",
    """CREATE TABLE "audit_detail" ("seq" INTEGER NOT NULL PRIMARY KEY, "salt" BLOB NOT NULL, "body" TEXT
        NOT NULL) STRICT""",
    """CREATE TABLE "audit_signature" ("seq" INTEGER NOT NULL PRIMARY KEY, "account" INTEGER NOT NULL,
        "format" INTEGER NOT NULL, "signature" BLOB NOT NULL) STRICT""",
    """CREATE UNIQUE INDEX "department_code" ON "department" ("code")""",
    """CREATE UNIQUE INDEX "post_code" ON "post" ("code")""",
    """CREATE INDEX "post_department_id" ON "post" ("department_id")""",
    """CREATE INDEX "person_department_id" ON "person" ("department_id")""",
    """CREATE INDEX "person_post_id" ON "person" ("post_id")""",
    """CREATE UNIQUE INDEX "account_uuid" ON "account" ("uuid")""",
    """CREATE UNIQUE INDEX "account_login" ON "account" ("login")""",
    """CREATE INDEX "account_person_id" ON "account" ("person_id")""",
    """CREATE INDEX "competence_person_id" ON "competence" ("person_id")""",
    """CREATE INDEX "competence_post_id" ON "competence" ("post_id")""",
    """CREATE INDEX "contract_person_id" ON "contract" ("person_id")""",
    """CREATE INDEX "shift_kind_department_id" ON "shift_kind" ("department_id")""",
    """CREATE INDEX "demand_department_id" ON "demand" ("department_id")""",
    """CREATE INDEX "demand_post_id" ON "demand" ("post_id")""",
    """CREATE INDEX "demand_kind_id" ON "demand" ("kind_id")""",
    """CREATE INDEX "duty_department_id_day_person_id_kind_id_post_id" ON "duty" ("department_id", "day",
        "person_id", "kind_id", "post_id")""",
    """CREATE INDEX "duty_person_id_day_kind_id_post_id_department_id" ON "duty" ("person_id", "day",
        "kind_id", "post_id", "department_id")""",
    """CREATE INDEX "edit_step_department_id_month_user_undone" ON "edit_step" ("department_id", "month",
        "user", "undone")""",
    """CREATE INDEX "import_change_batch_id" ON "import_change" ("batch_id")""",
    """CREATE INDEX "override_department_id_month" ON "override" ("department_id", "month")""",
    """CREATE INDEX "role_assignment_account_id" ON "role_assignment" ("account_id")""",
    """CREATE INDEX "role_assignment_department_id" ON "role_assignment" ("department_id")""",
    """CREATE UNIQUE INDEX "role_grant_role_permission" ON "role_grant" ("role", "permission")""",
    """CREATE INDEX "roster_department_id" ON "roster" ("department_id")""",
    """CREATE UNIQUE INDEX "roster_department_id_month" ON "roster" ("department_id", "month")""",
    """CREATE INDEX "roster_version_roster_id" ON "roster_version" ("roster_id")""",
    """CREATE UNIQUE INDEX "roster_version_roster_id_number" ON "roster_version" ("roster_id", "number")""",
    """CREATE INDEX "rule_setting_department_id" ON "rule_setting" ("department_id")""",
    """CREATE INDEX "version_duty_version_id_person_id_day_kind_post" ON "version_duty" ("version_id",
        "person_id", "day", "kind", "post")""",
    """CREATE UNIQUE INDEX person_number ON person (number) WHERE number <> ''""",
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


def up(migrator: Any, db: Any) -> None:
    """Make every table, index and trigger as they were at the first version."""
    del migrator
    for statement in STATEMENTS:
        db.execute_sql(statement)
