"""Leaving: rows ↔ domain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from ehr_tui.domain import ids
from ehr_tui.domain import leaving as domain
from ehr_tui.store.tables import Account, Duty, Leaving, LeavingStep

Ends = Mapping[ids.ContractId, tuple[date | None, date | None]]
"""Contracts that ended with somebody's leaving, and the last day and end of probation they had before."""


class LeavingGateway:
    """Reads and writes leaving lists."""

    def of(self, person: int) -> domain.Leaving | None:
        """One person's, items in the order they were put on; None for whoever stays."""
        query = (
            Leaving.select(Leaving.last_day, Leaving.reason, Leaving.begun_at, Account.display_name)
            .join(Account, "LEFT OUTER JOIN", on=(Account.id == Leaving.begun_by))
            .where(Leaving.person == person)
        )
        row = query.tuples().first()
        if row is None:
            return None
        last_day, reason, begun_at, begun_by = row
        items = self._items(person)
        return domain.Leaving(ids.PersonId(person), last_day, reason, begun_at, begun_by or "", items)

    def _items(self, person: int) -> tuple[domain.LeavingItem, ...]:
        query = (
            LeavingStep.select(LeavingStep.item, LeavingStep.done_at, Account.display_name, LeavingStep.note)
            .join(Account, "LEFT OUTER JOIN", on=(Account.id == LeavingStep.done_by))
            .where(LeavingStep.person == person)
            .order_by(LeavingStep.id)
        )
        return tuple(
            domain.LeavingItem(item, done_at, done_by or "", note)
            for item, done_at, done_by, note in query.tuples()
        )

    def open(self) -> dict[ids.PersonId, tuple[date, int]]:
        """Lists with something left to do: last day and how many items, by person."""
        query = (
            LeavingStep.select(LeavingStep.person, Leaving.last_day)
            .join(Leaving, on=(Leaving.person == LeavingStep.person))
            .where(LeavingStep.done_at.is_null())
        )
        found: dict[ids.PersonId, tuple[date, int]] = {}
        for person, last_day in query.tuples():
            _, count = found.get(person, (last_day, 0))
            found[ids.PersonId(person)] = (last_day, count + 1)
        return found

    def begin(
        self,
        person: int,
        last_day: date,
        reason: str,
        at: datetime,
        by: int,
        items: Iterable[str],
        ends: Ends,
    ) -> None:
        """Start a list, or change last day, reason and ends of a standing one and add the items that are new."""
        kept = {"last_day": last_day, "reason": reason, "ends": _ends_values(ends)}
        if Leaving.update(**kept).where(Leaving.person == person).execute() == 0:
            Leaving.insert(person=person, begun_at=at, begun_by=by, **kept).execute()
        standing = {item.item for item in self._items(person)}
        for item in items:
            if item not in standing:
                LeavingStep.insert(person=person, item=item).execute()

    def settle(self, person: int, item: str, at: datetime | None, by: int | None, note: str) -> None:
        """Tick an item off, or (``at`` None) open it again."""
        step = (LeavingStep.person == person) & (LeavingStep.item == item)
        LeavingStep.update(done_at=at, done_by=by, note=note).where(step).execute()

    def annotate(self, person: int, item: str, note: str) -> None:
        """Change an item's note alone."""
        step = (LeavingStep.person == person) & (LeavingStep.item == item)
        LeavingStep.update(note=note).where(step).execute()

    def ends(self, person: int) -> Ends:
        """Contracts that ended with this leaving, and when they would have ended."""
        row = Leaving.select(Leaving.ends).where(Leaving.person == person).tuples().first()
        if row is None:
            return {}
        return {
            ids.ContractId(int(contract)): (_day(last), _day(probation))
            for contract, (last, probation) in row[0].items()
        }

    def cancel(self, person: int) -> None:
        """Take the list back."""
        LeavingStep.delete().where(LeavingStep.person == person).execute()
        Leaving.delete().where(Leaving.person == person).execute()

    def duties_after(self, person: int, day: date) -> int:
        """How many rostered entries lie after a day."""
        return int(Duty.select().where((Duty.person == person) & (Duty.day > day)).count())


def _ends_values(ends: Ends) -> dict[str, list[str | None]]:
    return {
        str(int(contract)): [None if day is None else day.isoformat() for day in days]
        for contract, days in ends.items()
    }


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
