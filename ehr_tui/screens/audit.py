"""The audit: who did what, newest first, filtered and searched; a check of the whole chain; an export."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input, Static

from ehr_tui.domain.audit_views import REFUSED, AuditFilter, AuditLine
from ehr_tui.domain.views import HomeItem, HomeKind
from ehr_tui.i18n import t as words
from ehr_tui.screens.audit_entry import entry_text
from ehr_tui.screens.audit_forms import AuditDayForm, AuditEntryBox, AuditFilterForm
from ehr_tui.screens.audit_list import AuditList
from ehr_tui.screens.audit_work import AuditWork
from ehr_tui.screens.prose import Prose
from ehr_tui.widgets.themes import app_plain

PATIENCE = 0.35
"""Seconds without a key after which what is typed is searched for: every search is written down."""


class AuditScreen(AuditWork):
    """A search above, counts, the result of the last check, the list, the marked entry in full below."""

    CSS_PATH = "audit.tcss"
    WORDS: ClassVar = {"#audit-search": "audit.search"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+b", "broken", "audit.go_broken"),
        Binding("ctrl+f,slash,ideographic_comma", "search", "audit.find", key_display="Ctrl+F"),
        Binding("ctrl+t", "filter", "audit.filter"),
        Binding("ctrl+e", "verify", "audit.verify"),
        Binding("ctrl+s", "export", "audit.export"),
        Binding("ctrl+g", "go_day", "audit.go_day"),
        Binding("ctrl+o", "looks", "audit.looks_key"),
        Binding("ctrl+k", "clear", "audit.clear_filter"),
        Binding("ctrl+r", "read", "audit.read", show=False),
        Binding("ctrl+home", "newest", "audit.newest", show=False),
        Binding("ctrl+end", "oldest", "audit.oldest", show=False),
        Binding("escape", "leave", "audit.leave_search", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._typing: Timer | None = None
        self._searched = ""

    def compose_body(self) -> ComposeResult:
        """Search, counts, check, list, entry."""
        yield Input(id="audit-search", compact=True, max_length=100)
        yield Static(id="audit-state", markup=False)
        yield Static(id="audit-check")
        yield AuditList(id="audit-list")
        yield Prose(id="audit-entry")

    def on_mount(self) -> None:
        """Read the newest."""
        self.listing.focus()
        self.action_read()

    # Reading

    def action_read(self) -> None:
        """Again from the newest."""
        self._searched = self.sought
        self.start(self.read_anew(), "audit.read")

    def action_newest(self) -> None:
        """To the newest."""
        if self._newest:
            self.listing.action_move(-len(self.lines))
        else:
            self.action_read()

    def action_oldest(self) -> None:
        """To the very first."""
        self.start(self.go_to_oldest(), "audit.read")

    @on(AuditList.Near)
    def near_an_end(self, event: AuditList.Near) -> None:
        """More of it, downwards or, after a jump, upwards."""
        if event.older:
            self.start(self.read_older(), "audit.older", exclusive=False)
        elif not self._newest:
            self.start(self.read_newer(), "audit.older", exclusive=False)

    def on_others_committed(self) -> None:
        """New entries come above; nothing is asked again, which would be an entry itself."""
        if self._newest and not self.working:
            self.start(self.read_newer(), "audit.newer", exclusive=False)

    def open_place(self, place: HomeItem) -> None:
        """The refusals of the last days."""
        days = dict(place.figures).get("days")
        if place.kind is HomeKind.AUDIT_REFUSALS and isinstance(days, int):
            first = self.host.clock.today() - timedelta(days=days)
            self._filter_by(AuditFilter(outcome=REFUSED, first=first), "")

    # Searching and filtering

    def action_search(self) -> None:
        """To the search field."""
        self.query_one("#audit-search", Input).focus()

    @on(Input.Changed, "#audit-search")
    def typed(self) -> None:
        """Search once the typing rests."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(PATIENCE, self._search_typed)

    def _search_typed(self) -> None:
        if self.sought != self._searched:
            self.action_read()

    @on(Input.Submitted, "#audit-search")
    def search_done(self) -> None:
        """At once, and to what was found."""
        self._search_typed()
        self.listing.focus()

    def action_filter(self) -> None:
        """Choose what is wanted."""
        self.start(self._choose_filter(), "audit.filter")

    async def _choose_filter(self) -> None:
        answer = await self.dialog(AuditFilterForm(self.filter, self.choices, self.subject))
        if answer is not None and answer != self.filter:
            self._filter_by(answer, self.subject if answer.records else "")

    def action_looks(self) -> None:
        """Only looks at masked fields, or everything again."""
        self._filter_by(replace(self.filter, looks=not self.filter.looks), self.subject)

    def action_clear(self) -> None:
        """No filter, no search."""
        self.clear_filter()
        self.action_read()

    def clear_filter(self) -> None:
        """Everything again."""
        super().clear_filter()
        self._searched = ""
        self.query_one("#audit-search", Input).value = ""

    def _filter_by(self, asked: AuditFilter, subject: str) -> None:
        self.filter, self.subject = asked, subject
        self.action_read()

    def action_leave(self) -> None:
        """Stop what is under way; else back to the list; else away with search and filter."""
        if self.working:
            self.stop()
        elif not self.listing.has_focus:
            self.listing.focus()
        elif self.sought or not self.filter.empty:
            self.action_clear()

    def action_go_day(self) -> None:
        """Jump to a date."""
        self.start(self._go_day(), "audit.go_day")

    async def _go_day(self) -> None:
        day = await self.dialog(AuditDayForm())
        if day is not None:
            await self.go_to_day(day)
            self.listing.focus()

    # The marked entry

    @on(AuditList.Moved)
    def moved(self) -> None:
        """Show it."""
        self._paint_entry()

    @on(AuditList.Chosen)
    def opened(self) -> None:
        """In full."""
        line = self.listing.current
        if line is not None:
            self.start(self._open(line), "audit.open")

    async def _open(self, line: AuditLine) -> None:
        narrowed = await self.dialog(AuditEntryBox(line))
        if narrowed is None:
            return
        subject = line.subject or " ".join(line.record or ())
        values = {
            name: getattr(narrowed, name) or getattr(self.filter, name)
            for name in ("users", "acts", "records")
        }
        self._filter_by(replace(self.filter, **values), subject if narrowed.records else self.subject)

    # Long work

    def action_verify(self) -> None:
        """Check the chain and the file."""
        if not self.working:
            self.start(self.check(), "audit.verify", exclusive=False)

    def action_broken(self) -> None:
        """To what the check found."""
        self.start(self.go_to_broken(), "audit.read")

    def action_export(self) -> None:
        """Into a file."""
        if not self.working:
            self.start(self.export(), "audit.export", exclusive=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys only for what there is."""
        if action == "broken":
            return self.broken is not None
        if action == "clear":
            return bool(self.asked.search) or not self.filter.empty
        return super().check_action(action, parameters)

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self.listing.relabel()
        self.painted()
        self.paint_check()
        self._paint_entry()

    def painted(self) -> None:
        """Counts and keys."""
        self.query_one("#audit-state", Static).update(self.state_text())
        self.refresh_bindings()

    def _paint_entry(self) -> None:
        line = self.listing.current
        text = entry_text(words, line, plain=app_plain(self.app)) if line is not None else ""
        self.query_one("#audit-entry", Prose).update(text)
