"""What a screen does with a delta, and edits as somebody would make them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import DepartmentId, PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import Cell, CellChange, RosterDelta, RosterRow, RosterSheet
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.services.intents.organisation import OpenOrganisation
from ehr_tui.services.intents.roster import EditRoster, OpenRoster
from ehr_tui.widgets.grid_model import apply_delta
from tests.offices import Desk

Cells = dict[tuple[int, date], tuple[Entry, ...]]


def department(desk: Desk, code: str) -> DepartmentId:
    return next(d.id for d in desk.do(OpenOrganisation(2026)).departments if d.code == code)


def sheet_of(desk: Desk, where: DepartmentId, month: Month) -> RosterSheet:
    return desk.do(OpenRoster(where, month))


def cells_of(sheet: RosterSheet) -> Cells:
    """Everything that stands, whatever its rows' ids."""
    return {
        (int(row.person), day): tuple(sorted(cell.entries, key=lambda e: (e.kind, e.post or 0)))
        for row in sheet.rows
        for day, cell in zip(sheet.month.days, row.cells, strict=True)
        if cell.entries
    }


def cell_at(sheet: RosterSheet, person: PersonId, day: date) -> Cell:
    row = next(r for r in sheet.rows if r.person == person)
    return row.cells[sheet.month.days.index(day)]


def change(sheet: RosterSheet, person: PersonId, day: date, entries: Iterable[Entry]) -> CellChange:
    return CellChange(person, day, cell_at(sheet, person, day).seen, tuple(entries))


def edit(sheet: RosterSheet, *changes: CellChange, reason: str = "for a reason") -> EditRoster:
    return EditRoster(sheet.department.id, sheet.month, changes, reason)


def entry(sheet: RosterSheet, row: RosterRow, code: str) -> Entry:
    kind = next(k for k in sheet.kinds if k.code == code)
    return Entry(kind.id, (row.post or sheet.posts[0].id) if kind.duty_class is DutyClass.WORK else None)


def applied(sheet: RosterSheet, delta: RosterDelta) -> RosterSheet:
    """The sheet as the screen repaints it, without asking again."""
    return apply_delta(sheet, delta)


def comparable(sheet: RosterSheet) -> RosterSheet:
    """A sheet whose findings stand in one order."""
    return replace(sheet, violations=tuple(sorted(sheet.violations, key=repr)))
