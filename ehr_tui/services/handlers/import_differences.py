"""What a record workbook says otherwise of what stands of the organisation: told in the dry run, never written."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from enum import Enum
from typing import Any

from ehr_tui.domain.import_views import RowIssue
from ehr_tui.exchange.record_book import TABLES, Told
from ehr_tui.i18n import t
from ehr_tui.services.context import Context
from ehr_tui.services.facts import facts_of
from ehr_tui.services.handlers.import_plan import Places, Plan, place_key
from ehr_tui.services.handlers.office_rows import organisation_rows

KEYS: dict[str, tuple[str, ...]] = {
    "codes": ("code_list", "code"),
    "departments": ("code",),
    "posts": ("code",),
    "profiles": ("post",),
    "kinds": ("department", "code"),
    "calendar": ("day",),
}
"""By what a row of a table is known."""


def tell_differences(
    context: Context, plan: Plan, places: Places, sheets: Mapping[str, list[Told]], names: Mapping[str, str]
) -> None:
    """A remark for each row that says something else than the office, with the columns that differ."""
    rows = organisation_rows(context, facts_of(context))
    codes = {int(d.id): d.code for d in context.store.organisation.departments()}
    for table, keys in KEYS.items():
        standing = {_key(row, keys): row for row in rows[table]}
        for told in sheets.get(table, ()):
            values = _placed(told.values, places, codes) if "department" in TABLES[table] else told.values
            known = standing.get(_key(values, keys))
            differs = [
                name
                for name, value in values.items()
                if known is not None and name not in keys and _same(value) != _same(known.get(name))
            ]
            if known is not None and differs and _says_anything(table, known):
                fields = t("format.list_separator").join(t(f"exchange.column.{name}") for name in differs)
                what = str(known.get("name_zh") or known.get("code") or known.get("post") or known.get("day"))
                figures = (("what", what), ("fields", fields))
                plan.remarks.append(RowIssue(names.get(table, ""), told.row, "", "stands_otherwise", figures))


def _placed(values: Mapping[str, Any], places: Places, codes: Mapping[int, str]) -> dict[str, Any]:
    """With the department's code as the office has it: a sheet may name it."""
    found = places.find(values.get("department", ""))
    return {**values, "department": codes.get(found, "") if found is not None else ""}


def _key(row: Mapping[str, Any], keys: tuple[str, ...]) -> tuple[Hashable, ...]:
    return tuple(place_key(value) if isinstance(value := row.get(key), str) else value for key in keys)


def _same(value: Any) -> Any:
    """Values as they are compared: nothing is nothing, order does not count in sets of codes."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, (list, tuple, frozenset)):
        return [_same(part) for part in value] or None
    return value or None


def _says_anything(table: str, known: Mapping[str, Any]) -> bool:
    """An empty page of a post is filled, not kept."""
    return table != "profiles" or any(value for name, value in known.items() if name != "post")
