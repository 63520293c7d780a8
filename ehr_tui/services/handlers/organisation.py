"""How departments, posts, shift kinds, demand and the calendar are shown and kept."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from ehr_tui.domain.access import Permission
from ehr_tui.domain.alphabet import alphabet, check_alphabet, check_kind
from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import PLAIN_DAYS
from ehr_tui.domain.shifts import DutyClass, ShiftKind
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError, StaleWrite
from ehr_tui.exchange.holidays_cn import calendar_of
from ehr_tui.services.context import Context
from ehr_tui.services.intents.organisation import (
    LoadHolidays,
    OpenOrganisation,
    SaveCalendarDay,
    SaveDemand,
    SaveDepartment,
    SavePost,
    SaveShiftKind,
)
from ehr_tui.services.plain import plain
from ehr_tui.services.registry import handles

V = TypeVar("V")
FIRST_YEAR, LAST_YEAR = 2000, 2100
WEEK = frozenset(range(1, 8))
MAX_CODE = 30


@handles(OpenOrganisation)
def open_organisation(context: Context, intent: OpenOrganisation) -> OrganisationView:
    """Everything, with one year's calendar; a year never loaded is filled in memory only when it is kept."""
    return view_of(context, intent.year)


@handles(SaveDepartment)
def save_department(context: Context, intent: SaveDepartment) -> OrganisationView:
    """Keep a department."""
    source = context.store.organisation
    standing = source.departments()
    _check_seen(intent.value.id, next((d for d in standing if d.id == intent.value.id), None), intent.seen)
    _check_named(intent.value.name, intent.value.code)
    _check_code(intent.value.code, [d.code for d in standing if d.id != intent.value.id])
    source.save_department(intent.value)
    context.note(subject=intent.value.name.zh)
    return view_of(context, intent.year)


@handles(SavePost)
def save_post(context: Context, intent: SavePost) -> OrganisationView:
    """Keep a post."""
    source = context.store.organisation
    standing = source.posts()
    before = next((p for p in standing if p.id == intent.value.id), None)
    _check_seen(intent.value.id, before, intent.seen)
    _check_named(intent.value.name, intent.value.code)
    _check_code(intent.value.code, [p.code for p in standing if p.id != intent.value.id])
    _check_department(context, intent.value.department)
    if before is not None and before.department != intent.value.department and source.post_used(before.id):
        raise InputError("organisation.post_used", code=before.code)
    if not 0 <= intent.value.headcount <= 999:
        raise InputError("organisation.headcount", limit=999)
    source.save_post(intent.value)
    context.note(subject=intent.value.name.zh)
    return view_of(context, intent.year)


@handles(SaveShiftKind)
def save_shift_kind(context: Context, intent: SaveShiftKind) -> OrganisationView:
    """Keep a shift kind; what is rostered keeps its meaning, so a used kind's times cannot change."""
    source = context.store.organisation
    kinds = source.kinds()
    standing = next((k for k in kinds if k.id == intent.value.id), None)
    _check_seen(intent.value.id, standing, intent.seen)
    if intent.value.department is not None:
        _check_department(context, intent.value.department)
    check_kind(intent.value)
    if standing is not None and _meaning(standing) != _meaning(intent.value):
        used = source.kind_used(standing.id)
        if used:
            raise InputError("organisation.kind_used", code=standing.code, n=used)
    changed = [k for k in kinds if k.id != intent.value.id] + [intent.value]
    check_alphabet(alphabet(changed, None), intent.value.code)
    for department in context.store.organisation.departments():
        if intent.value.department in (None, department.id):
            check_alphabet(alphabet(changed, department.id), department.name.zh)
    source.save_kind(intent.value)
    context.note(subject=intent.value.code, before=plain(standing))
    return view_of(context, intent.year)


@handles(SaveDemand)
def save_demand(context: Context, intent: SaveDemand) -> OrganisationView:
    """Keep a demand, or take it away."""
    source = context.store.organisation
    value = intent.value
    standing = next((d for d in source.demand() if d.id == value.id), None)
    _check_seen(value.id, standing, intent.seen)
    if intent.removed:
        source.remove_demand(value.id)
        context.note(before=plain(standing))
        return view_of(context, intent.year)
    if (
        not value.weekdays <= WEEK
        or not value.day_kinds
        or (not value.weekdays and value.day_kinds <= PLAIN_DAYS)
    ):
        raise InputError("demand.no_day")
    if not 0 <= value.minimum <= 999 or (value.maximum is not None and value.maximum < value.minimum):
        raise InputError(
            "demand.counts", minimum=value.minimum, maximum="" if value.maximum is None else value.maximum
        )
    if value.valid_from and value.valid_to and value.valid_to < value.valid_from:
        raise InputError("people.dates_reversed", first=value.valid_from, last=value.valid_to)
    posts = {p.id: p for p in source.posts()}
    if value.post not in posts or posts[value.post].department != value.department:
        raise InputError("demand.post")
    countable = (k for k in alphabet(source.kinds(), value.department) if k.duty_class is DutyClass.WORK)
    if value.kind not in {k.id for k in countable}:
        raise InputError("demand.kind")
    source.save_demand(value)
    context.note(before=plain(standing))
    return view_of(context, intent.year)


@handles(SaveCalendarDay)
def save_calendar_day(context: Context, intent: SaveCalendarDay) -> OrganisationView:
    """Set a day by hand."""
    _check_year(intent.day.year)
    if intent.value is not None and intent.value.day != intent.day:
        raise InputError("organisation.other_day", day=intent.day)
    before = context.store.organisation.calendar(intent.day, intent.day).days.get(intent.day)
    context.store.organisation.set_calendar_day(intent.day, intent.value)
    context.note(before=plain(before))
    return view_of(context, intent.day.year)


@handles(LoadHolidays)
def load_holidays(context: Context, intent: LoadHolidays) -> OrganisationView:
    """Fill a year from the library."""
    _check_year(intent.year)
    ensure_year(context, intent.year, again=True)
    return view_of(context, intent.year)


def ensure_year(context: Context, year: int, *, again: bool = False) -> None:
    """Make sure that a year's calendar stands in the file."""
    source = context.store.organisation
    if again or year not in source.known_years():
        days, provisional = calendar_of(year)
        source.load_year(year, days, provisional=provisional)


def view_of(context: Context, year: int) -> OrganisationView:
    """Everything the office is made of."""
    _check_year(year)
    source = context.store.organisation
    return OrganisationView(
        source.departments(),
        source.posts(),
        source.kinds(),
        source.demand(),
        source.calendar(date(year, 1, 1), date(year, 12, 31)),
        year,
        can_edit=context.reach_of(Permission.ORGANISATION_EDIT).everything,
    )


def _meaning(kind: ShiftKind) -> tuple[object, ...]:
    return (kind.duty_class, kind.department, kind.segments, kind.meal_minutes, kind.paid_minutes)


def _check_seen(number: int, standing: V | None, seen: V | None) -> None:
    if standing != seen or (number and standing is None):
        raise StaleWrite("organisation.changed_meanwhile")


def _check_named(name: Name, code: str) -> None:
    if not (name.zh.strip() or name.en.strip()) or not (name.zh + name.en).isprintable():
        raise InputError("organisation.no_name", code=code)


def _check_code(code: str, taken: list[str]) -> None:
    plain_code = code.isascii() and code.replace("_", "").replace("-", "").isalnum()
    if not plain_code or len(code) > MAX_CODE:
        raise InputError("organisation.code", code=code, limit=MAX_CODE)
    if code in taken:
        raise InputError("organisation.code_taken", code=code)


def _check_department(context: Context, department: DepartmentId) -> None:
    if department not in {d.id for d in context.store.organisation.departments()}:
        raise InputError("organisation.no_department")


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError("organisation.year", first=FIRST_YEAR, last=LAST_YEAR)
