"""The working screens: one line each."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from ehr_tui.domain.access import Permission

if TYPE_CHECKING:
    from ehr_tui.screens.base import ModeScreen


@dataclass(frozen=True, slots=True)
class Act:
    """What a working screen offers from elsewhere: its words, the screen's action, the right it needs."""

    words: str
    action: str
    permission: Permission


@dataclass(frozen=True, slots=True)
class Mode:
    """A working screen: its name (words ``mode.<name>``), key, the right it needs, and where its class stands."""

    name: str
    key: str
    permission: Permission
    where: str  # module:Class inside this package
    acts: tuple[Act, ...] = ()  # what the palette offers from elsewhere

    def open(self) -> ModeScreen:
        """Load and build the screen."""
        module, name = self.where.split(":")
        return cast("ModeScreen", getattr(import_module(f"ehr_tui.screens.{module}"), name)())


OFTEN = ("home", "mode_bar", "roster", "people")
"""Modules of this package that nearly everybody needs after the login."""


def load_often() -> None:
    """Load them now, on whatever thread calls, so that the first opening need not wait for it."""
    for name in OFTEN:
        import_module(f"ehr_tui.screens.{name}")


MODES: tuple[Mode, ...] = (
    Mode("home", "f2", Permission.HOME_READ, "home:HomeScreen"),
    Mode(
        "roster",
        "f3",
        Permission.ROSTER_READ,
        "roster:RosterScreen",
        (
            Act("roster.choose", "choose_roster", Permission.ROSTER_READ),
            Act("roster.publish", "publish", Permission.ROSTER_PUBLISH),
        ),
    ),
    Mode(
        "people",
        "f4",
        Permission.PEOPLE_READ,
        "people:PeopleScreen",
        (
            Act("people.add", "add", Permission.PEOPLE_EDIT),
            Act("people_list.duplicates", "duplicates", Permission.PEOPLE_MERGE),
            Act("people_list.retention", "retention", Permission.PEOPLE_ERASE),
        ),
    ),
    Mode(
        "organisation",
        "f5",
        Permission.ORGANISATION_READ,
        "organisation:OrganisationScreen",
        (
            Act("organisation.tab.departments", "tab(1)", Permission.ORGANISATION_READ),
            Act("organisation.tab.posts", "tab(2)", Permission.ORGANISATION_READ),
            Act("organisation.tab.kinds", "tab(3)", Permission.ORGANISATION_READ),
            Act("organisation.tab.demand", "tab(4)", Permission.ORGANISATION_READ),
            Act("organisation.tab.calendar", "tab(5)", Permission.ORGANISATION_READ),
            Act("organisation.tab.codes", "tab(6)", Permission.ORGANISATION_READ),
            Act("demand.week", "week", Permission.ORGANISATION_READ),
        ),
    ),
    Mode(
        "imports",
        "f6",
        Permission.IMPORT,
        "imports:ImportsScreen",
        (Act("imports.tree", "tree", Permission.IMPORT), Act("imports.export", "export", Permission.EXPORT)),
    ),
    Mode(
        "audit",
        "f7",
        Permission.AUDIT_READ,
        "audit:AuditScreen",
        (
            Act("audit.verify", "verify", Permission.AUDIT_READ),
            Act("audit.export", "export", Permission.AUDIT_READ),
            Act("audit.looks_key", "looks", Permission.AUDIT_READ),
        ),
    ),
    Mode(
        "accounts",
        "f8",
        Permission.ACCOUNTS_READ,
        "accounts:AccountsScreen",
        (Act("accounts.add", "add", Permission.ACCOUNTS_EDIT),),
    ),
    Mode("own", "f9", Permission.OWN_ACCOUNT, "own_account:OwnAccountScreen"),
)
