"""Rosters, as text: which there are, one month's grid with totals, demand and findings, and why a cell is judged so."""

from __future__ import annotations

from ehr_tui.cli.login import Desk
from ehr_tui.cli.show.document import Column, Document, Facts, Hours, Table, Value, table
from ehr_tui.cli.show.view import Ask, View, department, month, person, title
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import Cell, RosterRow, RosterSheet
from ehr_tui.errors import InputError
from ehr_tui.i18n import t
from ehr_tui.screens.words import describe, sheet_figures, where_words
from ehr_tui.services.intents.roster import ExplainCell, ListRosters, OpenRoster


def rosters(desk: Desk, ask: Ask) -> Document:
    """The months that hold anything."""
    view = desk.do(ListRosters())
    only = ask.options.get("department")
    wanted = department(view.departments, only).id if only else None
    rows: list[tuple[Value, ...]] = [
        (
            c.department.code,
            c.department.name,
            c.month,
            t(f"show.roster.{c.state.value}"),
            c.version or None,
            c.duties,
        )
        for c in view.months
        if wanted in (None, c.department.id)
    ]
    return Document(
        "rosters", title("rosters"), (table("rosters", "code name month state version> duties>", rows),)
    )


def roster(desk: Desk, ask: Ask) -> Document:
    """One department's month."""
    choices = desk.do(ListRosters())
    where = department(choices.departments, ask.word(0))
    sheet = desk.do(OpenRoster(where.id, month(desk, ask.word(1))))
    parts = (
        _state(sheet),
        _grid(desk, sheet),
        _totals(desk, sheet),
        _coverage(sheet),
        _findings(desk, sheet),
        _callouts(desk, sheet),
        _restrictions(desk, sheet),
    )
    heading = title("roster", department=sheet.department.name, month=sheet.month)
    return Document("roster", heading, parts)


def _state(sheet: RosterSheet) -> Facts:
    return Facts(
        "state",
        (
            ("state", t(f"show.roster.{sheet.state.value}")),
            ("version", sheet.version or None),
            ("published_at", sheet.published_at),
            ("published_by", sheet.published_by),
            ("changed_cells", sheet.changed_cells),
            ("provisional", any(head.provisional for head in sheet.heads)),
        ),
    )


def _name(desk: Desk, row: RosterRow) -> str:
    return row.latin or row.name if desk.plain else row.name


def _grid(desk: Desk, sheet: RosterSheet) -> Table:
    codes = {k.id: k.key if desk.plain and not k.code.isascii() else k.code for k in sheet.kinds}

    def cell(value: Cell) -> str:
        own = "+".join(codes.get(entry.kind, "?") for entry in value.entries)
        away = "+".join(codes.get(entry.kind, "?") for entry in value.elsewhere)
        return own + (f"({away})" if away else "") + ("*" if value.changed else "")

    days = tuple(
        Column(head.day.isoformat(), title=f"{head.day.day}{t.weekday(head.day, narrow=True)}")
        for head in sheet.heads
    )
    rows = tuple((row.number, _name(desk, row), *map(cell, row.cells)) for row in sheet.rows)
    return Table("grid", (Column("number"), Column("person_name"), *days), rows, frozen=2)


def _totals(desk: Desk, sheet: RosterSheet) -> Table:
    rows: list[tuple[Value, ...]] = [
        (
            row.number,
            _name(desk, row),
            Hours(row.totals.paid_minutes),
            Hours(row.totals.target_minutes),
            row.totals.work_days,
            row.totals.nights,
            row.totals.rest_days,
        )
        for row in sheet.rows
    ]
    return table("totals", "number person_name hours> target> work_days> nights> rest_days>", rows)


def _callouts(desk: Desk, sheet: RosterSheet) -> Table:
    rows: list[tuple[Value, ...]] = [
        (_name(desk, row), head.day, f"{_clock(call.start)}-{_clock(call.end)}", call.reason)
        for row in sheet.rows
        for head, cell in zip(sheet.heads, row.cells, strict=True)
        for call in cell.callouts
    ]
    return table("callouts", "person_name date times reason", rows)


def _restrictions(desk: Desk, sheet: RosterSheet) -> Table:
    rows: list[tuple[Value, ...]] = [
        (_name(desk, row), r.since, r.until, tuple(sorted(r.effects)))
        for row in sheet.rows
        for r in row.restrictions
    ]
    return table("restrictions", "person_name since until effects", rows)


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def _coverage(sheet: RosterSheet) -> Table:
    posts, kinds = {p.id: p.name for p in sheet.posts}, {k.id: k.code for k in sheet.kinds}
    rows: list[tuple[Value, ...]] = [
        (head.day, posts.get(line.post), kinds.get(line.kind), have, minimum, maximum)
        for line in sheet.coverage
        for head, (have, minimum, maximum) in zip(sheet.heads, line.days, strict=True)
        if minimum is not None and (have < minimum or (maximum is not None and have > maximum))
    ]
    return table("gaps", "date post shift have> minimum> maximum>", sorted(rows, key=lambda row: str(row[0])))


def _findings(desk: Desk, sheet: RosterSheet) -> Table:
    rows: list[tuple[Value, ...]] = []
    ordered = sorted(
        sheet.violations, key=lambda v: (v.identity in sheet.overridden, v.severity.rank, v.days)
    )
    for violation in ordered:
        what, remedy = describe(t, violation, sheet, t.language)
        days = ", ".join(day.isoformat()[5:] for day in violation.days)
        where = where_words(sheet, violation, t.language, desk.plain)
        rows.append((violation.severity, where, days, what, remedy, violation.identity in sheet.overridden))
    return table("findings", "severity where days finding remedy overridden", rows)


def why(desk: Desk, ask: Ask) -> Document:
    """Every rule about one person's day, pass or fail."""
    where = department(desk.do(ListRosters()).departments, ask.word(0))
    who = person(desk, ask.word(1))
    at = Ask((), {"day": ask.word(2)}).day("day")
    if at is None:
        raise InputError("cli.not_a_day", option="", value="")
    sheet = desk.do(OpenRoster(where.id, Month.of(at)))
    told = desk.do(ExplainCell(where.id, who, at))
    rows: list[tuple[Value, ...]] = []
    for check in told.checks:
        evidence = tuple(
            t(f"evidence.{e.code}", **sheet_figures(t, e.figures, sheet, t.language, short=True))
            for e in check.evidence
        )
        for finding in check.findings or (None,):
            what, remedy = describe(t, finding, sheet, t.language) if finding else ("", "")
            rows.append((t(f"rule.{check.rule}"), check.outcome, check.severity, what, remedy, evidence))
    heading = title("why", name=next((_name(desk, r) for r in sheet.rows if r.person == who), ""), day=at)
    return Document("why", heading, (table("checks", "rule outcome severity finding remedy evidence", rows),))


_BY_DEPARTMENT = frozenset({"department"})
VIEWS = (
    View("rosters", (ListRosters,), rosters, options=_BY_DEPARTMENT),
    View("roster", (ListRosters, OpenRoster), roster, ("department", "month"), optional=1),
    View("why", (ExplainCell,), why, ("department", "person", "day")),
)
