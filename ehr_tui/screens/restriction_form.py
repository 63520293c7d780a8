"""What may not be asked of a person for a time.  Everybody who plans sees the effects; the reason is health data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from textual.app import ComposeResult

from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.ids import RestrictionId
from ehr_tui.domain.people_views import PersonView
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.errors import InputError
from ehr_tui.screens.person_words import code_options
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.record_form import Field, Options, Reads, RecordForm
from ehr_tui.services.intents.people import OpenPerson
from ehr_tui.services.intents.restrictions import RevealHealth, SaveRestriction

KINDS = tuple(kind for kind in RestrictionKind if kind is not RestrictionKind.HIDDEN)


def hazard_options(view: PersonView, language: str, held: Sequence[str] = ()) -> Options:
    """The hazards there are."""
    return code_options(view.codes, CodeList.HAZARD, language, held)


class RestrictionForm(RecordForm[PersonView]):
    """``value`` as ``RevealHealth`` gave it, None for a new one.

    Who may change restrictions but not read health data leaves kind and reason of a standing one as they are.
    """

    def __init__(self, view: PersonView, value: Restriction | None, today: date) -> None:
        super().__init__()
        self._record = view
        self._value = value
        self._today = today
        self.can_save = view.can_edit_health

    def title_words(self) -> str:
        """Of whom."""
        what = self.t("person.restriction" if self._value else "person.add_restriction")
        return self.t("person.of_whom", name=self._record.person.name, what=what)

    def record_key(self) -> str:
        """The person and the restriction."""
        return f"{self._record.person.id}:{self._value.id if self._value else 0}"

    @property
    def _knows_why(self) -> bool:
        return self._value is None or self._value.kind is not RestrictionKind.HIDDEN

    def fields(self) -> Sequence[Field]:
        """Dates and effects for everybody, then why; health data stands in no draft."""
        hazards = hazard_options(
            self._record, self.language, sorted(self._value.hazards) if self._value else ()
        )
        effects = [(e, self.t(f"effect.{e.value}")) for e in Effect]
        fields = [
            Field(
                "since",
                "people.since",
                "person.day_hint",
                most=12,
                reads=Reads.DAY,
                section="person.section.effect",
            ),
            Field(
                "until",
                "people.until",
                "people.end_hint",
                most=12,
                reads=Reads.DAY,
                errors=("people.dates_reversed",),
            ),
            Field("effects", "person.effects", options=effects, many=True, errors=("restriction.no_effect",)),
            Field(
                "hazards",
                "person.hazards",
                options=hazards,
                many=True,
                errors=("restriction.no_hazard", "people.unknown_code"),
            ),
            Field(
                "minutes_off",
                "person.minutes_off",
                "person.minutes_off_hint",
                most=6,
                reads=Reads.HOURS,
                errors=("restriction.minutes",),
            ),
        ]
        if self._knows_why:
            kinds = [(k, self.t(f"restriction_kind.{k.value}")) for k in KINDS]
            fields += [
                Field(
                    "kind",
                    "person.kind",
                    options=kinds,
                    section="person.section.reason",
                    secret=True,
                    errors=("restriction.no_kind",),
                ),
                Field("reason", "person.reason", "person.reason_hint", most=400, lines=3, secret=True),
            ]
        return fields

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        value = self._value
        if value is None:
            return {"since": self._today, "kind": RestrictionKind.MEDICAL}
        return {
            "since": value.since,
            "until": value.until,
            "effects": tuple(value.effects),
            "hazards": tuple(value.hazards),
            "minutes_off": value.minutes_off or None,
            "kind": value.kind,
            "reason": value.reason,
        }

    def extra(self) -> ComposeResult:
        """Who sees what."""
        yield Prose(id="restriction-hint", classes="hint")

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self.query_one("#restriction-hint", Prose).update(self.t("person.restriction_hint"))

    async def save(self) -> PersonView:
        """Keep it."""
        value = self._value
        kind = self.choice("kind") if self._knows_why else RestrictionKind.HIDDEN
        restriction = Restriction(
            value.id if value else RestrictionId(0),
            self._record.person.id,
            frozenset(self.chosen("effects")),
            self.required("since", self.day("since")),
            self.day("until"),
            frozenset(self.chosen("hazards")),
            self.minutes("minutes_off") or 0,
            kind,
            self.text("reason") if self._knows_why else "",
        )
        return await self.ask(SaveRestriction(restriction, value))

    async def renew(self) -> None:
        """After somebody else's change."""
        self._record = await self.ask(OpenPerson(self._record.person.id))
        if self._value is None:
            return
        known = (
            await self.ask(RevealHealth(self._record.person.id))
            if self._knows_why
            else self._record.restrictions
        )
        found = next((r for r in known if r.id == self._value.id), None)
        if found is None:
            raise InputError("restriction.not_found")
        self._value = found
