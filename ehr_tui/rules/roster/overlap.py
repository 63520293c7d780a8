"""Nobody is at two places at once: segments of one person's duties never run together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.shifts import DAY_MINUTES
from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.rules.roster.index import Index, Stretch
from ehr_tui.rules.roster.kinds import shared_minutes
from ehr_tui.rules.roster.rule import Gravity, Limits, PersonRule


def check(index: Index, person: PersonId, _limits: Limits) -> Iterator[Violation]:
    """One finding for each pair of duties that share minutes, also past midnight; touching ends are fine."""
    worked = index.timeline(person).worked
    latest = -1
    for n, later in enumerate(worked):
        if later.start < latest:
            for earlier in worked[:n]:
                if earlier.end > later.start and earlier.facts.placed and later.facts.placed:
                    yield from _pair(person, earlier, later)
        latest = max(latest, later.end)


def _pair(person: PersonId, earlier: Stretch, later: Stretch) -> Iterator[Violation]:
    shift = (later.ordinal - earlier.ordinal) * DAY_MINUTES
    shared = shared_minutes(earlier.facts, later.facts, shift)
    if not shared:
        return  # the second lies in the first one's gap
    yield Violation(
        rule=RULE.code,
        severity=RULE.severity,
        person=person,
        place=None,
        days=tuple(sorted({earlier.duty.day, later.duty.day})),
        figures=(
            ("overlap_minutes", shared),
            ("first_day", earlier.duty.day),
            ("second_day", later.duty.day),
            ("from_kind", earlier.facts.code),
            ("to_kind", later.facts.code),
            ("from_times", earlier.facts.times),
            ("to_times", later.facts.times),
        ),
        remedy="separate",
    )


def evidence(index: Index, person: PersonId, day: date, _limits: Limits) -> Iterator[Evidence]:
    """The day's times at work."""
    ordinal = day.toordinal()
    for stretch in index.timeline(person).worked:
        if stretch.ordinal == ordinal and stretch.facts.placed:
            yield Evidence(
                "overlap",
                (("first_day", day), ("kind", stretch.facts.code), ("times", stretch.facts.times)),
            )


RULE = PersonRule("overlap", Severity.FORBID, check, evidence, gravity=Gravity("overlap_minutes"))
