"""What can be asked of the audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.views import AuditPage, VerifyReport
from ehr_tui.services.intents.base import Audit, Intent


@dataclass(frozen=True, slots=True)
class ListAudit(Intent[AuditPage]):
    """Entries before ``before_number`` (0: the newest), newest first, whose user or act contains ``search``."""

    before_number: int = 0
    limit: int = 200
    search: str = ""
    permission: ClassVar = Permission.AUDIT_READ
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.READ


@dataclass(frozen=True, slots=True)
class VerifyAudit(Intent[VerifyReport]):
    """Check the whole chain and the file; names the first broken entry."""

    permission: ClassVar = Permission.AUDIT_READ
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.READ
