"""A demo office whose laboratory has as many people as a measurement asks for, brought in as an office would do it:
a staff list, then a roster sheet, both through the import.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter

from ehr_tui.domain.clock import Clock
from ehr_tui.domain.ids import DepartmentId, PersonId
from ehr_tui.domain.month import Month
from ehr_tui.services.demo_office import make_demo
from ehr_tui.services.entrance import Entrance
from ehr_tui.services.intents.imports import ApplyImport, RosterSource, StaffSource
from ehr_tui.services.intents.organisation import OpenOrganisation
from ehr_tui.services.intents.people import ListPeople
from ehr_tui.settings import Settings
from tests.offices import DEMO_PASSWORD

MONTH = Month(2026, 12)
"""The month that is full."""
DEPARTMENT = "医学检验科"
POST = "医学检验科文员"
TURN = ("A", "D", "D", "D", "P", "休", "休")
"""What the n-th person works on day ``d``, both from 0, is ``TURN[(n + d) % 7]``: nothing in it is forbidden."""
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
_GIVEN = "安邦晨东恩方光海嘉凯乐明宁鹏清瑞思婷文欣"


@dataclass(frozen=True)
class BigOffice:
    """The office on disk, and what is in it."""

    path: Path
    state: Path
    clock: Clock
    department: DepartmentId
    people: tuple[PersonId, ...]

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.path.parent

    def copy(self, folder: Path) -> BigOffice:
        """The same office in another place."""
        shutil.copytree(self.folder, folder)
        return BigOffice(
            folder / self.path.name, folder / self.state.name, self.clock, self.department, self.people
        )

    def enter(self, login: str = "hr") -> Entrance:
        """Log in inside this process; whoever calls logs out."""
        return enter(self.path, self.state, self.clock, login)


def enter(path: Path, state: Path, clock: Clock, login: str) -> Entrance:
    """A demo user's way into an office."""
    door = Entrance(path, Settings(device_secret="none"), clock, state_folder=state)
    code = next(d.code for d in door.demo_logins() if d.login == login)
    door.login(login, DEMO_PASSWORD, code)
    return door


def make_big_office(folder: Path, clock: Clock, people: int) -> BigOffice:
    """Make it; about five seconds for 300 people."""
    folder.mkdir(parents=True, exist_ok=True)
    path, state = folder / "demo.ehr", folder / "state"
    make_demo(path, clock, lambda _: None, state)
    door = enter(path, state, clock, "hr")
    try:
        office = door.do(OpenOrganisation(MONTH.first.year))
        department = next(d.id for d in office.departments if d.name.zh == DEPARTMENT)
        here = [p for p in door.do(ListPeople()).people if p.department == department]
        more = [(f"B{n:04}", name_of(n)) for n in range(max(0, people - len(here)))]
        if more:
            door.do(ApplyImport(StaffSource(staff_sheet(more), "staff.xlsx")))
            door.do(ApplyImport(RosterSource(roster_sheet(more), "roster.xlsx", department, month=MONTH)))
        found = tuple(p.id for p in door.do(ListPeople()).people if p.department == department)
    finally:
        door.logout()
    return BigOffice(path, state, clock, department, found)


def name_of(number: int) -> str:
    """An invented name, each number's own."""
    surname, rest = _SURNAMES[number % 20], number // 20
    return surname + _GIVEN[rest % 20] + _GIVEN[(rest // 20 + number) % 20]


def staff_sheet(people: Sequence[tuple[str, str]]) -> bytes:
    """A staff list as a workbook."""
    lines: list[Sequence[object]] = [("工号", "姓名", "部门", "岗位", "入职日期")]
    lines += [(number, name, DEPARTMENT, POST, "2020-01-06") for number, name in people]
    return _workbook(lines)


def roster_sheet(people: Sequence[tuple[str, str]], month: Month = MONTH) -> bytes:
    """A month's roster as a workbook: five days of work, two of rest, everybody on another turn."""
    days: Sequence[date] = month.days
    lines: list[Sequence[object]] = [(f"{month.first.year}年{month.first.month}月排班表",)]
    lines.append(("工号", "姓名", *(day.day for day in days)))
    lines.append(("", "", *("一二三四五六日"[day.weekday()] for day in days)))
    for row, (number, name) in enumerate(people):
        lines.append((number, name, *(TURN[(row + n) % len(TURN)] for n in range(len(days)))))
    return _workbook(lines)


def _workbook(lines: Sequence[Sequence[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, line in enumerate(lines):
            page.write_row(number, 0, line)
    return out.getvalue()
