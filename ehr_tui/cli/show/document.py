"""What a view consists of before it is written: facts, tables and lines, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes that people read as hours."""

    minutes: int


Value = str | int | bool | date | datetime | Enum | Name | Month | Hours | None | tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``key`` names it in data (and its words ``show.column.<key>``), unless ``title`` is given."""

    key: str
    right: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns.  ``frozen``: that many first columns are repeated where the rest must be split by width."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    frozen: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a key (words ``show.column.<key>``) and a value."""

    key: str
    pairs: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole view; parts have titles ``show.part.<key>``."""

    view: str
    title: str
    parts: tuple[Table | Facts, ...]


def table(key: str, columns: str, rows: list[tuple[Value, ...]], frozen: int = 0) -> Table:
    """A table from names of columns in one text; a name that ends in ``>`` stands to the right."""
    named = tuple(Column(name.rstrip(">"), name.endswith(">")) for name in columns.split())
    return Table(key, named, tuple(rows), frozen)
