"""A real office with people who enrolled in it: passwords, authenticators, recovery codes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ehr_tui.domain.access import Assignment
from ehr_tui.domain.entry import Stage
from ehr_tui.domain.ids import DepartmentId, PersonId
from ehr_tui.errors import EhrError
from ehr_tui.services.entrance import Entrance
from ehr_tui.services.intents.accounts import (
    AddUser,
    BeginAuthenticator,
    ChangePassword,
    ConfirmAuthenticator,
)
from ehr_tui.services.intents.base import Intent
from tests.offices import PASSWORD, Desk, MovableClock, OfficeFolder, code_of, plan


def refusal(code: str, act: Callable[[], Any]) -> EhrError:
    """The error of that code that the act must raise."""
    with pytest.raises(EhrError) as caught:
        act()
    assert caught.value.code == code, f"{caught.value.code} {caught.value.params}"
    return caught.value


@dataclass
class RealOffice:
    """An office as a hospital has it; ``first`` is administrator and coordinator."""

    at: OfficeFolder
    secrets: dict[str, str] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def code(self, login: str) -> str:
        """A code that was not used yet: the clock moves on to the next."""
        self.at.clock.advance(seconds=30)
        return code_of(self.secrets[login], self.at.clock)

    def login(self, login: str = "first", door: Entrance | None = None) -> Desk:
        """Enter with password and code."""
        door = door or self.at.entrance()
        return Desk(door, door.login(login, self.passwords[login], self.code(login)))

    def do(self, desk: Desk, intent: Intent[Any], login: str = "first") -> Any:
        """With a fresh code."""
        return desk.do(intent, self.code(login))

    def enrol(self, desk: Desk, login: str, password: str = "") -> None:
        """Set password and authenticator of who just entered for the first time."""
        if password:
            desk.do(ChangePassword(self.passwords.get(login, ""), password))
            self.passwords[login] = password
        secret = desk.do(BeginAuthenticator()).secret
        self.at.clock.advance(seconds=30)
        self.codes[login] = desk.do(ConfirmAuthenticator(secret, code_of(secret, self.at.clock))).codes
        self.secrets[login] = secret

    def add(
        self, login: str, *roles: Assignment, person: PersonId | None = None, by: Desk | None = None
    ) -> str:
        """A new user's first password."""
        desk = by or self.login()
        first = self.do(desk, AddUser(login, login.title(), person, roles)).password
        self.passwords[login] = first
        if by is None:
            desk.leave()
        return str(first)

    def user(self, login: str, role: str, department: DepartmentId | None = None, **values: Any) -> None:
        """A user who has enrolled."""
        self.add(login, Assignment(role, department), **values)
        door = self.at.entrance()
        desk = Desk(door, door.login(login, self.passwords[login], ""))
        assert desk.entered.stage is Stage.ENROLLING
        self.enrol(desk, login, f"{login} has a long password")
        desk.leave()


def found(folder: Path) -> RealOffice:
    """An office with its first administrator enrolled and gone home."""
    folder.mkdir(parents=True, exist_ok=True)
    office = RealOffice(OfficeFolder(folder))
    door = office.at.entrance()
    desk = Desk(door, door.create(plan()))
    office.passwords["first"] = PASSWORD
    office.enrol(desk, "first")
    desk.leave()
    return office


def copied(template: RealOffice, folder: Path) -> RealOffice:
    """One of the test's own."""
    shutil.copytree(template.at.folder, folder)
    clock = MovableClock(template.at.clock.at)
    return RealOffice(
        OfficeFolder(folder, clock, template.at.name), dict(template.secrets), dict(template.passwords),
        dict(template.codes),
    )  # fmt: skip
