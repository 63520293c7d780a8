"""Departments, posts, shift kinds, demand and the calendar, as text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ehr_tui.cli.login import Desk
from ehr_tui.cli.show.document import Column, Document, Facts, Hours, Table, Value, table
from ehr_tui.cli.show.people import codes_of
from ehr_tui.cli.show.view import Ask, View, department, names_of, title
from ehr_tui.cli.show.view import post as post_named
from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.demand_week import NeedOfDay
from ehr_tui.domain.post_profile import PostProfile
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError
from ehr_tui.i18n import t
from ehr_tui.services.intents.organisation import OpenOrganisation, PreviewWeek


def _ground(desk: Desk, year: int = 0) -> OrganisationView:
    return desk.do(OpenOrganisation(year or desk.today().year))


def _chosen(view: OrganisationView, ask: Ask) -> int | None:
    name = ask.options.get("department")
    return department(view.departments, name).id if name else None


def departments(view: OrganisationView, _only: int | None) -> Table:
    """Every department."""
    rows: list[tuple[Value, ...]] = [
        (d.code, d.name, sum(p.department == d.id for p in view.posts), d.active) for d in view.departments
    ]
    return table("departments", "code name posts> active", rows)


def posts(view: OrganisationView, only: int | None) -> Table:
    """Posts by department."""
    names = names_of(view.departments)
    rows: list[tuple[Value, ...]] = [
        (names.get(p.department), p.code, p.name, p.headcount or None, p.headcount_reviewed, p.active)
        for p in sorted(view.posts, key=lambda p: (p.department, p.code))
        if only in (None, p.department)
    ]
    return table("posts", "department code name headcount> headcount_reviewed active", rows)


def kinds(view: OrganisationView, only: int | None) -> Table:
    """The alphabet."""
    names, codes_by_id = names_of(view.departments), {int(k.id): k.code for k in view.kinds}
    rows: list[tuple[Value, ...]] = [
        (
            names.get(k.department) if k.department else t("show.all_departments"),
            k.code,
            k.key,
            k.name,
            k.duty_class,
            k.times(),
            k.meal_minutes or None,
            Hours(k.paid_minutes),
            codes_by_id.get(k.followed_by or 0),
            k.active,
        )
        for k in view.kinds
        if only is None or k.department in (None, only)
    ]
    return table("kinds", "department code key name duty_class times meal> paid> followed_by active", rows)


def demand(view: OrganisationView, only: int | None) -> Table:
    """How many a post needs."""
    names, kinds_by_id = names_of(view.posts), {k.id: k.code for k in view.kinds}
    rows: list[tuple[Value, ...]] = [
        (
            names.get(d.post),
            kinds_by_id.get(d.kind),
            "".join(map(str, sorted(d.weekdays))),
            tuple(sorted(d.day_kinds)),
            d.minimum,
            d.maximum,
            d.valid_from,
            d.valid_to,
        )
        for d in view.demand
        if only in (None, d.department)
    ]
    return table("demand", "post shift weekdays day_kinds minimum> maximum> valid_from valid_to", rows)


def _list(name: str, make: Callable[[OrganisationView, int | None], Table], desk: Desk, ask: Ask) -> Document:
    view = _ground(desk)
    return Document(name, title(name), (make(view, _chosen(view, ask)),))


def calendar(desk: Desk, ask: Ask) -> Document:
    """A year's days that differ from the plain week."""
    text = ask.word(0)
    if text and not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise InputError("cli.not_a_year", value=text)
    view = _ground(desk, int(text) if text else 0)
    rows: list[tuple[Value, ...]] = [
        (
            d.day,
            t.weekday(d.day),
            d.kind,
            d.name,
            Hours(d.off_minutes) if d.off_minutes else None,
            d.provisional,
        )
        for d in sorted(view.calendar.days.values(), key=lambda d: d.day)
        if d.day.year == view.year
    ]
    days = table("calendar", "date weekday day_kind name off_hours> provisional", rows)
    return Document("calendar", title("calendar", year=view.year), (days,))


def post(desk: Desk, ask: Ask) -> Document:
    """One post with its profile and what it demands."""
    view = _ground(desk)
    one = post_named(view.posts, ask.word(0))
    profile = next((p for p in view.profiles if p.post == one.id), PostProfile(one.id))
    tasks, hazards, courses, papers = (
        codes_of(view.codes, of)
        for of in (CodeList.TASK, CodeList.HAZARD, CodeList.COURSE, CodeList.QUALIFICATION)
    )
    facts: tuple[tuple[str, Value], ...] = (
        ("code", one.code),
        ("name", one.name),
        ("department", names_of(view.departments).get(one.department)),
        ("headcount", one.headcount or None),
        ("headcount_reviewed", one.headcount_reviewed),
        ("review_due", one.review_due),
        ("exposures", tuple(hazards.get(code) or code for code in sorted(one.exposures))),
        ("tasks", tuple(tasks.get(code) or code for code in sorted(one.tasks))),
        ("active", one.active),
    )
    asked: tuple[tuple[str, Value], ...] = (
        ("education", profile.education if profile.education.value else None),
        ("experience", profile.experience),
        ("skills", profile.skills),
        ("preferences", profile.preferences),
        ("courses", tuple(courses.get(code) or code for code in profile.courses)),
        ("qualifications", tuple(papers.get(code) or code for code in profile.qualifications)),
        ("handbook", profile.handbook),
    )
    duties: list[tuple[Value, ...]] = [(text,) for text in profile.duties]
    steps: list[tuple[Value, ...]] = [
        (f"{step.minute // 60:02d}:{step.minute % 60:02d}", step.text) for step in profile.workflow
    ]
    needed = demand(view, one.department)
    own = Table("demand", needed.columns, tuple(row for row in needed.rows if row[0] == one.name))
    parts = (
        Facts("record", facts),
        table("duties", "text", duties),
        table("workflow", "time text", steps),
        Facts("requirements", asked),
        own,
    )
    return Document("post", title("post", name=one.name), parts)


def codes(desk: Desk, ask: Ask) -> Document:
    """The lists of codes, or one of them."""
    text = ask.word(0)
    if text and text not in [one.value for one in CodeList]:
        raise InputError("cli.no_list", value=text, known=tuple(one.value for one in CodeList))
    rows: list[tuple[Value, ...]] = [
        (e.list, e.code, e.name, e.special, e.active)
        for e in sorted(_ground(desk).codes, key=lambda e: (list(CodeList).index(e.list), e.position))
        if text in ("", e.list.value)
    ]
    return Document("codes", title("codes"), (table("codes", "list code name special active", rows),))


def week(desk: Desk, ask: Ask) -> Document:
    """A department's week: people needed each day, and hours against the headcount."""
    view = _ground(desk)
    where = department(view.departments, ask.word(0))
    day = Ask((), {"day": ask.word(1)}).day("day") or desk.today()
    found = desk.do(PreviewWeek(where.id, day))
    names, kinds_by_id = names_of(view.posts), {k.id: k.code for k in view.kinds}
    days = tuple(
        Column(day.isoformat(), title=f"{day:%m-%d} {t.value(k)}")
        for day, k in zip(found.days, found.kinds, strict=True)
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (names.get(line.post), kinds_by_id.get(line.kind), *(_need(need) for need in line.days))
        for line in found.lines
    )
    hours: list[tuple[Value, ...]] = [
        (names.get(p.post), p.headcount or None, Hours(p.needed_minutes), Hours(p.available_minutes))
        for p in found.posts
    ]
    parts = (
        Table("week", (Column("post"), Column("shift"), *days), rows, frozen=2),
        table("week_hours", "post headcount> week_minutes> available>", hours),
    )
    heading = title("week", department=where.name, first=found.days[0])
    return Document("week", heading, parts)


def _need(need: NeedOfDay | None) -> str | None:
    if need is None:
        return None
    return str(need.minimum) if need.maximum in (None, need.minimum) else f"{need.minimum}-{need.maximum}"


_BY_DEPARTMENT = frozenset({"department"})
VIEWS = (
    View("departments", (OpenOrganisation,), partial(_list, "departments", departments)),
    View("posts", (OpenOrganisation,), partial(_list, "posts", posts), options=_BY_DEPARTMENT),
    View("post", (OpenOrganisation,), post, ("post",)),
    View("kinds", (OpenOrganisation,), partial(_list, "kinds", kinds), options=_BY_DEPARTMENT),
    View("demand", (OpenOrganisation,), partial(_list, "demand", demand), options=_BY_DEPARTMENT),
    View("week", (PreviewWeek,), week, ("department", "day"), optional=1),
    View("codes", (OpenOrganisation,), codes, ("list",), optional=1),
    View("calendar", (OpenOrganisation,), calendar, ("year",), optional=1),
)
