"""Time is handed in: nothing below ``bootstrap`` asks the machine what time it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """A source of the present instant."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """The office's calendar day (its own time zone)."""
        ...
