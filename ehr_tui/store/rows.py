"""Writing one row by its id."""

from __future__ import annotations

from typing import Any


def put(table: Any, number: int, values: dict[str, Any]) -> int:
    """Change the row with that id, or insert it with that id; 0: insert with the next id.  Returns the id."""
    if not number:
        return int(table.insert(**values).execute())
    if table.update(**values).where(table.id == number).execute() == 0:
        table.insert(id=number, **values).execute()
    return number
