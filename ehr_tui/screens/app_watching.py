"""The application's half that watches: others' commits, and whether anybody still sits there."""

from __future__ import annotations

from typing import Any

from textual import events

from ehr_tui.domain.entry import Stage
from ehr_tui.errors import EhrError
from ehr_tui.idle import IdleWatch
from ehr_tui.parts import Parts
from ehr_tui.screens.app_asking import AskingApp
from ehr_tui.screens.base import EhrScreen

POLL_SECONDS = 2.0
IDLE_CHECK_SECONDS = 5.0


class WatchingApp(AskingApp):
    """Looks at the file and at the clock from time to time, once ``watch`` was called."""

    def __init__(self, parts: Parts, **how: Any) -> None:
        super().__init__(parts, **how)
        self._idle = IdleWatch(parts.clock, parts.idle_minutes)
        self._polled: int | None = None
        self._polling = False

    def watch_office(self) -> None:
        """Begin to look."""
        self.set_interval(POLL_SECONDS, self.poll)
        self.set_interval(IDLE_CHECK_SECONDS, self.lock_if_left_alone)

    def leave(self) -> None:
        """Log out and show the login again."""
        raise NotImplementedError

    def action_lock(self) -> None:
        """Hide the screen until the same user's code, or log out."""
        from ehr_tui.screens.lock import LockScreen

        if self.entered is None or self.locked:
            return

        def unlocked(back: bool | None) -> None:
            self._idle.alive()
            if not back:
                self.leave()

        self.push_screen(LockScreen(), unlocked)

    # Others' commits and idleness

    def poll(self) -> None:
        """Look whether somebody else committed."""
        if self.entered is not None and not self._polling:
            self._polling = True
            self.run_worker(self._poll(), group="poll")

    async def _poll(self) -> None:
        try:
            version = await self.office.news()
        except EhrError as error:
            if self.entered is not None:
                self.leave()
                self.show_error(error)
            return
        finally:
            self._polling = False
        if self._polled is not None and version != self._polled:
            self.commits += 1
            if isinstance(self.screen, EhrScreen):
                self.screen.catch_up()
        self._polled = version

    async def on_event(self, event: events.Event) -> None:
        """Every key and click is a sign of life."""
        if isinstance(event, (events.Key, events.Paste, events.MouseDown)) and not self.left_alone():
            self._idle.alive()
        await super().on_event(event)

    def left_alone(self) -> bool:
        """Whether somebody is logged in and the terminal was idle for too long."""
        return self.entered is not None and self.entered.stage is Stage.READY and self._idle.left_alone()

    def lock_if_left_alone(self) -> None:
        """Lock when left alone."""
        if self.left_alone():
            self.action_lock()

    @property
    def locked(self) -> bool:
        """Whether the lock hides the screen."""
        return self.screen.has_class("lock")
