"""Many rows at once: one prepared statement for all of them, values turned as the columns say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

CHUNK = 500
Told = Callable[[int], None]
"""Called with how many rows are behind."""


def insert_rows(
    table: Any, names: Sequence[str], rows: Sequence[Sequence[Any]], told: Told | None = None
) -> None:
    """Insert rows of values in the order of ``names`` (attributes of the table)."""
    given = [table._meta.fields[name] for name in names]
    # What the caller does not name stands at the table's own default, as when one row is inserted.
    others = [f for f in table._meta.defaults if f.name not in names]  # fields compare by making conditions
    standing = tuple(table._meta.defaults[f] for f in others)
    standing = tuple(value() if callable(value) else value for value in standing)
    fields = [*given, *others]
    columns = ", ".join(f'"{f.column_name}"' for f in fields)
    marks = ", ".join("?" * len(fields))
    sql = f'INSERT INTO "{table._meta.table_name}" ({columns}) VALUES ({marks})'  # noqa: S608 - names of the schema
    _run(table, sql, fields, [(*row, *standing) for row in rows], told)


def update_rows(
    table: Any, names: Sequence[str], rows: Sequence[Sequence[Any]], told: Told | None = None
) -> None:
    """Change rows by their id, which is each row's last value."""
    fields = [table._meta.fields[name] for name in names]
    sets = ", ".join(f'"{f.column_name}" = ?' for f in fields)
    fields = [*fields, table._meta.fields["id"]]
    sql = f'UPDATE "{table._meta.table_name}" SET {sets} WHERE "id" = ?'  # noqa: S608 - names of tables and columns
    _run(table, sql, fields, rows, told)


def delete_rows(table: Any, name: str, values: Iterable[Any]) -> None:
    """Take out rows whose column has one of the values."""
    field = table._meta.fields[name]
    sql = f'DELETE FROM "{table._meta.table_name}" WHERE "{field.column_name}" = ?'  # noqa: S608
    _run(table, sql, [field], [(value,) for value in values], None)


def next_id(table: Any) -> int:
    """The id that the next row would get; only inside a writing transaction."""
    name = table._meta.table_name
    (highest,) = table._meta.database.execute_sql(f'SELECT max("id") FROM "{name}"').fetchone()  # noqa: S608
    return int(highest or 0) + 1


def _run(
    table: Any, sql: str, fields: Sequence[Any], rows: Sequence[Sequence[Any]], told: Told | None
) -> None:
    connection = table._meta.database.connection()
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        values = [tuple(f.db_value(v) for f, v in zip(fields, row, strict=True)) for row in chunk]
        connection.executemany(sql, values)
        if told is not None:
            told(min(start + CHUNK, len(rows)))
