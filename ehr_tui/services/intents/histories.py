"""What can be asked of a record's past: every answer is read from the audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.audit_views import RecordHistory
from ehr_tui.domain.ids import PersonId
from ehr_tui.services.intents.base import Audit, Intent, Target


@dataclass(frozen=True, slots=True)
class PersonHistory(Intent[RecordHistory]):
    """What was done to one person's record, contracts, restrictions and the rest, newest first.

    Neither phones nor kinds and reasons of restrictions are in it.  ``language``: names of departments and posts.
    """

    person: PersonId
    language: str = "zh_CN"
    permission: ClassVar = Permission.PEOPLE_READ
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.NONE

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)


@dataclass(frozen=True, slots=True)
class OrganisationHistory(Intent[RecordHistory]):
    """What was done to one record of the organisation; ``kind`` as the audit names it (department, post …)."""

    kind: str
    record: str
    language: str = "zh_CN"
    permission: ClassVar = Permission.ORGANISATION_READ
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE
