"""How somebody leaves: last day, list, contracts; the account's rights end by the last day itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.ids import ContractId
from ehr_tui.domain.leaving import Leaving
from ehr_tui.domain.people import Person
from ehr_tui.domain.people_views import PersonView
from ehr_tui.errors import InputError, NotFound, StaleWrite
from ehr_tui.services.code_facts import known_codes
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.contracts import write_contract
from ehr_tui.services.handlers.people import keep_person
from ehr_tui.services.handlers.person_checks import TextField, check_text
from ehr_tui.services.handlers.person_view import editable, record_change, view_of
from ehr_tui.services.intents.leaving import BeginLeaving, CancelLeaving, SettleLeavingItem
from ehr_tui.services.plain import plain
from ehr_tui.services.registry import handles
from ehr_tui.services.rights import administrators
from ehr_tui.store.leaving import Ends

ONE_DAY = timedelta(days=1)
FARTHEST_DAYS = 366 * 5
"""A last day farther ahead is a slip of the keys."""


@handles(BeginLeaving)
def begin_leaving(context: Context, intent: BeginLeaving) -> PersonView:
    """Set the last day, or another one."""
    store = context.store
    person = editable(context, intent.person)
    if store.people.revision(person.id) != intent.seen_revision:
        raise StaleWrite("people.changed_meanwhile", person=person.name)
    _check_day(context, person, intent.last_day)
    reason = check_text(TextField.REASON, intent.reason)
    before = store.leaving.of(person.id)
    ends = _end_contracts(context, person, intent.last_day)
    items = [entry.code for entry in known_codes(context, CodeList.LEAVING_ITEM).values() if entry.active]
    store.leaving.begin(person.id, intent.last_day, reason, context.now, int(context.user.id), items, ends)
    keep_person(context, person, replace(person, leave_date=intent.last_day), None, None)
    _check_administrators(context, person, max(context.today, intent.last_day + ONE_DAY))
    record_change(context, "leaving", int(person.id), _values(before), _values(store.leaving.of(person.id)))
    context.note(subject=person.name)
    return view_of(context, person.id)


@handles(SettleLeavingItem)
def settle_leaving_item(context: Context, intent: SettleLeavingItem) -> PersonView:
    """Tick off, or open again."""
    store = context.store
    person = store.people.get(intent.person)
    leaving = store.leaving.of(person.id)
    before = next((i for i in leaving.items if i.item == intent.item), None) if leaving else None
    if before is None:
        raise NotFound("leaving.no_item")
    note = check_text(TextField.TASK_NOTE, intent.note)
    if intent.done and before.done_at is None:
        store.leaving.settle(person.id, intent.item, context.now, int(context.user.id), note)
    elif intent.done:
        store.leaving.annotate(person.id, intent.item, note)
    else:
        store.leaving.settle(person.id, intent.item, None, None, note)
    after = store.leaving.of(person.id)
    record_change(context, "leaving", int(person.id), _values(leaving), _values(after))
    context.note(subject=person.name)
    return view_of(context, person.id)


@handles(CancelLeaving)
def cancel_leaving(context: Context, intent: CancelLeaving) -> PersonView:
    """The person stays."""
    store = context.store
    person = editable(context, intent.person)
    if person.leave_date is None:
        raise InputError("leaving.not_begun", person=person.name)
    before = store.leaving.of(person.id)
    ends = store.leaving.ends(person.id)
    for contract in store.contracts.of([person.id]).get(person.id, ()):
        # One that was changed by hand since keeps what was typed.
        if contract.id in ends and contract.valid_to == person.leave_date:
            last, probation = ends[contract.id]
            write_contract(context, contract, replace(contract, valid_to=last, probation_to=probation))
    store.leaving.cancel(person.id)
    keep_person(context, person, replace(person, leave_date=None), None, None)
    record_change(context, "leaving", int(person.id), _values(before), None)
    context.note(subject=person.name)
    return view_of(context, person.id)


def _check_day(context: Context, person: Person, last_day: date) -> None:
    if person.hire_date is not None and last_day < person.hire_date:
        raise InputError("leaving.before_hire", hired=person.hire_date, day=last_day)
    if (last_day - context.today).days > FARTHEST_DAYS:
        raise InputError("leaving.too_far", day=last_day)


def _check_administrators(context: Context, person: Person, day: date) -> None:
    """Raise when the person's account is an administrator's and nobody else would be one on a day."""
    users = context.store.accounts.users()
    keeping = [replace(user, until=None) if user.person == person.id else user for user in users]
    held = {user.person for user in administrators(keeping, context.grants, context.today)}
    if person.id in held and not administrators(users, context.grants, day):
        raise InputError("leaving.last_administrator", person=person.name)


def _end_contracts(context: Context, person: Person, last_day: date) -> Ends:
    """End what runs beyond the last day, lengthen what ended with an earlier one; the ends there were before."""
    store = context.store
    remembered = store.leaving.ends(person.id)
    contracts = store.contracts.of([person.id]).get(person.id, ())
    if later := [c for c in contracts if c.valid_from > last_day]:
        raise InputError("leaving.later_contract", first=later[0].valid_from, day=last_day)
    ends: dict[ContractId, tuple[date | None, date | None]] = {}
    for contract in contracts:
        meant, probation = contract.valid_to, contract.probation_to
        if contract.id in remembered and contract.valid_to == person.leave_date:
            meant, probation = remembered[contract.id]
        after = last_day if meant is None or meant > last_day else meant
        if after != meant:
            ends[contract.id] = (meant, probation)
        ended = replace(
            contract, valid_to=after, probation_to=None if probation is None else min(probation, after)
        )
        if ended != contract:
            write_contract(context, contract, ended)
    return ends


def _values(leaving: Leaving | None) -> dict[str, Any] | None:
    """A leaving list for the history: each item with whether it is done."""
    if leaving is None:
        return None
    items = [{"item": i.item, "done": i.done_at is not None, "note": i.note} for i in leaving.items]
    return {"last_day": plain(leaving.last_day), "reason": leaving.reason, "items": items}
