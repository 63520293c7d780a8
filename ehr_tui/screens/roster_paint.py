"""The words around the grid: head, status, findings of a cell, letters."""

from __future__ import annotations

from rich.console import OverflowMethod
from rich.text import Text

from ehr_tui.domain.ids import PostId
from ehr_tui.domain.roster import Cell, RosterSheet
from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.roster_edits import Place, callout_words, cell_of, gap_days, row_of
from ehr_tui.screens.words import day_words, describe, person_name
from ehr_tui.widgets.themes import app_palette, app_plain, app_signs


class RosterPainter:
    """Words of one sheet in the present language and colours."""

    def __init__(self, screen: EhrScreen[None], sheet: RosterSheet) -> None:
        self._t = screen.t
        self._language = screen.language
        self._palette = app_palette(screen.app)
        self._signs = app_signs(screen.app)
        self._plain = app_plain(screen.app)
        self._overflow: OverflowMethod = "crop" if self._plain else "ellipsis"
        self._sheet = sheet

    def head(self, filtered: str) -> Text:
        """Department, month, state, what is wrong, and the filter's words."""
        sheet, palette = self._sheet, self._palette
        text = Text(no_wrap=True, overflow=self._overflow)
        name, month = (
            sheet.department.name.in_language(self._language),
            self._t("roster.month", month=sheet.month),
        )
        text.append(f"{name} {'>' if self._plain else '▸'} {month}  ", f"bold {palette.primary}")
        if sheet.version:
            text.append(self._t("roster.state.published", version=sheet.version), palette.success)
            if sheet.changed_cells:
                text.append(" " + self._t("roster.changed", n=sheet.changed_cells), palette.warning)
        else:
            text.append(self._t("roster.state.draft"), palette.warning)
        if sheet.can_edit:
            text.append_text(self._counts())
        else:
            text.append("  " + self._t("roster.read_only"), palette.muted)
        if filtered:
            text.append("  " + self._t("roster.filtered", what=filtered), f"bold {palette.accent}")
        if any(head.provisional for head in sheet.heads):
            text.append("  " + self._t("roster.provisional"), palette.muted)
        return text

    def _counts(self) -> Text:
        sheet, palette, signs = self._sheet, self._palette, self._signs
        standing = [v for v in sheet.violations if v.identity not in sheet.overridden]
        forbids = sum(v.severity is Severity.FORBID for v in standing)
        warns = sum(v.severity is Severity.WARN for v in standing)
        gaps = len(gap_days(sheet))
        text = Text("  ")
        if not forbids and not warns and not gaps:
            text.append(self._t("roster.all_well"), palette.success)
        if forbids:
            text.append(f"{signs.forbid}{self._t('roster.forbids', n=forbids)} ", f"bold {palette.error}")
        if warns:
            text.append(f"{signs.warn}{self._t('roster.warns', n=warns)} ", palette.warning)
        if gaps:
            text.append(self._t("roster.gaps", n=gaps), palette.warning)
        return text

    def status(self, place: Place) -> Text:
        """Who, when, what stands there and which rules it breaks; on an empty cell the letters."""
        sheet = self._sheet
        text = Text(no_wrap=True, overflow=self._overflow)
        text.append(
            f"{person_name(sheet, place.person, self._plain)} {day_words(self._t, place.day)} ", "bold"
        )
        cell, found = cell_of(sheet, place), found_at(sheet, place)
        text.append_text(self._restricted(place))
        text.append(self._cell(cell))
        for violation in found:
            sign = self._signs.forbid if violation.severity is Severity.FORBID else self._signs.warn
            text.append(f" {sign}{self._t(f'rule.{violation.rule}')}", self._look(violation))
        if not found and not cell.entries and not cell.elsewhere and sheet.can_edit:
            text.append_text(self._letters())
        return text

    def detail(self, place: Place) -> Text:
        """All findings about a cell in full, with their remedies."""
        text = Text()
        for violation in found_at(self._sheet, place):
            headline, remedy = describe(self._t, violation, self._sheet, self._language)
            text.append(f"{headline}\n", self._look(violation))
            if remedy:
                text.append(f"{remedy}\n", self._palette.muted)
        return text

    def waiting(self, words: str) -> Text:
        """Something said in place of the status."""
        return Text(words, f"bold {self._palette.accent}", no_wrap=True, overflow=self._overflow)

    def post(self, post: PostId | None) -> str:
        """A post's name."""
        return next((p.name.in_language(self._language) for p in self._sheet.posts if p.id == post), "")

    def _look(self, violation: Violation) -> str:
        return self._palette.error if violation.severity is Severity.FORBID else self._palette.warning

    def _cell(self, cell: Cell) -> str:
        kinds = {kind.id: kind for kind in self._sheet.kinds}
        words = []
        for entry in cell.entries:
            kind = kinds.get(entry.kind)
            if kind is not None:
                parts = (
                    kind.code,
                    kind.name.in_language(self._language),
                    kind.times(),
                    self.post(entry.post),
                )
                words.append(" ".join(part for part in parts if part))
        words += [self._t("callout.said", times=callout_words(call)) for call in cell.callouts]
        if cell.elsewhere:
            words.append(self._t("roster.elsewhere"))
        if cell.changed:
            words.append(self._t("roster.cell_changed"))
        return " + ".join(words)

    def _restricted(self, place: Place) -> Text:
        """What may not be asked of the person that day."""
        row = row_of(self._sheet, place.person)
        effects = {e for r in (row.restrictions if row else ()) if r.holds(place.day) for e in r.effects}
        text = Text()
        for effect in sorted(effects):
            text.append(f"{self._t(f'effect.{effect.value}')} ", self._palette.warning)
        return text

    def _letters(self) -> Text:
        text, gap = Text(), " " if self._language == "en" else ""
        for kind in self._sheet.kinds:
            text.append(kind.key, f"bold {self._palette.shift(kind.colour)}")
            name = kind.name.in_language(self._language)
            text.append(f"{gap}{name}  " if name != kind.key else "  ")
        return text


def found_at(sheet: RosterSheet, place: Place) -> list[Violation]:
    """Findings about a cell that nobody gave a reason for, the gravest first."""
    found = [
        v
        for v in sheet.violations
        if v.person == place.person and place.day in v.days and v.identity not in sheet.overridden
    ]
    return sorted(found, key=lambda v: v.severity.rank)
