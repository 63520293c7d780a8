"""Duties, rosters, published versions, edit steps, overrides: rows ↔ domain values."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

import peewee

from ehr_tui.domain import ids
from ehr_tui.domain.duty import Duty as DomainDuty
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.month import Month
from ehr_tui.domain.violation import Place
from ehr_tui.store.rows import day_of, plain_rows
from ehr_tui.store.tables import (
    Account,
    Duty,
    EditStep,
    Follower,
    Override,
    Roster,
    RosterVersion,
    VersionDuty,
)

# From one department's month to the next by the index, instead of grouping every entry of every year.
_HELD = """WITH RECURSIVE held(department, month) AS (
    SELECT * FROM (SELECT department_id, substr(day, 1, 7) FROM duty ORDER BY department_id, day LIMIT 1)
    UNION ALL
    SELECT n.department_id, substr(n.day, 1, 7) FROM held h JOIN duty n ON n.id = coalesce(
        (SELECT id FROM duty WHERE department_id = h.department AND day > h.month || '-99'
            ORDER BY department_id, day LIMIT 1),
        (SELECT id FROM duty WHERE department_id > h.department ORDER BY department_id, day LIMIT 1)))
    SELECT department, month, (SELECT count(*) FROM duty d WHERE d.department_id = department
        AND d.day BETWEEN month || '-01' AND month || '-31') FROM held"""

_STATE = "SELECT id, version, published_at, published_by FROM roster WHERE department_id = ? AND month = ?"
_WORKERS = """SELECT DISTINCT department_id, substr(day, 1, 7), person_id FROM duty
    WHERE department_id IN (SELECT value FROM json_each(?)) AND day BETWEEN ? AND ?"""

_OF_PEOPLE = """person_id IN (SELECT value FROM json_each(?)) AND day BETWEEN ? AND ?
    ORDER BY person_id, day, id"""


@dataclass(frozen=True, slots=True)
class RosterState:
    """What is recorded of a department's month; version 0 before the first publishing."""

    id: int
    version: int
    published_at: datetime | None
    published_by: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """One edit: per cell (person, day, before, after) with entries as (kind, post)."""

    id: int
    user: int
    at: datetime
    changes: tuple[tuple[ids.PersonId, date, tuple[Entry, ...], tuple[Entry, ...]], ...]


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """A forbidden state that stands with a reason."""

    rule: str
    person: int | None
    place: Place | None
    days: tuple[date, ...]
    reason: str


class RosterGateway:
    """Reads and writes rosters."""

    def duties_in_department(self, department: int, first: date, last: date) -> tuple[DomainDuty, ...]:
        """All entries done for a department in a span."""
        return tuple(
            _duties(
                "department_id = ? AND day BETWEEN ? AND ?", department, first.isoformat(), last.isoformat()
            )
        )

    def people_in_department(self, department: int, first: date, last: date) -> frozenset[ids.PersonId]:
        """Who has entries in a department in a span."""
        query = (
            Duty.select(Duty.person)
            .distinct()
            .where((Duty.department == department) & Duty.day.between(first, last))
        )
        return frozenset(ids.PersonId(person) for (person,) in query.tuples())

    def workers(
        self, departments: Iterable[int], first: date, last: date
    ) -> dict[tuple[int, Month], frozenset[ids.PersonId]]:
        """Who has entries in some departments, by department and month, in one read."""
        rows = Duty._meta.database.execute_sql(
            _WORKERS, (json.dumps([int(d) for d in departments]), first.isoformat(), last.isoformat())
        )
        found: dict[tuple[int, Month], set[ids.PersonId]] = defaultdict(set)
        for department, month, person in rows.fetchall():
            found[department, Month.parse(month)].add(ids.PersonId(person))
        return {place: frozenset(people) for place, people in found.items()}

    def duties_of(
        self, people: Iterable[int], first: date, last: date
    ) -> dict[ids.PersonId, tuple[DomainDuty, ...]]:
        """All entries of some people in a span, whatever the department, ordered by day and id."""
        wanted = json.dumps([int(person) for person in set(people)])
        found: dict[ids.PersonId, list[DomainDuty]] = defaultdict(list)
        for duty in _duties(_OF_PEOPLE, wanted, first.isoformat(), last.isoformat()):
            found[duty.person].append(duty)
        return {person: tuple(duties) for person, duties in found.items()}

    def cell(self, person: int, day: date) -> tuple[DomainDuty, ...]:
        """All entries of a person's day."""
        return tuple(_duties("person_id = ? AND day = ? ORDER BY id", person, day.isoformat()))

    def is_follower(self, duty: int) -> bool:
        """Whether the program made an entry because of the day before, and nobody has touched it since."""
        return bool(Follower.select().where(Follower.duty == duty).exists())

    def replace_cell(
        self, department: int, person: int, day: date, entries: Iterable[Entry], *, follows: bool = False
    ) -> None:
        """Make exactly these entries stand at a person's day in a department.

        ``follows``: the program makes them because of the day before.
        """
        Duty.delete().where(
            (Duty.person == person) & (Duty.day == day) & (Duty.department == department)
        ).execute()
        for entry in entries:
            number = Duty.insert(
                person=person, day=day, kind=entry.kind, post=entry.post, department=department
            ).execute()
            if follows:
                Follower.insert(duty=number).execute()

    def insert_many(self, department: int, rows: Iterable[tuple[int, date, Entry]]) -> None:
        """Add many entries at once (import, demo)."""
        values = [
            {"person": person, "day": day, "kind": entry.kind, "post": entry.post, "department": department}
            for person, day, entry in rows
        ]
        for start in range(0, len(values), 500):
            Duty.insert_many(values[start : start + 500]).execute()

    def state(self, department: int, month: Month) -> RosterState:
        """The state of a department's month."""
        row = Roster._meta.database.execute_sql(_STATE, (int(department), str(month))).fetchone()
        if row is None:
            return RosterState(0, 0, None, None)
        number, version, at, by = row
        return RosterState(number, version, None if at is None else datetime.fromisoformat(at), by)

    def states(self, months: Iterable[Month]) -> dict[tuple[int, Month], RosterState]:
        """The states of some months in every department, in one read; absent: as ``state`` has it."""
        query = Roster.select(
            Roster.department,
            Roster.month,
            Roster.id,
            Roster.version,
            Roster.published_at,
            Roster.published_by,
        )
        rows = query.where(Roster.month.in_([str(month) for month in months])).tuples()
        return {(department, Month.parse(text)): RosterState(*state) for department, text, *state in rows}

    def ensure(self, department: int, month: Month) -> RosterState:
        """The same, made when absent."""
        state = self.state(department, month)
        if not state.id:
            Roster.insert(department=department, month=str(month)).execute()
            state = self.state(department, month)
        return state

    def forget_empty(self, department: int, month: Month) -> None:
        """Take away the state of a month that was never published and holds nothing (undo of an import)."""
        within = (Duty.department == department) & Duty.day.between(month.first, month.last)
        if not Duty.select().where(within).exists():
            Roster.delete().where(
                (Roster.department == department) & (Roster.month == str(month)) & (Roster.version == 0)
            ).execute()

    def holds_anything(self) -> bool:
        """Whether anything was ever rostered."""
        return bool(Duty.select().exists() or Roster.select().exists())

    def months(self) -> tuple[tuple[int, str, int, int], ...]:
        """All (department, month, version, entries) that hold anything."""
        run = Duty._meta.database.execute_sql
        counts = {(department, month): count for department, month, count in run(_HELD).fetchall()}
        versions = {
            (department, text): version
            for department, text, version in Roster.select(
                Roster.department, Roster.month, Roster.version
            ).tuples()
        }
        keys = sorted(counts.keys() | versions.keys())
        return tuple((d, m, versions.get((d, m), 0), counts.get((d, m), 0)) for d, m in keys)

    def published_months_of(self, person: int) -> tuple[tuple[int, str, int, int], ...]:
        """(department, month, version, own entries) of every published roster that a person stands in."""
        query = (
            VersionDuty.select(
                Roster.department, Roster.month, Roster.version, peewee.fn.COUNT(VersionDuty.id)
            )
            .join(RosterVersion)
            .join(Roster)
            .where((VersionDuty.person == person) & (RosterVersion.number == Roster.version))
            .group_by(Roster.department, Roster.month, Roster.version)
            .order_by(Roster.department, Roster.month)
        )
        return tuple(query.tuples())

    def publish(self, department: int, month: Month, at: datetime, by: int, reason: str) -> int:
        """Keep the month as it stands as the next version; returns its number."""
        state = self.ensure(department, month)
        number = state.version + 1
        version = int(
            RosterVersion.insert(
                roster=state.id, number=number, published_at=at, published_by=by, reason=reason
            ).execute()
        )
        now = Duty.select(peewee.Value(version), Duty.person, Duty.day, Duty.kind, Duty.post).where(
            (Duty.department == department) & Duty.day.between(month.first, month.last)
        )
        columns = (
            VersionDuty.version,
            VersionDuty.person,
            VersionDuty.day,
            VersionDuty.kind,
            VersionDuty.post,
        )
        VersionDuty.insert_from(now, columns).execute()
        Roster.update(version=number, published_at=at, published_by=by).where(Roster.id == state.id).execute()
        EditStep.delete().where(
            (EditStep.department == department) & (EditStep.month == str(month))
        ).execute()
        return number

    def published(
        self, department: int, month: Month, person: int | None = None
    ) -> dict[tuple[int, date], tuple[Entry, ...]]:
        """The last published version by person and day; empty when never published."""
        state = self.state(department, month)
        if not state.version:
            return {}
        query = (
            VersionDuty.select(VersionDuty.person, VersionDuty.day, VersionDuty.kind, VersionDuty.post)
            .join(RosterVersion)
            .where((RosterVersion.roster == state.id) & (RosterVersion.number == state.version))
            .order_by(VersionDuty.id)
        )
        if person is not None:
            query = query.where(VersionDuty.person == person)
        found: dict[tuple[int, date], list[Entry]] = defaultdict(list)
        entries: dict[tuple[int, int | None], Entry] = {}
        for who, text, kind, post in plain_rows(query):
            entry = entries.get((kind, post))
            if entry is None:
                entry = entries[kind, post] = _entry(kind, post)
            found[who, cast("date", day_of(text))].append(entry)
        return {place: tuple(entries) for place, entries in found.items()}

    def add_step(self, department: int, month: Month, step: Step) -> None:
        """Record an edit; what was undone before can no longer be redone."""
        EditStep.delete().where(_steps(department, month, step.user) & (EditStep.undone == 1)).execute()
        changes = [
            [int(person), day.isoformat(), _pairs(before), _pairs(after)]
            for person, day, before, after in step.changes
        ]
        EditStep.insert(
            department=department, month=str(month), user=step.user, at=step.at, changes=changes
        ).execute()

    def last_step(self, department: int, month: Month, user: int, *, undone: bool) -> Step | None:
        """What would be undone (the newest done) or redone (the oldest undone)."""
        order = EditStep.id.asc() if undone else EditStep.id.desc()
        row = (
            EditStep.select()
            .where(_steps(department, month, user) & (EditStep.undone == int(undone)))
            .order_by(order)
            .first()
        )
        if row is None:
            return None
        changes = tuple(
            (
                ids.PersonId(person),
                date.fromisoformat(day),
                tuple(_entry(*e) for e in before),
                tuple(_entry(*e) for e in after),
            )
            for person, day, before, after in row.changes
        )
        return Step(row.id, row.user, row.at, changes)

    def last_editor(
        self, department: int, month: Month, person: int, day: date
    ) -> tuple[str, datetime | None]:
        """Display name and time of who last edited a cell, as far as steps are kept."""
        wanted = [person, day.isoformat()]
        query = (
            EditStep.select(EditStep.changes, EditStep.at, Account.display_name)
            .join(Account, on=(Account.id == EditStep.user))
            .where((EditStep.department == department) & (EditStep.month == str(month)))
            .order_by(EditStep.id.desc())
            .limit(200)
        )
        for changes, at, name in query.tuples():
            if any(change[:2] == wanted for change in changes):
                return str(name), at
        return "", None

    def mark_step(self, step: int, *, undone: bool) -> None:
        """Turn a step over."""
        EditStep.update(undone=int(undone)).where(EditStep.id == step).execute()

    def step_counts(self, department: int, month: Month, user: int) -> tuple[int, int]:
        """How many steps the user can undo and redo."""
        query = EditStep.select(EditStep.undone, peewee.fn.COUNT(EditStep.id))
        counts = dict(query.where(_steps(department, month, user)).group_by(EditStep.undone).tuples())
        return counts.get(0, 0), counts.get(1, 0)

    def add_override(
        self, department: int, month: Month, row: OverrideRow, explanation: Any, user: int, at: datetime
    ) -> None:
        """Keep the reason a forbidden state stands with."""
        Override.insert(
            department=department,
            month=str(month),
            rule=row.rule,
            person=row.person,
            days=[day.isoformat() for day in row.days],
            reason=row.reason,
            explanation=explanation,
            user=user,
            at=at,
        ).execute()

    def overrides(self, department: int, month: Month) -> tuple[OverrideRow, ...]:
        """Reasons given for this month."""
        query = Override.select(
            Override.rule, Override.person, Override.days, Override.reason, Override.explanation
        ).where((Override.department == department) & (Override.month == str(month)))
        return tuple(
            OverrideRow(
                rule, person, _place(said.get("place")), tuple(date.fromisoformat(d) for d in days), reason
            )
            for rule, person, days, reason, said in query.tuples()
        )


def _place(values: dict[str, Any] | None) -> Place | None:
    """The place of a stored explanation."""
    if values is None:
        return None
    return Place(
        ids.PostId(values["post"]), date.fromisoformat(values["day"]), ids.ShiftKindId(values["kind"])
    )


def _steps(department: int, month: Month, user: int) -> Any:
    return (EditStep.department == department) & (EditStep.month == str(month)) & (EditStep.user == user)


def _pairs(entries: Iterable[Entry]) -> list[list[int | None]]:
    return [[int(e.kind), None if e.post is None else int(e.post)] for e in entries]


def _entry(kind: int, post: int | None) -> Entry:
    return Entry(ids.ShiftKindId(kind), None if post is None else ids.PostId(post))


def _duties(where: str, *values: object) -> Iterator[DomainDuty]:
    """Entries straight from the cursor: each edit reads them, and a month has thousands.

    Building the statement and converting each field would cost more than the reading.
    """
    columns = "SELECT id, person_id, day, kind_id, post_id, department_id FROM duty WHERE "
    for number, person, text, kind, post, department in Duty._meta.database.execute_sql(
        columns + where, values
    ):
        yield DomainDuty(number, person, cast("date", day_of(text)), kind, post, department)
