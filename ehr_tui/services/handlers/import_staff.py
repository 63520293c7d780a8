"""A staff list: who is new, who changes, who is the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.access import Reach
from ehr_tui.domain.contracts import Contract, EmploymentKind
from ehr_tui.domain.people import Person
from ehr_tui.domain.views import ChangeKind, ImportRow, RowIssue
from ehr_tui.errors import EhrError
from ehr_tui.exchange.proposal import StaffLine, StaffProposal
from ehr_tui.exchange.sheets import read_book
from ehr_tui.exchange.staff_sheet import staff_proposal
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.import_plan import Departments, PeopleIndex, Plan, person_text
from ehr_tui.services.handlers.people import check_person, store_person
from ehr_tui.services.intents.imports import StaffSource
from ehr_tui.services.plain import plain
from ehr_tui.store.imports import Change

EVERYBODY = Reach(everything=True)


def plan_staff(context: Context, source: StaffSource) -> Plan:
    """Compare a staff list with the office, row by row.  Raises InputError when it is no staff list at all."""
    book = read_book(source.data, source.file_name)
    proposal = staff_proposal(book, mapping=source.mapping)
    plan = Plan("staff", sheets=tuple(s.name for s in book.sheets), sheet=proposal.sheet)
    plan.mapping = tuple((c.field, c.title) for c in proposal.columns if c.field)
    plan.errors.extend(proposal.errors)
    plan.remarks.extend(proposal.warnings)
    people = PeopleIndex(context.store.people.all(EVERYBODY))
    departments = Departments(context.store.organisation.departments())
    plan.writes.append(departments.make)
    for line in proposal.lines:
        _plan_line(context, plan, proposal, line, people, departments)
    plan.new_departments = tuple(departments.missing)
    return plan


def _plan_line(
    context: Context,
    plan: Plan,
    proposal: StaffProposal,
    line: StaffLine,
    people: PeopleIndex,
    departments: Departments,
) -> None:
    before = people.numbered(line.number) if line.number else None
    if before is None:
        named = [p for p in people.named(line.name) if not line.number or not p.number]
        if len(named) > 1:
            figures = (("person", line.name), ("n", len(named)))
            plan.errors.append(RowIssue(proposal.sheet, line.row, "", "ambiguous_name", figures))
            return
        before = named[0] if named else None
    department = departments.find(line.department)
    after = _merged(before, line, department)
    try:
        check_person(context, after)
    except EhrError as error:
        about = tuple(error.params.items())
        plan.errors.append(RowIssue(proposal.sheet, line.row, "", error.code.replace(".", "_"), about))
        return
    phone = line.phone or None
    unknown = bool(line.department) and department is None
    if before is not None and not unknown and _unchanged(context, before, after, line):
        plan.add(ImportRow(line.row, line.name, ChangeKind.SAME))
        return
    departments.need(line.department)

    def write(at: Context) -> list[Change]:
        placed = replace(after, department=departments.find(line.department) or after.department)
        return _write(at, before, placed, phone, line)

    kind = ChangeKind.NEW if before is None else ChangeKind.CHANGED
    plan.add(ImportRow(line.row, line.name, kind, *_texts(before, after, line)), write)


def _merged(before: Person | None, line: StaffLine, department: ids.DepartmentId | None) -> Person:
    """The record with what the sheet says; what it leaves open stays as it was."""
    base = before or Person(ids.PersonId(0), "", line.name, "", None, None)
    stays = not line.department or (department is not None and department == base.department)
    note = " · ".join(text for text in (line.channel, "、".join(line.skills), line.remark) if text)
    return replace(
        base,
        number=line.number or base.number,
        name=line.name,
        latin=base.latin if base.name == line.name else "",
        department=department if department is not None else base.department,
        post=base.post if stays else None,  # a post belongs to its department
        hire_date=line.hire_date or base.hire_date,
        leave_date=line.leave_date or base.leave_date,
        note=note or base.note,
        phone="",
    )


def _unchanged(context: Context, before: Person, after: Person, line: StaffLine) -> bool:
    same = replace(before, phone="") == replace(
        after, latin=before.latin if before.name == after.name else after.latin
    )
    phone = not line.phone or context.store.people.phone(before.id) == line.phone
    return same and phone and not _new_contract(context, before.id, line)


def _new_contract(context: Context, person: ids.PersonId, line: StaffLine) -> bool:
    """Whether the sheet tells of an employment kind that no contract says yet."""
    return line.employment is not None and not context.store.contracts.of([person]).get(person)


def _write(
    context: Context, before: Person | None, after: Person, phone: str | None, line: StaffLine
) -> list[Change]:
    old: dict[str, Any] | None = person_text(context, before.id) if before is not None else None
    number = store_person(context, after, phone)
    changes = [Change("person", int(number), old, person_text(context, number))]
    if line.employment is not None and (before is None or _new_contract(context, number, line)):
        since = line.hire_date or context.today
        contract = Contract(
            ids.ContractId(0),
            number,
            since,
            employment=EmploymentKind(line.employment),
            contractor=line.channel,
        )
        added = context.store.contracts.save(contract)
        changes.append(Change("contract", int(added), None, plain(replace(contract, id=added))))
    return changes


def _texts(before: Person | None, after: Person, line: StaffLine) -> tuple[str, str]:
    """Short texts of what changes: only the fields that differ."""
    if before is None:
        shown = (
            after.number,
            line.department,
            "" if after.hire_date is None else after.hire_date.isoformat(),
        )
        return "", " · ".join(text for text in shown if text)
    was, will = [], []
    for name in ("number", "name", "hire_date", "leave_date", "note"):
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            was.append(str(one or "–"))
            will.append(str(other or "–"))
    if after.department != before.department or (line.department and after.department is None):
        will.append(line.department)
    return " · ".join(was), " · ".join(will)
