"""A person's record with everything that hangs on it, as sheets bring it in and carry it out."""

from __future__ import annotations

from dataclasses import dataclass, field

from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Contact, Details, Person


@dataclass(frozen=True, slots=True)
class WholeRecord:
    """``person.phone`` is empty; ``phone`` is the whole number.  A contract or contact with id 0 is new."""

    person: Person
    phone: str = field(default="", repr=False)
    details: Details = Details()
    contacts: tuple[Contact, ...] = ()
    contracts: tuple[Contract, ...] = ()

    @property
    def id(self) -> PersonId:
        """Whose record it is; 0 before it is written."""
        return self.person.id
