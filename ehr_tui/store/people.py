"""People, competences and contracts: rows ↔ domain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain import people as domain
from ehr_tui.domain.access import Reach
from ehr_tui.errors import NotFound
from ehr_tui.store.rows import put
from ehr_tui.store.tables import Competence, Contract, Person

_USED = """SELECT EXISTS (SELECT 1 FROM duty WHERE person_id = ?)
    OR EXISTS (SELECT 1 FROM contract WHERE person_id = ?) OR EXISTS (SELECT 1 FROM account WHERE person_id = ?)
    OR EXISTS (SELECT 1 FROM version_duty WHERE person_id = ?)"""


def mask_phone(phone: str) -> str:
    """``138****1234``; short numbers are hidden whole."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else "*" * len(phone)


class PeopleGateway:
    """Reads and writes people."""

    def by_ids(self, wanted: Iterable[int]) -> dict[ids.PersonId, domain.Person]:
        """People by id; unknown ids are left out."""
        numbers = list(set(wanted))
        if not numbers:
            return {}
        return {p.id: p for p in self._load(Person.id.in_(numbers))}

    def all(self, reach: Reach) -> tuple[domain.Person, ...]:
        """Everybody within reach, by department, number, name."""
        return self._load(_within(reach))

    def search(self, reach: Reach, text: str) -> tuple[domain.Person, ...]:
        """People within reach whose number, name, pinyin or initials contain the text."""
        needle = text.strip().lower().replace(" ", "")
        if not needle:
            return self.all(reach)
        where = Person.search.contains(needle) | Person.name.contains(needle) | Person.number.contains(needle)
        within = _within(reach)
        return self._load(where if within is None else where & within)

    def in_department(self, department: int) -> tuple[domain.Person, ...]:
        """People whose home the department is."""
        return self._load(Person.department == department)

    def get(self, person: int) -> domain.Person:
        """One person; raises NotFound."""
        found = self._load(Person.id == person)
        if not found:
            raise NotFound("people.not_found")
        return found[0]

    def home_department(self, person: int) -> ids.DepartmentId | None:
        """The home department, None when the person is unknown or has none."""
        row = Person.select(Person.department).where(Person.id == person).tuples().first()
        return ids.DepartmentId(row[0]) if row and row[0] is not None else None

    def revision(self, person: int) -> int:
        """Grows with every change of the record; 0 when unknown."""
        row = Person.select(Person.revision).where(Person.id == person).tuples().first()
        return int(row[0]) if row else 0

    def phone(self, person: int) -> str:
        """The whole number; only for the intent that records the look."""
        row = Person.select(Person.phone).where(Person.id == person).tuples().first()
        return str(row[0]) if row else ""

    def named_by_number(self, number: str, besides: int = 0) -> str:
        """The name of who else has a number; empty when nobody has."""
        if not number:
            return ""
        query = Person.select(Person.name).where((Person.number == number) & (Person.id != besides))
        row = query.tuples().first()
        return str(row[0]) if row else ""

    def count(self, reach: Reach) -> int:
        """How many are within reach."""
        query = Person.select()
        within = _within(reach)
        return int((query if within is None else query.where(within)).count())

    def save(self, person: domain.Person, search: str, phone: str | None = None) -> ids.PersonId:
        """Add (id 0) or change; competences are replaced; ``phone`` None leaves the number as it is."""
        values: dict[str, Any] = {
            "number": person.number,
            "name": person.name,
            "latin": person.latin,
            "search": search,
            "department": person.department,
            "post": person.post,
            "hire_date": person.hire_date,
            "leave_date": person.leave_date,
            "note": person.note,
        }
        if phone is not None:
            values["phone"] = phone
        if person.id:
            values["revision"] = self.revision(person.id) + 1
        number = put(Person, int(person.id), values)
        if person.id:
            Competence.delete().where(Competence.person == number).execute()
        rows = [
            {"person": number, "post": c.post, "since": c.since, "until": c.until} for c in person.competences
        ]
        if rows:
            Competence.insert_many(rows).execute()
        return ids.PersonId(number)

    def remove(self, person: int) -> None:
        """Take a person out that nothing refers to (undo of an import)."""
        Person.delete().where(Person.id == person).execute()

    def is_used(self, person: int) -> bool:
        """Whether a roster, a published version, a contract or an account names the person."""
        (used,) = Person._meta.database.execute_sql(_USED, (person,) * 4).fetchone()
        return bool(used)

    def remove_contract(self, contract: int) -> None:
        """Take a contract out (undo of an import)."""
        Contract.delete().where(Contract.id == contract).execute()

    def _load(self, where: Any) -> tuple[domain.Person, ...]:
        query = Person.select(
            Person.id, Person.number, Person.name, Person.latin, Person.department, Person.post, Person.hire_date,
            Person.leave_date, Person.phone, Person.note,
        ).order_by(Person.department, Person.number, Person.name, Person.id)  # fmt: skip
        if where is not None:
            query = query.where(where)
        rows = list(query.tuples())
        competences = self._competences([row[0] for row in rows] if where is not None else None)
        return tuple(_person(row, competences.get(row[0], ())) for row in rows)

    def _competences(self, people: list[int] | None) -> Mapping[int, tuple[domain.Competence, ...]]:
        query = Competence.select(Competence.person, Competence.post, Competence.since, Competence.until)
        if people is not None and len(people) <= 500:
            query = query.where(Competence.person.in_(people))
        found: dict[int, list[domain.Competence]] = defaultdict(list)
        for person, post, since, until in query.order_by(Competence.since, Competence.id).tuples():
            found[person].append(domain.Competence(ids.PostId(post), since, until))
        return {person: tuple(values) for person, values in found.items()}

    def contracts(self, people: Iterable[int]) -> dict[ids.PersonId, tuple[domain.Contract, ...]]:
        """Contracts by person, oldest first."""
        found: dict[ids.PersonId, list[domain.Contract]] = defaultdict(list)
        query = Contract.select().order_by(Contract.valid_from)
        wanted = list(set(people))
        if len(wanted) <= 500:
            query = query.where(Contract.person.in_(wanted))
        for row in query.dicts():
            found[ids.PersonId(row["person"])].append(_contract(row))
        return {person: tuple(values) for person, values in found.items()}

    def contracts_ending(self, first: date, last: date) -> tuple[domain.Contract, ...]:
        """Contracts whose last day lies in the span."""
        query = Contract.select().where(Contract.valid_to.between(first, last)).order_by(Contract.valid_to)
        return tuple(_contract(row) for row in query.dicts())

    def save_contract(self, contract: domain.Contract) -> ids.ContractId:
        """Add (id 0) or change."""
        values = {
            name: getattr(contract, name)
            for name in (
                "valid_from", "valid_to", "contractor", "period", "approval", "approval_to", "max_day_minutes",
                "max_week_minutes", "max_month_overtime", "max_consecutive_days",
            )
        }  # fmt: skip
        values |= {
            "person": contract.person,
            "employment": contract.employment.value,
            "hours_system": contract.hours_system.value,
        }
        return ids.ContractId(put(Contract, int(contract.id), values))


def _within(reach: Reach) -> Any:
    """The condition of a reach; None when everything is reached."""
    if reach.everything:
        return None
    own = Person.id == (reach.person if reach.person is not None else -1)
    return own | Person.department.in_(list(reach.departments)) if reach.departments else own


def _person(row: tuple[Any, ...], competences: tuple[domain.Competence, ...]) -> domain.Person:
    number, staff_number, name, latin, department, post, hired, left, phone, note = row
    return domain.Person(
        id=ids.PersonId(number),
        number=staff_number,
        name=name,
        latin=latin,
        department=None if department is None else ids.DepartmentId(department),
        post=None if post is None else ids.PostId(post),
        competences=competences,
        hire_date=hired,
        leave_date=left,
        phone=mask_phone(phone),
        note=note,
    )


def _contract(row: dict[str, Any]) -> domain.Contract:
    return domain.Contract(
        id=ids.ContractId(row["id"]),
        person=ids.PersonId(row["person"]),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        employment=domain.EmploymentKind(row["employment"]),
        contractor=row["contractor"],
        hours_system=domain.HoursSystem(row["hours_system"]),
        period=row["period"],
        approval=row["approval"],
        approval_to=row["approval_to"],
        max_day_minutes=row["max_day_minutes"],
        max_week_minutes=row["max_week_minutes"],
        max_month_overtime=row["max_month_overtime"],
        max_consecutive_days=row["max_consecutive_days"],
    )
