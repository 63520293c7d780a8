"""What can be asked of the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.audit_views import (
    AuditChoices,
    AuditFile,
    AuditFilter,
    AuditPage,
    CheckState,
    VerifyReport,
)
from ehr_tui.services.intents.base import Audit, Intent


@dataclass(frozen=True, slots=True)
class ListAudit(Intent[AuditPage]):
    """Entries before ``before_number`` (0: the newest), newest first, that fit a filter and contain a text.

    The text is looked for in users, acts, people and details; ``text_acts`` are the acts whose words in the reader's
    language contain it.  Text is looked for in stretches: ``AuditPage.reached`` tells how far.
    """

    before_number: int = 0
    limit: int = 200
    search: str = ""
    text_acts: tuple[str, ...] = ()
    filter: AuditFilter = AuditFilter()
    language: str = "zh_CN"
    permission: ClassVar = Permission.AUDIT_READ
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.READ


@dataclass(frozen=True, slots=True)
class MoreAudit(Intent[AuditPage]):
    """A further page of what ``ListAudit`` began, which was written down once: entries before a number.

    With ``newer`` those after it, the nearest of them, newest first as always; the page's ``reached`` is then 0.
    """

    asked: ListAudit
    before_number: int
    newer: bool = False
    permission: ClassVar = Permission.AUDIT_READ
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class FindAuditDay(Intent[int]):
    """The number of the newest entry of a filter up to and including a day; 0 when there is none so early."""

    day: date
    filter: AuditFilter = AuditFilter()
    permission: ClassVar = Permission.AUDIT_READ
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class AuditChoicesOf(Intent[AuditChoices]):
    """What the filters can offer."""

    permission: ClassVar = Permission.AUDIT_READ
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class CheckAudit(Intent[CheckState]):
    """The next slice of a check: short, so that others' work comes between.  Ends in ``VerifyAudit``."""

    state: CheckState = CheckState()
    permission: ClassVar = Permission.AUDIT_READ
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class VerifyAudit(Intent[VerifyReport]):
    """The result of a check; without slices that were made before, the whole check in one go.

    Names the first broken entry.  That somebody checked, and what was found, is written down.
    """

    state: CheckState = CheckState()
    permission: ClassVar = Permission.AUDIT_READ
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.READ


@dataclass(frozen=True, slots=True)
class ExportAudit(Intent[AuditFile]):
    """What a filter leaves as a file, oldest first, with the chain's head in it; ``format`` is xlsx or csv.

    With a text it holds what contains it, as ``ListAudit``.  Nothing of the office changes, so that an auditor may;
    the export is written down before the file is made, since others must not wait for that.
    Raises InputError ``audit.format``, WorkCancelled.
    """

    format: str
    search: str = ""
    text_acts: tuple[str, ...] = ()
    filter: AuditFilter = AuditFilter()
    language: str = "zh_CN"
    permission: ClassVar = Permission.AUDIT_READ
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.READ
