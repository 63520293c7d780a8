"""What was read from a spreadsheet, as values for a dry run: sound rows, and every row that is not.

``RowIssue`` (of the domain) names sheet, row as Excel counts it, column letter, a code whose words are
``import.<code>``, and figures.  ``lines`` hold sound rows only: leaving out rows with errors is taking ``lines``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ehr_tui.domain.contracts import EmploymentKind
from ehr_tui.domain.month import Month
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.domain.views import RowIssue
from ehr_tui.errors import InputError

Progress = Callable[[int, int], None]
"""Called with (done, total) rows."""

Cancelled = Callable[[], bool]
"""Polled; True stops the work."""


class Steps:
    """Reports progress at every so many steps; raises InputError ``exchange.cancelled`` when asked to stop."""

    def __init__(
        self, total: int, progress: Progress | None, cancelled: Cancelled | None, every: int = 256
    ) -> None:
        self._total = total
        self._every = every
        self._progress = progress
        self._cancelled = cancelled

    def at(self, done: int) -> None:
        """``done`` steps are behind."""
        if done % self._every and done != self._total:
            return
        if self._cancelled is not None and self._cancelled():
            raise InputError("exchange.cancelled")
        if self._progress is not None:
            self._progress(done, self._total)


@dataclass(frozen=True, slots=True)
class Column:
    """How one column is taken: a field of the program, or none (empty) when its heading is not known."""

    field: str
    index: int  # 0 for A
    title: str  # as in the sheet


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One person of a staff list.  Absent values are empty or None."""

    row: int
    number: str
    name: str
    phone: str = field(default="", repr=False)  # digits, ``020-12345678`` for a fixed line
    department: str = ""
    post: str = ""
    channel: str = ""
    employment: EmploymentKind | None = None
    hire_date: date | None = None
    leave_date: date | None = None
    sex: str = ""
    skills: tuple[str, ...] = ()
    remark: str = ""
    mark: str = ""  # what stood at the name in brackets


@dataclass(frozen=True, slots=True)
class StaffProposal:
    """A staff list as read."""

    sheet: str
    lines: tuple[StaffLine, ...]
    errors: tuple[RowIssue, ...]
    warnings: tuple[RowIssue, ...]
    ignored: tuple[int, ...]  # rows of totals and remarks, as Excel counts
    columns: tuple[Column, ...]
    header_row: int

    @property
    def mapping(self) -> tuple[tuple[str, int], ...]:
        """Field → column (0 for A): what is proposed, in the form that an overriding one takes."""
        return tuple((column.field, column.index) for column in self.columns if column.field)


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person of a roster.  A day with several codes stands in ``codes`` several times, in the cell's order."""

    row: int
    name: str
    mark: str = ""
    number: str = ""
    department: str = ""
    post: str = ""
    codes: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RosterProposal:
    """A month's roster as read.  ``month`` None: the sheet does not say it; no codes can be dated then."""

    sheet: str
    month: Month | None
    title: str
    days: tuple[date, ...]
    lines: tuple[RosterLine, ...]
    codes: Mapping[str, int]  # in the sound lines, the most frequent first
    errors: tuple[RowIssue, ...]
    warnings: tuple[RowIssue, ...]
    ignored: tuple[int, ...]
    columns: tuple[Column, ...]
    header_row: int
    other_sheets: tuple[str, ...] = ()  # further sheets that hold a roster

    @property
    def mapping(self) -> tuple[tuple[str, int], ...]:
        """Field → column (0 for A), ``first_day`` among them."""
        return tuple((column.field, column.index) for column in self.columns if column.field)


@dataclass(frozen=True, slots=True)
class CodeProposal:
    """A code of a sheet against a department's alphabet."""

    code: str
    count: int
    known_as: str = ""  # the alphabet's own code, empty when it lacks it
    proposal: str = ""  # a code of the alphabet that it probably means
    duty_class: DutyClass | None = None  # what it probably is
    needs_times: bool = False  # a work shift the office must give times for


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Who is on duty on one date."""

    row: int
    day: date
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutyProposal:
    """A duty list as read."""

    sheet: str
    lines: tuple[DutyLine, ...]
    errors: tuple[RowIssue, ...]
    ignored: tuple[int, ...]
    columns: tuple[Column, ...]
    header_row: int
