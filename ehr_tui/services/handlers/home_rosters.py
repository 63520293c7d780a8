"""What of the rosters of this month and the next needs somebody; all of them are read together, then judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ehr_tui.domain.access import Permission
from ehr_tui.domain.duty import Duty
from ehr_tui.domain.ids import DepartmentId, PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.organisation import Department
from ehr_tui.domain.people import Person
from ehr_tui.domain.views import HomeItem, HomeKind
from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.domain.window import Window
from ehr_tui.rules.roster.judge import judge
from ehr_tui.services.context import Context
from ehr_tui.services.facts import HOME_ROSTERS, Facts, know_people, known_span, window_of
from ehr_tui.services.handlers.roster_sheet import differences, overridden
from ehr_tui.store.roster import RosterState

PUBLISH_BY_DAY = 20
"""From this day of a month the next month's roster is urgent: people must know their shifts in time."""
NOTHING_YET = RosterState(0, 0, None, None)
Key = tuple[DepartmentId, Month, date]


@dataclass(frozen=True, slots=True)
class _Read:
    """What the file says of some departments' months."""

    home: Mapping[DepartmentId, tuple[Person, ...]]
    workers: Mapping[tuple[int, Month], frozenset[PersonId]]
    states: Mapping[tuple[int, Month], RosterState]
    duties: Mapping[PersonId, tuple[Duty, ...]]


def roster_items(context: Context, facts: Facts) -> Iterator[HomeItem]:
    """Rosters of this month and the next in departments that the user drafts or publishes for.

    What was found is remembered until an entry changes, so that coming back to the list costs nothing.
    """
    reach = context.reach_of(Permission.ROSTER_EDIT)
    publish = context.reach_of(Permission.ROSTER_PUBLISH)
    this = Month.of(context.today)
    shown = [
        department
        for department in facts.departments.values()
        if department.active
        and (reach.covers_department(department.id) or publish.covers_department(department.id))
    ]
    known: dict[Key, tuple[HomeItem, ...]] = context.cache.values.setdefault(HOME_ROSTERS, {})
    months = (this, this.next())
    missing = [d for d in shown if any((d.id, month, context.today) not in known for month in months)]
    if missing:
        read = _read(context, missing, months)
        for department in missing:
            for month in months:
                known[department.id, month, context.today] = tuple(_roster(context, read, department, month))
    for department in shown:
        for month in months:
            yield from known[department.id, month, context.today]


def _read(context: Context, departments: Sequence[Department], months: tuple[Month, ...]) -> _Read:
    numbers = [department.id for department in departments]
    first, last = months[0].first, months[-1].last
    people: dict[DepartmentId, list[Person]] = {}
    for person in context.store.people.in_departments(numbers):
        if person.department is not None:
            people.setdefault(person.department, []).append(person)
    workers = context.store.roster.workers(numbers, first, last)
    everybody = {p.id for found in people.values() for p in found}.union(*workers.values())
    know_people(context, everybody)
    return _Read(
        {department: tuple(found) for department, found in people.items()},
        workers,
        context.store.roster.states(months),
        context.store.roster.duties_of(everybody, *known_span(first, last)),
    )


def _roster(context: Context, read: _Read, department: Department, month: Month) -> Iterator[HomeItem]:
    state = read.states.get((department.id, month), NOTHING_YET)
    home = read.home.get(department.id, ())
    people = _people_of(read, department, month)
    draft_ahead = not state.version and month > Month.of(context.today)
    rostered = any(
        month.first <= duty.day <= month.last for person in people for duty in read.duties.get(person, ())
    )
    if draft_ahead and (rostered or home):
        yield _item(HomeKind.ROSTER_MISSING, department, month, urgent=context.today.day >= PUBLISH_BY_DAY)
    if not rostered:
        return
    window = window_of(context, department.id, month.first, month.last, people, known=read.duties)
    ahead = [v for v in judge(window) if max(v.days) >= context.today]
    forbids = [v for v in ahead if v.severity is Severity.FORBID]
    if forbids:
        reasons = overridden(context, department.id, month)
        forbids = [v for v in forbids if v.identity not in reasons]
    gaps = [v for v in ahead if v.rule == "demand_under"]
    for kind, found in ((HomeKind.ROSTER_FORBIDS, forbids), (HomeKind.ROSTER_GAPS, gaps)):
        if found:
            yield _item(kind, department, month, urgent=True, found=found)
    changed = _changed(context, window, department.id, month) if state.version else 0
    if changed:
        yield _item(HomeKind.ROSTER_CHANGED, department, month, urgent=False, n=changed)


def _people_of(read: _Read, department: Department, month: Month) -> set[PersonId]:
    """Whose home the department is that month, and who works in it."""
    home = {
        p.id
        for p in read.home.get(department.id, ())
        if (p.leave_date is None or p.leave_date >= month.first)
        and (p.hire_date is None or p.hire_date <= month.last)
    }
    return home | read.workers.get((department.id, month), frozenset())


def _changed(context: Context, window: Window, department: DepartmentId, month: Month) -> int:
    """How many cells differ from the published version."""
    published = context.store.roster.published(department, month)
    return len(differences(window, department, month, published))


def _item(
    kind: HomeKind,
    department: Department,
    month: Month,
    *,
    urgent: bool,
    found: Sequence[Violation] = (),
    n: int = 0,
) -> HomeItem:
    """An item about a department's month; with findings it leads to the first of them."""
    figures: list[tuple[str, int | str | date]] = [
        ("department_zh", department.name.zh),
        ("department_en", department.name.in_language("en")),
        ("month", str(month)),
    ]
    if found or n:
        figures.append(("n", n or len(found)))
    if not found:
        return HomeItem(kind, urgent, tuple(figures), department.id, month)
    first = min(found, key=lambda v: min(v.days))
    figures.append(("day", min(first.days)))
    return HomeItem(kind, urgent, tuple(figures), department.id, month, first.person, min(first.days))
