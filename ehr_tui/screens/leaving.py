"""The list that is worked off when somebody leaves."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType
from textual.widgets import Static

from ehr_tui.domain.leaving import Leaving, LeavingItem
from ehr_tui.domain.people_views import PersonView
from ehr_tui.screens.base import GivenUp
from ehr_tui.screens.dialogs import confirm_dialog
from ehr_tui.screens.leaving_form import LeavingForm, LeavingItemForm, followings, item_words
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.plain_list import Column, OpenList, PlainList
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.words import instant_words
from ehr_tui.services.intents.leaving import CancelLeaving, SettleLeavingItem
from ehr_tui.services.intents.people import OpenPerson
from ehr_tui.widgets.themes import app_palette, app_signs


class LeavingScreen(EhrModal[PersonView]):
    """The list of somebody who leaves; the answer is the record as it now stands."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "leaving.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,ideographic_space", "tick", "leaving.tick"),
        Binding("ctrl+e", "change", "leaving.change"),
        Binding("ctrl+x,delete", "cancel_leaving", "leaving.cancel", key_display="Ctrl+X"),
    ]

    def __init__(self, view: PersonView) -> None:
        super().__init__()
        self._record = view

    def compose_box(self) -> ComposeResult:
        """Head, what follows, list, how far it is."""
        yield Static(id="leaving-head")
        yield Prose(id="leaving-follows")
        yield OpenList(id="leaving-items")
        yield Static(id="leaving-left")

    def on_mount(self) -> None:
        """Into the list."""
        self.query_one(PlainList).focus()

    def title_words(self) -> str:
        """Who."""
        return self.t("leaving.title", name=self._record.person.name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only who may edit."""
        if action in ("tick", "change", "cancel_leaving"):
            return self._record.can_edit
        return True

    # Acting

    @property
    def _marked(self) -> LeavingItem | None:
        key = self.query_one(PlainList).marked_key
        return next((item for item in self._items if item.item == key), None)

    @property
    def _items(self) -> tuple[LeavingItem, ...]:
        return self._record.leaving.items if self._record.leaving else ()

    def action_tick(self) -> None:
        """Settle the marked item, or open it again; its note stays."""
        item = self._marked
        if item is not None:
            self.start(self._settle(item), "leaving.write", exclusive=False)

    async def _settle(self, item: LeavingItem) -> None:
        intent = SettleLeavingItem(self._record.person.id, item.item, item.done_at is None, item.note)
        self._take(await self.ask(intent))

    @on(PlainList.RowSelected)
    def chosen(self, event: PlainList.RowSelected) -> None:
        """Enter: with a note."""
        event.stop()
        item = self._marked
        if item is not None and self._record.can_edit:
            self.start(self._with_note(item), "leaving.write", exclusive=False)

    async def _with_note(self, item: LeavingItem) -> None:
        saved = await self.dialog(LeavingItemForm(self._record, item))
        if saved is not None:
            self._take(saved)

    def action_change(self) -> None:
        """Another last day."""
        self.start(self._change(), "leaving.write", exclusive=False)

    async def _change(self) -> None:
        saved = await self.dialog(LeavingForm(self._record))
        if saved is not None:
            self._take(saved)

    def action_cancel_leaving(self) -> None:
        """The person stays, after a question."""
        self.start(self._cancel(), "leaving.write", exclusive=False)

    async def _cancel(self) -> None:
        name = self._record.person.name
        if not await self.dialog(confirm_dialog(self.host, self.t("leaving.sure_cancel", name=name))):
            raise GivenUp
        self._record = await self.ask(CancelLeaving(self._record.person.id))
        self.say("leaving.cancelled", name=name)
        self.dismiss(self._record)

    def action_close(self) -> None:
        """Back to the record."""
        self.dismiss(self._record)

    def on_others_committed(self) -> None:
        """Somebody else may have ticked something."""
        self.start(self._reread(), "leaving.read")

    async def _reread(self) -> None:
        self._take(await self.ask(OpenPerson(self._record.person.id)))

    def _take(self, view: PersonView) -> None:
        self._record = view
        if view.leaving is None:
            self.dismiss(view)
            return
        self._paint()

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    def _paint(self) -> None:
        leaving = self._record.leaving
        if leaving is None:
            return
        self._paint_head(leaving)
        columns = [
            Column("", firm=True),
            Column(self.t("leaving.item")),
            Column(self.t("leaving.done_at"), firm=True),
            Column(self.t("leaving.done_by")),
            Column(self.t("leaving.note")),
        ]
        rows = [(item.item, self._cells(item)) for item in leaving.items]
        self.query_one("#leaving-items", PlainList).fill(columns, rows)
        left = sum(item.done_at is None for item in leaving.items)
        self.query_one("#leaving-left", Static).update(
            self.t("leaving.open_items" if left else "leaving.all_done", n=left)
        )

    def _paint_head(self, leaving: Leaving) -> None:
        text = Text(self.t("leaving.head", day=leaving.last_day), "bold")
        if leaving.reason:
            text.append(f"  {leaving.reason}", "not bold")
        begun = self.t("leaving.begun", at=instant_words(leaving.begun_at), by=leaving.begun_by)
        text.append(f"\n{begun}", f"not bold {app_palette(self.app).muted}")
        self.query_one("#leaving-head", Static).update(text)
        bullet = app_signs(self.app).bullet
        lines = followings(self.t, self._record, leaving.last_day, self._record.future_duties)
        self.query_one("#leaving-follows", Prose).update("\n".join(f"{bullet} {line}" for line in lines))

    def _cells(self, item: LeavingItem) -> tuple[str | Text, ...]:
        done = item.done_at is not None
        palette = app_palette(self.app)
        return (
            "[x]" if done else "[ ]",
            Text(item_words(self._record, item.item, self.language), palette.muted if done else "bold"),
            instant_words(item.done_at) if item.done_at else "",
            item.done_by,
            item.note,
        )
