"""What may not be asked of a person for a time: the effects are for planners, the reason is health data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ehr_tui.domain.ids import PersonId, RestrictionId


class RestrictionKind(StrEnum):
    """Why; sensitive personal information (PIPL art. 28)."""

    PREGNANCY = "pregnancy"
    NURSING = "nursing"
    MEDICAL = "medical"
    OTHER = "other"
    HIDDEN = "hidden"  # the reader may not know


class Effect(StrEnum):
    """What follows for the roster; every planner may know."""

    NO_NIGHT = "no_night"
    NO_OVERTIME = "no_overtime"
    NO_STANDBY = "no_standby"
    NO_HAZARD = "no_hazard"  # none of ``Restriction.hazards``
    SHORTER_DAY = "shorter_day"  # ``minutes_off`` less a day, paid (nursing hour)


@dataclass(frozen=True, slots=True)
class Restriction:
    """From–to inclusive; ``until`` None while it lasts.

    ``kind`` is HIDDEN and ``reason`` empty for whoever may not read health data.  ``hazards`` are codes of the hazard
    list.  ``minutes_off`` a day for SHORTER_DAY (Special Rules on the Labour Protection of Female Employees, 2012,
    art. 9: one hour while nursing a child under one, one more per further baby).
    """

    id: RestrictionId
    person: PersonId
    effects: frozenset[Effect]
    since: date
    until: date | None = None
    hazards: frozenset[str] = frozenset()
    minutes_off: int = 0
    kind: RestrictionKind = RestrictionKind.HIDDEN
    reason: str = field(default="", repr=False)

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)
