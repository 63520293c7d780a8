"""Imports: one plan serves the dry run and the act, and one act takes a whole import back."""

from __future__ import annotations

from ehr_tui.domain.ids import ImportId
from ehr_tui.domain.views import ImportDone, ImportHistory, ImportPreview
from ehr_tui.errors import InputError, NotFound
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.import_plan import Plan
from ehr_tui.services.handlers.import_roster import plan_roster
from ehr_tui.services.handlers.import_staff import plan_staff
from ehr_tui.services.handlers.import_undo import take_back
from ehr_tui.services.intents.imports import (
    ApplyImport,
    ListImports,
    PreviewImport,
    RosterSource,
    StaffSource,
    UndoImport,
)
from ehr_tui.services.registry import handles


@handles(PreviewImport)
def preview_import(context: Context, intent: PreviewImport) -> ImportPreview:
    """What would happen; nothing is written."""
    return _plan(context, intent.source).preview()


@handles(ApplyImport)
def apply_import(context: Context, intent: ApplyImport) -> ImportDone:
    """Write the plan as one act.  An import that changes nothing leaves no trace but its audit entry."""
    plan = _plan(context, intent.source)
    context.note(file_name=intent.source.file_name, kind=plan.kind)
    if plan.errors and not intent.skip_errors:
        raise InputError("imports.has_errors", n=len(plan.errors))
    changes = plan.write(context)
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
    context.note(new=plan.new, changed=plan.changed, same=plan.same)
    skipped = len({(issue.sheet, issue.row) for issue in plan.errors})
    return ImportDone(batch, plan.new, plan.changed, plan.same, skipped)


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
    take_back(context, context.store.imports.changes(intent.batch))
    context.store.imports.mark_undone(intent.batch)
    context.note(file_name=batch.file_name)
    return ImportHistory(context.store.imports.batches())


def _plan(context: Context, source: StaffSource | RosterSource) -> Plan:
    return plan_staff(context, source) if isinstance(source, StaffSource) else plan_roster(context, source)
