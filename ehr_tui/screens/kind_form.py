"""The form of a shift kind: one to three segments, meal break, paid hours, letter and colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ehr_tui.domain.alphabet import parse_times
from ehr_tui.domain.ids import ShiftKindId
from ehr_tui.domain.shifts import DutyClass, ShiftKind
from ehr_tui.domain.views import OrganisationView
from ehr_tui.screens.field_values import shown_hours
from ehr_tui.screens.organisation_forms import NAME_FIELDS, OrganisationForm
from ehr_tui.screens.record_form import Field
from ehr_tui.services.intents.organisation import SaveShiftKind
from ehr_tui.theme import SHIFT_COLOURS


class KindForm(OrganisationForm):
    """Paid hours left empty are the segments without the meal."""

    def __init__(self, view: OrganisationView, value: ShiftKind | None) -> None:
        super().__init__(view)
        self._seen = value

    def title_words(self) -> str:
        """New or its code and name."""
        seen = self._seen
        return (
            f"{seen.code} {seen.name.in_language(self.language)}"
            if seen
            else self.t("organisation.new.kinds")
        )

    def fields(self) -> Sequence[Field]:
        """What a shift kind is."""
        classes = [(c, self.t(f"duty_class.{c.value}")) for c in DutyClass]
        colours = [(name, self.t(f"colour.{name}")) for name in SHIFT_COLOURS]
        return (
            Field("code", "organisation.kind_code", "organisation.kind_code_hint", most=6),
            Field("key", "organisation.key", "organisation.key_hint", most=2),
            *NAME_FIELDS,
            Field(
                "department",
                "organisation.department",
                options=self.departments("organisation.all_departments"),
            ),
            Field("duty_class", "organisation.duty_class", options=classes),
            Field("times", "organisation.times", "imports.code.times_hint", most=60),
            Field("meal", "organisation.meal", "imports.code.meal_hint", most=4),
            Field("paid", "organisation.paid", "organisation.paid_hint", most=6),
            Field("colour", "organisation.colour", options=colours),
            Field("active", "organisation.active", tick=True),
        )

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        seen = self._seen
        if seen is None:
            return {"active": True, "duty_class": DutyClass.WORK, "colour": "work", "department": None}
        return {
            "code": seen.code,
            "key": seen.key,
            "zh": seen.name.zh,
            "en": seen.name.en,
            "department": seen.department,
            "duty_class": seen.duty_class,
            "times": seen.times(),
            "meal": seen.meal_minutes or None,
            "paid": shown_hours(seen.paid_minutes),
            "colour": seen.colour,
            "active": seen.active,
        }

    async def save(self) -> OrganisationView:
        """Keep it."""
        code = self.text("code")
        times = self.plain_text("times").replace(" ", "")
        segments = parse_times(times, code) if times else ()
        meal = self.number("meal") or 0
        paid = self.minutes("paid")
        if paid is None:
            paid = max(0, sum(segment.minutes for segment in segments) - meal)
        value = ShiftKind(
            self._seen.id if self._seen else ShiftKindId(0),
            code,
            self.plain_text("key"),
            self.both_names(),
            self.choice("duty_class"),
            self.choice("department"),
            segments,
            meal,
            paid,
            str(self.choice("colour")),
            self.ticked("active"),
        )
        return await self.ask(SaveShiftKind(value, self._seen, self._office.year))

    async def renew(self) -> None:
        """After somebody else's change."""
        seen, view = self._seen, await self.reread()
        self._seen = next((k for k in view.kinds if seen is not None and k.id == seen.id), None)
