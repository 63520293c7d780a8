"""When a terminal counts as left alone."""

from __future__ import annotations

from datetime import timedelta

from ehr_tui.domain.clock import Clock


class IdleWatch:
    """Remembers the last sign of life; ``minutes`` 0 means never to lock."""

    def __init__(self, clock: Clock, minutes: int) -> None:
        self._clock = clock
        self._limit = timedelta(minutes=minutes)
        self._seen = clock.now()

    def alive(self) -> None:
        """A key or a click came."""
        self._seen = self._clock.now()

    def left_alone(self) -> bool:
        """Whether the limit has passed.  A clock set back starts the time anew; a sleep of the machine counts."""
        if not self._limit:
            return False
        now = self._clock.now()
        self._seen = min(self._seen, now)
        return now - self._seen >= self._limit
