"""The audit and records' histories, as text."""

from __future__ import annotations

from ehr_tui.audit_words import act_words, acts_named, change_words, outcome_words
from ehr_tui.cli.login import Desk
from ehr_tui.cli.show.document import Document, Table, Value, table
from ehr_tui.cli.show.view import Ask, View, department, kind, person, post, title
from ehr_tui.domain.audit_views import AuditChoices, AuditFilter, AuditLine, FieldChange, RecordHistory
from ehr_tui.errors import InputError
from ehr_tui.i18n import t
from ehr_tui.services.intents.audit import AuditChoicesOf, ListAudit, MoreAudit
from ehr_tui.services.intents.histories import OrganisationHistory, PersonHistory
from ehr_tui.services.intents.organisation import OpenOrganisation

PAGE = 200
SORTS = ("person", "department", "post", "shift_kind")


def audit(desk: Desk, ask: Ask) -> Document:
    """The newest entries that fit, as many as ``--limit``."""
    choices = desk.do(AuditChoicesOf())
    text, limit = ask.options.get("search", ""), ask.limit(PAGE)
    asked = ListAudit(
        limit=limit,
        search=text,
        text_acts=acts_named(t, text, choices.acts),
        filter=_filter(ask, choices),
        language=t.language,
    )
    page = desk.do(asked)
    lines = list(page.lines)
    while page.reached and len(lines) < limit:
        page = desk.do(MoreAudit(asked, page.reached))
        lines += page.lines
    heading = title("audit", n=len(lines[:limit]), total=page.total)
    return Document("audit", heading, (_entries(lines[:limit]),))


def _filter(ask: Ask, choices: AuditChoices) -> AuditFilter:
    return AuditFilter(
        users=_users(ask.options.get("by", ""), choices),
        acts=_acts(ask.options.get("act", ""), choices),
        first=ask.day("from"),
        last=ask.day("to"),
    )


def _users(text: str, choices: AuditChoices) -> tuple[int, ...]:
    if not text:
        return ()
    found = tuple(id for id, name in choices.users if text.casefold() in name.casefold())
    if not found:
        raise InputError("cli.no_user", text=text)
    return found


def _acts(text: str, choices: AuditChoices) -> tuple[str, ...]:
    if not text:
        return ()
    found = tuple(act for act in choices.acts if act == text) or acts_named(t, text, choices.acts)
    if not found:
        raise InputError("cli.no_act", text=text)
    return found


def _entries(lines: list[AuditLine]) -> Table:
    rows: list[tuple[Value, ...]] = [
        (
            line.number,
            line.at,
            line.user or t("show.nobody"),
            act_words(t, line.act),
            outcome_words(t, line.outcome),
            line.subject,
            tuple(_change(change) for change in line.changes),
        )
        for line in lines
    ]
    return table("entries", "entry> at user act outcome subject changes", rows)


def _change(change: FieldChange) -> str:
    label, before, after = change_words(t, change)
    return f"{label}: {before or '-'} > {after or '-'}"


def history(desk: Desk, ask: Ask) -> Document:
    """What was done to one record, newest first."""
    sort, text = ask.word(0), ask.word(1)
    if sort == "person":
        found = desk.do(PersonHistory(person(desk, text), t.language))
    elif sort in SORTS:
        found = desk.do(OrganisationHistory(sort, str(_record(desk, sort, text)), t.language))
    else:
        raise InputError("cli.no_sort", value=sort, known=SORTS)
    return Document("history", title("history", what=text), (_changes(found),))


def _record(desk: Desk, sort: str, text: str) -> int:
    view = desk.do(OpenOrganisation(desk.today().year))
    if sort == "department":
        return department(view.departments, text).id
    return post(view.posts, text).id if sort == "post" else kind(view.kinds, text).id


def _changes(found: RecordHistory) -> Table:
    rows: list[tuple[Value, ...]] = []
    for line in found.lines:
        who = (line.at, line.user or t("show.nobody"), act_words(t, line.act), outcome_words(t, line.outcome))
        rows += [(*who, *change_words(t, change)) for change in line.changes] or [(*who, "", "", "")]
    return table("history", "at user act outcome field before after", rows)


VIEWS = (
    View(
        "audit",
        (ListAudit, MoreAudit, AuditChoicesOf),
        audit,
        options=frozenset({"search", "from", "to", "by", "act", "limit"}),
    ),
    View("history", (PersonHistory, OrganisationHistory), history, ("sort", "what")),
)
