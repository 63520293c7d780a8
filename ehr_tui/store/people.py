"""People, their competences and task marks: rows ↔ domain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from ehr_tui.domain import ids
from ehr_tui.domain import people as domain
from ehr_tui.domain.access import Reach
from ehr_tui.errors import NotFound
from ehr_tui.store.rows import among, day_of, listed, plain_rows, put
from ehr_tui.store.tables import Competence, Person, TaskMark

_USED = """SELECT EXISTS (SELECT 1 FROM duty WHERE person_id = ?)
    OR EXISTS (SELECT 1 FROM contract WHERE person_id = ?) OR EXISTS (SELECT 1 FROM account WHERE person_id = ?)
    OR EXISTS (SELECT 1 FROM version_duty WHERE person_id = ?)"""


_COLUMNS = (
    Person.id, Person.number, Person.name, Person.latin, Person.department, Person.post, Person.hire_date,
    Person.leave_date, Person.phone, Person.note, Person.sex, Person.standby_pool,
)  # fmt: skip
_WIDTH = len(_COLUMNS)
_PHONE = 8
_ORDER = (Person.department, Person.number, Person.name, Person.id)


def mask_phone(phone: str) -> str:
    """``138****1234``; short numbers are hidden whole."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else "*" * len(phone)


@dataclass(frozen=True, slots=True)
class Record:
    """A person's row whole; ``phone`` unmasked, for comparing and checking only."""

    person: domain.Person
    details: domain.Details
    search: str
    revision: int
    phone: str = field(repr=False)


class PeopleGateway:
    """Reads and writes people."""

    def by_ids(self, wanted: Iterable[int]) -> dict[ids.PersonId, domain.Person]:
        """People by id; unknown ids are left out."""
        numbers = list(set(wanted))
        if not numbers:
            return {}
        return {p.id: p for p in self._load(among(Person.id, numbers))}

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

    def records(self, reach: Reach) -> tuple[Record, ...]:
        """Everybody within reach with the whole row, in the order of ``all``; a handful of queries."""
        where = _within(reach)
        query = Person.select(
            *_COLUMNS, Person.birth_date, Person.education, Person.major, Person.languages, Person.skills,
            Person.erased, Person.search, Person.revision,
        ).order_by(*_ORDER)  # fmt: skip
        rows = plain_rows(query if where is None else query.where(where))
        wanted = None if where is None else [row[0] for row in rows]
        competences, marks = self._competences(wanted), self._marks(wanted)
        return tuple(
            Record(
                _person(row[:_WIDTH], competences.get(row[0], ()), marks.get(row[0], ())),
                _details(row[_WIDTH:-2]),
                row[-2],
                row[-1],
                row[_PHONE],
            )
            for row in rows
        )

    def in_department(self, department: int) -> tuple[domain.Person, ...]:
        """People whose home the department is."""
        return self._load(Person.department == department)

    def in_departments(self, departments: Iterable[int]) -> tuple[domain.Person, ...]:
        """The same for several, in one read."""
        return self._load(Person.department.in_(list(departments)))

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

    def save(
        self,
        person: domain.Person,
        search: str,
        phone: str | None = None,
        details: domain.Details | None = None,
    ) -> ids.PersonId:
        """Add (id 0) or change; competences and task marks are replaced; None leaves phone or details as they are."""
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
            "sex": person.sex.value,
            "standby_pool": int(person.standby_pool),
        }
        if details is not None:
            values |= {
                "birth_date": details.birth_date,
                "education": details.education.value,
                "major": details.major,
                "languages": list(details.languages),
                "skills": list(details.skills),
            }
        if phone is not None:
            values["phone"] = phone
        if person.id:
            values["revision"] = self.revision(person.id) + 1
        number = put(Person, int(person.id), values)
        if person.id:
            Competence.delete().where(Competence.person == number).execute()
            TaskMark.delete().where(TaskMark.person == number).execute()
        competences = [{"person": number, **_competence_values(c)} for c in person.competences]
        if competences:
            Competence.insert_many(competences).execute()
        marks = [
            {
                "person": number,
                "task": m.task,
                "may": int(m.may),
                "since": m.since,
                "until": m.until,
                "note": m.note,
            }
            for m in person.tasks
        ]
        if marks:
            TaskMark.insert_many(marks).execute()
        return ids.PersonId(number)

    def rewrite_search(self, make: Callable[[domain.Person], str]) -> None:
        """What everybody is found by, made anew; records stay as they are.  Whose name was erased stays unfound."""
        for record in self.records(Reach(everything=True)):
            keys = record.search if record.details.erased else make(record.person)
            if keys != record.search:
                Person.update(search=keys).where(Person.id == record.person.id).execute()

    def details(self, person: int) -> domain.Details:
        """The part of a record that rosters do not need; raises NotFound."""
        query = Person.select(
            Person.birth_date, Person.education, Person.major, Person.languages, Person.skills, Person.erased
        )
        rows = plain_rows(query.where(Person.id == person))
        if not rows:
            raise NotFound("people.not_found")
        return _details(rows[0])

    def remove(self, person: int) -> None:
        """Take a person out that nothing refers to (undo of an import)."""
        Person.delete().where(Person.id == person).execute()

    def is_used(self, person: int) -> bool:
        """Whether a roster, a published version, a contract or an account names the person."""
        (used,) = Person._meta.database.execute_sql(_USED, (person,) * 4).fetchone()
        return bool(used)

    def _load(self, where: Any) -> tuple[domain.Person, ...]:
        query = Person.select(*_COLUMNS).order_by(*_ORDER)
        if where is not None:
            query = query.where(where)
        rows = plain_rows(query)
        wanted = [row[0] for row in rows] if where is not None else None
        competences, marks = self._competences(wanted), self._marks(wanted)
        return tuple(_person(row, competences.get(row[0], ()), marks.get(row[0], ())) for row in rows)

    def _competences(self, people: list[int] | None) -> Mapping[int, tuple[domain.Competence, ...]]:
        query = Competence.select(
            Competence.person, Competence.post, Competence.since, Competence.until, Competence.experienced,
            Competence.coached_until, Competence.coach,
        )  # fmt: skip
        if people is not None:
            query = query.where(among(Competence.person, people))
        found: dict[int, list[domain.Competence]] = defaultdict(list)
        ordered = query.order_by(Competence.since, Competence.id)
        for person, post, since, until, experienced, coached, coach in plain_rows(ordered):
            days = cast("date", day_of(since)), day_of(until)
            by = None if coach is None else ids.PersonId(coach)
            found[person].append(
                domain.Competence(ids.PostId(post), *days, bool(experienced), day_of(coached), by)
            )
        return {person: tuple(values) for person, values in found.items()}

    def _marks(self, people: list[int] | None) -> Mapping[int, tuple[domain.TaskMark, ...]]:
        query = TaskMark.select(
            TaskMark.person, TaskMark.task, TaskMark.may, TaskMark.since, TaskMark.until, TaskMark.note
        )
        if people is not None:
            query = query.where(among(TaskMark.person, people))
        found: dict[int, list[domain.TaskMark]] = defaultdict(list)
        for person, task, may, since, until, note in query.order_by(TaskMark.task, TaskMark.id).tuples():
            found[person].append(domain.TaskMark(task, bool(may), since, until, note))
        return {person: tuple(values) for person, values in found.items()}


def _details(row: tuple[Any, ...]) -> domain.Details:
    birth, education, major, languages, skills, erased = row
    return domain.Details(
        day_of(birth),
        domain.Education(education),
        major,
        listed(languages),
        listed(skills),
        None if erased is None else datetime.fromisoformat(erased),
    )


def _within(reach: Reach) -> Any:
    """The condition of a reach; None when everything is reached."""
    if reach.everything:
        return None
    own = Person.id == (reach.person if reach.person is not None else -1)
    return own | Person.department.in_(list(reach.departments)) if reach.departments else own


def _competence_values(value: domain.Competence) -> dict[str, Any]:
    return {
        "post": value.post,
        "since": value.since,
        "until": value.until,
        "experienced": int(value.experienced),
        "coached_until": value.coached_until,
        "coach": value.coach,
    }


def _person(
    row: tuple[Any, ...], competences: tuple[domain.Competence, ...], marks: tuple[domain.TaskMark, ...]
) -> domain.Person:
    number, staff_number, name, latin, department, post, hired, left, phone, note, sex, standby = row
    return domain.Person(
        id=ids.PersonId(number),
        number=staff_number,
        name=name,
        latin=latin,
        department=None if department is None else ids.DepartmentId(department),
        post=None if post is None else ids.PostId(post),
        competences=competences,
        hire_date=day_of(hired),
        leave_date=day_of(left),
        phone=mask_phone(phone),
        note=note,
        sex=domain.Sex(sex),
        standby_pool=bool(standby),
        tasks=marks,
    )
