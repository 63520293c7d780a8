"""People, what they may do, and their contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehr_tui.domain.ids import ContractId, DepartmentId, PersonId, PostId


class EmploymentKind(StrEnum):
    """用工形式."""

    IN_HOUSE = "in_house"
    DISPATCHED = "dispatched"
    OUTSOURCED = "outsourced"
    REHIRED = "rehired"
    INTERN = "intern"


class HoursSystem(StrEnum):
    """工时制; without a labour-office approval a contract is standard."""

    STANDARD = "standard"
    COMPREHENSIVE = "comprehensive"
    IRREGULAR = "irregular"


@dataclass(frozen=True, slots=True)
class Competence:
    """A post a person can take, from–to inclusive; ``until`` None while it lasts."""

    post: PostId
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the office rosters.  ``latin`` is the name in pinyin; ``number`` may be empty until given.

    ``phone`` is masked (138****1234); the whole number comes only by the intent that records the look.
    """

    id: PersonId
    number: str
    name: str
    latin: str
    department: DepartmentId | None
    post: PostId | None
    competences: tuple[Competence, ...] = ()
    hire_date: date | None = None
    leave_date: date | None = None  # last day employed
    phone: str = ""
    note: str = ""

    def employed(self, day: date) -> bool:
        """Whether the day lies between hiring and leaving, both inclusive."""
        return (self.hire_date is None or self.hire_date <= day) and (
            self.leave_date is None or day <= self.leave_date
        )

    def may_take(self, post: PostId, day: date) -> bool:
        """Whether the person can take a post on a day."""
        return any(c.post == post and c.holds(day) for c in self.competences)


@dataclass(frozen=True, slots=True)
class Contract:
    """What was agreed with one person, valid from–to inclusive.

    Limits in minutes or days; None means the rule's own limit holds.  ``approval`` and ``approval_to`` name the
    labour office's permit that a comprehensive or irregular system needs.
    """

    id: ContractId
    person: PersonId
    valid_from: date
    valid_to: date | None = None
    employment: EmploymentKind = EmploymentKind.IN_HOUSE
    contractor: str = ""
    hours_system: HoursSystem = HoursSystem.STANDARD
    period: str = "month"  # week, month, quarter, year: for comprehensive hours
    approval: str = ""
    approval_to: date | None = None
    max_day_minutes: int | None = None
    max_week_minutes: int | None = None
    max_month_overtime: int | None = None
    max_consecutive_days: int | None = None

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
