"""The demo office's users with their passwords and present codes, on its login screen only."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ehr_tui.domain.entry import DemoLogin
from ehr_tui.screens.base import EhrScreen
from ehr_tui.widgets.cells import fit


class DemoLogins(OptionList):
    """Digits, Enter or a click choose a user."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"take({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(
        self,
        chosen: Callable[[DemoLogin], None],
        submit: Callable[[], None],
        type_on: Callable[[str], None],
        id: str,
    ) -> None:
        super().__init__(id=id)
        # called at once, not by a message: the next key may already be on its way to the field that is filled
        self._fill = chosen
        self._submit = submit
        self._type_on = type_on
        self._logins: tuple[DemoLogin, ...] = ()
        self._read: datetime | None = None
        self._chosen: str | None = None

    @property
    def chosen(self) -> DemoLogin | None:
        """The user whose fields are filled."""
        return next((login for login in self._logins if login.login == self._chosen), None)

    def forget(self) -> None:
        """Nobody is chosen any more."""
        self._chosen = None

    def show(self, logins: tuple[DemoLogin, ...], now: datetime) -> DemoLogin | None:
        """Take fresh codes; gives the chosen user, whose code has changed."""
        self._logins, self._read = logins, now
        self.show_again(now)
        return self.chosen

    def show_again(self, now: datetime) -> None:
        """Paint, with the seconds that the codes still hold."""
        screen = self.screen
        if self._read is None or not isinstance(screen, EhrScreen):
            return
        marked = self.highlighted
        self.border_title = screen.t("login.demo_title", n=self._left(now))
        passed = int((now - self._read).total_seconds())
        self.clear_options()
        for number, login in enumerate(self._logins, 1):
            key = f"{number} " if number < 10 else "  "
            text = Text(no_wrap=True)
            text.append(key, "bold")
            text.append(fit(login.login, 11))
            text.append(fit(screen.t(f"role.{login.role}"), 22))
            text.append(fit(login.password, 22))
            text.append(login.code, "bold")
            text.append(f" {max(0, login.seconds_left - passed):>2}s")
            self.add_option(Option(text, id=login.login))
        self.highlighted = marked if marked is not None else 0

    def _left(self, now: datetime) -> int:
        if self._read is None or not self._logins:
            return 0
        return max(
            0, min(login.seconds_left for login in self._logins) - int((now - self._read).total_seconds())
        )

    def aged(self, now: datetime) -> bool:
        """Once a second: whether the codes have run out and must be read again; else the seconds are painted."""
        if self._read is None or not self._logins:
            return False
        if now < self._read or now >= self._read + timedelta(
            seconds=min(x.seconds_left for x in self._logins)
        ):
            return True
        self.show_again(now)
        return False

    def on_key(self, event: events.Key) -> None:
        """Full-width digits of an input method count too; other signs are the beginning of a login name."""
        character = event.character or ""
        if len(character) != 1 or not character.isprintable() or character.isspace():
            return
        if not character.isdigit():
            event.stop()
            self._type_on(character)
        elif not character.isascii():
            event.stop()
            self.action_take(unicodedata.digit(character))

    def action_take(self, number: int) -> bool:
        """Choose by number; whether there is such a user."""
        if not 1 <= number <= len(self._logins):
            return False
        self.highlighted = number - 1
        self._choose(self._logins[number - 1])
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click; an Enter sent together with a digit comes when the fields are filled, and logs in."""
        event.stop()
        login = next((login for login in self._logins if login.login == event.option.id), None)
        if login is None:
            return
        if login.login == self._chosen and not self.has_focus:
            self._submit()
        else:
            self._choose(login)

    def _choose(self, login: DemoLogin) -> None:
        self._chosen = login.login
        self._fill(login)
