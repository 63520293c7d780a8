"""A person's month: what was worked against what is expected."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.rules.roster.index import Index

WORKDAY_MINUTES = 480
"""Eight hours a day (State Council rules on working hours, 1995)."""


class Balance(NamedTuple):
    """Minutes of one month."""

    paid_minutes: int
    target_minutes: int


def month_balance(index: Index, person: PersonId, month: Month) -> Balance:
    """Paid minutes by duty day, and the target: working days while employed × 480.

    Leave on a working day fills what work leaves open of its 480 minutes: paid leave counts as its kind's
    paid minutes, the rest lowers the target.  So leave never makes a debt nor overtime; on other days it
    counts nothing. Absence without leave does neither.
    """
    timeline = index.timeline(person)
    first, last = month.first.toordinal(), month.last.toordinal()
    worked = sum(paid for ordinal, paid in timeline.paid.items() if first <= ordinal <= last)
    working = _expected(index, person, month)
    target = len(working) * WORKDAY_MINUTES
    leave: dict[int, int] = {}
    for mark in timeline.marks:
        if mark.facts.duty_class is DutyClass.LEAVE and first <= mark.ordinal <= last:
            leave[mark.ordinal] = leave.get(mark.ordinal, 0) + index.kind(mark.duty.kind).paid_minutes
    for ordinal, paid in leave.items():
        if date.fromordinal(ordinal) in working:
            missing = max(0, WORKDAY_MINUTES - timeline.paid.get(ordinal, 0))
            counted = min(paid, missing)
            worked += counted
            target -= missing - counted
    return Balance(worked, target)


def _expected(index: Index, person: PersonId, month: Month) -> tuple[date, ...]:
    days = index.working_days(month)
    known = index.window.people[person]
    if known.employed(month.first) and known.employed(month.last):
        return days
    return tuple(d for d in days if known.employed(d))
