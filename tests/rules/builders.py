"""Small offices for tests: letters stand for shift kinds, one row of text for a person's days.

    roster(anna="A A N 下夜 休", ben="D . 上/休")      days from Monday 2 November 2026 on; ``.`` is an empty cell

Work entries get the post CLERK unless the row says otherwise (``D@other``, ``D@-`` for no post).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from ehr_tui.domain.calendar import Calendar, CalendarDay, DayKind
from ehr_tui.domain.contracts import Contract, ContractLimits
from ehr_tui.domain.duty import Callout, Duty
from ehr_tui.domain.ids import (
    CalloutId,
    ContractId,
    DemandId,
    DepartmentId,
    DutyId,
    PersonId,
    PostId,
    RestrictionId,
    ShiftKindId,
)
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Demand, Post
from ehr_tui.domain.people import Competence, Person
from ehr_tui.domain.restrictions import Effect, Restriction
from ehr_tui.domain.shifts import DutyClass, Segment, ShiftKind
from ehr_tui.domain.violation import Figure, Severity, Violation
from ehr_tui.domain.window import RuleSetting, RuleSettings, Window
from ehr_tui.rules.roster.cells import sort_duties
from ehr_tui.rules.roster.judge import judge

MONDAY = date(2026, 11, 2)
LAB = DepartmentId(1)
CLINIC = DepartmentId(2)
CLERK = PostId(1)
OTHER = PostId(2)
POSTS = {
    CLERK: Post(CLERK, "clerk", Name("检验科文员", "Laboratory clerk"), LAB),
    OTHER: Post(OTHER, "other", Name("门诊文员", "Clinic clerk"), CLINIC),
}
_POST_NAMES: dict[str, PostId | None] = {"clerk": CLERK, "other": OTHER, "-": None}


def kind(
    number: int,
    code: str,
    times: str = "",
    duty_class: DutyClass = DutyClass.WORK,
    meal: int = 0,
    paid: int | None = None,
) -> ShiftKind:
    """A shift kind of ``07:00-15:00`` or ``08:00-12:00+14:00-17:30``; a time on the next day as ``31:15``."""
    segments = tuple(_segment(part) for part in times.split("+") if part)
    minutes = sum(s.minutes for s in segments) - meal if paid is None else paid
    return ShiftKind(
        ShiftKindId(number), code, code[0], Name(code), duty_class, None, segments, meal, max(0, minutes)
    )


def _segment(text: str) -> Segment:
    start, end = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
    return Segment(start, end)


KIND_LIST = (
    kind(1, "A", "07:00-15:00", meal=30),
    kind(2, "D", "08:00-12:00+14:00-17:30"),
    kind(3, "P", "14:45-22:45", meal=30),
    kind(4, "N", "22:30-31:15", meal=45),
    kind(5, "S", "08:00-12:00"),
    kind(6, "上", "08:00-12:00"),
    kind(7, "下", "14:00-17:30"),
    kind(8, "E", "17:30-20:30"),
    kind(9, "休", duty_class=DutyClass.REST),
    kind(10, "下夜", duty_class=DutyClass.AFTER_NIGHT),
    kind(11, "备", duty_class=DutyClass.STANDBY),
    kind(12, "年", duty_class=DutyClass.LEAVE, paid=480),
    kind(13, "事", duty_class=DutyClass.LEAVE),
    kind(14, "旷", duty_class=DutyClass.ABSENT),
    kind(15, "学", "08:00-12:00+14:00-17:30", DutyClass.AWAY),
    kind(16, "大夜", "00:00-08:00"),
    kind(17, "A1", "07:30-15:30", meal=30),
    kind(18, "中", "12:00-13:30"),
    kind(19, "X", "08:00-24:00", paid=660),
    kind(20, "Y", "08:00-24:00", paid=661),
    kind(21, "值", "08:00-32:00", paid=900),
    kind(22, "Z1", "12:00-20:00"),
    kind(23, "Z2", "07:00-15:00"),
    kind(24, "Z3", "06:59-15:00"),
)
KINDS = {k.id: k for k in KIND_LIST}
BY_CODE = {k.code: k for k in KIND_LIST}


def day(n: int) -> date:
    """The n-th day: 0 is Monday 2 November 2026."""
    return MONDAY + timedelta(days=n)


def person(number: int, **changes: Any) -> Person:
    """A laboratory clerk who can take the post CLERK."""
    plain = Person(
        PersonId(number),
        f"{number:04}",
        f"人{number}",
        f"ren{number}",
        LAB,
        CLERK,
        (Competence(CLERK, date(2020, 1, 1)),),
    )
    return replace(plain, **changes)


def contract(number: int, **terms: Any) -> Contract:
    """A contract of person ``number`` since 2020; limits are named like other terms."""
    named = {field.name for field in fields(ContractLimits)}
    limits = ContractLimits(**{name: terms.pop(name) for name in named & terms.keys()})
    return Contract(ContractId(number), PersonId(number), date(2020, 1, 1), limits=limits, **terms)


def restriction(
    number: int, *effects: Effect, since: int = 0, until: int | None = None, **values: Any
) -> dict[PersonId, tuple[Restriction, ...]]:
    """One restriction of person ``number`` from one day to another (as ``day``), as a window holds it."""
    last = None if until is None else day(until)
    one = PersonId(number)
    return {one: (Restriction(RestrictionId(1), one, frozenset(effects), day(since), last, **values),)}


def called(n: int, start: str, end: str, number: int = 1) -> Callout:
    """Person ``number`` called in on day ``n``; times as in ``kind``."""
    span = _segment(f"{start}-{end}")
    return Callout(CalloutId(1), PersonId(number), day(n), span.start, span.end, LAB)


def demand(
    code: str,
    minimum: int,
    maximum: int | None = None,
    post: PostId = CLERK,
    weekdays: Iterable[int] = range(1, 8),
) -> Demand:
    """So many people of a post in a shift kind, on every day unless told otherwise."""
    return Demand(
        DemandId(1),
        POSTS[post].department,
        post,
        BY_CODE[code].id,
        frozenset(weekdays),
        frozenset(DayKind),
        minimum,
        maximum,
    )


def duties(person_id: PersonId, row: str, first: date = MONDAY) -> tuple[Duty, ...]:
    """A row of cells parted by blanks; several entries in a cell parted by ``/``."""
    found: list[Duty] = []
    numbers = count(person_id * 1000)
    for n, cell in enumerate(row.split()):
        on = first + timedelta(days=n)
        found.extend(duty(person_id, on, text, next(numbers)) for text in cell.split("/") if text != ".")
    return sort_duties(found, KINDS)


def duty(person_id: PersonId, on: date, text: str, number: int = 0) -> Duty:
    """One entry: ``D``, ``D@other``, ``D@-``."""
    code, _, post_name = text.partition("@")
    used = BY_CODE[code]
    post = _POST_NAMES[post_name] if post_name else CLERK if used.duty_class is DutyClass.WORK else None
    return Duty(DutyId(number), person_id, on, used.id, post, POSTS[post].department if post else LAB)


def roster(
    *rows: str,
    people: Iterable[Person] = (),
    start: int = 0,
    judged: tuple[int, int] = (0, 27),
    known: tuple[int, int] = (-28, 55),
    **facts: Any,
) -> Window:
    """A window of one row per person (numbers from 1), the first cell on day ``start``.

    ``people`` replaces those with the same number; ``facts`` go into the window as they are.
    """
    known_people = {PersonId(n): person(n) for n in range(1, len(rows) + 1)}
    known_people.update({p.id: p for p in people})
    return Window(
        first=day(judged[0]),
        last=day(judged[1]),
        known_first=day(known[0]),
        known_last=day(known[1]),
        people=known_people,
        duties={PersonId(n): duties(PersonId(n), row, day(start)) for n, row in enumerate(rows, start=1)},
        kinds=KINDS,
        **{"posts": POSTS, **facts},
    )


def setting(
    rule: str, severity: Severity = Severity.WARN, *, enabled: bool = True, **limits: int
) -> RuleSetting:
    """A setting of one rule."""
    return RuleSetting(rule, enabled, severity, 0, limits)


def office(
    *settings: RuleSetting, departments: dict[DepartmentId, RuleSetting] | None = None
) -> RuleSettings:
    """Settings of the office and, by department, of its own."""
    own = {(department, s.rule): s for department, s in (departments or {}).items()}
    return RuleSettings({s.rule: s for s in settings}, own)


def holidays(*days: date, kind_of_day: DayKind = DayKind.STATUTORY_HOLIDAY) -> Calendar:
    """A calendar with some days of a kind."""
    return Calendar({d: CalendarDay(d, kind_of_day) for d in days})


def found(window: Window, rule: str) -> list[Violation]:
    """What one rule finds."""
    return [v for v in judge(window) if v.rule == rule]


def figures(violation: Violation) -> dict[str, Figure]:
    """The figures by name."""
    return dict(violation.figures)
