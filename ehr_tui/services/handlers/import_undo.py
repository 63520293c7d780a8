"""Taking an import back: everything as it was, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.codes import CodeEntry
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.month import Month
from ehr_tui.domain.whole_record import WholeRecord
from ehr_tui.errors import InputError
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.import_people import records_of
from ehr_tui.services.handlers.import_plan import record_text
from ehr_tui.services.handlers.people import search_text
from ehr_tui.services.handlers.roster_sheet import same_entries
from ehr_tui.services.plain import plain, restore
from ehr_tui.store.imports import Change

STAGE = "imports.stage.undo"


def take_back(context: Context, changes: Sequence[Change]) -> None:
    """Reverse changes, last first.

    Raises InputError "imports.changed_since" or "imports.used_since" naming the first thing that somebody changed or
    used since; the transaction then leaves everything as it is.
    """
    by_kind: dict[str, list[Change]] = {}
    for change in reversed(changes):
        by_kind.setdefault(change.kind, []).append(change)
    if not by_kind.keys() <= {*_ONE_BY_ONE, "cells", "record"}:
        raise InputError("imports.too_old")
    context.progress.step(0, len(changes), STAGE)
    _cells(context, by_kind.get("cells", ()))
    _records(context, by_kind.get("record", ()))
    for kind, back in _ONE_BY_ONE.items():
        for change in by_kind.get(kind, ()):
            back(context, change)
    context.progress.step(len(changes), len(changes), STAGE)


def _cells(context: Context, changes: Sequence[Change]) -> None:
    days = [date.fromisoformat(day) for change in changes for day in change.after["days"]]
    if not days:
        return
    departments = {change.after["department"] for change in changes}
    standing = context.store.cells.standing(departments, min(days), max(days))
    wanted = []
    months = set()
    for change in changes:
        department = change.after["department"]
        for text, entries in change.after["days"].items():
            day = date.fromisoformat(text)
            if not same_entries(standing.get((department, change.row, day), ()), _entries(entries)):
                name = context.store.people.get(change.row).name
                raise InputError("imports.changed_since", what=f"{name} {text}")
            if context.store.callouts.on(change.row, day, department):
                name = context.store.people.get(change.row).name
                raise InputError("imports.used_since", what=f"{name} {text}")
            wanted.append(((department, change.row, day), _entries(change.before["days"][text])))
            months.add((department, Month.of(day)))
    context.store.cells.replace(wanted)
    for department, month in months:
        context.store.roster.forget_empty(department, month)


def _records(context: Context, changes: Sequence[Change]) -> None:
    if not changes:
        return
    people = context.store.people.by_ids([change.row for change in changes])
    standing = records_of(context, list(people.values()))
    used = context.store.records.used({change.row for change in changes if change.before is None})
    back: list[tuple[WholeRecord | None, WholeRecord]] = []
    gone: list[int] = []
    for change in changes:
        now = standing.get(ids.PersonId(change.row))
        if now is None or record_text(now) != change.after:
            raise InputError("imports.changed_since", what=change.after["person"]["name"])
        if change.before is None:
            gone.append(change.row)
        else:
            back.append((now, restore(WholeRecord, change.before)))
    for change in changes:
        if change.before is None and change.row in used:
            raise InputError("imports.used_since", what=change.after["person"]["name"])
    context.store.records.write(back, search_text)
    context.store.records.remove(gone)


def _department(context: Context, change: Change) -> None:
    name = change.after["name"]["zh"]
    _require_same(change, (d for d in context.store.organisation.departments() if d.id == change.row), name)
    if context.store.organisation.department_used(change.row):
        raise InputError("imports.used_since", what=name)
    context.store.organisation.remove_department(change.row)


def _profile(context: Context, change: Change) -> None:
    source = context.store.organisation
    post = next((p for p in source.posts() if p.id == change.row), None)
    what = post.name.zh if post is not None else str(change.row)
    _require_same(change, (p for p in source.profiles() if p.post == change.row), what)
    source.remove_profile(ids.PostId(change.row))


def _post(context: Context, change: Change) -> None:
    name = change.after["name"]["zh"]
    _require_same(change, (p for p in context.store.organisation.posts() if p.id == change.row), name)
    if context.store.organisation.post_used(change.row):
        raise InputError("imports.used_since", what=name)
    context.store.imported.remove_post(change.row)


def _shift_kind(context: Context, change: Change) -> None:
    source, code = context.store.organisation, change.after["code"]
    _require_same(change, (k for k in source.kinds() if k.id == change.row), code)
    if source.kind_used(change.row) or source.kind_demanded(change.row):
        raise InputError("imports.used_since", what=code)
    source.remove_kind(change.row)


def _demand(context: Context, change: Change) -> None:
    source = context.store.organisation
    _require_same(change, (d for d in source.demand() if d.id == change.row), str(change.row))
    source.remove_demand(change.row)


def _code(context: Context, change: Change) -> None:
    entry = restore(CodeEntry, change.after)
    _require_same(change, (c for c in context.store.imported.codes() if (c.list, c.code) == (entry.list, entry.code)),
                  entry.name.zh)  # fmt: skip
    context.store.imported.remove_code(entry)


def _day(context: Context, change: Change) -> None:
    context.store.imported.remove_day(date.fromordinal(change.row))


def _year(context: Context, change: Change) -> None:
    context.store.imported.remove_year(change.row)


def _require_same(change: Change, standing: Iterable[Any], what: str) -> None:
    """What was added must still be as it was added."""
    if [plain(value) for value in standing] != [change.after]:
        raise InputError("imports.changed_since", what=what)


_ONE_BY_ONE = {
    "day": _day,
    "year": _year,
    "demand": _demand,
    "shift_kind": _shift_kind,
    "post_profile": _profile,
    "post": _post,
    "department": _department,
    "code": _code,
}


def _entries(values: Any) -> tuple[Entry, ...]:
    return tuple(Entry(v["kind"], v["post"]) for v in values or ())
