"""Why an entry may or may not stand in a cell: every rule with its verdict and what it saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.violation import Figure, Severity, Violation


class Outcome(StrEnum):
    """What a rule makes of the cell; words ``outcome.<value>``."""

    FAIL = "fail"
    PASS = "pass"
    IDLE = "idle"  # the rule has nothing to say about this cell
    OFF = "off"  # the office or the department does not use the rule


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rule saw: figures for the words ``evidence.<code>``, named as in a violation."""

    code: str
    figures: tuple[tuple[str, Figure], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """One rule's verdict: findings with figures and remedy, and what shows how near the limit is."""

    rule: str
    severity: Severity
    outcome: Outcome
    findings: tuple[Violation, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every rule of the rulebook, in its order, for one person's day; ``entry`` None: as the cell stands."""

    person: PersonId
    day: date
    entry: Entry | None
    checks: tuple[RuleCheck, ...]

    @property
    def violations(self) -> tuple[Violation, ...]:
        """All findings about the day, gravest first."""
        found = [v for check in self.checks for v in check.findings]
        return tuple(sorted(found, key=lambda v: v.severity.rank))

    @property
    def forbidden(self) -> bool:
        """Whether an override and a reason are needed."""
        return any(v.severity is Severity.FORBID for v in self.violations)
