"""A duty: a person, a day, a shift kind, a post.  Leave and days off are duties of other classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehr_tui.domain.ids import CalloutId, DepartmentId, DutyId, PersonId, PostId, ShiftKindId


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a cell: a shift kind and, for work, the post it is done at."""

    kind: ShiftKindId
    post: PostId | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """An entry with its place in time and house.  ``department`` is where it is done and counted."""

    id: DutyId
    person: PersonId
    day: date
    kind: ShiftKindId
    post: PostId | None
    department: DepartmentId

    @property
    def entry(self) -> Entry:
        """The part that is typed into a cell."""
        return Entry(self.kind, self.post)


@dataclass(frozen=True, slots=True)
class Callout:
    """召回: somebody on phone standby was called in; these minutes are hours and end the rest.

    ``start`` and ``end`` are minutes after midnight of the standby's day; ``end`` may pass 1440 into the next.
    """

    id: CalloutId
    person: PersonId
    day: date
    start: int
    end: int
    department: DepartmentId
    reason: str = ""

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start
