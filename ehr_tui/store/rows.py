"""Writing one row by its id; reading thousands as the file has them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import peewee


def put(table: Any, number: int, values: dict[str, Any]) -> int:
    """Change the row with that id, or insert it with that id; 0: insert with the next id.  Returns the id."""
    if not number:
        return int(table.insert(**values).execute())
    if table.update(**values).where(table.id == number).execute() == 0:
        table.insert(id=number, **values).execute()
    return number


def among(column: Any, numbers: Sequence[int]) -> Any:
    """The condition that a column is one of many numbers: as one value, however many they are."""
    if len(numbers) <= 500:
        return column.in_(list(numbers))
    return column.in_(peewee.SQL("(SELECT value FROM json_each(?))", [json.dumps([int(n) for n in numbers])]))


def plain_rows(query: Any) -> list[tuple[Any, ...]]:
    """A query's rows without turning each value: with ``day_of`` and ``listed``, half the time for thousands."""
    sql, values = query.sql()
    found: list[tuple[Any, ...]] = query.model._meta.database.execute_sql(sql, values).fetchall()
    return found


@lru_cache(maxsize=65_536)
def day_of(text: str | None) -> date | None:
    """A stored day."""
    return None if text is None else date.fromisoformat(text)


@lru_cache(maxsize=16_384)
def listed(text: str) -> tuple[Any, ...]:
    """A stored list of plain values."""
    return tuple(json.loads(text))
