"""How lists, people, rosters and the whole office are carried out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ehr_tui.domain.access import Permission, Reach
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.export_views import PEOPLE_COLUMNS, Exported, ExportFormat
from ehr_tui.domain.people import Person
from ehr_tui.domain.whole_record import WholeRecord
from ehr_tui.errors import AccessRefused, InputError
from ehr_tui.exchange.export import roster_workbook
from ehr_tui.exchange.record_book import ORGANISATION, PHONES, record_sheet
from ehr_tui.exchange.table_book import TableSheet, Value, table_csv, tables_workbook
from ehr_tui.i18n import t
from ehr_tui.services.code_facts import codes_of
from ehr_tui.services.context import Context
from ehr_tui.services.facts import Facts, facts_of
from ehr_tui.services.handlers.office_rows import organisation_rows, people_rows, restriction_rows
from ehr_tui.services.handlers.roster_sheet import open_sheet
from ehr_tui.services.intents.exports import ExportOffice, ExportPeople, ExportRoster, ExportTable
from ehr_tui.services.registry import handles
from ehr_tui.store.people import mask_phone

STAGE = "exports.stage.write"


@handles(ExportTable)
def export_table(context: Context, intent: ExportTable) -> Exported:
    """A list as it is seen."""
    width, column = len(intent.columns), intent.phone_column
    fits = all(len(row) == width for row in intent.rows)
    if not width or not fits or (intent.people and len(intent.people) != len(intent.rows)):
        raise InputError("exports.shape")
    if column is not None and (not 0 <= column < width or not intent.people):
        raise InputError("exports.shape")
    rows: Sequence[Sequence[Value]] = intent.rows
    if intent.people:
        people = context.store.people.by_ids(intent.people)
        _require(context.reach, Permission.EXPORT, [people[p] for p in intent.people if p in people])
        if column is not None:
            _look(context, list(people.values()))
            records = context.store.records.load(list(people.values()))
            rows = [
                (*row[:column], records[p].phone if p in records else "", *row[column + 1 :])
                for p, row in zip(intent.people, intent.rows, strict=True)
            ]
    context.note(subject=intent.title, rows=len(rows))
    return _written(context, TableSheet(intent.title, intent.columns, rows), intent.format)


@handles(ExportPeople)
def export_people(context: Context, intent: ExportPeople) -> Exported:
    """A staff list."""
    unknown = [name for name in intent.columns if name not in PEOPLE_COLUMNS]
    if unknown or not intent.columns:
        raise InputError("exports.shape")
    if intent.people:
        found = context.store.people.by_ids(intent.people)
        people = [found[p] for p in intent.people if p in found]
        _require(context.reach, Permission.EXPORT, people)
    else:
        people = list(context.store.people.all(context.reach))
    if intent.phones:
        _look(context, people)
    records = context.store.records.load(people)
    facts = facts_of(context)
    languages = {c.code: c.name.in_language(t.language) for c in codes_of(context)}
    rows = [
        _line(records[p.id], intent.columns, facts, languages, context.today, phones=intent.phones)
        for p in people
    ]
    titles = tuple(t(f"exchange.staff.{name}") for name in intent.columns)
    context.note(rows=len(rows))
    return _written(context, TableSheet(t("exchange.sheet.staff"), titles, rows), intent.format)


@handles(ExportOffice)
def export_office(context: Context, intent: ExportOffice) -> Exported:
    """The organisation, and with it everybody's whole record."""
    facts = facts_of(context)
    tables = organisation_rows(context, facts)
    count = 0
    if intent.people:
        read = context.reach_of(Permission.PEOPLE_READ)
        if not read.everything:
            raise AccessRefused("access.whole_office", right=Permission.PEOPLE_READ.value)
        people = context.store.people.all(context.reach)
        if intent.phones:
            _look(context, people)
        loaded = context.store.records.load(people)
        tables |= people_rows([loaded[p.id] for p in people], facts)
        held = context.store.restrictions.of([int(p.id) for p in people])
        tables["restrictions"] = restriction_rows(
            (p.id, p.name, r) for p in people for r in held.get(p.id, ())
        )
        count = len(people)
    without = frozenset() if intent.phones else PHONES
    order = (*(("people", "contracts", "competences", "marks", "contacts", "restrictions") if intent.people else ()),
             *ORGANISATION)  # fmt: skip
    sheets = [record_sheet(table, tables[table], t, without=without) for table in order]
    data = tables_workbook(sheets, lambda done, total: context.progress.step(done, total, STAGE))
    context.note(rows=count)
    key = "exports.file.office" if intent.people else "exports.file.organisation"
    return Exported(data, f"{t(key)}-{context.today:%Y%m%d}.xlsx", count)


@handles(ExportRoster)
def export_roster(context: Context, intent: ExportRoster) -> Exported:
    """A month's sheet; who may not edit it gets what was published."""
    if not context.reach_of(Permission.ROSTER_READ).covers_department(intent.department):
        raise AccessRefused("access.out_of_reach", right=Permission.ROSTER_READ.value)
    sheet = open_sheet(context, intent.department, intent.month)
    data = roster_workbook(
        sheet,
        t,
        facts_of(context).kinds.values(),
        lambda done, total: context.progress.step(done, total, STAGE),
    )
    name = f"{sheet.department.name.in_language(t.language)}-{intent.month}.xlsx"
    context.note(subject=sheet.department.name.zh, rows=len(sheet.rows))
    return Exported(data, name, len(sheet.rows))


def _written(context: Context, sheet: TableSheet, wanted: ExportFormat) -> Exported:
    if wanted is ExportFormat.CSV:
        data = table_csv(sheet)
    else:
        data = tables_workbook([sheet], lambda done, total: context.progress.step(done, total, STAGE))
    return Exported(data, f"{sheet.name}-{context.today:%Y%m%d}.{wanted.value}", len(sheet.rows))


def _require(reach: Reach, right: Permission, people: Sequence[Person]) -> None:
    if not all(reach.covers_person(p.id, p.department) for p in people):
        raise AccessRefused("access.out_of_reach", right=right.value)


def _look(context: Context, people: Sequence[Person]) -> None:
    """Whole numbers need the right for each; the entry stands in everybody's history."""
    _require(context.reach_of(Permission.PHONE_READ), Permission.PHONE_READ, people)
    for person in people:
        context.about("person", int(person.id))
    context.note(phones=len(people))


def _line(
    record: WholeRecord,
    columns: Sequence[str],
    facts: Facts,
    languages: dict[str, str],
    today: date,
    *,
    phones: bool,
) -> list[Value]:
    person, details = record.person, record.details
    contract = _contract(record, today)
    contact = record.contacts[0] if record.contacts else None
    values: dict[str, Value] = {
        "number": person.number,
        "name": person.name,
        "sex": t(f"exchange.word.sex.{person.sex.value}") if person.sex else None,
        "birth_date": details.birth_date,
        "phone": record.phone if phones else mask_phone(record.phone),
        "department": _named(facts.departments.get(person.department))
        if person.department is not None
        else None,
        "post": _named(facts.posts.get(person.post)) if person.post is not None else None,
        "hire_date": person.hire_date,
        "leave_date": person.leave_date,
        "standby": t("exchange.yes") if person.standby_pool else None,
        "education": t(f"exchange.word.education.{details.education.value}") if details.education else None,
        "major": details.major,
        "languages": "、".join(languages.get(code, code) for code in details.languages),
        "skills": "、".join(details.skills),
        "contact_name": contact.name if contact else None,
        "contact_relation": contact.relation if contact else None,
        "contact_phone": (contact.phone if phones else mask_phone(contact.phone)) if contact else None,
        "remark": person.note,
    }
    values |= _contract_values(contract) if contract is not None else {}
    return [values.get(name) for name in columns]


def _named(value: object) -> str | None:
    name = getattr(value, "name", None)
    return name.in_language(t.language) if name is not None else None


def _contract(record: WholeRecord, today: date) -> Contract | None:
    """The one in force, else the next, else the last."""
    held = [c for c in record.contracts if c.holds(today)]
    coming = [c for c in record.contracts if c.valid_from > today]
    found = held or coming or record.contracts[-1:]
    return found[0] if found else None


def _contract_values(contract: Contract) -> dict[str, Value]:
    return {
        "employment": t(f"exchange.word.employment.{contract.employment.value}"),
        "contractor": contract.contractor,
        "contract_from": contract.valid_from,
        "contract_to": contract.valid_to,
        "hours_system": t(f"exchange.word.hours_system.{contract.hours_system.value}"),
        "period": t(f"exchange.word.period.{contract.period.value}"),
        "approval": contract.approval,
        "probation_to": contract.probation_to,
    }
