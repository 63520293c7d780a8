"""Restrictions: rows ↔ domain values; kind and reason only for whoever asks for them by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain import restrictions as domain
from ehr_tui.store.rows import among, put
from ehr_tui.store.tables import Restriction


class RestrictionsGateway:
    """Reads and writes restrictions."""

    def of(self, people: Iterable[int]) -> dict[ids.PersonId, tuple[domain.Restriction, ...]]:
        """Restrictions by person, oldest first, without kind and reason."""
        found: dict[ids.PersonId, list[domain.Restriction]] = defaultdict(list)
        query = Restriction.select().where(among(Restriction.person, list(set(people))))
        for row in query.order_by(Restriction.since, Restriction.id).dicts():
            found[ids.PersonId(row["person"])].append(_restriction(row, reveal=False))
        return {person: tuple(values) for person, values in found.items()}

    def revealed(self, person: int) -> tuple[domain.Restriction, ...]:
        """One person's with kind and reason; only for the intents of health data."""
        query = Restriction.select().where(Restriction.person == person)
        ordered = query.order_by(Restriction.since, Restriction.id)
        return tuple(_restriction(row, reveal=True) for row in ordered.dicts())

    def effects(self, day: date) -> dict[ids.PersonId, frozenset[domain.Effect]]:
        """What may not be asked of whom on a day."""
        lasting = Restriction.until.is_null() | (Restriction.until >= day)
        query = Restriction.select(Restriction.person, Restriction.effects)
        found: dict[ids.PersonId, frozenset[domain.Effect]] = {}
        for person, effects in query.where((Restriction.since <= day) & lasting).tuples():
            before = found.get(person, frozenset())
            found[ids.PersonId(person)] = before | {domain.Effect(name) for name in effects}
        return found

    def ending(self, first: date, last: date) -> tuple[domain.Restriction, ...]:
        """Restrictions whose last day lies in the span, without kind and reason."""
        query = Restriction.select().where(Restriction.until.between(first, last))
        ordered = query.order_by(Restriction.until, Restriction.id)
        return tuple(_restriction(row, reveal=False) for row in ordered.dicts())

    def save(self, restriction: domain.Restriction) -> ids.RestrictionId:
        """Add (id 0) or change."""
        values = {
            "person": restriction.person,
            "effects": sorted(e.value for e in restriction.effects),
            "since": restriction.since,
            "until": restriction.until,
            "hazards": sorted(restriction.hazards),
            "minutes_off": restriction.minutes_off,
            "kind": restriction.kind.value,
            "reason": restriction.reason,
        }
        return ids.RestrictionId(put(Restriction, int(restriction.id), values))

    def remove(self, restriction: int) -> None:
        """Take one out."""
        Restriction.delete().where(Restriction.id == restriction).execute()


def _restriction(row: dict[str, Any], *, reveal: bool) -> domain.Restriction:
    return domain.Restriction(
        id=ids.RestrictionId(row["id"]),
        person=ids.PersonId(row["person"]),
        effects=frozenset(domain.Effect(name) for name in row["effects"]),
        since=row["since"],
        until=row["until"],
        hazards=frozenset(row["hazards"]),
        minutes_off=row["minutes_off"],
        kind=domain.RestrictionKind(row["kind"]) if reveal else domain.RestrictionKind.HIDDEN,
        reason=row["reason"] if reveal else "",
    )
