"""What was read from a spreadsheet, as values for a dry run: sound rows, and every row that is not.

``RowIssue`` (of the domain) names sheet, row as Excel counts it, column letter, a code whose words are
``import.<code>``, and figures.  ``lines`` hold sound rows only: leaving out rows with errors is taking ``lines``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ehr_tui.domain.contracts import EmploymentKind, HoursSystem, Period
from ehr_tui.domain.import_views import RowIssue
from ehr_tui.domain.month import Month
from ehr_tui.domain.people import Education, Sex
from ehr_tui.domain.shifts import DutyClass
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
    samples: tuple[str, ...] = ()  # what stands in its first rows


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
    sex: Sex | None = None
    skills: tuple[str, ...] = ()
    remark: str = ""
    mark: str = ""  # what stood at the name in brackets
    birth_date: date | None = None
    education: Education | None = None
    major: str = ""
    languages: tuple[str, ...] = ()
    contractor: str = ""
    contract_from: date | None = None
    contract_to: date | None = None
    hours_system: HoursSystem | None = None
    period: Period | None = None
    approval: str = ""
    probation_to: date | None = None
    standby: bool | None = None
    contact_name: str = ""
    contact_relation: str = ""
    contact_phone: str = field(default="", repr=False)


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

    @property
    def shape(self) -> str:
        """The headings in their order: by them the office remembers how a sheet's columns were taken."""
        return shape_of(self.columns)


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
    def shape(self) -> str:
        """The headings before the days, in their order."""
        return shape_of(column for column in self.columns if column.field != "first_day")

    @property
    def mapping(self) -> tuple[tuple[str, int], ...]:
        """Field → column (0 for A), ``first_day`` among them."""
        return tuple((column.field, column.index) for column in self.columns if column.field)


def shape_of(columns: Iterable[Column]) -> str:
    """Headings in their order, without blanks and line breaks."""
    return "|".join("".join(column.title.split()).casefold() for column in columns)


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
