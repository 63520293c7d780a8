"""The application's half that screens ask: the office, dialogs, errors, toasts."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar, cast

from textual.app import App
from textual.screen import Screen

from ehr_tui.domain.entry import Entered
from ehr_tui.domain.progress import Progress
from ehr_tui.errors import EhrError, FreshCodeNeeded, InputError, NotFound, VaultError
from ehr_tui.parts import Parts
from ehr_tui.screens.base import GivenUp, Host
from ehr_tui.services.intents.base import Audit, Intent
from ehr_tui.widgets.remap import remap

T = TypeVar("T")


class AskingApp(App[int]):
    """Words, the line to the office, and what is shown when it refuses."""

    def __init__(self, parts: Parts, **how: Any) -> None:
        super().__init__(**how)
        self.parts = parts
        self.clock = parts.clock
        self.words = parts.words
        self.plain = parts.plain
        self.keymap = parts.keymap
        remap(self._bindings, self.keymap)
        self.folder = parts.folder
        self.office = parts.connect(parts.path)
        self.entered: Entered | None = None
        self.commits = 0

    # Words

    @property
    def language(self) -> str:
        """``zh_CN`` or ``en``."""
        return self.words.language

    def t(self, key: str, /, **figures: Any) -> str:
        """Words of the present language."""
        return self.words(key, **figures)

    def error_text(self, error: EhrError) -> str:
        """The sentence of an error."""
        return self.words.error(error)

    def clock_text(self) -> str:
        """The office's time of day for the bar."""
        return self.clock.now().astimezone().strftime("%H:%M")

    # Asking

    async def ask(self, intent: Intent[T], progress: Progress | None = None) -> T:
        """Do it; with a fresh code where the act needs one.  Raises EhrError, GivenUp."""
        try:
            answer = await self.office.do(intent, "", progress)
        except FreshCodeNeeded:
            answer = await self._ask_with_code(intent)
        if intent.audit is Audit.WRITE:
            self.commits += 1
        return answer

    async def _ask_with_code(self, intent: Intent[T]) -> T:
        from ehr_tui.screens.dialogs import code_dialog

        problem = ""
        while True:
            code = await self.dialog(code_dialog(cast("Host", self), problem))
            if not code:
                raise GivenUp
            try:
                return await self.office.do(intent, code)
            except (FreshCodeNeeded, VaultError) as again:
                problem = self.error_text(again)

    async def dialog(self, screen: Screen[T]) -> T | None:
        """Show a dialog and wait for its answer."""
        answer: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()

        def take(value: T | None) -> None:
            if not answer.done():
                answer.set_result(value)

        self.push_screen(screen, take)
        return await answer

    def show_error(self, error: EhrError) -> None:
        """A toast for what was typed wrong, a dialog for what must be read."""
        from ehr_tui.screens.dialogs import message_dialog

        text = self.error_text(error)
        if isinstance(error, (InputError, NotFound)):
            self.notify(text, severity="warning", timeout=8, markup=False)
        else:
            self.push_screen(message_dialog(cast("Host", self), text))

    def say(self, key: str, **figures: Any) -> None:
        """A toast."""
        self.notify(self.t(key, **figures), markup=False)
