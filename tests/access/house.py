"""One demo office with everybody of the access matrix in it."""

from __future__ import annotations

from dataclasses import dataclass

from ehr_tui.domain.ids import DepartmentId, ImportId, PersonId, UserId
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import RosterSheet
from ehr_tui.services.intents import roster
from tests.offices import Desk, OfficeFolder, code_of

PERSONAS = ("admin", "hr", "manager", "lab", "gastro", "leader", "clerk", "audit")
"""Administrator, HR coordinator, on-site manager, supervisor of the laboratory, supervisor of another department,
group leader of a third, clerk (of the laboratory), auditor."""


@dataclass
class House:
    """One demo office with everybody in it."""

    folder: OfficeFolder
    desks: dict[str, Desk]
    secrets: dict[str, str]
    passwords: dict[str, str]
    lab: DepartmentId
    spare: UserId = UserId(0)
    batch: ImportId = ImportId(0)
    count: int = 0

    def code(self, persona: str) -> str:
        """A code that was not used."""
        self.folder.clock.advance(seconds=30)
        return code_of(self.secrets[persona], self.folder.clock)

    def next(self) -> int:
        """A number not used before."""
        self.count += 1
        return self.count

    def sheet(self, month: Month | None = None) -> RosterSheet:
        """The laboratory's draft."""
        return self.desks["hr"].do(roster.OpenRoster(self.lab, month or self.draft))

    @property
    def draft(self) -> Month:
        """Next month."""
        return Month.of(self.folder.clock.today()).next()

    def entries(self) -> list[tuple[str, str, int]]:
        """The audit."""
        store = self.desks["audit"].door._inside.office.store  # type: ignore[union-attr]
        rows = store.database.execute_sql(
            "SELECT act, outcome, account FROM audit_entry ORDER BY seq"
        ).fetchall()
        return [tuple(row) for row in rows]


def someone(house: House) -> PersonId:
    return house.sheet().rows[3].person


def clerk_of_lab(house: House) -> PersonId:
    person = house.desks["clerk"].entered.user.person
    assert person is not None
    return person
