"""What can be carried out of the office.  Each export is written down: who, what, how many."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.export_views import PEOPLE_COLUMNS, Exported, ExportFormat
from ehr_tui.domain.ids import DepartmentId, PersonId
from ehr_tui.domain.month import Month
from ehr_tui.services.intents.base import Audit, Intent, Target


@dataclass(frozen=True, slots=True)
class ExportTable(Intent[Exported]):
    """A list as it is seen, as a file.

    ``people`` names the person of each row, in order, when the list is one of people: then each must lie within
    reach.  ``phone_column`` (0 for the first) is filled with whole numbers, each look written down; without it phones
    stay as the rows show them.
    Raises InputError ``exports.shape`` when rows and columns do not fit together; AccessRefused for people or phones
    out of reach.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    format: ExportFormat = ExportFormat.XLSX
    people: tuple[PersonId, ...] = ()
    phone_column: int | None = None
    permission: ClassVar = Permission.EXPORT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.WRITE
    keeps_cache: ClassVar = True
    secret_fields: ClassVar = frozenset({"rows", "people"})


@dataclass(frozen=True, slots=True)
class ExportPeople(Intent[Exported]):
    """People as a staff list that can come in again; ``people`` empty: everybody within reach.

    ``phones``: whole numbers, each look written down; otherwise they are masked and do not come in again.
    """

    columns: tuple[str, ...] = PEOPLE_COLUMNS
    people: tuple[PersonId, ...] = ()
    phones: bool = False
    format: ExportFormat = ExportFormat.XLSX
    permission: ClassVar = Permission.EXPORT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.WRITE
    keeps_cache: ClassVar = True
    secret_fields: ClassVar = frozenset({"people"})


@dataclass(frozen=True, slots=True)
class ExportOffice(Intent[Exported]):
    """The organisation as a workbook; with ``people`` their whole records, too.  An empty office can take it in.

    Restrictions stand in it by their effects only.  Without ``phones`` the columns of phones are left out.
    """

    people: bool = True
    phones: bool = False
    permission: ClassVar = Permission.EXPORT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE
    keeps_cache: ClassVar = True


@dataclass(frozen=True, slots=True)
class ExportRoster(Intent[Exported]):
    """A department's month as the usual sheet."""

    department: DepartmentId
    month: Month
    permission: ClassVar = Permission.EXPORT
    scope: ClassVar = Scope.DEPARTMENTS
    audit: ClassVar = Audit.WRITE
    keeps_cache: ClassVar = True

    def target(self) -> Target:
        """The department."""
        return Target(department=self.department)
