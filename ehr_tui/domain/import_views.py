"""What an import shows: its dry run, what it wrote, the imports of the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ehr_tui.domain.ids import DepartmentId, ImportId, PersonId
from ehr_tui.domain.month import Month


@dataclass(frozen=True, slots=True)
class RowIssue:
    """A row error or remark of an import: where, a code of ``import.<code>``, figures."""

    sheet: str
    row: int
    column: str
    code: str
    figures: tuple[tuple[str, int | str | date], ...] = ()


class ChangeKind(StrEnum):
    """What an import would do to one row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row: ``field`` names the words ``exchange.column.<field>``; a phone is masked."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the dry run: what it is about and what would happen; ``before``/``after`` are short texts.

    ``fields``: the same field by field; of a new person, what the sheet gives.
    """

    row: int
    what: str
    change: ChangeKind
    before: str = ""
    after: str = ""
    sheet: str = ""
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeInSheet:
    """A shift code found in a sheet: how often, whether the alphabet knows it, and what it probably is."""

    code: str
    count: int
    known_as: str  # code of the kind it is taken for, empty when unknown
    proposal: str = ""  # an existing code it probably means


@dataclass(frozen=True, slots=True)
class ColumnInSheet:
    """A column: its heading, the field it is taken for (empty: none), and values from its first rows.

    Sheets with the same headings are of one ``shape`` and shown once; ``sheet`` is the first of them.
    """

    index: int  # 0 for A
    title: str
    field: str
    samples: tuple[str, ...] = ()
    sheet: str = ""
    shape: str = ""


@dataclass(frozen=True, slots=True)
class PlaceInSheet:
    """A sheet, or a site named in it, and the department its people belong to.

    ``department`` is the name of the one it is taken for, made by the import when ``made``; empty while nobody has
    decided.  ``left_out``: nothing of it is taken.
    """

    sheet: str
    site: str
    rows: int
    department: str = ""
    made: bool = False
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that several people could be meant by."""

    sheet: str
    row: int
    name: str
    people: tuple[tuple[PersonId, str], ...]  # with what tells them apart


class Remembered(StrEnum):
    """What was taken from an earlier import of a sheet of the same shape."""

    COLUMNS = "columns"
    CODES = "codes"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """The dry run.  ``mark`` says what would be written: the same marks mean the same."""

    kind: str  # staff, roster or records
    sheets: tuple[str, ...]
    sheet: str
    month: Month | None
    mapping: tuple[tuple[str, str], ...]  # field → column title
    rows: tuple[ImportRow, ...]
    errors: tuple[RowIssue, ...]
    remarks: tuple[RowIssue, ...]
    codes: tuple[CodeInSheet, ...]
    new_departments: tuple[str, ...]
    new: int
    changed: int
    same: int
    new_posts: tuple[str, ...] = ()
    columns: tuple[ColumnInSheet, ...] = ()
    fields: tuple[str, ...] = ()  # what a column may be taken for
    places: tuple[PlaceInSheet, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    remembered: tuple[Remembered, ...] = ()
    mark: str = ""
    department: DepartmentId | None = None  # of a roster's first rows, for opening it afterwards


@dataclass(frozen=True, slots=True)
class ImportDone:
    """What an import wrote."""

    batch: ImportId | None  # None: nothing had to be written
    new: int
    changed: int
    same: int
    skipped: int
    department: DepartmentId | None = None  # of a roster's first rows, also one that was made


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """An import of the past."""

    id: ImportId
    at: datetime
    by: str
    kind: str
    file_name: str
    new: int
    changed: int
    undone: bool


@dataclass(frozen=True, slots=True)
class ImportHistory:
    """Imports, newest first."""

    batches: tuple[ImportBatch, ...]
