"""The office's records: full people, contracts with limits, post profiles, code lists, call-ins, drafts, histories."""

from __future__ import annotations

from typing import Any

NEW = (
    """CREATE TABLE "post_profile" ("post_id" INTEGER NOT NULL PRIMARY KEY, "duties" TEXT NOT NULL, "workflow"
        TEXT NOT NULL, "education" TEXT NOT NULL, "experience" TEXT NOT NULL, "skills" TEXT NOT NULL,
        "preferences" TEXT NOT NULL, "courses" TEXT NOT NULL, "qualifications" TEXT NOT NULL, "handbook" TEXT
        NOT NULL, FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE CASCADE) STRICT""",
    """CREATE TABLE "code_entry" ("id" INTEGER NOT NULL PRIMARY KEY, "list" TEXT NOT NULL, "code" TEXT NOT
        NULL, "name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, "special" INTEGER NOT NULL, "active" INTEGER NOT
        NULL, "position" INTEGER NOT NULL) STRICT""",
    """CREATE UNIQUE INDEX "code_entry_list_code" ON "code_entry" ("list", "code")""",
    """CREATE TABLE "contact" ("id" INTEGER NOT NULL PRIMARY KEY, "person_id" INTEGER NOT NULL, "name" TEXT NOT
        NULL, "relation" TEXT NOT NULL, "phone" TEXT NOT NULL, FOREIGN KEY ("person_id") REFERENCES "person"
        ("id") ON DELETE CASCADE) STRICT""",
    """CREATE INDEX "contact_person_id" ON "contact" ("person_id")""",
    """CREATE TABLE "apart" ("id" INTEGER NOT NULL PRIMARY KEY, "person_id" INTEGER NOT NULL, "other_id" INTEGER NOT
        NULL, FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE, FOREIGN KEY ("other_id")
        REFERENCES "person" ("id") ON DELETE CASCADE) STRICT""",
    """CREATE INDEX "apart_other_id" ON "apart" ("other_id")""",
    """CREATE UNIQUE INDEX "apart_person_id_other_id" ON "apart" ("person_id", "other_id")""",
    """CREATE TABLE "task_mark" ("id" INTEGER NOT NULL PRIMARY KEY, "person_id" INTEGER NOT NULL, "task" TEXT
        NOT NULL, "may" INTEGER NOT NULL, "since" TEXT, "until" TEXT, "note" TEXT NOT NULL, FOREIGN KEY
        ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE) STRICT""",
    """CREATE INDEX "task_mark_person_id" ON "task_mark" ("person_id")""",
    """CREATE TABLE "restriction" ("id" INTEGER NOT NULL PRIMARY KEY, "person_id" INTEGER NOT NULL, "effects"
        TEXT NOT NULL, "since" TEXT NOT NULL, "until" TEXT, "hazards" TEXT NOT NULL, "minutes_off" INTEGER NOT
        NULL, "kind" TEXT NOT NULL, "reason" TEXT NOT NULL, FOREIGN KEY ("person_id") REFERENCES "person" ("id")
        ON DELETE CASCADE) STRICT""",
    """CREATE INDEX "restriction_person_id" ON "restriction" ("person_id")""",
    """CREATE TABLE "leaving" ("person_id" INTEGER NOT NULL PRIMARY KEY, "last_day" TEXT NOT NULL, "reason"
        TEXT NOT NULL, "begun_at" TEXT NOT NULL, "begun_by" INTEGER NOT NULL, "ends" TEXT NOT NULL, FOREIGN KEY
        ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE) STRICT""",
    """CREATE TABLE "leaving_step" ("id" INTEGER NOT NULL PRIMARY KEY, "person_id" INTEGER NOT NULL, "item"
        TEXT NOT NULL, "done_at" TEXT, "done_by" INTEGER, "note" TEXT NOT NULL, FOREIGN KEY ("person_id")
        REFERENCES "person" ("id") ON DELETE CASCADE) STRICT""",
    """CREATE UNIQUE INDEX "leaving_step_person_id_item" ON "leaving_step" ("person_id", "item")""",
    """CREATE TABLE "retention" ("category" TEXT NOT NULL PRIMARY KEY, "months" INTEGER NOT NULL, "basis_zh"
        TEXT NOT NULL, "basis_en" TEXT NOT NULL) STRICT""",
    """CREATE TABLE "follower" ("duty_id" INTEGER NOT NULL PRIMARY KEY, FOREIGN KEY ("duty_id") REFERENCES "duty"
        ("id") ON DELETE CASCADE) STRICT""",
    """CREATE TABLE "callout" ("id" INTEGER NOT NULL PRIMARY KEY, "person_id" INTEGER NOT NULL, "day" TEXT NOT
        NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, "department_id" INTEGER NOT NULL, "reason" TEXT
        NOT NULL, FOREIGN KEY ("person_id") REFERENCES "person" ("id"), FOREIGN KEY ("department_id") REFERENCES
        "department" ("id")) STRICT""",
    """CREATE UNIQUE INDEX "callout_person_id_day_start" ON "callout" ("person_id", "day", "start")""",
    """CREATE INDEX "callout_department_id_day" ON "callout" ("department_id", "day")""",
    """CREATE TABLE "sheet_mapping" ("id" INTEGER NOT NULL PRIMARY KEY, "kind" TEXT NOT NULL, "header" TEXT NOT
        NULL, "mapping" TEXT NOT NULL, "at" TEXT NOT NULL) STRICT""",
    """CREATE UNIQUE INDEX "sheet_mapping_kind_header" ON "sheet_mapping" ("kind", "header")""",
    """CREATE TABLE "saved_view" ("id" INTEGER NOT NULL PRIMARY KEY, "account_id" INTEGER NOT NULL, "screen"
        TEXT NOT NULL, "name" TEXT NOT NULL, "body" TEXT NOT NULL, FOREIGN KEY ("account_id") REFERENCES
        "account" ("id") ON DELETE CASCADE) STRICT""",
    """CREATE UNIQUE INDEX "saved_view_account_id_screen_name" ON "saved_view" ("account_id", "screen", "name")""",
    """CREATE TABLE "draft" ("id" INTEGER NOT NULL PRIMARY KEY, "account_id" INTEGER NOT NULL, "form" TEXT NOT
        NULL, "record" TEXT NOT NULL, "body" TEXT NOT NULL, "at" TEXT NOT NULL, FOREIGN KEY ("account_id")
        REFERENCES "account" ("id") ON DELETE CASCADE) STRICT""",
    """CREATE UNIQUE INDEX "draft_account_id_form_record" ON "draft" ("account_id", "form", "record")""",
    """CREATE TABLE "audit_record" ("id" INTEGER NOT NULL PRIMARY KEY, "seq" INTEGER NOT NULL, "kind" TEXT NOT
        NULL, "record" TEXT NOT NULL) STRICT""",
    """CREATE UNIQUE INDEX "audit_record_kind_record_seq" ON "audit_record" ("kind", "record", "seq")""",
    """CREATE INDEX "audit_record_seq" ON "audit_record" ("seq")""",
    """CREATE INDEX "version_duty_person_id_version_id" ON "version_duty" ("person_id", "version_id")""",
    """CREATE INDEX "audit_entry_at" ON "audit_entry" ("at")""",
    """CREATE INDEX "audit_entry_account" ON "audit_entry" ("account")""",
    """CREATE INDEX "audit_entry_act" ON "audit_entry" ("act")""",
    """CREATE INDEX "audit_entry_outcome_at" ON "audit_entry" ("outcome", "at")""",
)

REBUILT = (
    """CREATE TABLE "post_new" ("id" INTEGER NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, "name_zh" TEXT NOT
        NULL, "name_en" TEXT NOT NULL, "department_id" INTEGER NOT NULL, "headcount" INTEGER NOT NULL, "active"
        INTEGER NOT NULL, "headcount_reviewed" TEXT, "review_due" TEXT, "exposures" TEXT NOT NULL, "tasks" TEXT
        NOT NULL, FOREIGN KEY ("department_id") REFERENCES "department" ("id")) STRICT""",
    """INSERT INTO post_new (id, code, name_zh, name_en, department_id, headcount, active, exposures, tasks)
        SELECT id, code, name_zh, name_en, department_id, headcount, active, '[]', '[]' FROM post""",
    """DROP TABLE post""",
    """ALTER TABLE post_new RENAME TO post""",
    """CREATE UNIQUE INDEX "post_code" ON "post" ("code")""",
    """CREATE INDEX "post_department_id" ON "post" ("department_id")""",
    """CREATE TABLE "person_new" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "name" TEXT NOT
        NULL, "latin" TEXT NOT NULL, "search" TEXT NOT NULL, "department_id" INTEGER, "post_id" INTEGER,
        "hire_date" TEXT, "leave_date" TEXT, "phone" TEXT NOT NULL, "note" TEXT NOT NULL, "revision" INTEGER NOT
        NULL, "sex" TEXT NOT NULL, "standby_pool" INTEGER NOT NULL, "birth_date" TEXT, "education" TEXT NOT
        NULL, "major" TEXT NOT NULL, "languages" TEXT NOT NULL, "skills" TEXT NOT NULL, "erased" TEXT, FOREIGN
        KEY ("department_id") REFERENCES "department" ("id"), FOREIGN KEY ("post_id") REFERENCES "post" ("id"))
        STRICT""",
    """INSERT INTO person_new (id, number, name, latin, search, department_id, post_id, hire_date, leave_date,
        phone, note, revision, sex, standby_pool, education, major, languages, skills) SELECT id, number, name,
        latin, search, department_id, post_id, hire_date, leave_date, phone, note, revision, '', 0, '', '',
        '[]', '[]' FROM person""",
    """DROP TABLE person""",
    """ALTER TABLE person_new RENAME TO person""",
    """CREATE INDEX "person_department_id" ON "person" ("department_id")""",
    """CREATE INDEX "person_post_id" ON "person" ("post_id")""",
    """CREATE UNIQUE INDEX person_number ON person (number) WHERE number <> ''""",
    """CREATE TABLE "competence_new" ("id" INTEGER NOT NULL PRIMARY KEY, "person_id" INTEGER NOT NULL,
        "post_id" INTEGER NOT NULL, "since" TEXT NOT NULL, "until" TEXT, "experienced" INTEGER NOT NULL,
        "coached_until" TEXT, "coach_id" INTEGER, FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE
        CASCADE, FOREIGN KEY ("post_id") REFERENCES "post" ("id"), FOREIGN KEY ("coach_id") REFERENCES "person"
        ("id") ON DELETE SET NULL) STRICT""",
    """INSERT INTO competence_new (id, person_id, post_id, since, until, experienced) SELECT id, person_id,
        post_id, since, until, 0 FROM competence""",
    """DROP TABLE competence""",
    """ALTER TABLE competence_new RENAME TO competence""",
    """CREATE INDEX "competence_person_id" ON "competence" ("person_id")""",
    """CREATE INDEX "competence_post_id" ON "competence" ("post_id")""",
    """CREATE INDEX "competence_coach_id" ON "competence" ("coach_id")""",
    """CREATE TABLE "contract_new" ("id" INTEGER NOT NULL PRIMARY KEY, "person_id" INTEGER NOT NULL,
        "valid_from" TEXT NOT NULL, "valid_to" TEXT, "employment" TEXT NOT NULL, "contractor" TEXT NOT NULL,
        "hours_system" TEXT NOT NULL, "period" TEXT NOT NULL, "approval" TEXT NOT NULL, "approval_from" TEXT,
        "approval_to" TEXT, "probation_to" TEXT, "day_minutes" INTEGER NOT NULL, "limits" TEXT NOT NULL, FOREIGN
        KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE) STRICT""",
    """INSERT INTO contract_new (id, person_id, valid_from, valid_to, employment, contractor, hours_system,
        period, approval, approval_to, day_minutes, limits) SELECT id, person_id, valid_from, valid_to,
        employment, contractor, hours_system, period, approval, approval_to, 480, json_patch('{}',
        json_object('max_day_minutes', max_day_minutes, 'max_week_minutes', max_week_minutes,
        'max_month_overtime', max_month_overtime, 'max_consecutive_days', max_consecutive_days)) FROM contract""",
    """DROP TABLE contract""",
    """ALTER TABLE contract_new RENAME TO contract""",
    """CREATE INDEX "contract_person_id" ON "contract" ("person_id")""",
    """CREATE TABLE "shift_kind_new" ("id" INTEGER NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, "key" TEXT NOT
        NULL, "name_zh" TEXT NOT NULL, "name_en" TEXT NOT NULL, "duty_class" TEXT NOT NULL, "department_id"
        INTEGER, "segments" TEXT NOT NULL, "meal_minutes" INTEGER NOT NULL, "paid_minutes" INTEGER NOT NULL,
        "colour" TEXT NOT NULL, "active" INTEGER NOT NULL, "followed_by_id" INTEGER, FOREIGN KEY
        ("department_id") REFERENCES "department" ("id"), FOREIGN KEY ("followed_by_id") REFERENCES "shift_kind"
        ("id") ON DELETE SET NULL) STRICT""",
    """INSERT INTO shift_kind_new (id, code, key, name_zh, name_en, duty_class, department_id, segments,
        meal_minutes, paid_minutes, colour, active) SELECT id, code, key, name_zh, name_en, duty_class,
        department_id, segments, meal_minutes, paid_minutes, colour, active FROM shift_kind""",
    """DROP TABLE shift_kind""",
    """ALTER TABLE shift_kind_new RENAME TO shift_kind""",
    """CREATE INDEX "shift_kind_department_id" ON "shift_kind" ("department_id")""",
    """CREATE INDEX "shift_kind_followed_by_id" ON "shift_kind" ("followed_by_id")""",
    """CREATE TABLE "demand_new" ("id" INTEGER NOT NULL PRIMARY KEY, "department_id" INTEGER NOT NULL,
        "post_id" INTEGER NOT NULL, "kind_id" INTEGER NOT NULL, "weekdays" INTEGER NOT NULL, "day_kinds" TEXT
        NOT NULL, "minimum" INTEGER NOT NULL, "maximum" INTEGER, "valid_from" TEXT, "valid_to" TEXT, FOREIGN KEY
        ("department_id") REFERENCES "department" ("id"), FOREIGN KEY ("post_id") REFERENCES "post" ("id"),
        FOREIGN KEY ("kind_id") REFERENCES "shift_kind" ("id")) STRICT""",
    """INSERT INTO demand_new (id, department_id, post_id, kind_id, weekdays, day_kinds, minimum, maximum,
        valid_from, valid_to) SELECT id, department_id, post_id, kind_id, weekdays, CASE WHEN on_holidays THEN
        CASE WHEN weekdays & 16 THEN '["day_off","rest_day","statutory_holiday","swapped_workday","workday"]'
        ELSE '["day_off","rest_day","statutory_holiday","workday"]' END ELSE CASE WHEN weekdays & 16 THEN
        '["rest_day","swapped_workday","workday"]' ELSE '["rest_day","workday"]' END END, minimum, maximum,
        valid_from, valid_to FROM demand""",
    """DROP TABLE demand""",
    """ALTER TABLE demand_new RENAME TO demand""",
    """CREATE INDEX "demand_department_id" ON "demand" ("department_id")""",
    """CREATE INDEX "demand_post_id" ON "demand" ("post_id")""",
    """CREATE INDEX "demand_kind_id" ON "demand" ("kind_id")""",
    """CREATE TABLE "calendar_day_new" ("day" TEXT NOT NULL PRIMARY KEY, "kind" TEXT NOT NULL, "name_zh" TEXT
        NOT NULL, "name_en" TEXT NOT NULL, "by_hand" INTEGER NOT NULL, "off_minutes" INTEGER NOT NULL, "off_for"
        TEXT NOT NULL) STRICT""",
    """INSERT INTO calendar_day_new (day, kind, name_zh, name_en, by_hand, off_minutes, off_for) SELECT day,
        kind, name_zh, name_en, by_hand, 0, '' FROM calendar_day""",
    """DROP TABLE calendar_day""",
    """ALTER TABLE calendar_day_new RENAME TO calendar_day""",
)

FILLED = (
    # 下夜 follows every night that ends on the next day.
    """UPDATE shift_kind SET followed_by_id = (SELECT id FROM shift_kind WHERE duty_class = 'after_night'
        AND department_id IS NULL ORDER BY id LIMIT 1)
        WHERE duty_class = 'work' AND json_extract(segments, '$[#-1][1]') > 1440""",
    # Histories of what was done before there was an index.
    """INSERT INTO audit_record (seq, kind, record) SELECT seq, 'person', record FROM (
        SELECT e.seq AS seq, CAST(CASE e.act WHEN 'SavePerson' THEN json_extract(d.body, '$.person.id')
        WHEN 'SaveContract' THEN json_extract(d.body, '$.contract.person')
        WHEN 'RevealPhone' THEN json_extract(d.body, '$.person') END AS TEXT) AS record
        FROM audit_entry e JOIN audit_detail d ON d.seq = e.seq
        WHERE e.act IN ('SavePerson', 'SaveContract', 'RevealPhone') AND json_valid(d.body)) WHERE record > '0'""",
    # Rights that are new, for the roles as they were shipped; a role that was taken out stays out.
    """INSERT INTO role_grant (role, permission, scope) SELECT n.role, n.permission, n.scope FROM (
        SELECT 'coordinator' AS role, 'people.merge' AS permission, 'all' AS scope
        UNION ALL SELECT 'coordinator', 'people.erase', 'all' UNION ALL SELECT 'coordinator', 'health.read', 'all'
        UNION ALL SELECT 'coordinator', 'health.edit', 'all' UNION ALL SELECT 'coordinator', 'export', 'all'
        UNION ALL SELECT 'on_site_manager', 'export', 'all' UNION ALL SELECT 'supervisor', 'export', 'departments'
        ) n WHERE EXISTS (SELECT 1 FROM role_name r WHERE r.code = n.role)
        AND NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.role = n.role AND g.permission = n.permission)""",
)


def up(migrator: Any, db: Any) -> None:
    """New tables first, then those whose columns changed, then what can be worked out from what is there."""
    del migrator
    for statement in (*NEW, *REBUILT, *FILLED):
        db.execute_sql(statement)
