"""What can be asked of an import: a dry run, the act itself, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.ids import DepartmentId, ImportId, PostId
from ehr_tui.domain.month import Month
from ehr_tui.domain.views import ImportDone, ImportHistory, ImportPreview
from ehr_tui.services.intents.base import Audit, Intent


@dataclass(frozen=True, slots=True)
class NewKind:
    """How a code that the alphabet lacks shall be taken: an existing code, or a kind made from times.

    ``times`` like ``08:00-12:00+14:00-17:30``; ``as_code`` names an existing kind; both empty: rows with it are errors.
    """

    code: str
    as_code: str = ""
    times: str = ""
    meal_minutes: int = 0
    duty_class: str = "work"


@dataclass(frozen=True, slots=True)
class StaffSource:
    """A staff list as read from disk, and how its columns are taken (empty: as proposed)."""

    data: bytes = field(repr=False)
    file_name: str
    mapping: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RosterSource:
    """A roster sheet, the department it is for, and what the sheet itself does not say."""

    data: bytes = field(repr=False)
    file_name: str
    department: DepartmentId
    sheet: str = ""
    month: Month | None = None
    post: PostId | None = None  # for people without any post
    kinds: tuple[NewKind, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewImport(Intent[ImportPreview]):
    """The dry run: what would be new, changed, the same, and every row error.  Nothing is written."""

    source: StaffSource | RosterSource
    permission: ClassVar = Permission.IMPORT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class ApplyImport(Intent[ImportDone]):
    """Write it, all or nothing.  With row errors it is refused unless ``skip_errors`` leaves those rows out."""

    source: StaffSource | RosterSource
    skip_errors: bool = False
    permission: ClassVar = Permission.IMPORT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE
    secret_fields: ClassVar = frozenset({"source"})


@dataclass(frozen=True, slots=True)
class ListImports(Intent[ImportHistory]):
    """Earlier imports, newest first."""

    permission: ClassVar = Permission.IMPORT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class UndoImport(Intent[ImportHistory]):
    """Take a whole import back; refused, naming what, when something of it was changed since."""

    batch: ImportId
    permission: ClassVar = Permission.IMPORT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE
