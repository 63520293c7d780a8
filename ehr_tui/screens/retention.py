"""How long personal data is kept, what has no purpose left, and erasing it for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType
from textual.widgets import Static

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.retention import DataCategory, Erasable, ErasableView, RetentionRule
from ehr_tui.errors import InputError
from ehr_tui.screens.base import GivenUp
from ehr_tui.screens.dialogs import confirm_dialog
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.plain_list import Column, OpenList, PlainList
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.retention_form import RetentionForm
from ehr_tui.screens.tab_line import TabLine
from ehr_tui.screens.words import day_text
from ehr_tui.services.intents.retention import EraseData, ListErasable
from ehr_tui.widgets.themes import app_palette

TABS = ("data", "times")
Item = tuple[PersonId, DataCategory]


class RetentionScreen(EhrModal[bool]):
    """What has no purpose left, line by line to be marked; the times beside it.  The answer: anything erased?"""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "retention.tcss"]
    TITLE_KEY = "retention.title"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,ideographic_space", "mark", "retention.mark"),
        Binding("ctrl+a", "mark_all", "retention.mark_all"),
        Binding("ctrl+e", "erase", "retention.erase"),
        Binding("ctrl+o,right,ctrl+right", "step", "retention.next_tab", key_display="Ctrl+O"),
        Binding("left,ctrl+left", "step", show=False),
        Binding("1", "tab(0)", show=False),
        Binding("2", "tab(1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._view: ErasableView | None = None
        self._marked: set[Item] = set()
        self._erased = False

    def compose_box(self) -> ComposeResult:
        """Tabs, a line about them, list, what it means."""
        yield TabLine(id="retention-tabs")
        yield Static(id="retention-count")
        yield OpenList(id="retention-list")
        yield Prose(id="retention-hint")

    def on_mount(self) -> None:
        """Read."""
        self.query_one(PlainList).focus()
        self.start(self._read(), "retention.read")

    async def _read(self) -> None:
        self._take(await self.ask(ListErasable()))

    def on_others_committed(self) -> None:
        """Read again; marks stay."""
        self.start(self._read(), "retention.read")

    def _take(self, view: ErasableView) -> None:
        self._view = view
        self._marked &= set(self._items)
        self._paint()
        self.refresh_bindings()

    def action_close(self) -> None:
        """Back."""
        self.dismiss(self._erased)

    # Tabs

    @property
    def tab(self) -> str:
        """The present tab."""
        return self.query_one(TabLine).current or TABS[0]

    def action_tab(self, number: int) -> None:
        """The n-th."""
        self.query_one(TabLine).choose(TABS[number])

    def action_step(self) -> None:
        """The other one."""
        self.query_one(TabLine).choose(TABS[1 - TABS.index(self.tab)])

    @on(TabLine.Changed)
    def tab_changed(self) -> None:
        """Another list."""
        self._paint(anew=True)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Marking and erasing on the list of data only."""
        if action in ("mark", "mark_all", "erase"):
            return self.is_mounted and self.tab == "data" and bool(self._items)
        return super().check_action(action, parameters)

    # Acting

    @property
    def _items(self) -> dict[Item, Erasable]:
        lines = self._view.lines if self._view else ()
        return {(line.person, category): line for line in lines for category, _ in line.categories}

    def action_mark(self) -> None:
        """Mark the line, or no longer; then the next."""
        listing = self.query_one(PlainList)
        found = self._item(listing.marked_key)
        if found is not None:
            self._marked ^= {found}
            self._paint()
            listing.action_cursor_down()

    def action_mark_all(self) -> None:
        """All, or none when all are."""
        everything = set(self._items)
        self._marked = set() if self._marked == everything else everything
        self._paint()

    def _item(self, key: str | None) -> Item | None:
        return next((item for item in self._items if _key(item) == key), None)

    @on(PlainList.RowSelected)
    def chosen(self, event: PlainList.RowSelected) -> None:
        """Enter marks data, and opens a time."""
        event.stop()
        if self.tab == "data":
            self.action_mark()
            return
        rules = self._view.rules if self._view else ()
        key = self.query_one(PlainList).marked_key
        rule = next((rule for rule in rules if rule.category.value == key), None)
        if rule is not None:
            self.start(self._change(rule), "retention.write", exclusive=False)

    async def _change(self, rule: RetentionRule) -> None:
        saved = await self.dialog(RetentionForm(rule))
        if saved is not None:
            self._take(saved)

    def action_erase(self) -> None:
        """What is marked, after a question and a fresh code."""
        self.start(self._erase(), "retention.write", exclusive=False)

    async def _erase(self) -> None:
        if not self._marked:
            raise InputError("retention.nothing_marked")
        marked = [item for item in self._items if item in self._marked]
        people = {person for person, _ in marked}
        question = self.t("retention.sure", n=len(marked), people=len(people), what=self._summary(marked))
        if not await self.dialog(confirm_dialog(self.host, question)):
            raise GivenUp
        view = await self.ask(EraseData(tuple(marked)))
        self._erased = True
        self._marked.clear()
        self._take(view)
        self.say("retention.erased", n=len(marked))

    def _summary(self, marked: Sequence[Item]) -> str:
        """Names with their categories; figures only, where that would be too long."""
        lines = [
            self.t(
                "retention.sure_line",
                name=line.name,
                what=self.t("format.list_separator").join(
                    self.t(f"data_category.{category.value}")
                    for category, _ in line.categories
                    if (line.person, category) in marked
                ),
            )
            for line in (self._view.lines if self._view else ())
            if any(person == line.person for person, _ in marked)
        ]
        more = [self.t("retention.sure_more", n=len(lines) - 6)] if len(lines) > 6 else []
        return "\n".join([*lines[:6], *more])

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self.query_one(TabLine).show([(tab, self.t(f"retention.tab.{tab}")) for tab in TABS])
        self._paint()

    def _paint(self, *, anew: bool = False) -> None:
        if self._view is None:
            return
        columns, rows = self._data() if self.tab == "data" else self._times()
        self.query_one("#retention-list", PlainList).fill(columns, rows, anew=anew)
        if self.tab == "times":
            head = self.t("retention.times_head")
        elif self._items:
            head = self.t("retention.count", n=len(self._items), marked=len(self._marked))
        else:
            head = self.t("retention.none")
        self.query_one("#retention-count", Static).update(head)
        self.query_one("#retention-hint", Prose).update(self.t(f"retention.hint.{self.tab}"))

    def _data(self) -> tuple[list[Column], list[tuple[str, Sequence[str | Text]]]]:
        t, palette = self.t, app_palette(self.app)
        columns = [
            Column("", firm=True),
            Column(t("people.name")),
            Column(t("people.number")),
            Column(t("people.leave_date"), firm=True),
            Column(t("retention.category")),
            Column(t("retention.since"), firm=True),
        ]
        rows: list[tuple[str, Sequence[str | Text]]] = []
        for line in self._view.lines if self._view else ():
            for category, since in line.categories:
                item = (line.person, category)
                on = item in self._marked
                style = f"bold {palette.error}" if on else ""
                cells = (
                    "[x]" if on else "[ ]",
                    line.name,
                    line.number,
                    day_text(line.last_day),
                    t(f"data_category.{category.value}"),
                    day_text(since),
                )
                rows.append((_key(item), [Text(cell, style) for cell in cells]))
        return columns, rows

    def _times(self) -> tuple[list[Column], list[tuple[str, Sequence[str | Text]]]]:
        t = self.t
        columns = [
            Column(t("retention.category")),
            Column(t("retention.kept"), firm=True),
            Column(t("retention.basis")),
        ]
        rows: list[tuple[str, Sequence[str | Text]]] = [
            (
                rule.category.value,
                (
                    t(f"data_category.{rule.category.value}"),
                    self._span(rule.months),
                    rule.basis.in_language(self.language),
                ),
            )
            for rule in (self._view.rules if self._view else ())
        ]
        return columns, rows

    def _span(self, months: int) -> str:
        years, rest = divmod(months, 12)
        if not years or rest:
            return self.t("retention.span_months", n=months)
        return self.t("retention.span_years", n=years)


def _key(item: Item) -> str:
    person, category = item
    return f"{int(person)}-{category.value}"
