"""Whom to call for a person: rows ↔ domain values, phones masked."""

from __future__ import annotations

from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain import people as domain
from ehr_tui.errors import NotFound
from ehr_tui.store.people import mask_phone
from ehr_tui.store.rows import put
from ehr_tui.store.tables import Contact


class ContactsGateway:
    """Reads and writes contacts."""

    def of(self, person: int) -> tuple[domain.Contact, ...]:
        """One person's, in the order they were entered, phones masked."""
        query = Contact.select(Contact.id, Contact.name, Contact.relation, Contact.phone)
        return tuple(
            domain.Contact(ids.ContactId(number), name, relation, mask_phone(phone))
            for number, name, relation, phone in query.where(Contact.person == person)
            .order_by(Contact.id)
            .tuples()
        )

    def phone(self, person: int, contact: int) -> str:
        """The whole number, only for the intent that records the look; raises NotFound."""
        query = Contact.select(Contact.phone).where((Contact.person == person) & (Contact.id == contact))
        row = query.tuples().first()
        if row is None:
            raise NotFound("contact.not_found")
        return str(row[0])

    def save(self, person: int, contact: domain.Contact, phone: str | None) -> ids.ContactId:
        """Add (id 0) or change; ``phone`` None leaves it as it is."""
        values: dict[str, Any] = {"person": person, "name": contact.name, "relation": contact.relation}
        if phone is not None or not contact.id:
            values["phone"] = phone or ""
        return ids.ContactId(put(Contact, int(contact.id), values))

    def remove(self, contact: int) -> None:
        """Take one out."""
        Contact.delete().where(Contact.id == contact).execute()
