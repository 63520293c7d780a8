"""Whom to call for a person.  The phone is masked; what is typed replaces it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ehr_tui.domain.ids import ContactId
from ehr_tui.domain.people import Contact
from ehr_tui.domain.people_views import PersonView
from ehr_tui.errors import EhrError
from ehr_tui.screens.record_form import Field, RecordForm
from ehr_tui.services.intents.people import OpenPerson, SaveContact


class ContactForm(RecordForm[PersonView]):
    """A new contact has none before it."""

    def __init__(self, view: PersonView, value: Contact | None) -> None:
        super().__init__()
        self._record = view
        self._value = value
        self.can_save = view.can_edit

    def title_words(self) -> str:
        """Of whom."""
        what = self.t("person.contact" if self._value else "person.add_contact")
        return self.t("person.of_whom", name=self._record.person.name, what=what)

    def record_key(self) -> str:
        """The person and the contact."""
        return f"{self._record.person.id}:{self._value.id if self._value else 0}"

    def fields(self) -> Sequence[Field]:
        """Three things."""
        return (
            Field("name", "people.name", most=40, errors=("contact.no_name",)),
            Field("relation", "person.relation", "person.relation_hint", most=20),
            Field(
                "phone",
                "people.phone_number",
                "person.phone_hint",
                most=30,
                secret=True,
                errors=("people.phone",),
            ),
        )

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        value = self._value
        return {} if value is None else {"name": value.name, "relation": value.relation, "phone": value.phone}

    def _about(self, error: EhrError) -> str:
        """A text that cannot be kept is said at its field, whatever the office calls that."""
        return "name" if error.params.get("field") == "contact_name" else super()._about(error)

    async def save(self) -> PersonView:
        """Keep it; the phone only when it was changed."""
        value = self._value
        phone = self.plain_text("phone")
        before = value.phone if value else ""
        contact = Contact(value.id if value else ContactId(0), self.text("name"), self.text("relation"))
        return await self.ask(
            SaveContact(self._record.person.id, contact, phone if phone != before else None, value)
        )

    async def renew(self) -> None:
        """After somebody else's change."""
        self._record = await self.ask(OpenPerson(self._record.person.id))
        held = self._value.id if self._value else None
        self._value = next((c for c in self._record.contacts if c.id == held), self._value)
