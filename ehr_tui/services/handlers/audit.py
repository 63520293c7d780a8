"""How the audit is read and checked."""

from __future__ import annotations

from dataclasses import replace

from ehr_tui.domain.views import AuditPage, VerifyReport
from ehr_tui.services.context import Context
from ehr_tui.services.intents.audit import ListAudit, VerifyAudit
from ehr_tui.services.registry import handles

MAX_PAGE = 1000


@handles(ListAudit)
def list_audit(context: Context, intent: ListAudit) -> AuditPage:
    """A page of entries."""
    return context.store.audit.page(intent.before_number, min(intent.limit, MAX_PAGE), intent.search.strip())


@handles(VerifyAudit)
def verify_audit(context: Context, intent: VerifyAudit) -> VerifyReport:
    """The chain and the file.  A cut tail shows against the number the office remembers."""
    del intent
    report = context.store.audit.verify()
    remembered = int(context.store.meta.get("audit_head", "0"))
    if report.sound and report.head_number < remembered:
        report = replace(report, broken_number=report.head_number + 1, code="cut")
    return replace(report, file_ok=context.store.integrity())
