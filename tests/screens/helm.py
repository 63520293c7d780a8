"""The whole application on a real office, steered by a pilot at a fixed size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.text import Text
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from ehr_tui.app import EhrApp
from ehr_tui.i18n import t
from ehr_tui.parts import Parts
from ehr_tui.screens.prose import Prose
from ehr_tui.services.client import OfficeClient
from ehr_tui.services.entrance import Entrance
from ehr_tui.settings import Settings
from ehr_tui.theme import DEFAULT_THEME
from ehr_tui.vault.cost import ArgonCost
from tests.offices import DEMO_PASSWORD, OfficeFolder

SIZE = (80, 24)
PATIENCE = 600
"""Rounds of the event loop's settling until something that should happen counts as missing."""


@dataclass
class Helm:
    """An application in a test's hands."""

    app: EhrApp
    pilot: Pilot[int]
    office: OfficeFolder

    async def until(self, met: Callable[[], object], what: str = "") -> None:
        """Let the program go on until something holds."""
        for _ in range(PATIENCE):
            if met():
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"never came: {what or met}\n{self.seen()}")

    async def press(self, *keys: str) -> None:
        """Keys by name."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Text as typed."""
        names = {" ": "space", "-": "minus", ".": "full_stop", "+": "plus", "_": "underscore"}
        await self.pilot.press(*(names.get(sign, sign) for sign in text))

    async def on(self, screen: str) -> None:
        """Wait for a screen by its class."""
        await self.until(lambda: type(self.app.screen).__name__ == screen, screen)
        await self.pilot.pause()

    async def see(self, *texts: str) -> None:
        """Wait until all of it can be read."""
        await self.until(lambda: all(text in self.seen() for text in texts), " and ".join(texts))

    def seen(self) -> str:
        """What stands on the screen, line by line."""
        height = self.app.size.height
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(part.text for part in strip).rstrip() for strip in lines[:height])

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.app.screen.query_one(f"#{name}", Input).value

    def fill(self, **values: str) -> None:
        """Put text into fields at once."""
        for name, value in values.items():
            self.app.screen.query_one(f"#{name}", Input).value = value

    def words(self, name: str) -> str:
        """What a text widget says."""
        widget: Widget = self.app.screen.query_one(f"#{name}")
        if isinstance(widget, Prose):
            return widget.text
        shown: Any = widget.render()
        return shown.plain if isinstance(shown, Text) else str(shown)

    async def log_in(self, login: str) -> None:
        """A demo user enters by the fields."""
        await self.until(lambda: self.app.screen.query("#login"), "the login")
        await self.until(
            lambda: not self.app.screen.query_one("#login-field").has_class("hidden"), "the fields"
        )
        await self.pilot.pause()
        self.office.clock.advance(seconds=30)
        self.fill(login=login, password=DEMO_PASSWORD, code=self.office.code(login))
        self.app.screen.set_focus(self.app.screen.query_one("#code"))
        await self.press("enter")
        await self.until(lambda: self.app.current_mode != "door", f"{login} inside")
        await self.pilot.pause()


def app_on(
    office: OfficeFolder, *, idle_minutes: int = 10, plain: bool = False, theme: str = DEFAULT_THEME
) -> EhrApp:
    """The application on an office folder, with cheap slots and the folder's clock."""
    settings = Settings(device_secret="none")

    def connect(path: Path) -> OfficeClient:
        return OfficeClient(
            lambda: Entrance(path, settings, office.clock, cost=ArgonCost.FLOOR, state_folder=office.state)
        )

    def make_demo(progress: Callable[[str], None]) -> Path:
        progress("people")
        return office.path

    return EhrApp(
        Parts(
            path=office.path,
            folder=office.folder,
            clock=office.clock,
            words=t,
            connect=connect,
            make_demo=make_demo,
            remember=lambda _path: None,
            theme=theme,
            idle_minutes=idle_minutes,
            plain=plain,
        )
    )


@asynccontextmanager
async def at_the_door(
    office: OfficeFolder, size: tuple[int, int] = SIZE, **options: Any
) -> AsyncIterator[Helm]:
    """The program on its login screen."""
    app = app_on(office, **options)
    async with app.run_test(size=size, notifications=True) as pilot:
        yield Helm(app, pilot, office)


@asynccontextmanager
async def inside(
    office: OfficeFolder, login: str, size: tuple[int, int] = SIZE, **options: Any
) -> AsyncIterator[Helm]:
    """The program with a demo user logged in."""
    async with at_the_door(office, size, **options) as helm:
        await helm.log_in(login)
        yield helm
