"""What ``data/demo`` holds, read strictly: the people, the users and the story of two months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ehr_tui.domain.contracts import EmploymentKind, HoursSystem
from ehr_tui.domain.names import Name
from ehr_tui.domain.people import Details, Education, Sex
from ehr_tui.exchange.data_files import Entry, entries, read_toml
from ehr_tui.paths import data_dir


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person; posts by code.  ``contact`` and ``relation`` say whom to call."""

    number: str
    name: str
    latin: str
    post: str
    also: tuple[str, ...]
    hired: date
    employment: EmploymentKind
    hours: HoursSystem
    sex: Sex
    details: Details
    contact: str
    relation: str
    experienced: bool
    standby: bool


@dataclass(frozen=True, slots=True)
class UserLine:
    """One user; role and department by code, person by number (empty: none)."""

    login: str
    name: str
    role: str
    department: str
    person: str
    totp: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that begins on the n-th working day of this (month 0) or the next month (1)."""

    person: str
    month: int
    workday: int
    days: int = 1
    kind: str = ""
    calendar: bool = False  # calendar days, to the end of both months


@dataclass(frozen=True, slots=True)
class Coached:
    """Somebody coached at the home post until so many days after the office is made; people by number."""

    person: str
    coach: str
    days: int


@dataclass(frozen=True, slots=True)
class Span:
    """A person, so many days from or before the day the office is made, and what goes with it."""

    person: str
    days: int
    months: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The demo office as data."""

    people: tuple[PersonLine, ...]
    users: tuple[UserLine, ...]
    name: Name
    contractor: str
    permit: str
    rest: str  # kind codes
    half: str
    fill: Mapping[str, str]  # department → kind
    together: Mapping[str, Mapping[str, str]]  # department → kind → the kind worked with it
    standby: Mapping[str, str]
    newcomers: tuple[Turn, ...]
    leavers: tuple[Turn, ...]
    absences: tuple[Turn, ...]
    expiring_person: str
    expiring_days: int
    recent: Span
    coached: tuple[Coached, ...]
    expecting: Span
    leaving_reason: str
    leaving_done: tuple[str, ...]
    plant: Mapping[str, Mapping[str, Any]]
    password: str = field(repr=False)


def load_content(folder: Path | None = None) -> Content:
    """Read ``data/demo``; raises InputError naming file and entry."""
    folder = (folder or data_dir()) / "demo"
    file = "office.toml"
    office = Entry(file, "-", read_toml(folder, file))
    expiring, recent, expecting, leaving = (
        Entry(file, name, office.table(name)) for name in ("expiring", "recent", "expecting", "leaving")
    )
    content = Content(
        people=_people(folder),
        users=_users(folder),
        name=office.name("name_zh", "name_en"),
        password=office.text("password"),
        contractor=office.text("contractor"),
        permit=office.text("permit"),
        rest=office.text("rest"),
        half=office.text("half"),
        fill=office.table("fill"),
        together=office.table("together"),
        standby=office.table("standby"),
        newcomers=_turns(file, office, "newcomer"),
        leavers=_turns(file, office, "leaver"),
        absences=_turns(file, office, "absence"),
        expiring_person=expiring.text("person"),
        expiring_days=expiring.whole("days"),
        recent=Span(recent.text("person"), recent.whole("days"), months=recent.whole("probation")),
        coached=_coached(file, office),
        expecting=Span(expecting.text("person"), expecting.whole("days"), reason=expecting.text("reason")),
        leaving_reason=leaving.text("reason"),
        leaving_done=leaving.texts("done"),
        plant=office.table("plant"),
    )
    for entry in (expiring, recent, expecting, leaving, office):
        entry.done()
    return content


def _people(folder: Path) -> tuple[PersonLine, ...]:
    found = []
    for number, entry in enumerate(entries(folder, "people.toml", "person", "name"), start=1):
        line = PersonLine(
            number=f"R{number:04d}",
            name=entry.text("name"),
            latin=entry.text("latin"),
            post=entry.text("post"),
            also=entry.texts("also"),
            hired=entry.day("hired"),
            employment=entry.one_of("employment", {k.value: k for k in EmploymentKind}),
            hours=entry.one_of("hours", {h.value: h for h in HoursSystem}, HoursSystem.STANDARD.value),
            sex=entry.one_of("sex", {s.value: s for s in Sex}),
            details=_details(entry),
            contact=entry.text("contact"),
            relation=entry.text("relation"),
            experienced=entry.flag("experienced", default=False),
            standby=entry.flag("standby", default=False),
        )
        entry.done()
        found.append(line)
    return tuple(found)


def _details(entry: Entry) -> Details:
    return Details(
        birth_date=entry.day("born"),
        education=entry.one_of("education", {e.value: e for e in Education}),
        major=entry.text("major"),
        languages=entry.texts("languages"),
        skills=entry.texts("skills"),
    )


def _coached(file: str, office: Entry) -> tuple[Coached, ...]:
    found = []
    for number, values in enumerate(office.tables("coached"), start=1):
        entry = Entry(file, f"coached {number}", values)
        found.append(Coached(entry.text("person"), entry.text("coach"), entry.whole("days", lowest=1)))
        entry.done()
    return tuple(found)


def _users(folder: Path) -> tuple[UserLine, ...]:
    found = []
    for entry in entries(folder, "users.toml", "user", "login"):
        line = UserLine(
            login=entry.text("login"),
            name=entry.text("name"),
            role=entry.text("role"),
            department=entry.text("department", ""),
            person=entry.text("person", ""),
            totp=entry.text("totp"),
        )
        entry.done()
        found.append(line)
    return tuple(found)


def _turns(file: str, office: Entry, table: str) -> tuple[Turn, ...]:
    found = []
    for number, values in enumerate(office.tables(table), start=1):
        entry = Entry(file, f"{table} {number}", values)
        turn = Turn(
            person=entry.text("person"),
            month=entry.whole("month"),
            workday=entry.whole("workday", lowest=1),
            days=entry.whole("days", 1, lowest=1),
            kind=entry.text("kind", ""),
            calendar=entry.flag("calendar", default=False),
        )
        entry.done()
        found.append(turn)
    return tuple(found)
