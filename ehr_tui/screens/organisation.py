"""What the office is made of: departments, posts, shift kinds, demand, the calendar of a year, code lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from ehr_tui.domain.access import Permission
from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.organisation import Post
from ehr_tui.domain.views import HomeItem, OrganisationView
from ehr_tui.screens.base import ModeScreen
from ehr_tui.screens.code_form import CodeForm
from ehr_tui.screens.demand_form import DemandForm
from ehr_tui.screens.kind_form import KindForm
from ehr_tui.screens.listing.pane import ListPane
from ehr_tui.screens.listing.table import RecordTable
from ehr_tui.screens.organisation_acts import OrganisationActs
from ehr_tui.screens.organisation_calendar import CalendarActs, day_detail, month_figures
from ehr_tui.screens.organisation_forms import DepartmentForm, OrganisationForm
from ehr_tui.screens.organisation_tables import TABS, listing_of
from ehr_tui.screens.post_form import PostForm
from ehr_tui.screens.tab_line import TabLine
from ehr_tui.screens.year_grid import YearGrid
from ehr_tui.services.intents.organisation import OpenOrganisation
from ehr_tui.widgets.themes import app_palette

ONLY_IN: dict[str, tuple[str, ...]] = {
    "load": ("calendar",),
    "load_anew": ("calendar",),
    "year": ("calendar",),
    "day_history": ("calendar",),
    "copy": ("kinds", "demand"),
    "reviewed": ("posts",),
    "page": ("posts",),
    "week": ("departments", "posts", "demand"),
    "order": ("codes",),
}
"""Acts that belong to some tabs."""

WRITES = frozenset({"add", "remove", "load", "load_anew", "copy", "reviewed", "order"})


class OrganisationScreen(OrganisationActs, CalendarActs, ModeScreen):
    """Six tabs; Enter opens a form."""

    CSS_PATH = "organisation.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"tab({n})", "organisation.tab", show=False, priority=True) for n in range(1, 7)),
        Binding("ctrl+pagedown,ctrl+right", "step(1)", "organisation.next_tab", show=False, priority=True),
        Binding("ctrl+pageup,ctrl+left", "step(-1)", "organisation.previous_tab", show=False, priority=True),
        Binding("ctrl+n,insert", "add", "organisation.add", key_display="Ctrl+N"),
        Binding("delete,ctrl+x", "remove", "organisation.remove", key_display="Del"),
        Binding("ctrl+d", "copy", "organisation.copy"),
        Binding("ctrl+u", "page", "post.page"),
        Binding("ctrl+t", "reviewed", "post.reviewed"),
        Binding("ctrl+w", "week", "demand.week"),
        Binding("ctrl+u,ctrl+up", "order(-1)", "codes.up", key_display="Ctrl+U"),
        Binding("ctrl+d,ctrl+down", "order(1)", "codes.down", key_display="Ctrl+D"),
        Binding("ctrl+k", "load", "organisation.load"),
        Binding("ctrl+d", "load_anew", "calendar.load_anew", show=False),
        Binding("ctrl+y", "day_history", "organisation.history"),
        Binding("pageup,left_square_bracket,left_black_lenticular_bracket", "year(-1)", "organisation.last_year",
                key_display="PgUp"),
        Binding("pagedown,right_square_bracket,right_black_lenticular_bracket", "year(1)", "organisation.next_year",
                key_display="PgDn"),
        Binding("ctrl+r", "read", "organisation.read", show=False),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.view: OrganisationView | None = None
        self.year = 0

    def compose_body(self) -> ComposeResult:
        """Tabs, a line about the year, list or calendar."""
        yield TabLine(id="organisation-tabs")
        yield Static(id="organisation-state")
        yield ListPane(id="organisation-list", can_export=Permission.EXPORT in self.permissions)
        with Vertical(id="organisation-calendar"):
            yield YearGrid(id="organisation-year")
            yield Static(id="calendar-day")

    def on_mount(self) -> None:
        """Read; a place of the home screen may have asked for another year."""
        self.year = self.year or self.host.clock.today().year
        self.action_read()
        self._focus_body()

    def action_read(self) -> None:
        """Ask the office anew."""
        self.start(self._read(), "organisation.read")

    async def _read(self) -> None:
        self.take(await self.ask(OpenOrganisation(self.year)))

    def take(self, view: OrganisationView) -> None:
        """Show what the office answered."""
        self.view = view
        self.year = view.year
        self._paint()
        self.refresh_bindings()

    def on_others_committed(self) -> None:
        """Read again; the cursor stays."""
        self.action_read()

    def open_place(self, place: HomeItem) -> None:
        """The calendar of a year that is still provisional."""
        year = dict(place.figures).get("year")
        if isinstance(year, int):
            self.year = year
            self.query_one(TabLine).choose("calendar")
            self.action_read()

    # Tabs

    @property
    def tab(self) -> str:
        """The present tab."""
        return self.query_one(TabLine).current or TABS[0]

    @property
    def pane(self) -> ListPane:
        """The list of all tabs but the calendar."""
        return self.query_one(ListPane)

    def action_tab(self, number: int) -> None:
        """The n-th tab."""
        self.query_one(TabLine).choose_number(number)
        self._focus_body()

    def action_step(self, by: int) -> None:
        """The neighbouring tab."""
        self.query_one(TabLine).action_step(by)

    @on(TabLine.Changed)
    def tab_changed(self) -> None:
        """Another list."""
        self._paint()
        if not self.query_one(TabLine).has_focus:
            self._focus_body()
        self.refresh_bindings()

    def _focus_body(self) -> None:
        if self.tab == "calendar":
            self.query_one(YearGrid).focus()
        else:
            self.pane.focus_list()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the tab and the rights allow; digits belong to a search that is being typed."""
        if action == "tab" and isinstance(self.focused, Input):
            return False
        if action in ONLY_IN and self.is_mounted and self.tab not in ONLY_IN[action]:
            return False
        if action in WRITES and (self.view is None or not self.view.can_edit):
            return False
        return super().check_action(action, parameters)

    # Forms

    @on(RecordTable.Opened)
    def row_chosen(self, event: RecordTable.Opened) -> None:
        """Enter or a click: the form of the marked line."""
        event.stop()
        if self.view is not None and event.key:
            self.open_form(self._form(self.view, self.pane.current_row))

    def action_add(self) -> None:
        """An empty form."""
        view = self.view
        if view is None:
            return
        if self.tab == "calendar":
            self.add_day()
        elif self.tab == "codes":
            self.start(self.add_code(), "organisation.form")
        elif self.tab == "posts":
            beside = self.marked.department if isinstance(self.marked, Post) else None
            self.open_form(PostForm(view, None, beside))
        else:
            self.open_form(self._form(view, None))

    def _form(self, view: OrganisationView, row: object) -> OrganisationForm:
        forms: dict[str, Callable[..., OrganisationForm]] = {
            "departments": DepartmentForm,
            "posts": PostForm,
            "kinds": KindForm,
            "demand": DemandForm,
            "codes": lambda v, r: CodeForm(v, r.list, r),
        }
        return forms[self.tab](view, row)

    def legend(self) -> Sequence[tuple[str, str]]:
        """The signs of the calendar."""
        if self.tab != "calendar":
            return ()
        signs = "calendar.sign_plain" if self.host.plain else "calendar.sign"
        kinds = [(self.t(f"{signs}.{kind.value}"), self.t(f"day_kind.{kind.value}")) for kind in DayKind]
        return [*kinds, (self.t(f"{signs}.half"), self.t("calendar.section.half"))]

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    def _paint(self) -> None:
        view = self.view
        tabs = self.query_one(TabLine)
        tabs.show([(name, self.t(f"organisation.tab.{name}")) for name in TABS])
        state = self.query_one("#organisation-state", Static)
        words = self._state()
        state.update(words)
        state.display = bool(words.plain)
        calendar = self.tab == "calendar"
        self.pane.display = not calendar
        self.query_one("#organisation-calendar").display = calendar
        if view is None:
            return
        if calendar:
            grid = self.query_one(YearGrid)
            figures = month_figures(self.t, view.calendar)
            grid.show(view.calendar, view.year, self.host.clock.today(), figures)
            self.paint_day()
        else:
            self.pane.show(*listing_of(self, self.tab, view))

    @on(YearGrid.Moved)
    def paint_day(self) -> None:
        """What the marked day is, and what else there is in its month."""
        if self.view is not None:
            day = self.query_one(YearGrid).cursor
            self.query_one("#calendar-day", Static).update(day_detail(self, self.view, day))

    def _state(self) -> Text:
        view, palette = self.view, app_palette(self.app)
        if view is None:
            return Text()
        if self.tab != "calendar":
            hints = self.t(f"organisation.keys.{self.tab}")
            words = hints if view.can_edit else f"{self.t('organisation.read_only')} {self._reading()}"
            return Text(words.strip(), palette.muted, no_wrap=True, overflow="ellipsis")
        text = Text(self.t("organisation.year", year=view.year), "bold", no_wrap=True)
        if view.beyond:
            text.append("  " + self.t("calendar.beyond_short"), palette.warning)
        elif not view.loaded:
            text.append("  " + self.t("organisation.year_empty"), palette.warning)
        elif view.year in view.calendar.provisional_years:
            text.append("  " + self.t("organisation.year_provisional"), palette.warning)
        else:
            text.append("  " + self.t("organisation.keys.calendar"), palette.muted)
        return text

    def _reading(self) -> str:
        """The keys that also work for whoever may only read."""
        if self.tab == "posts":
            return self.t("organisation.keys.posts_read")
        return self.t("organisation.keys.week") if self.tab in ("departments", "demand") else ""
