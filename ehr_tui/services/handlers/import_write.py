"""Carrying a plan out: everything in bulk, each written thing noted for taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.people import Person
from ehr_tui.domain.whole_record import WholeRecord
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.import_plan import CellWrite, Plan, record_text
from ehr_tui.services.plain import plain
from ehr_tui.store.imports import Change

STAGE = "imports.stage.write"


@dataclass(slots=True)
class _Ids:
    """Provisional id → the one it got."""

    departments: dict[int, ids.DepartmentId] = field(default_factory=dict)
    posts: dict[int, ids.PostId] = field(default_factory=dict)
    kinds: dict[int, ids.ShiftKindId] = field(default_factory=dict)
    people: dict[int, ids.PersonId] = field(default_factory=dict)


def write_plan(context: Context, plan: Plan) -> list[Change]:
    """Write everything; what was written, in order.  Raises WorkCancelled when told to stop: nothing stands then."""
    known = _Ids()
    changes = _organisation(context, plan, known)
    total = len(plan.records) + len(plan.cells)
    context.progress.step(0, total, STAGE)
    changes += _records(context, plan, known, total)
    changes += _cells(context, plan, known, total)
    for department, month in plan.rosters:
        context.store.roster.ensure(known.departments.get(department, department), month)
    for kind, header, mapping in plan.memory:
        context.store.imports.remember(context.now, kind, header, mapping)
    return changes


def _organisation(context: Context, plan: Plan, known: _Ids) -> list[Change]:
    source = context.store.organisation
    changes: list[Change] = []

    def note(kind: str, number: int, value: Any) -> None:
        changes.append(Change(kind, int(number), None, plain(value)))

    for entry in plan.code_entries:
        context.store.imported.add_code(entry)
        note("code", 0, entry)
    for department in plan.departments:
        number = source.save_department(replace(department, id=ids.DepartmentId(0)))
        known.departments[department.id] = number
        note("department", number, replace(department, id=number))
    for post in plan.posts:
        home = known.departments.get(post.department, post.department)
        made = replace(post, id=ids.PostId(0), department=home)
        known.posts[post.id] = source.save_post(made)
        note("post", known.posts[post.id], replace(made, id=known.posts[post.id]))
    for profile in plan.profiles:
        page = replace(profile, post=known.posts.get(profile.post, profile.post))
        source.save_profile(page)
        note("post_profile", page.post, page)
    kinds = []
    for kind in plan.kinds:
        own = kind.department
        home_of = known.departments.get(own, own) if own is not None else None
        fresh = replace(kind, id=ids.ShiftKindId(0), department=home_of, followed_by=None)
        known.kinds[kind.id] = source.save_kind(fresh)
        kinds.append(replace(fresh, id=known.kinds[kind.id]))
    for before, kind in zip(plan.kinds, kinds, strict=True):
        follower = before.followed_by
        if follower is not None:
            kind = replace(kind, followed_by=known.kinds.get(follower, follower))
            source.save_kind(kind)
        note("shift_kind", kind.id, kind)
    for demand in plan.demand:
        value = replace(
            demand,
            id=ids.DemandId(0),
            department=known.departments.get(demand.department, demand.department),
            post=known.posts.get(demand.post, demand.post),
            kind=known.kinds.get(demand.kind, demand.kind),
        )
        number_of = source.save_demand(value)
        note("demand", number_of, replace(value, id=number_of))
    _calendar(context, plan, changes)
    return changes


def _calendar(context: Context, plan: Plan, changes: list[Change]) -> None:
    source = context.store.organisation
    for year, provisional in plan.years.items():
        days = [d for d in plan.days if d.day.year == year and not d.by_hand]
        source.load_year(year, days, provisional=provisional)
        changes.append(Change("year", year, None, {"provisional": provisional}))
    for day in plan.days:
        if day.by_hand or day.day.year not in plan.years:
            source.set_calendar_day(day.day, day)
            changes.append(Change("day", day.day.toordinal(), None, plain(day)))


def _records(context: Context, plan: Plan, known: _Ids, total: int) -> list[Change]:
    wanted = [(before, _placed(after, known)) for before, after in plan.records]
    written = context.store.records.write(
        wanted, plan.found_by, lambda done: context.progress.step(done, total, STAGE)
    )
    for place, record in enumerate(written, start=1):
        known.people[-place] = record.id
    people = context.store.people.by_ids([int(r.id) for r in written])
    standing = context.store.records.load(list(people.values()))
    return [
        Change(
            "record",
            int(record.id),
            None if before is None else record_text(before),
            record_text(standing[record.id]),
        )
        for (before, _), record in zip(plan.records, written, strict=True)
    ]


def _placed(record: WholeRecord, known: _Ids) -> WholeRecord:
    person = record.person
    competences = tuple(replace(c, post=known.posts.get(c.post, c.post)) for c in person.competences)
    home, post = person.department, person.post
    placed: Person = replace(
        person,
        department=known.departments.get(home, home) if home is not None else None,
        post=known.posts.get(post, post) if post is not None else None,
        competences=competences,
    )
    return replace(record, person=placed)


def _cells(context: Context, plan: Plan, known: _Ids, total: int) -> list[Change]:
    if not plan.cells:
        return []
    done = len(plan.records)
    cells = [
        replace(
            cell,
            department=known.departments.get(cell.department, cell.department),
            person=known.people.get(cell.person, cell.person),
            after=tuple(
                Entry(
                    known.kinds.get(e.kind, e.kind),
                    None if e.post is None else known.posts.get(e.post, e.post),
                )
                for e in cell.after
            ),
        )
        for cell in plan.cells
    ]
    context.store.cells.replace(
        [((c.department, c.person, c.day), c.after) for c in cells],
        lambda n: context.progress.step(min(done + n, total), total, STAGE),
    )
    return _cell_changes(cells)


def _cell_changes(cells: Sequence[CellWrite]) -> list[Change]:
    """One change for each person in each department."""
    grouped: dict[tuple[int, int], list[CellWrite]] = {}
    for cell in cells:
        grouped.setdefault((cell.department, cell.person), []).append(cell)
    return [
        Change(
            "cells",
            person,
            {"department": department, "days": _days({c.day.isoformat(): c.before for c in found})},
            {"department": department, "days": _days({c.day.isoformat(): c.after for c in found})},
        )
        for (department, person), found in grouped.items()
    ]


def _days(cells: Mapping[str, tuple[Entry, ...]]) -> dict[str, Any]:
    return {day: plain(entries) for day, entries in cells.items()}
