"""Paints at once what an answer changed.

Textual paints at most once in a sixtieth of a second: the first painting after a pause comes at once, the second waits.
A key in the roster brings two, the cursor's step and then the office's answer, so every letter would be seen late.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import messages
from textual.screen import Screen
from textual.widget import Widget


def paint_at_once(screen: Screen[Any], widgets: Iterable[Widget]) -> None:
    """Paint what these widgets want painted in one update, without waiting for the next tick."""
    for widget in widgets:
        screen.post_message(messages.Update(widget))
    screen.call_later(screen._on_timer_update)
