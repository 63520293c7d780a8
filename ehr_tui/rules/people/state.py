"""Where somebody stands on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.people import Details, Person, PersonState


def state_of(person: Person, contract: Contract | None, details: Details, day: date) -> PersonState:
    """The first state that fits, in the order of ``PersonState``; ``contract`` is the one in force that day, if any."""
    if details.erased is not None:
        return PersonState.ERASED
    if person.leave_date is not None and person.leave_date < day:
        return PersonState.LEFT
    if person.hire_date is not None and day < person.hire_date:
        return PersonState.NOT_YET
    if person.leave_date is not None:
        return PersonState.LEAVING
    if contract is not None and on_probation(contract, day):
        return PersonState.PROBATION
    if any(c.post == person.post and c.coached(day) for c in person.competences):
        return PersonState.COACHED
    return PersonState.ACTIVE


def on_probation(contract: Contract, day: date) -> bool:
    """Whether the contract's probation lasts on a day."""
    return contract.holds(day) and contract.probation_to is not None and day <= contract.probation_to


def contract_shown(contracts: Sequence[Contract], day: date) -> Contract | None:
    """The contract in force on a day, else the last that ended, else the first to come; oldest first."""
    holding = next((c for c in contracts if c.holds(day)), None)
    if holding is not None:
        return holding
    past = [c for c in contracts if c.valid_to is not None and c.valid_to < day]
    if past:
        return max(past, key=lambda c: c.valid_from)
    return min(contracts, key=lambda c: c.valid_from, default=None)
