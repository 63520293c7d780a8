"""Call-ins in the roster: which there are on a day of standby, a new one, another time, none after all."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from ehr_tui.domain.duty import Callout
from ehr_tui.domain.roster import RosterDelta, RosterSheet
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.errors import StaleWrite
from ehr_tui.screens.callout_form import CalloutForm
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.dialogs import confirm_dialog
from ehr_tui.screens.roster_actions import RosterEditing
from ehr_tui.screens.roster_edits import Place, callout_words, cell_of
from ehr_tui.screens.words import day_words
from ehr_tui.services.intents.roster import RemoveCallout


class RosterCallouts(RosterEditing):
    """One key on a cell of standby: with no call-in yet the form of a new one, else the list of them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+d", "callout", "callout.key", show=False)]

    def action_callout(self) -> None:
        """Call-ins of the cell under the cursor."""
        place, sheet = self.place, self.sheet
        if place is None or sheet is None or not self._may_edit():
            return
        if not on_standby(sheet, place):
            self.flash("callout.none_here")
        elif place.day > self.host.clock.today():
            self.flash("callout.not_yet")
        else:
            self.start(self._callout(place), "roster.write", exclusive=False)

    async def _callout(self, place: Place) -> None:
        async with self.busy:
            sheet = self.sheet
            if sheet is None:
                return
            calls = cell_of(sheet, place).callouts
            chosen = await self._which(place, calls) if calls else 0
            if chosen is None:
                return
            seen = calls[chosen] if chosen < len(calls) else None
            try:
                delta = await self._change(sheet, place, seen)
            except StaleWrite as stale:
                self.host.show_error(stale)
                await self.read_now()
                return
            if delta is not None:
                self.take_delta(delta)
                self._say_kept(place)

    def _say_kept(self, place: Place) -> None:
        """What is recorded of the cell now, and that undo is for cells only."""
        calls = cell_of(self.sheet, place).callouts if self.sheet is not None else ()
        if calls:
            times = self.t("format.list_separator").join(callout_words(call) for call in calls)
            self.flash("callout.kept", times=times)

    async def _which(self, place: Place, calls: tuple[Callout, ...]) -> int | None:
        lines = [f"{callout_words(call)}  {call.reason}".rstrip() for call in calls]
        title = self.t(
            "callout.title", name=self.person_words(place.person), day=day_words(self.t, place.day)
        )
        return await self.dialog(ChooseScreen(title, [*lines, self.t("callout.new")], len(lines)))

    async def _change(self, sheet: RosterSheet, place: Place, seen: Callout | None) -> RosterDelta | None:
        """The form; for one that stands first whether to change it or to take it out."""
        if seen is not None:
            asked = [self.t("callout.change"), self.t("callout.remove")]
            picked = await self.dialog(ChooseScreen(callout_words(seen), asked))
            if picked is None:
                return None
            if picked == 1:
                return await self._removed(sheet, seen)
        return await self.dialog(CalloutForm(sheet, place, seen))

    async def _removed(self, sheet: RosterSheet, seen: Callout) -> RosterDelta | None:
        words = self.t("callout.sure", times=callout_words(seen), day=day_words(self.t, seen.day))
        if not await self.dialog(confirm_dialog(self.host, words)):
            return None
        return await self.ask(RemoveCallout(sheet.department.id, seen))


def on_standby(sheet: RosterSheet, place: Place) -> bool:
    """Whether a cell of the sheet holds standby."""
    kinds = {kind.id: kind.duty_class for kind in sheet.kinds}
    return any(kinds.get(entry.kind) is DutyClass.STANDBY for entry in cell_of(sheet, place).entries)
