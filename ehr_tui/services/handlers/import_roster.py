"""A month's roster sheet: cells that are new, differ, or are the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.access import Reach
from ehr_tui.domain.alphabet import alphabet, check_kind, parse_times
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.people import Competence, Person
from ehr_tui.domain.shifts import DutyClass, ShiftKind
from ehr_tui.domain.views import ChangeKind, CodeInSheet, ImportRow, RowIssue
from ehr_tui.errors import InputError
from ehr_tui.exchange.codes import codes_proposal
from ehr_tui.exchange.proposal import RosterLine, RosterProposal
from ehr_tui.exchange.roster_sheet import roster_proposal
from ehr_tui.exchange.sheets import read_book
from ehr_tui.services.context import Context
from ehr_tui.services.facts import Facts, facts_of
from ehr_tui.services.handlers.import_plan import PeopleIndex, Plan, person_text
from ehr_tui.services.handlers.people import store_person
from ehr_tui.services.handlers.roster_sheet import same_entries
from ehr_tui.services.intents.imports import NewKind, RosterSource
from ehr_tui.services.plain import plain
from ehr_tui.store.imports import Change

EVERYBODY = Reach(everything=True)
KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
Cells = dict[date, tuple[Entry, ...]]


@dataclass(slots=True)
class Alphabet:
    """What the sheet's codes mean: kinds the department has, and kinds that the plan will make."""

    kinds: dict[str, ShiftKind]
    made: dict[str, ShiftKind] = field(default_factory=dict)  # by the sheet's code; id 0 until written

    def kind(self, code: str) -> ShiftKind | None:
        """The kind of a code."""
        return self.kinds.get(code) or self.made.get(code)

    def make(self, context: Context) -> list[Change]:
        """Add the new kinds; from then on they have ids."""
        changes = []
        for code, kind in self.made.items():
            number = context.store.organisation.save_kind(kind)
            self.kinds[code] = replace(kind, id=number)
            changes.append(Change("shift_kind", int(number), None, plain(self.kinds[code])))
        return changes


def plan_roster(context: Context, source: RosterSource) -> Plan:
    """Compare a roster sheet with the office.  Raises InputError when it is no roster or the month is not known."""
    facts = facts_of(context)
    department = facts.department(source.department)
    book = read_book(source.data, source.file_name)
    letters = _alphabet(facts, source)
    known = frozenset(letters.kinds) | frozenset(letters.made)
    proposal = roster_proposal(book, source.sheet, source.month, known=known)
    letters.made = {code: kind for code, kind in letters.made.items() if code in proposal.codes}
    plan = Plan("roster", sheets=(proposal.sheet, *proposal.other_sheets), sheet=proposal.sheet)
    plan.month = proposal.month
    plan.mapping = tuple((c.field, c.title) for c in proposal.columns if c.field)
    plan.errors.extend(proposal.errors)
    plan.remarks.extend(proposal.warnings)
    if proposal.month is None:
        raise InputError("imports.no_month")
    plan.codes = _codes(facts, source, proposal, letters)
    plan.writes.append(letters.make)
    people = PeopleIndex(context.store.people.all(EVERYBODY))
    standing = _standing(context, department.id, proposal.month)
    for line in proposal.lines:
        _plan_line(_Row(context, plan, proposal, line, source, facts, letters), people, standing)
    return plan


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the sheet with everything around it."""

    context: Context
    plan: Plan
    proposal: RosterProposal
    line: RosterLine
    source: RosterSource
    facts: Facts
    letters: Alphabet

    def error(self, code: str, **figures: Any) -> None:
        """Note that the row cannot be taken."""
        self.plan.errors.append(
            RowIssue(self.proposal.sheet, self.line.row, "", code, tuple(figures.items()))
        )

    def remark(self, code: str, **figures: Any) -> None:
        """Note something worth knowing."""
        self.plan.remarks.append(
            RowIssue(self.proposal.sheet, self.line.row, "", code, tuple(figures.items()))
        )


def _plan_line(row: _Row, people: PeopleIndex, standing: Mapping[int, Cells]) -> None:
    person = _find(row, people)
    unknown = [
        code for code in dict.fromkeys(code for _, code in row.line.codes) if row.letters.kind(code) is None
    ]
    if unknown:
        row.error("unknown_code", codes="、".join(unknown))
    if person is None or unknown:
        return
    post = _post(row, person)
    if post is None and any(_is_work(row.letters, code) for _, code in row.line.codes):
        row.error("no_post", person=row.line.name)
        return
    now = standing.get(int(person.id), {}) if person.id else {}
    wanted = _wanted(row)
    new = [day for day in wanted if day not in now]
    changed = [day for day, codes in wanted.items() if day in now and not _says(row.letters, now[day], codes)]
    fresh = _with_post(row, person, post)
    if not new and not changed and fresh == person:
        row.plan.add(ImportRow(row.line.row, row.line.name, ChangeKind.SAME))
        return

    def write(at: Context) -> list[Change]:
        return _write(at, row, person, fresh, post, {day: wanted[day] for day in sorted(new + changed)}, now)

    kind = ChangeKind.CHANGED if changed else ChangeKind.NEW
    before = _short({day: [row.facts.kinds[e.kind].code for e in now[day]] for day in changed})
    after = _short({day: wanted[day] for day in (changed or new)})
    row.plan.add(ImportRow(row.line.row, row.line.name, kind, before, after), write)


def _find(row: _Row, people: PeopleIndex) -> Person | None:
    """Who the row is about: by number, else by name, first in the department; an unknown name becomes a person."""
    line = row.line
    if line.number:
        found = people.numbered(line.number)
        if found is not None:
            return found
    named = people.named(line.name, row.source.department)
    if len(named) > 1:
        row.error("ambiguous_name", person=line.name, n=len(named))
        return None
    if named:
        return named[0]
    row.remark("new_person", person=line.name)
    return Person(ids.PersonId(0), line.number, line.name, "", row.source.department, None)


def _post(row: _Row, person: Person) -> ids.PostId | None:
    """At which post a person's work is done here: the own, one the person can take, the one chosen, the only one."""
    here = [p.id for p in row.facts.posts.values() if p.department == row.source.department and p.active]
    if person.post in here:
        return person.post
    taken = [c.post for c in person.competences if c.post in here]
    if taken:
        return taken[0]
    if row.source.post in here:
        return row.source.post
    return here[0] if len(here) == 1 else None


def _with_post(row: _Row, person: Person, post: ids.PostId | None) -> Person:
    """A person who could take no post at all can take this one from the month's (or the hiring's) first day."""
    if post is None or person.competences or row.proposal.month is None:
        return person
    since = min(filter(None, (person.hire_date, row.proposal.month.first)))
    home = person.department == row.source.department  # a post belongs to its department
    return replace(
        person, post=person.post or (post if home else None), competences=(Competence(post, since),)
    )


def _wanted(row: _Row) -> dict[date, list[str]]:
    wanted: dict[date, list[str]] = {}
    for day, code in row.line.codes:
        wanted.setdefault(day, []).append(code)
    return wanted


def _says(letters: Alphabet, standing: tuple[Entry, ...], codes: list[str]) -> bool:
    """Whether a cell already holds what the sheet says; a post chosen in the office stays."""
    kinds = {int(kind.id) for code in codes if (kind := letters.kind(code)) is not None}
    return kinds == {int(e.kind) for e in standing}


def _entries(letters: Alphabet, codes: list[str], post: ids.PostId | None) -> tuple[Entry, ...]:
    found = []
    for code in codes:
        kind = letters.kind(code)
        if kind is not None:
            found.append(Entry(kind.id, post if kind.duty_class is DutyClass.WORK else None))
    return tuple(dict.fromkeys(found))


def _write(
    context: Context,
    row: _Row,
    person: Person,
    fresh: Person,
    post: ids.PostId | None,
    cells: Mapping[date, list[str]],
    now: Cells,
) -> list[Change]:
    changes: list[Change] = []
    number = person.id
    if fresh != person or not number:
        before = person_text(context, number) if number else None
        number = store_person(context, replace(fresh, phone=""), None)
        changes.append(Change("person", int(number), before, person_text(context, number)))
    department = row.source.department
    for day, codes in cells.items():
        entries = _entries(row.letters, codes, post)
        old = now.get(day, ())
        if same_entries(entries, old):
            continue
        context.store.roster.replace_cell(department, number, day, entries)
        after = {"day": day.isoformat(), "department": int(department), "entries": plain(entries)}
        changes.append(Change("cell", int(number), plain(old), after))
    context.store.roster.ensure(department, Month.of(next(iter(cells))) if cells else _month(row))
    return changes


def _month(row: _Row) -> Month:
    if row.proposal.month is None:
        raise InputError("imports.no_month")
    return row.proposal.month


def _standing(context: Context, department: ids.DepartmentId, month: Month) -> dict[int, Cells]:
    """What the office has: person → day → entries."""
    found: dict[int, Cells] = {}
    for duty in context.store.roster.duties_in_department(department, month.first, month.last):
        cells = found.setdefault(int(duty.person), {})
        cells[duty.day] = (*cells.get(duty.day, ()), duty.entry)
    return found


def _alphabet(facts: Facts, source: RosterSource) -> Alphabet:
    """The department's kinds by code, with the decisions for codes it lacks.  Raises InputError for unsound ones."""
    kinds = {k.code: k for k in alphabet(facts.kinds.values(), source.department)}
    letters = Alphabet(dict(kinds))
    taken = {k.key.casefold() for k in kinds.values()}
    for decision in source.kinds:
        if decision.as_code:
            if decision.as_code not in kinds:
                raise InputError("imports.no_such_code", code=decision.as_code)
            letters.kinds[decision.code] = kinds[decision.as_code]
        elif decision.code not in kinds:
            kind = _new_kind(decision, source.department, taken)
            taken.add(kind.key.casefold())
            letters.made[decision.code] = kind
    return letters


def _new_kind(decision: NewKind, department: ids.DepartmentId, taken: set[str]) -> ShiftKind:
    if decision.duty_class not in list(DutyClass):
        raise InputError("imports.no_such_class", code=decision.code)
    duty_class = DutyClass(decision.duty_class)
    segments = parse_times(decision.times, decision.code) if decision.times.strip() else ()
    worked = sum(s.minutes for s in segments) - decision.meal_minutes
    wished = [c for c in decision.code.upper() if c in KEYS]
    key = next((c for c in (*wished, *KEYS) if c.casefold() not in taken), "")
    kind = ShiftKind(
        ids.ShiftKindId(0), decision.code, key, Name(decision.code, decision.code), duty_class, department, segments,
        decision.meal_minutes, max(worked, 0),
    )  # fmt: skip
    check_kind(kind)
    return kind


def _codes(
    facts: Facts, source: RosterSource, proposal: RosterProposal, letters: Alphabet
) -> tuple[CodeInSheet, ...]:
    """Every code of the sheet: what it is taken for, or what it probably is."""
    kinds = alphabet(facts.kinds.values(), source.department)
    found = []
    for guess in codes_proposal(proposal.codes, kinds):
        if guess.known_as and letters.kind(guess.code) is None:
            letters.kinds[guess.code] = letters.kinds[
                guess.known_as
            ]  # the same letter in another width or case
        kind = letters.kind(guess.code)
        known = "" if kind is None else kind.code
        found.append(CodeInSheet(guess.code, guess.count, known, guess.proposal))
    return tuple(found)


def _is_work(letters: Alphabet, code: str) -> bool:
    kind = letters.kind(code)
    return kind is not None and kind.duty_class is DutyClass.WORK


def _short(cells: Mapping[date, list[str]]) -> str:
    """``3:A 4:D/备 …``: days with codes, the first few."""
    shown = [f"{day.day}:{'/'.join(codes)}" for day, codes in sorted(cells.items())]
    return " ".join(shown[:6]) + (" …" if len(shown) > 6 else "")
