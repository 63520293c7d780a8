"""People and one person's record, as text."""

from __future__ import annotations

from ehr_tui.cli.login import Desk
from ehr_tui.cli.show.document import Document, Facts, Hours, Table, Value, table
from ehr_tui.cli.show.view import Ask, View, department, named, names_of, person, title
from ehr_tui.domain.codes import CodeEntry, CodeList
from ehr_tui.domain.contracts import NO_LIMITS, Contract, ContractLimits
from ehr_tui.domain.names import Name
from ehr_tui.domain.people import PersonState
from ehr_tui.domain.people_views import PersonLine, PersonView
from ehr_tui.errors import InputError
from ehr_tui.i18n import t
from ehr_tui.services.intents.duplicates import FindDuplicates
from ehr_tui.services.intents.people import ListPeople, OpenPerson
from ehr_tui.services.intents.retention import ListErasable


def people(desk: Desk, ask: Ask) -> Document:
    """The list, narrowed."""
    view = desk.do(ListPeople(search=ask.options.get("search", "")))
    home = ask.options.get("department")
    wanted = department(view.departments, home).id if home else None
    state = _state(ask.options.get("state", ""))
    found = [
        line
        for line in view.lines
        if wanted in (None, line.person.department) and state in (None, line.state)
    ]
    departments, posts = names_of(view.departments), names_of(view.posts)
    rows: list[tuple[Value, ...]] = [_row(desk, line, departments, posts) for line in found]
    columns = "number person_name department post state employment hire_date phone"
    return Document(
        "people", title("people", n=len(found), total=view.total), (table("people", columns, rows),)
    )


def _row(
    desk: Desk, line: PersonLine, departments: dict[int, Name], posts: dict[int, Name]
) -> tuple[Value, ...]:
    one = line.person
    return (
        one.number,
        named(desk, one),
        departments.get(one.department or 0),
        posts.get(one.post or 0),
        line.state,
        line.contract.employment if line.contract else None,
        one.hire_date,
        one.phone,
    )


def _state(text: str) -> PersonState | None:
    """A state by its code or its word.  Raises InputError ``cli.not_a_state``."""
    if not text:
        return None
    for state in PersonState:
        if text.casefold() in (state.value, t.value(state).casefold()):
            return state
    known = tuple(f"{state.value} ({t.value(state)})" for state in PersonState)
    raise InputError("cli.not_a_state", value=text, known=known)


def codes_of(entries: tuple[CodeEntry, ...], of: CodeList) -> dict[str, Name]:
    """Names of a list's codes."""
    return {entry.code: entry.name for entry in entries if entry.list is of}


def record(desk: Desk, ask: Ask) -> Document:
    """One record in full; phones stay masked and reasons of restrictions hidden, as on the screen."""
    view = desk.do(OpenPerson(person(desk, ask.word(0))))
    return Document("person", title("person", name=named(desk, view.person)), tuple(_parts(desk, view)))


def _parts(desk: Desk, view: PersonView) -> list[Table | Facts]:
    one, posts = view.person, names_of(view.posts)
    tasks = codes_of(view.codes, CodeList.TASK)
    competences: list[tuple[Value, ...]] = [
        (posts.get(c.post), c.since, c.until, c.experienced, c.coached_until) for c in one.competences
    ]
    marks: list[tuple[Value, ...]] = [
        (tasks.get(m.task) or m.task, m.may, m.since, m.until, m.note) for m in one.tasks
    ]
    contacts: list[tuple[Value, ...]] = [(c.name, c.relation, c.phone) for c in view.contacts]
    parts: list[Table | Facts] = [
        _facts(desk, view),
        table("competences", "post since until experienced coached_until", competences),
        table("tasks", "task may since until note", marks),
        contracts(view.contracts),
    ]
    in_force = next((c for c in view.contracts if c.holds(desk.today())), None)
    if in_force is not None and in_force.limits != NO_LIMITS:
        parts.append(_limits(in_force.limits))
    parts += [table("contacts", "person_name relation phone", contacts), _restrictions(view)]
    if view.leaving is not None:
        items: list[tuple[Value, ...]] = [
            (codes_of(view.codes, CodeList.LEAVING_ITEM).get(i.item) or i.item, i.done_at, i.done_by, i.note)
            for i in view.leaving.items
        ]
        parts.append(table("leaving", "item done_at done_by note", items))
    return parts


def _facts(desk: Desk, view: PersonView) -> Facts:
    one, more = view.person, view.details
    languages = codes_of(view.codes, CodeList.LANGUAGE)
    pairs: tuple[tuple[str, Value], ...] = (
        ("number", one.number),
        ("person_name", named(desk, one)),
        ("latin", one.latin),
        ("state", view.state),
        ("sex", one.sex if one.sex.value else None),
        ("birth_date", more.birth_date),
        ("education", more.education if more.education.value else None),
        ("major", more.major),
        ("languages", tuple(languages.get(code) or code for code in more.languages)),
        ("skills", more.skills),
        ("department", names_of(view.departments).get(one.department or 0)),
        ("post", names_of(view.posts).get(one.post or 0)),
        ("hire_date", one.hire_date),
        ("leave_date", one.leave_date),
        ("future_duties", view.future_duties or None),
        ("standby_pool", one.standby_pool),
        ("phone", one.phone),
        ("note", one.note),
        ("erased", more.erased),
    )
    return Facts("record", pairs)


def contracts(given: tuple[Contract, ...]) -> Table:
    """A person's contracts, newest first."""
    rows: list[tuple[Value, ...]] = [
        (
            c.valid_from,
            c.valid_to,
            c.employment,
            c.contractor,
            c.hours_system,
            t(f"show.period.{c.period.value}") if c.approval else None,
            c.approval,
            c.approval_to,
            c.probation_to,
            Hours(c.day_minutes),
        )
        for c in sorted(given, key=lambda c: c.valid_from, reverse=True)
    ]
    columns = "valid_from valid_to employment contractor hours_system period approval approval_to"
    return table("contracts", f"{columns} probation_to day_minutes>", rows)


LIMITS = (
    "max_day_minutes", "max_week_minutes", "max_month_minutes", "max_month_overtime", "max_consecutive_days",
    "min_consecutive_days", "min_days_off", "max_days_off", "max_weekends", "max_nights", "max_nights_in_row",
)  # fmt: skip
IN_MINUTES = frozenset(LIMITS[:4])


def _limits(limits: ContractLimits) -> Table:
    rows: list[tuple[Value, ...]] = []
    for name in LIMITS:
        value: int | None = getattr(limits, name)
        if value is not None:
            rows.append((t(f"show.limit.{name}"), Hours(value) if name in IN_MINUTES else value))
    rows += [(t("show.limit.kind", code=code), most) for code, most in sorted(limits.per_kind.items())]
    return table("limits", "limit value>", rows)


def _restrictions(view: PersonView) -> Table:
    hazards = codes_of(view.codes, CodeList.HAZARD)
    rows: list[tuple[Value, ...]] = [
        (
            r.since,
            r.until,
            tuple(sorted(r.effects)),
            Hours(r.minutes_off) if r.minutes_off else None,
            tuple(hazards.get(code) or code for code in sorted(r.hazards)),
        )
        for r in view.restrictions
    ]
    return table("restrictions", "since until effects minutes_off> hazards", rows)


def duplicates(desk: Desk, _ask: Ask) -> Document:
    """Pairs of records."""
    rows: list[tuple[Value, ...]] = [
        (p.one.number, named(desk, p.one), p.other.number, named(desk, p.other), p.reasons)
        for p in desk.do(FindDuplicates())
    ]
    columns = "number person_name other_number other_name why"
    return Document("duplicates", title("duplicates"), (table("duplicates", columns, rows),))


def retention(desk: Desk, _ask: Ask) -> Document:
    """What may be erased, and the times that say so."""
    view = desk.do(ListErasable())
    lines: list[tuple[Value, ...]] = [
        (e.number, e.name, e.last_day, tuple(category for category, _ in e.categories)) for e in view.lines
    ]
    rules: list[tuple[Value, ...]] = [(r.category, r.months, r.basis) for r in view.rules]
    parts = (
        table("erasable", "number person_name last_day categories", lines),
        table("rules", "category months> basis", rules),
    )
    return Document("retention", title("retention"), parts)


VIEWS = (
    View("people", (ListPeople,), people, options=frozenset({"search", "department", "state"})),
    View("person", (OpenPerson,), record, ("person",)),
    View("duplicates", (FindDuplicates,), duplicates),
    View("retention", (ListErasable,), retention),
)
