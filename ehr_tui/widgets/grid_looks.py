"""What one cell of the roster grid shows: text of an exact width, a sign, a style."""

from __future__ import annotations

from rich.style import Style

from ehr_tui.domain.duty import Entry
from ehr_tui.domain.roster import Cell
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.theme import Signs
from ehr_tui.widgets.cells import fit, width_of
from ehr_tui.widgets.grid_model import OVERRIDDEN_RANK, GridModel
from ehr_tui.widgets.grid_styles import GridStyles

FORBID_MARK, WARN_MARK = "!", "?"
TAKEN_MARK, SEVERAL_MARK, OVERRIDDEN_MARK, ELSEWHERE_MARK, CHANGED_MARK = "<", "+", "~", "^", "'"
CALLED_MARK, RESTRICTED_MARK = "*", "="
UNKNOWN_KEY = "#"

Piece = tuple[str, Style]


def joined(codes: list[str], keys: list[str], width: int) -> tuple[str, bool]:
    """Entries in at most ``width`` cells, codes before keys; and whether some had to be left out."""
    for text in ("/".join(codes), "".join(codes), "/".join(keys), "".join(keys)):
        if width_of(text) <= width:
            return text, False
    return fit("".join(keys), width), True


class CellLooks:
    """Looks of cells, each made once: a month has many cells and few different ones."""

    def __init__(self, model: GridModel, styles: GridStyles, signs: Signs, width: int, plain: bool) -> None:
        self.model = model
        self.styles = styles
        self.signs = signs
        self.width = width
        self.plain = plain
        self._known: dict[tuple[Cell, int | None, int], Piece] = {}

    def of(self, cell: Cell, rank: int | None, shade: int) -> Piece:
        """Text and style of a cell, whoever looks at it."""
        known = self._known.get((cell, rank, shade))
        if known is None:
            known = self._known[cell, rank, shade] = self._new(cell, rank, shade)
        return known

    def _new(self, cell: Cell, rank: int | None, shade: int) -> Piece:
        width, styles = self.width, self.styles
        entries = cell.entries + cell.elsewhere
        kinds = [self.model.kind(entry) for entry in entries]
        hidden = False
        if not entries:
            text = self.signs.empty
        elif width == 2:
            text, hidden = self._key(entries[0], kinds[0]), len(entries) > 1
        else:
            codes = [
                k.code if k and not self.plain else self._key(e, k)
                for e, k in zip(entries, kinds, strict=True)
            ]
            keys = [self._key(e, k) for e, k in zip(entries, kinds, strict=True)]
            text, hidden = joined(codes, keys, width - 1)
        text = fit(text, width - 1) + _mark(cell, rank, hidden)
        if rank == 0:
            return text, styles.forbid
        if rank == 1:
            return text, styles.warn(shade)
        if not entries:
            return text, styles.faint(shade)
        first = kinds[0]
        if not cell.entries or first is None:
            return text, styles.elsewhere(shade)
        return text, styles.cell(first.colour, shade)

    def _key(self, entry: Entry, kind: ShiftKind | None) -> str:
        return fit(kind.key, 1) if kind is not None else UNKNOWN_KEY


def rank_mark(rank: int) -> str:
    """The sign of a finding's gravity."""
    return (FORBID_MARK, WARN_MARK, " ", OVERRIDDEN_MARK)[rank]


def _mark(cell: Cell, rank: int | None, hidden: bool) -> str:
    if rank is not None and rank < OVERRIDDEN_RANK - 1:
        return rank_mark(rank)
    if cell.callouts:
        return CALLED_MARK
    if hidden:
        return SEVERAL_MARK
    if rank == OVERRIDDEN_RANK:
        return OVERRIDDEN_MARK
    if cell.elsewhere and not cell.entries:
        return ELSEWHERE_MARK
    return CHANGED_MARK if cell.changed else " "
