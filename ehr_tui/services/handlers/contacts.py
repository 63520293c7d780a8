"""How contacts are kept."""

from __future__ import annotations

from dataclasses import replace

from ehr_tui.domain.people import Contact
from ehr_tui.domain.people_views import PersonView
from ehr_tui.errors import InputError, NotFound, StaleWrite
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.person_checks import TextField, check_text, clean_phone
from ehr_tui.services.handlers.person_view import editable, record_change, secret_marks, view_of
from ehr_tui.services.intents.people import RemoveContact, SaveContact
from ehr_tui.services.registry import handles

MOST_CONTACTS = 10


@handles(SaveContact)
def save_contact(context: Context, intent: SaveContact) -> PersonView:
    """Keep one."""
    person = editable(context, intent.person)
    contact = replace(
        intent.contact,
        name=check_text(TextField.CONTACT_NAME, intent.contact.name),
        relation=check_text(TextField.RELATION, intent.contact.relation),
    )
    if not contact.name:
        raise InputError("contact.no_name")
    phone = clean_phone(intent.phone)
    standing = context.store.contacts.of(person.id)
    before = next((c for c in standing if c.id == contact.id), None)
    if contact.id and before is None:
        raise NotFound("contact.not_found")
    if intent.seen is not None and before != intent.seen:
        raise StaleWrite("contact.changed_meanwhile", person=person.name)
    if before is None and len(standing) >= MOST_CONTACTS:
        raise InputError("contact.too_many", limit=MOST_CONTACTS)
    was = context.store.contacts.phone(person.id, contact.id) if before is not None else ""
    number = context.store.contacts.save(person.id, contact, phone)
    marks = secret_marks("telephone", was, context.store.contacts.phone(person.id, number))
    record_change(context, "contact", int(number), _values(before), _values(contact), marks)
    context.note(subject=person.name)
    return view_of(context, person.id)


@handles(RemoveContact)
def remove_contact(context: Context, intent: RemoveContact) -> PersonView:
    """Take one out."""
    person = context.store.people.get(intent.person)
    before = next((c for c in context.store.contacts.of(person.id) if c.id == intent.contact), None)
    if before is None:
        raise NotFound("contact.not_found")
    context.store.contacts.remove(before.id)
    record_change(context, "contact", int(before.id), _values(before), None)
    context.note(subject=person.name)
    return view_of(context, person.id)


def _values(contact: Contact | None) -> dict[str, str] | None:
    return None if contact is None else {"name": contact.name, "relation": contact.relation}
