"""What the roster grid knows: a sheet, indexed, and how a delta changes it.  No painting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import PersonId, PostId, ShiftKindId
from ehr_tui.domain.roster import Cell, CoverageLine, RosterDelta, RosterSheet
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.violation import Severity, Violation

K = TypeVar("K")

OVERRIDDEN_RANK = 3
"""After the ranks of ``Severity``: a finding that stands with a written reason."""


@dataclass(slots=True)
class Changes:
    """What must be painted anew."""

    cells: set[tuple[int, int]] = field(default_factory=set)  # row, day
    totals: set[int] = field(default_factory=set)  # row
    names: set[int] = field(default_factory=set)  # row
    coverage: set[tuple[int, int]] = field(default_factory=set)  # line, day
    everything: bool = False


def merged_violations(before: Iterable[Violation], delta: RosterDelta) -> tuple[Violation, ...]:
    """The findings after an edit: those the edit judged anew are replaced, the others stay.

    A finding with a place belongs to its day, whomever it is about.
    """
    kept = tuple(
        v
        for v in before
        if (v.person not in delta.judged_people if v.place is None else v.place.day not in delta.judged_days)
    )
    return kept + delta.violations


def apply_delta(sheet: RosterSheet, delta: RosterDelta) -> RosterSheet:
    """The sheet after an edit.  People, days and coverage lines that the sheet does not show are left out."""
    days = {head.day: n for n, head in enumerate(sheet.heads)}
    totals = dict(delta.totals)
    cells: dict[PersonId, dict[int, Cell]] = {}
    for person, day, cell in delta.cells:
        if day in days:
            cells.setdefault(person, {})[days[day]] = cell
    rows = tuple(
        replace(
            row,
            cells=tuple(cells.get(row.person, {}).get(n, cell) for n, cell in enumerate(row.cells)),
            totals=totals.get(row.person, row.totals),
        )
        if row.person in cells or row.person in totals
        else row
        for row in sheet.rows
    )
    lines = {(line.post, line.kind): line for line in delta.coverage}
    coverage = [lines.pop((line.post, line.kind), line) for line in sheet.coverage] + list(lines.values())
    return replace(
        sheet,
        rows=rows,
        coverage=tuple(coverage),
        violations=merged_violations(sheet.violations, delta),
        overridden=delta.overridden,
        changed_cells=delta.changed_cells,
        undo_steps=delta.undo_steps,
        redo_steps=delta.redo_steps,
        data_version=delta.data_version,
    )


class GridModel:
    """A sheet with its indexes.  Rows and days are counted from 0 as the sheet orders them."""

    def __init__(self, sheet: RosterSheet) -> None:
        self.sheet = sheet
        self.days: dict[date, int] = {head.day: n for n, head in enumerate(sheet.heads)}
        self.rows: dict[PersonId, int] = {row.person: n for n, row in enumerate(sheet.rows)}
        self.kinds: dict[ShiftKindId, ShiftKind] = {kind.id: kind for kind in sheet.kinds}
        self.marks: dict[tuple[int, int], int] = {}
        self.row_marks: dict[int, int] = {}
        self._mark()

    def rank(self, violation: Violation) -> int:
        """How grave a finding is shown, 0 for the gravest."""
        return OVERRIDDEN_RANK if violation.identity in self.sheet.overridden else violation.severity.rank

    def kind(self, entry: Entry) -> ShiftKind | None:
        """The kind of an entry; None for one outside the department's alphabet."""
        return self.kinds.get(entry.kind)

    def post_name(self, post: PostId, language: str) -> str:
        """A post's name."""
        return next((p.name.in_language(language) for p in self.sheet.posts if p.id == post), "")

    def apply(self, delta: RosterDelta) -> Changes:
        """Take an edit over; what has to be painted anew."""
        before, marks, row_marks = self.sheet, self.marks, self.row_marks
        self.sheet = apply_delta(before, delta)
        self._mark()
        changes = Changes(everything=len(before.coverage) != len(self.sheet.coverage))
        for person, day, _cell in delta.cells:
            if person in self.rows and day in self.days:
                row, column = self.rows[person], self.days[day]
                if before.rows[row].cells[column] != self.sheet.rows[row].cells[column]:
                    changes.cells.add((row, column))
        for person, totals in delta.totals:
            row_at = self.rows.get(person)
            if row_at is not None and before.rows[row_at].totals != totals:
                changes.totals.add(row_at)
        changes.cells |= _differing(marks, self.marks)
        changes.names |= _differing(row_marks, self.row_marks)
        if not changes.everything:
            changes.coverage = _coverage_changes(before.coverage, self.sheet.coverage)
        return changes

    def _mark(self) -> None:
        self.marks, self.row_marks = {}, {}
        for violation in self.sheet.violations:
            row = self.rows.get(violation.person) if violation.person is not None else None
            rank = self.rank(violation)
            if row is None or rank == Severity.SOFT.rank:
                continue
            inside = [self.days[day] for day in violation.days if day in self.days]
            for day in inside:
                self.marks[row, day] = min(rank, self.marks.get((row, day), rank))
            if not inside:
                self.row_marks[row] = min(rank, self.row_marks.get(row, rank))


def _differing(before: dict[K, int], after: dict[K, int]) -> set[K]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _coverage_changes(
    before: tuple[CoverageLine, ...], after: tuple[CoverageLine, ...]
) -> set[tuple[int, int]]:
    return {
        (n, day)
        for n, (old, new) in enumerate(zip(before, after, strict=True))
        if old is not new
        for day, (a, b) in enumerate(zip(old.days, new.days, strict=True))
        if a != b
    }
