"""How a roster is opened, edited, undone, explained and published."""

from __future__ import annotations

from dataclasses import replace

from ehr_tui.domain.access import Permission
from ehr_tui.domain.explanation import Explanation
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import (
    RosterChoice,
    RosterChoices,
    RosterDelta,
    RosterSheet,
    RosterState,
)
from ehr_tui.domain.violation import Severity
from ehr_tui.errors import InputError, OverrideNeeded, StaleWrite
from ehr_tui.rules.roster.rulebook import RESTRICTIONS
from ehr_tui.rules.roster.why import explain_person
from ehr_tui.services.context import Context
from ehr_tui.services.facts import facts_of, window_of
from ehr_tui.services.handlers.roster_edit import apply_changes, apply_step
from ehr_tui.services.handlers.roster_sheet import (
    keep_overrides,
    open_own_sheet,
    open_sheet,
    require_people,
    standing_forbids,
)
from ehr_tui.services.intents.roster import (
    EditRoster,
    ExplainCell,
    ListRosters,
    OpenRoster,
    PublishRoster,
    RedoEdit,
    UndoEdit,
)
from ehr_tui.services.registry import handles


@handles(ListRosters)
def list_rosters(context: Context, intent: ListRosters) -> RosterChoices:
    """Departments within reach; who reaches only the own record sees the departments with own published duties."""
    del intent
    facts = facts_of(context)
    reach = context.reach
    shown = {int(d.id): d for d in facts.departments.values() if d.active and reach.covers_department(d.id)}
    held = context.store.roster.months() if shown else ()
    if not shown and reach.person is not None:
        home = context.store.people.home_department(reach.person)
        held = context.store.roster.published_months_of(reach.person)
        mine = {home, *(department for department, *_ in held)}
        shown = {int(d.id): d for d in facts.departments.values() if d.id in mine}
    edit = context.reach_of(Permission.ROSTER_EDIT)
    months = tuple(
        RosterChoice(
            shown[department],
            Month.parse(month),
            RosterState.PUBLISHED if version else RosterState.DRAFT,
            version,
            count,
        )
        for department, month, version, count in held
        if department in shown
    )
    can_edit = any(edit.covers_department(d.id) for d in shown.values())
    return RosterChoices(tuple(shown.values()), months, can_edit)


@handles(OpenRoster)
def open_roster(context: Context, intent: OpenRoster) -> RosterSheet:
    """The whole sheet for who reaches the department, else the own row as published."""
    if context.reach.covers_department(intent.department):
        return open_sheet(context, intent.department, intent.month)
    return open_own_sheet(context, intent.department, intent.month)


@handles(EditRoster)
def edit_roster(context: Context, intent: EditRoster) -> RosterDelta:
    """Replace cells, judged before and after."""
    return apply_changes(context, intent.department, intent.month, intent.changes, intent.reason)


@handles(UndoEdit)
def undo_edit(context: Context, intent: UndoEdit) -> RosterDelta:
    """Put the cells of the last edit back."""
    return apply_step(context, intent.department, intent.month, undo=True)


@handles(RedoEdit)
def redo_edit(context: Context, intent: RedoEdit) -> RosterDelta:
    """Do the last undone edit again."""
    return apply_step(context, intent.department, intent.month, undo=False)


@handles(PublishRoster)
def publish_roster(context: Context, intent: PublishRoster) -> RosterSheet:
    """Keep the month as the next version."""
    state = context.store.roster.state(intent.department, intent.month)
    if state.version != intent.seen_version:
        raise StaleWrite("roster.published_meanwhile", version=state.version, seen=intent.seen_version)
    sheet = open_sheet(context, intent.department, intent.month)
    if not any(cell.entries for row in sheet.rows for cell in row.cells):
        raise InputError("roster.empty", month=str(intent.month))
    open_forbids = standing_forbids(sheet)
    if open_forbids:
        if not sheet.can_override:
            raise OverrideNeeded("roster.no_override_right", violations=open_forbids, n=len(open_forbids))
        if not intent.reason.strip():
            raise OverrideNeeded("roster.publish_forbidden", violations=open_forbids, n=len(open_forbids))
        keep_overrides(context, intent.department, intent.month, open_forbids, intent.reason.strip())
    number = context.store.roster.publish(
        intent.department, intent.month, context.now, int(context.user.id), intent.reason
    )
    warned = sum(v.severity is not Severity.FORBID for v in sheet.violations)
    context.note(version=number, forbids=len(open_forbids), warnings=warned)
    context.cache.values.clear()
    return open_sheet(context, intent.department, intent.month)


@handles(ExplainCell)
def explain_cell(context: Context, intent: ExplainCell) -> Explanation:
    """Every rule's verdict on a cell."""
    require_people(context, intent.department, Month.of(intent.day), [intent.person])
    roster = context.store.roster
    others = roster.duties_in_department(intent.department, intent.day, intent.day)
    window = window_of(context, intent.department, intent.day, intent.day, [intent.person], others)
    if intent.person not in window.people:
        raise InputError("people.not_found")
    seen = explain_person(window, intent.person, intent.day, intent.entry)
    plans = (Permission.ROSTER_EDIT, Permission.ROSTER_PUBLISH)
    if any(context.reach_of(p).covers_department(intent.department) for p in plans):
        return seen
    return replace(seen, checks=tuple(c for c in seen.checks if c.rule not in RESTRICTIONS))
