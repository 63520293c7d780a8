"""What the roster grid says to its screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual.message import Message

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.shifts import ShiftKind

if TYPE_CHECKING:
    from textual.dom import DOMNode


@dataclass(frozen=True, slots=True)
class CellRef:
    """A person's day."""

    person: PersonId
    day: date


class GridMessage(Message, bubble=True):
    """Base: ``grid`` is the sender."""

    def __init__(self, grid: DOMNode) -> None:
        super().__init__()
        self.grid = grid

    @property
    def control(self) -> DOMNode:
        """The sender, for selectors of handlers."""
        return self.grid


class CursorMoved(GridMessage, namespace="roster_grid"):
    """The cursor stands on another cell."""

    def __init__(self, grid: DOMNode, person: PersonId, day: date) -> None:
        super().__init__(grid)
        self.person, self.day = person, day


class CellChosen(GridMessage, namespace="roster_grid"):
    """Enter or a double click on a cell."""

    def __init__(self, grid: DOMNode, person: PersonId, day: date) -> None:
        super().__init__(grid)
        self.person, self.day = person, day


class ExplainAsked(GridMessage, namespace="roster_grid"):
    """Why is this cell (or this person) marked?"""

    def __init__(self, grid: DOMNode, person: PersonId, day: date) -> None:
        super().__init__(grid)
        self.person, self.day = person, day


class LetterTyped(GridMessage, namespace="roster_grid"):
    """A shift kind was typed for the cells (the selection, else the cursor's cell).

    ``kind`` is None when no kind is called ``text``; ``add``: beside what stands there instead of in its place.
    """

    def __init__(
        self, grid: DOMNode, text: str, kind: ShiftKind | None, add: bool, cells: tuple[CellRef, ...]
    ) -> None:
        super().__init__(grid)
        self.text, self.kind, self.add, self.cells = text, kind, add, cells


class DeleteAsked(GridMessage, namespace="roster_grid"):
    """The cells shall be emptied."""

    def __init__(self, grid: DOMNode, cells: tuple[CellRef, ...]) -> None:
        super().__init__(grid)
        self.cells = cells


class MoveAsked(GridMessage, namespace="roster_grid"):
    """What stands in ``source`` shall stand in ``target``."""

    def __init__(self, grid: DOMNode, source: CellRef, target: CellRef) -> None:
        super().__init__(grid)
        self.source, self.target = source, target


class BlockPasted(GridMessage, namespace="roster_grid"):
    """Several cells of text (tabs, line ends) were pasted with the cursor on ``target``."""

    def __init__(self, grid: DOMNode, target: CellRef, lines: tuple[tuple[str, ...], ...]) -> None:
        super().__init__(grid)
        self.target, self.lines = target, lines


class PendingChanged(GridMessage, namespace="roster_grid"):
    """The typed beginning of a code; empty when nothing waits any more."""

    def __init__(self, grid: DOMNode, text: str) -> None:
        super().__init__(grid)
        self.text = text
