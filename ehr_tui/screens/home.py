"""The home screen: what needs me today, each item one key away from its place."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ehr_tui.domain.views import HomeItem, HomeKind, HomeView
from ehr_tui.screens.base import ModeScreen
from ehr_tui.screens.home_words import item_words
from ehr_tui.screens.words import day_words, instant_words
from ehr_tui.services.intents.home import OpenHome
from ehr_tui.widgets.themes import app_palette, app_plain, app_signs

PLACES: dict[HomeKind, str] = {
    HomeKind.ROSTER_MISSING: "roster",
    HomeKind.ROSTERS_MISSING: "roster",
    HomeKind.ROSTER_FORBIDS: "roster",
    HomeKind.ROSTER_GAPS: "roster",
    HomeKind.ROSTER_CHANGED: "roster",
    HomeKind.CONTRACT_EXPIRING: "people",
    HomeKind.CONTRACTS_EXPIRING: "people",
    HomeKind.PROBATION_ENDING: "people",
    HomeKind.PROBATIONS_ENDING: "people",
    HomeKind.COACHING_ENDING: "people",
    HomeKind.COACHINGS_ENDING: "people",
    HomeKind.RESTRICTION_ENDING: "people",
    HomeKind.RESTRICTIONS_ENDING: "people",
    HomeKind.LEAVING_OPEN: "people",
    HomeKind.LEAVINGS_OPEN: "people",
    HomeKind.HEADCOUNT_REVIEW: "organisation",
    HomeKind.DATA_TO_ERASE: "people",
    HomeKind.OWN_DUTIES: "roster",
    HomeKind.CALENDAR_PROVISIONAL: "organisation",
    HomeKind.ACCOUNT_UNENROLLED: "accounts",
    HomeKind.ACCOUNT_LOCKED: "accounts",
    HomeKind.AUDIT_REFUSALS: "audit",
    HomeKind.EMPTY_OFFICE: "imports",
}
FIRST_STEPS = (("staff", "imports"), ("sheet", "imports"), ("grid", "roster"))
"""The first steps of an empty office: words ``home.step.<name>`` and the mode each leads to."""


class HomeScreen(ModeScreen):
    """Lines with a key (1–9) each; Enter opens the one under the cursor."""

    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "open(1)", "home.open", key_display="1-9"),
        *(Binding(str(n), f"open({n})", "home.open", show=False) for n in range(2, 10)),
        Binding("enter", "open_marked", "home.open"),
        Binding("ctrl+r", "read", "home.read"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._view: HomeView | None = None
        self._places: list[tuple[str, HomeItem]] = []
        self._marked_key: str | None = None

    def compose_body(self) -> ComposeResult:
        """Greeting, items, who else is here."""
        yield Static(id="home-head")
        with VerticalScroll(id="home-body", can_focus=False):
            yield OptionList(id="home-items")
            yield Static(id="home-others")

    def on_mount(self) -> None:
        """Read."""
        self.query_one(OptionList).focus()
        self.action_read()

    def action_read(self) -> None:
        """Ask the office anew."""
        self.start(self._read(), "home.read")

    async def _read(self) -> None:
        self._view = await self.ask(OpenHome())
        self._paint()

    def on_others_committed(self) -> None:
        """Somebody did something: the list may differ."""
        self.action_read()

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    # Opening

    def on_key(self, event: events.Key) -> None:
        """Full-width digits of an input method count as digits."""
        character = event.character or ""
        if len(character) == 1 and not character.isascii() and character.isdigit():
            event.stop()
            self.action_open(unicodedata.digit(character))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what leads somewhere is offered."""
        if action == "open":
            return isinstance(parameters[0], int) and parameters[0] <= len(self._places)
        return bool(self._places) if action == "open_marked" else True

    def action_open(self, number: int) -> None:
        """Go to the place of the item with that key."""
        if 1 <= number <= len(self._places):
            mode, item = self._places[number - 1]
            self.go(mode, item)

    def action_open_marked(self) -> None:
        """Go to the place of the item under the cursor."""
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def open_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click on a line."""
        event.stop()
        if event.option.id:
            self.action_open(int(event.option.id))

    # Painting

    def _paint(self) -> None:
        view = self._view
        if view is None or not self.is_mounted:
            return
        self._places = list(self._lead(view))
        self.refresh_bindings()
        listing = self.query_one(OptionList)
        marked = listing.highlighted
        listing.clear_options()
        listing.add_options(self._options(view))
        if listing.option_count:
            self._mark(listing, marked)
        self.query_one("#home-head", Static).update(self._head(view))
        self.query_one("#home-others", Static).update(self._others(view))

    def _mark(self, listing: OptionList, marked: int | None) -> None:
        if marked is not None and marked < listing.option_count:
            listing.highlighted = marked
        if listing.highlighted is None or listing.get_option_at_index(listing.highlighted).disabled:
            listing.action_first()

    def _lead(self, view: HomeView) -> list[tuple[str, HomeItem]]:
        places: list[tuple[str, HomeItem]] = []
        for item in self._ordered(view):
            if item.kind is HomeKind.EMPTY_OFFICE:
                places += [
                    (mode, HomeItem(item.kind, item.urgent, (("step", step),))) for step, mode in FIRST_STEPS
                ]
            else:
                places.append((PLACES[item.kind], item))
        return places

    @staticmethod
    def _ordered(view: HomeView) -> list[HomeItem]:
        """Work first, urgent before the rest; the own duties last."""
        return sorted(view.items, key=lambda i: (i.kind is HomeKind.OWN_DUTIES, not i.urgent))

    def _options(self, view: HomeView) -> list[Option]:
        options: list[Option] = []
        heading = ""
        for number, (_, item) in enumerate(self._places, 1):
            group = _group(item)
            if group != heading:
                heading = group
                options += [Option(" ", disabled=True)] if options else []
                options.append(Option(Text(self.t(f"home.group.{group}"), "bold"), disabled=True))
            options.append(Option(self._line(number, item), id=str(number)))
        if not any(_group(item) != "own" for _, item in self._places):
            options.insert(0, Option(self.t("home.nothing"), disabled=True))
        return options

    @on(OptionList.OptionHighlighted)
    def marked_changed(self, event: OptionList.OptionHighlighted) -> None:
        """Under the cursor a sign has the cursor's colour."""
        for key in {self._marked_key, event.option.id} - {None}:
            if key is not None and int(key) <= len(self._places):
                item = self._places[int(key) - 1][1]
                line = self._line(int(key), item, marked=key == event.option.id)
                event.option_list.replace_option_prompt(key, line)
        self._marked_key = event.option.id

    def _line(self, number: int, item: HomeItem, *, marked: bool = False) -> Text:
        signs, palette = app_signs(self.app), app_palette(self.app)
        text = Text(no_wrap=False)
        text.append(f" {number} " if number <= 9 else "   ", "bold")
        if item.urgent:
            text.append(f"{signs.warn} ", "bold" if marked else f"bold {palette.error}")
        else:
            text.append(f"{signs.bullet} ")
        text.append(self._words(item), "bold" if item.urgent else "")
        return text

    def _words(self, item: HomeItem) -> str:
        return item_words(self.t, item, self.language, self.host.clock.today().year, app_plain(self.app))

    def _head(self, view: HomeView) -> Text:
        palette = app_palette(self.app)
        roles = self.t("app.list_comma").join(n.in_language(self.language) for n in view.role_names)
        text = Text()
        text.append(self.t("home.hello", name=view.user.display_name, roles=roles), f"bold {palette.primary}")
        text.append("\n" + self.t("home.today", day=day_words(self.t, view.today), year=view.today.year))
        if view.last_login is not None:
            text.append("   " + self.t("home.last_login", at=instant_words(view.last_login)), palette.muted)
        return text

    def _others(self, view: HomeView) -> Text:
        if not view.others:
            return Text(self.t("home.alone"), app_palette(self.app).muted)
        return Text(self.t("home.others", names=self.t("app.list_comma").join(view.others)))


def _group(item: HomeItem) -> str:
    if item.kind is HomeKind.EMPTY_OFFICE:
        return "first"
    return "own" if item.kind is HomeKind.OWN_DUTIES else "work"
