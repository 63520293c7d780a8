"""Comprehensive hours over a quarter or a year: the period's total against its target, as far as it is known.

Regulations on comprehensive and irregular working hours, 1994, art. 5, and the Ministry's reply of 1997 (no. 271):
hours over the period's total are overtime, at most thirty-six a month on average.  Counted from the period's first
day (or the contract's) to the end of the judged month; what lies before the known span comes with the window.  Weeks
and months are the matter of ``week_hours`` and ``month_hours``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehr_tui.domain.contracts import Contract, HoursSystem, Period
from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.violation import Figure, Severity, Violation
from ehr_tui.rules.roster.balance import Balance, span_balance
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.rule import Gravity, Limits, Only, PersonRule

OVERTIME = "month_overtime_at_most_minutes"
Figures = tuple[tuple[str, Figure], ...]
_MONTHS = {Period.QUARTER: 3, Period.YEAR: 12}


def long_period(contract: Contract | None, day: date) -> bool:
    """Whether hours are counted over a quarter or a year on a day: a permit is in force for it."""
    return (
        contract is not None
        and contract.hours_system is HoursSystem.COMPREHENSIVE
        and contract.period in _MONTHS
        and contract.approved(day)
    )


def first_month(contract: Contract, month: Month) -> Month:
    """The first month of the contract's period that a month lies in."""
    length = _MONTHS[contract.period]
    return Month(month.year, (month.month - 1) // length * length + 1)


def counted_from(contract: Contract, month: Month) -> date:
    """The first day that counts: the period's, or the contract's if that is later."""
    return max(first_month(contract, month).first, contract.valid_from)


def check(index: Index, person: PersonId, limits: Limits) -> Iterator[Violation]:
    """One finding for each judged month at whose end the period's overtime is over the limit."""
    for month in index.judged_months:
        figures = _figures(index, person, month, limits)
        if figures is not None and dict(figures)["excess_minutes"]:
            yield Violation(RULE.code, RULE.severity, person, None, month.days, figures, remedy="less_hours")


def evidence(index: Index, person: PersonId, day: date, limits: Limits) -> Iterator[Evidence]:
    """The period's minutes, target and overtime up to the end of the month."""
    figures = _figures(index, person, Month.of(day), limits)
    if figures is not None:
        yield Evidence(RULE.code, figures)


def _figures(index: Index, person: PersonId, month: Month, limits: Limits) -> Figures | None:
    contract = index.contract(person, month.last.toordinal())
    if contract is None or not long_period(contract, month.last):
        return None
    first = counted_from(contract, month)
    balance = _balance(index, person, first, month.last)
    if balance is None:
        return None
    months = month.month - Month.of(first).month + 1
    own = contract.limits.max_month_overtime
    limit = months * (limits[OVERTIME] if own is None else own)
    overtime = max(0, balance.paid_minutes - balance.target_minutes)
    return (
        ("first_day", first),
        ("last_day", month.last),
        ("paid_minutes", balance.paid_minutes),
        ("target_minutes", balance.target_minutes),
        ("overtime_minutes", overtime),
        ("limit_minutes", limit),
        ("excess_minutes", max(0, overtime - limit)),
    )


def _balance(index: Index, person: PersonId, first: date, last: date) -> Balance | None:
    """The balance from a day on; None when the window was not told what lies before it."""
    known = index.window.known_first
    if first >= known:
        return span_balance(index, person, first, last)
    earlier = index.window.earlier.get(person)
    if earlier is None or earlier.first != first:
        return None
    rest = span_balance(index, person, max(known, first), last)
    return Balance(rest.paid_minutes + earlier.paid_minutes, rest.target_minutes + earlier.target_minutes)


RULE = PersonRule(
    "period_hours",
    Severity.WARN,
    check,
    evidence,
    limits={OVERTIME: 2160},
    gravity=Gravity("excess_minutes"),
    only=Only.COMPREHENSIVE,
)
