"""Whole records of people, many at a time: for imports, for taking them back, for exports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain import people as domain
from ehr_tui.domain.contracts import Contract as DomainContract
from ehr_tui.domain.whole_record import WholeRecord
from ehr_tui.store.bulk import Told, delete_rows, insert_rows, next_id, update_rows
from ehr_tui.store.contracts import ContractsGateway, limits_values
from ehr_tui.store.people import PeopleGateway
from ehr_tui.store.tables import (
    Account,
    Callout,
    Competence,
    Contact,
    Contract,
    Duty,
    Leaving,
    Person,
    Restriction,
    TaskMark,
    VersionDuty,
)

_PERSON = (
    "number", "name", "latin", "search", "department", "post", "hire_date", "leave_date", "phone", "note", "sex",
    "standby_pool", "birth_date", "education", "major", "languages", "skills",
)  # fmt: skip
_COMPETENCE = ("person", "post", "since", "until", "experienced", "coached_until", "coach")
_MARK = ("person", "task", "may", "since", "until", "note")
_CONTRACT = (
    "person", "valid_from", "valid_to", "employment", "contractor", "hours_system", "period", "approval",
    "approval_from", "approval_to", "probation_to", "day_minutes", "limits",
)  # fmt: skip
_NAMING = (Duty, VersionDuty, Account, Callout, Leaving, Restriction)


class RecordsGateway:
    """Reads and writes whole records in bulk."""

    def __init__(self, people: PeopleGateway, contracts: ContractsGateway) -> None:
        self._people = people
        self._contracts = contracts

    def load(self, people: Sequence[domain.Person]) -> dict[ids.PersonId, WholeRecord]:
        """The whole records of people just read: a few queries, however many they are."""
        wanted = [p.id for p in people]
        details = self._details(wanted)
        contacts = self._contacts(wanted)
        contracts = self._contracts.of(wanted)
        found = {}
        for person in people:
            phone, more = details[person.id]
            found[person.id] = WholeRecord(
                replace(person, phone=""),
                phone,
                more,
                contacts.get(person.id, ()),
                contracts.get(person.id, ()),
            )
        return found

    def write(
        self,
        changes: Sequence[tuple[WholeRecord | None, WholeRecord]],
        search: Callable[[domain.Person], str],
        told: Told | None = None,
    ) -> list[WholeRecord]:
        """Write records (before None: new); each as it stands afterwards, in order.

        A coach who is new himself is named by minus his place among ``changes``, from 1.
        """
        first = next_id(Person)
        placed: list[ids.PersonId] = []
        for _, record in changes:
            placed.append(record.id or ids.PersonId(first))
            first += 0 if record.id else 1
        after = [_placed(record, number, placed) for (_, record), number in zip(changes, placed, strict=True)]
        self._write_people(changes, after, search, told)
        self._write_parts(changes, after)
        return self._write_contracts(changes, self._write_contacts(changes, after))

    def remove(self, people: Iterable[int]) -> None:
        """Take records out that nothing refers to (undo of an import)."""
        delete_rows(Person, "id", people)

    def used(self, going: Collection[int]) -> frozenset[int]:
        """Everybody whom something outside of the records names: rosters, versions, accounts, leavings …

        Those ``going`` do not count as coached: their competences go with them.
        """
        found: set[int] = set()
        for table in _NAMING:
            query = table.select(table.person).distinct().where(table.person.is_null(False))
            found |= {person for (person,) in query.tuples()}
        coached = Competence.select(Competence.coach, Competence.person).where(
            Competence.coach.is_null(False)
        )
        return frozenset(found | {coach for coach, person in coached.tuples() if person not in going})

    def _details(self, wanted: Sequence[int]) -> dict[int, tuple[str, domain.Details]]:
        query = Person.select(
            Person.id, Person.phone, Person.birth_date, Person.education, Person.major, Person.languages,
            Person.skills, Person.erased,
        )  # fmt: skip
        if len(wanted) <= 500:
            query = query.where(Person.id.in_(list(wanted)))
        return {
            number: (
                phone,
                domain.Details(
                    born, domain.Education(education), major, tuple(languages), tuple(skills), erased
                ),
            )
            for number, phone, born, education, major, languages, skills, erased in query.tuples()
        }

    def _contacts(self, wanted: Sequence[int]) -> Mapping[int, tuple[domain.Contact, ...]]:
        query = Contact.select(Contact.person, Contact.id, Contact.name, Contact.relation, Contact.phone)
        if len(wanted) <= 500:
            query = query.where(Contact.person.in_(list(wanted)))
        found: dict[int, list[domain.Contact]] = defaultdict(list)
        for person, number, name, relation, phone in query.order_by(Contact.id).tuples():
            found[person].append(domain.Contact(ids.ContactId(number), name, relation, phone))
        return {person: tuple(values) for person, values in found.items()}

    def _write_people(
        self,
        changes: Sequence[tuple[WholeRecord | None, WholeRecord]],
        after: Sequence[WholeRecord],
        search: Callable[[domain.Person], str],
        told: Told | None,
    ) -> None:
        new = [r for (before, _), r in zip(changes, after, strict=True) if before is None]
        old = [r for (before, _), r in zip(changes, after, strict=True) if before is not None]
        # The number is unique, and somebody may take what another gives up.
        update_rows(Person, ("number",), [("", r.id) for r in old])
        rows = [(*_person_values(r, search), r.id) for r in new]
        insert_rows(Person, (*_PERSON, "id"), rows, told)
        done = len(new)
        rows = [(*_person_values(r, search), r.id) for r in old]
        update_rows(Person, _PERSON, rows, None if told is None else lambda n: told(done + n))
        for start in range(0, len(old), 500):
            part = [int(r.id) for r in old[start : start + 500]]
            Person.update(revision=Person.revision + 1).where(Person.id.in_(part)).execute()

    def _write_parts(
        self, changes: Sequence[tuple[WholeRecord | None, WholeRecord]], after: Sequence[WholeRecord]
    ) -> None:
        pairs = [(before, now) for (before, _), now in zip(changes, after, strict=True)]
        moved = [r for b, r in pairs if b is None or b.person.competences != r.person.competences]
        marked = [r for b, r in pairs if b is None or b.person.tasks != r.person.tasks]
        delete_rows(Competence, "person", [r.id for r in moved])
        delete_rows(TaskMark, "person", [r.id for r in marked])
        competences = [
            (r.id, c.post, c.since, c.until, int(c.experienced), c.coached_until, c.coach)
            for r in moved
            for c in r.person.competences
        ]
        insert_rows(Competence, _COMPETENCE, competences)
        marks = [(r.id, m.task, int(m.may), m.since, m.until, m.note) for r in marked for m in r.person.tasks]
        insert_rows(TaskMark, _MARK, marks)

    def _write_contacts(
        self, changes: Sequence[tuple[WholeRecord | None, WholeRecord]], after: Sequence[WholeRecord]
    ) -> list[WholeRecord]:
        number = next_id(Contact)
        rows: list[tuple[Any, ...]] = []
        gone: list[int] = []
        done = []
        for (before, _), record in zip(changes, after, strict=True):
            standing = before.contacts if before is not None else ()
            if record.contacts != standing:
                gone += [int(c.id) for c in standing]
                kept = []
                for contact in record.contacts:
                    if not contact.id:
                        contact, number = replace(contact, id=ids.ContactId(number)), number + 1
                    kept.append(contact)
                    rows.append((contact.id, record.id, contact.name, contact.relation, contact.phone))
                record = replace(record, contacts=tuple(kept))
            done.append(record)
        delete_rows(Contact, "id", gone)
        insert_rows(Contact, ("id", "person", "name", "relation", "phone"), rows)
        return done

    def _write_contracts(
        self, changes: Sequence[tuple[WholeRecord | None, WholeRecord]], after: Sequence[WholeRecord]
    ) -> list[WholeRecord]:
        number = next_id(Contract)
        rows: list[tuple[Any, ...]] = []
        gone: list[int] = []
        done = []
        for (before, _), record in zip(changes, after, strict=True):
            standing = before.contracts if before is not None else ()
            if record.contracts != standing:
                gone += [int(c.id) for c in standing]
                kept = []
                for contract in record.contracts:
                    if not contract.id:
                        contract, number = replace(contract, id=ids.ContractId(number)), number + 1
                    kept.append(replace(contract, person=record.id))
                    rows.append((contract.id, *_contract_values(kept[-1])))
                record = replace(record, contracts=tuple(kept))
            done.append(record)
        delete_rows(Contract, "id", gone)
        insert_rows(Contract, ("id", *_CONTRACT), rows)
        return done


def _placed(record: WholeRecord, number: ids.PersonId, placed: Sequence[ids.PersonId]) -> WholeRecord:
    """The record with its id, and new coaches named by theirs."""
    competences = tuple(
        replace(c, coach=placed[-c.coach - 1]) if c.coach is not None and c.coach < 0 else c
        for c in record.person.competences
    )
    return replace(record, person=replace(record.person, id=number, competences=competences, phone=""))


def _person_values(record: WholeRecord, search: Callable[[domain.Person], str]) -> tuple[Any, ...]:
    person, details = record.person, record.details
    return (
        person.number, person.name, person.latin, search(person), person.department, person.post, person.hire_date,
        person.leave_date, record.phone, person.note, person.sex.value, int(person.standby_pool), details.birth_date,
        details.education.value, details.major, list(details.languages), list(details.skills),
    )  # fmt: skip


def _contract_values(contract: DomainContract) -> tuple[Any, ...]:
    return (
        contract.person, contract.valid_from, contract.valid_to, contract.employment.value, contract.contractor,
        contract.hours_system.value, contract.period.value, contract.approval, contract.approval_from,
        contract.approval_to, contract.probation_to, contract.day_minutes, limits_values(contract.limits),
    )  # fmt: skip
