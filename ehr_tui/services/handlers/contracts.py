"""How contracts are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people_views import PersonView
from ehr_tui.errors import InputError, NotFound, StaleWrite
from ehr_tui.services.context import Context
from ehr_tui.services.facts import facts_of
from ehr_tui.services.handlers.contract_checks import check_contract, overlap
from ehr_tui.services.handlers.person_view import contract_values, editable, record_change, view_of
from ehr_tui.services.intents.people import RemoveContract, SaveContract
from ehr_tui.services.registry import handles


@handles(SaveContract)
def save_contract(context: Context, intent: SaveContract) -> PersonView:
    """Keep a contract; the one that runs before may end with it."""
    contract = replace(
        intent.contract,
        contractor=intent.contract.contractor.strip(),
        approval=intent.contract.approval.strip(),
    )
    person = editable(context, contract.person)
    standing = _standing(context, contract.person)
    before = next((c for c in standing if c.id == contract.id), None)
    if contract.id and before is None:
        raise NotFound("contract.not_found")
    if intent.seen is not None and before != intent.seen:
        raise StaleWrite("contract.changed_meanwhile", person=person.name)
    if person.leave_date is not None and (contract.valid_to is None or contract.valid_to > person.leave_date):
        raise InputError("contract.after_leaving", day=person.leave_date)
    former = _former(contract, standing) if intent.end_former else None
    if former is not None:
        ended = replace(former, valid_to=contract.valid_from - timedelta(days=1))
        check_contract(ended, ())
        standing = tuple(ended if c.id == former.id else c for c in standing)
    facts = facts_of(context)
    check_contract(contract, standing, {kind.code for kind in facts.kinds.values()})
    if former is not None:
        write_contract(context, former, ended)
    write_contract(context, before, contract)
    context.note(subject=person.name)
    return view_of(context, contract.person)


@handles(RemoveContract)
def remove_contract(context: Context, intent: RemoveContract) -> PersonView:
    """Take one out."""
    person = context.store.people.get(intent.person)
    before = next((c for c in _standing(context, intent.person) if c.id == intent.contract), None)
    if before is None:
        raise NotFound("contract.not_found")
    if intent.seen is not None and before != intent.seen:
        raise StaleWrite("contract.changed_meanwhile", person=person.name)
    context.store.contracts.remove(before.id)
    record_change(context, "contract", int(before.id), contract_values(before), None)
    context.note(subject=person.name)
    return view_of(context, intent.person)


def write_contract(context: Context, before: Contract | None, after: Contract) -> None:
    """Write a checked contract and its history."""
    number = context.store.contracts.save(after)
    record_change(context, "contract", int(number), contract_values(before), contract_values(after))


def _standing(context: Context, person: PersonId) -> tuple[Contract, ...]:
    return context.store.contracts.of([person]).get(person, ())


def _former(contract: Contract, standing: tuple[Contract, ...]) -> Contract | None:
    """The contract that runs when this one begins and began before it."""
    found = (c for c in standing if c.id != contract.id and overlap(c, contract))
    return next((c for c in found if c.valid_from < contract.valid_from), None)
