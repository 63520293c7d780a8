"""What can be asked when somebody leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people_views import PersonView
from ehr_tui.services.intents.base import Audit, Intent, Target


@dataclass(frozen=True, slots=True)
class BeginLeaving(Intent[PersonView]):
    """Set somebody's last day and make the list to work off from the office's leaving items.

    Contracts that run beyond the last day end with it; later ones are refused (``leaving.later_contract``).  The
    person's own account can do nothing from the day after.  Duties after the last day stay in the roster and are
    counted in ``PersonView.future_duties``.  Asked again for somebody who leaves already it changes day and reason and
    adds items that are new.  Raises InputError ``leaving.before_hire``, StaleWrite when the record changed since.
    """

    person: PersonId
    last_day: date
    reason: str
    seen_revision: int
    permission: ClassVar = Permission.PEOPLE_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)


@dataclass(frozen=True, slots=True)
class SettleLeavingItem(Intent[PersonView]):
    """Tick an item of the list off, or open it again; ``item`` is its code.  NotFound when it is not on the list."""

    person: PersonId
    item: str
    done: bool
    note: str = ""
    permission: ClassVar = Permission.PEOPLE_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)


@dataclass(frozen=True, slots=True)
class CancelLeaving(Intent[PersonView]):
    """The person stays: the last day and the list are taken back, and contracts get the end they had before.

    Also takes a last day out that came by an import.  Raises InputError ``leaving.not_begun``.
    """

    person: PersonId
    permission: ClassVar = Permission.PEOPLE_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE

    def target(self) -> Target:
        """The person."""
        return Target(person=self.person)
