"""How restrictions are kept: effects for planners, kind and reason for whoever may read health data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.people_views import PersonView
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.errors import InputError, NotFound, StaleWrite
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.person_checks import TextField, check_text, refuse_unknown
from ehr_tui.services.handlers.person_view import editable, record_change, secret_marks, view_of
from ehr_tui.services.intents.restrictions import RemoveRestriction, RevealHealth, SaveRestriction
from ehr_tui.services.plain import plain
from ehr_tui.services.registry import handles

MOST_MINUTES_OFF = 480


@handles(RevealHealth)
def reveal_health(context: Context, intent: RevealHealth) -> tuple[Restriction, ...]:
    """With kind and reason; the audit names whose they were."""
    context.note(subject=context.store.people.get(intent.person).name)
    return context.store.restrictions.revealed(intent.person)


@handles(SaveRestriction)
def save_restriction(context: Context, intent: SaveRestriction) -> PersonView:
    """Keep one."""
    value = intent.restriction
    person = editable(context, value.person)
    before = _standing(context, int(value.person), int(value.id)) if value.id else None
    if intent.seen is not None and not _as_seen(intent.seen, before):
        raise StaleWrite("restriction.changed_meanwhile", person=person.name)
    after = _checked(context, value, before)
    number = context.store.restrictions.save(after)
    marks = secret_marks("grounds", _grounds(before), _grounds(after))
    record_change(context, "restriction", int(number), _shown(before), _shown(after), marks)
    context.note(subject=person.name)
    return view_of(context, person.id)


@handles(RemoveRestriction)
def remove_restriction(context: Context, intent: RemoveRestriction) -> PersonView:
    """Take one out."""
    person = context.store.people.get(intent.person)
    before = _standing(context, int(intent.person), int(intent.restriction))
    context.store.restrictions.remove(before.id)
    record_change(context, "restriction", int(before.id), _shown(before), None)
    context.note(subject=person.name)
    return view_of(context, person.id)


def _standing(context: Context, person: int, restriction: int) -> Restriction:
    found = next((r for r in context.store.restrictions.revealed(person) if r.id == restriction), None)
    if found is None:
        raise NotFound("restriction.not_found")
    return found


def _as_seen(seen: Restriction, standing: Restriction | None) -> bool:
    """Whether it is as it was seen, with its reason or without."""
    if standing is None or seen == standing:
        return seen == standing
    return seen == replace(standing, kind=RestrictionKind.HIDDEN, reason="")


def _checked(context: Context, value: Restriction, before: Restriction | None) -> Restriction:
    """What shall stand.  Raises InputError for what contradicts itself."""
    if not value.effects:
        raise InputError("restriction.no_effect")
    if value.until is not None and value.until < value.since:
        raise InputError("people.dates_reversed", first=value.since, last=value.until)
    shorter, hazardous = Effect.SHORTER_DAY in value.effects, Effect.NO_HAZARD in value.effects
    if shorter and not 0 < value.minutes_off <= MOST_MINUTES_OFF:
        raise InputError("restriction.minutes", limit_minutes=MOST_MINUTES_OFF)
    if hazardous and not value.hazards:
        raise InputError("restriction.no_hazard")
    refuse_unknown(context, CodeList.HAZARD, value.hazards)
    kind, reason = value.kind, check_text(TextField.REASON, value.reason)
    if kind is RestrictionKind.HIDDEN:
        if before is None:
            raise InputError("restriction.no_kind")
        kind, reason = before.kind, before.reason
    return replace(
        value,
        kind=kind,
        reason=reason,
        hazards=value.hazards if hazardous else frozenset(),
        minutes_off=value.minutes_off if shorter else 0,
    )


def _grounds(restriction: Restriction | None) -> str:
    return "" if restriction is None else f"{restriction.kind.value}\n{restriction.reason}"


def _shown(restriction: Restriction | None) -> dict[str, Any] | None:
    """What every planner may know of it."""
    if restriction is None:
        return None
    return {name: v for name, v in plain(restriction).items() if name not in ("kind", "reason")}
