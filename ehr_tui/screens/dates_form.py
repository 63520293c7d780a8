"""From when to when: two dates in a box."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from ehr_tui.errors import EhrError, InputError
from ehr_tui.screens.field_values import read_day
from ehr_tui.screens.fields import field, field_words
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.words import day_text

__all__ = ["DatesForm", "read_day"]


class DatesForm(EhrModal[tuple[date | None, date | None] | None]):
    """An empty date is no limit; ``needs_end``: the last day must be given."""

    TITLE_KEY = "accounts.dates.title"
    WORDS: ClassVar[dict[str, str]] = {
        **field_words("accounts.dates", ("first", "last")),
        "#dates-hint": "accounts.dates.hint",
    }

    def __init__(self, first: date | None, last: date | None, *, needs_end: bool) -> None:
        super().__init__()
        self._given = (first, last)
        self._needs_end = needs_end

    def compose_box(self) -> ComposeResult:
        """Two fields."""
        yield field("first", most=12)
        yield field("last", most=12)
        yield Prose(id="dates-hint", classes="hint")
        yield Prose(id="dates-message", classes="message")

    def on_mount(self) -> None:
        """Begin with what stands."""
        for name, day in zip(("first", "last"), self._given, strict=True):
            self.query_one(f"#{name}", Input).value = day_text(day)
        self.set_focus(self.query_one("#first", Input))

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Enter moves on; on the last field it answers."""
        event.stop()
        if event.input.id == "first":
            self.set_focus(self.query_one("#last", Input))
            return
        today = self.host.clock.today()
        try:
            first, last = (
                read_day(self.query_one(f"#{name}", Input).value, today) for name in ("first", "last")
            )
            if first and last and last < first:
                raise InputError("people.dates_reversed", first=first, last=last)
            if self._needs_end and last is None:
                raise InputError("accounts.deputy_without_end")
        except EhrError as error:
            self.query_one("#dates-message", Prose).update(self.host.error_text(error))
            return
        self.dismiss((first, last))
