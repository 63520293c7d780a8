"""Call-ins during phone standby: rows ↔ domain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from ehr_tui.domain import duty, ids
from ehr_tui.store.rows import put
from ehr_tui.store.tables import Callout


class CalloutsGateway:
    """Reads and writes call-ins."""

    def of(self, people: Iterable[int]) -> dict[ids.PersonId, tuple[duty.Callout, ...]]:
        """Everybody's call-ins by day and start; there are few."""
        found: dict[ids.PersonId, list[duty.Callout]] = defaultdict(list)
        query = Callout.select().order_by(Callout.day, Callout.start)
        wanted = set(people)
        if len(wanted) <= 500:
            query = query.where(Callout.person.in_(list(wanted)))
        for row in query.dicts():
            if row["person"] in wanted:
                found[ids.PersonId(row["person"])].append(_callout(row))
        return {person: tuple(values) for person, values in found.items()}

    def on(self, person: int, day: date, department: int) -> tuple[duty.Callout, ...]:
        """The call-ins of a cell, by start."""
        where = (Callout.person == person) & (Callout.day == day) & (Callout.department == department)
        return tuple(_callout(row) for row in Callout.select().where(where).order_by(Callout.start).dicts())

    def find(self, callout: int) -> duty.Callout | None:
        """One call-in."""
        row = Callout.select().where(Callout.id == callout).dicts().first()
        return _callout(row) if row is not None else None

    def save(self, value: duty.Callout) -> ids.CalloutId:
        """Add (id 0) or change."""
        values = {
            "person": value.person,
            "day": value.day,
            "start": value.start,
            "end": value.end,
            "department": value.department,
            "reason": value.reason,
        }
        return ids.CalloutId(put(Callout, int(value.id), values))

    def remove(self, callout: int) -> None:
        """Take one out."""
        Callout.delete().where(Callout.id == callout).execute()


def _callout(row: dict[str, Any]) -> duty.Callout:
    return duty.Callout(
        id=ids.CalloutId(row["id"]),
        person=ids.PersonId(row["person"]),
        day=row["day"],
        start=row["start"],
        end=row["end"],
        department=ids.DepartmentId(row["department"]),
        reason=row["reason"],
    )
