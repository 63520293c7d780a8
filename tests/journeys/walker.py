"""A person at a terminal: logs in, reads the screen, presses keys.  Words come from the catalogues, by key."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from ehr_tui.i18n import Words
from ehr_tui.vault import totp
from tests.launcher import FileClock
from tests.offices import DEMO_PASSWORD
from tests.terminal import PATIENCE, Terminal, environment_of

_FIGURE = re.compile(r"\{\w+\}")


class Walker:
    """One program in one terminal.  ``home`` is the terminal's own memory: lockouts, logs, the last office."""

    def __init__(
        self,
        home: Path,
        clock: FileClock,
        *arguments: str,
        language: str = "zh_CN",
        columns: int = 80,
        rows: int = 24,
    ) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.clock = clock
        self.words = Words(language)
        self.errors = home / f"errors-{os.urandom(3).hex()}"
        self.at = Terminal(
            [sys.executable, "-m", "tests.launcher", str(clock.file), str(self.errors), *arguments],
            environment=environment_of(home, language=language),
            columns=columns,
            rows=rows,
        )

    # Seeing

    def text(self, key: str, **figures: object) -> str:
        """Words of a key; without figures the longest stretch between their places."""
        assert self.words.has(key), key
        words = self.words(key, **figures)
        return words if figures else max((part.strip() for part in _FIGURE.split(words)), key=len)

    def see(self, *keys: str, seconds: float = PATIENCE) -> str:
        """Wait for the words of keys."""
        return self.at.see(*(self.text(key) for key in keys), seconds=seconds)

    def gone(self, *keys: str) -> str:
        """Wait until the words of keys have gone."""
        return self.at.gone(*(self.text(key) for key in keys))

    def at_field(self, label: str) -> None:
        """Wait until the cursor stands in the field of that label."""
        words = self.text(label)
        self.at.until(lambda _: self.at.has_cursor(words), f"the cursor is not at {words}")

    def fill(self, label: str, value: str, *, hidden: bool = False, key: str = "enter") -> None:
        """Type into the field of a label, see it there, and go on with a key."""
        self.at_field(label)
        self.at.type(value)
        shown, words = "•" * len(value) if hidden else value, self.text(label)
        self.at.until(
            lambda _: any(shown in line for line in self.at.lines(words)),
            f"{words} does not take what is typed",
        )
        self.at.press(key)

    # Entering and leaving

    def login_demo(self, login: str) -> str:
        """Enter as a demo user; gives the home screen."""
        self.choose_demo(login)
        return self.see("home.today")

    def choose_demo(self, login: str) -> None:
        """Choose a demo user by the digit on the screen and press Enter; where it leads the caller waits for."""
        self.clock.advance(seconds=30)  # the code of the login before counts once
        self.at.until(lambda screen: DEMO_PASSWORD in screen and f" {login} " in screen, "no demo users")
        digit = re.search(rf"(\d) {login} ", self.at.text())
        assert digit is not None, self.at.text()
        self.at.press(digit.group(1))
        self.at.until(
            lambda screen: len(re.findall(rf"\b{login}\b", screen)) > 1, f"{login} is not filled in"
        )
        self.at.press("enter")

    def login(self, login: str, password: str, code: str) -> None:
        """Type a login, field by field; where it leads the caller waits for."""
        self.fill("login.login", login)
        self.fill("login.password", password, hidden=True)
        self.fill("login.code", code)

    def code(self, secret: str) -> str:
        """The next code of an authenticator that has not been used."""
        self.clock.advance(seconds=30)
        return totp.current_code(secret, self.clock.now())

    def palette(self, key: str) -> None:
        """Do something by the palette."""
        words = self.text(key)
        self.at.press("ctrl+p")
        self.see("palette.placeholder")
        self.at.type(words)
        self.at.until(lambda screen: screen.count(words) > 1, f"the palette does not find {words}")
        self.at.press("enter")

    def logout(self) -> None:
        """Log out and stand before the login again."""
        self.palette("key.logout")
        self.see("login.password", "login.code")

    def quit(self) -> None:
        """End the program in order."""
        self.at.press("ctrl+q")
        assert self.at.wait_end() == 0

    def close(self) -> None:
        """Leave, and see that nothing was said under the screen."""
        self.at.close()
        said = self.errors.read_text(encoding="utf-8", errors="replace") if self.errors.exists() else ""
        assert not said, said
