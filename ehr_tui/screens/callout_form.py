"""召回: from when to when somebody on standby was called in, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ehr_tui.domain.duty import Callout
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import RosterDelta, RosterSheet
from ehr_tui.domain.shifts import DAY_MINUTES, clock_time
from ehr_tui.errors import InputError
from ehr_tui.screens.record_form import Field, RecordForm
from ehr_tui.screens.roster_edits import Place, cell_of
from ehr_tui.screens.times_typed import read_times
from ehr_tui.screens.words import day_words, person_name
from ehr_tui.services.intents.roster import ChangeCallout, OpenRoster, RecordCallout
from ehr_tui.widgets.themes import app_plain


class CalloutForm(RecordForm[RosterDelta]):
    """One call-in of a cell; without ``seen`` a new one."""

    def __init__(self, sheet: RosterSheet, place: Place, seen: Callout | None) -> None:
        super().__init__()
        self._sheet = sheet
        self._place = place
        self._seen = seen

    def record_key(self) -> str:
        """Whose, on which day, which."""
        which = int(self._seen.id) if self._seen else 0
        return f"{int(self._place.person)}:{self._place.day.isoformat()}:{which}"

    def title_words(self) -> str:
        """Whose and when."""
        name = person_name(self._sheet, self._place.person, app_plain(self.app))
        return self.t("callout.title", name=name, day=day_words(self.t, self._place.day))

    def fields(self) -> Sequence[Field]:
        """The span, whether it began after midnight, why."""
        wrong = ("shift_kind.times", "callout.times", "callout.overlaps")
        return (
            Field("times", "callout.times", hint="callout.times_hint", most=24, errors=wrong),
            Field("later", "callout.later", tick=True),
            Field("reason", "callout.reason", most=200, errors=("callout.long_reason",)),
        )

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        seen = self._seen
        if seen is None:
            return {"times": "", "later": False, "reason": ""}
        times = f"{clock_time(seen.start % DAY_MINUTES)}-{clock_time(seen.end % DAY_MINUTES)}"
        return {"times": times, "later": seen.start >= DAY_MINUTES, "reason": seen.reason}

    async def save(self) -> RosterDelta:
        """Keep it."""
        start, end = self._span()
        department, reason = self._sheet.department.id, self.text("reason")
        if self._seen is None:
            place = self._place
            return await self.ask(RecordCallout(department, place.person, place.day, start, end, reason))
        return await self.ask(ChangeCallout(department, self._seen, start, end, reason))

    def _span(self) -> tuple[int, int]:
        segments = read_times(self.text("times"), self.t("callout.times"))
        if len(segments) != 1:
            raise InputError("callout.times", limit_minutes=DAY_MINUTES)
        start, end = segments[0].start, segments[0].end
        later = DAY_MINUTES if self.ticked("later") and start < DAY_MINUTES else 0
        return start + later, end + later

    async def renew(self) -> None:
        """After somebody else's change; one that was taken out is a new one again."""
        sheet = await self.ask(OpenRoster(self._sheet.department.id, Month.of(self._place.day)))
        calls, seen = cell_of(sheet, self._place).callouts, self._seen
        self._seen = next((c for c in calls if seen is not None and c.id == seen.id), None)
