"""Forms for what the office is made of: departments, posts, demand, days of the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar, TypeVar

from textual.types import CSSPathType

from ehr_tui.domain.alphabet import alphabet
from ehr_tui.domain.calendar import CalendarDay, DayKind
from ehr_tui.domain.ids import DemandId, DepartmentId, PostId
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import PLAIN_DAYS, Demand, Department, Post
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError
from ehr_tui.screens.record_form import Field, Options, RecordForm
from ehr_tui.services.intents.organisation import (
    OpenOrganisation,
    SaveCalendarDay,
    SaveDemand,
    SaveDepartment,
    SavePost,
)

V = TypeVar("V", Department, Post, Demand)
WEEKDAYS = range(1, 8)


class OrganisationForm(RecordForm[OrganisationView]):
    """Shared: the view the choices come from."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "record_form.tcss"]

    def __init__(self, view: OrganisationView) -> None:
        super().__init__()
        self._office = view
        self.can_save = view.can_edit

    def departments(self, none: str = "") -> Options:
        """The departments, with ``none`` (a locale key) before them."""
        options: list[tuple[object, str]] = [(None, self.t(none))] if none else []
        return [*options, *((d.id, d.name.in_language(self.language)) for d in self._office.departments)]

    def department_words(self, department: DepartmentId | None) -> str:
        """A department's name."""
        found = (d for d in self._office.departments if d.id == department)
        return next((d.name.in_language(self.language) for d in found), "")

    def both_names(self) -> Name:
        """The two name fields."""
        return Name(self.text("zh"), self.text("en"))

    async def reread(self) -> OrganisationView:
        """After somebody else's change."""
        self._office = await self.ask(OpenOrganisation(self._office.year))
        return self._office


NAME_FIELDS = (Field("zh", "organisation.zh", most=40), Field("en", "organisation.en", most=60))


class DepartmentForm(OrganisationForm):
    """A department; a new one has id 0."""

    def __init__(self, view: OrganisationView, value: Department | None) -> None:
        super().__init__(view)
        self._seen = value

    def title_words(self) -> str:
        """New or its name."""
        return (
            self._seen.name.in_language(self.language)
            if self._seen
            else self.t("organisation.new.departments")
        )

    def fields(self) -> Sequence[Field]:
        """Code and names."""
        active = Field("active", "organisation.active", tick=True)
        return (Field("code", "organisation.code", "organisation.code_hint", most=30), *NAME_FIELDS, active)

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        seen = self._seen
        if seen is None:
            return {"active": True}
        return {"code": seen.code, "zh": seen.name.zh, "en": seen.name.en, "active": seen.active}

    async def save(self) -> OrganisationView:
        """Keep it."""
        number = self._seen.id if self._seen else DepartmentId(0)
        value = Department(number, self.plain_text("code"), self.both_names(), self.ticked("active"))
        return await self.ask(SaveDepartment(value, self._seen, self._office.year))

    async def renew(self) -> None:
        """After somebody else's change."""
        self._seen = _again((await self.reread()).departments, self._seen)


class PostForm(OrganisationForm):
    """A post."""

    def __init__(self, view: OrganisationView, value: Post | None) -> None:
        super().__init__(view)
        self._seen = value

    def title_words(self) -> str:
        """New or its name."""
        return self._seen.name.in_language(self.language) if self._seen else self.t("organisation.new.posts")

    def fields(self) -> Sequence[Field]:
        """Code, names, department, heads."""
        return (
            Field("code", "organisation.code", "organisation.code_hint", most=30),
            *NAME_FIELDS,
            Field("department", "organisation.department", options=self.departments()),
            Field("headcount", "organisation.headcount", "organisation.headcount_hint", most=4),
            Field("active", "organisation.active", tick=True),
        )

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        seen = self._seen
        if seen is None:
            return {"active": True}
        return {
            "code": seen.code,
            "zh": seen.name.zh,
            "en": seen.name.en,
            "department": seen.department,
            "headcount": seen.headcount or "",
            "active": seen.active,
        }

    async def save(self) -> OrganisationView:
        """Keep it."""
        department = self.choice("department")
        if department is None:
            raise InputError("organisation.no_department")
        value = Post(
            self._seen.id if self._seen else PostId(0),
            self.plain_text("code"),
            self.both_names(),
            department,
            self.number("headcount") or 0,
            self.ticked("active"),
        )
        return await self.ask(SavePost(value, self._seen, self._office.year))

    async def renew(self) -> None:
        """After somebody else's change."""
        self._seen = _again((await self.reread()).posts, self._seen)


class DemandForm(OrganisationForm):
    """How many people a post needs in a shift kind, on which days."""

    def __init__(self, view: OrganisationView, value: Demand | None) -> None:
        super().__init__(view)
        self._seen = value

    def title_words(self) -> str:
        """New or not."""
        return self.t("organisation.demand" if self._seen else "organisation.new.demand")

    def fields(self) -> Sequence[Field]:
        """Post, kind, days, counts, validity.  The post says the department."""
        posts = [
            (p.id, f"{self.department_words(p.department)} {p.name.in_language(self.language)}")
            for p in self._office.posts
            if p.active
        ]
        return (
            Field("post", "organisation.post", options=posts),
            Field("kind", "organisation.kind", options=self._kinds()),
            Field("weekdays", "organisation.weekdays", "organisation.weekdays_hint", most=14),
            Field("on_holidays", "organisation.on_holidays", tick=True),
            Field("minimum", "organisation.minimum", most=3),
            Field("maximum", "organisation.maximum", "organisation.maximum_hint", most=3),
            Field("valid_from", "organisation.valid_from", "people.end_hint", most=12),
            Field("valid_to", "organisation.valid_to", "people.end_hint", most=12),
        )

    def _kinds(self) -> Options:
        """Every active work kind, with its department's name where it has one."""
        return [
            (k.id, " ".join(x for x in (k.code, k.name.in_language(self.language), k.times(),
                                        self.department_words(k.department)) if x))
            for k in self._office.kinds
            if k.active and k.segments
        ]  # fmt: skip

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        seen = self._seen
        if seen is None:
            return {"weekdays": "12345", "minimum": 1}
        return {
            "post": seen.post,
            "kind": seen.kind,
            "weekdays": "".join(str(day) for day in sorted(seen.weekdays)),
            "on_holidays": DayKind.STATUTORY_HOLIDAY in seen.day_kinds,
            "minimum": seen.minimum,
            "maximum": seen.maximum,
            "valid_from": seen.valid_from,
            "valid_to": seen.valid_to,
        }

    async def save(self) -> OrganisationView:
        """Keep it."""
        post = next((p for p in self._office.posts if p.id == self.choice("post")), None)
        if post is None:
            raise InputError("demand.post")
        kind = self.choice("kind")
        if kind not in {k.id for k in alphabet(self._office.kinds, post.department)}:
            raise InputError("demand.kind")
        value = Demand(
            self._seen.id if self._seen else DemandId(0),
            post.department,
            post.id,
            kind,
            self._weekdays(),
            self._day_kinds(),
            self.number("minimum") or 0,
            self.number("maximum"),
            self.day("valid_from"),
            self.day("valid_to"),
        )
        return await self.ask(SaveDemand(value, self._seen, self._office.year))

    def _day_kinds(self) -> frozenset[DayKind]:
        kinds = set(PLAIN_DAYS) | ({DayKind.SWAPPED_WORKDAY} if 5 in self._weekdays() else set())
        if self.ticked("on_holidays"):
            kinds |= {DayKind.STATUTORY_HOLIDAY, DayKind.DAY_OFF}
        return frozenset(kinds)

    def _weekdays(self) -> frozenset[int]:
        text = self.plain_text("weekdays").replace(" ", "").replace(",", "")
        if not all(mark in "1234567" for mark in text):
            raise InputError("organisation.weekdays", typed=text)
        return frozenset(int(mark) for mark in text)

    async def renew(self) -> None:
        """After somebody else's change."""
        self._seen = _again((await self.reread()).demand, self._seen)


class DayForm(OrganisationForm):
    """A day of the calendar set by hand."""

    def __init__(self, view: OrganisationView, value: CalendarDay | None, begin: date) -> None:
        super().__init__(view)
        self._value = value
        self._begin = begin

    def title_words(self) -> str:
        """What it is."""
        return self.t("organisation.day")

    def fields(self) -> Sequence[Field]:
        """Day, kind, name."""
        kinds = [(kind, self.t(f"day_kind.{kind.value}")) for kind in DayKind]
        return (
            Field("day", "organisation.date", "people.day_hint", most=12, fixed=self._value is not None),
            Field("kind", "organisation.day_kind", options=kinds),
            *NAME_FIELDS,
        )

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        value = self._value or CalendarDay(self._begin, DayKind.DAY_OFF)
        return {"day": value.day, "kind": value.kind, "zh": value.name.zh, "en": value.name.en}

    async def save(self) -> OrganisationView:
        """Keep it."""
        day = self.day("day")
        if day is None:
            raise InputError("date.unclear", typed="")
        value = CalendarDay(day, self.choice("kind"), self.both_names())
        if self._value is not None:
            value = replace(value, provisional=False)
        return await self.ask(SaveCalendarDay(day, value))


def _again(values: Sequence[V], seen: V | None) -> V | None:
    return next((value for value in values if seen is not None and value.id == seen.id), None)
