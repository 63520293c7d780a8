"""What a list shows: search, filters, order and marks over lines in memory.  Asks nothing, paints nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from ehr_tui.domain.saved_view import Filters, ListSettings
from ehr_tui.screens.listing.definition import Chosen, FilterKind, ListColumn, Listing, Value
from ehr_tui.widgets.cells import plain_digits

T = TypeVar("T")


class ListModel(Generic[T]):
    """The lines of one list as they are shown.  ``shown`` is always up to date."""

    def __init__(self, listing: Listing[T], settings: ListSettings = ListSettings()) -> None:  # noqa: B008 - frozen
        self.listing = listing
        self.settings = settings
        self.marked: set[str] = set()
        self.rows: tuple[T, ...] = ()
        self.shown: tuple[T, ...] = ()
        self._keys: list[str] = []
        self._hay: list[str] = []
        self._kept: list[int] = []  # places of the rows that pass the filters, in order

    # What it is made of

    def put(self, rows: Sequence[T]) -> None:
        """Other lines; marks of lines that are gone go too."""
        self.rows = tuple(rows)
        self._keys = [self.listing.key(row) for row in self.rows]
        self._hay = [plain_digits(self.listing.search(row)).casefold() for row in self.rows]
        self.marked &= set(self._keys)
        self._rework()

    def define(self, listing: Listing[T]) -> None:
        """The same list in other words or with other columns."""
        self.listing = listing
        self._rework()

    def apply(self, settings: ListSettings) -> None:
        """Other columns, order, filters, search."""
        self.settings = settings
        self._rework()

    def search(self, text: str) -> None:
        """Only lines in which every word of the text occurs."""
        self.settings = replace(self.settings, search=text)
        self._find()

    # What it shows

    @property
    def columns(self) -> tuple[ListColumn[T], ...]:
        """The columns in order: those chosen, as far as the list still has them, else its own."""
        chosen = self.settings.columns
        if chosen is not None:
            found = tuple(c for key in chosen if (c := self.listing.column(key)) is not None)
            if found:
                return found
        return tuple(column for column in self.listing.columns if column.shown)

    def chosen(self, name: str) -> Chosen:
        """What is set in a filter; empty when it lets everything through."""
        found = next((f for f in self.listing.filters if f.name == name), None)
        if found is None:
            return ()
        filters = self.settings.filters
        chosen = found.default if filters is None else tuple(filters.get(name, ()))
        if found.kind is FilterKind.CHOICES and found.options:  # of a view kept long ago some may be no more
            chosen = tuple(code for code, _ in found.options if code in chosen)
        return chosen if any(chosen) else ()

    @property
    def filters(self) -> Filters:
        """What is set in all filters, those that let everything through left out."""
        return {f.name: chosen for f in self.listing.filters if (chosen := self.chosen(f.name))}

    @property
    def filtered(self) -> int:
        """How many lines pass the filters, whatever is searched."""
        return len(self._kept)

    def key_at(self, place: int) -> str:
        """The key of a shown line; empty beyond the end."""
        return self.listing.key(self.shown[place]) if 0 <= place < len(self.shown) else ""

    def place_of(self, key: str) -> int | None:
        """Where a line is shown; None when it is not."""
        return next((n for n, row in enumerate(self.shown) if self.listing.key(row) == key), None)

    # Sorting

    def sort_by(self, key: str) -> None:
        """Upwards by a column; asked again downwards, then in the list's own order."""
        now = self.settings
        if now.sort != key:
            self.apply(replace(now, sort=key, descending=False))
        elif not now.descending:
            self.apply(replace(now, descending=True))
        else:
            self.apply(replace(now, sort="", descending=False))

    # Marks

    def turn(self, key: str) -> None:
        """Mark a line, or no longer."""
        if key:
            self.marked ^= {key}

    def turn_all(self) -> None:
        """Mark every shown line; none of them when all are marked."""
        shown = {self.listing.key(row) for row in self.shown}
        if shown <= self.marked:
            self.marked -= shown
        else:
            self.marked |= shown

    def marked_rows(self) -> tuple[T, ...]:
        """The marked lines, shown or not, in the order of the shown ones first."""
        shown = [row for row in self.shown if self.listing.key(row) in self.marked]
        seen = {self.listing.key(row) for row in shown}
        hidden = [
            row
            for key, row in zip(self._keys, self.rows, strict=True)
            if key in self.marked and key not in seen
        ]
        return (*shown, *hidden)

    # Working it out

    def _rework(self) -> None:
        tests = [(f.fits, chosen) for f in self.listing.filters if (chosen := self.chosen(f.name))]
        rows = self.rows
        kept: Iterable[int] = (
            n for n, row in enumerate(rows) if all(fits(row, chosen) for fits, chosen in tests)
        )
        column = self.listing.column(self.settings.sort) if self.settings.sort else None
        self._kept = list(kept) if column is None else self._sorted(column, list(kept))
        self._find()

    def _sorted(self, column: ListColumn[T], places: list[int]) -> list[int]:
        """Stable; lines without a value stay last in both directions."""
        values = {n: column.value_of(self.rows[n]) for n in places}
        filled = [n for n in places if values[n] not in (None, "")]
        blank = [n for n in places if values[n] in (None, "")]
        filled.sort(key=lambda n: _rank(values[n]), reverse=self.settings.descending)
        return filled + blank

    def _find(self) -> None:
        words = plain_digits(self.settings.search).casefold().split()
        hay, rows = self._hay, self.rows
        if words:
            self.shown = tuple(rows[n] for n in self._kept if all(word in hay[n] for word in words))
        else:
            self.shown = tuple(rows[n] for n in self._kept)


def _rank(value: Value) -> tuple[int, object]:
    """Figures before days before texts, so that a column of several sorts of values can be sorted."""
    if isinstance(value, int):
        return 0, value
    return (2, value.casefold()) if isinstance(value, str) else (1, value.isoformat() if value else "")
