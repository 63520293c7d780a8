"""Departments, posts and what a department demands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

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

    def needs_review(self, today: date) -> bool:
        """Whether the headcount's next review is due."""
        return self.active and self.review_due is not None and self.review_due <= today


REVIEW_MONTHS = 6
"""How long until a headcount's next review when nothing was agreed: practice, changed in the post's form."""


def next_review(today: date, post: Post | None = None) -> date:
    """When to look at a headcount again after a review today: the span agreed last time, else half a year."""
    if post and post.headcount_reviewed and post.review_due and post.review_due > post.headcount_reviewed:
        return today + (post.review_due - post.headcount_reviewed)
    return months_later(today, REVIEW_MONTHS)


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_after = date(year + (month == 11), 1 if month == 11 else month + 2, 1)
    last = (first_after - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


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

    def meets(self, other: Demand) -> bool:
        """Whether both can hold on one day, for the same post and shift kind."""
        if (self.post, self.kind) != (other.post, other.kind):
            return False
        first = max(self.valid_from or date.min, other.valid_from or date.min)
        last = min(self.valid_to or date.max, other.valid_to or date.max)
        if last < first:
            return False
        shared = self.day_kinds & other.day_kinds
        if shared - PLAIN_DAYS:
            return True
        plain = self.weekdays & other.weekdays
        # A plain weekend day is a rest day, a plain weekday a working day.
        return (DayKind.WORKDAY in shared and bool(plain & {1, 2, 3, 4, 5})) or (
            DayKind.REST_DAY in shared and bool(plain & {6, 7})
        )
