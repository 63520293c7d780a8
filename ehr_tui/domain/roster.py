"""The roster as a screen paints it: one value holds all that is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.duty import Callout, Entry
from ehr_tui.domain.ids import DutyId, PersonId, PostId, ShiftKindId
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Department, Post
from ehr_tui.domain.restrictions import Restriction
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.violation import Violation


class RosterState(StrEnum):
    """A draft has never been published; a published roster may carry changes since its last version."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class DayHead:
    """A column's head."""

    day: date
    kind: DayKind
    name: Name
    provisional: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands at one person and day.

    ``seen`` are the duty ids behind the entries: an edit sends them back, so that a stale write is noticed.
    ``elsewhere`` marks entries of another department (shown, not editable here); ``changed`` since publishing;
    ``callouts`` are the times somebody on standby was called in.
    """

    entries: tuple[Entry, ...] = ()
    seen: tuple[DutyId, ...] = ()
    elsewhere: tuple[Entry, ...] = ()
    changed: bool = False
    callouts: tuple[Callout, ...] = ()


EMPTY_CELL = Cell()


@dataclass(frozen=True, slots=True)
class RowTotals:
    """A person's month: paid minutes against the target, days at work, nights, rest days."""

    paid_minutes: int
    target_minutes: int
    work_days: int
    nights: int
    rest_days: int


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person, one cell for each day of the span, the month's totals.

    ``restrictions`` are those of the month, effects and dates only; empty for whoever may not plan.
    """

    person: PersonId
    number: str
    name: str
    latin: str
    post: PostId | None
    home: bool  # False: belongs to another department and works here
    cells: tuple[Cell, ...]
    totals: RowTotals
    restrictions: tuple[Restriction, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """Demand of one post and shift kind over the span: per day (have, minimum, maximum); minimum None: no demand."""

    post: PostId
    kind: ShiftKindId
    days: tuple[tuple[int, int | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """A department's month, with all that the screen shows; a second query is never needed."""

    department: Department
    month: Month
    state: RosterState
    version: int  # last published version, 0 before the first
    published_at: datetime | None
    published_by: str
    changed_cells: int  # since the last published version
    heads: tuple[DayHead, ...]
    rows: tuple[RosterRow, ...]
    coverage: tuple[CoverageLine, ...]
    kinds: tuple[ShiftKind, ...]  # the department's alphabet, in typing order
    posts: tuple[Post, ...]
    violations: tuple[Violation, ...]
    overridden: frozenset[tuple[object, ...]]  # identities of violations that stand with a reason
    can_edit: bool
    can_publish: bool
    can_override: bool
    undo_steps: int
    redo_steps: int
    data_version: int  # of the file when read: others' commits change it
    names: Mapping[tuple[str, str], Name] = field(default_factory=dict)
    """What findings name by code: (post, task or hazard, code) → name, those of other departments too."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of an edit: what the user saw (duty ids) and what shall stand there instead."""

    person: PersonId
    day: date
    seen: tuple[DutyId, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RosterDelta:
    """What an edit changed: enough to repaint without asking again.

    ``violations`` replace all earlier findings about places on ``judged_days`` and those without a place about
    ``judged_people``.
    """

    cells: tuple[tuple[PersonId, date, Cell], ...]
    totals: tuple[tuple[PersonId, RowTotals], ...]
    coverage: tuple[CoverageLine, ...]  # whole lines of the sheet, replaced
    judged_people: frozenset[PersonId]
    judged_days: frozenset[date]
    violations: tuple[Violation, ...]
    overridden: frozenset[tuple[object, ...]]
    changed_cells: int
    undo_steps: int
    redo_steps: int
    data_version: int


@dataclass(frozen=True, slots=True)
class RosterChoice:
    """One department's month as the chooser lists it; version 0: never published."""

    department: Department
    month: Month
    state: RosterState
    version: int
    duties: int


@dataclass(frozen=True, slots=True)
class RosterChoices:
    """The departments within reach and their months that hold anything."""

    departments: tuple[Department, ...]
    months: tuple[RosterChoice, ...]
    can_edit: bool
