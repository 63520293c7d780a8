"""What a key press in the roster means as cell changes.  Pure: a sheet and places go in, changes come out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ehr_tui.domain.duty import Callout, Entry
from ehr_tui.domain.ids import PersonId, PostId
from ehr_tui.domain.roster import EMPTY_CELL, Cell, CellChange, RosterRow, RosterSheet
from ehr_tui.domain.shifts import DutyClass, ShiftKind, clock_time
from ehr_tui.domain.violation import Violation


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the sheet."""

    person: PersonId
    day: date


def callout_words(call: Callout) -> str:
    """``20:00-22:00``; times on the next day are marked ``+1``."""
    return f"{clock_time(call.start)}-{clock_time(call.end)}"


def is_own(sheet: RosterSheet) -> bool:
    """Whether it is only the user's own published row: its entries have no duties behind them."""
    cells = [cell for row in sheet.rows for cell in row.cells if cell.entries]
    return not sheet.can_edit and bool(cells) and not any(cell.seen for cell in cells)


def row_of(sheet: RosterSheet, person: PersonId) -> RosterRow | None:
    """A person's row."""
    return next((row for row in sheet.rows if row.person == person), None)


def cell_of(sheet: RosterSheet, place: Place) -> Cell:
    """What stands in a cell; empty outside the sheet."""
    row = row_of(sheet, place.person)
    index = next((n for n, head in enumerate(sheet.heads) if head.day == place.day), None)
    return EMPTY_CELL if row is None or index is None else row.cells[index]


def needs_post(kind: ShiftKind) -> bool:
    """Whether an entry of the kind is done at a post."""
    return kind.duty_class is DutyClass.WORK


def standing_post(sheet: RosterSheet, person: PersonId) -> PostId | None:
    """The post taken without asking: the home post if it is the department's, else the department's only one."""
    row = row_of(sheet, person)
    posts = [post for post in sheet.posts if post.department == sheet.department.id and post.active]
    if row is not None and any(post.id == row.post for post in posts):
        return row.post
    return posts[0].id if len(posts) == 1 else None


def assign(sheet: RosterSheet, place: Place, entry: Entry, *, add: bool) -> CellChange | None:
    """Put an entry into a cell, instead of or beside what stands there; None when it would change nothing."""
    cell = cell_of(sheet, place)
    entries = (
        (*cell.entries, entry) if add and entry not in cell.entries else cell.entries if add else (entry,)
    )
    return _change(place, cell, entries)


def clear(sheet: RosterSheet, places: Iterable[Place]) -> tuple[CellChange, ...]:
    """Empty cells; those already empty are left out."""
    changes = (_change(place, cell_of(sheet, place), ()) for place in places)
    return tuple(change for change in changes if change is not None)


def move(sheet: RosterSheet, source: Place, target: Place) -> tuple[CellChange, ...]:
    """Carry a cell to another; what stands there comes back in exchange."""
    if source == target:
        return ()
    here, there = cell_of(sheet, source), cell_of(sheet, target)
    changes = (_change(source, here, there.entries), _change(target, there, here.entries))
    return tuple(change for change in changes if change is not None)


def _change(place: Place, cell: Cell, entries: tuple[Entry, ...]) -> CellChange | None:
    if entries == cell.entries:
        return None
    return CellChange(place.person, place.day, cell.seen, entries)


def next_violation(
    sheet: RosterSheet, after: Place | None, found: Iterable[Violation], *, back: bool = False
) -> tuple[Violation, Place] | None:
    """The finding whose first cell comes next after a place in reading order (row by row), around the end."""
    rows = {row.person: n for n, row in enumerate(sheet.rows)}
    days = {head.day: n for n, head in enumerate(sheet.heads)}
    spots: list[tuple[tuple[int, int], Violation, Place]] = []
    for violation in found:
        if violation.person in rows and violation.person is not None:
            day = next((d for d in violation.days if d in days), None)
            if day is not None:
                spots.append(((rows[violation.person], days[day]), violation, Place(violation.person, day)))
    if not spots:
        return None
    spots.sort(key=lambda spot: spot[0], reverse=back)
    here = (rows.get(after.person, -1), days.get(after.day, -1)) if after else (-1, -1)
    ahead = [spot for spot in spots if (spot[0] < here if back else spot[0] > here)]
    _, violation, place = (ahead or spots)[0]
    return violation, place


def gap_days(sheet: RosterSheet) -> tuple[date, ...]:
    """Days on which some demand is not met, in order."""
    return tuple(
        head.day
        for n, head in enumerate(sheet.heads)
        if any(have < (least or 0) for have, least, _ in (line.days[n] for line in sheet.coverage))
    )


def with_post(sheet: RosterSheet, place: Place, post: PostId) -> CellChange | None:
    """The work in a cell at another post; None when nothing in it is work."""
    cell = cell_of(sheet, place)
    kinds = {kind.id: kind for kind in sheet.kinds}
    entries = tuple(
        Entry(entry.kind, post) if entry.kind in kinds and needs_post(kinds[entry.kind]) else entry
        for entry in cell.entries
    )
    return _change(place, cell, entries)


def pasted(
    sheet: RosterSheet, target: Place, lines: tuple[tuple[str, ...], ...]
) -> tuple[list[tuple[Place, tuple[ShiftKind, ...]]], list[str]]:
    """A block of codes laid on the sheet from ``target`` on: cells with their kinds, and the codes unknown.

    Several codes in a cell are parted by ``/`` or ``+``; ``-`` and nothing empty a cell; what lies outside the sheet
    is left out.
    """
    rows = [row.person for row in sheet.rows]
    days = [head.day for head in sheet.heads]
    top, left = rows.index(target.person), days.index(target.day)
    names: dict[str, ShiftKind] = {}
    for kind in sheet.kinds:
        names.setdefault(_plain(kind.code), kind)
    for kind in sheet.kinds:
        names.setdefault(_plain(kind.key), kind)
    cells: list[tuple[Place, tuple[ShiftKind, ...]]] = []
    unknown: list[str] = []
    for person, line in zip(rows[top:], lines, strict=False):
        for day, text in zip(days[left:], line, strict=False):
            codes = [code for code in re.split(r"[/+、\s]+", _plain(text)) if code.strip("-")]
            unknown += [code for code in codes if code not in names and code not in unknown]
            cells.append((Place(person, day), tuple(names[code] for code in codes if code in names)))
    return cells, unknown


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
