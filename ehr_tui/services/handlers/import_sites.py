"""Which department each row of a roster is for: by its site, its sheet, or the user's word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ehr_tui.domain import ids
from ehr_tui.domain.import_views import PlaceInSheet, Remembered, RowIssue
from ehr_tui.exchange.proposal import RosterLine, RosterProposal
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.import_people import PeopleIndex
from ehr_tui.services.handlers.import_plan import Places, Plan
from ehr_tui.services.intents.imports import PlaceChoice, RosterSource


@dataclass(frozen=True, slots=True)
class Site:
    """Where some rows belong."""

    sheet: str
    name: str
    lines: tuple[RosterLine, ...]
    department: ids.DepartmentId
    post: str = ""


def sites_of(
    context: Context,
    plan: Plan,
    source: RosterSource,
    places: Places,
    people: PeopleIndex,
    proposals: Sequence[RosterProposal],
) -> list[Site]:
    """The rows by their places; those of a place nobody has decided are told as one error and left out."""
    found = []
    several = len(proposals) > 1
    for proposal in proposals:
        for name, lines in _by_site(places, source, proposal).items():
            home = _home_of(people, lines)
            site = _site(context, plan, source, places, proposal, name, lines, home, several)
            if site is not None:
                found.append(site)
    return found


def _by_site(
    places: Places, source: RosterSource, proposal: RosterProposal
) -> dict[str, tuple[RosterLine, ...]]:
    """Rows by the site they name.  Sites that no department bears are groups of one department, if one is chosen."""
    chosen = {c.site for c in source.places if c.sheet == proposal.sheet and c.site}
    grouped: dict[str, list[RosterLine]] = {}
    for line in proposal.lines:
        own = line.department
        counts = own in chosen or places.find(own) is not None or source.department is None
        grouped.setdefault(own if counts else "", []).append(line)
    return {name: tuple(lines) for name, lines in grouped.items()}


def _site(
    context: Context,
    plan: Plan,
    source: RosterSource,
    places: Places,
    proposal: RosterProposal,
    name: str,
    lines: tuple[RosterLine, ...],
    home: ids.DepartmentId | None,
    several: bool,
) -> Site | None:
    header = f"{proposal.shape}|{proposal.sheet}|{name}"
    choice = next((c for c in source.places if (c.sheet, c.site) == (proposal.sheet, name)), None)
    if choice is not None:
        plan.memory.append(("place", header, _kept(choice, places)))
    elif not source.anew and (several or name or source.department is None):
        choice = _recalled(context.store.imports.recall("place", header), places, proposal.sheet, name)
        if choice is not None:
            plan.remembered[Remembered.PLACES] = None
    if choice is not None and choice.left_out:
        plan.places.append(PlaceInSheet(proposal.sheet, name, len(lines), left_out=True))
        return None
    department = _department(places, source, proposal.sheet, name, choice, home)
    told = places.department_names.get(department or 0, "")
    made = department is not None and department < 0
    decided = source.department is not None and choice is None
    if several or name or not decided:
        plan.places.append(PlaceInSheet(proposal.sheet, name, len(lines), told, made))
    if department is None:
        figures = (("place", name or proposal.sheet), ("n", len(lines)))
        plan.errors.append(RowIssue(proposal.sheet, lines[0].row, "", "place_unknown", figures))
        return None
    return Site(proposal.sheet, name, lines, department, choice.post if choice is not None else "")


def _department(
    places: Places,
    source: RosterSource,
    sheet: str,
    name: str,
    choice: PlaceChoice | None,
    home: ids.DepartmentId | None,
) -> ids.DepartmentId | None:
    if choice is not None and choice.department is not None:
        return choice.department
    if choice is not None and choice.new_department:
        return places.need(choice.new_department)
    return places.find(name) or places.find(sheet) or source.department or home or places.only()


def _home_of(people: PeopleIndex, lines: Sequence[RosterLine]) -> ids.DepartmentId | None:
    """Where more than half of the people whom the office knows belong."""
    homes: Counter[ids.DepartmentId] = Counter()
    for line in lines:
        named = people.named(line.name)
        person = people.numbered(line.number) or (named[0] if len(named) == 1 else None)
        if person is not None and person.department is not None:
            homes[person.department] += 1
    for most, count in homes.most_common(1):
        if count * 2 > homes.total():
            return most
    return None


def _kept(choice: PlaceChoice, places: Places) -> dict[str, str | bool]:
    """A decision as the office keeps it: by the department's name, which outlives an import that is taken back."""
    name = places.department_names.get(choice.department or 0, "") or choice.new_department
    return {"department": name, "post": choice.post, "left_out": choice.left_out}


def _recalled(kept: object, places: Places, sheet: str, site: str) -> PlaceChoice | None:
    if not isinstance(kept, dict):
        return None
    department = places.find(str(kept.get("department", "")))
    if department is None and not kept.get("left_out"):
        return None
    return PlaceChoice(sheet, site, department, "", str(kept.get("post", "")), bool(kept.get("left_out")))
