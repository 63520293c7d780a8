"""Changing one's own password: the old one, and the new one twice."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from ehr_tui.errors import EhrError
from ehr_tui.screens.fields import field, field_words
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.move_on import MOVE_ON, move_on
from ehr_tui.screens.password_words import password_problem, password_words, shortest_password
from ehr_tui.screens.prose import Prose
from ehr_tui.services.intents.accounts import ChangePassword

FIELDS = ("old", "new", "again")


class PasswordForm(EhrModal[bool | None]):
    """True when changed."""

    TITLE_KEY = "own.password"
    BINDINGS: ClassVar[list[BindingType]] = [MOVE_ON]
    WORDS: ClassVar[dict[str, str]] = field_words("own", FIELDS)

    def compose_box(self) -> ComposeResult:
        """Three fields."""
        for name in FIELDS:
            yield field(name, password=True, most=200)
        yield Prose(id="password-hint", classes="hint")
        yield Prose(id="password-message", classes="message")

    def on_mount(self) -> None:
        """To the old one."""
        self.set_focus(self.query_one("#old", Input))

    @property
    def _shortest(self) -> int:
        return shortest_password(self.host.entered)

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value

    @on(Input.Changed)
    def typed(self) -> None:
        """The strength follows the typing."""
        self._paint(None)

    def action_move_on(self) -> None:
        """Enter: to the next field."""
        move_on(self, FIELDS)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Enter on the last field saves."""
        event.stop()
        entered = self.host.entered
        login = entered.user.login if entered else ""
        problem = password_problem(self._value("new"), self._value("again"), login, self._shortest)
        self._paint(problem)
        if problem is None:
            self.start(self._change(), "password.change", exclusive=False)

    async def _change(self) -> None:
        await self.ask(ChangePassword(self._value("old"), self._value("new")))
        self.dismiss(True)

    def on_refusal(self, error: EhrError) -> None:
        """Say it; what is typed stays."""
        self._paint(error)

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint(None)

    def _paint(self, error: EhrError | None) -> None:
        self.query_one("#password-hint", Prose).update(
            password_words(self.t, self._value("new"), self._shortest)
        )
        self.query_one("#password-message", Prose).update(self.host.error_text(error) if error else "")
