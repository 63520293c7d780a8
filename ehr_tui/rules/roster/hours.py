"""Paid minutes per day, week and month.  A night counts wholly on the day it starts.

A contract's own limit goes before the department's.  With a permit in force, irregular hours are held only
to the limits their contract names; comprehensive hours have no weekly limit unless the contract names one
or the period is the week, and none by month when the period is a quarter or a year (rule ``period_hours``).
Without a permit in force a contract is standard.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ehr_tui.domain.contracts import Contract, HoursSystem, Period
from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.violation import Figure, Severity, Violation
from ehr_tui.rules.roster.balance import month_balance
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.period import long_period
from ehr_tui.rules.roster.rule import Gravity, Limits, PersonRule

AT_MOST = "at_most_minutes"
OVERTIME = "overtime_at_most_minutes"
Figures = tuple[tuple[str, Figure], ...]


def hours_system(contract: Contract | None, day: date) -> HoursSystem:
    """The system that holds on a day: standard unless a permit is in force."""
    return contract.hours_system if contract is not None and contract.approved(day) else HoursSystem.STANDARD


# -- the day -----------------------------------------------------------------------------------------------
def day_limit(contract: Contract | None, day: date, limit: int) -> int | None:
    """Paid minutes a day, None for no limit."""
    if contract is not None and contract.limits.max_day_minutes is not None:
        return contract.limits.max_day_minutes
    return None if hours_system(contract, day) is HoursSystem.IRREGULAR else limit


def check_day(index: Index, person: PersonId, limits: Limits) -> Iterator[Violation]:
    """One finding for each day over the limit."""
    common = limits[AT_MOST]
    contracts = bool(index.window.contracts.get(person))
    for ordinal, paid in index.timeline(person).paid.items():
        if not contracts and paid <= common:
            continue
        day = date.fromordinal(ordinal)
        limit = day_limit(index.contract(person, ordinal), day, common)
        if limit is not None and paid > limit:
            yield _violation(DAY, person, (day,), _over(paid, limit, day, day))


def day_evidence(index: Index, person: PersonId, day: date, limits: Limits) -> Iterator[Evidence]:
    """The day's minutes against the limit."""
    paid = index.timeline(person).paid.get(day.toordinal())
    limit = day_limit(index.contract(person, day.toordinal()), day, limits[AT_MOST])
    if paid is not None and limit is not None:
        yield Evidence("day_hours", _over(paid, limit, day, day))


# -- the week ----------------------------------------------------------------------------------------------
def week_limit(contract: Contract | None, day: date, limit: int) -> int | None:
    """Paid minutes from Monday to Sunday, None for no limit."""
    if contract is not None and contract.limits.max_week_minutes is not None:
        return contract.limits.max_week_minutes
    system = hours_system(contract, day)
    if system is HoursSystem.IRREGULAR:
        return None
    if system is HoursSystem.COMPREHENSIVE and contract is not None and contract.period is not Period.WEEK:
        return None
    return limit


def check_week(index: Index, person: PersonId, limits: Limits) -> Iterator[Violation]:
    """One finding for each week over the limit; the contract is that of its first day at work."""
    common = limits[AT_MOST]
    contracts = bool(index.window.contracts.get(person))
    weeks: dict[int, int] = {}
    first_at_work: dict[int, int] = {}
    for ordinal, paid in index.timeline(person).paid.items():
        monday = _monday(ordinal)
        weeks[monday] = weeks.get(monday, 0) + paid
        first_at_work[monday] = min(ordinal, first_at_work.get(monday, ordinal))
    for monday, paid in weeks.items():
        if not contracts and paid <= common:
            continue
        at_work = first_at_work[monday]
        limit = week_limit(index.contract(person, at_work), date.fromordinal(at_work), common)
        if limit is not None and paid > limit:
            days = tuple(date.fromordinal(monday + n) for n in range(7))
            yield _violation(WEEK, person, days, _over(paid, limit, days[0], days[-1]))


def week_evidence(index: Index, person: PersonId, day: date, limits: Limits) -> Iterator[Evidence]:
    """The week's minutes against the limit."""
    monday = _monday(day.toordinal())
    paid = {o: m for o, m in index.timeline(person).paid.items() if _monday(o) == monday}
    if not paid:
        return
    at_work = min(paid)
    limit = week_limit(index.contract(person, at_work), date.fromordinal(at_work), limits[AT_MOST])
    if limit is not None:
        first = date.fromordinal(monday)
        yield Evidence("week_hours", _over(sum(paid.values()), limit, first, first + timedelta(days=6)))


# -- the month ---------------------------------------------------------------------------------------------
def month_limit(contract: Contract | None, day: date, limit: int) -> int | None:
    """Overtime minutes a month, None for no limit."""
    if long_period(contract, day):
        return None
    if contract is not None and contract.limits.max_month_overtime is not None:
        return contract.limits.max_month_overtime
    return None if hours_system(contract, day) is HoursSystem.IRREGULAR else limit


def check_month(index: Index, person: PersonId, limits: Limits) -> Iterator[Violation]:
    """One finding for each judged month with too much overtime; the contract is that of its last day."""
    if not index.timeline(person).paid:
        return
    for month in index.judged_months:
        figures = _month_figures(index, person, month, limits)
        if figures is not None and dict(figures)["excess_minutes"] != 0:
            yield _violation(MONTH, person, month.days, figures)


def month_evidence(index: Index, person: PersonId, day: date, limits: Limits) -> Iterator[Evidence]:
    """The month's minutes, target and overtime."""
    figures = _month_figures(index, person, Month.of(day), limits)
    if figures is not None and index.timeline(person).paid:
        yield Evidence("month_hours", figures)


def _month_figures(index: Index, person: PersonId, month: Month, limits: Limits) -> Figures | None:
    last = month.last
    limit = month_limit(index.contract(person, last.toordinal()), last, limits[OVERTIME])
    if limit is None:
        return None
    balance = month_balance(index, person, month)
    overtime = max(0, balance.paid_minutes - balance.target_minutes)
    return (
        ("paid_minutes", balance.paid_minutes),
        ("target_minutes", balance.target_minutes),
        ("overtime_minutes", overtime),
        ("limit_minutes", limit),
        ("excess_minutes", max(0, overtime - limit)),
        ("month", str(month)),
    )


# -- shared ------------------------------------------------------------------------------------------------
def _monday(ordinal: int) -> int:
    return ordinal - (ordinal - 1) % 7  # ordinal 1 is a Monday


def _over(paid: int, limit: int, first: date, last: date) -> Figures:
    return (
        ("paid_minutes", paid),
        ("limit_minutes", limit),
        ("excess_minutes", max(0, paid - limit)),
        ("first_day", first),
        ("last_day", last),
    )


def _violation(rule: PersonRule, person: PersonId, days: tuple[date, ...], figures: Figures) -> Violation:
    return Violation(rule.code, rule.severity, person, None, days, figures, remedy="less_hours")


_EXCESS = Gravity("excess_minutes")
DAY = PersonRule("day_hours", Severity.WARN, check_day, day_evidence, limits={AT_MOST: 660}, gravity=_EXCESS)
WEEK = PersonRule(
    "week_hours", Severity.WARN, check_week, week_evidence, limits={AT_MOST: 2640}, gravity=_EXCESS
)
MONTH = PersonRule(
    "month_hours", Severity.WARN, check_month, month_evidence, limits={OVERTIME: 2160}, gravity=_EXCESS
)
