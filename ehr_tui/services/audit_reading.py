"""What stands in an audit entry's details, as changes of fields that a person can read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ehr_tui.domain.audit_views import FieldChange
from ehr_tui.domain.codes import CodeList
from ehr_tui.services.code_facts import known_codes
from ehr_tui.services.context import Context
from ehr_tui.services.facts import facts_of
from ehr_tui.services.plain import differences

BETWEEN = " · "
"""Between the parts of one value; screens word each part."""
NEVER_SHOWN = frozenset({"phone", "password"})
HEALTH = frozenset({"kind", "reason"})
"""Of a restriction: sensitive personal information (PIPL art. 28); entries of the past may hold it."""
_VALUE_OF = {
    "SavePerson": ("person", "person"),
    "SaveContract": ("contract", "contract"),
    "SaveDepartment": ("department", "value"),
    "SavePost": ("post", "value"),
    "SaveShiftKind": ("shift_kind", "value"),
    "SaveDemand": ("demand", "value"),
    "SaveCalendarDay": ("calendar_day", "value"),
}
"""Acts whose entries may hold the whole value instead of its changes: kind of record and name of the field."""
_NO_FACTS = (
    "subject",
    "changes",
    "cells",
    "before",
    "seen",
    "value",
    "limit",
    "language",
    "text_acts",
    "contact",
    "contract",
    "restriction",
    "drop",
    "before_number",
)
"""Beginnings of fields that are no facts: told otherwise, or nothing but how it was asked."""
_FIRST = ("post", "task", "item", "role", "kind", "code", "name", "start", "minute")
"""By which of its fields an item of a list is known; they are said first."""
_PEOPLE = frozenset({"person", "coach", "keep"})
_KINDS = frozenset({"kind", "followed_by"})
_CODES = {
    "task": CodeList.TASK,
    "tasks": CodeList.TASK,
    "licensed_tasks": CodeList.TASK,
    "hazard": CodeList.HAZARD,
    "hazards": CodeList.HAZARD,
    "exposures": CodeList.HAZARD,
    "course": CodeList.COURSE,
    "courses": CodeList.COURSE,
    "qualification": CodeList.QUALIFICATION,
    "qualifications": CodeList.QUALIFICATION,
    "languages": CodeList.LANGUAGE,
    "item": CodeList.LEAVING_ITEM,
    "items": CodeList.LEAVING_ITEM,
}
"""Fields that hold codes of a list, which are said by name."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def details(body: str | None) -> dict[str, Any]:
    """The details of an entry; what was tampered with is given as it stands."""
    if not body:
        return {}
    try:
        found = json.loads(body)
    except ValueError:
        return {"unreadable": body}
    return found if isinstance(found, dict) else {"unreadable": body}


def remaining(found: Mapping[str, Any]) -> str:
    """The details as text, without what is given as subject and changes."""
    left = {name: held for name, held in found.items() if name != "subject"}
    if _records(found):
        del left["changes"]
    return json.dumps(left, ensure_ascii=False, sort_keys=True) if left else ""


def people_in(found: Mapping[str, Any]) -> Iterator[int]:
    """Ids of the people whose names the changes of an entry need."""
    yield from (found[name] for name in _PEOPLE if isinstance(found.get(name), int))
    yield from (cell[0] for cell in _cells(found))
    for change in _records(found):
        for field, *values in _rows(change):
            for value in values:
                if field in _PEOPLE and isinstance(value, int):
                    yield value
                elif isinstance(value, list):
                    yield from _people_in(value)
    if isinstance(found.get("before"), dict):
        yield from _people_in([*found["before"].values()])


def _people_in(values: list[Any]) -> Iterator[int]:
    """The same in the items of a list: a competence names its coach."""
    for value in values:
        if isinstance(value, dict):
            yield from (value[name] for name in _PEOPLE if isinstance(value.get(name), int))
        elif isinstance(value, list):
            yield from _people_in(value)


def belonging(found: Mapping[str, Any], kind: str, record: str) -> frozenset[str]:
    """``kind:id`` of a record and of those in an entry that say they are its: a new contract names its person."""
    own = {f"{kind}:{record}"}
    for change in _records(found):
        if any(row[0] == kind and record in (str(row[1]), str(row[2])) for row in _rows(change)):
            own.add(_key(change))
    return frozenset(own)


class Reader:
    """Turns details into changes, with names in a language for the ids in them."""

    def __init__(self, context: Context, language: str) -> None:
        self._facts = facts_of(context)
        self._language = language
        self._context = context
        self._people: dict[int, str] = {}

    def know(self, people: Iterable[int]) -> None:
        """Read the names of those whose names are not known yet."""
        missing = sorted(set(people) - self._people.keys())
        if missing:
            found = self._context.store.people.by_ids(missing)
            self._people |= dict.fromkeys(missing, "") | {int(key): p.name for key, p in found.items()}

    def changes(self, act: str, found: Mapping[str, Any]) -> list[tuple[str, list[FieldChange]]]:
        """Changes by record, as ``(kind:id, changes)``."""
        records = _records(found)
        if records:
            return [self._record(c) for c in records]
        cells = [self._cell(cell) for cell in _cells(found)]
        if cells:
            return [("roster:", cells)]
        return self._whole(act, found)

    def facts(self, found: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """What was written down beside the changes and can be said in a few words."""
        texts = ((name, self._fact(name, found[name])) for name in found if not name.startswith(_NO_FACTS))
        return tuple((name, text) for name, text in texts if text)

    def _fact(self, field: str, value: Any) -> str:
        match value:
            case {"year": int(year), "month": int(month), **rest} if not rest:
                return f"{year}-{month:02}"
            case dict():
                return ""
            case list():
                return (
                    "" if any(isinstance(held, (dict, list)) for held in value) else self._text(field, value)
                )
            case bool():
                return field if value else ""
            case _:
                return self._text(field, value)

    def _record(self, change: Mapping[str, Any]) -> tuple[str, list[FieldChange]]:
        found: list[FieldChange] = []
        for field, before, after in _rows(change):
            found += self._field(str(change.get("kind", "")), str(field), before, after)
        return _key(change), found

    def _whole(self, act: str, found: Mapping[str, Any]) -> list[tuple[str, list[FieldChange]]]:
        if act not in _VALUE_OF:
            return []
        kind, name = _VALUE_OF[act]
        after = None if found.get("removed") else found.get(name)
        before = found.get("before", found.get("seen"))
        if not isinstance(after or {}, dict) or not isinstance(before or {}, dict):
            return []
        rows: list[FieldChange] = []
        for field, one, other in differences(before, after):
            rows += self._field(kind, field, one, other)
        record = (after or before or {}).get("id", found.get("day", ""))
        return [(f"{kind}:{record}", rows)] if rows else []

    def _cell(self, cell: list[Any]) -> FieldChange:
        person, day, before, after = cell
        what = BETWEEN.join(part for part in (self._people.get(person, ""), str(day)) if part)
        one, other = ("/".join(str(code) for code in _list(codes)) for codes in (before, after))
        return FieldChange("cell", one, other, "roster", what)

    def _field(self, kind: str, field: str, before: Any, after: Any) -> Iterator[FieldChange]:
        if field in NEVER_SHOWN or (kind == "restriction" and field in HEALTH):
            return
        if _is_tree(before) or _is_tree(after):
            trees = [v if isinstance(v, dict) else {} for v in (before, after)]
            for name, first, second in differences(*trees):
                yield from self._field(kind, name, first, second)
        elif _holds_trees(before) or _holds_trees(after):
            yield from self._items(kind, field, _list(before), _list(after))
        else:
            one, other = self._text(field, before), self._text(field, after)
            if one != other:
                yield FieldChange(field, one, other, kind)

    def _items(self, kind: str, field: str, before: list[Any], after: list[Any]) -> Iterator[FieldChange]:
        """Lists of values, item by item: what belongs together is what begins alike."""
        gone = [v for v in before if v not in after]
        new = [v for v in after if v not in before]
        for item in gone:
            match = next((v for v in new if _head(v) == _head(item)), None)
            if match is not None:
                new.remove(match)
            one, other = self._text(field, item), self._text(field, match)
            if one != other:
                yield FieldChange(field, one, other, kind)
        for item in new:
            yield FieldChange(field, "", self._text(field, item), kind)

    def _text(self, field: str, value: Any) -> str:
        match value:
            case None | "" | []:
                return ""
            case bool():
                return "true" if value else "false"
            case int():
                return self._named(field, value)
            case {"zh": zh, "en": en, **rest} if not rest:
                return " / ".join(text for text in (zh, en) if text)
            case dict():
                parts = (self._part(name, held) for name, held in _shown(value))
                return BETWEEN.join(part for part in parts if part)
            case list():
                return BETWEEN.join(self._text(field, held) for held in value)
            case str() if field in _CODES:
                entry = known_codes(self._context, _CODES[field]).get(value)
                return entry.name.in_language(self._language) if entry else value
            case _:
                return str(value)

    def _part(self, name: str, value: Any) -> str:
        """A field inside a value: what holds is said by the field's own name, what does not is left out.

        A day says which one it is, as ``until=2026-12-31``; screens word both.
        """
        if value is True:
            return name
        if isinstance(value, str) and _DAY.fullmatch(value):
            return f"{name}={value}"
        return "" if value is False or value == 0 else self._text(name, value)

    def _named(self, field: str, value: int) -> str:
        known: Mapping[Any, Any] = {}
        if field in _PEOPLE:
            return self._people.get(value) or str(value)
        if field in _KINDS:
            kind = self._facts.kinds.get(value)  # type: ignore[call-overload]
            return kind.code if kind else str(value)
        if field == "department":
            known = self._facts.departments
        elif field in ("post", "posts"):
            known = self._facts.posts
        found = known.get(value)
        return found.name.in_language(self._language) if found else str(value)


def _records(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [c for c in _list(found.get("changes")) if isinstance(c, dict) and "fields" in c]


def _rows(change: Mapping[str, Any]) -> list[list[Any]]:
    return [row for row in _list(change["fields"]) if isinstance(row, list) and len(row) == 3]


def _key(change: Mapping[str, Any]) -> str:
    return f"{change.get('kind', '')}:{change.get('record', '')}"


def _cells(found: Mapping[str, Any]) -> list[list[Any]]:
    return [cell for cell in _list(found.get("cells")) if isinstance(cell, list) and len(cell) == 4]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_tree(value: Any) -> bool:
    return isinstance(value, dict) and set(value) != {"zh", "en"}


def _holds_trees(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(held, (dict, list)) for held in value)


def _head(value: Any) -> Any:
    """What an item is known by: its id, or its first field."""
    if isinstance(value, dict):
        return value.get("id") or next((value[name] for name in _FIRST if name in value), None)
    return value[:1] if isinstance(value, list) else value


def _shown(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    hidden = NEVER_SHOWN | {"id"} | (HEALTH if "effects" in value else frozenset())
    names = [*(name for name in _FIRST if name in value), *(name for name in value if name not in _FIRST)]
    return ((name, value[name]) for name in names if name not in hidden)
