"""Editing in the roster: what keys and pastes make of the cells, one edit after the other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import PersonId, PostId
from ehr_tui.domain.roster import CellChange, RosterDelta, RosterSheet
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.errors import OverrideNeeded, StaleWrite
from ehr_tui.screens.base import GivenUp
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.month_grid import MonthGrid
from ehr_tui.screens.roster_base import RosterBase
from ehr_tui.screens.roster_dialogs import ask_reason, tell_violations
from ehr_tui.screens.roster_edits import (
    Place,
    assign,
    cell_of,
    clear,
    move,
    needs_post,
    pasted,
    standing_post,
    with_post,
)
from ehr_tui.services.intents.roster import EditRoster, RedoEdit, UndoEdit
from ehr_tui.widgets import grid_messages as messages
from ehr_tui.widgets.grid_messages import CellRef

Changes = tuple[CellChange, ...]
Make = Callable[[RosterSheet], Awaitable[Changes]]
NO_RIGHT = "roster.no_override_right"


class RosterEditing(RosterBase):
    """Edits are computed from the sheet as it stands when their turn comes, so fast typing never goes stale."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo", "roster.undo", show=False),
        Binding("ctrl+y", "redo", "roster.redo", show=False),
        Binding("ctrl+t", "post", "roster.post", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._posts: dict[PersonId, PostId] = {}
        self._just_typed: Place | None = None
        self._stepping = 0

    # What the grid says

    @on(messages.LetterTyped)
    def letter_typed(self, event: messages.LetterTyped) -> None:
        """A shift kind; or, when no kind is called that, perhaps a command."""
        if event.kind is None:
            if not self.command(event.text):
                self.flash("roster.unknown_code", text=event.text)
        elif self._may_edit():
            self.last_kind = event.kind
            self._assign(event.kind, event.cells, add=event.add)

    def command(self, text: str) -> bool:
        """A sign typed in the grid that is no shift kind; whether it was understood."""
        del text
        return False

    @on(messages.PendingChanged)
    def pending_changed(self, event: messages.PendingChanged) -> None:
        """``+`` right after a letter means the cell of that letter."""
        if event.text == "+" and self._just_typed is not None:
            self._step(self._just_typed)
        self.paint_status()

    @on(messages.CellChosen)
    def repeat(self) -> None:
        """Enter: the last kind again."""
        if not self._may_edit():
            return
        if self.last_kind is None:
            self.flash("roster.nothing_to_repeat")
            return
        cells = self.grid.selected_cells
        self._assign(self.last_kind, cells, add=False)
        if len(cells) == 1:
            self.grid.action_move(0, 1)

    @on(messages.CursorMoved)
    def moved(self, event: messages.CursorMoved) -> None:
        """Another cell: other words; a move of the user's own ends typing."""
        if self._stepping:
            self._stepping -= 1
        elif self._just_typed != Place(event.person, event.day):
            after = self._just_typed
            if after is None or after.person != event.person or (event.day - after.day).days != 1:
                self._just_typed = None
            self.note = ""
        else:
            self.note = ""
        self.paint_status()
        self.follow()

    @on(messages.DeleteAsked)
    def delete_asked(self, event: messages.DeleteAsked) -> None:
        """Empty cells."""
        self._clear(_places(event.cells))

    @on(MonthGrid.BackAsked)
    def back_asked(self) -> None:
        """Backspace: what was just typed, else the cell or the block."""
        if self._just_typed is not None and len(self.grid.selected_cells) == 1:
            place, self._just_typed = self._just_typed, None
            self._step(place)
            self._clear([place])
        else:
            self._clear(_places(self.grid.selected_cells))

    @on(messages.MoveAsked)
    def move_asked(self, event: messages.MoveAsked) -> None:
        """Carry a cell; an occupied target comes back in exchange."""

        async def make(sheet: RosterSheet) -> Changes:
            source, target = event.source, event.target
            return move(sheet, Place(source.person, source.day), Place(target.person, target.day))

        self.edit(make)

    @on(messages.BlockPasted)
    def block_pasted(self, event: messages.BlockPasted) -> None:
        """Codes copied from a spreadsheet; all or none."""

        async def make(sheet: RosterSheet) -> Changes:
            cells, unknown = pasted(sheet, Place(event.target.person, event.target.day), event.lines)
            if unknown:
                self.flash("roster.paste_unknown", codes=self.t("format.list_separator").join(unknown))
                return ()
            changes: list[CellChange] = []
            for place, kinds in cells:
                entries = tuple([await self._entry(sheet, place.person, kind) for kind in kinds])
                standing = cell_of(sheet, place)
                if entries != standing.entries:
                    changes.append(CellChange(place.person, place.day, standing.seen, entries))
            return tuple(changes)

        self.edit(make)

    # Actions

    def action_undo(self) -> None:
        """Take the last edit back."""
        self._walk(undo=True)

    def action_redo(self) -> None:
        """Do it again."""
        self._walk(undo=False)

    def action_post(self) -> None:
        """Another post for the work under the cursor."""
        place = self.place
        if place is None:
            return

        async def make(sheet: RosterSheet) -> Changes:
            change = with_post(sheet, place, await self._choose_post(sheet, place.person))
            return (change,) if change else ()

        self.edit(make)

    # Doing it

    def _assign(self, kind: ShiftKind, cells: Iterable[CellRef], *, add: bool) -> None:
        places = list(_places(cells))
        if add and self._just_typed is not None and len(places) == 1:
            after = places[0]
            if after.person == self._just_typed.person and (after.day - self._just_typed.day).days == 1:
                places = [self._just_typed]
        if len(places) == 1:
            self._just_typed = places[0]
            if add:
                self.grid.go_to(places[0].person, places[0].day + timedelta(days=1))

        async def make(sheet: RosterSheet) -> Changes:
            entries = {place: await self._entry(sheet, place.person, kind) for place in places}
            changes = (assign(sheet, place, entry, add=add) for place, entry in entries.items())
            return tuple(change for change in changes if change is not None)

        self.edit(make)

    def _clear(self, places: Iterable[Place]) -> None:
        wanted = list(places)

        async def make(sheet: RosterSheet) -> Changes:
            return clear(sheet, wanted)

        self.edit(make)

    def edit(self, make: Make) -> None:
        """Do an edit after those that wait."""
        if self._may_edit():
            self.start(self._edit(make), "roster.write", exclusive=False)

    async def _edit(self, make: Make) -> None:
        async with self.busy:
            sheet = self.sheet
            if sheet is None:
                return
            changes = await make(sheet)
            if not changes:
                return
            asked = EditRoster(sheet.department.id, sheet.month, changes)
            try:
                self.take_delta(await self._with_reason(asked))
            except StaleWrite as stale:
                self.host.show_error(stale)
                await self.read_now()

    async def _with_reason(self, asked: EditRoster) -> RosterDelta:
        """The edit; when it brings a forbidden state, with a reason, or not at all."""
        try:
            return await self.ask(asked)
        except OverrideNeeded as need:
            assert self.sheet is not None
            if need.code == NO_RIGHT or not self.sheet.can_override:
                await tell_violations(self, self.sheet, need)
                raise GivenUp from need
            reason = await ask_reason(self, self.sheet, need)
            return await self.ask(EditRoster(asked.department, asked.month, asked.changes, reason))

    def _walk(self, *, undo: bool) -> None:
        if self._may_edit():
            self.start(self._walked(undo=undo), "roster.write", exclusive=False)

    async def _walked(self, *, undo: bool) -> None:
        async with self.busy:
            sheet = self.sheet
            if sheet is None:
                return
            intent = UndoEdit if undo else RedoEdit
            try:
                delta = await self.ask(intent(sheet.department.id, sheet.month))
            except StaleWrite as stale:
                self.host.show_error(stale)
                await self.read_now()
                return
            self._just_typed = None
            self.take_delta(delta)
            if delta.cells:
                person, day, _ = delta.cells[0]
                here, there = self.place, Place(person, day)
                self.go_to(there)
                if here != there and self.place == there:
                    self._stepping += 1  # the move is ours: what is said of it stays
            self.flash("roster.undone" if undo else "roster.redone", n=len(delta.cells))

    async def _entry(self, sheet: RosterSheet, person: PersonId, kind: ShiftKind) -> Entry:
        if not needs_post(kind):
            return Entry(kind.id)
        post = standing_post(sheet, person) or self._posts.get(person)
        if post is None and any(p.active for p in sheet.posts):
            post = await self._choose_post(sheet, person)
        return Entry(kind.id, post)

    async def _choose_post(self, sheet: RosterSheet, person: PersonId) -> PostId:
        posts = [post for post in sheet.posts if post.active]
        title = self.t("roster.which_post", name=self.person_words(person))
        names = [post.name.in_language(self.language) for post in posts]
        picked = await self.dialog(ChooseScreen(title, names))
        if picked is None:
            raise GivenUp
        self._posts[person] = posts[picked].id
        return posts[picked].id

    def _may_edit(self) -> bool:
        if self.sheet is not None and self.sheet.can_edit:
            return True
        self.flash("roster.cannot_edit")
        return False

    def _step(self, place: Place) -> None:
        """Move the cursor for the user, who goes on typing."""
        here = self.place
        if here != place and self.grid.go_to(place.person, place.day):
            self._stepping += 1


def _places(cells: Iterable[CellRef]) -> list[Place]:
    return [Place(cell.person, cell.day) for cell in cells]
