"""Enter moves to the next field at once.

The key is taken before it is handed to the field: what a fast typist, a scanner or a password manager sends right
behind it then already belongs to the next field.  On the last field Enter goes its usual way, behind what was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.actions import SkipAction
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input

MOVE_ON = Binding("enter", "move_on", "form.key.next", show=False, priority=True)

TABS = (
    Binding("tab", "app.focus_next", show=False, priority=True),
    Binding("shift+tab", "app.focus_previous", show=False, priority=True),
)
"""The same for Tab, in forms without a field that has a use of its own for it."""


def move_on(screen: Screen[Any], names: Sequence[str]) -> None:
    """Focus the field after the focused one; raises SkipAction on the last field and everywhere else."""
    here = screen.focused.id if isinstance(screen.focused, Input) else None
    if here is None or here not in names[:-1]:
        raise SkipAction
    screen.set_focus(screen.query_one(f"#{names[names.index(here) + 1]}"))
