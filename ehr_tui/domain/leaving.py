"""Leaving: the list that is worked off until somebody's last day, and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ehr_tui.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class LeavingItem:
    """One item of the list, by its code in the list of leaving items; ``done_at`` None while open."""

    item: str
    done_at: datetime | None = None
    done_by: str = ""  # display name
    note: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody leaves: last day, reason, what is settled.  ``closed`` once every item is done."""

    person: PersonId
    last_day: date
    reason: str
    begun_at: datetime
    begun_by: str
    items: tuple[LeavingItem, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether nothing is open."""
        return all(item.done_at is not None for item in self.items)
