"""What was worked against what is expected, over a month or any other span."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ehr_tui.domain.contracts import WORKDAY_MINUTES
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.people import Sex
from ehr_tui.domain.restrictions import Effect
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.rules.roster.index import Index


class Balance(NamedTuple):
    """Minutes of one span."""

    paid_minutes: int
    target_minutes: int


def month_balance(index: Index, person: PersonId, month: Month) -> Balance:
    """The balance of a month."""
    return span_balance(index, person, month.first, month.last)


def span_balance(
    index: Index, person: PersonId, first: date, last: date, *, shortened: bool = True
) -> Balance:
    """Paid minutes by duty day, and the target: what each working day asks for while employed (``day_target``).

    Leave on a working day fills what work leaves open of it: paid leave counts as its kind's paid minutes, the
    rest lowers the target.  So leave never makes a debt nor overtime; on other days it counts nothing.  Absence
    without leave does neither.
    """
    timeline = index.timeline(person)
    low, high = first.toordinal(), last.toordinal()
    worked = sum(paid for ordinal, paid in timeline.paid.items() if low <= ordinal <= high)
    working = _expected(index, person, first, last)
    target = _target(index, person, first, last, working, shortened=shortened)
    leave: dict[int, int] = {}
    for mark in timeline.marks:
        if mark.facts.duty_class is DutyClass.LEAVE and low <= mark.ordinal <= high:
            leave[mark.ordinal] = leave.get(mark.ordinal, 0) + index.kind(mark.duty.kind).paid_minutes
    for ordinal, paid in leave.items():
        day = date.fromordinal(ordinal)
        if day in working:
            asked = day_target(index, person, day, shortened=shortened)
            missing = max(0, asked - timeline.paid.get(ordinal, 0))
            counted = min(paid, missing)
            worked += counted
            target -= missing - counted
    return Balance(worked, target)


def day_target(index: Index, person: PersonId, day: date, *, shortened: bool = True) -> int:
    """What a working day asks for: the contract's ``day_minutes`` less half-days and restrictions that shorten it.

    Without a contract in force eight hours (State Council rules on working hours, 1995, art. 3); half-days of women
    by the Regulation on Public Holidays, art. 3; nursing time by the Special Rules on the Labour Protection of Female
    Employees, 2012, art. 9.
    """
    contract = index.contract(person, day.toordinal())
    minutes = contract.day_minutes if contract is not None else WORKDAY_MINUTES
    woman = index.window.people[person].sex is Sex.FEMALE
    minutes -= index.window.calendar.off_minutes(day, woman=woman)
    if shortened:
        minutes -= shorter_by(index, person, day)
    return max(0, minutes)


def shorter_by(index: Index, person: PersonId, day: date) -> int:
    """Minutes that a day is shorter for the person; of several restrictions the one that shortens most counts."""
    found = index.restricted(person, Effect.SHORTER_DAY)
    return max((r.minutes_off for r in found if r.holds(day)), default=0)


def _target(
    index: Index, person: PersonId, first: date, last: date, working: Sequence[date], *, shortened: bool
) -> int:
    contracts = index.window.contracts.get(person, ())
    lasting = next((c for c in contracts if c.holds(first) and c.holds(last)), None)
    if lasting is None and all(c.day_minutes == WORKDAY_MINUTES for c in contracts):
        minutes: int | None = WORKDAY_MINUTES
    else:
        minutes = lasting.day_minutes if lasting is not None else None
    uneven = index.span(first, last).halves or (
        shortened and index.restricted(person, Effect.SHORTER_DAY) != ()
    )
    if minutes is not None and not uneven:
        return len(working) * minutes
    return sum(day_target(index, person, day, shortened=shortened) for day in working)


def _expected(index: Index, person: PersonId, first: date, last: date) -> tuple[date, ...]:
    days = index.span(first, last).working
    known = index.window.people[person]
    if known.employed(first) and known.employed(last):
        return days
    return tuple(d for d in days if known.employed(d))
