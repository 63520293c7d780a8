"""How the history of one record is read from the audit."""

from __future__ import annotations

from ehr_tui.domain.audit_views import HistoryLine, RecordHistory
from ehr_tui.errors import InputError
from ehr_tui.services.audit_reading import Reader, belonging, details, people_in
from ehr_tui.services.context import Context
from ehr_tui.services.intents.histories import OrganisationHistory, PersonHistory
from ehr_tui.services.registry import handles
from ehr_tui.store.audit_pages import Row

ORGANISATION_KINDS = frozenset(
    "department post post_profile shift_kind demand calendar calendar_day calendar_year code code_entry code_list"
    " retention rule_setting".split()
)
"""Records of the organisation; whatever else the audit names belongs to people or users."""
MOST = 300
"""Entries of one history that are given; a record has few."""


@handles(PersonHistory)
def person_history(context: Context, intent: PersonHistory) -> RecordHistory:
    """One person's."""
    record = str(int(intent.person))
    rows, older = context.store.audit.pages.history("person", record, MOST)
    alone = context.store.audit.pages.about_one("person", [row.number for row in rows])
    return _history(context, intent.language, rows, older, ("person", record), alone)


@handles(OrganisationHistory)
def organisation_history(context: Context, intent: OrganisationHistory) -> RecordHistory:
    """One post's, department's, kind's …"""
    if intent.kind not in ORGANISATION_KINDS:
        raise InputError("audit.no_such_record")
    rows, older = context.store.audit.pages.history(intent.kind, intent.record, MOST)
    return _history(context, intent.language, rows, older, (intent.kind, intent.record), frozenset())


def _history(
    context: Context,
    language: str,
    rows: list[Row],
    older: int,
    record: tuple[str, str],
    alone: frozenset[int],
) -> RecordHistory:
    found = [(row, details(row.body)) for row in rows]
    reader = Reader(context, language)
    reader.know(person for _, held in found for person in people_in(held))
    lines = []
    for row, held in found:
        by_record = reader.changes(row.act, held)
        whole = row.number in alone or len(by_record) == 1
        own = belonging(held, *record)
        changes = [change for key, found in by_record if whole or key in own for change in found]
        lines.append(
            HistoryLine(
                row.number, row.at, row.user, row.act, row.outcome, tuple(changes), erased=row.body is None
            )
        )
    return RecordHistory(tuple(lines), older)
