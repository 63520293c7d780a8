"""My drafts: what was typed somewhere and not saved, so that none is forgotten."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol, cast, runtime_checkable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType
from textual.widgets import Static

from ehr_tui.domain.draft import DraftLine
from ehr_tui.screens.base import EhrScreen, Host
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.modes import MODES
from ehr_tui.screens.plain_list import Column, OpenList, PlainList
from ehr_tui.screens.words import instant_words
from ehr_tui.services.intents.personal import DropDraft, ListDrafts


@runtime_checkable
class OpensDrafts(Protocol):
    """A screen that can open the form that a draft belongs to."""

    def open_draft(self, line: DraftLine) -> bool:
        """Open it; False when the draft is of another screen's form."""
        ...


class DraftsScreen(EhrModal[DraftLine | None]):
    """Newest first.  Enter opens the form, Del throws the draft away."""

    CSS_PATH: ClassVar[CSSPathType | None] = "modal.tcss"
    TITLE_KEY = "draft.title"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+x,delete", "drop", "draft.drop", key_display="Del"),
        Binding("ctrl+r", "read", "draft.read", show=False),
    ]
    DEFAULT_CSS = """
    DraftsScreen PlainList { height: auto; max-height: 16; background: $surface; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[DraftLine, ...] | None = None

    def compose_box(self) -> ComposeResult:
        """The list, or that there is nothing."""
        yield OpenList(id="drafts-list")
        yield Static(id="drafts-none")

    def on_mount(self) -> None:
        """Read."""
        self.query_one(PlainList).focus()
        self.action_read()

    def action_read(self) -> None:
        """Ask anew."""
        self.start(self._read(), "drafts.read")

    async def _read(self) -> None:
        self._lines = await self.ask(ListDrafts())
        self._paint()

    @property
    def _marked(self) -> DraftLine | None:
        key = self.query_one(PlainList).marked_key
        return self._lines[int(key)] if self._lines and key is not None else None

    @on(PlainList.RowSelected)
    def chosen(self) -> None:
        """Open its form."""
        if self._marked is not None:
            self.dismiss(self._marked)

    def action_drop(self) -> None:
        """Throw it away."""
        if self._marked is not None:
            self.start(self._drop(self._marked), "drafts.drop", exclusive=False)

    async def _drop(self, line: DraftLine) -> None:
        await self.ask(DropDraft(line.form, line.record))
        self.say("draft.dropped")
        await self._read()

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    def _paint(self) -> None:
        lines = self._lines
        if lines is None:
            return
        columns = [Column(self.t(f"draft.{name}"), firm=name == "at") for name in ("at", "form", "what")]
        known = {mode.name for mode in MODES}
        rows = [
            (
                str(n),
                (
                    instant_words(line.at),
                    self.t(f"mode.{line.mode}") if line.mode in known else "",
                    line.title,
                ),
            )
            for n, line in enumerate(lines)
        ]
        self.query_one(PlainList).fill(columns, rows)
        self.query_one(PlainList).display = bool(lines)
        self.query_one("#drafts-none", Static).update("" if lines else self.t("draft.none"))


def open_drafts(screen: EhrScreen[Any]) -> None:
    """Show the drafts over a screen, and lead to the one that is chosen."""
    app = screen.app

    def go(line: DraftLine | None) -> None:
        if line is not None:
            cast("Host", app).go(line.mode)
            app.call_after_refresh(arrive, line)

    def arrive(line: DraftLine) -> None:
        there = app.screen
        if not (isinstance(there, OpensDrafts) and there.open_draft(line)) and isinstance(there, EhrScreen):
            there.say("draft.elsewhere", title=line.title, mode=there.t(f"mode.{app.current_mode}"))

    app.push_screen(DraftsScreen(), go)
