"""The calendar's part of the organisation screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on

from ehr_tui.domain.calendar import Calendar, CalendarDay
from ehr_tui.domain.calendar_change import month_hours
from ehr_tui.domain.month import Month
from ehr_tui.domain.views import OrganisationView
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.calendar_form import DayForm
from ehr_tui.screens.calendar_preview import agreed, entry_words
from ehr_tui.screens.words import T, day_words, short_day_words
from ehr_tui.screens.year_grid import Figures, YearGrid
from ehr_tui.services.intents.organisation import LoadHolidays, SaveCalendarDay
from ehr_tui.widgets.themes import app_palette

if TYPE_CHECKING:
    from ehr_tui.screens.organisation_forms import OrganisationForm


class CalendarActs(EhrScreen[None]):
    """Part of the organisation screen."""

    view: OrganisationView | None
    year: int

    if TYPE_CHECKING:

        def take(self, view: OrganisationView) -> None:
            """The screen's own."""
            ...

        def open_form(self, form: OrganisationForm) -> None:
            """The screen's own."""
            ...

        def action_read(self) -> None:
            """The screen's own."""
            ...

    @property
    def marked_day(self) -> date:
        """The day under the cursor."""
        return self.query_one(YearGrid).cursor

    def action_year(self, by: int) -> None:
        """Another year."""
        self.year += by
        self.action_read()

    @on(YearGrid.Chosen)
    def day_chosen(self, event: YearGrid.Chosen) -> None:
        """Enter: the day's form."""
        if self.view is not None:
            self.open_form(DayForm(self.view, event.day))

    def add_day(self) -> None:
        """A form that asks which day, beginning with the marked one."""
        if self.view is not None:
            self.open_form(DayForm(self.view, self.marked_day, fixed=False))

    def remove_day(self) -> None:
        """The marked day becomes a plain one of its week."""
        view, day = self.view, self.marked_day
        if view is not None and view.can_edit and day in view.calendar.days:
            self.start(self._make_plain(view, day), "organisation.write", exclusive=False)

    async def _make_plain(self, view: OrganisationView, day: date) -> None:
        from ehr_tui.screens.dialogs import confirm_dialog

        text = self.t("organisation.confirm_plain", day=day)
        if not await self.dialog(confirm_dialog(self.host, text)):
            return
        await agreed(self, view, day=day)
        self.take(await self.ask(SaveCalendarDay(day, None, view.calendar.days.get(day))))

    def action_load(self) -> None:
        """Fill the year from the library; what is set by hand stays."""
        self.start(self._load(by_hand=False), "organisation.write", exclusive=False)

    def action_load_anew(self) -> None:
        """Fill the year from the library; what is set by hand is given up."""
        self.start(self._load(by_hand=True), "organisation.write", exclusive=False)

    async def _load(self, *, by_hand: bool) -> None:
        if self.view is None:
            return
        await agreed(self, self.view, by_hand=by_hand)
        view = await self.ask(LoadHolidays(self.year, by_hand))
        self.take(view)
        provisional = view.year in view.calendar.provisional_years
        self.say("organisation.loaded_provisional" if provisional else "organisation.loaded", year=view.year)

    def action_day_history(self) -> None:
        """Who changed the marked day, and when."""
        from ehr_tui.screens.history import HistoryScreen
        from ehr_tui.services.intents.histories import OrganisationHistory

        day = self.marked_day
        record = day.isoformat()
        self.app.push_screen(
            HistoryScreen(
                day_words(self.t, day), lambda language: OrganisationHistory("calendar_day", record, language)
            )
        )


def month_figures(t: T, calendar: Calendar) -> Figures:
    """Working days and hours of a month, as they stand at the end of its line."""

    def figures(month: Month) -> str:
        found = month_hours(calendar, month)
        return t("calendar.figures", days=f"{found.workdays:>2}", hours=f"{found.target_minutes // 60:>3}")

    return figures


def day_detail(screen: EhrScreen[None], view: OrganisationView, day: date) -> Text:
    """The marked day, the listed days of its month, the year's working time."""
    palette = app_palette(screen.app)
    text = Text()
    entry = view.calendar.entry(day)
    text.append(f"{day_words(screen.t, day)}  {entry_words(entry, screen.language)}", "bold")
    if day in view.calendar.days:
        marks = list(_marks(screen.t, entry))
        text.append("  " + " ".join(marks) if marks else "", palette.warning)
    listed = [
        f"{short_day_words(screen.t, each.day)} {entry_words(each, screen.language)}"
        for each in sorted(view.calendar.days.values(), key=lambda e: e.day)
        if (each.day.year, each.day.month) == (day.year, day.month) and each.day != day
    ]
    if listed:
        text.append("\n" + screen.t("format.list_separator").join(listed), palette.muted)
    months = [month_hours(view.calendar, Month(view.year, number)) for number in range(1, 13)]
    figures = {
        "days": sum(m.workdays for m in months),
        "all_minutes": sum(m.target_minutes for m in months),
        "women_minutes": sum(m.women_minutes for m in months),
    }
    lower = figures["women_minutes"] != figures["all_minutes"]
    text.append("\n" + screen.t("calendar.year_sum_women" if lower else "calendar.year_sum", **figures))
    text.append(
        "\n" + screen.t("calendar.legend_plain" if screen.host.plain else "calendar.legend"), palette.muted
    )
    return text


def _marks(t: T, entry: CalendarDay) -> Iterator[str]:
    if entry.by_hand:
        yield t("calendar.by_hand")
    if entry.provisional and not entry.by_hand:
        yield t("organisation.provisional")
