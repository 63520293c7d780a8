"""The audit: who did what, newest first; a check of the whole chain."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from ehr_tui.domain.views import AuditLine, VerifyReport
from ehr_tui.i18n import t
from ehr_tui.screens.base import ModeScreen
from ehr_tui.screens.plain_list import Column, PlainList
from ehr_tui.screens.words import instant_words
from ehr_tui.services.intents.audit import ListAudit, VerifyAudit
from ehr_tui.widgets.themes import app_palette, app_signs

PAGE = 200


class AuditScreen(ModeScreen):
    """A list with a search above and the marked entry in full below; older entries come while scrolling down."""

    CSS_PATH = "audit.tcss"
    WORDS: ClassVar = {"#audit-search": "audit.search"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f,slash", "search", "audit.find", key_display="/"),
        Binding("ctrl+e", "verify", "audit.verify"),
        Binding("ctrl+r", "read", "audit.read"),
        Binding("escape", "leave_search", "audit.leave_search", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[AuditLine] = []
        self._total = 0
        self._report: VerifyReport | None = None

    def compose_body(self) -> ComposeResult:
        """Search, state of the chain, list, the entry under the cursor."""
        yield Input(id="audit-search", compact=True)
        yield Static(id="audit-state")
        yield PlainList(id="audit-list")
        yield Static(id="audit-entry")

    def on_mount(self) -> None:
        """Read the newest."""
        self.query_one(PlainList).focus()
        self.action_read()

    def action_read(self) -> None:
        """Read again from the newest."""
        self.start(self._read(), "audit.read")

    def action_search(self) -> None:
        """To the search field."""
        self.query_one(Input).focus()

    def action_leave_search(self) -> None:
        """Back to the list, and to everything if something was searched."""
        field = self.query_one(Input)
        if field.value and not field.has_focus:
            field.value = ""
        self.query_one(PlainList).focus()

    def action_verify(self) -> None:
        """Check the chain."""
        self.start(self._verify(), "audit.verify")

    @on(Input.Changed, "#audit-search")
    def search_changed(self) -> None:
        """Search while typing."""
        self.action_read()

    @on(Input.Submitted, "#audit-search")
    def search_done(self) -> None:
        """To the list of what was found."""
        self.query_one(PlainList).focus()

    @on(PlainList.RowHighlighted)
    def marked(self, event: PlainList.RowHighlighted) -> None:
        """Show the entry in full, and fetch older ones at the end of the list."""
        self._paint_entry()
        if event.cursor_row >= len(self._lines) - 1 and len(self._lines) < self._total:
            self.start(self._read_older(), "audit.older")

    async def _read(self) -> None:
        page = await self.ask(ListAudit(limit=PAGE, search=self.query_one(Input).value.strip()))
        self._lines, self._total = list(page.lines), page.total
        self._paint()

    async def _read_older(self) -> None:
        before = self._lines[-1].number if self._lines else 0
        search = self.query_one(Input).value.strip()
        page = await self.ask(ListAudit(before_number=before, limit=PAGE, search=search))
        if not page.lines:
            self._total = len(self._lines)
            return
        self._lines += page.lines
        self._paint()

    async def _verify(self) -> None:
        self.query_one("#audit-state", Static).update(self.t("audit.verifying"))
        self._report = await self.ask(VerifyAudit())
        self._paint_state()
        broken = self._report.broken_number
        if broken is not None:
            self.query_one(PlainList).mark(str(broken))

    def on_others_committed(self) -> None:
        """New entries: read, unless older ones are being looked at."""
        if self.query_one(PlainList).cursor_row == 0:
            self.action_read()

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    # Painting

    def act_words(self, act: str) -> str:
        """An act in words; its name where there are none."""
        key = f"audit.act.{act}"
        return self.t(key) if t.has(key) else act

    def _paint(self) -> None:
        columns = (
            Column(self.t("audit.number"), right=True),
            Column(self.t("audit.at"), firm=True),
            Column(self.t("audit.user")),
            Column(self.t("audit.act")),
            Column(self.t("audit.outcome"), firm=True),
            Column(self.t("audit.subject")),
        )
        rows = [(str(line.number), self._cells(line)) for line in self._lines]
        self.query_one(PlainList).fill(columns, rows)
        self._paint_state()
        self._paint_entry()

    def _cells(self, line: AuditLine) -> tuple[str | Text, ...]:
        return (
            str(line.number),
            instant_words(line.at),
            line.user or self.t("audit.nobody"),
            self.act_words(line.act),
            self._outcome(line),
            line.subject,
        )

    def _outcome(self, line: AuditLine) -> Text:
        palette, signs = app_palette(self.app), app_signs(self.app)
        words = self.t(f"audit.outcome.{line.outcome}")
        if line.outcome == "refused":
            return Text(f"{signs.forbid} {words}", f"bold {palette.error}")
        if line.outcome == "overridden":
            return Text(f"{signs.overridden} {words}", palette.warning)
        return Text(f"  {words}")

    def _paint_state(self) -> None:
        self.query_one("#audit-state", Static).update(self._state())

    def _state(self) -> Text:
        palette, signs = app_palette(self.app), app_signs(self.app)
        report = self._report
        if report is None:
            return Text(self.t("audit.count", n=self._total), palette.muted)
        if report.sound:
            words = self.t("audit.sound", entries=report.entries, hash=report.head_hash[:16])
            return Text(f"{signs.met} {words}", palette.success)
        if report.broken_number is not None:
            words = self.t("audit.broken", number=report.broken_number, why=self._why(report))
        else:
            words = self.t("audit.unsound", why=self._why(report))
        return Text(f"{signs.forbid} {words}", f"bold {palette.error}")

    def _why(self, report: VerifyReport) -> str:
        if report.code:
            return self.t(f"verify.{report.code}")
        return "" if report.file_ok else self.t("audit.file_broken")

    def _paint_entry(self) -> None:
        number = self.query_one(PlainList).marked_key
        line = next((line for line in self._lines if str(line.number) == number), None)
        text = Text()
        if line is not None:
            text.append(
                f"{line.number}  {instant_words(line.at)}  {line.user}  {self.act_words(line.act)}", "bold"
            )
            text.append(f"\n{line.subject}  {line.detail}")
        self.query_one("#audit-entry", Static).update(text)
