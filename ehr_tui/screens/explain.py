"""Why an entry may or may not stand in a cell: every rule with its verdict, what it saw, and the remedy."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.types import CSSPathType
from textual.widgets import Static

from ehr_tui.domain.explanation import Explanation, Outcome, RuleCheck
from ehr_tui.domain.roster import RosterSheet
from ehr_tui.domain.violation import Severity
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.words import day_words, describe, person_name, sheet_figures
from ehr_tui.widgets.themes import app_palette, app_plain, app_signs


class ExplainScreen(EhrModal[None]):
    """What fails comes first, then what was looked at and is in order, then what has nothing to say."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "explain.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,question_mark,fullwidth_question_mark", "close", "modal.close", show=False)
    ]

    def __init__(self, explanation: Explanation, sheet: RosterSheet) -> None:
        super().__init__()
        self._explanation = explanation
        self._sheet = sheet

    def compose_box(self) -> ComposeResult:
        """One scrolled text."""
        with VerticalScroll(id="explain-body"):
            yield Static(id="explain-text")

    def on_mount(self) -> None:
        """Arrow keys scroll."""
        self.query_one(VerticalScroll).focus()

    def title_words(self) -> str:
        """Who, when, and the entry asked about."""
        seen = self._explanation
        name = person_name(self._sheet, seen.person, app_plain(self.app))
        day = day_words(self.t, seen.day)
        if seen.entry is None:
            return self.t("roster.explain.standing", name=name, day=day)
        kind = next((k for k in self._sheet.kinds if k.id == seen.entry.kind), None)
        code = f"{kind.code} {kind.name.in_language(self.language)}" if kind else ""
        return self.t("roster.explain.supposed", name=name, day=day, kind=code)

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self.query_one("#explain-text", Static).update(self._text())

    def _text(self) -> Text:
        checks = self._explanation.checks
        text = Text(self._verdict(), "bold")
        for outcome in (Outcome.FAIL, Outcome.PASS):
            shown = [check for check in checks if check.outcome is outcome]
            for check in shown:
                text.append_text(self._check(check))
            if shown and outcome is Outcome.FAIL:
                text.append("\n")
        for outcome in (Outcome.IDLE, Outcome.OFF):
            names = [self.t(f"rule.{check.rule}") for check in checks if check.outcome is outcome]
            if names:
                listed = self.t("format.list_separator").join(names)
                text.append(f"\n\n{self.t(f'outcome.{outcome.value}')}: ", "bold")
                text.append(listed, app_palette(self.app).muted)
        return text

    def _verdict(self) -> str:
        seen = self._explanation
        if seen.forbidden:
            return self.t("roster.explain.forbidden")
        return self.t("roster.explain.warned" if seen.violations else "roster.explain.fine")

    def _check(self, check: RuleCheck) -> Text:
        palette, signs = app_palette(self.app), app_signs(self.app)
        if check.outcome is Outcome.PASS:
            sign, style = "+" if app_plain(self.app) else "✓", palette.success
        else:
            sign, style = {
                Severity.FORBID: (signs.forbid, palette.error),
                Severity.WARN: (signs.warn, palette.warning),
                Severity.SOFT: (signs.soft, palette.muted),
            }[check.severity]
        gap = "\n" if check.outcome is Outcome.PASS else "\n\n"
        text = Text(f"{gap}{sign} {self.t(f'rule.{check.rule}')}", f"bold {style}")
        if check.outcome is Outcome.FAIL:
            text.append(f"  {self.t(f'severity.{check.severity.value}')}", style)
        said = set()
        for finding in check.findings:
            headline, remedy = describe(self.t, finding, self._sheet, self.language, short=True)
            said.add(headline)
            text.append(f"\n  {headline}")
            if remedy:
                text.append(
                    f"\n  → {remedy}" if not app_plain(self.app) else f"\n  > {remedy}", palette.accent
                )
        for evidence in check.evidence:
            figures = sheet_figures(self.t, evidence.figures, self._sheet, self.language, short=True)
            words = self.t(f"evidence.{evidence.code}", **figures)
            if words not in said:
                text.append(f"\n  {words}", palette.muted)
        return text
