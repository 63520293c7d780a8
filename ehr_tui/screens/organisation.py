"""What the office is made of: departments, posts, shift kinds, demand, and the calendar of a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ehr_tui.domain.views import HomeItem, OrganisationView
from ehr_tui.screens.base import ModeScreen
from ehr_tui.screens.dialogs import confirm_dialog
from ehr_tui.screens.kind_form import KindForm
from ehr_tui.screens.organisation_forms import (
    DayForm,
    DemandForm,
    DepartmentForm,
    OrganisationForm,
    PostForm,
)
from ehr_tui.screens.organisation_tables import TABS, columns_of, rows_of
from ehr_tui.screens.plain_list import OpenList, PlainList
from ehr_tui.screens.tab_line import TabLine
from ehr_tui.services.intents.organisation import LoadHolidays, OpenOrganisation, SaveCalendarDay, SaveDemand
from ehr_tui.widgets.themes import app_palette


class OrganisationScreen(ModeScreen):
    """Five lists in tabs; Enter opens a form."""

    CSS_PATH = "organisation.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"tab({n})", "organisation.tab", show=False) for n in range(1, 6)),
        Binding("ctrl+n,insert", "add", "organisation.add", key_display="Ctrl+N"),
        Binding("delete,ctrl+x", "remove", "organisation.remove"),
        Binding("ctrl+k", "load", "organisation.load"),
        Binding("left_square_bracket,left_black_lenticular_bracket,ctrl+pageup", "year(-1)", "organisation.last_year"),
        Binding("right_square_bracket,right_black_lenticular_bracket,ctrl+pagedown", "year(1)",
                "organisation.next_year"),
        Binding("ctrl+right,right", "step(1)", "organisation.next_tab", show=False),
        Binding("ctrl+left,left", "step(-1)", "organisation.previous_tab", show=False),
        Binding("ctrl+r", "read", "organisation.read", show=False),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._view: OrganisationView | None = None
        self._year = 0
        self._painted = ""

    def compose_body(self) -> ComposeResult:
        """Tabs, a line about the year, list."""
        yield TabLine(id="organisation-tabs")
        yield Static(id="organisation-state")
        yield OpenList(id="organisation-list")

    def on_mount(self) -> None:
        """Read; a place of the home screen may have asked for another year."""
        self._year = self._year or self.host.clock.today().year
        self.query_one(PlainList).focus()
        self.action_read()

    def action_read(self) -> None:
        """Ask the office anew."""
        self.start(self._read(), "organisation.read")

    async def _read(self) -> None:
        self.take(await self.ask(OpenOrganisation(self._year)))

    def take(self, view: OrganisationView) -> None:
        """Show what the office answered."""
        self._view = view
        self._year = view.year
        self._paint()
        self.refresh_bindings()

    def on_others_committed(self) -> None:
        """Read again; the cursor stays."""
        self.action_read()

    def open_place(self, place: HomeItem) -> None:
        """The calendar of a year that is still provisional."""
        year = dict(place.figures).get("year")
        if isinstance(year, int):
            self._year = year
            self.query_one(TabLine).choose("calendar")
            self.action_read()

    # Tabs

    @property
    def tab(self) -> str:
        """The present tab."""
        return self.query_one(TabLine).current

    def action_tab(self, number: int) -> None:
        """The n-th tab."""
        self.query_one(TabLine).choose_number(number)

    def action_step(self, by: int) -> None:
        """The neighbouring tab."""
        self.query_one(TabLine).action_step(by)

    @on(TabLine.Changed)
    def tab_changed(self) -> None:
        """Another list."""
        self._paint()
        self.query_one(PlainList).focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the tab and the rights allow."""
        view = self._view
        if action == "load":
            return view is not None and view.can_edit and self.tab == "calendar"
        if action == "year":
            return self.tab == "calendar"
        if action == "remove":
            return view is not None and view.can_edit and self.tab in ("demand", "calendar")
        if action == "add":
            return view is not None and view.can_edit
        return True

    def action_year(self, by: int) -> None:
        """Another year."""
        self._year += by
        self.action_read()

    # Forms

    @on(PlainList.RowSelected)
    def row_chosen(self) -> None:
        """Enter or a click: the form of the marked line."""
        key = self.query_one(PlainList).marked_key
        if self._view is not None and key is not None:
            self.start(self._in_form(self._form(self._view, key)), "organisation.form")

    def action_add(self) -> None:
        """An empty form."""
        if self._view is not None:
            self.start(self._in_form(self._form(self._view, None)), "organisation.form")

    def _form(self, view: OrganisationView, key: str | None) -> OrganisationForm:
        number = int(key) if key and self.tab != "calendar" else 0
        forms: dict[str, Callable[[], OrganisationForm]] = {
            "departments": lambda: DepartmentForm(
                view, next((d for d in view.departments if d.id == number), None)
            ),
            "posts": lambda: PostForm(view, next((p for p in view.posts if p.id == number), None)),
            "kinds": lambda: KindForm(view, next((k for k in view.kinds if k.id == number), None)),
            "demand": lambda: DemandForm(view, next((d for d in view.demand if d.id == number), None)),
            "calendar": lambda: self._day_form(view, key),
        }
        return forms[self.tab]()

    def _day_form(self, view: OrganisationView, key: str | None) -> DayForm:
        today = self.host.clock.today()
        begin = today if today.year == view.year else date(view.year, 1, 1)
        return DayForm(view, view.calendar.days.get(date.fromisoformat(key)) if key else None, begin)

    async def _in_form(self, form: OrganisationForm) -> None:
        saved = await self.dialog(form)
        if saved is not None:
            self.take(saved)
            self.say("organisation.saved")

    def action_remove(self) -> None:
        """A demand goes; a day becomes a plain day of the week again."""
        key = self.query_one(PlainList).marked_key
        if key is not None and self.check_action("remove", ()):
            self.start(self._remove(key), "organisation.write", exclusive=False)

    async def _remove(self, key: str) -> None:
        view = self._view
        if view is None:
            return
        if self.tab == "calendar":
            day = date.fromisoformat(key)
            if await self.dialog(confirm_dialog(self.host, self.t("organisation.confirm_plain", day=day))):
                self.take(await self.ask(SaveCalendarDay(day, None)))
            return
        demand = next((d for d in view.demand if str(d.id) == key), None)
        if demand is not None and await self.dialog(
            confirm_dialog(self.host, self.t("organisation.confirm_remove"))
        ):
            self.take(await self.ask(SaveDemand(demand, demand, self._year, removed=True)))

    def action_load(self) -> None:
        """Fill the year from the library."""
        self.start(self._load(), "organisation.write", exclusive=False)

    async def _load(self) -> None:
        self.take(await self.ask(LoadHolidays(self._year)))
        assert self._view is not None
        provisional = self._year in self._view.calendar.provisional_years
        self.say("organisation.loaded_provisional" if provisional else "organisation.loaded", year=self._year)

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    def _paint(self) -> None:
        view = self._view
        tabs = self.query_one(TabLine)
        tabs.show([(name, self.t(f"organisation.tab.{name}")) for name in TABS])
        state = self.query_one("#organisation-state", Static)
        words = self._state()
        state.update(words)
        state.display = bool(words.plain)
        if view is not None:
            listing, shown = self.query_one(PlainList), f"{self.tab} {view.year}"
            listing.fill(
                columns_of(self, self.tab), rows_of(self, self.tab, view), anew=shown != self._painted
            )
            if shown != self._painted and self.tab == "calendar":
                self._mark_next_day(listing, view)
            self._painted = shown

    def _mark_next_day(self, listing: PlainList, view: OrganisationView) -> None:
        """The next day of the calendar that is listed, else the last."""
        today = self.host.clock.today()
        days = sorted(day for day in view.calendar.days if day.year == view.year)
        if days:
            listing.mark(next((day for day in days if day >= today), days[-1]).isoformat())

    def _state(self) -> Text:
        view, palette = self._view, app_palette(self.app)
        if view is None:
            return Text()
        if self.tab != "calendar":
            return Text("" if view.can_edit else self.t("organisation.read_only"), palette.muted)
        text = Text(self.t("organisation.year", year=view.year), "bold")
        if view.year in view.calendar.provisional_years:
            text.append("  " + self.t("organisation.year_provisional"), palette.warning)
        elif not any(day.year == view.year for day in view.calendar.days):
            text.append("  " + self.t("organisation.year_empty"), palette.warning)
        return text
