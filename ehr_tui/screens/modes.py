"""The working screens: one line each."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from ehr_tui.domain.access import Permission

if TYPE_CHECKING:
    from ehr_tui.screens.base import ModeScreen


@dataclass(frozen=True, slots=True)
class Mode:
    """A working screen: its name (words ``mode.<name>``), key, the right it needs, and where its class stands."""

    name: str
    key: str
    permission: Permission
    where: str  # module:Class inside this package

    def open(self) -> ModeScreen:
        """Load and build the screen."""
        module, name = self.where.split(":")
        return cast("ModeScreen", getattr(import_module(f"ehr_tui.screens.{module}"), name)())


MODES: tuple[Mode, ...] = (
    Mode("home", "f2", Permission.HOME_READ, "home:HomeScreen"),
    Mode("roster", "f3", Permission.ROSTER_READ, "roster:RosterScreen"),
    Mode("people", "f4", Permission.PEOPLE_READ, "people:PeopleScreen"),
    Mode("organisation", "f5", Permission.ORGANISATION_READ, "organisation:OrganisationScreen"),
    Mode("imports", "f6", Permission.IMPORT, "imports:ImportsScreen"),
    Mode("audit", "f7", Permission.AUDIT_READ, "audit:AuditScreen"),
    Mode("accounts", "f8", Permission.ACCOUNTS_READ, "accounts:AccountsScreen"),
    Mode("own", "f9", Permission.OWN_ACCOUNT, "own_account:OwnAccountScreen"),
)
