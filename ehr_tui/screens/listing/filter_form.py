"""All filters of a list in one box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.types import CSSPathType

from ehr_tui.domain.saved_view import Filters
from ehr_tui.errors import InputError
from ehr_tui.screens.listing.definition import Chosen, FilterKind, ListFilter
from ehr_tui.screens.record_form import Field, Reads, RecordForm
from ehr_tui.screens.words import day_text


class FilterForm(RecordForm[Filters]):
    """What is empty lets everything through."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["../modal.tcss", "../record_form.tcss"]
    TITLE_KEY = "list.filters"
    drafted: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "list.apply"),
        Binding("ctrl+g", "clear", "list.clear"),
    ]

    def __init__(self, filters: Sequence[ListFilter[Any]], chosen: Filters) -> None:
        super().__init__()
        self._filters = tuple(filters)
        self._chosen = dict(chosen)

    def fields(self) -> Sequence[Field]:
        """One for each filter, two for a span."""
        found: list[Field] = []
        for spec in self._filters:
            if spec.kind is FilterKind.CHOICES:
                found.append(Field(spec.name, spec.title, spec.hint, options=spec.options, many=True))
            elif spec.kind is FilterKind.NUMBER:
                found.append(Field(spec.name, spec.title, spec.hint, most=4, reads=Reads.NUMBER))
            else:
                found.append(Field(f"{spec.name}-from", spec.title, "list.from", most=12, reads=Reads.DAY))
                found.append(Field(f"{spec.name}-to", "list.until", "list.to", most=12, reads=Reads.DAY))
        return found

    def values(self) -> Mapping[str, object]:
        """What is set."""
        held: dict[str, object] = {}
        for spec in self._filters:
            chosen = self._chosen.get(spec.name, ())
            if spec.kind is FilterKind.CHOICES:
                held[spec.name] = chosen
            elif spec.kind is FilterKind.NUMBER:
                held[spec.name] = chosen[0] if chosen else ""
            else:
                held[f"{spec.name}-from"], held[f"{spec.name}-to"] = (*chosen, "", "")[:2]
        return held

    def action_clear(self) -> None:
        """Let everything through."""
        for line in self._lines.values():
            line.take([] if line.spec.many else "")

    def action_close(self) -> None:
        """Leave; nothing is lost that could not be set again."""
        self.dismiss(None)

    async def save(self) -> Filters:
        """What is set now."""
        return {spec.name: chosen for spec in self._filters if any(chosen := self._read(spec))}

    def _read(self, spec: ListFilter[Any]) -> Chosen:
        if spec.kind is FilterKind.CHOICES:
            return tuple(str(code) for code in self.chosen(spec.name))
        if spec.kind is FilterKind.NUMBER:
            number = self.number(spec.name)
            return () if number is None else (str(number),)
        first, last = self.day(f"{spec.name}-from"), self.day(f"{spec.name}-to")
        if first and last and last < first:
            raise InputError("people.dates_reversed", first=first, last=last, field=f"{spec.name}-to")
        return day_text(first), day_text(last)
