"""What can be asked of an import: a dry run, the act itself, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.ids import DepartmentId, ImportId, PersonId, PostId
from ehr_tui.domain.import_views import ImportDone, ImportHistory, ImportPreview
from ehr_tui.domain.month import Month
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
class PlaceChoice:
    """To which department the people of a sheet (or of a site named in it) belong.

    ``department`` an existing one, else ``new_department`` the name of one to make; neither with ``left_out``.
    ``post`` is the name of the post of people who have none: the department's own, or made with the import.
    """

    sheet: str
    site: str = ""
    department: DepartmentId | None = None
    new_department: str = ""
    post: str = ""
    left_out: bool = False


Mapping = tuple[tuple[str, int], ...]
"""Field → column (0 for A); an empty field for a column to leave out."""

Meant = tuple[str, int, PersonId]
"""Sheet, row, and whom it is about; 0: somebody new."""


@dataclass(frozen=True, slots=True)
class StaffSource:
    """A staff list as read from disk: every sheet that holds one, or only ``sheet``.

    ``mapping``: columns where they differ from the proposal; it holds for all sheets with the first one's headings.
    ``shapes``: the same for sheets with other headings, by these as ``ColumnInSheet.shape`` names them.
    For headings that neither names, what was decided last time holds, unless ``anew``.
    """

    data: bytes = field(repr=False)
    file_name: str
    mapping: Mapping = ()
    sheet: str = ""
    places: tuple[PlaceChoice, ...] = ()
    persons: tuple[Meant, ...] = ()
    anew: bool = False
    shapes: tuple[tuple[str, Mapping], ...] = ()


@dataclass(frozen=True, slots=True)
class RosterSource:
    """Roster sheets, or a duty list, and what they themselves do not say; only one of them with ``sheet``.

    ``department``: where people go whose sheet or site names none and for whom nothing is chosen in ``places``.
    ``month`` is for sheets that do not say theirs; of a single sheet it goes before what the sheet says.
    ``mapping`` and ``shapes`` as for a staff list.
    """

    data: bytes = field(repr=False)
    file_name: str
    department: DepartmentId | None = None
    sheet: str = ""
    month: Month | None = None
    post: PostId | None = None  # for people without any post
    kinds: tuple[NewKind, ...] = ()
    mapping: Mapping = ()
    places: tuple[PlaceChoice, ...] = ()
    persons: tuple[Meant, ...] = ()
    anew: bool = False
    shapes: tuple[tuple[str, Mapping], ...] = ()


@dataclass(frozen=True, slots=True)
class RecordsSource:
    """A workbook that this program wrote: organisation, people and all that hangs on them."""

    data: bytes = field(repr=False)
    file_name: str
    persons: tuple[Meant, ...] = ()


Source = StaffSource | RosterSource | RecordsSource


@dataclass(frozen=True, slots=True)
class PreviewImport(Intent[ImportPreview]):
    """The dry run: what would be new, changed, the same, and every row error.  Nothing is written."""

    source: Source
    permission: ClassVar = Permission.IMPORT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class ApplyImport(Intent[ImportDone]):
    """Write it, all or nothing.  With row errors it is refused unless ``skip_errors`` leaves those rows out.

    ``seen`` is the mark of the dry run that was looked at: StaleWrite when it would now write something else.
    """

    source: Source
    skip_errors: bool = False
    seen: str = ""
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
