"""What an import would do: the shape that all kinds share.

A plan is made without writing.  What does not exist yet has a provisional id below 0: departments, posts and shift
kinds one of their own each, people minus their place among ``Plan.records``, from 1.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.calendar import CalendarDay
from ehr_tui.domain.codes import CodeEntry
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.import_views import (
    ChangeKind,
    CodeInSheet,
    ColumnInSheet,
    Doubt,
    ImportPreview,
    ImportRow,
    PlaceInSheet,
    Remembered,
    RowIssue,
)
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Demand, Department, Post
from ehr_tui.domain.people import Person
from ehr_tui.domain.post_profile import PostProfile
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.whole_record import WholeRecord
from ehr_tui.exchange.pinyin import latin_name
from ehr_tui.exchange.proposal import Column
from ehr_tui.services.handlers.people import search_text
from ehr_tui.services.plain import plain

RecordChange = tuple[WholeRecord | None, WholeRecord]


@dataclass(frozen=True, slots=True)
class CellWrite:
    """A cell as it shall stand, and as it stood."""

    department: ids.DepartmentId
    person: ids.PersonId
    day: date
    before: tuple[Entry, ...]
    after: tuple[Entry, ...]


@dataclass(slots=True)
class Plan:
    """Rows with what happens to each, and what is written."""

    kind: str
    rows: list[ImportRow] = field(default_factory=list)
    errors: list[RowIssue] = field(default_factory=list)
    remarks: list[RowIssue] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    places: list[PlaceInSheet] = field(default_factory=list)
    remembered: dict[Remembered, None] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    month: Month | None = None
    department: ids.DepartmentId | None = None
    mapping: tuple[tuple[str, str], ...] = ()
    columns: tuple[ColumnInSheet, ...] = ()
    fields: tuple[str, ...] = ()
    codes: tuple[CodeInSheet, ...] = ()
    departments: list[Department] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    kinds: list[ShiftKind] = field(default_factory=list)
    profiles: list[PostProfile] = field(default_factory=list)
    code_entries: list[CodeEntry] = field(default_factory=list)
    demand: list[Demand] = field(default_factory=list)
    days: list[CalendarDay] = field(default_factory=list)
    years: dict[int, bool] = field(default_factory=dict)  # loaded with them → provisional
    records: list[RecordChange] = field(default_factory=list)
    cells: list[CellWrite] = field(default_factory=list)
    rosters: dict[tuple[ids.DepartmentId, Month], None] = field(default_factory=dict)
    search: dict[tuple[str, str, str], str] = field(default_factory=dict)
    memory: list[tuple[str, str, Any]] = field(default_factory=list)  # what the office shall remember

    def record(self, before: WholeRecord | None, after: WholeRecord) -> ids.PersonId:
        """A record to write; the id it has, or its provisional one.

        What it will be found by is worked out here: the pinyin of thousands takes time, and writing holds the lock.
        """
        self.records.append((before, after))
        self.search[_name_of(after.person)] = search_text(after.person)
        return after.id or ids.PersonId(-len(self.records))

    def found_by(self, person: Person) -> str:
        """What quick searches look through for a person of the plan."""
        return self.search.get(_name_of(person)) or search_text(person)

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

    @property
    def mark(self) -> str:
        """Differs whenever something else would be written."""
        made = (self.departments, self.posts, self.kinds, self.places)
        told = repr((self.rows, self.errors, made, self.cells))
        return sha256(told.encode()).hexdigest()[:16]

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
            new_departments=tuple(d.name.zh for d in self.departments),
            new=self.new,
            changed=self.changed,
            same=self.same,
            new_posts=tuple(p.name.zh for p in self.posts),
            columns=self.columns,
            fields=self.fields,
            places=tuple(self.places),
            doubts=tuple(self.doubts),
            remembered=tuple(self.remembered),
            mark=self.mark,
            department=self.department if self.department and self.department > 0 else None,
        )


class Places:
    """Departments and posts by the names that sheets use; those that rows need are made with the plan."""

    def __init__(self, departments: Sequence[Department], posts: Sequence[Post], plan: Plan) -> None:
        self._plan = plan
        self._known = {key: d.id for d in departments for key in _keys(d.name, d.code)}
        self._posts: dict[tuple[int, str], ids.PostId] = {}
        for post in posts:
            for key in _keys(post.name, post.code):
                self._posts.setdefault((post.department, key), post.id)
        self._by_code = {place_key(p.code): p.id for p in posts}
        self._codes = {d.code for d in departments} | {p.code for p in posts}
        self.department_names: dict[int, str] = {d.id: d.name.zh or d.name.en for d in departments}
        self.post_names: dict[int, str] = {p.id: p.name.zh or p.name.en for p in posts}
        self.post_homes: dict[int, ids.DepartmentId] = {p.id: p.department for p in posts}
        self.active_posts: dict[int, list[ids.PostId]] = {}
        for post in posts:
            if post.active:
                self.active_posts.setdefault(post.department, []).append(post.id)

    def find(self, text: str) -> ids.DepartmentId | None:
        """The department of a name or code; None when there is none (yet)."""
        return self._known.get(place_key(text)) if text.strip() else None

    def only(self) -> ids.DepartmentId | None:
        """The one department of an office that has no other."""
        return (
            ids.DepartmentId(next(iter(self.department_names))) if len(self.department_names) == 1 else None
        )

    def need(self, text: str) -> ids.DepartmentId:
        """The department of a name, made with the import when there is none."""
        found = self.find(text)
        if found is None:
            found = ids.DepartmentId(-len(self._plan.departments) - 1)
            name = " ".join(text.split())
            self._plan.departments.append(Department(found, self._free_code(name), Name(name)))
            self._known[place_key(text)] = found
            self.department_names[found] = name
        return found

    def add(self, department: Department) -> None:
        """A department that the plan makes as it is given."""
        self.department_names[department.id] = department.name.zh or department.name.en
        self._codes.add(department.code)
        self._known |= dict.fromkeys(_keys(department.name, department.code), department.id)

    def add_post(self, post: Post) -> None:
        """A post that the plan makes as it is given."""
        self.post_names[post.id] = post.name.zh or post.name.en
        self._codes.add(post.code)
        self._by_code.setdefault(place_key(post.code), post.id)
        for key in _keys(post.name, post.code):
            self._posts.setdefault((post.department, key), post.id)

    def any_post(self, code: str) -> ids.PostId | None:
        """The post of a code, in whatever department."""
        return self._by_code.get(place_key(code))

    def find_post(self, department: ids.DepartmentId | None, text: str) -> ids.PostId | None:
        """A department's post by name or code."""
        return self._posts.get((department, place_key(text))) if department is not None else None

    def need_post(self, department: ids.DepartmentId, text: str) -> ids.PostId:
        """A department's post, made with the import when there is none."""
        found = self.find_post(department, text)
        if found is None:
            found = ids.PostId(-len(self._plan.posts) - 1)
            name = " ".join(text.split())
            self._plan.posts.append(Post(found, self._free_code(name), Name(name), department))
            self._posts[department, place_key(text)] = found
            self.post_names[found] = name
            self.post_homes[found] = department
            self.active_posts.setdefault(department, []).append(found)
        return found

    def _free_code(self, name: str) -> str:
        stem = (
            "".join(c for c in latin_name(name).lower() if c.isascii() and c.isalnum())[:12] or "department"
        )
        code, n = stem, 2
        while code in self._codes:
            code, n = f"{stem}{n}", n + 1
        self._codes.add(code)
        return code


def _name_of(person: Person) -> tuple[str, str, str]:
    return person.name, person.number, person.latin


def record_text(record: WholeRecord) -> Any:
    """A record as an import remembers it, whole phone included (the file is encrypted; nobody reads it but undo)."""
    return plain(record)


def columns_in(columns: Sequence[Column], sheet: str, shape: str) -> tuple[ColumnInSheet, ...]:
    """The columns of the first sheet of a shape, as they are shown."""
    return tuple(ColumnInSheet(c.index, c.title, c.field, c.samples, sheet, shape) for c in columns)


def place_key(text: str) -> str:
    """A department's or post's name as it is compared: no blanks, one case, one width of signs."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def said(standing: str, told: str) -> str:
    """What a text becomes: a sheet that leaves it open, or says it in another width of signs, changes nothing."""
    plain_text = " ".join(unicodedata.normalize("NFKC", standing).split())
    return standing if not told or told == plain_text else told


def _keys(name: Name, code: str) -> tuple[str, ...]:
    return tuple(place_key(text) for text in (name.zh, name.en, code) if text)
