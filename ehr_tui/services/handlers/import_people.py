"""People as an import sees them: who a row means, what stands of them, what would change field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.access import Reach
from ehr_tui.domain.import_views import FieldChange
from ehr_tui.domain.people import Person
from ehr_tui.domain.whole_record import WholeRecord
from ehr_tui.errors import InputError
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.person_checks import (
    MAX_NUMBER,
    TextField,
    check_person,
    check_text,
    clean_phone,
)
from ehr_tui.store.people import mask_phone

EVERYBODY = Reach(everything=True)
PHONES = frozenset({"phone", "contact_phone"})
_PERSON = ("number", "name", "latin", "sex", "hire_date", "leave_date", "standby_pool", "note")
_DETAILS = ("birth_date", "education", "major", "languages", "skills")


class PeopleIndex:
    """Finding the person a row means: by number, else by name."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_id = {p.id: p for p in people}
        self._by_number = {p.number: p for p in self.by_id.values() if p.number}
        self._by_name: dict[str, list[Person]] = {}
        for person in self.by_id.values():
            self._by_name.setdefault(person.name, []).append(person)

    def numbered(self, number: str) -> Person | None:
        """Who has a number."""
        return self._by_number.get(number)

    def named(self, name: str, department: ids.DepartmentId | None = None) -> list[Person]:
        """Everybody of a name; where a department has some, only those."""
        found = self._by_name.get(name, [])
        here = [p for p in found if department is not None and p.department == department]
        return here or found


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called, for telling what changes."""

    departments: Mapping[int, str]
    posts: Mapping[int, str]


def records_of(context: Context, people: Sequence[Person]) -> dict[ids.PersonId, WholeRecord]:
    """The whole records of people just read."""
    return context.store.records.load(people)


def check_record(
    context: Context, record: WholeRecord, numbers: Mapping[str, tuple[int, str]], *, departments: bool
) -> None:
    """Raise InputError or NotFound for what cannot be kept.

    ``numbers``: who will have which (id and name), so that the file is not asked for each row.  ``departments`` False:
    the places are made by the same import, there is nothing to look up yet.
    """
    person = record.person
    number = person.number.strip()
    if len(number) > MAX_NUMBER or not number.isprintable():
        raise InputError("people.bad_text", limit=MAX_NUMBER)
    holder = numbers.get(number)
    if number and holder is not None and holder[0] != person.id:
        raise InputError("people.number_taken", number=number, person=holder[1])
    plain_number = replace(person, number="")
    if not departments:
        plain_number = replace(plain_number, department=None, post=None, competences=())
    check_person(context, plain_number, record.details)
    clean_phone(record.phone)
    for contact in record.contacts:
        check_text(TextField.CONTACT_NAME, contact.name)
        check_text(TextField.RELATION, contact.relation)
        clean_phone(contact.phone)


def field_changes(before: WholeRecord | None, after: WholeRecord, names: Names) -> tuple[FieldChange, ...]:
    """Field by field what would change; of somebody new, whatever is given."""
    old = _fields(before, names) if before is not None else {}
    new = _fields(after, names)
    return tuple(
        FieldChange(name, old.get(name, ""), value)
        for name, value in new.items()
        if old.get(name, "") != value
    )


def _fields(record: WholeRecord, names: Names) -> dict[str, str]:
    person, details = record.person, record.details
    found = {name: _text(getattr(person, name)) for name in _PERSON}
    found["department"] = names.departments.get(person.department or 0, "")
    found["post"] = names.posts.get(person.post or 0, "")
    found["posts"] = "、".join(dict.fromkeys(names.posts.get(c.post, "") for c in person.competences))
    found["phone"] = mask_phone(record.phone)
    found |= {name: _text(getattr(details, name)) for name in _DETAILS}
    found["contacts"] = "、".join(
        " ".join(part for part in (c.name, c.relation, mask_phone(c.phone)) if part) for c in record.contacts
    )
    found["contracts"] = "、".join(
        f"{c.valid_from.isoformat()}–{c.valid_to.isoformat() if c.valid_to else ''} {c.contractor}".strip()
        for c in record.contracts
    )
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "√" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "、".join(str(part) for part in value)
    if isinstance(value, StrEnum):
        return value.value
    return str(value or "")
