"""Who may do what: reading and checking the audit, histories of records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ehr_tui.domain.audit_views import CheckState
from ehr_tui.services.intents import audit, histories
from ehr_tui.services.intents.base import Intent
from tests.access.house import House, someone

MATRIX: dict[type[Intent[Any]], str] = {
    #                               admin hr manager lab gastro leader clerk audit
    audit.MoreAudit:                "no   no no      no  no     no     no    yes",
    audit.FindAuditDay:             "no   no no      no  no     no     no    yes",
    audit.AuditChoicesOf:           "no   no no      no  no     no     no    yes",
    audit.CheckAudit:               "no   no no      no  no     no     no    yes",
    audit.ExportAudit:              "no   no no      no  no     no     no    yes",
    histories.PersonHistory:        "no   yes yes    yes no     no     no    yes",
    histories.OrganisationHistory:  "yes  yes yes    yes yes    yes    no    yes",
}  # fmt: skip

EXAMPLES: dict[type[Intent[Any]], Callable[[House, str], Intent[Any]]] = {
    audit.MoreAudit: lambda _house, _persona: audit.MoreAudit(audit.ListAudit(), 3),
    audit.FindAuditDay: lambda _house, _persona: audit.FindAuditDay(date(2026, 11, 23)),
    audit.AuditChoicesOf: lambda _house, _persona: audit.AuditChoicesOf(),
    audit.CheckAudit: lambda _house, _persona: audit.CheckAudit(CheckState()),
    audit.ExportAudit: lambda _house, _persona: audit.ExportAudit("csv"),
    histories.PersonHistory: lambda house, _persona: histories.PersonHistory(someone(house)),
    histories.OrganisationHistory: lambda house, _persona: histories.OrganisationHistory(
        "department", str(house.lab)
    ),
}
