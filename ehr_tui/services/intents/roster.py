"""What can be asked of a roster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.duty import Callout, Entry
from ehr_tui.domain.explanation import Explanation
from ehr_tui.domain.ids import DepartmentId, PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import CellChange, RosterChoices, RosterDelta, RosterSheet
from ehr_tui.services.intents.base import Audit, Intent, Target


class _OnDepartment:
    """Shared: the target is the rostered department."""

    __slots__ = ()
    department: DepartmentId

    def target(self) -> Target:
        """The rostered department."""
        return Target(department=self.department)


@dataclass(frozen=True, slots=True)
class ListRosters(Intent[RosterChoices]):
    """The departments the user may look at and the state of their rosters around a month."""

    permission: ClassVar = Permission.ROSTER_READ
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class OpenRoster(Intent[RosterSheet]):
    """A department's month.  Who reaches only the own record gets the own row of the published version."""

    department: DepartmentId
    month: Month
    permission: ClassVar = Permission.ROSTER_READ
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE

    def target(self) -> Target:
        """The rostered department."""
        return Target(department=self.department)


@dataclass(frozen=True, slots=True)
class EditRoster(_OnDepartment, Intent[RosterDelta]):
    """Replace what stands in some cells, all or none.

    What follows a shift kind by itself (下夜) is put into the next day's empty cell and taken away with it again, in
    the same step.  Raises StaleWrite when a cell no longer holds what the user saw, InputError when standby with
    call-ins would go, OverrideNeeded when the edit brings a forbidden state and no ``reason`` (or no right to
    override) came with it.
    """

    department: DepartmentId
    month: Month
    changes: tuple[CellChange, ...]
    reason: str = ""
    permission: ClassVar = Permission.ROSTER_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE
    keeps_cache: ClassVar = True


@dataclass(frozen=True, slots=True)
class UndoEdit(_OnDepartment, Intent[RosterDelta]):
    """Take back the user's last edit of this roster; refused when others changed its cells since."""

    department: DepartmentId
    month: Month
    permission: ClassVar = Permission.ROSTER_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE
    keeps_cache: ClassVar = True


@dataclass(frozen=True, slots=True)
class RedoEdit(_OnDepartment, Intent[RosterDelta]):
    """Do again what was last undone."""

    department: DepartmentId
    month: Month
    permission: ClassVar = Permission.ROSTER_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE
    keeps_cache: ClassVar = True


@dataclass(frozen=True, slots=True)
class RecordCallout(_OnDepartment, Intent[RosterDelta]):
    """召回: somebody on standby that day was called in from ``start`` to ``end``, minutes after its midnight.

    ``end`` (and ``start``) may lie on the next day, up to 2880.  Raises InputError when the cell holds no standby, the
    day is still to come, the times are none or another call-in of the cell lies in them.
    """

    department: DepartmentId
    person: PersonId
    day: date
    start: int
    end: int
    reason: str = ""
    permission: ClassVar = Permission.ROSTER_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE
    keeps_cache: ClassVar = True


@dataclass(frozen=True, slots=True)
class ChangeCallout(_OnDepartment, Intent[RosterDelta]):
    """Other times or another reason; raises StaleWrite when it no longer is as ``seen``."""

    department: DepartmentId
    seen: Callout
    start: int
    end: int
    reason: str = ""
    permission: ClassVar = Permission.ROSTER_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE
    keeps_cache: ClassVar = True


@dataclass(frozen=True, slots=True)
class RemoveCallout(_OnDepartment, Intent[RosterDelta]):
    """It was none after all; raises StaleWrite when it no longer is as ``seen``."""

    department: DepartmentId
    seen: Callout
    permission: ClassVar = Permission.ROSTER_EDIT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE
    keeps_cache: ClassVar = True


@dataclass(frozen=True, slots=True)
class PublishRoster(_OnDepartment, Intent[RosterSheet]):
    """Make the draft the version that people see.

    Raises OverrideNeeded when forbidden states stand in it that nobody gave a reason for, StaleWrite when another
    version was published since ``seen_version``.
    """

    department: DepartmentId
    month: Month
    seen_version: int
    reason: str = ""
    permission: ClassVar = Permission.ROSTER_PUBLISH
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE


@dataclass(frozen=True, slots=True)
class ExplainCell(_OnDepartment, Intent[Explanation]):
    """Every rule, pass or fail, for one person's day; with ``entry`` as if it stood there."""

    department: DepartmentId
    person: PersonId
    day: date
    entry: Entry | None = None
    permission: ClassVar = Permission.ROSTER_READ
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.NONE
