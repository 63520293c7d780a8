"""A department's month as one value, and what the office remembers of it between edits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ehr_tui.domain.access import Permission
from ehr_tui.domain.alphabet import alphabet
from ehr_tui.domain.duty import Callout, Duty, Entry
from ehr_tui.domain.ids import DepartmentId, DutyId, PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.people import Person
from ehr_tui.domain.roster import Cell, CoverageLine, DayHead, RosterRow, RosterSheet, RosterState
from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.domain.window import Window
from ehr_tui.errors import AccessRefused
from ehr_tui.rules.roster.index import Index
from ehr_tui.rules.roster.judge import judge
from ehr_tui.rules.roster.rulebook import RESTRICTIONS
from ehr_tui.rules.roster.totals import coverage, row_totals
from ehr_tui.services.context import Context
from ehr_tui.services.facts import Facts, facts_of, known_people, window_of
from ehr_tui.services.plain import plain
from ehr_tui.store.roster import OverrideRow

NO_DUTY = DutyId(0)  # a published entry has no row to edit
Published = dict[tuple[int, date], tuple[Entry, ...]]


@dataclass(slots=True)
class MonthMemory:
    """What an edit needs of the rest of the month: kept in step with the office's own edits."""

    is_published: bool
    published: Published
    changed: set[tuple[int, date]]
    coverage: tuple[CoverageLine, ...]

    def follow(self, changed: set[tuple[int, date]], coverage_lines: tuple[CoverageLine, ...]) -> None:
        """Take over what an edit that now stands has made of the month."""
        self.changed = changed
        self.coverage = coverage_lines


def memory_key(department: DepartmentId, month: Month) -> tuple[str, DepartmentId, Month]:
    """Where a month's memory stands in the cache."""
    return ("month", department, month)


def open_sheet(context: Context, department: DepartmentId, month: Month) -> RosterSheet:
    """All people of the department and all who work in it that month, judged as a whole."""
    facts = facts_of(context)
    home = facts.department(department)
    window = month_window(context, department, month)
    state = context.store.roster.state(department, month)
    memory = remember(context, department, month, window)
    index = Index(window)
    judged = judge(window)
    undo, redo = context.store.roster.step_counts(department, month, int(context.user.id))
    edits = context.reach_of(Permission.ROSTER_EDIT).covers_department(department)
    publishes = context.reach_of(Permission.ROSTER_PUBLISH).covers_department(department)
    plans = edits or publishes
    return RosterSheet(
        department=home,
        month=month,
        state=RosterState.PUBLISHED if state.version else RosterState.DRAFT,
        version=state.version,
        published_at=state.published_at,
        published_by=_display_name(context, state.published_by),
        changed_cells=len(memory.changed),
        heads=_heads(facts, month),
        rows=tuple(
            _row(index, person, department, month, memory, plans=plans)
            for person in _in_order(window, department)
        ),
        coverage=memory.coverage,
        kinds=alphabet(facts.kinds.values(), department),
        posts=tuple(p for p in facts.posts.values() if p.department == department),
        violations=judged if plans else unrestricted(judged),
        overridden=overridden(context, department, month),
        can_edit=edits,
        can_publish=publishes,
        can_override=context.reach_of(Permission.ROSTER_OVERRIDE).covers_department(department),
        undo_steps=undo,
        redo_steps=redo,
        data_version=context.cache.data_version,
        names=facts.names,
    )


def open_own_sheet(context: Context, department: DepartmentId, month: Month) -> RosterSheet:
    """Only the own row, only as published, no judgement: what a clerk may see.  Raises AccessRefused."""
    own = context.reach.person
    if own is None:
        raise AccessRefused("access.out_of_reach", right=Permission.ROSTER_READ.value)
    facts = facts_of(context)
    state = context.store.roster.state(department, month)
    published = context.store.roster.published(department, month, int(own))
    if not published and context.store.people.home_department(own) != department:
        raise AccessRefused("access.out_of_reach", right=Permission.ROSTER_READ.value)
    duties = tuple(
        Duty(NO_DUTY, own, day, entry.kind, entry.post, department)
        for (_, day), entries in sorted(published.items(), key=lambda item: item[0][1])
        for entry in entries
    )
    window = window_of(context, department, month.first, month.last, [own]).with_duties(own, duties)
    person = window.people[own]
    calls = window.callouts.get(own, ())
    cells = tuple(
        Cell(
            entries=published.get((int(own), day), ()),
            callouts=tuple(c for c in calls if c.day == day and c.department == department),
        )
        for day in month.days
    )
    row = RosterRow(
        own, person.number, person.name, person.latin, person.post, person.department == department, cells,
        row_totals(window, own, month),
    )  # fmt: skip
    return RosterSheet(
        department=facts.department(department),
        month=month,
        state=RosterState.PUBLISHED if state.version else RosterState.DRAFT,
        version=state.version,
        published_at=state.published_at,
        published_by=_display_name(context, state.published_by),
        changed_cells=0,
        heads=_heads(facts, month),
        rows=(row,),
        coverage=(),
        kinds=alphabet(facts.kinds.values(), department),
        posts=tuple(p for p in facts.posts.values() if p.department == department),
        violations=(),
        overridden=frozenset(),
        can_edit=False,
        can_publish=False,
        can_override=False,
        undo_steps=0,
        redo_steps=0,
        data_version=context.cache.data_version,
        names=facts.names,
    )


def unrestricted(violations: tuple[Violation, ...]) -> tuple[Violation, ...]:
    """The findings that whoever only reads may see: that a person is restricted is a matter for planners."""
    return tuple(v for v in violations if v.rule not in RESTRICTIONS)


def month_window(context: Context, department: DepartmentId, month: Month) -> Window:
    """The window of a department's whole month."""
    working = context.store.roster.people_in_department(department, month.first, month.last)
    home = [
        p.id
        for p in context.store.people.in_department(department)
        if (p.leave_date is None or p.leave_date >= month.first)
        and (p.hire_date is None or p.hire_date <= month.last)
    ]
    people = {*home, *working}
    return window_of(context, department, month.first, month.last, people)


def require_people(
    context: Context, department: DepartmentId, month: Month, people: Iterable[PersonId]
) -> None:
    """Refuse people whom the user reaches neither at home nor by their work here this month.

    Whoever rosters one department cannot look at, or borrow, the people of another.
    """
    if context.reach.everything:
        return
    wanted = set(people)
    known = known_people(context, wanted)
    strangers = {
        p for p in wanted if p not in known or not context.reach.covers_person(p, known[p].department)
    }
    if strangers:
        strangers -= {
            d.person for d in context.store.roster.duties_in_department(department, month.first, month.last)
        }
    if strangers:
        raise AccessRefused("access.out_of_reach", right=Permission.ROSTER_READ.value)


def remember(context: Context, department: DepartmentId, month: Month, window: Window) -> MonthMemory:
    """The published version and which cells differ from it, worked out once per version of the file."""
    key = memory_key(department, month)
    memory = context.cache.values.get(key)
    if isinstance(memory, MonthMemory):
        return memory
    is_published = context.store.roster.state(department, month).version > 0
    published = context.store.roster.published(department, month) if is_published else {}
    changed = differences(window, department, month, published) if is_published else set()
    memory = MonthMemory(is_published, published, changed, coverage(window, month.days, department))
    context.cache.values[key] = memory
    return memory


def differences(
    window: Window, department: DepartmentId, month: Month, published: Published
) -> set[tuple[int, date]]:
    """The cells that differ from the published version."""
    now: Published = {}
    for person, duties in window.duties.items():
        for duty in duties:
            if duty.department == department and month.first <= duty.day <= month.last:
                place = (int(person), duty.day)
                now[place] = (*now.get(place, ()), duty.entry)
    places = now.keys() | published.keys()
    return {p for p in places if not same_entries(now.get(p, ()), published.get(p, ()))}


def same_entries(one: Iterable[Entry], other: Iterable[Entry]) -> bool:
    """Whether two cells say the same, whatever the order of their entries."""
    return sorted(one, key=_entry_order) == sorted(other, key=_entry_order)


def _entry_order(entry: Entry) -> tuple[int, int]:
    return (entry.kind, entry.post or 0)


def cell_of(
    duties: Iterable[Duty], department: DepartmentId, *, changed: bool, callouts: Iterable[Callout] = ()
) -> Cell:
    """A cell from all entries of a person's day; of the person's ``callouts`` those of the cell are taken."""
    here = [d for d in duties if d.department == department]
    days = {d.day for d in here}
    return Cell(
        entries=tuple(d.entry for d in here),
        seen=tuple(d.id for d in here),
        elsewhere=tuple(d.entry for d in duties if d.department != department),
        changed=changed,
        callouts=tuple(c for c in callouts if c.department == department and c.day in days),
    )


def overridden(context: Context, department: DepartmentId, month: Month) -> frozenset[tuple[object, ...]]:
    """Identities of forbidden states that stand with a reason."""
    rows = context.store.roster.overrides(department, month)
    return frozenset((row.rule, row.person, row.place, row.days) for row in rows)


def standing_forbids(sheet: RosterSheet) -> tuple[Violation, ...]:
    """Forbidden states that nobody has given a reason for."""
    return tuple(
        v for v in sheet.violations if v.severity is Severity.FORBID and v.identity not in sheet.overridden
    )


def keep_overrides(
    context: Context, department: DepartmentId, month: Month, violations: Iterable[Violation], reason: str
) -> None:
    """Keep the reason with what the rules said."""
    context.outcome = "overridden"
    context.note(reason=reason)
    for violation in violations:
        row = OverrideRow(violation.rule, violation.person, violation.place, violation.days, reason)
        context.store.roster.add_override(
            department, month, row, plain(violation), int(context.user.id), context.now
        )


def _row(
    index: Index, person: Person, department: DepartmentId, month: Month, memory: MonthMemory, *, plans: bool
) -> RosterRow:
    by_day: dict[date, list[Duty]] = {}
    for duty in index.window.duties.get(person.id, ()):
        by_day.setdefault(duty.day, []).append(duty)
    calls = index.window.callouts.get(person.id, ())
    cells = tuple(
        cell_of(
            by_day.get(day, ()), department, changed=(int(person.id), day) in memory.changed, callouts=calls
        )
        for day in month.days
    )
    restrictions = index.window.restrictions.get(person.id, ()) if plans else ()
    return RosterRow(
        person=person.id,
        number=person.number,
        name=person.name,
        latin=person.latin,
        post=person.post,
        home=person.department == department,
        cells=cells,
        totals=row_totals(index, person.id, month),
        restrictions=tuple(
            r for r in restrictions if r.since <= month.last and (r.until is None or r.until >= month.first)
        ),
    )


def _in_order(window: Window, department: DepartmentId) -> list[Person]:
    """The department's own people by number and name, then those who work here from elsewhere."""
    return sorted(
        window.people.values(),
        key=lambda p: (p.department != department, p.number == "", p.number, p.name, p.id),
    )


def _heads(facts: Facts, month: Month) -> tuple[DayHead, ...]:
    return tuple(
        DayHead(day, facts.calendar.kind(day), facts.calendar.name(day), facts.calendar.is_provisional(day))
        for day in month.days
    )


def _display_name(context: Context, user: int | None) -> str:
    if user is None:
        return ""
    return next((u.display_name for u in context.store.accounts.users() if u.id == user), "")
