"""A list as one user likes it: columns, order, filters, search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Filters = Mapping[str, tuple[str, ...]]
"""By name of the filter: the codes chosen, or the ends of a range (from, to; empty text for an open end)."""


@dataclass(frozen=True, slots=True)
class ListSettings:
    """How a list is shown.

    ``columns``: keys in order, None for those of the list itself.  ``sort``: the column sorted by, empty for the
    list's own order; ``descending`` turns it round.  ``filters``: None for the list's own.
    """

    columns: tuple[str, ...] | None = None
    sort: str = ""
    descending: bool = False
    filters: Filters | None = None
    search: str = ""


@dataclass(frozen=True, slots=True)
class SavedView:
    """Settings kept under a name; the empty name is how the list was left."""

    name: str
    settings: ListSettings = field(default_factory=ListSettings)
