"""What an import would do: the shape that both kinds share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Department
from ehr_tui.domain.people import Person
from ehr_tui.domain.views import ChangeKind, CodeInSheet, ImportPreview, ImportRow, RowIssue
from ehr_tui.exchange.pinyin import latin_name
from ehr_tui.services.context import Context
from ehr_tui.services.plain import plain
from ehr_tui.store.imports import Change


@dataclass(slots=True)
class Plan:
    """Rows with what happens to each, and how to write them."""

    kind: str
    rows: list[ImportRow] = field(default_factory=list)
    errors: list[RowIssue] = field(default_factory=list)
    remarks: list[RowIssue] = field(default_factory=list)
    writes: list[Callable[[Context], list[Change]]] = field(default_factory=list)
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    month: Month | None = None
    mapping: tuple[tuple[str, str], ...] = ()
    codes: tuple[CodeInSheet, ...] = ()
    new_departments: tuple[str, ...] = ()

    def add(self, row: ImportRow, write: Callable[[Context], list[Change]] | None = None) -> None:
        """A row, and how it is written when something changes."""
        self.rows.append(row)
        if write is not None:
            self.writes.append(write)

    def count(self, kind: ChangeKind) -> int:
        """How many rows of a kind."""
        return sum(row.change is kind for row in self.rows)

    @property
    def new(self) -> int:
        """Rows that are new."""
        return self.count(ChangeKind.NEW)

    @property
    def changed(self) -> int:
        """Rows that change something."""
        return self.count(ChangeKind.CHANGED)

    @property
    def same(self) -> int:
        """Rows that the office has already."""
        return self.count(ChangeKind.SAME)

    def write(self, context: Context) -> list[Change]:
        """Carry the plan out; what was written, in order."""
        changes: list[Change] = []
        for write in self.writes:
            changes.extend(write(context))
        return changes

    def preview(self) -> ImportPreview:
        """As the screen shows it."""
        return ImportPreview(
            kind=self.kind,
            sheets=self.sheets,
            sheet=self.sheet,
            month=self.month,
            mapping=self.mapping,
            rows=tuple(self.rows),
            errors=tuple(self.errors),
            remarks=tuple(self.remarks),
            codes=self.codes,
            new_departments=self.new_departments,
            new=self.new,
            changed=self.changed,
            same=self.same,
        )


class PeopleIndex:
    """Finding the person a row means: by number, else by name."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._by_number = {p.number: p for p in people if p.number}
        self._by_name: dict[str, list[Person]] = {}
        for person in people:
            self._by_name.setdefault(person.name, []).append(person)

    def numbered(self, number: str) -> Person | None:
        """Who has a number."""
        return self._by_number.get(number)

    def named(self, name: str, department: ids.DepartmentId | None = None) -> list[Person]:
        """Everybody of a name; where a department has some, only those."""
        found = self._by_name.get(name, [])
        here = [p for p in found if department is not None and p.department == department]
        return here or found


def person_text(context: Context, person: ids.PersonId) -> dict[str, Any]:
    """A record as an import remembers it, whole phone included (the file is encrypted; nobody reads it but undo)."""
    found: dict[str, Any] = plain(context.store.people.get(person))
    found["phone"] = context.store.people.phone(person)
    return found


class Departments:
    """Departments by the names that sheets use; names that rows need are made when the plan is written."""

    def __init__(self, departments: Sequence[Department]) -> None:
        self._known = {key: d.id for d in departments for key in _keys(d)}
        self._codes = {d.code for d in departments}
        self.missing: dict[str, None] = {}

    def find(self, text: str) -> ids.DepartmentId | None:
        """The department of a name or code; None when there is none (yet)."""
        return self._known.get(_key(text))

    def need(self, text: str) -> None:
        """A row will be written that names this department."""
        if text.strip() and self.find(text) is None:
            self.missing[text.strip()] = None

    def make(self, context: Context) -> list[Change]:
        """Add the missing ones; afterwards ``find`` knows them."""
        changes = []
        for name in self.missing:
            department = Department(ids.DepartmentId(0), self._free_code(name), Name(name))
            number = context.store.organisation.save_department(department)
            self._known[_key(name)] = number
            changes.append(Change("department", int(number), None, plain(replace(department, id=number))))
        return changes

    def _free_code(self, name: str) -> str:
        stem = (
            "".join(c for c in latin_name(name).lower() if c.isascii() and c.isalnum())[:12] or "department"
        )
        code, n = stem, 2
        while code in self._codes:
            code, n = f"{stem}{n}", n + 1
        self._codes.add(code)
        return code


def _keys(department: Department) -> tuple[str, ...]:
    names = (department.name.zh, department.name.en, department.code)
    return tuple(_key(name) for name in names if name)


def _key(text: str) -> str:
    return "".join(text.split()).casefold()
