"""What somebody typed into a form and has not saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Typed = Mapping[str, object]
"""What stands in the fields, by name, as JSON can hold it."""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft: of which form and record (empty: a new one), its title as last seen, in which mode, since when."""

    form: str
    record: str
    title: str
    mode: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with its content: ``typed`` the fields that differ from ``base``, which is what stood there then."""

    line: DraftLine
    typed: Typed = field(repr=False)
    base: Typed = field(repr=False)
