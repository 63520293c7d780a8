"""The application's part that copies."""

from __future__ import annotations

import os
from typing import Any

from ehr_tui.parts import Parts
from ehr_tui.paths import state_dir
from ehr_tui.screens.app_watching import WatchingApp


class CopyingApp(WatchingApp):
    """Every text that is copied goes through ``copy_to_clipboard``."""

    def __init__(self, parts: Parts, **how: Any) -> None:
        super().__init__(parts, **how)
        self._copied_to_file = False

    def action_copy(self) -> None:
        """Choose what of this screen to copy."""
        self.run_worker(self._copy(), group="copy", exclusive=True)

    async def _copy(self) -> None:
        from ehr_tui.screens.choose import ChooseScreen
        from ehr_tui.screens.copying import what_can_be_copied

        texts = what_can_be_copied(self.screen)
        lines = [self.t(f"copy.{what}", n=len(text)) for what, text in texts.items()]
        place = await self.dialog(ChooseScreen(self.t("copy.title"), lines))
        if place is not None:
            text = list(texts.values())[place]
            if self.copied(text):
                self.say("copy.done", n=len(text))

    def copy_to_clipboard(self, text: str) -> None:
        """To the clipboard where the terminal can take it, else to a private file whose path is told."""
        self.copied(text)

    def copied(self, text: str) -> bool:
        """The same; whether the terminal was given it."""
        from ehr_tui.screens.copying import clipboard_sequence, is_secret, write_file

        if is_secret(self.screen.focused):
            self.say("copy.secret")
            return False
        self._clipboard = text
        sequence = clipboard_sequence(text, os.environ)
        if sequence is not None and self._driver is not None:
            self._driver.write(sequence)
            return True
        try:
            path = write_file(state_dir(), text)
        except OSError:
            self.say("copy.failed")
            return False
        self._copied_to_file = True
        self.notify(self.t("copy.in_file", file=path), timeout=15, markup=False)
        return False

    def forget_copied(self) -> None:
        """Whoever leaves takes along what was copied to a file, and what was copied inside."""
        self._clipboard = ""
        if self._copied_to_file:
            from ehr_tui.screens.copying import remove_file

            remove_file(state_dir())
            self._copied_to_file = False
