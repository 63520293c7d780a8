"""What is read of the audit: entries, pages, the result of a check, the history of one record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ehr_tui.domain.ids import UserId

DONE, REFUSED, OVERRIDDEN = "done", "refused", "overridden"
OUTCOMES = (DONE, REFUSED, OVERRIDDEN)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record before and after, as text; empty where there was nothing.

    ``kind`` is what sort of record it belongs to (person, contract, post …): words ``audit.field.<kind>.<field>`` or
    ``audit.field.<field>``.  Dates are ISO, yes and no are ``true`` and ``false``, choices stand by their code, ids by
    the name of what they name.  ``what`` names the record, or within a roster the person and day.
    """

    field: str
    before: str
    after: str
    kind: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act upon a record.  Whose ``changes`` are empty created it, looked at it, or lost its details by erasure."""

    number: int
    at: datetime
    user: str
    act: str  # the intent's name: words ``act.<act>``
    outcome: str  # done, refused, overridden
    changes: tuple[FieldChange, ...] = ()
    erased: bool = False


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """Everything the audit knows of one record, newest first; ``older`` entries more than are given."""

    lines: tuple[HistoryLine, ...]
    older: int = 0


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are wanted; all that is given must fit.  Days are the office's, both inclusive.

    ``records`` are (kind, id) pairs of which an entry is about at least one; ``looks`` only looks at masked fields.
    """

    users: tuple[int, ...] = ()
    acts: tuple[str, ...] = ()
    outcome: str = ""
    first: date | None = None
    last: date | None = None
    records: tuple[tuple[str, str], ...] = ()
    looks: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is left out."""
        return self == AuditFilter()


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry of the audit as it is read.  ``at`` in UTC.

    ``facts`` are single figures and texts that were written down, by their field; ``detail`` all of it, as JSON text.
    ``record`` is (kind, id) of what it is about, where that is exactly one record.
    """

    number: int
    at: datetime
    user: str
    user_id: UserId | None
    act: str  # the intent's name
    outcome: str  # done, refused, overridden
    subject: str
    detail: str
    facts: tuple[tuple[str, str], ...] = ()
    changes: tuple[FieldChange, ...] = ()
    more_changes: int = 0  # beyond those given
    erased: bool = False  # the details were erased; the chain still holds the entry
    record: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, newest first.

    ``total`` entries in the whole audit; ``reached``: what lies below this number was not looked through yet (0: all
    was); ``matching`` counts what fits where that can be told at once, None while only the walk itself can tell.
    """

    lines: tuple[AuditLine, ...]
    total: int
    reached: int = 0
    matching: int | None = None


@dataclass(frozen=True, slots=True)
class AuditChoices:
    """What the filters offer: users (id and name) and acts that occur, and the first day with an entry."""

    users: tuple[tuple[int, str], ...]
    acts: tuple[str, ...]
    first: date | None
    looks: tuple[str, ...] = ()


@dataclass(slots=True)
class AuditFile:
    """An export.  It is filled once that it was asked for is written down; empty before."""

    entries: int = 0
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """The result of a check: entries seen, and the first broken one if any (``code`` of ``verify.<code>``).

    ``erased`` counts entries whose personal details were erased: the chain holds without them.
    """

    entries: int
    head_number: int
    head_hash: str
    broken_number: int | None = None
    code: str = ""
    file_ok: bool = True
    erased: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.broken_number is None and not self.code and self.file_ok


CHAIN_SHARE, PAGES_SHARE = 0.45, 0.65
"""Where in a check its parts end, as measured with 200,000 entries and ten years of rosters."""


class CheckStage(StrEnum):
    """What of a check is next; words ``audit.stage.<stage>``."""

    CHAIN = "chain"  # every entry's seal
    PAGES = "pages"  # every page's seal
    TABLES = "tables"  # the structure, table by table
    OVER = "over"


@dataclass(frozen=True, slots=True)
class CheckState:
    """How far a check is, handed from one slice to the next.

    Entries up to ``checked`` of ``total`` hold and end in the seal ``previous`` (hexadecimal); ``tables`` counts those
    whose structure holds.
    """

    stage: CheckStage = CheckStage.CHAIN
    checked: int = 0
    total: int = 0
    previous: str = ""
    erased: int = 0
    tables: int = 0
    all_tables: int = 0
    broken_number: int | None = None
    code: str = ""
    file_ok: bool = True

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1; the chain takes the longest by far."""
        if self.stage is CheckStage.CHAIN:
            return CHAIN_SHARE * self.checked / self.total if self.total else 0.0
        if self.stage is CheckStage.PAGES:
            return CHAIN_SHARE
        if self.stage is CheckStage.TABLES:
            return PAGES_SHARE + (1 - PAGES_SHARE) * self.tables / max(1, self.all_tables)
        return 1.0
