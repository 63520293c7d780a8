"""The idle lock: hides everything until the same user proves to be back."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from ehr_tui.errors import EhrError
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.fields import field, field_words
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.wait import Wait
from ehr_tui.widgets.cells import plain_digits
from ehr_tui.widgets.footer import KeyFooter


class LockScreen(EhrScreen[bool]):
    """True: the user is back.  False: somebody else wants to log in."""

    CSS_PATH = "lock.tcss"
    WORDS: ClassVar[dict[str, str]] = field_words("lock", ("unlock_code",))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3,ctrl+o", "other_user", "lock.key.other_user", key_display="F3"),
    ]

    def __init__(self) -> None:
        super().__init__(classes="lock")
        self._said: EhrError | None = None
        self._wait = Wait()
        self._busy = False
        self._asked = False

    def compose(self) -> ComposeResult:
        """Who is locked out, one field."""
        with Vertical(id="lock-card", classes="card"):
            yield Static(id="lock-who")
            yield field("unlock_code", most=12)
            yield Prose(id="lock-message", classes="message")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Wait for the code."""
        self.set_focus(self.query_one(Input))
        self.set_interval(1.0, self._paint)

    @on(Input.Submitted)
    def unlock(self, event: Input.Submitted) -> None:
        """Try the code."""
        event.stop()
        if not self._busy and not self._wait.left(self.host.clock.now()):
            self._busy = True
            self._said = None
            self.start(self._unlock(plain_digits(event.value).replace(" ", "")), "lock.unlock")

    async def _unlock(self, code: str) -> None:
        try:
            await self.office.unlock(code)
        finally:
            self._busy = False
        self.dismiss(True)

    def on_refusal(self, error: EhrError) -> None:
        """Say it; stay locked."""
        self._said = error
        self._wait.start(error, self.host.clock.now())
        self.query_one(Input).value = ""
        self._paint()

    def action_other_user(self) -> None:
        """Log the locked user out; asks for the key a second time, since unsaved work is lost."""
        if self._asked:
            self.dismiss(False)
        self._asked = True
        self._paint()

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._paint()

    def _paint(self) -> None:
        entered = self.host.entered
        self.query_one("#lock-card").border_title = self.t("lock.title")
        who = Text()
        if entered is not None:
            if entered.demo:
                who.append(f" {self.demo_mark} ", "bold reverse")
                who.append(" ")
            who.append(self.t("lock.who", name=entered.user.display_name, office=entered.office_name))
        self.query_one("#lock-who", Static).update(who)
        self.query_one("#lock-message", Prose).update(self._message())

    def _message(self) -> str:
        if self._said is not None:
            figures = dict(self._said.params)
            if self._wait.until is not None:
                left = self._wait.left(self.host.clock.now())
                if not left:
                    return self.t("login.wait_over")
                figures[self._wait.figure] = left
            return self.host.error_text(EhrError(self._said.code, **figures))
        return self.t("lock.sure") if self._asked else ""
