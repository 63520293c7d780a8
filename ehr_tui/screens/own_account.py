"""One's own account: password, authenticator, language, theme."""

from __future__ import annotations

from typing import ClassVar, cast

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ehr_tui.i18n import LANGUAGES
from ehr_tui.screens.base import ModeScreen
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.drafts import open_drafts
from ehr_tui.screens.enrol import EnrolScreen
from ehr_tui.screens.palette_actions import PaletteHost
from ehr_tui.screens.password_form import PasswordForm
from ehr_tui.services.intents.accounts import SaveOwnSettings
from ehr_tui.theme import PALETTES

ITEMS = ("password", "authenticator", "language", "theme", "lock", "logout", "drafts")


class OwnAccountScreen(ModeScreen):
    """Who I am here, and a short list of what I can do about it."""

    CSS_PATH = "own_account.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"open({n})", show=False) for n in range(1, len(ITEMS) + 1)),
        Binding("ctrl+o,enter", "open_marked", "own.open", key_display="Enter"),
    ]

    def compose_body(self) -> ComposeResult:
        """Who, and the list."""
        with Vertical(id="own-card", classes="card"):
            yield Static(id="own-who")
            yield OptionList(id="own-list")

    def on_mount(self) -> None:
        """To the list."""
        self.set_focus(self.query_one(OptionList))

    @property
    def door(self) -> PaletteHost:
        """The application, for leaving, locking, looks."""
        return cast("PaletteHost", self.app)

    # Acting

    def action_open_marked(self) -> None:
        """What the cursor stands on."""
        self.query_one(OptionList).action_select()

    def action_open(self, number: int) -> None:
        """By number."""
        self._do(ITEMS[number - 1])

    @on(OptionList.OptionSelected)
    def selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        event.stop()
        self._do(event.option.id or "")

    def _do(self, item: str) -> None:
        match item:
            case "password":
                self.app.push_screen(PasswordForm(), self._password_changed)
            case "authenticator":
                self.app.push_screen(
                    EnrolScreen("", ("authenticator", "recovery")), self._authenticator_changed
                )
            case "language":
                self.start(self._language(), "own.settings")
            case "theme":
                self.start(self._theme(), "own.settings")
            case "lock":
                self.door.action_lock()
            case "logout":
                self.door.leave()
            case "drafts":
                open_drafts(self)

    def _password_changed(self, done: bool | None) -> None:
        if done:
            self.say("own.password_changed")

    def _authenticator_changed(self, done: bool | None) -> None:
        if done:
            self.say("own.authenticator_changed")

    async def _language(self) -> None:
        lines = [self.t(f"own.language.{code}") for code in LANGUAGES]
        place = await self.dialog(
            ChooseScreen(self.t("own.choose_language"), lines, LANGUAGES.index(self.language))
        )
        if place is not None:
            self.host.set_language(LANGUAGES[place])
            await self.ask(SaveOwnSettings(language=LANGUAGES[place]))
            self.say("own.saved")

    async def _theme(self) -> None:
        names = [palette.name for palette in PALETTES]
        lines = [self.t(f"theme.{name}") for name in names]
        now = names.index(self.app.theme) if self.app.theme in names else 0
        place = await self.dialog(ChooseScreen(self.t("own.choose_theme"), lines, now))
        if place is not None:
            self.app.theme = names[place]
            self._paint()
            await self.ask(SaveOwnSettings(theme=names[place]))
            self.say("own.saved")

    # Painting

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    def _paint(self) -> None:
        self.query_one("#own-card").border_title = self.t("own.title")
        self.query_one("#own-who", Static).update(self._who())
        listing = self.query_one(OptionList)
        marked = listing.highlighted
        listing.clear_options()
        now = {"language": self.t(f"own.language.{self.language}"), "theme": self._theme_name()}
        for number, item in enumerate(ITEMS, 1):
            words = self.t(f"own.{item}", now=now[item]) if item in now else self.t(f"own.{item}")
            listing.add_option(Option(Text(f"{number}  {words}"), id=item))
        listing.highlighted = marked or 0

    def _theme_name(self) -> str:
        names = [palette.name for palette in PALETTES]
        return self.t(f"theme.{self.app.theme}") if self.app.theme in names else self.app.theme

    def _who(self) -> Text:
        entered = self.host.entered
        if entered is None:
            return Text()
        text = Text(self.t("own.who", name=entered.user.display_name, login=entered.user.login), "bold")
        roles = self.t("app.list_comma").join(n.in_language(self.language) for n in entered.role_names)
        text.append(
            "\n" + (self.t("own.roles", roles=roles) if roles else self.t("own.no_roles")), "not bold"
        )
        text.append("\n" + self.t("own.protected" if entered.protected else "own.password_only"), "not bold")
        return text
