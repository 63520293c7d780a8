"""What the law says of a contract's dates: remarks, never refusals, since old contracts are entered as they are."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from ehr_tui.domain.contracts import Contract, EmploymentKind

LEAST_AGE = 16
"""Years; nobody younger may be employed (Labour Law, art. 15)."""

_PROBATION = ((3, 0), (12, 1), (36, 2))
"""Months of contract below which probation may last so many months at most (Labour Contract Law, art. 19)."""
_LONGEST_PROBATION = 6


@dataclass(frozen=True, slots=True)
class ContractRemark:
    """Something to look at; words ``contract.remark.<code>``, filled with ``figures``."""

    code: str
    figures: tuple[tuple[str, int | date], ...] = ()


def months_after(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative), or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def longest_probation(contract: Contract) -> int:
    """Months that probation may last by the contract's length; 6 for one without an end."""
    if contract.valid_to is None:
        return _LONGEST_PROBATION
    over = contract.valid_to + timedelta(days=1)
    for months, longest in _PROBATION:
        if over < months_after(contract.valid_from, months):
            return longest
    return _LONGEST_PROBATION


def contract_remarks(contract: Contract) -> tuple[ContractRemark, ...]:
    """Remarks on a contract: probation longer than the law lets it be, probation of those who have none.

    Internship and rehiring after retirement are no labour contracts; the law knows no probation there.
    """
    if contract.probation_to is None:
        return ()
    if contract.employment in (EmploymentKind.INTERN, EmploymentKind.REHIRED):
        return (ContractRemark("no_probation"),)
    months = longest_probation(contract)
    last = months_after(contract.valid_from, months) - timedelta(days=1)
    if contract.probation_to <= last:
        return ()
    if months == 0:
        return (ContractRemark("probation_short_contract"),)
    return (ContractRemark("probation_long", (("n", months), ("day", last))),)


def old_enough(birth: date, hired: date) -> bool:
    """Whether somebody is sixteen on the first day (Labour Law, art. 15)."""
    return months_after(birth, 12 * LEAST_AGE) <= hired
