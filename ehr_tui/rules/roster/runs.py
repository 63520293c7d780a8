"""Runs of days and nights: nights in a row, and what a contract says of days at work and days off in a row.

Days off are 休; leave is not.  A run that an empty cell ends is not finished yet: only days that say something count
as its ends, so a roster half filled in is not found fault with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ehr_tui.domain.contracts import ContractLimits
from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.domain.violation import Figure, Severity, Violation
from ehr_tui.rules.roster.consecutive import runs_at_work
from ehr_tui.rules.roster.index import Index, Timeline
from ehr_tui.rules.roster.rule import Gravity, Limits, Only, PersonCheck, PersonEvidence, PersonRule

AT_MOST = "at_most_nights"
Run = tuple[int, ...]
Found = Callable[[Index, PersonId, Limits], Iterator[tuple[Run, int, bool]]]
"""Yields a run's days as ordinals, its limit, and whether the run breaks it."""


def _of_class(timeline: Timeline, duty_class: DutyClass) -> set[int]:
    return {m.ordinal for m in timeline.marks if m.facts.duty_class is duty_class}


def _in_a_row(ordinals: set[int]) -> Iterator[Run]:
    run: list[int] = []
    for ordinal in sorted(ordinals):
        if run and ordinal != run[-1] + 1:
            yield tuple(run)
            run = []
        run.append(ordinal)
    if run:
        yield tuple(run)


def _agreed(index: Index, person: PersonId, ordinal: int) -> ContractLimits | None:
    if not index.limited(person):
        return None
    contract = index.contract(person, ordinal)
    return contract.limits if contract is not None else None


def _days_off(timeline: Timeline) -> Iterator[Run]:
    yield from _in_a_row(_of_class(timeline, DutyClass.REST) - timeline.paid.keys())


# -- nights ------------------------------------------------------------------------------------------------
def _nights(index: Index, person: PersonId, limits: Limits) -> Iterator[tuple[Run, int, bool]]:
    """Nights by start day; the contract is that of the last one."""
    nights = {s.ordinal for s in index.timeline(person).worked if s.facts.night}
    if not nights:
        return
    for run in _in_a_row(nights):
        own = _agreed(index, person, run[-1])
        limit = limits[AT_MOST] if own is None or own.max_nights_in_row is None else own.max_nights_in_row
        yield run, limit, len(run) > limit


# -- days at work ------------------------------------------------------------------------------------------
def _short_work(index: Index, person: PersonId, _limits: Limits) -> Iterator[tuple[Run, int, bool]]:
    """Days at work between two 休, 下夜 apart."""
    timeline = index.timeline(person)
    resting, after_night = (_of_class(timeline, c) for c in (DutyClass.REST, DutyClass.AFTER_NIGHT))
    resting -= timeline.paid.keys()
    for days in runs_at_work(timeline):
        own = _agreed(index, person, days[-1])
        if own is None or own.min_consecutive_days is None:
            continue
        before, after = days[0] - 1, days[-1] + 1
        while after in after_night:
            after += 1
        closed = before in resting and after in resting
        yield days, own.min_consecutive_days, closed and len(days) < own.min_consecutive_days


# -- days off ----------------------------------------------------------------------------------------------
def _short_off(index: Index, person: PersonId, _limits: Limits) -> Iterator[tuple[Run, int, bool]]:
    """Days off between two days at work; 下夜 before them is the end of work."""
    timeline = index.timeline(person)
    ending = timeline.paid.keys() | _of_class(timeline, DutyClass.AFTER_NIGHT)
    for run in _days_off(timeline):
        own = _agreed(index, person, run[-1])
        if own is None or own.min_days_off is None:
            continue
        closed = run[0] - 1 in ending and run[-1] + 1 in timeline.paid
        yield run, own.min_days_off, closed and len(run) < own.min_days_off


def _long_off(index: Index, person: PersonId, _limits: Limits) -> Iterator[tuple[Run, int, bool]]:
    for run in _days_off(index.timeline(person)):
        own = _agreed(index, person, run[-1])
        if own is not None and own.max_days_off is not None:
            yield run, own.max_days_off, len(run) > own.max_days_off


# -- shared ------------------------------------------------------------------------------------------------
def _figures(run: Run, limit: int) -> tuple[tuple[str, Figure], ...]:
    return (
        ("have", len(run)),
        ("limit", limit),
        ("first_day", date.fromordinal(run[0])),
        ("last_day", date.fromordinal(run[-1])),
    )


def _check(code: str, find: Found) -> PersonCheck:
    def check(index: Index, person: PersonId, limits: Limits) -> Iterator[Violation]:
        for run, limit, breaks in find(index, person, limits):
            if breaks:
                days = tuple(date.fromordinal(o) for o in run)
                yield Violation(code, Severity.WARN, person, None, days, _figures(run, limit), remedy=code)

    return check


def _evidence(code: str, find: Found) -> PersonEvidence:
    def evidence(index: Index, person: PersonId, day: date, limits: Limits) -> Iterator[Evidence]:
        for run, limit, _ in find(index, person, limits):
            if run[0] <= day.toordinal() <= run[-1]:
                yield Evidence(code, _figures(run, limit))

    return evidence


def _rule(
    code: str,
    find: Found,
    limits: Limits | None = None,
    *,
    falling: bool = False,
    only: Only = Only.LIMITED,
) -> PersonRule:
    gravity = Gravity("have", falling=falling, touching=True)
    check, evidence = _check(code, find), _evidence(code, find)
    return PersonRule(code, Severity.WARN, check, evidence, limits or {}, gravity, only)


NIGHTS = _rule("nights_in_row", _nights, {AT_MOST: 3}, only=Only.EVERYBODY)
SHORT_WORK = _rule("work_too_short", _short_work, falling=True)
SHORT_OFF = _rule("off_too_short", _short_off, falling=True)
LONG_OFF = _rule("off_too_long", _long_off)
