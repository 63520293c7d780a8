"""Roster sheets: cells that are new, differ, or are the same; every sheet of a book in one import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.duty import Callout, Entry
from ehr_tui.domain.import_views import ChangeKind, ImportRow, Remembered, RowIssue
from ehr_tui.domain.month import Month
from ehr_tui.domain.people import Competence, Person
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.domain.whole_record import WholeRecord
from ehr_tui.errors import InputError
from ehr_tui.exchange.duty_sheet import duty_proposal, duty_roster
from ehr_tui.exchange.pinyin import latin_name
from ehr_tui.exchange.proposal import RosterLine, RosterProposal
from ehr_tui.exchange.roster_sheet import FIELDS, roster_proposal, roster_sheets
from ehr_tui.exchange.sheets import Book, read_book
from ehr_tui.services.context import Context
from ehr_tui.services.facts import facts_of
from ehr_tui.services.handlers.import_letters import Letters
from ehr_tui.services.handlers.import_people import EVERYBODY, Names, PeopleIndex, records_of
from ehr_tui.services.handlers.import_plan import CellWrite, Places, Plan, columns_in
from ehr_tui.services.handlers.import_sites import Site, sites_of
from ehr_tui.services.handlers.import_staff import doubt
from ehr_tui.services.intents.imports import RosterSource
from ehr_tui.store.cells import Cell

STAGE = "imports.stage.plan"
STEP = 50


@dataclass(slots=True)
class _Office:
    """What stands, and what the plan adds to it."""

    context: Context
    plan: Plan
    source: RosterSource
    places: Places
    people: PeopleIndex
    records: Mapping[ids.PersonId, WholeRecord]
    standing: Mapping[Cell, tuple[Entry, ...]]
    callouts: Mapping[ids.PersonId, tuple[Callout, ...]]
    letters: dict[ids.DepartmentId, Letters] = field(default_factory=dict)
    changed: dict[ids.PersonId, int] = field(default_factory=dict)  # person → place among the plan's records
    fresh: dict[tuple[str, str], ids.PersonId] = field(default_factory=dict)  # new people by name and number
    codes: Counter[str] = field(default_factory=Counter)


def plan_roster(context: Context, source: RosterSource) -> Plan:
    """Compare roster sheets with the office.  Raises InputError when there is none or a month is not known."""
    context.progress.step(0, 0, "imports.stage.read")
    facts = facts_of(context)
    if source.department is not None:
        facts.department(source.department)
    book = read_book(source.data, source.file_name)
    plan = Plan("roster", fields=FIELDS)
    known = frozenset(kind.code for kind in facts.kinds.values()) | {kind.code for kind in source.kinds}
    proposals = _proposals(context, plan, book, source, known)
    for proposal in proposals:
        plan.errors.extend(proposal.errors)
        plan.remarks.extend(proposal.warnings)
    if all(proposal.month is None for proposal in proposals):
        raise InputError("imports.no_month")
    first = proposals[0]
    plan.sheets = (first.sheet, *first.other_sheets)
    plan.sheet, plan.month = source.sheet, first.month
    plan.mapping = tuple((c.field, c.title) for c in first.columns if c.field)
    places = Places(tuple(facts.departments.values()), tuple(facts.posts.values()), plan)
    everybody = context.store.people.all(EVERYBODY)
    people = PeopleIndex(everybody)
    sites = sites_of(context, plan, source, places, people, proposals)
    plan.department = sites[0].department if sites else None
    days = [day for proposal in proposals for line in proposal.lines for day, _ in line.codes]
    here = {site.department for site in sites if site.department > 0}
    standing = context.store.cells.standing(here, min(days), max(days)) if days else {}
    names = {line.name for site in sites for line in site.lines}
    numbers = {line.number for site in sites for line in site.lines if line.number}
    meant = {person for _, _, person in source.persons}
    named = [p for p in everybody if p.name in names or p.number in numbers or p.id in meant]
    callouts = context.store.callouts.of([int(p.id) for p in named])
    office = _Office(context, plan, source, places, people, records_of(context, named), standing, callouts)
    _sites(office, sites)
    _remember_codes(office)
    return plan


def _proposals(
    context: Context, plan: Plan, book: Book, source: RosterSource, known: frozenset[str]
) -> list[RosterProposal]:
    """Every roster of the book, else its duty list turned into one."""
    rosters = roster_sheets(book)
    if not rosters:
        try:
            proposal = duty_roster(duty_proposal(book, source.sheet))
            plan.columns = columns_in(proposal.columns, proposal.sheet, proposal.shape)
            return [proposal]
        except InputError as error:
            if error.code != "exchange.no_duty_list":
                raise
            # What a roster lacks is said of a roster.
            return [roster_proposal(book, source.sheet, source.month, known=known)]
    wanted = (source.sheet,) if source.sheet else rosters
    shapes: list[str] = []
    found = []
    for sheet in wanted:
        own = source.month if len(wanted) == 1 else None
        proposal = roster_proposal(book, sheet, own, (), known)
        shape = proposal.shape
        mapping = dict(source.shapes).get(shape, source.mapping if shape in shapes[:1] or not shapes else ())
        decided = bool(mapping) or shape in dict(source.shapes)
        if not decided and not source.anew:
            recalled = context.store.imports.recall("roster", shape) or ()
            mapping = tuple((str(name), int(column)) for name, column in recalled)
            if mapping:
                plan.remembered[Remembered.COLUMNS] = None
        if mapping:
            proposal = roster_proposal(book, sheet, own, mapping, known)
        if proposal.month is None and source.month is not None:
            proposal = roster_proposal(book, sheet, source.month, mapping, known)
        if shape not in shapes:
            shapes.append(shape)
            shown = [column for column in proposal.columns if column.field != "first_day"]
            plan.columns += columns_in(shown, proposal.sheet, shape)
        if decided or source.anew:
            plan.memory.append(("roster", shape, [list(pair) for pair in mapping]))
        found.append(proposal)
    return found


def _sites(office: _Office, sites: list[Site]) -> None:
    total = sum(len(site.lines) for site in sites)
    done = 0
    told: dict[str, Any] = {}
    for site in sites:
        letters = _letters(office, site.department)
        counted = Counter(code for line in site.lines for _, code in line.codes)
        office.codes.update(counted)
        for code in letters.explain(dict(counted.most_common())):
            before = told.get(code.code)
            count = code.count + (before.count if before is not None else 0)
            # Of several departments the one that does not know a code decides how it is shown.
            shown = before if before is not None and not before.known_as else code
            told[code.code] = replace(shown, count=count)
        for line in site.lines:
            if done % STEP == 0:
                office.context.progress.step(done, total, STAGE)
            done += 1
            _Row(office, site, line, letters).plan()
    office.plan.codes = tuple(sorted(told.values(), key=lambda code: -code.count))
    office.context.progress.step(total, total, STAGE)


def _letters(office: _Office, department: ids.DepartmentId) -> Letters:
    found = office.letters.get(department)
    if found is None:
        kept = (
            None
            if office.source.anew
            else office.context.store.imports.recall("codes", _key(office, department))
        )
        kinds = tuple(facts_of(office.context).kinds.values())
        found = Letters(office.plan, kinds, department, office.source.kinds, dict(kept or {}))
        office.letters[department] = found
    return found


def _key(office: _Office, department: ids.DepartmentId) -> str:
    return office.places.department_names.get(department, "")


def _remember_codes(office: _Office) -> None:
    decided = {kind.code: kind.as_code for kind in office.source.kinds if kind.as_code}
    for department, letters in office.letters.items():
        if any(code in office.codes for code in letters.recalled):
            office.plan.remembered[Remembered.CODES] = None
        if decided or office.source.anew:
            kept = (
                {}
                if office.source.anew
                else office.context.store.imports.recall("codes", _key(office, department))
            )
            office.plan.memory.append(("codes", _key(office, department), {**(kept or {}), **decided}))


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a sheet with everything around it."""

    office: _Office
    site: Site
    line: RosterLine
    letters: Letters

    def error(self, code: str, **figures: Any) -> None:
        """Note that the row cannot be taken."""
        self.office.plan.errors.append(
            RowIssue(self.site.sheet, self.line.row, "", code, tuple(figures.items()))
        )

    def plan(self) -> None:
        """Put the row into the plan."""
        line, plan = self.line, self.office.plan
        unknown = [c for c in dict.fromkeys(code for _, code in line.codes) if self.letters.kind(c) is None]
        if unknown:
            self.error("unknown_code", codes="、".join(unknown))
        person = self._find()
        if person is None or unknown:
            return
        post = self._post(person)
        if post is None and any(self._is_work(code) for _, code in line.codes):
            self.error("no_post", person=line.name)
            return
        wanted: dict[date, list[str]] = {}
        for day, code in line.codes:
            wanted.setdefault(day, []).append(code)
        now = {day: self.office.standing.get((self.site.department, person.id, day), ()) for day in wanted}
        new = [day for day in wanted if not now[day]]
        changed = [day for day, codes in wanted.items() if now[day] and not self._says(now[day], codes)]
        if self._called_in(person, wanted, changed):
            return
        fresh = self._with_post(person, post)
        if not new and not changed and fresh == person and person.id:
            plan.rows.append(ImportRow(line.row, line.name, ChangeKind.SAME, sheet=self.site.sheet))
            return
        number = self._record(person, fresh)
        for day in sorted(new + changed):
            entries = self._entries(wanted[day], post)
            plan.cells.append(CellWrite(self.site.department, number, day, now[day], entries))
            plan.rosters[self.site.department, Month.of(day)] = None
        kind = ChangeKind.CHANGED if changed else ChangeKind.NEW
        codes = facts_of(self.office.context).kinds
        before = _short({day: [codes[e.kind].code for e in now[day]] for day in changed})
        after = _short({day: wanted[day] for day in (changed or new)})
        plan.rows.append(ImportRow(line.row, line.name, kind, before, after, self.site.sheet))

    def _called_in(self, person: Person, wanted: Mapping[date, list[str]], changed: Sequence[date]) -> bool:
        """Standby does not go while it is recorded that somebody was called in from it; says so."""
        calls = Counter(
            c.day for c in self.office.callouts.get(person.id, ()) if c.department == self.site.department
        )
        for day in changed:
            kinds = (self.letters.kind(code) for code in wanted[day])
            stays = any(kind is not None and kind.duty_class is DutyClass.STANDBY for kind in kinds)
            if calls[day] and not stays:
                self.error("callout.stands", person=person.name, day=day, n=calls[day])
                return True
        return False

    def _find(self) -> Person | None:
        """Who the row is about: as the user says, by number, else by name, first in the department."""
        line, office = self.line, self.office
        meant = next((p for s, r, p in office.source.persons if (s, r) == (self.site.sheet, line.row)), None)
        if meant is not None and meant in office.people.by_id:
            return office.people.by_id[meant]
        if line.number and meant is None:
            found = office.people.numbered(line.number)
            if found is not None:
                return found
        named = office.people.named(line.name, self.site.department) if meant is None else []
        if len(named) > 1:
            self.error("ambiguous_name", person=line.name, n=len(named))
            names = Names(office.places.department_names, office.places.post_names)
            office.plan.doubts.append(doubt(self.site.sheet, line.row, line.name, named, names))
            return None
        if named:
            return named[0]
        known = office.fresh.get((line.name, line.number))
        if known is not None:
            return office.plan.records[-known - 1][1].person
        remark = RowIssue(self.site.sheet, line.row, "", "new_person", (("person", line.name),))
        office.plan.remarks.append(remark)
        return Person(
            ids.PersonId(0), line.number, line.name, latin_name(line.name), self.site.department, None
        )

    def _post(self, person: Person) -> ids.PostId | None:
        """At which post a person's work is done here: the own, one the person can take, the one said, the only one."""
        places, department = self.office.places, self.site.department
        here = places.active_posts.get(department, [])
        if person.post in here:
            return person.post
        taken = [c.post for c in person.competences if c.post in here]
        if taken:
            return taken[0]
        named = self.site.post or (
            self.line.post if not here or places.find_post(department, self.line.post) else ""
        )
        if named:
            return places.need_post(department, named)
        if self.office.source.post in here:
            return self.office.source.post
        return here[0] if len(here) == 1 else None

    def _with_post(self, person: Person, post: ids.PostId | None) -> Person:
        """Whoever could take no post at all can take this one from the month's (or the hiring's) first day."""
        if post is None or person.competences or not self.line.codes:
            return person
        first = Month.of(self.line.codes[0][0]).first
        since = min(filter(None, (person.hire_date, first)))
        home = person.department == self.site.department  # a post belongs to its department
        own = person.post or (post if home else None)
        return replace(person, post=own, competences=(Competence(post, since),))

    def _record(self, person: Person, fresh: Person) -> ids.PersonId:
        """The person's id, after noting what changes of the record; somebody in two sheets is one person."""
        office = self.office
        if fresh == person and person.id:
            return person.id
        key = (self.line.name, self.line.number)
        number = office.fresh.get(key) if not person.id else person.id
        place = -number - 1 if number is not None and number < 0 else office.changed.get(person.id)
        if place is not None:
            before, after = office.plan.records[place]
            office.plan.records[place] = (before, replace(after, person=fresh))
            return number if number is not None else person.id
        before = office.records.get(person.id)
        after = replace(before, person=fresh) if before is not None else WholeRecord(fresh)
        number = office.plan.record(before, after)
        if person.id:
            office.changed[person.id] = len(office.plan.records) - 1
        else:
            office.fresh[key] = number
        return number

    def _says(self, standing: tuple[Entry, ...], codes: list[str]) -> bool:
        """Whether a cell already holds what the sheet says; a post chosen in the office stays."""
        kinds = {int(kind.id) for code in codes if (kind := self.letters.kind(code)) is not None}
        return kinds == {int(e.kind) for e in standing}

    def _entries(self, codes: list[str], post: ids.PostId | None) -> tuple[Entry, ...]:
        kinds = [self.letters.need(code) for code in codes]
        found = (Entry(k.id, post if k.duty_class is DutyClass.WORK else None) for k in kinds)
        return tuple(dict.fromkeys(found))

    def _is_work(self, code: str) -> bool:
        kind = self.letters.kind(code)
        return kind is not None and kind.duty_class is DutyClass.WORK


def _short(cells: Mapping[date, list[str]]) -> str:
    """``3:A 4:D/备 …``: days with codes, the first few."""
    shown = [f"{day.day}:{'/'.join(codes)}" for day, codes in sorted(cells.items())]
    return " ".join(shown[:6]) + (" …" if len(shown) > 6 else "")
