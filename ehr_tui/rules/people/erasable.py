"""What has no purpose left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ehr_tui.domain.contract_law import months_after
from ehr_tui.domain.retention import DataCategory, RetentionRule


def erasable_since(
    last_day: date,
    held: Mapping[DataCategory, date | None],
    rules: Mapping[DataCategory, RetentionRule],
    day: date,
) -> tuple[tuple[DataCategory, date], ...]:
    """The categories of somebody who left whose time is over on a day, and since when.

    ``held`` are categories the office still has; the date is the oldest entry's for LOGS, which count from the entry,
    and None for the others, which count from the last day employed.  Nothing of whoever is still employed.
    """
    if last_day >= day:
        return ()
    found = []
    for category in DataCategory:
        if category not in held or category not in rules:
            continue
        since = months_after(held[category] or last_day, rules[category].months)
        if category is DataCategory.LOGS:
            since = max(since, last_day)
        if since < day:
            found.append((category, since))
    return tuple(found)
