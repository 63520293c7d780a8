"""A waiting time that an error brought, running down on the screen."""

from __future__ import annotations

from datetime import datetime, timedelta

from ehr_tui.errors import EhrError

FIGURES = ("seconds", "wait", "seconds_left")
"""Names under which errors carry a waiting time, in seconds."""


class Wait:
    """Until when nothing more will be accepted."""

    def __init__(self) -> None:
        self.until: datetime | None = None
        self.figure = ""

    def start(self, error: EhrError, now: datetime) -> None:
        """Take the waiting time of an error, if it carries one."""
        self.until, self.figure = None, ""
        for name in FIGURES:
            seconds = error.params.get(name)
            if isinstance(seconds, int) and seconds > 0:
                self.until, self.figure = now + timedelta(seconds=seconds), name
                return

    def left(self, now: datetime) -> int:
        """Seconds still to wait, rounded up."""
        if self.until is None or now >= self.until:
            return 0
        return -int(-(self.until - now).total_seconds() // 1)
