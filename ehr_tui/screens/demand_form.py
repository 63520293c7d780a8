"""The form of a demand: how many people a post needs in a shift kind, on which days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual import on
from textual.app import ComposeResult

from ehr_tui.domain.alphabet import alphabet
from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.ids import DemandId
from ehr_tui.domain.organisation import Demand
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.organisation_forms import OrganisationForm, again
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.record_form import Field, Options, Reads
from ehr_tui.services.intents.organisation import SaveDemand

DAYS = "demand.section.days"
SPAN = "demand.section.span"
PLAIN_WEEK = (DayKind.WORKDAY, DayKind.REST_DAY, DayKind.SWAPPED_WORKDAY)
EVERY_DAY = frozenset(range(1, 8))
WORKING_DAYS = frozenset(range(1, 6))


class DemandForm(OrganisationForm):
    """``copied``: a new demand that begins with another's values."""

    def __init__(self, view: OrganisationView, value: Demand | None, copied: Demand | None = None) -> None:
        super().__init__(view)
        self._record = value
        self._copied = copied

    def record_key(self) -> str:
        """Its id; a copy's draft is not that of any other new one."""
        if self._record is None:
            return f"copy:{self._copied.id}" if self._copied else ""
        return str(self._record.id)

    def history_of(self) -> tuple[str, str] | None:
        """Its own."""
        return ("demand", str(self._record.id)) if self._record else None

    def title_words(self) -> str:
        """New, copied or not."""
        if self._record:
            return self.t("organisation.demand")
        return self.t("demand.copy_title" if self._copied else "organisation.new.demand")

    def fields(self) -> Sequence[Field]:
        """Post, kind, counts; days; validity.  The post says the department."""
        counts = ("demand.counts",)
        kinds = [(kind, self.t(f"day_kind.{kind.value}")) for kind in DayKind]
        return (
            Field(
                "post",
                "organisation.post",
                options=self._posts(),
                errors=("demand.post", "demand.post_retired"),
            ),
            Field(
                "kind", "organisation.kind", options=self._kinds(self._first_post()), errors=("demand.kind",)
            ),
            Field("minimum", "organisation.minimum", most=3, reads=Reads.NUMBER, errors=counts),
            Field("maximum", "organisation.maximum", "organisation.maximum_hint", most=3, reads=Reads.NUMBER),
            Field(
                "weekdays",
                "organisation.weekdays",
                "organisation.weekdays_hint",
                most=14,
                section=DAYS,
                errors=("organisation.weekdays", "demand.no_day"),
            ),
            Field("day_kinds", "demand.day_kinds", options=kinds, many=True, section=DAYS),
            Field(
                "valid_from", "organisation.valid_from", "people.end_hint", 12, section=SPAN, reads=Reads.DAY
            ),
            Field("valid_to", "organisation.valid_to", "people.end_hint", 12, section=SPAN, reads=Reads.DAY),
        )

    def extra(self) -> ComposeResult:
        """Other demands that count together with this one, and what the day kinds mean."""
        yield Prose(id="demand-overlap", classes="warning")
        yield Prose(id="demand-hint", classes="hint")

    def _posts(self) -> Options:
        standing = self._record or self._copied
        return [
            (p.id, f"{self.department_words(p.department)} {p.name.in_language(self.language)}")
            for p in self._office.posts
            if p.active or (standing is not None and p.id == standing.post)
        ]

    def _first_post(self) -> object:
        """The post that is chosen, before the form stands the one it opens with."""
        if self.is_mounted and self.query("#field-post"):
            return self.choice("post")
        standing = self._record or self._copied
        offered = self._posts()
        return standing.post if standing else offered[0][0] if offered else None

    def _kinds(self, post: object) -> Options:
        """The work kinds that the post's department may roster, and the one that stands."""
        home = next((p.department for p in self._office.posts if p.id == post), None)
        offered = [k for k in alphabet(self._office.kinds, home) if k.duty_class is DutyClass.WORK]
        standing = self._record or self._copied
        if standing is not None and post == standing.post and standing.kind not in {k.id for k in offered}:
            offered += [k for k in self._office.kinds if k.id == standing.kind]
        return [(k.id, f"{k.code} {k.name.in_language(self.language)} {k.times()}") for k in offered]

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        standing = self._record or self._copied
        if standing is None:
            return {"weekdays": "12345", "minimum": 1, "day_kinds": PLAIN_WEEK}
        return {
            "post": standing.post,
            "kind": standing.kind,
            "weekdays": "".join(str(day) for day in sorted(standing.weekdays)),
            "day_kinds": tuple(kind for kind in DayKind if kind in standing.day_kinds),
            "minimum": standing.minimum,
            "maximum": standing.maximum,
            "valid_from": standing.valid_from,
            "valid_to": standing.valid_to,
        }

    @on(ChoiceLine.Changed, "#field-post")
    def post_chosen(self) -> None:
        """Another department may have other shift kinds."""
        self.offer("kind", self._kinds(self.choice("post")))

    async def save(self) -> OrganisationView:
        """Keep it."""
        return await self.ask(SaveDemand(self._typed_demand(), self._record, self._office.year))

    def _typed_demand(self) -> Demand:
        post = next((p for p in self._office.posts if p.id == self.choice("post")), None)
        if post is None:
            raise InputError("demand.post")
        return Demand(
            self._record.id if self._record else DemandId(0),
            post.department,
            post.id,
            self.required("kind", self.choice("kind")),
            self._weekdays(),
            frozenset(self.chosen("day_kinds")),
            self.number("minimum") or 0,
            self.number("maximum"),
            self.day("valid_from"),
            self.day("valid_to"),
        )

    def _weekdays(self) -> frozenset[int]:
        text = self.plain_text("weekdays").replace(" ", "").replace(",", "").replace("、", "")
        if not all(mark in "1234567" for mark in text):
            raise InputError("organisation.weekdays", typed=text)
        return frozenset(int(mark) for mark in text)

    async def renew(self) -> None:
        """After somebody else's change."""
        self._record = again((await self.reread()).demand, self._record)

    def retranslate(self) -> None:
        """Words again, below the fields too."""
        super().retranslate()
        self.query_one("#demand-hint", Prose).update(self.t("demand.days_hint"))
        self._paint_overlap()

    def _paint_overlap(self) -> None:
        """Which other demands hold on the same days: the strictest counts."""
        others: list[str] = []
        if self._record is not None:
            found = set(self._office.overlaps.get(self._record.id, ()))
            others = [demand_words(self, self._office, d) for d in self._office.demand if d.id in found]
        elif self._copied is not None:
            copy = replace(self._copied, id=DemandId(0))
            others = [demand_words(self, self._office, d) for d in self._office.demand if d.meets(copy)]
        place = self.query_one("#demand-overlap", Prose)
        place.display = bool(others)
        place.update(self.t("demand.overlaps", others=tuple(others)) if others else "")


def demand_words(screen: OrganisationForm, view: OrganisationView, demand: Demand) -> str:
    """A demand in a few words: code, weekdays, counts."""
    code = next((k.code for k in view.kinds if k.id == demand.kind), "")
    days = screen.t("format.list_separator").join(
        screen.t(f"weekday.{day - 1}") for day in sorted(demand.weekdays)
    )
    if demand.weekdays == EVERY_DAY:
        days = screen.t("organisation.every_day")
    elif demand.weekdays == WORKING_DAYS:
        days = screen.t("demand.monday_to_friday")
    most = "" if demand.maximum is None else f"–{demand.maximum}"
    return f"{code} {days} {demand.minimum}{most}"
