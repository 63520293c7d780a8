"""Contracts: what was agreed with a person, and the limits that hold for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ehr_tui.domain.ids import ContractId, PersonId

WORKDAY_MINUTES = 480
"""Eight hours a day (State Council rules on working hours, 1995)."""


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


class Period(StrEnum):
    """Over which comprehensive hours are counted."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class ContractLimits:
    """Limits of one contract, in minutes, days or counts; None means the rule's own limit holds.

    ``per_kind``: most duties a month of a shift code (``{"N": 4}``); a code names every department's kind of it.
    """

    max_day_minutes: int | None = None
    max_week_minutes: int | None = None
    max_month_minutes: int | None = None
    max_month_overtime: int | None = None
    max_consecutive_days: int | None = None
    min_consecutive_days: int | None = None  # days at work in a row, once begun
    min_days_off: int | None = None  # days off in a row, once begun
    max_days_off: int | None = None
    max_weekends: int | None = None  # weekends with work, a month
    max_nights: int | None = None  # a month
    max_nights_in_row: int | None = None
    per_kind: Mapping[str, int] = field(default_factory=dict)


NO_LIMITS = ContractLimits()


@dataclass(frozen=True, slots=True)
class Contract:
    """What was agreed with one person, valid from–to inclusive.

    ``approval``, ``approval_from`` and ``approval_to`` name the labour office's permit that a comprehensive or
    irregular system needs; it belongs to the employer.  ``day_minutes``: what a working day counts toward the target.
    ``probation_to``: last day of 试用期, which training never changes.
    """

    id: ContractId
    person: PersonId
    valid_from: date
    valid_to: date | None = None
    employment: EmploymentKind = EmploymentKind.IN_HOUSE
    contractor: str = ""
    hours_system: HoursSystem = HoursSystem.STANDARD
    period: Period = Period.MONTH
    approval: str = ""
    approval_from: date | None = None
    approval_to: date | None = None
    probation_to: date | None = None
    day_minutes: int = WORKDAY_MINUTES
    limits: ContractLimits = NO_LIMITS

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def approved(self, day: date) -> bool:
        """Whether its permit is in force on a day."""
        return (
            bool(self.approval)
            and (self.approval_from is None or self.approval_from <= day)
            and (self.approval_to is None or day <= self.approval_to)
        )
