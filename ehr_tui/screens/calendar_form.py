"""The form of a day of the calendar: what it is, and whether some have half of it off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ehr_tui.domain.calendar import CalendarDay, DayKind, OffFor
from ehr_tui.domain.views import OrganisationView
from ehr_tui.screens.calendar_preview import agreed
from ehr_tui.screens.organisation_forms import NAME_FIELDS, OrganisationForm
from ehr_tui.screens.record_form import Field, Reads
from ehr_tui.screens.words import day_words
from ehr_tui.services.intents.organisation import OpenOrganisation, SaveCalendarDay

HALF = "calendar.section.half"


class DayForm(OrganisationForm):
    """A day set by hand; what the change touches is shown before it is written."""

    def __init__(self, view: OrganisationView, begin: date, *, fixed: bool = True) -> None:
        super().__init__(view)
        self._day = begin
        self._fixed = fixed
        self._record = view.calendar.days.get(begin) if fixed else None

    def record_key(self) -> str:
        """The day."""
        return self._day.isoformat() if self._fixed else ""

    def history_of(self) -> tuple[str, str] | None:
        """The day's."""
        return ("calendar_day", self._day.isoformat()) if self._fixed else None

    def title_words(self) -> str:
        """Which day, or that one is to be named."""
        return day_words(self.t, self._day) if self._fixed else self.t("organisation.day")

    def fields(self) -> Sequence[Field]:
        """Day, kind, names, half-day."""
        kinds = [(kind, self.t(f"day_kind.{kind.value}")) for kind in DayKind]
        whom = [(o, self.t(f"calendar.off_for.{o.value or 'nobody'}")) for o in OffFor]
        return (
            Field(
                "day",
                "organisation.date",
                "people.day_hint",
                most=12,
                fixed=self._fixed,
                reads=Reads.DAY,
                errors=("date.unclear", "organisation.year"),
            ),
            Field("kind", "organisation.day_kind", options=kinds),
            *NAME_FIELDS,
            Field("off_for", "calendar.off_for", options=whom, section=HALF, errors=("calendar.off_day",)),
            Field(
                "off_minutes",
                "calendar.off_hours",
                "calendar.off_hint",
                most=5,
                section=HALF,
                reads=Reads.HOURS,
                errors=("calendar.off_minutes", "calendar.off_for"),
            ),
        )

    def values(self) -> Mapping[str, object]:
        """As it stands; a day not listed is a plain one of its week."""
        if not self._fixed:
            return {"day": self._day, "kind": DayKind.DAY_OFF, "off_for": OffFor.NOBODY}
        value = self._office.calendar.entry(self._day)
        return {
            "day": value.day,
            "kind": value.kind,
            "zh": value.name.zh,
            "en": value.name.en,
            "off_for": value.off_for,
            "off_minutes": value.off_minutes or None,
        }

    async def save(self) -> OrganisationView:
        """Show what it changes, then keep it."""
        day = self.required("day", self.day("day"))
        whom = self.choice("off_for")
        minutes = self.minutes("off_minutes") or 0
        value = CalendarDay(day, self.choice("kind"), self.both_names(), off_minutes=minutes, off_for=whom)
        seen = self._record
        if not self._fixed and day.year == self._office.year:
            seen = self._office.calendar.days.get(day)
        elif not self._fixed:
            seen = await self._of_other_year(day)
        await agreed(self, self._office, day=day, value=value)
        return await self.ask(SaveCalendarDay(day, value, seen))

    async def _of_other_year(self, day: date) -> CalendarDay | None:
        return (await self.ask(OpenOrganisation(day.year))).calendar.days.get(day)

    async def renew(self) -> None:
        """After somebody else's change."""
        view = await self.reread()
        self._record = view.calendar.days.get(self._day) if self._fixed else None
