"""The roster grid with the keys of the roster screen: function keys are the modes', Backspace goes back."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from ehr_tui.widgets.roster_grid import RosterGrid


class MonthGrid(RosterGrid, inherit_bindings=False):
    """Letters go over and on to the next day, as in a text; Backspace takes the last one back."""

    class BackAsked(Message):
        """Backspace: take back what was just typed, else empty the cell."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "roster.repeat"),
        Binding("question_mark,fullwidth_question_mark,ctrl+e", "explain", "roster.explain", key_display="?"),
        Binding("delete", "delete", "grid.key.delete", show=False),
        Binding("backspace", "back", "roster.back", show=False),
        Binding("space,ideographic_space,ctrl+k", "mark", "grid.key.mark", show=False),
        Binding("ctrl+x", "take", "grid.key.take", show=False),
        Binding("up", "move(-1, 0)", "grid.key.step", show=False),
        Binding("down", "move(1, 0)", "grid.key.step", show=False),
        Binding("left", "move(0, -1)", "grid.key.step", show=False),
        Binding("right", "move(0, 1)", "grid.key.step", show=False),
        Binding("home", "first_day", "grid.key.first_day", show=False),
        Binding("end", "last_day", "grid.key.last_day", show=False),
        Binding("pageup", "page(-1)", "grid.key.page", show=False),
        Binding("pagedown", "page(1)", "grid.key.page", show=False),
        Binding("ctrl+home", "corner(-1)", "grid.key.corner", show=False),
        Binding("ctrl+end", "corner(1)", "grid.key.corner", show=False),
        Binding("shift+up", "move(-1, 0, True)", "grid.key.select", show=False),
        Binding("shift+down", "move(1, 0, True)", "grid.key.select", show=False),
        Binding("shift+left", "move(0, -1, True)", "grid.key.select", show=False),
        Binding("shift+right", "move(0, 1, True)", "grid.key.select", show=False),
        Binding("ctrl+up,left_parenthesis", "coverage(-1)", "grid.key.coverage", show=False),
        Binding("ctrl+down,right_parenthesis", "coverage(1)", "grid.key.coverage", show=False),
    ]

    editable = True
    """Whether cells can be changed; the keys that change them are not offered otherwise."""
    explains = True
    """Whether the office would say why: who sees only the own row is not told."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean something now."""
        if action in ("choose", "delete", "back", "take"):
            return self.editable
        if action == "explain":
            return self.explains
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Backspace with nothing half typed."""
        self.post_message(self.BackAsked())
