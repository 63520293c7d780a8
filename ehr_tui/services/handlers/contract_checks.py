"""What a contract must be like to be kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum

from ehr_tui.domain.contracts import Contract, ContractLimits, HoursSystem
from ehr_tui.errors import InputError
from ehr_tui.services.handlers.person_checks import TextField, check_text


class LimitField(StrEnum):
    """Limits with a range; words ``limit_field.<name>``."""

    MAX_DAY_MINUTES = "max_day_minutes"
    MAX_WEEK_MINUTES = "max_week_minutes"
    MAX_MONTH_MINUTES = "max_month_minutes"
    MAX_MONTH_OVERTIME = "max_month_overtime"
    MAX_CONSECUTIVE_DAYS = "max_consecutive_days"
    MIN_CONSECUTIVE_DAYS = "min_consecutive_days"
    MIN_DAYS_OFF = "min_days_off"
    MAX_DAYS_OFF = "max_days_off"
    MAX_WEEKENDS = "max_weekends"
    MAX_NIGHTS = "max_nights"
    MAX_NIGHTS_IN_ROW = "max_nights_in_row"
    DAY_MINUTES = "day_minutes"
    PER_KIND = "per_kind"


_DAY = 1440
RANGES: dict[LimitField, tuple[int, int]] = {
    LimitField.MAX_DAY_MINUTES: (1, _DAY),
    LimitField.MAX_WEEK_MINUTES: (1, 7 * _DAY),
    LimitField.MAX_MONTH_MINUTES: (1, 31 * _DAY),
    LimitField.MAX_MONTH_OVERTIME: (0, 31 * _DAY),
    LimitField.MAX_CONSECUTIVE_DAYS: (1, 31),
    LimitField.MIN_CONSECUTIVE_DAYS: (1, 31),
    LimitField.MIN_DAYS_OFF: (1, 31),
    LimitField.MAX_DAYS_OFF: (1, 31),
    LimitField.MAX_WEEKENDS: (0, 6),
    LimitField.MAX_NIGHTS: (0, 31),
    LimitField.MAX_NIGHTS_IN_ROW: (0, 31),
}
"""Lowest and highest, both allowed: minutes, days, counts.  No overtime, weekends or nights at all is 0."""
_MINUTES = frozenset({
    LimitField.MAX_DAY_MINUTES, LimitField.MAX_WEEK_MINUTES, LimitField.MAX_MONTH_MINUTES,
    LimitField.MAX_MONTH_OVERTIME, LimitField.DAY_MINUTES,
})  # fmt: skip
_PAIRS = (
    (LimitField.MIN_CONSECUTIVE_DAYS, LimitField.MAX_CONSECUTIVE_DAYS),
    (LimitField.MIN_DAYS_OFF, LimitField.MAX_DAYS_OFF),
    (LimitField.MAX_DAY_MINUTES, LimitField.MAX_WEEK_MINUTES),
    (LimitField.MAX_WEEK_MINUTES, LimitField.MAX_MONTH_MINUTES),
    (LimitField.MAX_NIGHTS_IN_ROW, LimitField.MAX_NIGHTS),
)
"""What cannot be greater than what: a day's hours than its week's, nights in a row than the month's."""


def check_contract(
    contract: Contract, standing: Sequence[Contract], kinds: Collection[str] | None = None
) -> None:
    """Raise InputError ``contract.*`` for what contradicts itself or another contract of the person.

    ``kinds`` are the shift codes there are; None leaves them unchecked.
    """
    _check_dates(contract)
    for other in standing:
        if other.id != contract.id and overlap(contract, other):
            code = "contract.overlap" if other.valid_to else "contract.overlap_open"
            raise InputError(code, first=other.valid_from, last=other.valid_to or "")
    check_text(TextField.CONTRACTOR, contract.contractor)
    _check_approval(contract)
    _check_probation(contract)
    _check_limits(contract.limits, kinds)
    if not 0 < contract.day_minutes <= _DAY:
        raise _outside(LimitField.DAY_MINUTES, 1, _DAY)


def _check_dates(contract: Contract) -> None:
    if contract.valid_to is not None and contract.valid_to < contract.valid_from:
        raise InputError("people.dates_reversed", first=contract.valid_from, last=contract.valid_to)


def _check_approval(contract: Contract) -> None:
    approval = check_text(TextField.APPROVAL, contract.approval)
    if contract.hours_system is not HoursSystem.STANDARD and not approval:
        raise InputError("contract.no_approval")
    first, last = contract.approval_from, contract.approval_to
    if not approval and (first or last):
        raise InputError("contract.approval_without_number")
    if first is not None and last is not None and last < first:
        raise InputError("people.dates_reversed", first=first, last=last)
    if contract.hours_system is HoursSystem.STANDARD:
        return
    # A permit is renewed while a contract runs; one that never meets it belongs to another contract.
    ends_before = last is not None and last < contract.valid_from
    begins_after = first is not None and contract.valid_to is not None and first > contract.valid_to
    if ends_before or begins_after:
        raise InputError("contract.approval_elsewhere", first=first or "", last=last or "")


def _check_probation(contract: Contract) -> None:
    last = contract.probation_to
    if last is None:
        return
    if last < contract.valid_from or (contract.valid_to is not None and last > contract.valid_to):
        raise InputError("contract.probation_outside", day=last)


def _check_limits(limits: ContractLimits, kinds: Collection[str] | None) -> None:
    for name, (lowest, highest) in RANGES.items():
        value = getattr(limits, name.value)
        if value is not None and not lowest <= value <= highest:
            raise _outside(name, lowest, highest)
    for less, more in _PAIRS:
        one, other = getattr(limits, less.value), getattr(limits, more.value)
        if one is not None and other is not None and one > other:
            raise InputError("contract.min_above_max", less=less, more=more)
    for code, most in limits.per_kind.items():
        if kinds is not None and code not in kinds:
            raise InputError("contract.no_kind", value=code[:10])
        if not 0 <= most <= 31:
            raise _outside(LimitField.PER_KIND, 0, 31)


def _outside(field: LimitField, lowest: int, highest: int) -> InputError:
    """What to say of a figure out of its range: minutes are shown as hours."""
    if field in _MINUTES:
        return InputError("contract.limit_hours", field=field, lowest_minutes=lowest, limit_minutes=highest)
    return InputError("contract.limit", field=field, lowest=lowest, limit=highest)


def overlap(one: Contract, other: Contract) -> bool:
    """Whether two contracts hold on some day together."""
    end_one, end_other = one.valid_to or date.max, other.valid_to or date.max
    return one.valid_from <= end_other and other.valid_from <= end_one
