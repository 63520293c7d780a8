"""Who may do what: permissions named in code, granted to roles by data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehr_tui.domain.ids import DepartmentId, PersonId, UserId


class Permission(StrEnum):
    """Rights that intents ask for.  Data grants them to roles, each with a scope."""

    HOME_READ = "home.read"
    ROSTER_READ = "roster.read"
    ROSTER_EDIT = "roster.edit"
    ROSTER_OVERRIDE = "roster.override"
    ROSTER_PUBLISH = "roster.publish"
    PEOPLE_READ = "people.read"
    PEOPLE_EDIT = "people.edit"
    PEOPLE_MERGE = "people.merge"
    PEOPLE_ERASE = "people.erase"
    PHONE_READ = "phone.read"
    HEALTH_READ = "health.read"
    HEALTH_EDIT = "health.edit"
    ORGANISATION_READ = "organisation.read"
    ORGANISATION_EDIT = "organisation.edit"
    IMPORT = "import"
    EXPORT = "export"
    ACCOUNTS_READ = "accounts.read"
    ACCOUNTS_EDIT = "accounts.edit"
    AUDIT_READ = "audit.read"
    OWN_ACCOUNT = "own.account"


class Scope(StrEnum):
    """How far a granted permission reaches, narrowest first."""

    OWN = "own"  # the own record
    DESK = "desk"  # the shifts and desks I am rostered on
    DEPARTMENTS = "departments"  # my departments
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Role:
    """A role of ``data/roles.toml``: grants with their scope."""

    code: str
    grants: dict[Permission, Scope]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A user holds a role, for one department or (None) without; a deputy's has dates, both inclusive."""

    role: str
    department: DepartmentId | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    deputy_for: UserId | None = None

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Reach:
    """What a permission covers for one user now: everything, some departments, or only the own person."""

    everything: bool = False
    departments: frozenset[DepartmentId] = frozenset()
    own: bool = False
    person: PersonId | None = None  # the own record, when the user is rostered too

    @property
    def nothing(self) -> bool:
        """Whether the permission is not held at all."""
        return not self.everything and not self.departments and not self.own

    def covers_department(self, department: DepartmentId | None) -> bool:
        """Whether a department lies inside."""
        return self.everything or (department is not None and department in self.departments)

    def covers_person(self, person: PersonId, department: DepartmentId | None) -> bool:
        """Whether a person (of a home department) lies inside."""
        return self.covers_department(department) or (self.person is not None and self.person == person)


@dataclass(frozen=True, slots=True)
class User:
    """An account; ``person`` links it to the own record when the user is rostered too."""

    id: UserId
    login: str
    display_name: str
    person: PersonId | None
    assignments: tuple[Assignment, ...]
    active: bool = True
    has_key: bool = True  # False: the key slot is still to be issued
    until: date | None = None  # last day employed of the own person: rights end with it

    def gone(self, day: date) -> bool:
        """Whether the own person has left."""
        return self.until is not None and self.until < day
