"""What can be asked about people: lists, records, contracts, contacts, acts on many records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import ContactId, ContractId, PersonId
from ehr_tui.domain.people import Contact, Details, Person
from ehr_tui.domain.people_views import PeopleChange, PeopleView, PersonView
from ehr_tui.services.intents.base import Audit, Intent, Target


@dataclass(frozen=True, slots=True)
class ListPeople(Intent[PeopleView]):
    """People within reach whose number, name, pinyin or initials contain ``search`` (all when empty)."""

    search: str = ""
    permission: ClassVar = Permission.PEOPLE_READ
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class OpenPerson(Intent[PersonView]):
    """One person's whole record; phones stay masked, reasons of restrictions hidden."""

    person: PersonId
    permission: ClassVar = Permission.PEOPLE_READ
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.NONE

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)


@dataclass(frozen=True, slots=True)
class SavePerson(Intent[PersonView]):
    """Add (id 0) or change a person; ``seen_revision`` is the one opened.

    ``phone`` None leaves the number as it is, ``details`` None leaves them as they are.

    Raises InputError ``people.*``: no name, a number already given, reversed dates, a text too long or with control
    characters, a birth date ahead, hired before sixteen, competences or task marks that overlap, unknown codes; a last
    day that is not the record's (``people.leave_by_leaving``: leaving has its own intent; only a new record may say
    that somebody has left already).  StaleWrite when changed since.
    """

    person: Person
    seen_revision: int
    phone: str | None = field(default=None, repr=False)
    details: Details | None = None
    permission: ClassVar = Permission.PEOPLE_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE
    secret_fields: ClassVar = frozenset({"phone"})

    def target(self) -> Target:
        """The person, or the new person's department."""
        if self.person.id:
            return Target(department=self.person.department, person=self.person.id)
        return Target(department=self.person.department)


@dataclass(frozen=True, slots=True)
class ChangePeople(Intent[PeopleView]):
    """One change on many records, all or nothing; ``people`` are ids with the revisions seen.

    Answers the whole list anew.  Raises StaleWrite naming who was changed since, InputError naming whom the change
    does not fit (``people.change_does_not_fit``: no competence to mark; ``people.change_nothing``).
    """

    people: tuple[tuple[PersonId, int], ...]
    change: PeopleChange
    permission: ClassVar = Permission.PEOPLE_EDIT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class SaveContact(Intent[PersonView]):
    """Add (id 0) or change whom to call for a person; ``phone`` None leaves it as it is.

    ``seen`` is what was opened, None for a new one or when nothing need be compared; its phone is masked.
    """

    person: PersonId
    contact: Contact
    phone: str | None = field(default=None, repr=False)
    seen: Contact | None = None
    permission: ClassVar = Permission.PEOPLE_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE
    secret_fields: ClassVar = frozenset({"phone"})

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)


@dataclass(frozen=True, slots=True)
class RemoveContact(Intent[PersonView]):
    """Take a contact out."""

    person: PersonId
    contact: ContactId
    permission: ClassVar = Permission.PEOPLE_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)


@dataclass(frozen=True, slots=True)
class RevealPhone(Intent[str]):
    """The whole phone number, the own one or (``contact``) that of a contact; the look is written down."""

    person: PersonId
    contact: ContactId | None = None
    permission: ClassVar = Permission.PHONE_READ
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.READ

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)


@dataclass(frozen=True, slots=True)
class SaveContract(Intent[PersonView]):
    """Add (id 0) or change a contract; ``seen`` is what was opened, None for a new one.

    ``end_former``: an open-ended or longer contract that runs when this one begins ends the day before; without it
    such an overlap is refused as any other.

    Raises InputError ``contract.*``: reversed or overlapping validity, limits out of range, a minimum above its
    maximum, a missing permit or one that does not meet the validity, probation outside the contract, an unknown shift
    code; StaleWrite when changed since.
    """

    contract: Contract
    seen: Contract | None = None
    end_former: bool = False
    permission: ClassVar = Permission.PEOPLE_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE

    def target(self) -> Target:
        """The contract's person."""
        return Target(person=self.contract.person)


@dataclass(frozen=True, slots=True)
class RemoveContract(Intent[PersonView]):
    """Take a contract out that was entered in error; what it was stays in the history.  StaleWrite when changed."""

    person: PersonId
    contract: ContractId
    seen: Contract | None = None
    permission: ClassVar = Permission.PEOPLE_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)
