"""What an export hands over: the file's bytes and a name for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class ExportFormat(StrEnum):
    """How tables are written."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to be saved.  ``rows``: how many records are in it."""

    data: bytes = field(repr=False)
    file_name: str
    rows: int


PEOPLE_COLUMNS: tuple[str, ...] = (
    "number", "name", "sex", "birth_date", "phone", "department", "post", "employment", "contractor", "contract_from",
    "contract_to", "hours_system", "period", "approval", "probation_to", "hire_date", "leave_date", "standby",
    "education", "major", "languages", "skills", "contact_name", "contact_relation", "contact_phone", "remark",
)  # fmt: skip
"""What a list of people may show; words ``exchange.staff.<column>``."""
