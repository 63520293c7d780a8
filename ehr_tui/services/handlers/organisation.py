"""How the organisation is shown, and how departments and demand are kept."""

from __future__ import annotations

from ehr_tui.domain.alphabet import alphabet
from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.demand_week import DemandWeek
from ehr_tui.domain.organisation import PLAIN_DAYS, Demand
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.domain.uses import RecordSort, Use
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError
from ehr_tui.rules.demand_week import demand_week
from ehr_tui.services.context import Context
from ehr_tui.services.facts import facts_of
from ehr_tui.services.intents.organisation import (
    FindUses,
    OpenOrganisation,
    PreviewWeek,
    SaveDemand,
    SaveDepartment,
)
from ehr_tui.services.organisation_view import (
    check_code,
    check_named,
    check_seen,
    check_year,
    refuse_used,
    view_of,
)
from ehr_tui.services.registry import handles

WEEK = frozenset(range(1, 8))
MAX_PEOPLE = 999


@handles(OpenOrganisation)
def open_organisation(context: Context, intent: OpenOrganisation) -> OrganisationView:
    """Everything, with one year's calendar."""
    return view_of(context, intent.year)


@handles(PreviewWeek)
def preview_week(context: Context, intent: PreviewWeek) -> DemandWeek:
    """A department's week as its demand and the calendar have it."""
    check_year(intent.day.year)
    facts = facts_of(context)
    department = facts.department(intent.department).id
    return demand_week(department, intent.day, facts.demand, facts.calendar, facts.posts, facts.kinds)


@handles(FindUses)
def find_uses(context: Context, intent: FindUses) -> tuple[Use, ...]:
    """Where a record is used; nothing for one that there is not."""
    source = context.store.organisation
    if intent.sort is RecordSort.CODE:
        name, _, code = intent.record.partition(":")
        return source.code_uses(CodeList(name), code) if name in list(CodeList) else ()
    if not intent.record.isdecimal():
        return ()
    number = int(intent.record)
    if intent.sort is RecordSort.DEPARTMENT:
        return source.department_uses(number)
    return source.post_uses(number) if intent.sort is RecordSort.POST else source.kind_uses(number)


@handles(SaveDepartment)
def save_department(context: Context, intent: SaveDepartment) -> OrganisationView:
    """Keep a department, or take away one that nothing names."""
    source = context.store.organisation
    value, departments = intent.value, source.departments()
    standing = next((d for d in departments if d.id == value.id), None)
    check_seen(not value.id, standing, intent.seen)
    context.note(subject=value.name.zh or value.name.en)
    if intent.removed:
        refuse_used(value.name.zh or value.name.en, source.department_uses(value.id))
        source.remove_department(value.id)
        context.changed("department", value.id, standing, None)
        return view_of(context, intent.year)
    check_named(value.name, value.code)
    check_code(value.code, [d.code for d in departments if d.id != value.id])
    if standing is not None and standing.active and not value.active:
        needed = source.department_needed(value.id, context.today)
        refuse_used(value.name.zh or value.name.en, needed, retire=True)
    number = source.save_department(value)
    context.changed("department", number, standing, value)
    return view_of(context, intent.year)


@handles(SaveDemand)
def save_demand(context: Context, intent: SaveDemand) -> OrganisationView:
    """Keep a demand, or take it away."""
    source = context.store.organisation
    value = intent.value
    standing = next((d for d in source.demand() if d.id == value.id), None)
    check_seen(not value.id, standing, intent.seen)
    if intent.removed:
        source.remove_demand(value.id)
        context.changed("demand", value.id, standing, None)
        return view_of(context, intent.year)
    _check_demand(value)
    posts = {p.id: p for p in source.posts()}
    if value.post not in posts or posts[value.post].department != value.department:
        raise InputError("demand.post")
    if not posts[value.post].active and (standing is None or standing.post != value.post):
        raise InputError("demand.post_retired", code=posts[value.post].code)
    countable = (k for k in alphabet(source.kinds(), value.department) if k.duty_class is DutyClass.WORK)
    if value.kind not in {k.id for k in countable}:
        raise InputError("demand.kind")
    number = source.save_demand(value)
    context.note(subject=posts[value.post].name.zh or posts[value.post].name.en)
    context.changed("demand", number, standing, value)
    return view_of(context, intent.year)


def _check_demand(value: Demand) -> None:
    plain_only = value.day_kinds <= PLAIN_DAYS
    if not value.weekdays <= WEEK or not value.day_kinds or (not value.weekdays and plain_only):
        raise InputError("demand.no_day")
    if not 0 <= value.minimum <= MAX_PEOPLE or (
        value.maximum is not None and not value.minimum <= value.maximum <= MAX_PEOPLE
    ):
        most = "" if value.maximum is None else value.maximum
        raise InputError("demand.counts", minimum=value.minimum, maximum=most, limit=MAX_PEOPLE)
    if value.valid_from and value.valid_to and value.valid_to < value.valid_from:
        raise InputError("people.dates_reversed", first=value.valid_from, last=value.valid_to)
