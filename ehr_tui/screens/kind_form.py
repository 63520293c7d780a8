"""The form of a shift kind: one to three segments, meal break, paid hours, letter, what follows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from ehr_tui.domain.alphabet import alphabet
from ehr_tui.domain.ids import ShiftKindId
from ehr_tui.domain.shifts import DutyClass, Segment, ShiftKind
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.day_bar import day_bar, day_scale
from ehr_tui.screens.field_values import read_hours
from ehr_tui.screens.organisation_forms import ACTIVE_FIELD, NAME_FIELDS, OrganisationForm, again
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.record_form import Field, Options, Reads
from ehr_tui.screens.times_typed import read_times
from ehr_tui.services.intents.organisation import SaveShiftKind
from ehr_tui.theme import SHIFT_COLOURS
from ehr_tui.widgets.cells import plain_digits

TIMES_ERRORS = (
    "shift_kind.times", "shift_kind.reversed", "shift_kind.order", "shift_kind.segments", "shift_kind.next_day",
    "shift_kind.too_long", "shift_kind.untimed", "organisation.kind_used",
)  # fmt: skip


class KindForm(OrganisationForm):
    """Paid hours left empty are the segments without the meal.  ``copied``: a new kind that begins as another is."""

    def __init__(
        self, view: OrganisationView, value: ShiftKind | None, copied: ShiftKind | None = None
    ) -> None:
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
        return ("shift_kind", str(self._record.id)) if self._record else None

    def title_words(self) -> str:
        """New or its code and name."""
        seen = self._record
        return (
            f"{seen.code} {seen.name.in_language(self.language)}"
            if seen
            else self.t("organisation.new.kinds")
        )

    def fields(self) -> Sequence[Field]:
        """What a shift kind is."""
        standing = self._record or self._copied
        home = self.departments(
            "organisation.all_departments", keep=standing.department if standing else None
        )
        classes = [(c, self.t(f"duty_class.{c.value}")) for c in DutyClass]
        colours = [(name, self.t(f"colour.{name}")) for name in SHIFT_COLOURS]
        return (
            Field(
                "code",
                "organisation.kind_code",
                "organisation.kind_code_hint",
                most=6,
                errors=("shift_kind.code", "shift_kind.same_code"),
            ),
            Field(
                "key",
                "organisation.key",
                "organisation.key_hint",
                most=2,
                errors=("shift_kind.key", "shift_kind.same_key"),
            ),
            replace(NAME_FIELDS[0], errors=("shift_kind.name",)),
            NAME_FIELDS[1],
            Field(
                "department", "organisation.department", options=home, errors=("organisation.no_department",)
            ),
            Field("duty_class", "organisation.duty_class", options=classes),
            Field("times", "organisation.times", "kind.times_hint", most=60, errors=TIMES_ERRORS),
            Field(
                "meal",
                "organisation.meal",
                "kind.meal_hint",
                most=4,
                reads=Reads.NUMBER,
                errors=("shift_kind.meal",),
            ),
            Field(
                "paid",
                "organisation.paid",
                "organisation.paid_hint",
                most=6,
                reads=Reads.HOURS,
                errors=("shift_kind.paid", "shift_kind.paid_over"),
            ),
            Field(
                "followed_by",
                "kind.followed_by",
                options=self._followers(standing.department if standing else None),
                errors=("shift_kind.follows",),
            ),
            Field("colour", "organisation.colour", options=colours),
            ACTIVE_FIELD,
        )

    def extra(self) -> ComposeResult:
        """The bar of the day."""
        yield Prose(id="kind-bar")

    def _followers(self, department: object) -> Options:
        """What may follow on the next day: kinds without hours that the department may roster."""
        home = next((d.id for d in self._office.departments if d.id == department), None)
        standing = self._record or self._copied
        offered = [
            k
            for k in self._office.kinds
            if k.duty_class in (DutyClass.AFTER_NIGHT, DutyClass.REST)
            and (k in alphabet(self._office.kinds, home) or (standing and k.id == standing.followed_by))
            and (self._record is None or k.id != self._record.id)
        ]
        words = ((k.id, f"{k.code} {k.name.in_language(self.language)}") for k in offered)
        return [(None, self.t("kind.nothing_follows")), *words]

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        standing = self._record or self._copied
        if standing is None:
            return {"active": True, "duty_class": DutyClass.WORK, "colour": "work", "department": None}
        return {
            "code": standing.code,
            "key": standing.key if self._record else "",
            "zh": standing.name.zh,
            "en": standing.name.en,
            "department": standing.department,
            "duty_class": standing.duty_class,
            "times": standing.times(),
            "meal": standing.meal_minutes or None,
            "paid": standing.paid_minutes,
            "followed_by": standing.followed_by,
            "colour": standing.colour,
            "active": standing.active if self._record else True,
        }

    @on(ChoiceLine.Changed, "#field-department")
    def department_chosen(self) -> None:
        """Another alphabet has other kinds to follow."""
        self.offer("followed_by", self._followers(self.choice("department")))

    @on(Input.Changed)
    def times_typed(self) -> None:
        """The bar follows."""
        self._paint_bar()

    def on_mount(self) -> None:
        """The bar of what stands."""
        self._paint_bar()

    def retranslate(self) -> None:
        """Words again, the bar's too."""
        super().retranslate()
        self._paint_bar()

    def _paint_bar(self) -> None:
        if "times" not in self._lines or not self.is_mounted:
            return
        place, typed = self.query_one("#kind-bar", Prose), self.plain_text("times")
        try:
            segments = read_times(typed, self.text("code")) if typed else ()
        except InputError:
            segments = ()
        place.display = bool(segments)
        place.update(self._bar(segments) if segments else "")

    def _bar(self, segments: tuple[Segment, ...]) -> str:
        at_work = sum(s.minutes for s in segments)
        last = max(s.end for s in segments)
        try:
            paid = read_hours(self.plain_text("paid"))
        except InputError:
            paid = None
        meal = self.plain_text("meal")
        less = int(meal) if meal.isdecimal() and len(meal) < 4 else 0
        paid = max(0, at_work - less) if paid is None else paid
        span = self.t("kind.span", at_minutes=at_work, paid_minutes=paid)
        return f"{day_scale(last)}\n{day_bar(segments, plain=self.host.plain)}\n{span}"

    async def save(self) -> OrganisationView:
        """Keep it."""
        code = plain_code(self.text("code"))
        times = self.plain_text("times")
        segments = read_times(times, code) if times else ()
        meal = self.number("meal") or 0
        paid = self.minutes("paid")
        if paid is None:
            paid = max(0, sum(segment.minutes for segment in segments) - meal)
        value = ShiftKind(
            self._record.id if self._record else ShiftKindId(0),
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
            self.choice("followed_by"),
        )
        return await self.ask(SaveShiftKind(value, self._record, self._office.year))

    async def renew(self) -> None:
        """After somebody else's change."""
        self._record = again((await self.reread()).kinds, self._record)


def plain_code(typed: str) -> str:
    """A code with full-width letters made plain, Chinese as it is."""
    return plain_digits(typed).strip()
