"""The window a rule looks through: every fact about a span of days and the days around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ehr_tui.domain.calendar import EMPTY_CALENDAR, Calendar
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.duty import Callout, Duty
from ehr_tui.domain.ids import DepartmentId, PersonId, PostId, ShiftKindId
from ehr_tui.domain.organisation import Demand, Post
from ehr_tui.domain.people import Person
from ehr_tui.domain.restrictions import Restriction
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.violation import Severity


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """Data for one rule: whether it holds, how grave it is, its limits (minutes, days, counts)."""

    rule: str
    enabled: bool = True
    severity: Severity = Severity.WARN
    weight: int = 0
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """The office's settings and what departments set differently."""

    office: Mapping[str, RuleSetting] = field(default_factory=dict)
    departments: Mapping[tuple[DepartmentId, str], RuleSetting] = field(default_factory=dict)

    def of(self, rule: str, department: DepartmentId | None) -> RuleSetting | None:
        """The department's setting of a rule, else the office's, else None (the rule's own default holds)."""
        if department is not None:
            own = self.departments.get((department, rule))
            if own is not None:
                return own
        return self.office.get(rule)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A balance that began before what the window knows: the days from ``first`` to the one before ``known_first``."""

    first: date
    paid_minutes: int = 0
    target_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """Facts from ``known_first`` to ``known_last``; ``first``–``last`` (inside) are judged.

    ``duties`` holds, per person, all entries of the known span ordered by day and start.  ``people`` must hold every
    person that has duties.  ``licensed_tasks`` are tasks nobody may do without a mark that says so.  ``earlier`` holds,
    for people whose hours are counted over a quarter or a year, the part of the period before the known span.  New
    facts (qualifications) join here without changing any rule's signature.
    """

    first: date
    last: date
    known_first: date
    known_last: date
    people: Mapping[PersonId, Person]
    duties: Mapping[PersonId, tuple[Duty, ...]]
    kinds: Mapping[ShiftKindId, ShiftKind]
    contracts: Mapping[PersonId, tuple[Contract, ...]] = field(default_factory=dict)
    posts: Mapping[PostId, Post] = field(default_factory=dict)
    demand: tuple[Demand, ...] = ()
    calendar: Calendar = EMPTY_CALENDAR
    settings: RuleSettings = field(default_factory=RuleSettings)
    restrictions: Mapping[PersonId, tuple[Restriction, ...]] = field(default_factory=dict)
    callouts: Mapping[PersonId, tuple[Callout, ...]] = field(default_factory=dict)
    licensed_tasks: frozenset[str] = frozenset()
    earlier: Mapping[PersonId, Earlier] = field(default_factory=dict)

    def contract(self, person: PersonId, day: date) -> Contract | None:
        """The contract in force that day."""
        return next((c for c in self.contracts.get(person, ()) if c.holds(day)), None)

    def with_duties(self, person: PersonId, duties: tuple[Duty, ...]) -> Window:
        """The same window with one person's entries replaced (ordered by the caller)."""
        return replace(self, duties={**self.duties, person: duties})
