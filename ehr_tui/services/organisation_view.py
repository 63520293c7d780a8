"""What the organisation's handlers share: the whole view, and the checks that every record needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from ehr_tui.domain.access import Permission
from ehr_tui.domain.codes import MAX_CODE, is_code
from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.names import Name
from ehr_tui.domain.uses import Use
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError, StaleWrite
from ehr_tui.exchange.holidays_cn import is_known
from ehr_tui.rules.demand_week import overlapping
from ehr_tui.services.context import Context

V = TypeVar("V")
FIRST_YEAR, LAST_YEAR = 2000, 2199
MAX_NAME = 80


def view_of(context: Context, year: int) -> OrganisationView:
    """Everything the office is made of.  Raises InputError ``organisation.year``."""
    check_year(year)
    source = context.store.organisation
    demand = source.demand()
    return OrganisationView(
        source.departments(),
        source.posts(),
        source.kinds(),
        demand,
        source.calendar(date(year, 1, 1), date(year, 12, 31)),
        year,
        can_edit=context.reach_of(Permission.ORGANISATION_EDIT).everything,
        profiles=source.profiles(),
        codes=source.codes(),
        loaded=year in source.known_years(),
        beyond=not is_known(year),
        overlaps=overlapping(demand),
    )


def check_seen(new: bool, standing: V | None, seen: V | None) -> None:
    """Raise StaleWrite when what stands is not what was opened: changed or removed by somebody else."""
    if not new and standing is None:
        raise StaleWrite("organisation.gone")
    if standing != seen:
        raise StaleWrite("organisation.changed_meanwhile")


def check_named(name: Name, code: str) -> None:
    """Raise InputError when a name is missing, has control characters or is endless."""
    if not (name.zh.strip() or name.en.strip()) or not (name.zh + name.en).isprintable():
        raise InputError("organisation.no_name", code=code)
    if max(len(name.zh), len(name.en)) > MAX_NAME:
        raise InputError("organisation.long_name", code=code, limit=MAX_NAME)


def check_code(code: str, taken: Iterable[str]) -> None:
    """Raise InputError for a code that is none or that another record has."""
    if not is_code(code):
        raise InputError("organisation.code", code=code, limit=MAX_CODE)
    if code in taken:
        raise InputError("organisation.code_taken", code=code)


def check_department(context: Context, department: DepartmentId) -> None:
    """Raise InputError when there is no such department."""
    if department not in {d.id for d in context.store.organisation.departments()}:
        raise InputError("organisation.no_department")


def check_year(year: int) -> None:
    """Raise InputError for a year that no calendar is kept of."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError("organisation.year", first=FIRST_YEAR, last=LAST_YEAR)


def refuse_used(name: str, uses: tuple[Use, ...], *, retire: bool = False) -> None:
    """Raise InputError naming where something is used, when it is; ``retire``: also against switching it off."""
    if not uses:
        return
    where = tuple(use_words(use) for use in uses)
    raise InputError("organisation.needed" if retire else "organisation.in_use", name=name, where=where)


def use_words(use: Use) -> InputError:
    """A use as words: an error within an error is said in the reader's language too."""
    if use.examples:
        return InputError(f"use.{use.sort.value}_named", n=use.count, names=use.examples)
    return InputError(f"use.{use.sort.value}", n=use.count)
