"""A list's views: taking one, keeping the present settings as one, forgetting one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ehr_tui.domain.saved_view import ListSettings, SavedView
from ehr_tui.errors import EhrError
from ehr_tui.screens.forms.entry import LineEntry
from ehr_tui.screens.modal import EhrModal
from ehr_tui.services.intents.personal import RemoveView, SaveView
from ehr_tui.widgets.cells import clean


@dataclass(frozen=True, slots=True)
class ViewAnswer:
    """The views as they stand now, and the one to be shown (None: the list stays as it is)."""

    views: tuple[SavedView, ...]
    taken: SavedView | None = None


class ViewsScreen(EhrModal[ViewAnswer]):
    """Enter takes the marked view; a name typed below keeps the present settings under it."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["../modal.tcss", "listing.tcss"]
    TITLE_KEY = "list.views"
    WORDS: ClassVar = {"#view-name": "list.view_name"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n,insert", "name", "list.keep_view", key_display="Ctrl+N"),
        Binding("ctrl+x,delete", "remove", "list.remove_view", key_display="Del"),
        Binding("down", "list", "list.views", show=False),
    ]

    def __init__(self, screen: str, views: Sequence[SavedView], now: ListSettings, present: str) -> None:
        super().__init__()
        self._list, self._now, self._present = screen, now, present
        self._views = tuple(views)

    @property
    def _named(self) -> list[SavedView]:
        return [view for view in self._views if view.name]

    def compose_box(self) -> ComposeResult:
        """The views, a field for a name."""
        yield OptionList(id="views-list")
        yield LineEntry(id="view-name", most=40)
        yield Static(id="views-message", classes="message")

    def on_mount(self) -> None:
        """The present one is marked."""
        listing = self.query_one(OptionList)
        self._fill()
        names = ["", *(view.name for view in self._named)]
        listing.highlighted = names.index(self._present) if self._present in names else 0
        listing.focus()

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._fill()

    def _fill(self) -> None:
        listing = self.query_one(OptionList)
        at = listing.highlighted
        listing.clear_options()
        listing.add_option(Option(Text(self.t("list.own_view"))))
        listing.add_options([Option(Text(clean(view.name))) for view in self._named])
        listing.highlighted = min(at or 0, len(self._named))

    def action_close(self) -> None:
        """Leave the list as it is."""
        self.dismiss(ViewAnswer(self._views))

    def action_name(self) -> None:
        """To the field of the name."""
        self.query_one(Input).focus()

    def action_list(self) -> None:
        """Back to the views."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def taken(self, event: OptionList.OptionSelected) -> None:
        """Show it."""
        n = event.option_index
        view = SavedView("", ListSettings()) if n == 0 else self._named[n - 1]
        self.dismiss(ViewAnswer(self._views, view))

    @on(Input.Submitted)
    def named(self, event: Input.Submitted) -> None:
        """Keep the present settings."""
        event.stop()
        name = event.value.strip()
        if name:
            self.start(self._keep(name), "list.views", exclusive=False)

    async def _keep(self, name: str) -> None:
        views = await self.ask(SaveView(self._list, name, self._now))
        self.dismiss(ViewAnswer(views, next(view for view in views if view.name == name)))

    def action_remove(self) -> None:
        """Forget the marked one."""
        at = self.query_one(OptionList).highlighted or 0
        if at and self.query_one(OptionList).has_focus:
            self.start(self._remove(self._named[at - 1].name), "list.views", exclusive=False)

    async def _remove(self, name: str) -> None:
        self._views = await self.ask(RemoveView(self._list, name))
        self._fill()

    def on_refusal(self, error: EhrError) -> None:
        """Say it here."""
        self.query_one("#views-message", Static).update(Text(self.host.error_text(error)))
