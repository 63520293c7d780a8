"""Imports: one plan serves the dry run and the act, and one act takes a whole import back."""

from __future__ import annotations

from ehr_tui.domain.ids import DepartmentId, ImportId
from ehr_tui.domain.import_views import ImportDone, ImportHistory, ImportPreview
from ehr_tui.errors import InputError, NotFound, StaleWrite
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.import_plan import Plan
from ehr_tui.services.handlers.import_records import plan_records
from ehr_tui.services.handlers.import_roster import plan_roster
from ehr_tui.services.handlers.import_staff import plan_staff
from ehr_tui.services.handlers.import_undo import take_back
from ehr_tui.services.handlers.import_write import write_plan
from ehr_tui.services.handlers.person_view import record_change, record_values, secret_marks
from ehr_tui.services.intents.imports import (
    ApplyImport,
    ListImports,
    PreviewImport,
    RosterSource,
    Source,
    StaffSource,
    UndoImport,
)
from ehr_tui.services.registry import handles
from ehr_tui.store.imports import Change

PLANNED = "import plan"


@handles(PreviewImport)
def preview_import(context: Context, intent: PreviewImport) -> ImportPreview:
    """What would happen; nothing is written.

    The plan is kept for the act: the memory it lies in is emptied when anything is committed, here or elsewhere.
    """
    plan = _plan(context, intent.source)
    context.cache.values[PLANNED] = (intent.source, context.store.audit.head(), plan)
    return plan.preview()


@handles(ApplyImport)
def apply_import(context: Context, intent: ApplyImport) -> ImportDone:
    """Write the plan as one act.  An import that changes nothing leaves no trace but its audit entry.

    The write lock is already held: a plan that was made for this very state of the file is not made again.
    """
    source, head, plan = context.cache.values.pop(PLANNED, (None, None, None))
    # An own edit may keep the memory, but never without an entry in the audit.
    if plan is None or source != intent.source or head != context.store.audit.head():
        plan = _plan(context, intent.source)
    context.note(file_name=intent.source.file_name, kind=plan.kind)
    if intent.seen and intent.seen != plan.mark:
        raise StaleWrite("imports.changed_meanwhile")
    if plan.errors and not intent.skip_errors:
        raise InputError("imports.has_errors", n=len(plan.errors))
    changes = write_plan(context, plan)
    batch: ImportId | None = None
    if changes:
        batch = context.store.imports.add(
            context.now,
            int(context.user.id),
            plan.kind,
            intent.source.file_name,
            changes,
            (plan.new, plan.changed),
        )
    _tell_histories(context, plan, changes)
    context.note(new=plan.new, changed=plan.changed, same=plan.same)
    skipped = len({(issue.sheet, issue.row) for issue in plan.errors})
    return ImportDone(batch, plan.new, plan.changed, plan.same, skipped, _department(plan, changes))


def _department(plan: Plan, changes: list[Change]) -> DepartmentId | None:
    """The department of a roster's first rows; one that the import made has its own id now."""
    if plan.department is None or plan.department > 0:
        return plan.department
    made = [change.row for change in changes if change.kind == "department"]
    place = -plan.department - 1
    return DepartmentId(made[place]) if place < len(made) else None


def _tell_histories(context: Context, plan: Plan, changes: list[Change]) -> None:
    """The act stands in everybody's history; of who was known already with what changed."""
    written = [change for change in changes if change.kind == "record"]
    for (before, after), change in zip(plan.records, written, strict=True):
        context.about("person", change.row)
        if before is not None:
            one, other = (
                record_values(before.person, before.details),
                record_values(after.person, after.details),
            )
            record_change(
                context,
                "person",
                change.row,
                one,
                other,
                secret_marks("telephone", before.phone, after.phone),
            )


@handles(ListImports)
def list_imports(context: Context, intent: ListImports) -> ImportHistory:
    """Earlier imports."""
    del intent
    return ImportHistory(context.store.imports.batches())


@handles(UndoImport)
def undo_import(context: Context, intent: UndoImport) -> ImportHistory:
    """Take an import back."""
    batch = next((b for b in context.store.imports.batches() if b.id == intent.batch), None)
    if batch is None:
        raise NotFound("imports.not_found")
    if batch.undone:
        raise InputError("imports.undone_already")
    changes = context.store.imports.changes(intent.batch)
    take_back(context, changes)
    for change in changes:
        if change.kind == "record" and change.before is not None:
            context.about("person", change.row)
    context.store.imports.mark_undone(intent.batch)
    context.note(file_name=batch.file_name)
    return ImportHistory(context.store.imports.batches())


def _plan(context: Context, source: Source) -> Plan:
    if isinstance(source, StaffSource):
        return plan_staff(context, source)
    return plan_roster(context, source) if isinstance(source, RosterSource) else plan_records(context, source)
