"""A whole program on a terminal of fixed size, entered by a demo user; nothing sleeps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from textual.pilot import Pilot
from textual.screen import Screen

from ehr_tui.app import EhrApp
from ehr_tui.bootstrap import build_app
from ehr_tui.settings import Settings
from tests.offices import DEMO_PASSWORD, OfficeFolder

S = TypeVar("S", bound=Screen[Any])
ROUNDS = 4
"""How often question and answer are let through: an act asks the office at most a few times in a row."""


@dataclass
class Seat:
    """Somebody at the keyboard."""

    app: EhrApp
    pilot: Pilot[int]

    async def press(self, *keys: str) -> None:
        """Press keys and let everything that follows happen."""
        for key in keys:
            await self.pilot.press(key)
        await self.settle()

    async def write(self, text: str) -> None:
        """Type characters; an input method's too."""
        await self.press(*text)

    async def settle(self) -> None:
        """Until the office has answered and the answer is painted."""
        for _ in range(ROUNDS):
            await self.pilot.pause()
            await self.app.office.data_version()
        await self.pilot.pause()

    def screen(self, kind: type[S]) -> S:
        """The present screen, which must be of that kind."""
        assert isinstance(self.app.screen, kind), type(self.app.screen)
        return self.app.screen

    def seen(self) -> str:
        """What stands on the terminal."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in line) for line in lines)


@asynccontextmanager
async def seat(
    office: OfficeFolder, login: str, mode: str = "home", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Seat]:
    """Log a demo user in and open a mode."""
    app = build_app(Settings(device_secret="none"), office.clock, office.path)
    app.office = office.client()
    async with app.run_test(size=size, notifications=True) as pilot:
        here = Seat(app, pilot)
        await pilot.pause()
        office.clock.advance(seconds=30)  # the last code may be used up
        app.enter(await app.office.login(login, DEMO_PASSWORD, office.code(login)))
        await here.settle()
        if mode != "home":
            app.go(mode)
            await here.settle()
        yield here
