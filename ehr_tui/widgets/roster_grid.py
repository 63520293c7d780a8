"""The roster grid: people × days, keys and mouse.  Takes a sheet, posts messages, asks nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from ehr_tui.domain.roster import RosterSheet
from ehr_tui.widgets import grid_messages as messages
from ehr_tui.widgets.grid_codes import CodeReader, Typed
from ehr_tui.widgets.grid_messages import CellRef
from ehr_tui.widgets.grid_mouse import GridMouse
from ehr_tui.widgets.grid_paint import View

COMMAND_CHARACTERS = " \u3000?\uff1f[]\u3010\u3011"
"""Printable keys that are no letters of shift kinds; input methods send the full-width ones."""


class RosterGrid(GridMouse):
    """People × days.

    ``show(sheet)``, ``apply(delta)``, ``go_to(person, day)``; ``cursor_cell``, ``selected_cells``, ``sheet``,
    ``pending``.  With ``advance`` the cursor goes one day on after a letter that named a kind.
    """

    CursorMoved = messages.CursorMoved
    CellChosen = messages.CellChosen
    ExplainAsked = messages.ExplainAsked
    LetterTyped = messages.LetterTyped
    DeleteAsked = messages.DeleteAsked
    MoveAsked = messages.MoveAsked
    BlockPasted = messages.BlockPasted
    PendingChanged = messages.PendingChanged

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "grid.key.choose"),
        Binding("question_mark,fullwidth_question_mark,ctrl+e", "explain", "grid.key.explain"),
        Binding("delete,backspace", "delete", "grid.key.delete"),
        Binding("space,ideographic_space,ctrl+k", "mark", "grid.key.mark"),
        Binding("ctrl+x", "take", "grid.key.take"),
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
        Binding(
            "left_square_bracket,left_black_lenticular_bracket,ctrl+up",
            "coverage(-1)",
            "grid.key.coverage",
            show=False,
        ),
        Binding(
            "right_square_bracket,right_black_lenticular_bracket,ctrl+down",
            "coverage(1)",
            "grid.key.coverage",
            show=False,
        ),
    ]

    def __init__(
        self, sheet: RosterSheet | None = None, *, id: str | None = None, advance: bool = False
    ) -> None:
        super().__init__(sheet, id=id)
        self.advance = advance
        self._reader = CodeReader(sheet.kinds if sheet is not None else ())

    @property
    def pending(self) -> str:
        """The typed beginning of a code that waits for more."""
        return self._reader.pending

    def show(self, sheet: RosterSheet) -> None:
        """Show a sheet; what was half typed is dropped."""
        self._reader = CodeReader(sheet.kinds)
        super().show(sheet)
        self._pend()

    # keys

    async def on_key(self, event: events.Key) -> None:
        """Letters; what Enter, Esc and Backspace mean while something waits; and the grid's own keys."""
        if event.key == "escape" and self._cancel():
            self._used(event)
        elif event.key == "enter" and (self._reader.pending or self._view.taken is not None):
            if self._reader.pending:
                self._finish(self._reader.confirm())
            else:
                self.action_take()
            self._used(event)
        elif event.key in ("backspace", "delete") and self._reader.back():
            self._pend()
            self._used(event)
        elif event.is_printable and event.character and event.character not in COMMAND_CHARACTERS:
            self._finish(self._reader.feed(event.character))
            self._used(event)
        else:
            await self._own_key(event)

    async def _own_key(self, event: events.Key) -> None:
        """Do what a key is bound to at once.

        A bound key is looked up only after it has gone up through every parent, and letters typed behind it would be
        done before it: over a slow line, where keys come in heaps, they would fall into the wrong cell.
        """
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if await self.app.run_action(binding.action, self):
                self._used(event)
                return

    def on_paste(self, event: events.Paste) -> None:
        """One code, as input methods send it, or a block of cells from a spreadsheet."""
        event.stop()
        target = self.cursor_cell
        text = event.text.strip("\r\n")
        if target is None or not text.strip():
            return
        if "\n" in text or "\t" in text or "\r" in text:
            lines = tuple(tuple(line.split("\t")) for line in text.splitlines())
            self.post_message(messages.BlockPasted(self, target, lines))
            return
        self._finish(self._reader.feed(text))
        self._finish(self._reader.confirm())

    def on_blur(self) -> None:
        """What was half typed is dropped: nobody sees it wait any more."""
        self._reader.cancel()
        super().on_blur()
        self._pend()

    def action_move(self, rows: int, days: int, extend: bool = False) -> None:
        """Cursor by so many rows and days."""
        self._commit()
        cursor = self._view.cursor
        self._move_to(cursor.row + rows, cursor.day + days, extend)

    def action_page(self, pages: int) -> None:
        """Cursor by a screenful of people."""
        lines = self._painter.lines.shown if self._painter is not None else 1
        self.action_move(pages * max(1, lines - 1), 0)

    def action_first_day(self) -> None:
        """To the first day; from there to the first person: no modifier key is needed."""
        self._commit()
        cursor = self._view.cursor
        self._move_to(cursor.row if cursor.day else 0, 0)

    def action_last_day(self) -> None:
        """To the last day; from there to the last person."""
        self._commit()
        last = len(self.sheet.heads) - 1 if self.sheet is not None else 0
        cursor = self._view.cursor
        self._move_to(cursor.row if cursor.day < last else 1 << 30, last)

    def action_corner(self, end: int) -> None:
        """To the first or the last cell of all."""
        self._commit()
        place = 0 if end < 0 else 1 << 30
        self._move_to(place, place)

    def action_explain(self) -> None:
        """Why is it marked?"""
        ref = self.cursor_cell
        if ref is not None:
            self.post_message(messages.ExplainAsked(self, ref.person, ref.day))

    def action_delete(self) -> None:
        """Empty the cells."""
        if cells := self.selected_cells:
            self.post_message(messages.DeleteAsked(self, cells))
            self._drop_selection()

    def action_mark(self) -> None:
        """Begin or end marking a block with plain arrows."""
        self._commit()
        self._look(replace(self._view, cursor=self._view.cursor.toggled_marking()))

    def action_take(self) -> None:
        """Take the cell up, or put down what was taken."""
        self._commit()
        ref, taken = self.cursor_cell, self._view.taken
        if ref is None:
            return
        if taken is None:
            here = (self._view.cursor.row, self._view.cursor.day)
            self._look(replace(self._view, taken=here, cursor=self._view.cursor.dropped()))
            return
        source = self._ref(*taken)
        self._look(replace(self._view, taken=None))
        if source is not None and source != ref:
            self.post_message(messages.MoveAsked(self, source, ref))

    # helpers

    def _cancel(self) -> bool:
        """Drop one thing that Esc can drop; False when there is none."""
        if self._reader.pending:
            self._reader.cancel()
            self._pend()
        elif self._view.taken is not None:
            self._look(replace(self._view, taken=None))
        elif self._view.cursor.selection is not None:
            self._drop_selection()
        else:
            return False
        return True

    def _commit(self) -> None:
        """Leaving a cell takes what is typed, as in a spreadsheet."""
        if self._reader.pending:
            self._finish(self._reader.confirm())

    def _finish(self, finished: list[Typed]) -> None:
        for typed in finished:
            cells: tuple[CellRef, ...] = self.selected_cells
            if not cells:
                continue
            self.post_message(messages.LetterTyped(self, typed.text, typed.kind, typed.add, cells))
            if typed.kind is not None:
                self._drop_selection()
                if self.advance and len(cells) == 1 and not typed.add:
                    at = self._view.cursor
                    self._move_to(at.row, at.day + 1)
        self._pend()

    def _pend(self) -> None:
        view: View = self._view
        if view.pending != self._reader.pending:
            self._look(replace(view, pending=self._reader.pending))
            self.post_message(messages.PendingChanged(self, self._reader.pending))

    def _drop_selection(self) -> None:
        if self._view.cursor.selection is not None:
            self._look(replace(self._view, cursor=self._view.cursor.dropped()))

    @staticmethod
    def _used(event: events.Key) -> None:
        event.stop()
        event.prevent_default()
