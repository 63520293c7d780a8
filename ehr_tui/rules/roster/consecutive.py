"""A rest day comes in time: not too many days at work in a row.

A night counts on its start day.  下夜 neither counts nor ends the run, being neither work nor rest; any
other day without timed work ends it.  Runs are counted whole as far as the known span reaches.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.domain.violation import Figure, Severity, Violation
from ehr_tui.rules.roster.index import Index, Timeline
from ehr_tui.rules.roster.rule import Gravity, Limits, PersonRule

AT_MOST = "at_most_days"


class _Run(NamedTuple):
    first: int
    last: int
    days: tuple[int, ...]  # the days at work


def check(index: Index, person: PersonId, limits: Limits) -> Iterator[Violation]:
    """One finding for each run over the limit; the contract is that of the run's last day."""
    timeline = index.timeline(person)
    contracts = bool(index.window.contracts.get(person))
    for run in _runs(timeline):
        if not contracts and len(run.days) <= limits[AT_MOST]:
            continue
        limit = _limit(index, person, run, limits)
        if len(run.days) > limit:
            yield Violation(
                rule=RULE.code,
                severity=RULE.severity,
                person=person,
                place=None,
                days=tuple(date.fromordinal(o) for o in run.days),
                figures=_figures(run, limit),
                remedy="rest_day",
            )


def _runs(timeline: Timeline) -> Iterator[_Run]:
    after_night = {m.ordinal for m in timeline.marks if m.facts.duty_class is DutyClass.AFTER_NIGHT}
    run: list[int] = []
    for ordinal in sorted(timeline.paid):
        if run and not all(o in after_night for o in range(run[-1] + 1, ordinal)):
            yield _Run(run[0], run[-1], tuple(run))
            run = []
        run.append(ordinal)
    if run:
        yield _Run(run[0], run[-1], tuple(run))


def runs_at_work(timeline: Timeline) -> Iterator[tuple[int, ...]]:
    """Runs of days at work as ordinals."""
    return (run.days for run in _runs(timeline))


def _limit(index: Index, person: PersonId, run: _Run, limits: Limits) -> int:
    contract = index.contract(person, run.last)
    if contract is not None and contract.limits.max_consecutive_days is not None:
        return contract.limits.max_consecutive_days
    return limits[AT_MOST]


def _figures(run: _Run, limit: int) -> tuple[tuple[str, Figure], ...]:
    return (
        ("run_days", len(run.days)),
        ("limit_days", limit),
        ("first_day", date.fromordinal(run.first)),
        ("last_day", date.fromordinal(run.last)),
    )


def evidence(index: Index, person: PersonId, day: date, limits: Limits) -> Iterator[Evidence]:
    """The run the day lies in."""
    for run in _runs(index.timeline(person)):
        if run.first <= day.toordinal() <= run.last:
            yield Evidence("consecutive_days", _figures(run, _limit(index, person, run, limits)))


RULE = PersonRule(
    "consecutive_days",
    Severity.FORBID,
    check,
    evidence,
    limits={AT_MOST: 6},
    gravity=Gravity("run_days", touching=True),
)
