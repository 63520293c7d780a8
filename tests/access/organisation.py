"""Who may do what: departments, posts, demand, code lists, the calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from ehr_tui.domain.codes import CodeEntry, CodeList, entries_of
from ehr_tui.domain.names import Name
from ehr_tui.domain.uses import RecordSort
from ehr_tui.domain.views import OrganisationView
from ehr_tui.services.intents import organisation
from ehr_tui.services.intents.base import Intent
from tests.access.house import House

MATRIX: dict[type[Intent[Any]], str] = {
    #                               admin hr manager lab gastro leader clerk audit
    organisation.PreviewWeek:       "yes  yes yes    yes yes    yes    no    yes",
    organisation.FindUses:          "yes  yes no     no  no     no     no    no",
    organisation.SaveCode:          "yes  yes no     no  no     no     no    no",
    organisation.OrderCodes:        "yes  yes no     no  no     no     no    no",
    organisation.PreviewCalendar:   "yes  yes no     no  no     no     no    no",
}  # fmt: skip

DAY = date(2026, 11, 28)


def view(house: House) -> OrganisationView:
    return house.desks["hr"].do(organisation.OpenOrganisation(DAY.year))


def example_day(house: House, persona: str) -> Intent[Any]:
    return organisation.SaveCalendarDay(DAY, None, view(house).calendar.days.get(DAY))


def example_code(house: House, persona: str) -> Intent[Any]:
    entry = CodeEntry(CodeList.LANGUAGE, f"lang{house.next()}", Name("方言", "Dialect"))
    return organisation.SaveCode(entry, None, DAY.year)


def example_order(house: House, persona: str) -> Intent[Any]:
    codes = tuple(c.code for c in entries_of(view(house).codes, CodeList.HAZARD))
    return organisation.OrderCodes(CodeList.HAZARD, codes[::-1], codes, DAY.year)


def example_uses(house: House, persona: str) -> Intent[Any]:
    return organisation.FindUses(RecordSort.DEPARTMENT, str(house.lab))


def example_preview(house: House, persona: str) -> Intent[Any]:
    entry = replace(view(house).calendar.entry(DAY), name=Name("院庆"))
    return organisation.PreviewCalendar(DAY.year, False, DAY, entry)


EXAMPLES: dict[type[Intent[Any]], Callable[[House, str], Intent[Any]]] = {
    organisation.SaveCalendarDay: example_day,
    organisation.PreviewWeek: lambda h, p: organisation.PreviewWeek(h.lab, DAY),
    organisation.FindUses: example_uses,
    organisation.SaveCode: example_code,
    organisation.OrderCodes: example_order,
    organisation.PreviewCalendar: example_preview,
}
