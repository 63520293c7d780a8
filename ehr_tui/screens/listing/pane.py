"""The comfortable list as a part of a screen: search, state in words, lines, and everything that can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, cast

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from ehr_tui.domain.saved_view import ListSettings, SavedView
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.forms.entry import LineEntry
from ehr_tui.screens.listing.columns import ColumnsScreen
from ehr_tui.screens.listing.copying import copy_text
from ehr_tui.screens.listing.definition import AnyListing
from ehr_tui.screens.listing.export import export_seen
from ehr_tui.screens.listing.filter_form import FilterForm
from ehr_tui.screens.listing.model import ListModel
from ehr_tui.screens.listing.table import RecordTable
from ehr_tui.screens.listing.views import ViewsScreen
from ehr_tui.screens.listing.words import copied_rows, state_words
from ehr_tui.services.intents.personal import ListViews, SaveView
from ehr_tui.widgets.cells import shorten
from ehr_tui.widgets.themes import app_signs

LONGEST_SEARCH = 100


class ListPane(Vertical):
    """``show(listing, rows)`` says what; the pane keeps search, order, filters and marks for each listing's name.

    ``RecordTable.Opened`` and ``RecordTable.Moved`` come up from it; ``ActChosen`` when something is to be done with
    the marked lines, or with the one under the cursor when none is marked.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f,slash", "search", "list.search", key_display="/"),
        Binding("ctrl+g", "filter", "list.filter"),
        Binding("ctrl+y", "views", "list.view"),
        Binding("ctrl+o", "sort", "list.sort"),
        Binding("ctrl+k", "columns", "list.columns", show=False),
        Binding("ctrl+b", "act", "list.act"),
        Binding("ctrl+a", "mark_all", "list.mark_all", show=False),
        Binding("ctrl+e", "export", "list.export", show=False),
        Binding("ctrl+c", "copy", "list.copy", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("escape", "leave_search", "list.leave_search", show=False),
    ]
    DEFAULT_CSS = """
    ListPane { height: 1fr; width: 1fr; }
    ListPane > .list-search { margin: 0 1; width: 1fr; background: $panel; }
    ListPane > .list-search:focus { text-style: underline; }
    ListPane > .list-state { height: 1; width: 1fr; padding: 0 1; color: $text-muted; }
    """

    class ActChosen(Message):
        """An act of the listing, for lines by key."""

        def __init__(self, name: str, keys: tuple[str, ...]) -> None:
            super().__init__()
            self.name, self.keys = name, keys

    def __init__(self, *, id: str | None = None, can_export: bool = True) -> None:
        super().__init__(id=id)
        self.can_export = can_export
        self._models: dict[str, ListModel[Any]] = {}
        self._views: dict[str, tuple[SavedView, ...]] = {}
        self._view: dict[str, str] = {}  # the name of the view each list was last shown in
        self._model: ListModel[Any] | None = None
        self._search = LineEntry(most=LONGEST_SEARCH, classes="list-search")
        self._state = Static(classes="list-state")
        self.table = RecordTable(id=f"{id}-table" if id else None)

    def compose(self) -> ComposeResult:
        """Search, state, lines."""
        yield self._search
        yield self._state
        yield self.table

    def on_mount(self) -> None:
        """First words."""
        self.relabel()

    @property
    def _screen(self) -> EhrScreen[Any]:
        return cast("EhrScreen[Any]", self.screen)

    # Content

    def show(self, listing: AnyListing, rows: Sequence[Any]) -> None:
        """These lines; what was searched, filtered and marked in a list of that name stays."""
        name = listing.name
        model = self._models.get(name)
        fresh = model is None
        if model is None:
            model = self._models[name] = ListModel(listing)
        other = model is not self._model
        model.listing = listing
        model.put(rows)
        self._model = model
        self._search.placeholder = self._screen.t(listing.hint)
        if other:
            with self._search.prevent(Input.Changed):
                self._search.value = model.settings.search
        self.table.show(model, anew=other)
        self._paint_state()
        self.refresh_bindings()
        if fresh:
            self._screen.start(self._load_views(name), "list.views", exclusive=False)

    async def _load_views(self, name: str) -> None:
        views = await self._screen.ask(ListViews(name))
        self._views[name] = views
        left = next((view for view in views if not view.name), None)
        model = self._models[name]
        if left is not None and model.settings == ListSettings(search=model.settings.search):
            model.apply(replace(left.settings, search=model.settings.search))
            if model is self._model:
                self.table.show(model)
                self._paint_state()

    @property
    def current(self) -> str:
        """The key of the line under the cursor; empty in an empty list."""
        return self.table.current

    @property
    def current_row(self) -> Any:
        """The line under the cursor; None in an empty list."""
        model = self._model
        return model.shown[self.table.cursor] if model is not None and self.current else None

    @property
    def shown(self) -> tuple[Any, ...]:
        """The lines that pass search and filters, in order."""
        return self._model.shown if self._model is not None else ()

    def mark(self, key: str) -> None:
        """The cursor to a line, if it is shown."""
        self.table.mark_line(key)

    def find(self, text: str) -> None:
        """Search for something, as if typed."""
        self._search.value = text

    def unmark(self) -> None:
        """Take all marks away: what was to be done with them is done."""
        if self._model is not None:
            self._model.marked.clear()
            self._marks_changed()

    def focus_list(self) -> None:
        """The keys to the lines."""
        self.table.focus()

    # Searching

    def action_search(self) -> None:
        """To the search."""
        self._search.focus()

    @on(RecordTable.Typed)
    def typed(self, event: RecordTable.Typed) -> None:
        """A letter typed in the list goes into the search; what is searched already gives way."""
        event.stop()
        # Else it comes behind another one typed as fast, or committed with it by an input method: the screen knows at
        # once where the caret went, the list only when it hears of it.
        begins = self.screen.focused is not self._search
        self.screen.set_focus(self._search)
        if event.text:
            self._search.value = event.text if begins else self._search.value + event.text
            self._search.cursor_position = len(self._search.value)

    @on(Input.Changed)
    def searched(self, event: Input.Changed) -> None:
        """Find while typing, in memory."""
        event.stop()
        if self._model is not None:
            self._model.search(event.value)
            self.table.settle(anew=bool(event.value))
            self._paint_state()

    @on(Input.Submitted)
    def search_done(self, event: Input.Submitted) -> None:
        """Enter opens what the cursor stands on."""
        event.stop()
        self.table.focus()
        self.table.action_open()

    def action_move(self, by: int) -> None:
        """The arrows move in the list while one types."""
        self.table.action_move(by)

    def action_page(self, by: int) -> None:
        """A page, while one types."""
        self.table.action_page(by)

    def action_leave_search(self) -> None:
        """Back to the lines; from there to all of them."""
        if self._search.has_focus:
            self.table.focus()
        else:
            self._search.value = ""

    # Order, columns, filters, views

    @on(RecordTable.HeadClicked)
    def head_clicked(self, event: RecordTable.HeadClicked) -> None:
        """Sort by that column."""
        event.stop()
        self._sort(event.key)

    def action_sort(self) -> None:
        """Sort by the column the cursor is in: upwards, downwards, not."""
        self._sort(self.table.current_column)

    def _sort(self, key: str) -> None:
        if self._model is not None and key:
            self._model.sort_by(key)
            self._changed()

    def action_columns(self) -> None:
        """Which ones and in which order."""
        model = self._model
        if model is None:
            return
        every = [(column.key, self._screen.t(column.title)) for column in model.listing.columns]

        def take(chosen: tuple[str, ...] | None) -> None:
            if chosen is not None:
                model.apply(replace(model.settings, columns=chosen or None))
                self._changed()

        self.app.push_screen(ColumnsScreen(every, [column.key for column in model.columns]), take)

    def action_filter(self) -> None:
        """All filters in a box."""
        model = self._model
        if model is None:
            return

        def take(filters: Any) -> None:
            if filters is not None:
                model.apply(replace(model.settings, filters=filters))
                self._changed()

        self.app.push_screen(FilterForm(model.listing.filters, model.filters), take)

    def action_views(self) -> None:
        """The views by name."""
        self._screen.start(self._choose_view(), "list.view", exclusive=False)

    async def _choose_view(self) -> None:
        model = self._model
        if model is None:
            return
        name = model.listing.name
        views = self._views.get(name, ())
        present = self._view.get(name, "")
        answer = await self._screen.dialog(ViewsScreen(name, views, model.settings, present))
        if answer is None:
            return
        self._views[name] = answer.views
        if present not in {view.name for view in answer.views}:
            self._view[name] = ""
            self._paint_state()
        if answer.taken is not None:
            model.apply(answer.taken.settings)
            self._view[name] = answer.taken.name
            with self._search.prevent(Input.Changed):
                self._search.value = model.settings.search
            self._changed(view=answer.taken.name)

    def _changed(self, view: str = "") -> None:
        """Paint other settings, and remember them as the way the list was left."""
        model = self._model
        if model is None:
            return
        self._view[model.listing.name] = view
        self.table.show(model)
        self._paint_state()
        left = SaveView(model.listing.name, "", replace(model.settings, search=""))
        self._screen.start(self._remember(left), "list.left", exclusive=False)

    async def _remember(self, left: SaveView) -> None:
        self._views[left.screen] = await self._screen.ask(left)

    # Marks and acts

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what this list has."""
        model = self._model
        if action in ("act", "mark_all"):
            return model is not None and bool(model.listing.acts)
        if action == "leave_search":
            return self._search.has_focus or bool(self._search.value)
        if action == "filter":
            return model is not None and bool(model.listing.filters)
        if action == "export":
            return self.can_export and model is not None
        return True

    def action_mark_all(self) -> None:
        """Everything shown, or none of it."""
        if self._model is not None:
            self._model.turn_all()
            self._marks_changed()

    @on(RecordTable.Marked)
    def _marks_changed(self) -> None:
        self.table.refresh()
        self._paint_state()

    def action_act(self) -> None:
        """Choose what is to be done with the marked lines."""
        self._screen.start(self._act(), "list.act", exclusive=False)

    async def _act(self) -> None:
        model, screen = self._model, self._screen
        if model is None:
            return
        acts = [act for act in model.listing.acts if act.enabled]
        keys = tuple(model.listing.key(row) for row in model.marked_rows()) or (
            (self.current,) if self.current else ()
        )
        if not keys or not acts:
            screen.say("list.mark_first")
            return
        title = screen.t("list.act_on", n=len(keys))
        place = await screen.dialog(ChooseScreen(title, [screen.t(act.title) for act in acts]))
        if place is not None:
            self.post_message(self.ActChosen(acts[place].name, keys))

    # Taking out

    def action_copy(self) -> None:
        """The marked lines, else the cell under the cursor."""
        model, screen = self._model, self._screen
        if model is None:
            return
        rows = model.marked_rows()
        if rows:
            copy_text(self.app, copied_rows(screen.t, model, rows))
            screen.say("list.copied_rows", n=len(rows))
            return
        column, row = model.listing.column(self.table.current_column), self.current_row
        if column is not None and row is not None:
            content = column.text(row)
            copy_text(self.app, content if isinstance(content, str) else content.plain)
            screen.say("list.copied_cell", title=screen.t(column.title))

    def action_export(self) -> None:
        """What is seen, as a file: the marked lines, else all that are shown."""
        model, screen = self._model, self._screen
        if model is not None:
            rows = model.marked_rows() or model.shown
            screen.start(export_seen(screen, model, rows), "list.export", exclusive=False)

    # Painting

    def relabel(self) -> None:
        """Words of the present language."""
        hint = self._model.listing.hint if self._model is not None else "list.search_hint"
        self._search.placeholder = self._screen.t(hint)
        self._paint_state()

    def on_resize(self) -> None:
        """The state is cut to the width."""
        self._paint_state()

    def _paint_state(self) -> None:
        model, screen = self._model, self._screen
        if model is not None:
            parts = state_words(screen.t, model, self._view.get(model.listing.name, ""))
            words = " · ".join(parts)
            room = max(10, self.size.width - 2)
            self._state.update(Text(shorten(words, room, app_signs(self.app).more), no_wrap=True))
