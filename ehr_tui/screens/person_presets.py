"""Pregnancy and nursing: from one date to the restrictions the law asks for, seen before they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from ehr_tui.domain.people_views import PersonView
from ehr_tui.domain.restriction_presets import for_nursing, for_pregnancy
from ehr_tui.domain.restrictions import Restriction, RestrictionKind
from ehr_tui.errors import EhrError, InputError
from ehr_tui.screens.forms.many import ManyLine
from ehr_tui.screens.person_words import RecordWords
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.record_form import Field, Reads, RecordForm
from ehr_tui.screens.restriction_form import hazard_options
from ehr_tui.services.intents.restrictions import SaveRestriction
from ehr_tui.widgets.themes import app_signs

MOST_BABIES = 9


class PresetForm(RecordForm[PersonView]):
    """``kind`` is PREGNANCY or NURSING.  All fields are health data: no draft is kept."""

    drafted = False

    def __init__(self, view: PersonView, kind: RestrictionKind, today: date) -> None:
        super().__init__()
        self._record = view
        self._kind = kind
        self._today = today
        self._written: list[Restriction] = []  # written before one of several was refused

    def title_words(self) -> str:
        """Which, of whom."""
        what = self.t(f"person.preset.{self._kind.value}")
        return self.t("person.of_whom", name=self._record.person.name, what=what)

    def fields(self) -> Sequence[Field]:
        """One date and what goes with it."""
        if self._kind is RestrictionKind.PREGNANCY:
            hazards = hazard_options(self._record, self.language)
            return (
                Field("day", "person.due", "person.day_hint", most=12, reads=Reads.DAY),
                Field("hazards", "person.hazards_to_avoid", options=hazards, many=True),
                Field("since", "person.hazards_since", "person.day_hint", most=12, reads=Reads.DAY),
            )
        return (
            Field("day", "person.born", "person.day_hint", most=12, reads=Reads.DAY),
            Field("babies", "person.babies", most=1, reads=Reads.NUMBER),
        )

    def values(self) -> Mapping[str, object]:
        """All hazards from today on; one baby."""
        if self._kind is RestrictionKind.PREGNANCY:
            hazards = tuple(code for code, _ in hazard_options(self._record, self.language))
            return {"hazards": hazards, "since": self._today}
        return {"babies": 1}

    def extra(self) -> ComposeResult:
        """What will be kept."""
        yield Prose(id="preset-preview")

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self._preview()

    @on(Input.Changed)
    @on(ManyLine.Changed)
    def changed(self) -> None:
        """See at once what it makes."""
        self._preview()

    def _made(self) -> tuple[Restriction, ...]:
        person = self._record.person.id
        day = self.required("day", self.day("day"))
        if self._kind is RestrictionKind.PREGNANCY:
            return for_pregnancy(
                person, day, frozenset(self.chosen("hazards")), self.day("since") or self._today
            )
        babies = self.number("babies") or 1
        if babies > MOST_BABIES:
            raise InputError("form.number", typed=str(babies), field="babies")
        return for_nursing(person, day, babies)

    def _preview(self) -> None:
        words = RecordWords(self.t, self.language, self._record, self._today)
        try:
            made = self._made()
        except EhrError:
            made = ()
        bullet = app_signs(self.app).bullet
        lines = [f"{bullet} {words.span(r.since, r.until)}  {words.effects(r)}" for r in made]
        head = self.t("person.preset.makes" if lines else "person.preset.date_first")
        basis = self.t(f"person.preset.basis_{self._kind.value}")
        self.query_one("#preset-preview", Prose).update("\n".join(["", head, *lines, "", basis]))

    async def save(self) -> PersonView:
        """Keep all of them; what is kept already is not kept twice."""
        record = self._record
        for restriction in self._made():
            if restriction not in self._written:
                record = await self.ask(SaveRestriction(replace(restriction)))
                self._written.append(restriction)
        self._record = record
        return record
