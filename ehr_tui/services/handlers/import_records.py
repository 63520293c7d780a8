"""A workbook that this program wrote: the organisation it lacks is made, people are brought to what the sheets say.

What stands of the organisation stays as it is.  Of a person, contracts, contacts and competences that the sheets do
not name stay, too: taking away is never what a sheet says by leaving something out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.import_views import RowIssue
from ehr_tui.domain.people import Competence, Contact, Details, Person, TaskMark
from ehr_tui.domain.whole_record import WholeRecord
from ehr_tui.errors import EhrError
from ehr_tui.exchange.cell_values import column_letter
from ehr_tui.exchange.pinyin import latin_name
from ehr_tui.exchange.record_book import TABLES, Told, read_records
from ehr_tui.exchange.sheets import read_book
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.contract_checks import check_contract
from ehr_tui.services.handlers.import_organisation import plan_organisation
from ehr_tui.services.handlers.import_people import EVERYBODY, Names, PeopleIndex, check_record, records_of
from ehr_tui.services.handlers.import_plan import Places, Plan
from ehr_tui.services.handlers.import_staff import doubt, note_record
from ehr_tui.services.handlers.office_rows import limits_of
from ehr_tui.services.intents.imports import RecordsSource

STAGE = "imports.stage.plan"
STEP = 200
_PERSON = ("number", "latin", "sex", "hire_date", "leave_date", "standby_pool", "note")
_DETAILS = ("birth_date", "education", "major", "languages", "skills")
_OPEN = ("_to", "_from")  # dates that may stand empty
_CONTRACT = (
    "valid_from", "valid_to", "employment", "contractor", "hours_system", "period", "approval", "approval_from",
    "approval_to", "probation_to", "day_minutes",
)  # fmt: skip


@dataclass(slots=True)
class _Office:
    """What stands, what the sheets say, and the plan."""

    context: Context
    plan: Plan
    source: RecordsSource
    places: Places
    people: PeopleIndex
    records: Mapping[ids.PersonId, WholeRecord]
    numbers: dict[str, tuple[int, str]]
    sheets: dict[str, str]  # table → sheet
    parts: dict[str, dict[str, list[Told]]] = field(default_factory=dict)  # table → record → rows
    meant: dict[str, Person] = field(default_factory=dict)  # record → whom it is about

    def error(self, table: str, row: int, column: str, code: str, **figures: Any) -> None:
        """Note that a row cannot be taken."""
        letter = column_letter(TABLES[table].index(column)) if column else ""
        issue = RowIssue(self.sheets.get(table, ""), row, letter, code, tuple(figures.items()))
        self.plan.errors.append(issue)


def plan_records(context: Context, source: RecordsSource) -> Plan:
    """Compare a record workbook with the office.  Raises InputError when it is none."""
    context.progress.step(0, 0, "imports.stage.read")
    found = read_records(read_book(source.data, source.file_name))
    plan = Plan("records", sheets=tuple(name for name, _ in found.values()))
    standing = context.store.organisation
    places = Places(standing.departments(), standing.posts(), plan)
    everybody = context.store.people.all(EVERYBODY)
    office = _Office(
        context, plan, source, places, PeopleIndex(everybody), records_of(context, everybody),
        {p.number: (p.id, p.name) for p in everybody if p.number}, {table: name for table, (name, _) in found.items()},
    )  # fmt: skip
    sound = {table: _sound(office, table, rows) for table, (_, rows) in found.items()}
    plan_organisation(context, plan, places, sound, office.sheets, office.error)
    for table in ("contracts", "competences", "marks", "contacts"):
        by_record: dict[str, list[Told]] = {}
        for told in sound.get(table, ()):
            by_record.setdefault(told.values.get("record", ""), []).append(told)
        office.parts[table] = by_record
    if sound.get("restrictions"):
        figures = (("n", len(sound["restrictions"])),)
        plan.remarks.append(RowIssue(office.sheets["restrictions"], 2, "", "restrictions_by_hand", figures))
    _people(office, sound.get("people", []))
    return plan


def _sound(office: _Office, table: str, rows: list[Told]) -> list[Told]:
    """Rows that can be read; of the others each cell is told."""
    for told in rows:
        for column, code, shown in told.faults:
            office.error(table, told.row, column, code, text=shown)
    return [told for told in rows if not told.faults]


def _people(office: _Office, rows: list[Told]) -> None:
    for told in rows:
        person = _find(office, told)
        if person is not None:
            office.meant[told.values.get("record", "")] = person
    for done, told in enumerate(rows):
        if done % STEP == 0:
            office.context.progress.step(done, len(rows), STAGE)
        record = told.values.get("record", "")
        if record in office.meant:
            _row(office, told, office.meant[record])
    _place_coaches(office)


def _find(office: _Office, told: Told) -> Person | None:
    values = told.values
    name, number = values.get("name", "").strip(), values.get("number", "").strip()
    sheet = office.sheets["people"]
    nobody = Person(ids.PersonId(0), "", name, "", None, None)
    said = next((p for s, r, p in office.source.persons if (s, r) == (sheet, told.row)), None)
    if said is not None:
        return office.people.by_id.get(said, nobody)
    found = office.people.numbered(number) if number else None
    if found is not None:
        return found
    named = [p for p in office.people.named(name) if not number or not p.number]
    own = [p for p in named if str(int(p.id)) == values.get("record")]
    if len(named) > 1 and len(own) != 1:
        office.error("people", told.row, "name", "ambiguous_name", person=name, n=len(named))
        names = Names(office.places.department_names, office.places.post_names)
        office.plan.doubts.append(doubt(sheet, told.row, name, named, names))
        return None
    return (own or named or [nobody])[0]


def _row(office: _Office, told: Told, base: Person) -> None:
    values = told.values
    before = office.records.get(base.id)
    try:
        after = _merged(office, told, before, base)
        known = replace(
            after, details=replace(after.details, languages=()), person=replace(after.person, tasks=())
        )
        check_record(office.context, known, office.numbers, departments=False)
    except EhrError as error:
        office.error("people", told.row, "", error.code, **error.params)
        return
    number = after.id or ids.PersonId(-len(office.plan.records) - 1)
    if after.person.number:
        office.numbers[after.person.number] = number, after.person.name
    names = Names(office.places.department_names, office.places.post_names)
    written = note_record(office.plan, names, office.sheets["people"], told.row, before, after)
    office.meant[values.get("record", "")] = replace(base, id=written)


def _merged(office: _Office, told: Told, before: WholeRecord | None, base: Person) -> WholeRecord:
    values, record = told.values, told.values.get("record", "")
    given = {name: values[name] for name in _PERSON if name in values}
    own: dict[str, Any] = {
        name: value.strip() if type(value) is str else value for name, value in given.items()
    }
    name = values.get("name", base.name).strip()
    if not own.get("latin") and name != base.name:
        own["latin"] = latin_name(name)
    if not base.id and not own.get("latin"):
        own["latin"] = latin_name(name)
    department = (
        office.places.find(values.get("department", "")) if "department" in values else base.department
    )
    post = office.places.find_post(department, values.get("post", "")) if "post" in values else base.post
    person = replace(
        base,
        **own,
        name=name,
        department=department,
        post=post,
        competences=_competences(office, record, base),
        tasks=_marks(office, record, base),
        phone="",
    )
    old = before or WholeRecord(person)
    details: Details = replace(old.details, **{n: values[n] for n in _DETAILS if n in values})
    phone = values.get("phone", old.phone) if "phone" in values else old.phone
    contacts = _contacts(office, record, old.contacts)
    return replace(
        old,
        person=person,
        phone=phone,
        details=details,
        contacts=contacts,
        contracts=_contracts(office, record, old),
    )


def _competences(office: _Office, record: str, base: Person) -> tuple[Competence, ...]:
    """The sheet's, and those at posts or from days that it does not name; coaches are put in when all are placed."""
    found: dict[tuple[ids.PostId, date], Competence] = {(c.post, c.since): c for c in base.competences}
    for told in office.parts["competences"].get(record, ()):
        values = told.values
        post = office.places.any_post(values.get("post", ""))
        if post is None or values.get("since") is None:
            office.error("competences", told.row, "post", "post_unknown", text=values.get("post", "")[:30])
            continue
        coach = office.meant.get(values.get("coach", ""))
        found[post, values["since"]] = Competence(
            post,
            values["since"],
            values.get("until"),
            values.get("experienced", False),
            values.get("coached_until"),
            coach.id if coach is not None and coach.id else None,
        )
    return tuple(sorted(found.values(), key=lambda c: c.since))


def _place_coaches(office: _Office) -> None:
    """A coach who is new has a place among the records only now."""
    at = {after.id or ids.PersonId(-n - 1): n for n, (_, after) in enumerate(office.plan.records)}
    by_record = {record: person.id for record, person in office.meant.items()}
    for record, rows in office.parts["competences"].items():
        number = by_record.get(record)
        if number is None:
            continue
        for told in rows:
            coach = by_record.get(told.values.get("coach", ""))
            if coach is None or coach >= 0:
                continue
            place = at.get(number)
            if place is not None:
                before, after = office.plan.records[place]
                office.plan.records[place] = (before, _coached(office, after, told, coach))


def _coached(office: _Office, record: WholeRecord, told: Told, coach: ids.PersonId) -> WholeRecord:
    post, since = office.places.any_post(told.values.get("post", "")), told.values.get("since")
    competences = tuple(
        replace(c, coach=coach) if (c.post, c.since) == (post, since) else c
        for c in record.person.competences
    )
    return replace(record, person=replace(record.person, competences=competences))


def _marks(office: _Office, record: str, base: Person) -> tuple[TaskMark, ...]:
    found = {(m.task, m.since): m for m in base.tasks}
    for told in office.parts["marks"].get(record, ()):
        values = told.values
        task, since = values.get("task", ""), values.get("since")
        found[task, since] = TaskMark(
            task, values.get("may", False), since, values.get("until"), values.get("note", "").strip()
        )
    return tuple(sorted(found.values(), key=lambda m: m.task))


def _contacts(office: _Office, record: str, old: tuple[Contact, ...]) -> tuple[Contact, ...]:
    """One of that name is brought up to date, others are added; twins stay twins."""
    left = list(old)
    found: list[Contact] = []
    for told in office.parts["contacts"].get(record, ()):
        values = told.values
        name = values.get("contact_name", "").strip()
        standing = next((c for c in left if c.name == name), None)
        if standing is not None:
            left.remove(standing)
        base = standing or Contact(ids.ContactId(0), name)
        phone = values.get("contact_phone", base.phone)
        found.append(replace(base, relation=values.get("contact_relation", ""), phone=phone))
    if not found:
        return old
    return tuple(sorted((*left, *found), key=lambda c: int(c.id) or 10**9))


def _contracts(office: _Office, record: str, old: WholeRecord) -> tuple[Contract, ...]:
    found = {c.valid_from: c for c in old.contracts}
    for told in office.parts["contracts"].get(record, ()):
        values = told.values
        since = values.get("valid_from")
        if since is None:
            office.error("contracts", told.row, "valid_from", "missing", title="")
            continue
        base = found.get(since) or Contract(ids.ContractId(0), old.id, since)
        given = {
            n: values[n] for n in _CONTRACT if n in values and (values[n] is not None or n.endswith(_OPEN))
        }
        try:
            fresh = replace(base, **given, limits=limits_of(values.get("limits") or {}))
            check_contract(fresh, tuple(c for day, c in found.items() if day != since))
        except TypeError:
            office.error("contracts", told.row, "limits", "unreadable", text="")
            continue
        except EhrError as error:
            office.error("contracts", told.row, "", error.code, **error.params)
            continue
        found[since] = fresh
    return tuple(found[day] for day in sorted(found))
