"""What happened to one record: who changed which field when, before and after; looks at masked fields too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType
from textual.widgets import Input, Static

from ehr_tui.audit_words import BETWEEN, act_words, change_words, outcome_words
from ehr_tui.domain.audit_views import DONE, HistoryLine, RecordHistory
from ehr_tui.domain.codes import CodeEntry
from ehr_tui.i18n import t as words
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.plain_list import Column, PlainList
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.words import instant_words
from ehr_tui.services.intents.base import Intent
from ehr_tui.widgets.themes import app_palette, app_plain

Asking = Callable[[str], Intent[RecordHistory]]
"""The intent that reads the history, by the language that names in it are wanted in."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the list: an entry's change, or an entry without any."""

    at: str
    user: str
    act: str
    field: str = ""
    before: str = ""
    after: str = ""
    first: bool = True  # of its entry
    refused: bool = False

    def has(self, text: str) -> bool:
        """Whether a searched text stands in it."""
        parts = (self.at, self.user, self.act, self.field, self.before, self.after)
        return text in " ".join(parts).casefold()


CODED = frozenset("task tasks languages hazards exposures item courses qualifications licensed_tasks".split())
"""Fields in which codes of the code lists stand."""


class HistoryScreen(EhrModal[None]):
    """The history of one record, newest first.  ``title`` names it; ``codes`` say what codes in it are called."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "history.tcss"]
    WORDS: ClassVar = {"#history-search": "history.search"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f,slash", "search", "history.find", key_display="Ctrl+F"),
        Binding("down", "to_list", show=False),
    ]

    def __init__(self, title: str, asking: Asking, codes: Sequence[CodeEntry] = ()) -> None:
        super().__init__()
        self._codes = codes
        self._title_text = title
        self._asking = asking
        self._history: RecordHistory | None = None
        self._rows: list[_Row] = []

    def compose_box(self) -> ComposeResult:
        """Search, list, the marked change in full, how many."""
        yield Input(id="history-search", compact=True)
        yield PlainList(id="history-list")
        yield Prose(id="history-entry")
        yield Static(id="history-count")

    def on_mount(self) -> None:
        """Read."""
        self.query_one(PlainList).focus()
        self._read_anew()

    def _read_anew(self) -> None:
        self.start(self._read(), "history.read")

    async def _read(self) -> None:
        self._history = await self.ask(self._asking(self.language))
        self._paint()

    def on_others_committed(self) -> None:
        """Somebody changed something, perhaps this record."""
        self._read_anew()

    def on_language_changed(self) -> None:
        """Names of posts and departments come in a language."""
        super().on_language_changed()
        self._read_anew()

    def title_words(self) -> str:
        """Whose."""
        return self.t("history.title", record=self._title_text)

    # Searching

    def action_search(self) -> None:
        """To the search field."""
        self.query_one(Input).focus()

    def action_to_list(self) -> None:
        """From the search field down."""
        self.query_one(PlainList).focus()

    def action_close(self) -> None:
        """From a search back to everything first."""
        field = self.query_one(Input)
        if field.value or field.has_focus:
            field.value = ""
            self.query_one(PlainList).focus()
        else:
            self.dismiss(None)

    @on(Input.Changed)
    def searched(self) -> None:
        """Narrow while typing."""
        self._fill()

    @on(Input.Submitted)
    def search_done(self, event: Input.Submitted) -> None:
        """To what was found."""
        event.stop()
        self.query_one(PlainList).focus()

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    def _paint(self) -> None:
        if self._history is None:
            return
        self._rows = [row for line in self._history.lines for row in self._rows_of(line)]
        self._fill()

    def _rows_of(self, line: HistoryLine) -> list[_Row]:
        act = act_words(words, line.act)
        if line.outcome != DONE:
            act = self.t("history.act_outcome", act=act, outcome=outcome_words(words, line.outcome))
        who = (instant_words(line.at), line.user or self.t("history.nobody"), act)
        refused = line.outcome == "refused"
        if line.erased:
            return [_Row(*who, self.t("history.erased"), refused=refused)]
        rows = []
        told = [c for c in line.changes if c.field != "person"]  # whose record it is says the title
        for n, change in enumerate(told):
            label, before, after = change_words(words, change)
            empty = self.t("form.empty")
            if change.field in CODED:
                before, after = self._decoded(before), self._decoded(after)
            rows.append(_Row(*who, label, before or empty, after or empty, first=n == 0, refused=refused))
        return rows or [_Row(*who, refused=refused)]

    def _decoded(self, text: str) -> str:
        """Codes by their names, part by part."""
        names = {entry.code: entry.name.in_language(self.language) for entry in self._codes}
        return BETWEEN.join(names.get(part, part) for part in text.split(BETWEEN))

    def _fill(self) -> None:
        if self._history is None:
            return
        wanted = self.query_one(Input).value.strip().casefold()
        found = [(str(n), row) for n, row in enumerate(self._rows) if not wanted or row.has(wanted)]
        columns = [
            Column(self.t("history.at"), firm=True),
            Column(self.t("history.user")),
            Column(self.t("history.act")),
            Column(self.t("history.field")),
            Column(self.t("history.before")),
            Column(self.t("history.after")),
        ]
        rows = [(key, self._cells(row)) for key, row in found]
        self.query_one("#history-list", PlainList).fill(columns, rows)
        key = "history.found" if found else "history.none"
        parts = [self.t(key, n=len(found))]
        if self._history.older:
            parts.append(self.t("history.older", n=self._history.older))
        self.query_one("#history-count", Static).update("  ".join(parts))
        self._paint_entry()

    def _cells(self, row: _Row) -> Sequence[str | Text]:
        """An entry with several changes says only once who and when."""
        palette = app_palette(self.app)
        if not row.first:
            return ("", "", "", row.field, row.before, row.after)
        act = Text(row.act, palette.error if row.refused else "")
        return (row.at, row.user, act, row.field, row.before, row.after)

    @on(PlainList.RowHighlighted)
    def marked(self) -> None:
        """The whole of it below."""
        self._paint_entry()

    def _paint_entry(self) -> None:
        key = self.query_one(PlainList).marked_key
        text = ""
        if key is not None and int(key) < len(self._rows):
            row = self._rows[int(key)]
            text = f"{row.at}  {row.user}  {row.act}"
            if row.before or row.after:
                arrow = "->" if app_plain(self.app) else "→"
                text += "\n" + self.t(
                    "history.change", field=row.field, before=row.before, arrow=arrow, after=row.after
                )
        self.query_one("#history-entry", Prose).update(text)
