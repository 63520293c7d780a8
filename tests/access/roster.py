"""Who may do what: call-ins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ehr_tui.domain.duty import Callout, Entry
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import CellChange
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.services.intents import roster
from ehr_tui.services.intents.base import Intent
from tests.access.house import House

MATRIX: dict[type[Intent[Any]], str] = {
    #                               admin hr manager lab gastro leader clerk audit
    roster.RecordCallout:           "no   yes yes    yes no     no     no    no",
    roster.ChangeCallout:           "no   yes yes    yes no     no     no    no",
    roster.RemoveCallout:           "no   yes yes    yes no     no     no    no",
}  # fmt: skip


def on_standby(house: House) -> tuple[PersonId, date]:
    """Somebody on standby on the running month's second day."""
    month = Month.of(house.folder.clock.today())
    sheet = house.sheet(month)
    row, day = sheet.rows[3], month.days[1]
    standby = next(k for k in sheet.kinds if k.duty_class is DutyClass.STANDBY)
    cell = row.cells[1]
    if Entry(standby.id) not in cell.entries:
        change = CellChange(row.person, day, cell.seen, (Entry(standby.id),))
        house.desks["hr"].do(roster.EditRoster(house.lab, month, (change,), "the reason"))
    return row.person, day


def standing(house: House) -> Callout:
    """A call-in of theirs that nobody else has touched."""
    person, day = on_standby(house)
    start = house.next() % 1400
    month = Month.of(day)
    for cell in next(r for r in house.sheet(month).rows if r.person == person).cells:
        for call in cell.callouts:
            house.desks["hr"].do(roster.RemoveCallout(house.lab, call))
    delta = house.desks["hr"].do(roster.RecordCallout(house.lab, person, day, start, start + 1))
    return delta.cells[0][2].callouts[0]


def example_record(house: House, persona: str) -> Intent[Any]:
    person, day = on_standby(house)
    start = 1500 + 5 * house.next() % 1300
    return roster.RecordCallout(house.lab, person, day, start, start + 2)


EXAMPLES: dict[type[Intent[Any]], Callable[[House, str], Intent[Any]]] = {
    roster.RecordCallout: example_record,
    roster.ChangeCallout: lambda h, p: roster.ChangeCallout(
        h.lab, call := standing(h), call.start, call.end, "x"
    ),
    roster.RemoveCallout: lambda h, p: roster.RemoveCallout(h.lab, standing(h)),
}
