"""A record as a form needs it, and what of a change goes into its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ehr_tui.domain.access import Permission
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Details, Person
from ehr_tui.domain.people_views import PersonView
from ehr_tui.errors import InputError
from ehr_tui.rules.people.state import contract_shown, state_of
from ehr_tui.services.code_facts import codes_of
from ehr_tui.services.context import Context
from ehr_tui.services.facts import facts_of
from ehr_tui.services.plain import plain


def editable(context: Context, person: PersonId) -> Person:
    """A person whose record may be changed; raises NotFound, InputError ``people.erased``."""
    found = context.store.people.get(person)
    if context.store.people.details(person).erased is not None:
        raise InputError("people.erased")
    return found


def view_of(context: Context, person: PersonId) -> PersonView:
    """One record, phones masked and reasons of restrictions hidden."""
    facts = facts_of(context)
    store = context.store
    found, details = store.people.get(person), store.people.details(person)
    contracts = store.contracts.of([person]).get(person, ())
    leaving = store.leaving.of(person)
    last_day = found.leave_date
    place = (person, found.department)
    return PersonView(
        person=found,
        revision=store.people.revision(person),
        details=details,
        state=state_of(found, contract_shown(contracts, context.today), details, context.today),
        contracts=contracts,
        contacts=store.contacts.of(person),
        restrictions=store.restrictions.of([person]).get(person, ()),
        leaving=leaving,
        future_duties=0 if last_day is None else store.leaving.duties_after(person, last_day),
        departments=tuple(facts.departments.values()),
        posts=tuple(facts.posts.values()),
        codes=codes_of(context),
        can_edit=context.reach_of(Permission.PEOPLE_EDIT).covers_person(*place),
        can_see_phone=context.reach_of(Permission.PHONE_READ).covers_person(*place),
        can_see_health=context.reach_of(Permission.HEALTH_READ).covers_person(*place),
        can_edit_health=context.reach_of(Permission.HEALTH_EDIT).covers_person(*place),
        has_account=bool(store.merging.accounts((int(person),))),
    )


# Histories


def record_values(person: Person | None, details: Details | None = None) -> dict[str, Any] | None:
    """A record's fields for its history; a phone stands in no history."""
    if person is None:
        return None
    values = plain(person) | (plain(details) if details is not None else {})
    return {name: value for name, value in values.items() if name not in ("phone", "erased")}


def contract_values(contract: Contract | None) -> dict[str, Any] | None:
    """A contract's fields for its history: only the limits that are set."""
    if contract is None:
        return None
    values: dict[str, Any] = plain(contract)
    limits = {name: value for name, value in values.pop("limits").items() if value not in (None, {})}
    return {name: value for name, value in values.items() if value not in (None, "")} | {"limits": limits}


def secret_marks(name: str, before: str, after: str) -> dict[str, tuple[str, str]]:
    """Marks that say of what stands in no history only whether it was entered, changed or taken out."""
    return {} if before == after else {name: ("***" if before else "", "****" if after else "")}


def record_change(
    context: Context,
    kind: str,
    record: object,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    hidden: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """Field-wise changes for the history; ``hidden`` are marks that stand for what may not be written down."""

    def marked(values: Mapping[str, Any] | None, place: int) -> dict[str, Any] | None:
        if values is None:
            return None
        return {**values, **{name: marks[place] for name, marks in (hidden or {}).items()}}

    context.changed(kind, record, marked(before, 0), marked(after, 1))
