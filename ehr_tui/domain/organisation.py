"""Departments, posts and what a department demands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.ids import DemandId, DepartmentId, PostId, ShiftKindId
from ehr_tui.domain.names import Name


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the hospital; ``code`` is short, unique and plain ASCII (``lab``)."""

    id: DepartmentId
    code: str
    name: Name
    active: bool = True


@dataclass(frozen=True, slots=True)
class Post:
    """A post 岗位 in a department; ``headcount`` is the agreed number of people, 0 when not agreed.

    ``headcount_reviewed`` and ``review_due`` are the days of the last and the next review; ``exposures`` are codes of
    the hazard list, ``tasks`` of the task list: what whoever takes the post must be allowed to do.
    """

    id: PostId
    code: str
    name: Name
    department: DepartmentId
    headcount: int = 0
    active: bool = True
    headcount_reviewed: date | None = None
    review_due: date | None = None
    exposures: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()


PLAIN_DAYS = frozenset({DayKind.WORKDAY, DayKind.REST_DAY})


@dataclass(frozen=True, slots=True)
class Demand:
    """How many people a post needs in a shift kind, from–to inclusive (None: no limit).

    On days of the plain week it holds on its ``weekdays`` (ISO 1–7), if their kind is among ``day_kinds``; on
    statutory holidays, days off swapped to them and swapped working days it holds whatever the weekday, if their kind
    is.  ``minimum`` people at least; ``maximum`` at most, None for no limit.
    """

    id: DemandId
    department: DepartmentId
    post: PostId
    kind: ShiftKindId
    weekdays: frozenset[int]
    day_kinds: frozenset[DayKind]
    minimum: int
    maximum: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def applies(self, day: date, kind: DayKind) -> bool:
        """Whether this demand holds on a day of that kind."""
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        return kind in self.day_kinds and (kind not in PLAIN_DAYS or day.isoweekday() in self.weekdays)
