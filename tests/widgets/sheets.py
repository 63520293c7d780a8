"""Sheets for tests and measurements: any number of invented people and days, always the same for the same figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import DepartmentId, DutyId, PersonId, PostId, ShiftKindId
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Department, Post
from ehr_tui.domain.roster import (
    Cell,
    CoverageLine,
    DayHead,
    RosterDelta,
    RosterRow,
    RosterSheet,
    RosterState,
    RowTotals,
)
from ehr_tui.domain.shifts import DutyClass, Segment, ShiftKind
from ehr_tui.domain.violation import Severity, Violation

LAB = DepartmentId(1)
DESK, WINDOW = PostId(1), PostId(2)
FIRST = date(2026, 10, 1)

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
_GIVEN = ("伟", "静怡", "敏", "秀英", "磊", "洋", "艳", "娜娜", "𠮷", "龘")
_LATIN = ("wei", "jingyi", "min", "xiuying", "lei", "yang", "yan", "nana", "ji", "da")


def _kind(
    number: int, code: str, key: str, zh: str, colour: str, *, work: bool = True, to: int = 480
) -> ShiftKind:
    return ShiftKind(
        ShiftKindId(number),
        code,
        key,
        Name(zh, code),
        DutyClass.WORK if work else DutyClass.REST,
        segments=(Segment(480, 480 + to),) if work else (),
        paid_minutes=450 if work else 0,
        colour=colour,
    )


KINDS = (
    _kind(1, "D", "D", "白班", "work"),
    _kind(2, "A", "A", "早班", "early"),
    _kind(3, "A1", "B", "早一班", "early"),
    _kind(4, "P", "P", "中班", "late"),
    _kind(5, "N", "N", "夜班", "night", to=1200),
    _kind(6, "休", "R", "休息", "rest", work=False),
    _kind(7, "下", "F", "下午班", "half"),
    _kind(8, "下夜", "Z", "下夜", "rest", work=False),
)
D, A, A1, P, N, R, AFTERNOON, AFTER_NIGHT = (kind.id for kind in KINDS)


def make_heads(days: int, first: date = FIRST) -> tuple[DayHead, ...]:
    """Days from the first on: 1–3 October statutory, 4–7 swapped off, 10 October worked."""
    return tuple(_head(first + timedelta(days=n)) for n in range(days))


def _head(day: date) -> DayHead:
    kind = DayKind.REST_DAY if day.weekday() >= 5 else DayKind.WORKDAY
    name = Name("")
    if day.month == 10 and day.day <= 7:
        kind = DayKind.STATUTORY_HOLIDAY if day.day <= 3 else DayKind.DAY_OFF
        name = Name("国庆节", "National Day")
    elif (day.month, day.day) == (10, 10):
        kind = DayKind.SWAPPED_WORKDAY
    return DayHead(day, kind, name, provisional=False)


def name_of(number: int) -> str:
    """An invented name of two to four characters."""
    surname = "欧阳" if number % 11 == 7 else _SURNAMES[number % len(_SURNAMES)]
    return surname + _GIVEN[(number * 7) % len(_GIVEN)]


def make_row(number: int, days: int) -> RosterRow:
    """One person with a full month: a turn of shifts, two entries on some days, a change on the fifth."""
    turn = (D, D, A, A1, P, N, AFTER_NIGHT, R, AFTERNOON, R)
    cells = []
    for day in range(days):
        kind = turn[(number * 3 + day) % len(turn)]
        entries: tuple[Entry, ...] = (Entry(kind, DESK),)
        if (number + day) % 13 == 0:
            entries += (Entry(R),)
        if (number + day) % 17 == 0:
            entries = ()
        cells.append(
            Cell(
                entries,
                tuple(DutyId(number * 100 + day * 3 + n) for n, _ in enumerate(entries)),
                changed=day == 4,
            )
        )
    return RosterRow(
        PersonId(number),
        f"{1000 + number}",
        name_of(number),
        "zhao " + _LATIN[(number * 7) % len(_LATIN)],
        DESK,
        home=number % 19 != 18,
        cells=tuple(cells),
        totals=RowTotals(9450, 10080, 21, 3, 8),
    )


def make_sheet(people: int = 12, days: int = 31, *, coverage: int = 3, first: date = FIRST) -> RosterSheet:
    """A department's roster of so many people, days and lines of coverage, with a few findings."""
    heads = make_heads(days, first)
    rows = tuple(make_row(n, days) for n in range(people))
    lines = tuple(
        CoverageLine(
            WINDOW if n % 2 else DESK,
            KINDS[n % 5].id,
            tuple((d % 4, None if d % 7 == 6 else 2, 2) for d in range(days)),
        )
        for n in range(coverage)
    )
    found = []
    if people > 1 and days > 9:
        found = [
            Violation(
                "rest",
                Severity.FORBID,
                PersonId(1),
                None,
                (heads[2].day, heads[3].day),
                (("rest_minutes", 480),),
            ),
            Violation(
                "week_hours", Severity.WARN, PersonId(0), None, (heads[8].day,), (("worked_minutes", 2700),)
            ),
            Violation("fair", Severity.SOFT, PersonId(0), None, (heads[1].day,), weight=3),
        ]
    department = Department(LAB, "lab", Name("医学检验科", "Laboratory"))
    return RosterSheet(
        department=department,
        month=Month.of(first),
        state=RosterState.DRAFT,
        version=0,
        published_at=None,
        published_by="",
        changed_cells=0,
        heads=heads,
        rows=rows,
        coverage=lines,
        kinds=KINDS,
        posts=(
            Post(DESK, "lab_clerk", Name("医学检验科文员", "Laboratory clerk"), LAB),
            Post(WINDOW, "window", Name("窗口", "Window"), LAB),
        ),
        violations=tuple(found),
        overridden=frozenset(),
        can_edit=True,
        can_publish=True,
        can_override=False,
        undo_steps=0,
        redo_steps=0,
        data_version=1,
    )


def make_delta(
    sheet: RosterSheet, row: int, day: int, kind: ShiftKindId | None = N, *, line: int | None = 0
) -> RosterDelta:
    """What setting one cell brings: the cell, the person's totals, one day of a line of coverage."""
    person = sheet.rows[row]
    entries = () if kind is None else (Entry(kind, DESK),)
    cell = Cell(entries, (DutyId(990_000),) if entries else (), changed=True)
    totals = replace(person.totals, paid_minutes=person.totals.paid_minutes + 30)
    coverage: tuple[CoverageLine, ...] = ()
    if line is not None:
        old = sheet.coverage[line]
        have, low, high = old.days[day]
        coverage = (replace(old, days=(*old.days[:day], (have + 1, low, high), *old.days[day + 1 :])),)
    return RosterDelta(
        cells=((person.person, sheet.heads[day].day, cell),),
        totals=((person.person, totals),),
        coverage=coverage,
        judged_people=frozenset({person.person}),
        judged_days=frozenset({sheet.heads[day].day}),
        violations=tuple(v for v in sheet.violations if v.person == person.person),
        overridden=sheet.overridden,
        changed_cells=sheet.changed_cells + 1,
        undo_steps=1,
        redo_steps=0,
        data_version=sheet.data_version + 1,
    )
