"""Limits that a contract sets for a month: hours, nights, weekends with work, duties of a shift code.

The contract is that of the month's last day, else of the last day at work in it.  A night counts on its start day.
Without a limit in the contract nothing is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ehr_tui.domain.contracts import NO_LIMITS, ContractLimits
from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.violation import Figure, Severity, Violation
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.rule import Gravity, Limits, Only, PersonCheck, PersonEvidence, PersonRule

Figures = tuple[tuple[str, Figure], ...]
Count = Callable[[Index, PersonId, Month, ContractLimits], Iterator[tuple[Figures, tuple[date, ...]]]]
"""Yields figures, ``excess`` or ``excess_minutes`` among them, and the days they are about."""

SATURDAY = 6  # ordinal 6 is one


def agreed(index: Index, person: PersonId, month: Month) -> ContractLimits:
    """The limits that the contract sets for a month."""
    if not index.limited(person):
        return NO_LIMITS
    contract = index.contract(person, month.last.toordinal())
    if contract is None:
        inside = _in_month(index.timeline(person).paid, month)
        contract = index.contract(person, max(inside)) if inside else None
    return contract.limits if contract is not None else NO_LIMITS


def _in_month(ordinals: dict[int, int], month: Month) -> list[int]:
    first, last = month.first.toordinal(), month.last.toordinal()
    return [o for o in ordinals if first <= o <= last]


def _minutes(
    index: Index, person: PersonId, month: Month, limits: ContractLimits
) -> Iterator[tuple[Figures, tuple[date, ...]]]:
    limit = limits.max_month_minutes
    paid = index.timeline(person).paid
    worked = sum(paid[o] for o in _in_month(paid, month))
    if limit is not None and worked:
        yield (
            (
                ("month", str(month)),
                ("paid_minutes", worked),
                ("limit_minutes", limit),
                ("excess_minutes", max(0, worked - limit)),
            ),
            month.days,
        )


def _nights(
    index: Index, person: PersonId, month: Month, limits: ContractLimits
) -> Iterator[tuple[Figures, tuple[date, ...]]]:
    if limits.max_nights is not None:
        nights = {s.ordinal: 0 for s in index.timeline(person).worked if s.facts.night}
        yield from _counted(_in_month(nights, month), month, limits.max_nights)


def _weekends(
    index: Index, person: PersonId, month: Month, limits: ContractLimits
) -> Iterator[tuple[Figures, tuple[date, ...]]]:
    if limits.max_weekends is None:
        return
    worked = [o for o in _in_month(index.timeline(person).paid, month) if date.fromordinal(o).weekday() >= 5]
    weekends = {o - (o - SATURDAY) % 7 for o in worked}
    yield from _counted(worked, month, limits.max_weekends, len(weekends))


def _kinds(
    index: Index, person: PersonId, month: Month, limits: ContractLimits
) -> Iterator[tuple[Figures, tuple[date, ...]]]:
    for code, limit in limits.per_kind.items():
        timeline = index.timeline(person)
        found = [s.ordinal for s in timeline.worked if s.facts.code == code]
        found += [m.ordinal for m in timeline.marks if m.facts.code == code]
        for figures, days in _counted(_in_month(dict.fromkeys(found, 0), month), month, limit):
            yield (("kind", code), *figures), days


def _counted(
    ordinals: list[int], month: Month, limit: int, count: int | None = None
) -> Iterator[tuple[Figures, tuple[date, ...]]]:
    have = len(ordinals) if count is None else count
    if have:
        figures: Figures = (
            ("month", str(month)),
            ("have", have),
            ("limit", limit),
            ("excess", max(0, have - limit)),
        )
        yield figures, tuple(date.fromordinal(o) for o in sorted(ordinals))


def _check(code: str, count: Count, remedy: str) -> PersonCheck:
    def check(index: Index, person: PersonId, _limits: Limits) -> Iterator[Violation]:
        for month in index.judged_months:
            for figures, days in count(index, person, month, agreed(index, person, month)):
                named = dict(figures)
                if named.get("excess") or named.get("excess_minutes"):
                    yield Violation(code, Severity.WARN, person, None, days, figures, remedy)

    return check


def _evidence(code: str, count: Count) -> PersonEvidence:
    def evidence(index: Index, person: PersonId, day: date, _limits: Limits) -> Iterator[Evidence]:
        month = Month.of(day)
        for figures, _days in count(index, person, month, agreed(index, person, month)):
            yield Evidence(code, figures)

    return evidence


def _rule(code: str, count: Count, remedy: str, gravity: Gravity) -> PersonRule:
    check, evidence = _check(code, count, remedy), _evidence(code, count)
    return PersonRule(code, Severity.WARN, check, evidence, gravity=gravity, only=Only.LIMITED)


_MORE = Gravity("excess", touching=True)
MINUTES = _rule("month_limit", _minutes, "less_hours", Gravity("excess_minutes"))
NIGHTS = _rule("month_nights", _nights, "fewer_nights", _MORE)
WEEKENDS = _rule("weekends", _weekends, "fewer_weekends", _MORE)
KINDS = _rule("kind_count", _kinds, "fewer_of_kind", _MORE)
