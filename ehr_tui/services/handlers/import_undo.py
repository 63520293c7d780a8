"""Taking an import back: everything as it was, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.month import Month
from ehr_tui.domain.people import Person
from ehr_tui.errors import EhrError, InputError
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.import_plan import person_text
from ehr_tui.services.handlers.people import store_person
from ehr_tui.services.handlers.roster_sheet import same_entries
from ehr_tui.services.plain import plain, restore
from ehr_tui.store.imports import Change


def take_back(context: Context, changes: Sequence[Change]) -> None:
    """Reverse changes, last first.

    Raises InputError "imports.changed_since" naming the first thing that somebody changed or used since; the
    transaction then leaves everything as it is.
    """
    for change in reversed(changes):
        _BACK[change.kind](context, change)
    for department, month in {_roster_of(change) for change in changes if change.kind == "cell"}:
        context.store.roster.forget_empty(department, month)


def _roster_of(change: Change) -> tuple[int, Month]:
    return change.after["department"], Month.of(date.fromisoformat(change.after["day"]))


def _cell(context: Context, change: Change) -> None:
    after = change.after
    day, department = date.fromisoformat(after["day"]), ids.DepartmentId(after["department"])
    standing = [d.entry for d in context.store.roster.cell(change.row, day) if d.department == department]
    if not same_entries(standing, _entries(after["entries"])):
        name = context.store.people.get(change.row).name
        raise InputError("imports.changed_since", what=f"{name} {day.isoformat()}")
    context.store.roster.replace_cell(department, change.row, day, _entries(change.before))


def _person(context: Context, change: Change) -> None:
    try:
        now = person_text(context, ids.PersonId(change.row))
    except EhrError as error:
        raise InputError("imports.changed_since", what=change.after["name"]) from error
    if now != change.after:
        raise InputError("imports.changed_since", what=change.after["name"])
    if change.before is not None:
        store_person(context, restore(Person, change.before), change.before["phone"])
        return
    if context.store.people.is_used(change.row):
        raise InputError("imports.used_since", what=change.after["name"])
    context.store.people.remove(change.row)


def _contract(context: Context, change: Change) -> None:
    person = ids.PersonId(change.after["person"])
    standing = context.store.contracts.of([person]).get(person, ())
    _require_same(change, (c for c in standing if c.id == change.row), context.store.people.get(person).name)
    context.store.contracts.remove(change.row)


def _department(context: Context, change: Change) -> None:
    name = change.after["name"]["zh"]
    _require_same(change, (d for d in context.store.organisation.departments() if d.id == change.row), name)
    if context.store.organisation.department_used(change.row):
        raise InputError("imports.used_since", what=name)
    context.store.organisation.remove_department(change.row)


def _shift_kind(context: Context, change: Change) -> None:
    source, code = context.store.organisation, change.after["code"]
    _require_same(change, (k for k in source.kinds() if k.id == change.row), code)
    if source.kind_used(change.row) or source.kind_demanded(change.row):
        raise InputError("imports.used_since", what=code)
    source.remove_kind(change.row)


def _require_same(change: Change, standing: Iterable[Any], what: str) -> None:
    """What was added must still be as it was added."""
    if [plain(value) for value in standing] != [change.after]:
        raise InputError("imports.changed_since", what=what)


_BACK = {
    "cell": _cell,
    "person": _person,
    "contract": _contract,
    "department": _department,
    "shift_kind": _shift_kind,
}


def _entries(values: Any) -> tuple[Entry, ...]:
    return tuple(Entry(v["kind"], v["post"]) for v in values or ())
