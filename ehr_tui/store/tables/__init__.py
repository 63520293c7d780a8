"""The tables of the office's file as they are now; how they came to be stands in ``migrations``."""

from __future__ import annotations

from ehr_tui.store.tables.accounts import (
    Account,
    Draft,
    Presence,
    RoleAssignment,
    RoleGrant,
    RoleName,
    SavedView,
    SpentRecoveryCode,
)
from ehr_tui.store.tables.audit import (
    AuditDetail,
    AuditEntry,
    AuditRecord,
    AuditSignature,
)
from ehr_tui.store.tables.base import (
    Table,
)
from ehr_tui.store.tables.exchange import (
    ImportBatch,
    ImportChange,
    SheetMapping,
)
from ehr_tui.store.tables.office import (
    Meta,
)
from ehr_tui.store.tables.organisation import (
    CalendarDay,
    CalendarYear,
    CodeEntry,
    Demand,
    Department,
    Post,
    PostProfile,
    Retention,
    RuleSetting,
    ShiftKind,
)
from ehr_tui.store.tables.people import (
    Apart,
    Competence,
    Contact,
    Contract,
    Leaving,
    LeavingStep,
    Person,
    Restriction,
    TaskMark,
)
from ehr_tui.store.tables.rosters import (
    Callout,
    Duty,
    EditStep,
    Follower,
    Override,
    Roster,
    RosterVersion,
    VersionDuty,
)

__all__ = [
    "RAW_SCHEMA",
    "TABLES",
    "Account",
    "Apart",
    "AuditDetail",
    "AuditEntry",
    "AuditRecord",
    "AuditSignature",
    "CalendarDay",
    "CalendarYear",
    "Callout",
    "CodeEntry",
    "Competence",
    "Contact",
    "Contract",
    "Demand",
    "Department",
    "Draft",
    "Duty",
    "EditStep",
    "Follower",
    "ImportBatch",
    "ImportChange",
    "Leaving",
    "LeavingStep",
    "Meta",
    "Override",
    "Person",
    "Post",
    "PostProfile",
    "Presence",
    "Restriction",
    "Retention",
    "RoleAssignment",
    "RoleGrant",
    "RoleName",
    "Roster",
    "RosterVersion",
    "RuleSetting",
    "SavedView",
    "SheetMapping",
    "ShiftKind",
    "SpentRecoveryCode",
    "Table",
    "TaskMark",
    "VersionDuty",
]

TABLES: tuple[type[Table], ...] = (
    Meta, Department, Post, PostProfile, CodeEntry, Person, Contact, Apart, TaskMark, Restriction, Leaving,
    LeavingStep, Retention, Competence, Contract, ShiftKind, Demand, CalendarDay, CalendarYear, RuleSetting, Duty,
    Follower, Callout, Roster, RosterVersion, VersionDuty, EditStep, Override, Account, RoleAssignment, RoleGrant,
    RoleName, SpentRecoveryCode,
    ImportBatch, ImportChange, SheetMapping, SavedView, Draft, Presence, AuditEntry, AuditDetail, AuditRecord,
    AuditSignature,
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
