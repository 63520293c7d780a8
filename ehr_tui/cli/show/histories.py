"""The audit and records' histories, as text."""

from __future__ import annotations

from ehr_tui.audit_words import act_words, acts_named, change_words, outcome_words
from ehr_tui.cli.login import Desk
from ehr_tui.cli.show.document import Document, Table, Value, table
from ehr_tui.cli.show.view import Ask, View, department, kind, person, post, title
from ehr_tui.domain.audit_views import AuditChoices, AuditFilter, AuditLine, FieldChange, HistoryLine
from ehr_tui.domain.codes import CodeEntry
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError
from ehr_tui.i18n import t
from ehr_tui.services.intents.audit import AuditChoicesOf, ListAudit, MoreAudit
from ehr_tui.services.intents.histories import OrganisationHistory, PersonHistory
from ehr_tui.services.intents.organisation import OpenOrganisation

PAGE = 200
KINDS = {"day": "calendar_day"}
"""Where the audit has another name."""
SORTS = ("person", "department", "post", "shift_kind", "demand", "day", "code")
MOST_NAMED = 8


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
        lines = desk.do(PersonHistory(person(desk, text), t.language)).lines
    elif sort in SORTS:
        named = KINDS.get(sort, sort)
        found = [desk.do(OrganisationHistory(named, r, t.language)) for r in _records(desk, sort, text)]
        lines = tuple(sorted((line for one in found for line in one.lines), key=lambda line: -line.number))
    else:
        raise InputError("cli.no_sort", value=sort, known=SORTS)
    return Document("history", title("history", what=text), (_changes(lines),))


def _records(desk: Desk, sort: str, text: str) -> tuple[str, ...]:
    """The records meant, as the audit knows them; several lines of demand may be of one post and shift."""
    if sort == "day":
        return ((Ask((), {"day": text}).day("day") or desk.today()).isoformat(),)
    view = desk.do(OpenOrganisation(desk.today().year))
    if sort == "department":
        return (str(department(view.departments, text).id),)
    if sort == "code":
        return (_code(view.codes, text),)
    if sort == "demand":
        return _demand(view, text)
    return (str(post(view.posts, text).id if sort == "post" else kind(view.kinds, text).id),)


def _code(codes: tuple[CodeEntry, ...], text: str) -> str:
    """``list:code``, or the code or name alone where only one entry bears it."""
    folded = text.casefold().strip()
    found = {
        f"{c.list.value}:{c.code}": c
        for c in codes
        if folded
        in (
            f"{c.list.value}:{c.code}".casefold(),
            c.code.casefold(),
            c.name.zh.casefold(),
            c.name.en.casefold(),
        )
    }
    if not found:
        raise InputError("cli.no_code", text=text)
    if len(found) > 1:
        raise InputError("cli.several_codes", text=text, known=tuple(found)[:MOST_NAMED])
    return next(iter(found))


def _demand(view: OrganisationView, text: str) -> tuple[str, ...]:
    """``post/shift``, or the post alone for all its shifts."""
    named, _, code = text.rpartition("/")
    one = post(view.posts, named or text)
    kinds = {k.id for k in view.kinds if not named or code in (k.code, k.key, k.name.zh, k.name.en)}
    found = tuple(str(d.id) for d in view.demand if d.post == one.id and d.kind in kinds)
    if not found:
        raise InputError("cli.no_demand", text=text)
    return found


def _changes(lines: tuple[HistoryLine, ...]) -> Table:
    rows: list[tuple[Value, ...]] = []
    for line in lines:
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
