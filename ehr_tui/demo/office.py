"""The whole demo office for a day: people, contracts, users, demand and two months of rosters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from ehr_tui.demo import plants
from ehr_tui.demo.board import Board
from ehr_tui.demo.coaching import with_coaching
from ehr_tui.demo.content import Content, load_content
from ehr_tui.demo.pattern import Pattern, lay_out
from ehr_tui.demo.plants import Planted
from ehr_tui.demo.staff import (
    DemoUser,
    Workdays,
    make_contacts,
    make_contracts,
    make_people,
    make_restrictions,
    make_users,
    phone_numbers,
)
from ehr_tui.domain.calendar import Calendar
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.duty import Duty
from ehr_tui.domain.ids import DepartmentId, DutyId, PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Demand, Department
from ehr_tui.domain.people import Contact, Details, Person
from ehr_tui.domain.restrictions import Restriction
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.errors import InputError
from ehr_tui.exchange.holidays_cn import calendar_of
from ehr_tui.exchange.starting_data import StartingData, load_starting_data, read_demand
from ehr_tui.paths import data_dir


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """Everything to be stored in a fresh demo office; ids are 1, 2, 3 … and refer to ``starting``.

    ``published`` is this month, ``draft`` the next.  ``demand`` takes the place of the starting data's.
    """

    name: Name
    starting: StartingData
    demand: tuple[Demand, ...]
    calendar: Calendar
    people: tuple[Person, ...]  # phones masked
    contracts: tuple[Contract, ...]
    users: tuple[DemoUser, ...]
    published: Month
    draft: Month
    duties_by_month: Mapping[Month, tuple[Duty, ...]]  # by person, day, order in the cell
    planted: tuple[Planted, ...]
    phones: Mapping[PersonId, str] = field(repr=False, default_factory=dict)
    details: Mapping[PersonId, Details] = field(default_factory=dict)
    contacts: Mapping[PersonId, tuple[Contact, str]] = field(
        repr=False, default_factory=dict
    )  # with their phones
    restrictions: tuple[Restriction, ...] = ()
    leaving_reason: str = ""
    leaving_done: tuple[str, ...] = ()  # items of the leaver's list, by code


def demo_office(today: date, starting: StartingData | None = None) -> DemoOffice:
    """Build it for a day: the same day gives the same office.  Raises InputError when the data is unsound."""
    starting = starting or load_starting_data()
    content = load_content()
    this_month = Month.of(today)
    next_month = this_month.next()
    calendar = _calendar(this_month, next_month)
    workdays = (_workdays(calendar, this_month), _workdays(calendar, next_month))
    people = make_people(content, starting, workdays, today)
    contracts = make_contracts(content, people, today)
    demand = read_demand(
        data_dir(),
        "demo/demand.toml",
        {d.code: d for d in starting.departments},
        {p.code: p for p in starting.posts},
        starting.kinds,
    )
    days = this_month.days + next_month.days
    boards: dict[str, tuple[Board, Pattern]] = {}
    for department in starting.departments:
        board = Board([p for p in people if p.department == department.id], days)
        pattern = _pattern(content, starting, department, demand, calendar)
        _lay_absences(board, content, starting, department, workdays)
        lay_out(board, pattern)
        boards[department.code] = (board, pattern)
    planted = _plant(content, starting, boards, people, contracts, next_month)
    duties = _duties(starting, boards)
    people = with_coaching(people, (board for board, _ in boards.values()))
    return DemoOffice(
        name=content.name,
        starting=starting,
        demand=demand,
        calendar=calendar,
        people=people,
        contracts=contracts,
        users=make_users(content, starting, people),
        published=this_month,
        draft=next_month,
        duties_by_month={
            month: tuple(d for d in duties if Month.of(d.day) == month) for month in (this_month, next_month)
        },
        planted=planted,
        phones=phone_numbers(people),
        details={p.id: line.details for p, line in zip(people, content.people, strict=True)},
        contacts=make_contacts(content),
        restrictions=make_restrictions(content, people, today),
        leaving_reason=content.leaving_reason,
        leaving_done=content.leaving_done,
    )


def _calendar(*months: Month) -> Calendar:
    """The calendar of every year touched, a month around included."""
    years = sorted({m.year for month in months for m in (month.previous(), month, month.next())})
    days, provisional = {}, set()
    for year in years:
        entries, is_provisional = calendar_of(year)
        days.update({entry.day: entry for entry in entries})
        if is_provisional:
            provisional.add(year)
    return Calendar(days, frozenset(provisional))


def _workdays(calendar: Calendar, month: Month) -> tuple[date, ...]:
    return tuple(day for day in month.days if calendar.kind(day).is_working)


def _pattern(
    content: Content,
    starting: StartingData,
    department: Department,
    demand: tuple[Demand, ...],
    calendar: Calendar,
) -> Pattern:
    kind = partial(starting.kind, department=department.id)
    standby = content.standby.get(department.code)
    return Pattern(
        demand=tuple(line for line in demand if line.department == department.id),
        kinds={k.id: k for k in starting.kinds},
        fill=kind(content.fill[department.code]),
        half=kind(content.half),
        rest=kind(content.rest),
        together={kind(a).id: kind(b) for a, b in content.together.get(department.code, {}).items()},
        standby=kind(standby) if standby else None,
        calendar=calendar,
    )


def _lay_absences(
    board: Board, content: Content, starting: StartingData, department: Department, months: Workdays
) -> None:
    by_number = {person.number: person for person in board.people}
    for turn in content.absences:
        person = by_number.get(turn.person)
        if person is None:
            continue
        kind = starting.kind(turn.kind, department.id)
        begin = months[turn.month][turn.workday - 1]
        days = (
            [day for day in board.days if day >= begin]
            if turn.calendar
            else [day for day in months[turn.month] if day >= begin][: turn.days]
        )
        for day in days:
            board.fix(person.id, day, kind)


def _duties(starting: StartingData, boards: Mapping[str, tuple[Board, Pattern]]) -> tuple[Duty, ...]:
    found: list[Duty] = []
    for department in starting.departments:
        board, _ = boards[department.code]
        for person in board.people:
            for day in board.days:
                for kind in sorted(board.at(person.id, day), key=lambda k: k.start):
                    post = person.post if kind.duty_class is DutyClass.WORK else None
                    id_ = DutyId(len(found) + 1)
                    found.append(Duty(id_, person.id, day, kind.id, post, department.id))
    return tuple(found)


def _plant(
    content: Content,
    starting: StartingData,
    boards: Mapping[str, tuple[Board, Pattern]],
    people: tuple[Person, ...],
    contracts: tuple[Contract, ...],
    month: Month,
) -> tuple[Planted, ...]:
    by_number = {person.number: person for person in people}
    departments = {d.id: d.code for d in starting.departments}

    def place(key: str) -> tuple[Board, Pattern, Department]:
        code = content.plant[key]["department"]
        return (*boards[code], starting.department(code))

    board, pattern, lab = place("rest")
    late, early = (starting.kind(content.plant["rest"][k], lab.id) for k in ("late", "early"))
    tired, early_day = plants.short_rest(board, pattern, month, late, early)

    board, pattern, clinic = place("row")
    plain, weekend = (starting.kind(content.plant["row"][k], clinic.id) for k in ("weekday", "weekend"))
    busy, row = plants.long_row(board, pattern, month, plain, weekend, content.plant["row"]["days"])

    leaver = by_number[content.plant["gone"]["person"]]
    board, pattern = boards[departments[_home(leaver)]]
    worked = starting.kind(content.plant["gone"]["kind"], _home(leaver))
    gone_day = plants.after_leaving(board, pattern, leaver, worked)

    board, pattern, ward = place("gap")
    missing = starting.kind(content.plant["gap"]["kind"], ward.id)
    gap_day = plants.gap(board, pattern, month, missing)

    expiring = by_number[content.expiring_person]
    end = next(c.valid_to for c in contracts if c.person == expiring.id)
    if end is None:
        raise InputError("demo.no_place", key="expiring")
    return (
        Planted("rest", plants.REST, lab.id, tired.id, (early_day - timedelta(days=1), early_day)),
        Planted("row", plants.ROW, clinic.id, busy.id, row),
        Planted("gone", plants.GONE, _home(leaver), leaver.id, (gone_day,)),
        Planted("gap", plants.GAP, ward.id, None, (gap_day,), missing.id),
        Planted("expiring", "", _home(expiring), expiring.id, (end,)),
    )


def _home(person: Person) -> DepartmentId:
    if person.department is None:
        raise InputError("demo.no_place", key=person.number)
    return person.department
