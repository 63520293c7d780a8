"""A staff list: who is new, who changes, who is the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ehr_tui.domain import ids
from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.contracts import Contract, EmploymentKind, HoursSystem, Period
from ehr_tui.domain.import_views import (
    ChangeKind,
    Doubt,
    ImportRow,
    PlaceInSheet,
    Remembered,
    RowIssue,
)
from ehr_tui.domain.people import Competence, Contact, Details, Person
from ehr_tui.domain.whole_record import WholeRecord
from ehr_tui.errors import EhrError
from ehr_tui.exchange.pinyin import latin_name
from ehr_tui.exchange.proposal import StaffLine, StaffProposal
from ehr_tui.exchange.sheets import Book, read_book
from ehr_tui.exchange.staff_sheet import FIELDS, staff_proposal, staff_sheets
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.contract_checks import check_contract
from ehr_tui.services.handlers.import_people import (
    EVERYBODY,
    Names,
    PeopleIndex,
    check_record,
    field_changes,
    records_of,
)
from ehr_tui.services.handlers.import_plan import Places, Plan, columns_in, place_key, said
from ehr_tui.services.intents.imports import PlaceChoice, StaffSource

STAGE = "imports.stage.plan"
STEP = 200


@dataclass(slots=True)
class _Office:
    """What stands, and what the plan adds to it."""

    context: Context
    plan: Plan
    source: StaffSource
    people: PeopleIndex
    records: Mapping[ids.PersonId, WholeRecord]
    places: Places
    numbers: dict[str, tuple[int, str]]
    languages: Mapping[str, str]  # name → code
    names: Names
    seen: dict[str, tuple[str, int]] = field(default_factory=dict)  # number → sheet and row

    def meant(self, sheet: str, row: int) -> ids.PersonId | None:
        """Whom the user says a row is about; 0: somebody new."""
        return next((p for s, r, p in self.source.persons if (s, r) == (sheet, row)), None)

    def error(self, sheet: str, row: int, code: str, **figures: int | str | date) -> None:
        """Note that a row cannot be taken."""
        self.plan.errors.append(RowIssue(sheet, row, "", code, tuple(figures.items())))


def plan_staff(context: Context, source: StaffSource) -> Plan:
    """Compare a staff list with the office, row by row.  Raises InputError when it is no staff list at all."""
    context.progress.step(0, 0, "imports.stage.read")
    book = read_book(source.data, source.file_name)
    plan = Plan("staff", fields=FIELDS)
    proposals = _proposals(context, plan, book, source)
    first = proposals[0]
    plan.sheets = staff_sheets(book) or (first.sheet,)
    plan.sheet = source.sheet
    plan.mapping = tuple((c.field, c.title) for c in first.columns if c.field)
    everybody = context.store.people.all(EVERYBODY)
    places = Places(context.store.organisation.departments(), context.store.organisation.posts(), plan)
    office = _Office(
        context, plan, source, PeopleIndex(everybody), records_of(context, everybody), places,
        {p.number: (p.id, p.name) for p in everybody if p.number}, languages_of(context),
        Names(places.department_names, places.post_names),
    )  # fmt: skip
    total = sum(len(proposal.lines) for proposal in proposals)
    done = 0
    for proposal in proposals:
        plan.errors.extend(proposal.errors)
        plan.remarks.extend(proposal.warnings)
        sheet_place = _sheet_place(office, proposal, several=len(proposals) > 1)
        for line in proposal.lines if sheet_place is not None else ():
            if done % STEP == 0:
                context.progress.step(done, total, STAGE)
            done += 1
            _plan_line(office, proposal.sheet, line, sheet_place or "")
    context.progress.step(total, total, STAGE)
    return plan


def _proposals(context: Context, plan: Plan, book: Book, source: StaffSource) -> list[StaffProposal]:
    """Every staff list of the book, its columns as decided now or the last time."""
    named, said = dict(source.mapping), dict(source.shapes)
    wanted = (source.sheet,) if source.sheet else staff_sheets(book) or ("",)
    shapes: list[str] = []
    found = []
    for sheet in wanted:
        proposal = None
        if "name" not in named or sheet in staff_sheets(book):
            proposal = staff_proposal(book, sheet)
        shape = proposal.shape if proposal is not None else ""
        mapping = source.mapping if shape in (*shapes[:1], "") or not shapes else ()
        mapping = said.get(shape, mapping)
        decided = bool(mapping) or shape in said
        if not decided and not source.anew and proposal is not None:
            recalled = context.store.imports.recall("staff", shape) or ()
            mapping = tuple((str(name), int(column)) for name, column in recalled)
            if mapping:
                plan.remembered[Remembered.COLUMNS] = None
        if mapping:
            proposal = staff_proposal(book, sheet, mapping)
            shape = shape or proposal.shape
        assert proposal is not None
        if shape not in shapes:
            shapes.append(shape)
            plan.columns += columns_in(proposal.columns, proposal.sheet, shape)
        if decided or source.anew:
            plan.memory.append(("staff", shape, [list(pair) for pair in mapping]))
        found.append(proposal)
    return found


def _sheet_place(office: _Office, proposal: StaffProposal, *, several: bool) -> str | None:
    """The department of people whose row names none, as text; None: the sheet is left out.

    Of several sheets each may be a department's: then it bears the department's name, or the user says which.
    """
    choice = next((p for p in office.source.places if p.sheet == proposal.sheet), None)
    rows = len(proposal.lines)
    if choice is not None and choice.left_out:
        office.plan.places.append(PlaceInSheet(proposal.sheet, "", rows, left_out=True))
        return None
    unnamed = any(not line.department for line in proposal.lines)
    text = _chosen(office, choice)
    known = office.places.find(proposal.sheet)
    if not text and several and unnamed and known is not None:
        text = office.places.department_names[known]
    if several or choice is not None:
        made = bool(text) and office.places.find(text) is None
        office.plan.places.append(PlaceInSheet(proposal.sheet, "", rows, text, made))
        if unnamed and not text:
            issue = RowIssue(proposal.sheet, proposal.header_row, "", "place_undecided")
            office.plan.remarks.append(issue)
    return text


def _chosen(office: _Office, choice: PlaceChoice | None) -> str:
    if choice is None:
        return ""
    if choice.department is not None:
        return office.places.department_names.get(choice.department, "")
    return choice.new_department


def _plan_line(office: _Office, sheet: str, line: StaffLine, sheet_place: str) -> None:
    if line.number:
        earlier = office.seen.setdefault(line.number, (sheet, line.row))
        if earlier != (sheet, line.row):
            office.error(sheet, line.row, "number_twice_sheet", other=earlier[0], other_row=earlier[1])
            return
    person = _find(office, sheet, line)
    if person is None:
        return
    before = office.records.get(person.id)
    department_text = line.department or ("" if person.department else sheet_place)
    try:
        # Nothing is made for a row that cannot be taken: looked at without its places first.
        looked_at = _merged(office, before, person, line, person.department, None)
        check_record(office.context, looked_at, office.numbers, departments=False)
    except EhrError as error:
        office.error(sheet, line.row, error.code, **error.params)
        return
    department = office.places.need(department_text) if department_text else person.department
    post = None
    if line.post and department is not None:
        post = office.places.need_post(department, line.post)
    after = _merged(office, before, person, line, department, post)
    try:
        after = _with_contract(after, line, office.context.today)
    except EhrError as error:
        office.error(sheet, line.row, error.code, **error.params)
        return
    if after.person.number:
        number = after.id or ids.PersonId(-len(office.plan.records) - 1)
        office.numbers[after.person.number] = number, after.person.name
    note_record(office.plan, office.names, sheet, line.row, before, after)


def note_record(
    plan: Plan, names: Names, sheet: str, row: int, before: WholeRecord | None, after: WholeRecord
) -> ids.PersonId:
    """Put a row into the plan: new, changed or the same; the id its person has or will have."""
    what = after.person.name
    if before is not None and before == after:
        plan.rows.append(ImportRow(row, what, ChangeKind.SAME, sheet=sheet))
        return after.id
    fields = field_changes(before, after, names)
    kind = ChangeKind.NEW if before is None else ChangeKind.CHANGED
    was = " · ".join(change.before or "–" for change in fields) if before is not None else ""
    shown = (
        fields
        if before is not None
        else [c for c in fields if c.field in ("number", "department", "hire_date")]
    )
    will = " · ".join(change.after or "–" for change in shown)
    plan.rows.append(ImportRow(row, what, kind, was, will, sheet, fields))
    return plan.record(before, after)


def _find(office: _Office, sheet: str, line: StaffLine) -> Person | None:
    """Who the row is about: as the user says, by number, else by name; None when it is not sure."""
    nobody = Person(ids.PersonId(0), "", line.name, "", None, None)
    meant = office.meant(sheet, line.row)
    if meant is not None:
        return office.people.by_id.get(meant, nobody)
    found = office.people.numbered(line.number) if line.number else None
    if found is not None:
        return found
    named = [p for p in office.people.named(line.name) if not line.number or not p.number]
    if len(named) > 1:
        office.error(sheet, line.row, "ambiguous_name", person=line.name, n=len(named))
        office.plan.doubts.append(doubt(sheet, line.row, line.name, named, office.names))
        return None
    return named[0] if named else nobody


def doubt(sheet: str, row: int, name: str, people: list[Person], names: Names) -> Doubt:
    """Several people of one name, with what tells them apart."""
    told = tuple(
        (
            p.id,
            " ".join(
                part
                for part in (
                    p.number,
                    p.name,
                    names.departments.get(p.department or 0, ""),
                    p.hire_date.isoformat() if p.hire_date else "",
                )
                if part
            ),
        )
        for p in people
    )
    return Doubt(sheet, row, name, told)


def _merged(
    office: _Office,
    before: WholeRecord | None,
    base: Person,
    line: StaffLine,
    department: ids.DepartmentId | None,
    post: ids.PostId | None,
) -> WholeRecord:
    """The record with what the sheet says; what it leaves open stays as it was."""
    stays = department == base.department
    note = " · ".join(text for text in (line.channel, line.remark) if text)
    own = post if post is not None else base.post if stays else None  # a post belongs to its department
    person = replace(
        base,
        number=line.number or base.number,
        name=line.name,
        latin=base.latin if base.id and base.name == line.name else latin_name(line.name),
        department=department,
        post=own,
        competences=_competences(office, base, own, line),
        hire_date=line.hire_date or base.hire_date,
        leave_date=line.leave_date or base.leave_date,
        note=note or base.note,
        phone="",
        sex=line.sex or base.sex,
        standby_pool=base.standby_pool if line.standby is None else line.standby,
    )
    old = before or WholeRecord(person)
    details = _details(old.details, line, office.languages)
    return replace(
        old,
        person=person,
        phone=line.phone or old.phone,
        details=details,
        contacts=_contacts(old.contacts, line),
    )


def _competences(
    office: _Office, base: Person, post: ids.PostId | None, line: StaffLine
) -> tuple[Competence, ...]:
    """Whoever holds a post can take it."""
    if post is None or any(c.post == post for c in base.competences) or not line.post:
        return base.competences
    since = line.hire_date or base.hire_date or office.context.today
    return (*base.competences, Competence(post, since))


def _details(old: Details, line: StaffLine, known: Mapping[str, str]) -> Details:
    """Languages are codes of their list; what the list lacks is a skill."""
    spoken = tuple(known[place_key(name)] for name in line.languages if place_key(name) in known)
    others = tuple(name for name in line.languages if place_key(name) not in known)
    skills = tuple(dict.fromkeys((*line.skills, *others)))
    return replace(
        old,
        birth_date=line.birth_date or old.birth_date,
        education=line.education or old.education,
        major=said(old.major, line.major),
        languages=spoken or old.languages,
        skills=skills or old.skills,
    )


def languages_of(context: Context) -> dict[str, str]:
    """The language list's codes by name and code."""
    found: dict[str, str] = {}
    for entry in context.store.imported.codes():
        if entry.list is CodeList.LANGUAGE:
            found |= {
                place_key(text): entry.code for text in (entry.name.zh, entry.name.en, entry.code) if text
            }
    return found


def _contacts(old: tuple[Contact, ...], line: StaffLine) -> tuple[Contact, ...]:
    """A contact of that name is brought up to date, another one is added."""
    if not line.contact_name and not line.contact_phone:
        return old
    name = line.contact_name or (old[0].name if old else line.contact_relation or line.name)
    standing = next((c for c in old if said(c.name, name) == c.name), None)
    base = standing or Contact(ids.ContactId(0), name)
    fresh = replace(
        base, relation=said(base.relation, line.contact_relation), phone=line.contact_phone or base.phone
    )
    return tuple(fresh if c is standing else c for c in old) if standing else (*old, fresh)


def _with_contract(record: WholeRecord, line: StaffLine, today: date) -> WholeRecord:
    """A first contract for what the sheet says of employment; a contract that begins otherwise is another one."""
    told = (line.employment, line.contractor, line.contract_from, line.contract_to, line.hours_system)
    if not any(told):
        return record
    since = line.contract_from
    standing = next((c for c in record.contracts if since is None or c.valid_from == since), None)
    if standing is not None and since is None:
        standing = next((c for c in reversed(record.contracts) if c.holds(today)), record.contracts[-1])
    base = standing or Contract(ids.ContractId(0), record.id, since or line.hire_date or today)
    if standing is not None and since is None and line.contract_to is None:
        return record  # a list that only names the kind says nothing new of a contract that stands
    fresh = replace(
        base,
        valid_to=line.contract_to or base.valid_to,
        employment=EmploymentKind(line.employment or base.employment),
        contractor=said(base.contractor, line.contractor),
        hours_system=HoursSystem(line.hours_system or base.hours_system),
        period=Period(line.period or base.period),
        approval=said(base.approval, line.approval),
        probation_to=line.probation_to or base.probation_to,
    )
    others = tuple(c for c in record.contracts if c is not standing)
    if fresh != standing:
        check_contract(fresh, others)
    kept = sorted((*others, fresh), key=lambda c: c.valid_from)
    return replace(record, contracts=tuple(kept))
