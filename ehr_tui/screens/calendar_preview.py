"""What a correction of the calendar changes, shown before it is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.types import CSSPathType
from textual.widgets import Static

from ehr_tui.domain.calendar import CalendarDay, OffFor
from ehr_tui.domain.calendar_change import CalendarPreview, DayChange, MonthChange
from ehr_tui.domain.views import OrganisationView
from ehr_tui.i18n import t as words
from ehr_tui.screens.base import EhrScreen, GivenUp
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.words import day_words, short_day_words
from ehr_tui.services.intents.organisation import PreviewCalendar

FEW = 6
"""How many days of one demand are named."""


async def agreed(
    screen: EhrScreen[Any],
    view: OrganisationView,
    *,
    day: date | None = None,
    value: CalendarDay | None = None,
    by_hand: bool = False,
) -> CalendarPreview:
    """Ask what would change, and whether it shall; a day that touches nothing else is not asked about.

    Raises GivenUp when the answer is no.
    """
    year = day.year if day is not None else view.year
    preview = await screen.ask(PreviewCalendar(year, by_hand, day, value))
    weighty = preview.months or preview.demand or preview.rosters
    if (day is None or weighty) and not await screen.dialog(CalendarPreviewScreen(view, preview)):
        raise GivenUp
    return preview


class CalendarPreviewScreen(EhrModal[bool]):
    """Days, months, demand, rosters; Enter makes the change, Esc leaves everything as it is."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "organisation.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "apply", "calendar.apply", key_display="Enter", priority=True),
    ]

    def __init__(self, view: OrganisationView, preview: CalendarPreview) -> None:
        super().__init__()
        self._office = view
        self._preview = preview

    def compose_box(self) -> ComposeResult:
        """What it comes to, then everything."""
        yield Prose(id="preview-sum")
        with VerticalScroll(id="preview-body"):
            yield Static(id="preview-lines")

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one("#preview-body").focus()

    def title_words(self) -> str:
        """The year."""
        return self.t("calendar.preview", year=self._preview.year)

    def action_apply(self) -> None:
        """Make the change."""
        self.dismiss(True)

    def action_close(self) -> None:
        """Leave everything."""
        self.dismiss(False)

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self.query_one("#preview-sum", Prose).update(self._sum())
        self.query_one("#preview-lines", Static).update(Text("\n".join(self._lines())))

    def _sum(self) -> str:
        found = self._preview
        if found.beyond:
            return self.t("calendar.beyond", year=found.year)
        parts = []
        if found.provisional_after:
            parts.append(self.t("calendar.stays_provisional", year=found.year))
        elif found.provisional_before:
            parts.append(self.t("calendar.announced", year=found.year))
        if not found.days:
            parts.append(self.t("calendar.nothing_changes"))
        published = [r for r in found.rosters if r.version]
        if published:
            parts.append(self.t("calendar.rosters_published", n=len(published)))
        return "\n".join(parts)

    def _lines(self) -> Iterator[str]:
        found, names = self._preview, {d.id: d.name for d in self._office.departments}
        if found.months:
            yield self.t("calendar.months")
            yield from (f"  {self._month(change)}" for change in found.months)
        if found.rosters:
            yield self.t("calendar.rosters")
            for roster in found.rosters:
                name = (
                    names[roster.department].in_language(self.language) if roster.department in names else ""
                )
                key = "calendar.roster_published" if roster.version else "calendar.roster_draft"
                yield "  " + self.t(key, department=name, month=roster.month, version=roster.version)
        if found.demand:
            yield self.t("calendar.demand")
            yield from (f"  {line}" for line in self._demand())
        if found.days:
            yield self.t("calendar.days", n=len(found.days))
            yield from (f"  {self._day(change)}" for change in found.days)
        if found.by_hand:
            yield self.t("calendar.kept_by_hand", n=len(found.by_hand))
            yield from (f"  {self._day(change)}" for change in found.by_hand)

    def _month(self, change: MonthChange) -> str:
        before, after = change.before, change.after
        parts = [self.t(f"month.{change.month.month}")]
        if before.workdays != after.workdays:
            parts.append(self.t("calendar.workdays", before=before.workdays, after=after.workdays))
        if before.target_minutes != after.target_minutes:
            parts.append(
                self.t(
                    "calendar.hours", before_minutes=before.target_minutes, after_minutes=after.target_minutes
                )
            )
        lone = before.target_minutes == after.target_minutes or after.women_minutes != after.target_minutes
        if lone and before.women_minutes != after.women_minutes:
            parts.append(
                self.t(
                    "calendar.women_hours",
                    before_minutes=before.women_minutes,
                    after_minutes=after.women_minutes,
                )
            )
        return "  ".join(parts)

    def _demand(self) -> Iterator[str]:
        posts = {p.id: p.name.in_language(self.language) for p in self._office.posts}
        kinds = {k.id: k.code for k in self._office.kinds}
        lines = {d.id: d for d in self._office.demand}
        for change in self._preview.demand:
            line = lines.get(change.demand)
            if line is None:
                continue
            what = f"{posts.get(line.post, '')} {kinds.get(line.kind, '')}"
            for key, days in (
                ("calendar.demand_gained", change.gained),
                ("calendar.demand_lost", change.lost),
            ):
                if days:
                    named = [short_day_words(self.t, day) for day in days[:FEW]] + ["…"] * (len(days) > FEW)
                    yield self.t(key, what=what, n=len(days), days=tuple(named))

    def _day(self, change: DayChange) -> str:
        before, after = entry_words(change.before, self.language), entry_words(change.after, self.language)
        return f"{day_words(self.t, change.day)}  {before} → {after}"


def entry_words(entry: CalendarDay, language: str) -> str:
    """What a day is: kind, name, half-day."""
    parts = [words(f"day_kind.{entry.kind.value}"), entry.name.in_language(language)]
    if entry.off_for is not OffFor.NOBODY:
        key = f"calendar.off_for_short.{entry.off_for.value}"
        parts.append(words(key, off_minutes=entry.off_minutes))
    return " ".join(part for part in parts if part)
