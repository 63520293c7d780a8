"""召回: what was recorded of call-ins, and what it does to hours and rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ehr_tui.domain.duty import Callout
from ehr_tui.domain.ids import CalloutId, DepartmentId, PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import RosterDelta
from ehr_tui.domain.shifts import DAY_MINUTES, DutyClass
from ehr_tui.domain.window import Window
from ehr_tui.errors import InputError, StaleWrite
from ehr_tui.rules.roster.judge import judge
from ehr_tui.rules.roster.totals import row_totals
from ehr_tui.services.context import Context
from ehr_tui.services.facts import forget_people
from ehr_tui.services.handlers.roster_edit import edit_window, standing_in
from ehr_tui.services.handlers.roster_sheet import (
    MonthMemory,
    cell_of,
    memory_key,
    month_window,
    overridden,
    remember,
    require_people,
)
from ehr_tui.services.intents.roster import ChangeCallout, RecordCallout, RemoveCallout
from ehr_tui.services.registry import handles

LONGEST_REASON = 200
LATEST = 2 * DAY_MINUTES
KIND = "callout"


@handles(RecordCallout)
def record_callout(context: Context, intent: RecordCallout) -> RosterDelta:
    """Keep a new one."""
    value = Callout(
        CalloutId(0), intent.person, intent.day, intent.start, intent.end, intent.department, intent.reason.strip()
    )  # fmt: skip
    window = _window(context, value)
    _check(context, window, value)
    number = context.store.callouts.save(value)
    context.changed(KIND, number, None, replace(value, id=number))
    return _delta(context, window, value)


@handles(ChangeCallout)
def change_callout(context: Context, intent: ChangeCallout) -> RosterDelta:
    """Other times or reason."""
    standing = _standing(context, intent.department, intent.seen)
    value = replace(standing, start=intent.start, end=intent.end, reason=intent.reason.strip())
    window = _window(context, value)
    _check(context, window, value)
    context.store.callouts.save(value)
    context.changed(KIND, value.id, standing, value)
    return _delta(context, window, value)


@handles(RemoveCallout)
def remove_callout(context: Context, intent: RemoveCallout) -> RosterDelta:
    """Take it out."""
    standing = _standing(context, intent.department, intent.seen)
    window = _window(context, standing)
    context.store.callouts.remove(standing.id)
    context.changed(KIND, standing.id, standing, None)
    return _delta(context, window, standing)


def _standing(context: Context, department: DepartmentId, seen: Callout) -> Callout:
    standing = context.store.callouts.find(seen.id)
    if standing is None or standing != seen or standing.department != department:
        raise StaleWrite("callout.changed", day=seen.day)
    return standing


def _window(context: Context, value: Callout) -> Window:
    month = Month.of(value.day)
    require_people(context, value.department, month, [value.person])
    context.about("person", int(value.person))
    return edit_window(context, value.department, month, {value.person}, {value.day})


def _check(context: Context, window: Window, value: Callout) -> None:
    """Raise InputError for what cannot have been."""
    entries = standing_in(window, value.person, value.day, value.department)
    if not any(window.kinds[d.kind].duty_class is DutyClass.STANDBY for d in entries):
        raise InputError("callout.no_standby", day=value.day)
    if value.day > context.today:
        raise InputError("callout.to_come", day=value.day)
    if not 0 <= value.start < value.end <= LATEST or value.minutes > DAY_MINUTES:
        raise InputError("callout.times", limit_minutes=DAY_MINUTES)
    if len(value.reason) > LONGEST_REASON:
        raise InputError("callout.long_reason", limit=LONGEST_REASON)
    for other in window.callouts.get(value.person, ()):
        apart = (other.day - value.day).days * DAY_MINUTES
        if other.id != value.id and other.start + apart < value.end and value.start < other.end + apart:
            raise InputError("callout.overlaps", day=other.day)


def _delta(context: Context, window: Window, value: Callout) -> RosterDelta:
    """What is written already, judged and ready to paint."""
    person, day, department = value.person, value.day, value.department
    month = Month.of(day)
    forget_people(context, [person], day)
    calls = _calls(context, window, person)
    after = replace(window, callouts={**window.callouts, person: calls})
    memory = context.cache.values.get(memory_key(department, month))
    if not isinstance(memory, MonthMemory):
        memory = remember(context, department, month, month_window(context, department, month))
    undo, redo = context.store.roster.step_counts(department, month, int(context.user.id))
    cell = cell_of(
        context.store.roster.cell(person, day),
        department,
        changed=(int(person), day) in memory.changed,
        callouts=calls,
    )
    return RosterDelta(
        cells=((person, day, cell),),
        totals=((person, row_totals(after, person, month)),),
        coverage=(),
        judged_people=frozenset({person}),
        judged_days=frozenset({day}),
        violations=judge(after, people=[person], days=[day]),
        overridden=overridden(context, department, month),
        changed_cells=len(memory.changed),
        undo_steps=undo,
        redo_steps=redo,
        data_version=context.cache.data_version,
    )


def _calls(context: Context, window: Window, person: PersonId) -> tuple[Callout, ...]:
    found = context.store.callouts.of([person]).get(person, ())
    return tuple(c for c in found if _known(window, c.day))


def _known(window: Window, day: date) -> bool:
    return window.known_first <= day <= window.known_last
