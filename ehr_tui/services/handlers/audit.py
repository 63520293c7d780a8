"""How the audit is read and checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from ehr_tui.domain.access import Permission
from ehr_tui.domain.audit_views import (
    AuditChoices,
    AuditFilter,
    AuditLine,
    AuditPage,
    CheckStage,
    CheckState,
    VerifyReport,
)
from ehr_tui.domain.ids import UserId
from ehr_tui.services.audit_reading import Reader, details, people_in, remaining
from ehr_tui.services.context import Context
from ehr_tui.services.intents.audit import (
    AuditChoicesOf,
    CheckAudit,
    FindAuditDay,
    ListAudit,
    MoreAudit,
    VerifyAudit,
)
from ehr_tui.services.intents.base import Audit
from ehr_tui.services.registry import HANDLERS, handles
from ehr_tui.store.audit import Walk
from ehr_tui.store.audit_pages import Row, Sought, Wanted

MAX_PAGE = 1000
MAX_CHANGES = 100
"""Changes of one entry that are given: an import may have thousands."""
MAX_DETAIL = 2000
SPAN = 50_000
"""Entries looked through for a text at a time: less than a tenth of a second."""
MAX_PEOPLE = 20
"""Beyond so many people of that name, or part of it, a text names nobody in particular."""
SLICE = 5_000
"""Entries proved at a time: about a tenth of a second, so that others' acts come between."""


@handles(ListAudit)
def list_audit(context: Context, intent: ListAudit) -> AuditPage:
    """The first page of a filter."""
    return page_of(context, intent, intent.before_number)


@handles(MoreAudit)
def more_audit(context: Context, intent: MoreAudit) -> AuditPage:
    """A further page."""
    if not intent.newer:
        return page_of(context, intent.asked, intent.before_number)
    asked, pages = intent.asked, context.store.audit.pages
    text = asked.search.strip()
    sought = sought_by(context, text, asked.text_acts) if text else None
    limit, total = max(1, min(asked.limit, MAX_PAGE)), pages.total()
    rows = pages.ascending(wanted_by(asked.filter), intent.before_number, total, sought, limit)
    return AuditPage(lines_of(context, rows[::-1], Reader(context, asked.language)), total)


@handles(FindAuditDay)
def find_audit_day(context: Context, intent: FindAuditDay) -> int:
    """The newest entry up to a day."""
    return context.store.audit.pages.first_at_or_before(wanted_by(intent.filter), _end_of(intent.day))


@handles(AuditChoicesOf)
def audit_choices(context: Context, intent: AuditChoicesOf) -> AuditChoices:
    """Users and acts that occur."""
    del intent
    pages = context.store.audit.pages
    oldest = pages.oldest()
    return AuditChoices(
        tuple(pages.users()), tuple(pages.acts()), oldest.astimezone().date() if oldest else None, looks()
    )


@handles(CheckAudit)
def check_audit(context: Context, intent: CheckAudit) -> CheckState:
    """The next slice."""
    return _next(context, intent.state, SLICE)


@handles(VerifyAudit)
def verify_audit(context: Context, intent: VerifyAudit) -> VerifyReport:
    """The chain and the file.  A cut tail shows against the number the office remembers."""
    state = intent.state
    while state.stage is not CheckStage.OVER:
        context.progress.step(state.checked, state.total, f"audit.stage.{state.stage.value}")
        state = _next(context, state, SLICE)
    number, digest = context.store.audit.head()
    report = VerifyReport(
        state.checked if state.broken_number is None else state.total,
        number, digest, state.broken_number, state.code, state.file_ok, state.erased,
    )  # fmt: skip
    context.note(entries=report.entries, head=number, sound=report.sound)
    if report.broken_number is not None:
        context.note(broken=report.broken_number, code=report.code)
    return report


def _next(context: Context, state: CheckState, count: int) -> CheckState:
    match state.stage:
        case CheckStage.CHAIN:
            return _chain(context, state, count)
        case CheckStage.PAGES:
            sealed = context.store.audit.file.pages_sealed()
            return replace(state, stage=CheckStage.TABLES if sealed else CheckStage.OVER, file_ok=sealed)
        case CheckStage.TABLES:
            names = context.store.audit.file.tables()
            if state.tables >= len(names):
                return replace(state, stage=CheckStage.OVER)
            whole = context.store.audit.file.table_sound(names[state.tables])
            return replace(
                state, tables=state.tables + 1, all_tables=len(names), file_ok=state.file_ok and whole
            )
        case CheckStage.OVER:
            return state


def _chain(context: Context, state: CheckState, count: int) -> CheckState:
    audit = context.store.audit
    walked = Walk(state.checked, bytes.fromhex(state.previous), state.erased) if state.checked else Walk()
    found = audit.check(walked, count)
    after = replace(
        state, checked=found.checked, total=audit.pages.total(), previous=found.previous.hex(), erased=found.erased,
        broken_number=found.broken, code=found.code,
    )  # fmt: skip
    if not found.over:
        return after
    remembered = int(context.store.meta.get("audit_head", "0"))
    if after.broken_number is None and after.checked < remembered:
        after = replace(after, broken_number=after.checked + 1, code="cut")
    return replace(after, stage=CheckStage.PAGES)


# Pages


def looks() -> tuple[str, ...]:
    """Acts that are looks at masked fields."""
    return tuple(
        sorted(
            kind.__name__
            for kind in HANDLERS
            if kind.audit is Audit.READ and kind.permission is not Permission.AUDIT_READ
        )
    )


def wanted_by(asked: AuditFilter) -> Wanted:
    """A filter as the store takes it: the office's days become instants."""
    acts = asked.acts
    if asked.looks:
        acts = tuple(act for act in looks() if not acts or act in acts) or ("",)
    return Wanted(
        asked.users,
        acts,
        asked.outcome,
        _begin_of(asked.first) if asked.first else None,
        _end_of(asked.last) if asked.last else None,
        asked.records,
    )


def sought_by(context: Context, text: str, acts: tuple[str, ...]) -> Sought:
    """A text with what it may mean."""
    needle = text.casefold()
    users = [number for number, name in context.store.audit.pages.users() if needle in name.casefold()]
    people = context.store.people.search(context.reach, text)
    named = [int(p.id) for p in people] if len(people) <= MAX_PEOPLE else []
    return Sought(text, acts, users, named)


def page_of(context: Context, asked: ListAudit, before: int) -> AuditPage:
    """Entries before a number; words are looked for until something was found or ``SPAN`` entries were looked at."""
    pages, wanted = context.store.audit.pages, wanted_by(asked.filter)
    limit, text = max(1, min(asked.limit, MAX_PAGE)), asked.search.strip()
    if text:
        rows, reached = pages.walk(wanted, sought_by(context, text, asked.text_acts), before, limit, SPAN)
        return AuditPage(lines_of(context, rows, Reader(context, asked.language)), pages.total(), reached)
    rows = pages.page(wanted, before, limit)
    reached = rows[-1].number if len(rows) == limit else 0
    matching = pages.count(wanted) if not before else None
    return AuditPage(
        lines_of(context, rows, Reader(context, asked.language)), pages.total(), reached, matching
    )


def lines_of(
    context: Context, rows: list[Row], reader: Reader, most: int = MAX_CHANGES, raw: int = MAX_DETAIL
) -> tuple[AuditLine, ...]:
    """Rows as they are read, each with at most so many changes and characters of ``detail``."""
    found = [(row, details(row.body)) for row in rows]
    reader.know(person for _, held in found for person in people_in(held))
    single = context.store.audit.pages.single_records([row.number for row in rows])
    lines = []
    for row, held in found:
        changes = [change for _, changes in reader.changes(row.act, held) for change in changes]
        lines.append(
            AuditLine(
                row.number,
                row.at,
                row.user,
                UserId(row.account) if row.account is not None else None,
                row.act,
                row.outcome,
                str(held.get("subject", "")),
                remaining(held)[:raw] if raw else "",
                reader.facts(held),
                tuple(changes[:most]),
                max(0, len(changes) - most),
                erased=row.body is None,
                record=single.get(row.number),
            )
        )
    return tuple(lines)


def _begin_of(day: date) -> datetime:
    """Midnight by the office's clock; the ends of the calendar have no other."""
    if not date.min < day < date.max:
        return datetime.combine(day, time.min, UTC)
    return datetime.combine(day, time.min).astimezone()


def _end_of(day: date) -> datetime:
    return _begin_of(day + timedelta(days=1)) if day < date.max else datetime.max.replace(tzinfo=UTC)
