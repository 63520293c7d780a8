"""Who may carry what out of the office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ehr_tui.services.intents import exports
from ehr_tui.services.intents.base import Intent
from tests.access.house import House

MATRIX: dict[type[Intent[Any]], str] = {
    #                               admin hr manager lab gastro leader clerk audit
    exports.ExportTable:            "no   yes yes    yes yes    no     no    no",
    exports.ExportPeople:           "no   yes yes    yes yes    no     no    no",
    exports.ExportOffice:           "no   yes yes    no  no     no     no    no",
    exports.ExportRoster:           "no   yes yes    yes no     no     no    no",
}  # fmt: skip

NOT_FOR_WANT_OF_RIGHTS: dict[type[Intent[Any]], set[str]] = {}

EXAMPLES: dict[type[Intent[Any]], Callable[[House, str], Intent[Any]]] = {
    exports.ExportTable: lambda h, p: exports.ExportTable("Title", ("One",), (("1",),)),
    exports.ExportPeople: lambda h, p: exports.ExportPeople(),
    exports.ExportOffice: lambda h, p: exports.ExportOffice(),
    exports.ExportRoster: lambda h, p: exports.ExportRoster(h.lab, h.draft),
}
