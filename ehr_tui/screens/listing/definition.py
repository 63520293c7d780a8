"""What a list is made of: its columns, its filters, how a line is known and found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from rich.text import Text

from ehr_tui.domain.ids import PersonId

T = TypeVar("T")

Value = str | int | date | datetime | None
"""What a cell is sorted and exported by; None is no value and sorts last."""
Chosen = tuple[str, ...]
"""What is set in a filter: codes, the ends of a range, or a number; empty texts stand for open ends."""


@dataclass(frozen=True, slots=True)
class ListColumn(Generic[T]):
    """One column.  ``title`` is a locale key; ``text`` what stands in a line's cell.

    ``value`` is what is sorted and exported by, without it the text.  Figures stand to the ``right``; a ``firm`` column
    is never squeezed; ``shown`` False: only for whoever chooses it.
    """

    key: str
    title: str
    text: Callable[[T], str | Text] = field(compare=False)
    value: Callable[[T], Value] | None = field(default=None, compare=False)
    right: bool = False
    firm: bool = False
    shown: bool = True

    def value_of(self, row: T) -> Value:
        """What a line is sorted and exported by here."""
        if self.value is not None:
            return self.value(row)
        text = self.text(row)
        return text if isinstance(text, str) else text.plain


class FilterKind(StrEnum):
    """What is set in a filter."""

    CHOICES = "choices"  # several codes of its options: any of them fits
    DAYS = "days"  # from–to, both inclusive
    NUMBER = "number"  # one whole number


@dataclass(frozen=True, slots=True)
class ListFilter(Generic[T]):
    """One filter.  ``title`` and ``hint`` are locale keys; ``options`` are codes with their words.

    ``fits(row, chosen)`` is asked only when something is chosen.  ``default`` is set until somebody sets another.
    """

    name: str
    title: str
    fits: Callable[[T, Chosen], bool] = field(compare=False)
    kind: FilterKind = FilterKind.CHOICES
    options: Sequence[tuple[str, str]] = field(default=(), compare=False)
    default: Chosen = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ListAct:
    """Something to do with marked lines: a name, words (locale key), whether it may be done now."""

    name: str
    title: str
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A whole list.  ``name`` is that of its views; ``key`` tells lines apart; ``search`` gives what finds a line.

    ``acts`` are offered for marked lines; without any nothing can be marked.  ``muted``: lines that stand back.
    ``title``, ``empty``, ``count`` and ``found`` are locale keys: what the list is called in an export, what to do
    when there are no lines at all, how many there are (``n``) and how many of them are shown (``n``, ``total``).
    ``person``: whom a line is about, where lines are people; their export is looked at closer.  ``hint`` says in the
    empty search what can be searched by.
    """

    name: str
    columns: tuple[ListColumn[T], ...]
    key: Callable[[T], str] = field(compare=False)
    search: Callable[[T], str] = field(compare=False)
    filters: tuple[ListFilter[T], ...] = ()
    acts: tuple[ListAct, ...] = ()
    muted: Callable[[T], bool] = field(default=lambda _row: False, compare=False)
    empty: str = "list.empty"
    title: str = "list.title"
    person: Callable[[T], PersonId] | None = field(default=None, compare=False)
    count: str = "list.count"
    found: str = "list.found"
    hint: str = "list.search_hint"

    def column(self, key: str) -> ListColumn[T] | None:
        """A column by key."""
        return next((column for column in self.columns if column.key == key), None)


AnyListing = Listing[Any]


def in_days(day: date | None, chosen: Chosen) -> bool:
    """Whether a day lies in a range as a filter keeps it; no day lies in none."""
    first, last = (*chosen, "", "")[:2]
    return (
        day is not None and (not first or first <= day.isoformat()) and (not last or day.isoformat() <= last)
    )
