"""What other working screens offer: chosen in the palette, the screen is opened and the act done there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, Protocol

from textual.actions import ActionError, parse
from textual.app import App

from ehr_tui.domain.access import Permission
from ehr_tui.screens.base import ModeScreen
from ehr_tui.screens.modes import MODES, Act, Mode

READY_WITHIN = 3.0
"""Seconds that a screen has to read what an act of it needs; after that it just stands open."""
STEP = 0.02


class Going(Protocol):
    """The application, as far as going elsewhere is concerned."""

    def may_open(self, name: str) -> bool:
        """Whether the user may enter a mode now."""
        ...

    def go(self, mode: str) -> None:
        """Open a mode."""
        ...


def elsewhere(host: Going, here: object, held: frozenset[Permission]) -> Iterator[tuple[Mode, Act]]:
    """Every act on the user's other screens that the rights ``held`` allow."""
    for mode in MODES:
        if host.may_open(mode.name) and type(here).__name__ != mode.where.rpartition(":")[2]:
            yield from ((mode, act) for act in mode.acts if act.permission in held)


async def do_there(app: App[Any], host: Going, mode: Mode, action: str) -> None:
    """Open the mode and do the act as soon as its screen allows it; where it never does, the screen stays open."""
    host.go(mode.name)
    wanted = mode.where.rpartition(":")[2]
    for _ in range(int(READY_WITHIN / STEP)):
        screen = app.screen
        if type(screen).__name__ == wanted and isinstance(screen, ModeScreen) and _allowed(screen, action):
            await app.run_action(action, screen)
            return
        await asyncio.sleep(STEP)


def _allowed(screen: ModeScreen, action: str) -> bool:
    """Whether the screen stands, has read its lines and lets the act be done now."""
    try:
        _, name, parameters = parse(action)
    except ActionError:
        return False
    return screen.is_mounted and bool(screen.check_action(name, parameters))
