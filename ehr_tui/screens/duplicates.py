"""Records that may be one person: the pairs, and two records side by side to be made one."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType
from textual.widgets import Static

from ehr_tui.domain.duplicates import DuplicatePair
from ehr_tui.domain.people import Person
from ehr_tui.screens.merge import MergeScreen
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.plain_list import Column, OpenList, PlainList
from ehr_tui.screens.prose import Prose
from ehr_tui.services.intents.duplicates import FindDuplicates, TellApart
from ehr_tui.services.intents.people import OpenPerson
from ehr_tui.widgets.themes import app_plain


class DuplicatesScreen(EhrModal[bool]):
    """The answer tells whether anything was merged."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "duplicates.tcss"]
    TITLE_KEY = "duplicates.title"
    WORDS: ClassVar = {"#duplicates-hint": "duplicates.hint"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d,delete", "apart", "duplicates.apart", key_display="Ctrl+D"),
        Binding("ctrl+t", "show_apart", "duplicates.show_apart"),
        Binding("ctrl+r", "read", "duplicates.read", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._pairs: tuple[DuplicatePair, ...] | None = None
        self._merged = False
        self._all = False  # whether pairs that were told apart are shown too

    def compose_box(self) -> ComposeResult:
        """How many, the pairs, what to do."""
        yield Static(id="duplicates-count")
        yield OpenList(id="duplicates-list")
        yield Prose(id="duplicates-hint", classes="hint")

    def on_mount(self) -> None:
        """Look for them."""
        self.query_one(PlainList).focus()
        self.action_read()

    def action_read(self) -> None:
        """Look again."""
        self.start(self._read(), "duplicates.read")

    async def _read(self) -> None:
        self._pairs = await self.ask(FindDuplicates(self._all))
        self._paint()

    def on_others_committed(self) -> None:
        """Records changed."""
        self.action_read()

    def action_close(self) -> None:
        """Back."""
        self.dismiss(self._merged)

    @on(PlainList.RowSelected)
    def chosen(self, event: PlainList.RowSelected) -> None:
        """Side by side."""
        event.stop()
        if self._marked is not None:
            self.start(self._open(self._marked), "duplicates.open", exclusive=False)

    @property
    def _marked(self) -> DuplicatePair | None:
        key = self.query_one(PlainList).marked_key
        return next((pair for pair in self._pairs or () if _key(pair) == key), None)

    def action_show_apart(self) -> None:
        """Also those that were told apart, or without them again."""
        self._all = not self._all
        self.action_read()

    def action_apart(self) -> None:
        """The marked two are two people; told apart already: they may be one after all."""
        if self._marked is not None:
            self.start(self._tell(self._marked), "duplicates.apart", exclusive=False)

    async def _tell(self, pair: DuplicatePair) -> None:
        await self.ask(TellApart(pair.one.id, pair.other.id, not pair.apart))
        said = "duplicates.said_together" if pair.apart else "duplicates.said_apart"
        self.say(said, one=pair.one.name, other=pair.other.name)
        await self._read()

    async def _open(self, pair: DuplicatePair) -> None:
        one = await self.ask(OpenPerson(pair.one.id))
        other = await self.ask(OpenPerson(pair.other.id))
        kept = await self.dialog(MergeScreen(one, other, pair.reasons))
        if kept is not None:
            self._merged = True
            self.say("duplicates.merged", name=kept.person.name)
        await self._read()

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    def _paint(self) -> None:
        count = self.query_one("#duplicates-count", Static)
        if self._pairs is None:
            count.update(self.t("duplicates.looking"))
            return
        open_pairs = sum(not pair.apart for pair in self._pairs)
        count.update(self.t("duplicates.count" if open_pairs else "duplicates.none", n=open_pairs))
        columns = [
            Column(self.t("duplicates.elder"), firm=True),
            Column(self.t("duplicates.younger"), firm=True),
            Column(self.t("duplicates.reasons")),
        ]
        rows = [
            (_key(pair), (self._who(pair.one), self._who(pair.other), self._why(pair)))
            for pair in self._pairs
        ]
        self.query_one("#duplicates-list", PlainList).fill(columns, rows)

    def _who(self, person: Person) -> Text:
        name = person.latin if app_plain(self.app) and person.latin else person.name
        return Text(f"{name} {person.number}".strip(), "bold")

    def _why(self, pair: DuplicatePair) -> str:
        words = [self.t(f"duplicate_reason.{reason.value}") for reason in pair.reasons]
        if pair.apart:
            words.insert(0, self.t("duplicates.is_apart"))
        return self.t("format.list_separator").join(words)


def _key(pair: DuplicatePair) -> str:
    return f"{pair.one.id}:{pair.other.id}"
