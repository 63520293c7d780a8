"""How the audit is written to a file: recorded at once, made afterwards, so that nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator

from ehr_tui.audit_words import filter_text, instant_text
from ehr_tui.domain.audit_views import AuditFile, AuditLine
from ehr_tui.errors import InputError
from ehr_tui.exchange.audit_sheet import FORMATS, Head, audit_csv, audit_workbook
from ehr_tui.i18n import Words
from ehr_tui.services.audit_reading import Reader
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.audit import lines_of, sought_by, wanted_by
from ehr_tui.services.intents.audit import ExportAudit
from ehr_tui.services.registry import handles

PART = 2_000
"""Entries read at a time."""
ALL_CHANGES = 10_000_000


@handles(ExportAudit)
def export_audit(context: Context, intent: ExportAudit) -> AuditFile:
    """Write down that it is exported; the file follows once that stands."""
    if intent.format not in FORMATS:
        raise InputError("audit.format")
    number, digest = context.store.audit.head()
    context.note(head=number)
    file = AuditFile()
    context.after_commit(lambda: _make(context, intent, file, number, digest))
    return file


def _make(context: Context, intent: ExportAudit, file: AuditFile, number: int, digest: str) -> None:
    t = Words(intent.language)
    write = audit_csv if intent.format == "csv" else audit_workbook
    with context.store.transaction(write=False):
        pages, wanted = context.store.audit.pages, wanted_by(intent.filter)
        text = intent.search.strip()
        users = dict(pages.users())
        what = filter_text(
            t, intent.filter, {key: users.get(key, str(key)) for key in intent.filter.users}, text
        )
        count = pages.count_up_to(
            wanted, number, sought_by(context, text, intent.text_acts) if text else None
        )
        head = [
            t("audit.sheet_title"),
            t("audit.sheet_head", n=count, at=instant_text(context.now), number=number, hash=digest),
        ]
        if what:
            head.append(t("audit.sheet_filter", what=what))
    file.data = write(Head(tuple(head)), _lines(context, intent, number, count), t)
    file.entries = count


def _lines(context: Context, intent: ExportAudit, until: int, count: int) -> Iterator[AuditLine]:
    """Part by part, each in a transaction of its own: entries are never changed, so the parts fit together."""
    text, after, done = intent.search.strip(), 0, 0
    reader = Reader(context, intent.language)
    while True:
        context.progress.step(done, count, "audit.stage.export")
        with context.store.transaction(write=False):
            sought = sought_by(context, text, intent.text_acts) if text else None
            rows = context.store.audit.pages.ascending(wanted_by(intent.filter), after, until, sought, PART)
            lines = lines_of(context, rows, reader, ALL_CHANGES, raw=0)
        yield from lines
        if len(rows) < PART:
            return
        after, done = rows[-1].number, done + len(rows)
