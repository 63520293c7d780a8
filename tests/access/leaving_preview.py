"""Who may do what: what a last day would leave behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ehr_tui.services.intents import leaving_preview
from ehr_tui.services.intents.base import Intent
from tests.access.house import House, someone

MATRIX: dict[type[Intent[Any]], str] = {
    #                                 admin hr manager lab gastro leader clerk audit
    leaving_preview.CountDutiesAfter: "no   yes no     no  no     no     no    no",
}  # fmt: skip

EXAMPLES: dict[type[Intent[Any]], Callable[[House, str], Intent[Any]]] = {
    leaving_preview.CountDutiesAfter: lambda h, p: leaving_preview.CountDutiesAfter(
        someone(h), h.folder.clock.today()
    ),
}
