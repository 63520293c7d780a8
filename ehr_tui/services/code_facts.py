"""The code lists, read once per version of the file."""

from __future__ import annotations

from collections.abc import Mapping

from ehr_tui.domain.codes import CodeEntry, CodeList
from ehr_tui.services.context import Context


def codes_of(context: Context) -> tuple[CodeEntry, ...]:
    """Every entry of every list, list by list in its order."""
    found = context.cache.values.get("codes")
    if isinstance(found, tuple):
        return found
    codes = context.store.organisation.codes()
    context.cache.values["codes"] = codes
    return codes


def known_codes(context: Context, wanted: CodeList) -> Mapping[str, CodeEntry]:
    """One list's entries by code, those no longer offered included."""
    return {entry.code: entry for entry in codes_of(context) if entry.list is wanted}
