"""What a rule is: a code, how grave it is, its limits and a pure function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import DepartmentId, PersonId
from ehr_tui.domain.violation import Place, Severity, Violation
from ehr_tui.rules.roster.index import Index

Limits = Mapping[str, int]
"""Named limits; the name ends in the unit (``_minutes``, ``_days``)."""

PersonCheck = Callable[[Index, PersonId, Limits], Iterator[Violation]]
PersonEvidence = Callable[[Index, PersonId, date, Limits], Iterator[Evidence]]
DayCheck = Callable[[Index, DepartmentId, date, Limits], Iterator[Violation]]
DayEvidence = Callable[[Index, Place, Limits], Iterator[Evidence]]


@dataclass(frozen=True, slots=True)
class Gravity:
    """How two findings of one rule are compared: by a figure, where more (``falling``: less) is graver.

    ``touching``: findings about a run of days are the same one when they share a day, since an edit moves
    the run's ends; otherwise their days must be equal.
    """

    figure: str
    falling: bool = False
    touching: bool = False

    def of(self, violation: Violation) -> int:
        """The measure, larger when graver."""
        value = next(v for name, v in violation.figures if name == self.figure)
        if not isinstance(value, int):
            raise TypeError(self.figure)
        return -value if self.falling else value


class Only(StrEnum):
    """Whom a rule can concern at all; the others are not asked."""

    EVERYBODY = ""
    RESTRICTED = "restricted"  # has a restriction
    LIMITED = "limited"  # has a contract that sets limits
    COMPREHENSIVE = "comprehensive"  # has a contract with comprehensive hours
    MARKED = "marked"  # has marks of what may and may not be done


@dataclass(frozen=True, slots=True)
class PersonRule:
    """A rule about one person's duties.

    ``check`` yields findings of the whole known span (``judge`` keeps those that touch the judged days)
    with the default severity (``judge`` puts in the office's).  ``evidence`` says what the rule saw around
    one day.  Without ``gravity`` any change of the figures makes a finding another one.
    """

    code: str
    severity: Severity
    check: PersonCheck
    evidence: PersonEvidence
    limits: Limits = field(default_factory=dict)
    gravity: Gravity | None = None
    only: Only = Only.EVERYBODY
    about: ClassVar[Literal["person"]] = "person"


@dataclass(frozen=True, slots=True)
class DayRule:
    """A rule about one day of a department, of which limits and severity are that department's."""

    code: str
    severity: Severity
    check: DayCheck
    evidence: DayEvidence
    limits: Limits = field(default_factory=dict)
    gravity: Gravity | None = None
    about: ClassVar[Literal["day"]] = "day"


Rule = PersonRule | DayRule


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule as it holds in one department: default < office < department."""

    rule: Rule
    enabled: bool
    severity: Severity
    weight: int
    limits: Limits = field(default_factory=dict)
