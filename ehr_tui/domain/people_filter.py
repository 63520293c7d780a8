"""Whether a line of the people list fits a filter: pure; what screens and the command line narrow people by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from ehr_tui.domain.people import PersonState
from ehr_tui.domain.people_views import PersonLine

Chosen = tuple[str, ...]
"""Codes of which any fits, the ends of a span (ISO, empty for an open end), or one number."""
Fits = Callable[[PersonLine, Chosen, date], bool]
NONE = "-"
"""The code for having none: no department, no contract."""
YES, NO = "yes", "no"
STAYING: Chosen = tuple(s.value for s in PersonState if s not in (PersonState.ERASED, PersonState.LEFT))
"""States of those who have not left: what a list shows unless asked for others."""


def contract_end(line: PersonLine) -> date | None:
    """The last day of the contract; None without one, or while it is open."""
    return line.contract.valid_to if line.contract is not None else None


def is_experienced(line: PersonLine, today: date) -> bool:
    """Whether there is a post today at which the person counts as experienced."""
    return any(c.experienced and c.holds(today) for c in line.person.competences)


def _yes_no(has: bool, chosen: Chosen) -> bool:
    return (YES if has else NO) in chosen


def _department(line: PersonLine, chosen: Chosen, _today: date) -> bool:
    return (str(line.person.department) if line.person.department else NONE) in chosen


def _post(line: PersonLine, chosen: Chosen, _today: date) -> bool:
    return (str(line.person.post) if line.person.post else NONE) in chosen


def _can_take(line: PersonLine, chosen: Chosen, today: date) -> bool:
    return any(str(c.post) in chosen for c in line.person.competences if c.holds(today))


def _employment(line: PersonLine, chosen: Chosen, _today: date) -> bool:
    return (line.contract.employment.value if line.contract is not None else NONE) in chosen


def _contractor(line: PersonLine, chosen: Chosen, _today: date) -> bool:
    return ((line.contract.contractor if line.contract is not None else "") or NONE) in chosen


def _restricted(line: PersonLine, chosen: Chosen, _today: date) -> bool:
    return any(effect.value in chosen for effect in line.effects) or (NONE in chosen and not line.effects)


def _ends_within(line: PersonLine, chosen: Chosen, today: date) -> bool:
    end = contract_end(line)
    return end is not None and today <= end <= today + timedelta(days=int(chosen[0]))


def _hired(line: PersonLine, chosen: Chosen, _today: date) -> bool:
    first, last = (*chosen, "", "")[:2]
    day = line.person.hire_date
    return (
        day is not None and (not first or first <= day.isoformat()) and (not last or day.isoformat() <= last)
    )


PEOPLE_FILTERS: Mapping[str, Fits] = {
    "department": _department,
    "post": _post,
    "can_take": _can_take,
    "state": lambda line, chosen, _today: line.state.value in chosen,
    "employment": _employment,
    "contractor": _contractor,
    "standby": lambda line, chosen, _today: _yes_no(line.person.standby_pool, chosen),
    "experienced": lambda line, chosen, today: _yes_no(is_experienced(line, today), chosen),
    "restriction": _restricted,
    "contract_ends": _ends_within,
    "hired": _hired,
    "education": lambda line, chosen, _today: (line.details.education.value or NONE) in chosen,
}
"""Every filter by its name; asked only when something is chosen in it."""
