"""Roster cells, many at a time: for imports and for taking them back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from ehr_tui.domain import ids
from ehr_tui.domain.duty import Entry
from ehr_tui.store.bulk import CHUNK, Told, insert_rows
from ehr_tui.store.tables import Duty

Cell = tuple[int, int, date]
"""Department, person, day."""


class CellsGateway:
    """Reads and writes cells in bulk."""

    def standing(self, departments: Iterable[int], first: date, last: date) -> dict[Cell, tuple[Entry, ...]]:
        """What stands in some departments' cells of a span."""
        found: dict[Cell, list[Entry]] = defaultdict(list)
        query = (
            Duty.select(Duty.department, Duty.person, Duty.day, Duty.kind, Duty.post)
            .where(Duty.department.in_(list(departments)) & Duty.day.between(first, last))
            .order_by(Duty.id)
        )
        for department, person, day, kind, post in query.tuples():
            found[department, person, day].append(
                Entry(ids.ShiftKindId(kind), None if post is None else ids.PostId(post))
            )
        return {cell: tuple(entries) for cell, entries in found.items()}

    def replace(self, cells: Sequence[tuple[Cell, tuple[Entry, ...]]], told: Told | None = None) -> None:
        """Make exactly these entries stand in these cells."""
        connection = Duty._meta.database.connection()
        keys = [(person, day.isoformat(), department) for (department, person, day), _ in cells]
        sql = 'DELETE FROM "duty" WHERE "person_id" = ? AND "day" = ? AND "department_id" = ?'
        for start in range(0, len(keys), CHUNK):
            connection.executemany(sql, keys[start : start + CHUNK])
        rows = [
            (person, day, entry.kind, entry.post, department)
            for (department, person, day), entries in cells
            for entry in entries
        ]
        insert_rows(Duty, ("person", "day", "kind", "post", "department"), rows, told)
