"""The retention times that ship as data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ehr_tui.domain.retention import DataCategory, RetentionRule
from ehr_tui.errors import InputError
from ehr_tui.exchange.data_files import entries
from ehr_tui.paths import data_dir

FILE = "retention.toml"


@cache
def read_retention(folder: Path | None = None) -> tuple[RetentionRule, ...]:
    """One rule for each category, in order; raises InputError ``data.*`` naming the entry that is wrong or missing."""
    found: dict[DataCategory, RetentionRule] = {}
    for entry in entries(folder or data_dir(), FILE, "retention", "category"):
        category = entry.one_of("category", {c.value: c for c in DataCategory})
        if category in found:
            raise entry.refuse("duplicate", key="category", value=category.value)
        least = entry.whole("least", 0)
        rule = RetentionRule(category, entry.whole("months", lowest=least), entry.name(), least)
        entry.done()
        found[category] = rule
    for category in DataCategory:
        if category not in found:
            raise InputError("data.missing", file=FILE, entry="-", key=category.value)
    return tuple(found[category] for category in DataCategory)
