"""Enough rest between the work of one day and the next.

A day's work is one period from its first to its last minute: gaps inside it (split shifts, 上 and 下 in one
cell) are no rest.  A night shift is a period of its own, since it ends on another date: what lies before it
on its first date and after it on its second is judged.  Duties that run together are the matter of the rule
``overlap``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.shifts import DAY_MINUTES, clock_time
from ehr_tui.domain.violation import Figure, Severity, Violation
from ehr_tui.rules.roster.index import Index, Stretch
from ehr_tui.rules.roster.rule import Gravity, Limits, PersonRule

AT_LEAST = "at_least_minutes"


class _Period(NamedTuple):
    first: Stretch
    last: Stretch  # the one that ends last


class _Gap(NamedTuple):
    before: _Period
    after: _Period

    @property
    def minutes(self) -> int:
        return self.after.first.start - self.before.last.end


def check(index: Index, person: PersonId, limits: Limits) -> Iterator[Violation]:
    """One finding for each gap between two periods that is shorter than the limit."""
    worked = index.timeline(person).worked
    limit = limits[AT_LEAST]
    if not _any_short(worked, limit):
        return
    for gap in _gaps(worked):
        if 0 <= gap.minutes < limit:
            earlier, later = gap.before.last, gap.after.first
            yield Violation(
                rule=RULE.code,
                severity=RULE.severity,
                person=person,
                place=None,
                days=tuple(sorted({earlier.duty.day, later.duty.day})),
                figures=_figures(gap, limit),
                remedy="rest",
            )


def _any_short(worked: list[Stretch], limit: int) -> bool:
    """Cheap first look: whether any two neighbours on the clock lie nearer than the limit."""
    latest = -limit
    for stretch in worked:
        if stretch.start - latest < limit:
            return True
        latest = max(latest, stretch.end)
    return False


def _periods(worked: list[Stretch]) -> list[_Period]:
    periods: list[_Period] = []
    open_day = -1  # place in periods of the day that still grows
    for stretch in worked:
        if not stretch.facts.placed:
            continue
        if stretch.facts.night:
            periods.append(_Period(stretch, stretch))
        elif open_day >= 0 and periods[open_day].first.ordinal == stretch.ordinal:
            period = periods[open_day]
            if stretch.end > period.last.end:
                periods[open_day] = _Period(period.first, stretch)
        else:
            open_day = len(periods)
            periods.append(_Period(stretch, stretch))
    return periods


def _gaps(worked: list[Stretch]) -> Iterator[_Gap]:
    before: _Period | None = None
    for period in _periods(worked):
        if before is not None:
            yield _Gap(before, period)
        if before is None or period.last.end >= before.last.end:
            before = period


def _figures(gap: _Gap, limit: int) -> tuple[tuple[str, Figure], ...]:
    earlier, later = gap.before.last, gap.after.first
    allowed_day, allowed = divmod(earlier.end + limit, DAY_MINUTES)
    return (
        ("rest_minutes", gap.minutes),
        ("limit_minutes", limit),
        ("first_day", earlier.duty.day),
        ("second_day", later.duty.day),
        ("from_kind", earlier.facts.code),
        ("to_kind", later.facts.code),
        ("from_time", clock_time(earlier.facts.end)),
        ("to_time", clock_time(later.facts.start)),
        ("earliest_day", date.fromordinal(allowed_day)),
        ("earliest_time", clock_time(allowed)),
    )


def evidence(index: Index, person: PersonId, day: date, limits: Limits) -> Iterator[Evidence]:
    """The rest before and after the day's work."""
    for gap in _gaps(index.timeline(person).worked):
        if day in (gap.before.last.duty.day, gap.after.first.duty.day) and gap.minutes >= 0:
            yield Evidence("rest", _figures(gap, limits[AT_LEAST]))


RULE = PersonRule(
    "rest",
    Severity.FORBID,
    check,
    evidence,
    limits={AT_LEAST: 660},
    gravity=Gravity("rest_minutes", falling=True),
)
