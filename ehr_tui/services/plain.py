"""Domain values as JSON can hold them, for the audit and for stored explanations."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def plain(value: Any) -> Any:
    """A domain value as plain lists, dicts and texts; bytes only by their length."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(v) for v in value)
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return value


def differences(before: Any, after: Any) -> list[list[Any]]:
    """``[field, before, after]`` for each field in which two values of one class differ; None stands for no value.

    Both None in a field, or equal values, are no difference; the id is left out.
    """
    one, other = plain(before) or {}, plain(after) or {}
    return [
        [name, one.get(name), other.get(name)]
        for name in dict.fromkeys((*one, *other))
        if name != "id" and one.get(name) != other.get(name)
    ]


def restore(kind: type[T], value: Any) -> T:
    """A domain value from what ``plain`` made of it; fields that are missing take their defaults.

    Raises TypeError, ValueError or KeyError for what no such value can be made of.
    """
    found: T = _restored(kind, value)
    return found


def _restored(kind: Any, value: Any) -> Any:  # noqa: PLR0911 - one return for each sort of type
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if value is None:
            return None
        return _restored(next(a for a in get_args(kind) if a is not type(None)), value)
    if origin is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return tuple(_restored(inner[0], v) for v in value)
        return tuple(_restored(k, v) for k, v in zip(inner, value, strict=True))
    if origin is frozenset:
        return frozenset(_restored(get_args(kind)[0], v) for v in value)
    if origin in (dict, Mapping):
        return dict(value)
    kind = getattr(kind, "__supertype__", kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _restored(hints[name], value[name]) for name in hints if name in value})
    if isinstance(kind, type) and issubclass(kind, (datetime, date)):
        return kind.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in dataclasses.fields(kind)}
