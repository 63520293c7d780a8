"""What a rule says: codes and figures, never sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehr_tui.domain.ids import PersonId, PostId, ShiftKindId

Figure = int | str | date


class Severity(StrEnum):
    """forbid needs an override right and a reason; warn is shown; soft carries a weight."""

    FORBID = "forbid"
    WARN = "warn"
    SOFT = "soft"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return ("forbid", "warn", "soft").index(self.value)


@dataclass(frozen=True, slots=True)
class Place:
    """Where demand is judged: a post's shift kind on a day."""

    post: PostId
    day: date
    kind: ShiftKindId


@dataclass(frozen=True, slots=True)
class Violation:
    """One finding of one rule.

    ``figures`` are named values (minutes, days, dates, codes of shift kinds) for the words ``violation.<rule>`` and
    ``remedy.<remedy>``; names ending in ``_minutes`` are minutes, in ``_day`` dates.  ``days`` are the dates to mark.
    """

    rule: str
    severity: Severity
    person: PersonId | None
    place: Place | None
    days: tuple[date, ...]
    figures: tuple[tuple[str, Figure], ...] = ()
    remedy: str = ""
    weight: int = 0

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two findings the same one, whatever their figures: used to see what an edit made worse."""
        return (self.rule, self.person, self.place, self.days)
