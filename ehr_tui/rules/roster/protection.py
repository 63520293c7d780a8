"""What may not be asked of a person for a time: no nights, no standby, no hazards, a shorter day.

Findings tell the effect and its dates, never why: the reason is health data.  A restriction holds on dates; a night
touches two of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ehr_tui.domain.contracts import WORKDAY_MINUTES
from ehr_tui.domain.explanation import Evidence
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.restrictions import Effect, Restriction
from ehr_tui.domain.shifts import DAY_MINUTES, DutyClass
from ehr_tui.domain.violation import Figure, Severity, Violation
from ehr_tui.rules.roster.balance import shorter_by
from ehr_tui.rules.roster.competence import taken
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.night_work import night_minutes_by_date
from ehr_tui.rules.roster.rule import Gravity, Limits, Only, PersonEvidence, PersonRule

Figures = tuple[tuple[str, Figure], ...]


def spell(restriction: Restriction) -> tuple[Figures, str]:
    """A restriction's dates as figures, and the remedy that tells them."""
    since: Figures = (("since_day", restriction.since),)
    if restriction.until is None:
        return since, "restricted_open"
    return (*since, ("until_day", restriction.until)), "restricted_until"


def restricted_evidence(effect: Effect) -> PersonEvidence:
    """Evidence that tells the dates of the restrictions that hold on a day."""

    def evidence(index: Index, person: PersonId, day: date, _limits: Limits) -> Iterator[Evidence]:
        for restriction in index.restricted(person, effect):
            if restriction.holds(day):
                figures, _ = spell(restriction)
                yield Evidence(
                    "restricted_since" if restriction.until is None else "restricted_span", figures
                )

    return evidence


def _violation(
    rule: PersonRule, person: PersonId, days: tuple[date, ...], restriction: Restriction, figures: Figures
) -> Violation:
    dates, remedy = spell(restriction)
    return Violation(rule.code, rule.severity, person, None, days, (*figures, *dates), remedy)


# -- nights ------------------------------------------------------------------------------------------------
def check_night(index: Index, person: PersonId, _limits: Limits) -> Iterator[Violation]:
    """One finding for each duty or call-in with night work on a restricted date.

    Special Rules on the Labour Protection of Female Employees, 2012, art. 6 (from the seventh month of pregnancy)
    and art. 9 (nursing a child under one).
    """
    held = index.restricted(person, Effect.NO_NIGHT)
    if not held:
        return
    for stretch in index.timeline(person).worked:
        first, second = night_minutes_by_date(stretch.facts)
        if not first and not second:
            continue
        day, following = stretch.duty.day, stretch.duty.day + timedelta(days=1)
        for restriction in held:
            minutes = first * restriction.holds(day) + second * restriction.holds(following)
            if minutes:
                days = (day, following) if second and restriction.holds(following) else (day,)
                figures: Figures = (
                    ("first_day", day),
                    ("kind", stretch.facts.code),
                    ("times", stretch.facts.times),
                    ("night_minutes", minutes),
                )
                yield _violation(NIGHT, person, days, restriction, figures)
                break


# -- standby -----------------------------------------------------------------------------------------------
def check_standby(index: Index, person: PersonId, _limits: Limits) -> Iterator[Violation]:
    """One finding for each standby on a restricted day."""
    held = index.restricted(person, Effect.NO_STANDBY)
    if not held:
        return
    for mark in index.timeline(person).marks:
        if mark.facts.duty_class is not DutyClass.STANDBY:
            continue
        restriction = next((r for r in held if r.holds(mark.duty.day)), None)
        if restriction is not None:
            figures: Figures = (("first_day", mark.duty.day), ("kind", mark.facts.code))
            yield _violation(STANDBY, person, (mark.duty.day,), restriction, figures)


# -- hazards -----------------------------------------------------------------------------------------------
def check_hazard(index: Index, person: PersonId, _limits: Limits) -> Iterator[Violation]:
    """One finding for each duty at a post exposed to what the person may not meet, on any of its dates.

    Law on the Prevention and Control of Occupational Diseases, art. 35 and 38.
    """
    held = index.restricted(person, Effect.NO_HAZARD)
    if not held:
        return
    for duty, facts in taken(index, person):
        post = index.post(duty.post)
        if post is None or not post.exposures:
            continue
        following = duty.day + timedelta(days=1)
        dates = (duty.day, following) if facts.end > DAY_MINUTES else (duty.day,)
        for restriction in held:
            met = post.exposures & restriction.hazards
            days = tuple(day for day in dates if restriction.holds(day))
            if met and days:
                figures: Figures = (
                    ("first_day", duty.day),
                    ("kind", facts.code),
                    ("post", post.code),
                    ("hazard", "+".join(sorted(met))),
                )
                yield _violation(HAZARD, person, tuple(sorted({duty.day, *days})), restriction, figures)
                break


# -- a shorter day -----------------------------------------------------------------------------------------
def check_shorter(index: Index, person: PersonId, _limits: Limits) -> Iterator[Violation]:
    """One finding for each day with more work than the shortened day has room for.

    Special Rules, 2012, art. 9: an hour a day while nursing a child under one, one more for each further baby.
    """
    held = index.restricted(person, Effect.SHORTER_DAY)
    if not held:
        return
    for ordinal, paid in index.timeline(person).paid.items():
        day = date.fromordinal(ordinal)
        restriction = next((r for r in held if r.holds(day)), None)
        if restriction is None:
            continue
        figures = _room(index, person, day, paid)
        if dict(figures)["excess_minutes"]:
            yield _violation(SHORTER, person, (day,), restriction, figures)


def _room(index: Index, person: PersonId, day: date, paid: int) -> Figures:
    contract = index.contract(person, day.toordinal())
    whole = contract.day_minutes if contract is not None else WORKDAY_MINUTES
    off = shorter_by(index, person, day)
    limit = max(0, whole - off)
    return (
        ("first_day", day),
        ("paid_minutes", paid),
        ("limit_minutes", limit),
        ("off_minutes", off),
        ("excess_minutes", max(0, paid - limit)),
    )


_ONLY = Only.RESTRICTED
NIGHT = PersonRule(
    "no_night",
    Severity.FORBID,
    check_night,
    restricted_evidence(Effect.NO_NIGHT),
    gravity=Gravity("night_minutes"),
    only=_ONLY,
)
STANDBY = PersonRule(
    "no_standby", Severity.WARN, check_standby, restricted_evidence(Effect.NO_STANDBY), only=_ONLY
)
HAZARD = PersonRule(
    "no_hazard", Severity.FORBID, check_hazard, restricted_evidence(Effect.NO_HAZARD), only=_ONLY
)
SHORTER = PersonRule(
    "shorter_day",
    Severity.WARN,
    check_shorter,
    restricted_evidence(Effect.SHORTER_DAY),
    gravity=Gravity("excess_minutes"),
    only=_ONLY,
)
