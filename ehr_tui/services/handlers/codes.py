"""How code lists are kept."""

from __future__ import annotations

from dataclasses import replace

from ehr_tui.domain.codes import CodeList, entries_of
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError, StaleWrite
from ehr_tui.services.context import Context
from ehr_tui.services.intents.organisation import OrderCodes, SaveCode
from ehr_tui.services.organisation_view import check_code, check_named, check_seen, refuse_used, view_of
from ehr_tui.services.registry import handles


@handles(SaveCode)
def save_code(context: Context, intent: SaveCode) -> OrganisationView:
    """Keep an entry, or take away one that nothing uses; a new one stands last."""
    source = context.store.organisation
    value = intent.value
    listed = entries_of(source.codes(), value.list)
    standing = next((c for c in listed if c.code == value.code), None)
    name = value.name.zh or value.name.en
    record = f"{value.list.value}:{value.code}"
    context.note(subject=name)
    if intent.seen is None:
        check_code(value.code, [c.code for c in listed])
        value = replace(value, position=max((c.position for c in listed), default=0) + 1)
    elif (intent.seen.list, intent.seen.code) != (value.list, value.code):
        raise InputError("organisation.code_fixed", code=intent.seen.code)
    else:
        check_seen(False, standing, intent.seen)
        value = replace(value, position=intent.seen.position)
    if intent.removed:
        refuse_used(name, source.code_uses(value.list, value.code))
        source.remove_code(value.list, value.code)
        context.changed("code", record, standing, None)
        return view_of(context, intent.year)
    check_named(value.name, value.code)
    if value.special and value.list is not CodeList.TASK:
        raise InputError("organisation.no_special")
    source.save_code(value)
    context.changed("code", record, standing, value)
    return view_of(context, intent.year)


@handles(OrderCodes)
def order_codes(context: Context, intent: OrderCodes) -> OrganisationView:
    """Put a list into another order."""
    source = context.store.organisation
    before = entries_of(source.codes(), intent.list)
    if tuple(c.code for c in before) != intent.seen:
        raise StaleWrite("organisation.changed_meanwhile")
    if sorted(intent.ordered) != sorted(intent.seen):
        raise InputError("organisation.order")
    source.order_codes(intent.list, intent.ordered)
    place = {code: n for n, code in enumerate(intent.ordered, start=1)}
    for entry in before:
        if entry.position != place[entry.code]:
            after = replace(entry, position=place[entry.code])
            context.changed("code", f"{intent.list.value}:{entry.code}", entry, after)
    return view_of(context, intent.year)
