"""Real offices for tests: encrypted files in a folder of the test's own, a clock that the test moves."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from ehr_tui.domain.entry import Entered, OfficePlan
from ehr_tui.services.client import OfficeClient
from ehr_tui.services.entrance import Entrance
from ehr_tui.services.intents.base import Intent
from ehr_tui.settings import Settings
from ehr_tui.vault import totp
from ehr_tui.vault.cost import ArgonCost

T = TypeVar("T")

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""A Monday morning, nine o'clock in the hospital."""

DEMO_PASSWORD = "show-me-the-roster"
PASSWORD = "a long enough password"


@dataclass
class MovableClock:
    """Stands still until it is moved."""

    at: datetime = START

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.at

    def today(self) -> date:
        """The hospital's day (UTC+8)."""
        return (self.at + timedelta(hours=8)).date()

    def advance(self, **span: float) -> None:
        """Move on, as ``timedelta(**span)``."""
        self.at += timedelta(**span)


@dataclass
class OfficeFolder:
    """An office's place on disk, and terminals that enter it."""

    folder: Path
    clock: MovableClock = field(default_factory=MovableClock)
    name: str = "office"

    @property
    def path(self) -> Path:
        """The database file."""
        return self.folder / f"{self.name}.ehr"

    @property
    def state(self) -> Path:
        """This terminal's own memory."""
        return self.folder / "state"

    def entrance(self) -> Entrance:
        """One process's way in, with the cheapest slots."""
        settings = Settings(device_secret="none")
        return Entrance(self.path, settings, self.clock, cost=ArgonCost.FLOOR, state_folder=self.state)

    def client(self) -> OfficeClient:
        """The same behind a database thread, as screens hold it."""
        return OfficeClient(self.entrance)

    def code(self, login: str) -> str:
        """The demo user's present code."""
        return next(d.code for d in self.entrance().demo_logins() if d.login == login)

    def enter(self, login: str, entrance: Entrance | None = None) -> Desk:
        """Log a demo user in."""
        door = entrance or self.entrance()
        self.clock.advance(seconds=30)  # the last code may be used up
        entered = door.login(login, DEMO_PASSWORD, self.code(login))
        return Desk(door, entered)


@dataclass
class Desk:
    """Somebody logged in."""

    door: Entrance
    entered: Entered

    def do(self, intent: Intent[T], code: str = "") -> T:
        """Ask the office."""
        return self.door.do(intent, code)

    def leave(self) -> None:
        """Log out."""
        self.door.logout()


def copy_office(template: OfficeFolder, folder: Path) -> OfficeFolder:
    """A copy of an office, with a clock of its own at the template's time."""
    shutil.copytree(template.folder, folder, dirs_exist_ok=True)
    return OfficeFolder(folder, MovableClock(template.clock.at), template.name)


def plan(login: str = "first", **values: object) -> OfficePlan:
    """What a wizard would hand over."""
    given = {"name": "人事科", "login": login, "display_name": "管理员", "password": PASSWORD, **values}
    return OfficePlan(**given)  # type: ignore[arg-type]


def code_of(secret: str, clock: MovableClock) -> str:
    """What an authenticator shows now."""
    return totp.current_code(secret, clock.now())
