"""No overtime for those who may not be asked for it: neither over a day's eight hours nor over a whole month's target.

Special Rules on the Labour Protection of Female Employees, 2012, art. 6 and 9: working time may not be prolonged from
the seventh month of pregnancy and while nursing a child under one.  The day is held to eight hours; the month, when the
restriction lasts through all of it, to its target as it would be without a shorter day, since nursing time is part of
the working day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.restrictions import Effect, Restriction
from ehr_tui.domain.violation import Figure, Severity, Violation
from ehr_tui.rules.roster.balance import span_balance
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.protection import restricted_evidence, spell
from ehr_tui.rules.roster.rule import Gravity, Limits, Only, PersonRule

AT_MOST = "at_most_minutes"
OVERTIME = "overtime_at_most_minutes"
Figures = tuple[tuple[str, Figure], ...]


def check_day(index: Index, person: PersonId, limits: Limits) -> Iterator[Violation]:
    """One finding for each restricted day over the limit."""
    held = index.restricted(person, Effect.NO_OVERTIME)
    if not held:
        return
    limit = limits[AT_MOST]
    for ordinal, paid in index.timeline(person).paid.items():
        if paid <= limit:
            continue
        day = date.fromordinal(ordinal)
        restriction = next((r for r in held if r.holds(day)), None)
        if restriction is not None:
            figures: Figures = (
                ("first_day", day),
                ("paid_minutes", paid),
                ("limit_minutes", limit),
                ("excess_minutes", paid - limit),
            )
            yield _violation(DAY, person, (day,), restriction, figures)


def check_month(index: Index, person: PersonId, limits: Limits) -> Iterator[Violation]:
    """One finding for each judged month with overtime through all of which a restriction holds."""
    held = index.restricted(person, Effect.NO_OVERTIME)
    if not held or not index.timeline(person).paid:
        return
    for month in index.judged_months:
        restriction = _lasting(held, month)
        if restriction is None:
            continue
        figures = _month_figures(index, person, month, limits)
        if dict(figures)["excess_minutes"]:
            yield _violation(MONTH, person, month.days, restriction, figures)


def month_evidence(index: Index, person: PersonId, day: date, limits: Limits) -> Iterator[Evidence]:
    """The month's minutes against its target."""
    month = Month.of(day)
    if _lasting(index.restricted(person, Effect.NO_OVERTIME), month) is not None:
        yield Evidence("no_overtime_month", _month_figures(index, person, month, limits))


def _lasting(held: tuple[Restriction, ...], month: Month) -> Restriction | None:
    return next((r for r in held if r.holds(month.first) and r.holds(month.last)), None)


def _month_figures(index: Index, person: PersonId, month: Month, limits: Limits) -> Figures:
    balance = span_balance(index, person, month.first, month.last, shortened=False)
    overtime = max(0, balance.paid_minutes - balance.target_minutes)
    return (
        ("month", str(month)),
        ("paid_minutes", balance.paid_minutes),
        ("target_minutes", balance.target_minutes),
        ("overtime_minutes", overtime),
        ("excess_minutes", max(0, overtime - limits[OVERTIME])),
    )


def _violation(
    rule: PersonRule, person: PersonId, days: tuple[date, ...], restriction: Restriction, figures: Figures
) -> Violation:
    dates, remedy = spell(restriction)
    return Violation(rule.code, rule.severity, person, None, days, (*figures, *dates), remedy)


_EXCESS = Gravity("excess_minutes")
DAY = PersonRule(
    "no_overtime_day",
    Severity.FORBID,
    check_day,
    restricted_evidence(Effect.NO_OVERTIME),
    limits={AT_MOST: 480},
    gravity=_EXCESS,
    only=Only.RESTRICTED,
)
MONTH = PersonRule(
    "no_overtime_month",
    Severity.FORBID,
    check_month,
    month_evidence,
    limits={OVERTIME: 0},
    gravity=_EXCESS,
    only=Only.RESTRICTED,
)
