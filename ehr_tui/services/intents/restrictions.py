"""What can be asked about restrictions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.ids import PersonId, RestrictionId
from ehr_tui.domain.people_views import PersonView
from ehr_tui.domain.restrictions import Restriction
from ehr_tui.services.intents.base import Audit, Intent, Target


@dataclass(frozen=True, slots=True)
class SaveRestriction(Intent[PersonView]):
    """Add (id 0) or change a restriction; its kind and reason are health data and stand in no audit entry.

    ``seen`` is what was opened (by ``RevealHealth``), None for a new one.  A kind of HIDDEN leaves kind and reason of
    a standing restriction as they are.  Raises InputError ``restriction.*``: no effect, reversed dates, minutes out of
    range, hazards unknown or missing; StaleWrite when changed since.
    """

    restriction: Restriction = field(repr=False)
    seen: Restriction | None = field(default=None, repr=False)
    permission: ClassVar = Permission.HEALTH_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE
    secret_fields: ClassVar = frozenset({"restriction", "seen"})

    def target(self) -> Target:
        """The restriction's person."""
        return Target(person=self.restriction.person)


@dataclass(frozen=True, slots=True)
class RemoveRestriction(Intent[PersonView]):
    """Take a restriction out that was entered in error; one that is over ends by its date."""

    person: PersonId
    restriction: RestrictionId
    permission: ClassVar = Permission.HEALTH_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)


@dataclass(frozen=True, slots=True)
class RevealHealth(Intent[tuple[Restriction, ...]]):
    """A person's restrictions with kind and reason; the look is written down."""

    person: PersonId
    permission: ClassVar = Permission.HEALTH_READ
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.READ

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)
