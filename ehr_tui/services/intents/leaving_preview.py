"""What a last day would leave behind, before it is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.ids import PersonId
from ehr_tui.services.intents.base import Audit, Intent, Target


@dataclass(frozen=True, slots=True)
class CountDutiesAfter(Intent[int]):
    """How many rostered duties of a person lie after a day."""

    person: PersonId
    day: date
    permission: ClassVar = Permission.PEOPLE_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.NONE

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)
