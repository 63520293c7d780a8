"""Changing cells: what was seen, what the rules say before and after, what is written, what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ehr_tui.domain.access import Permission
from ehr_tui.domain.alphabet import alphabet
from ehr_tui.domain.duty import Duty, Entry
from ehr_tui.domain.ids import DepartmentId, DutyId, PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import CellChange, RosterDelta
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.domain.violation import Violation
from ehr_tui.domain.window import Window
from ehr_tui.errors import InputError, NotFound, OverrideNeeded, StaleWrite
from ehr_tui.rules.roster.judge import judge, made_worse
from ehr_tui.rules.roster.totals import recount, row_totals
from ehr_tui.services.context import Context
from ehr_tui.services.facts import facts_of, forget_people, window_of
from ehr_tui.services.handlers.roster_follow import DAY, Cell, Change, following, follows
from ehr_tui.services.handlers.roster_sheet import (
    MonthMemory,
    cell_of,
    keep_overrides,
    memory_key,
    month_window,
    overridden,
    remember,
    require_people,
    same_entries,
)
from ehr_tui.store.roster import Step

MAX_ENTRIES = 4


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit under way: cells with before and after, and the window before it.

    ``days`` are those judged and counted anew; ``followers`` the cells that get what follows the day before: no work,
    and one of them may lie in the next month.
    """

    department: DepartmentId
    month: Month
    changes: tuple[Change, ...]
    before: Window
    days: frozenset[date]
    followers: frozenset[Cell]

    @property
    def people(self) -> frozenset[PersonId]:
        """Whose cells change."""
        return frozenset(person for person, _, _, _ in self.changes)

    @property
    def months(self) -> tuple[Month, ...]:
        """The months whose rosters change."""
        return tuple(sorted({Month.of(day) for _, day, _, _ in self.changes}))


def apply_changes(
    context: Context, department: DepartmentId, month: Month, changes: tuple[CellChange, ...], reason: str
) -> RosterDelta:
    """Do an edit that a user typed, and record it for undo."""
    _check_changes(context, department, month, changes)
    require_people(context, department, month, {c.person for c in changes})
    window = edit_window(context, department, month, {c.person for c in changes}, {c.day for c in changes})
    steps: list[Change] = []
    for change in changes:
        standing = standing_in(window, change.person, change.day, department)
        if tuple(d.id for d in standing) != change.seen:
            raise _stale(context, department, month, change.person, change.day, standing)
        steps.append((change.person, change.day, tuple(d.entry for d in standing), change.entries))
    brought = following(context, window, department, steps)
    placed = frozenset((person, day) for person, day, _, entries in brought if entries)
    days = _judged(window, month, (*steps, *brought))
    edit = _edit(context, Edit(department, month, (*steps, *brought), window, days, placed))
    delta = _carry_out(context, edit, reason)
    context.store.roster.add_step(department, month, Step(0, int(context.user.id), context.now, edit.changes))
    return _with_steps(context, edit, delta)


def apply_step(context: Context, department: DepartmentId, month: Month, *, undo: bool) -> RosterDelta:
    """Undo the user's last edit or redo the last undone one.

    A forbidden state that comes back with it keeps the reason it was given, since overrides are never removed; one
    that nobody gave a reason for cannot come back unnoticed: it is listed like any other.
    """
    step = context.store.roster.last_step(department, month, int(context.user.id), undone=not undo)
    if step is None:
        raise NotFound("roster.nothing_to_undo" if undo else "roster.nothing_to_redo")
    changes = tuple(
        (p, d, after, before) if undo else (p, d, before, after) for p, d, before, after in step.changes
    )
    window = edit_window(context, department, month, {p for p, *_ in changes}, {c[1] for c in changes})
    for person, day, expected, _ in changes:
        standing = standing_in(window, person, day, department)
        if not same_entries((d.entry for d in standing), expected):
            raise _stale(context, department, month, person, day, standing)
    _check_changes(
        context,
        department,
        month,
        [CellChange(p, d, (), entries) for p, d, _, entries in changes if d <= month.last],
    )
    days = _judged(window, month, changes)
    placed = follows(window, changes, department)
    edit = _edit(context, Edit(department, month, changes, window, days, placed))
    delta = _carry_out(context, edit, None)
    context.store.roster.mark_step(step.id, undone=undo)
    return _with_steps(context, edit, delta)


def _edit(context: Context, edit: Edit) -> Edit:
    """The edit; where something follows into the next month, both months are judged together."""
    last = max(day for _, day, _, _ in edit.changes)
    if last <= edit.month.last:
        return edit
    people = edit.people
    others = [d for person, found in edit.before.duties.items() if person not in people for d in found]
    window = window_of(context, edit.department, edit.month.first, last, people, others)
    return replace(edit, before=window)


def _check_changes(
    context: Context, department: DepartmentId, month: Month, changes: Sequence[CellChange]
) -> None:
    """Refuse what cannot stand in this roster at all."""
    if not changes:
        raise InputError("roster.no_change")
    facts = facts_of(context)
    kinds = {k.id for k in alphabet(facts.kinds.values(), department)}
    posts = {p.id for p in facts.posts.values() if p.department == department}
    seen: set[tuple[PersonId, date]] = set()
    for change in changes:
        if not month.first <= change.day <= month.last:
            raise InputError("roster.other_month", day=change.day, month=str(month))
        if (change.person, change.day) in seen:
            raise InputError("roster.cell_twice", day=change.day)
        seen.add((change.person, change.day))
        if len(change.entries) > MAX_ENTRIES:
            raise InputError("roster.too_many_entries", limit=MAX_ENTRIES, day=change.day)
        if len(set(change.entries)) != len(change.entries):
            raise InputError("roster.entry_twice", day=change.day)
        for entry in change.entries:
            if entry.kind not in kinds:
                raise InputError("roster.unknown_kind", day=change.day)
            if entry.post is not None and entry.post not in posts:
                raise InputError("roster.unknown_post", day=change.day)


def edit_window(
    context: Context, department: DepartmentId, month: Month, people: set[PersonId], days: set[date]
) -> Window:
    """The month judged for some people, with everybody's entries of the days that coverage is counted on.

    Also those of the days beside: a night stands beside whoever works the next morning.
    """
    others: list[Duty] = []
    for day in sorted({day + DAY * n for day in days for n in (-1, 0, 1)}):
        others.extend(context.store.roster.duties_in_department(department, day, day))
    window = window_of(context, department, month.first, month.last, people, others)
    missing = people - window.people.keys()
    if missing:
        raise NotFound("people.not_found")
    return window


def _judged(window: Window, month: Month, changes: Sequence[Change]) -> frozenset[date]:
    """The month's days that an edit can have changed; a night's own and the one it runs into."""
    kinds = window.kinds
    found = {day for _, day, _, _ in changes}
    for _, day, before, after in changes:
        if any(e.kind in kinds and kinds[e.kind].crosses_midnight for e in (*before, *after)):
            found.add(day + DAY)
    return frozenset(day for day in found if day <= month.last)


def standing_in(window: Window, person: PersonId, day: date, department: DepartmentId) -> tuple[Duty, ...]:
    """What stands in a cell of a department."""
    return tuple(d for d in window.duties.get(person, ()) if d.day == day and d.department == department)


def _carry_out(context: Context, edit: Edit, reason: str | None) -> RosterDelta:
    """Judge, ask for a reason where one is needed (``reason`` None: never asks), write, and say what changed."""
    people, days = sorted(edit.people), sorted(edit.days)
    _keep_standby(edit)
    after = _changed_window(edit)
    found_before = judge(edit.before, people=people, days=days)
    found_after = judge(after, people=people, days=days)
    worse = made_worse(found_before, found_after)
    if worse and reason is not None:
        _require_reason(context, edit, worse, reason)
    for person, day, _, entries in edit.changes:
        context.store.roster.replace_cell(
            edit.department, person, day, entries, follows=(person, day) in edit.followers
        )
    for month in edit.months:
        context.store.roster.ensure(edit.department, month)
    forget_people(context, people, min(day for _, day, _, _ in edit.changes))
    context.note(
        cells=[
            [int(person), day.isoformat(), _codes(context, before), _codes(context, entries)]
            for person, day, before, entries in edit.changes
        ],
        subject=facts_of(context).department(edit.department).name.zh,
    )
    if len(edit.months) > 1:
        next_month = memory_key(edit.department, edit.months[-1])
        context.after_commit(lambda: context.cache.values.pop(next_month, None))
        found_after = tuple(v for v in found_after if any(Month.of(day) == edit.month for day in v.days))
    return _delta(context, edit, after, found_after)


def _keep_standby(edit: Edit) -> None:
    """Standby does not go while it is recorded that somebody was called in from it."""
    kinds = edit.before.kinds
    for person, day, _, entries in edit.changes:
        calls = [
            c
            for c in edit.before.callouts.get(person, ())
            if c.day == day and c.department == edit.department
        ]
        if calls and not any(kinds[e.kind].duty_class is DutyClass.STANDBY for e in entries):
            name = edit.before.people[person].name
            raise InputError("callout.stands", person=name, day=day, n=len(calls))


def _require_reason(context: Context, edit: Edit, worse: tuple[Violation, ...], reason: str) -> None:
    if not context.reach_of(Permission.ROSTER_OVERRIDE).covers_department(edit.department):
        raise OverrideNeeded("roster.no_override_right", violations=worse, n=len(worse))
    if not reason.strip():
        raise OverrideNeeded("roster.forbidden", violations=worse, n=len(worse))
    for month in edit.months:
        keep_overrides(context, edit.department, month, worse, reason.strip())


def _changed_window(edit: Edit) -> Window:
    """The window as it will be: new entries have no id yet."""
    window = edit.before
    for person, day, _, entries in edit.changes:
        kept = [d for d in window.duties.get(person, ()) if d.day != day or d.department != edit.department]
        new = [Duty(DutyId(0), person, day, e.kind, e.post, edit.department) for e in entries]
        window = window.with_duties(person, tuple(sorted(kept + new, key=lambda d: d.day)))
    return window


def _delta(context: Context, edit: Edit, after: Window, found: tuple[Violation, ...]) -> RosterDelta:
    """What changed, ready to paint; the month's memory follows once the transaction stands."""
    memory = _memory(context, edit)
    cells = []
    changed_places = set(memory.changed)
    for person, day, _, entries in edit.changes:
        place = (int(person), day)
        differs = (
            memory.is_published
            and day <= edit.month.last
            and not same_entries(entries, memory.published.get(place, ()))
        )
        changed_places.discard(place)
        if differs:
            changed_places.add(place)
        duties = context.store.roster.cell(person, day)
        calls = after.callouts.get(person, ())
        cells.append((person, day, cell_of(duties, edit.department, changed=differs, callouts=calls)))
    recounted = recount(after, memory.coverage, edit.month.days, edit.days)
    fresh = {(line.post, line.kind): line for line in recounted}
    lines = tuple(fresh.get((line.post, line.kind), line) for line in memory.coverage)
    context.after_commit(lambda: memory.follow(changed_places, lines))
    return RosterDelta(
        cells=tuple(cells),
        totals=tuple((person, row_totals(after, person, edit.month)) for person in sorted(edit.people)),
        coverage=recounted,
        judged_people=edit.people,
        judged_days=edit.days,
        violations=found,
        overridden=overridden(context, edit.department, edit.month),
        changed_cells=len(changed_places),
        undo_steps=0,
        redo_steps=0,
        data_version=context.cache.data_version,
    )


def _memory(context: Context, edit: Edit) -> MonthMemory:
    """What is remembered of the month as it stood before this edit; read anew when somebody else wrote."""
    known = context.cache.values.get(memory_key(edit.department, edit.month))
    if isinstance(known, MonthMemory):
        return known
    # The cells of this edit are written already; undo them in the window so that the memory is of before.
    window = month_window(context, edit.department, edit.month)
    for person in edit.people:
        window = window.with_duties(person, edit.before.duties.get(person, ()))
    return remember(context, edit.department, edit.month, window)


def _with_steps(context: Context, edit: Edit, delta: RosterDelta) -> RosterDelta:
    """The delta with how many steps can be undone and redone now."""
    undo, redo = context.store.roster.step_counts(edit.department, edit.month, int(context.user.id))
    return replace(delta, undo_steps=undo, redo_steps=redo)


def _stale(
    context: Context,
    department: DepartmentId,
    month: Month,
    person: PersonId,
    day: date,
    standing: tuple[Duty, ...],
) -> StaleWrite:
    """What stands there now, and who put it there when."""
    who, when = context.store.roster.last_editor(department, month, int(person), day)
    people = context.store.people.by_ids([person])
    name = people[person].name if person in people else ""
    now = "/".join(_codes(context, tuple(d.entry for d in standing))) or "–"
    if when is None:  # by an import, or before the last publishing: nobody's step tells
        return StaleWrite("roster.cell_changed_since", person=name, day=day, now=now)
    return StaleWrite("roster.cell_changed", person=name, day=day, now=now, by=who, at=when.astimezone())


def _codes(context: Context, entries: tuple[Entry, ...]) -> list[str]:
    kinds = facts_of(context).kinds
    return [kinds[e.kind].code if e.kind in kinds else "" for e in entries]
