"""The form of a day of the calendar: what it is, and whether some have half of it off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from textual import on
from textual.widgets import Input

from ehr_tui.domain.calendar import CalendarDay, DayKind, OffFor
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError
from ehr_tui.screens.calendar_preview import agreed
from ehr_tui.screens.field_values import read_day
from ehr_tui.screens.organisation_forms import NAME_FIELDS, OrganisationForm
from ehr_tui.screens.record_form import Field, Reads
from ehr_tui.screens.words import day_words
from ehr_tui.services.intents.organisation import OpenOrganisation, SaveCalendarDay

HALF = "calendar.section.half"


class DayForm(OrganisationForm):
    """A day set by hand; what the change touches is shown before it is written.

    Where the day itself is typed, what stands on it comes into the fields that nobody has touched.
    """

    def __init__(self, view: OrganisationView, begin: date, *, fixed: bool = True) -> None:
        super().__init__(view)
        self._day = begin
        self._fixed = fixed
        self._record = view.calendar.days.get(begin) if fixed else None
        self._loaded: date | None = None  # the typed day that the fields were filled from

    def record_key(self) -> str:
        """The day."""
        return self._day.isoformat() if self._fixed else ""

    def history_of(self) -> tuple[str, str] | None:
        """The day's."""
        return ("calendar_day", self._day.isoformat()) if self._fixed else None

    def title_words(self) -> str:
        """Which day, or that one is to be named."""
        return day_words(self.t, self._day) if self._fixed else self.t("organisation.day")

    def _focus_first(self) -> None:
        """A day to be named: what is typed takes the proposed one's place."""
        super()._focus_first()
        field = self.line("day").field
        if not self._fixed and isinstance(field, Input):
            field.select_all()

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
                errors=("date.unclear", "organisation.year", "calendar.stands"),
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
        if not self._fixed and self._record is None:
            return {"day": self._loaded or self._day, "kind": DayKind.DAY_OFF, "off_for": OffFor.NOBODY}
        value = self._record or self._office.calendar.entry(self._day)
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
        if not self._fixed and day != self._loaded:
            await self._take_day(day)
            if self._record is not None:
                raise InputError("calendar.stands", day=day)
        whom = self.choice("off_for")
        minutes = self.minutes("off_minutes") or 0
        value = CalendarDay(day, self.choice("kind"), self.both_names(), off_minutes=minutes, off_for=whom)
        await agreed(self, self._office, day=day, value=value)
        return await self.ask(SaveCalendarDay(day, value, self._record))

    @on(Input.Blurred, "#field-day")
    def day_typed(self) -> None:
        """What stands on the day, once it is typed."""
        if self._fixed:
            return
        try:
            day = read_day(self.text("day"), self.host.clock.today())
        except InputError:
            return  # saving says it
        if day is not None and day != self._loaded:
            self.start(self._take_day(day), "calendar.day", exclusive=True)

    async def _take_day(self, day: date) -> None:
        """Put what stands on a day into the fields that were not touched."""
        own_year = day.year == self._office.year
        view = self._office if own_year else await self.ask(OpenOrganisation(day.year))
        self._loaded, self._record = day, view.calendar.days.get(day)
        values = self.values()
        touched = self._touched()
        self._base = dict(values)
        for name, line in self._lines.items():
            if name != "day" and name not in touched:
                line.put(values.get(name))
                self._opened[name] = line.typed()

    async def renew(self) -> None:
        """After somebody else's change."""
        view = await self.reread()
        day = self._day if self._fixed else self._loaded or self._day
        if day.year != view.year:
            view = await self.ask(OpenOrganisation(day.year))
        self._record = view.calendar.days.get(day)
