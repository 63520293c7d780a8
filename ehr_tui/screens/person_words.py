"""A person's record in words: the head that is read in five seconds, and the cells of its lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ehr_tui.domain.codes import CodeEntry, CodeList, entries_of
from ehr_tui.domain.contracts import Contract, ContractLimits, HoursSystem
from ehr_tui.domain.ids import DepartmentId, PersonId, PostId
from ehr_tui.domain.people import Competence, Contact, Person, PersonState, TaskMark
from ehr_tui.domain.people_views import PersonView
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.screens.field_values import shown_hours
from ehr_tui.screens.words import T, day_text

HOUR_LIMITS = ("max_day_minutes", "max_week_minutes", "max_month_minutes", "max_month_overtime")
COUNT_LIMITS = (
    "max_consecutive_days",
    "min_consecutive_days",
    "min_days_off",
    "max_days_off",
    "max_weekends",
    "max_nights",
    "max_nights_in_row",
)


@dataclass(frozen=True, slots=True)
class RecordWords:
    """Words for one record in one language, on one day.  ``people`` names coaches, as far as they are known."""

    t: T
    language: str
    view: PersonView
    today: date
    people: Mapping[PersonId, str] = field(default_factory=dict)
    plain: bool = False  # the terminal has no Chinese: names in pinyin

    # Names

    @property
    def name(self) -> str:
        """The person's name as this terminal can show it."""
        person = self.view.person
        return person.latin if self.plain and person.latin else person.name

    def department(self, department: DepartmentId | None) -> str:
        """A department's name; empty for none."""
        found = (d for d in self.view.departments if d.id == department)
        return next((d.name.in_language(self.language) for d in found), "")

    def post(self, post: PostId | None) -> str:
        """A post's name; empty for none."""
        found = (p for p in self.view.posts if p.id == post)
        return next((p.name.in_language(self.language) for p in found), "")

    def post_and_place(self, post: PostId) -> str:
        """A post with its department unless that is the home department."""
        place = next((p.department for p in self.view.posts if p.id == post), None)
        if place is None or place == self.view.person.department:
            return self.post(post)
        return self.t("person.post_elsewhere", post=self.post(post), department=self.department(place))

    def code(self, wanted: CodeList, code: str) -> str:
        """An entry of a code list; the code itself where the list has it no more."""
        found = (c for c in self.view.codes if c.list is wanted and c.code == code)
        return next((c.name.in_language(self.language) for c in found), code)

    def join(self, parts: Sequence[str]) -> str:
        """A list as it is written."""
        return self.t("format.list_separator").join(parts)

    def span(self, since: date | None, until: date | None) -> str:
        """From–to; ``open`` where there is no end."""
        return self.t(
            "person.span",
            since=day_text(since) or self.t("person.always"),
            until=day_text(until) or self.t("person.open_end"),
        )

    # Head

    def head(self) -> list[list[str]]:
        """Lines of the head without warnings, each of several parts; the first of all is the name."""
        person = self.view.person
        who = [self.name, person.number, self._sex(person), self._age()]
        lines = [
            [
                *filter(None, who),
                *self.states(),
                *([self.t("person.in_pool")] if person.standby_pool else []),
            ],
            [*filter(None, self._work(person))],
        ]
        return [line for line in lines if line]

    def _sex(self, person: Person) -> str:
        return self.t(f"sex.{person.sex.value}") if person.sex.value else ""

    def _age(self) -> str:
        birth = self.view.details.birth_date
        if birth is None:
            return ""
        years = self.today.year - birth.year - ((self.today.month, self.today.day) < (birth.month, birth.day))
        return self.t("person.age", n=years)

    def states(self) -> Iterator[str]:
        """The state, and probation and coaching each by its own: one says nothing of the other."""
        view = self.view
        probation, coached = self.probation_to(), self.coached_now()
        if view.state not in (PersonState.PROBATION, PersonState.COACHED):
            yield self._state_words(view.state)
        elif not probation and not coached:
            yield self.t(f"person_state.{view.state.value}")
        if probation:
            yield self.t("person.probation_until", day=day_text(probation))
        for competence in coached:
            yield self.t(
                "person.coached_until",
                day=day_text(competence.coached_until),
                post=self.post(competence.post),
            )

    def _state_words(self, state: PersonState) -> str:
        words = self.t(f"person_state.{state.value}")
        person = self.view.person
        day = {
            PersonState.LEFT: person.leave_date,
            PersonState.LEAVING: person.leave_date,
            PersonState.NOT_YET: person.hire_date,
        }.get(state)
        return self.t("person.state_from", state=words, day=day_text(day)) if day else words

    def probation_to(self) -> date | None:
        """Last day of probation, while it lasts."""
        running = (c for c in self.view.contracts if c.holds(self.today))
        return next(
            (c.probation_to for c in running if c.probation_to and c.probation_to >= self.today), None
        )

    def coached_now(self) -> list[Competence]:
        """Posts at which the coaching stage lasts."""
        return [c for c in self.view.person.competences if c.coached(self.today)]

    def _work(self, person: Person) -> Iterator[str]:
        yield " ".join(part for part in (self.department(person.department), self.post(person.post)) if part)
        if person.hire_date:
            yield self.t("person.hired", day=day_text(person.hire_date))
        contract = next((c for c in self.view.contracts if c.holds(self.today)), None)
        if contract is not None:
            yield self.t(f"employment_kind.{contract.employment.value}")
            if contract.hours_system is not HoursSystem.STANDARD:
                yield self.t(f"hours_system.{contract.hours_system.value}")
            if contract.valid_to:
                yield self.t("person.contract_until", day=day_text(contract.valid_to))
        elif person.id and self.view.state is not PersonState.LEFT:
            yield self.t("person.no_contract")

    def warnings(self) -> Iterator[str]:
        """What a planner must not overlook."""
        for restriction in self.view.restrictions:
            if restriction.holds(self.today):
                key = "person.restricted" if restriction.until else "person.restricted_open"
                yield self.t(key, effects=self.effects(restriction), until=day_text(restriction.until))
        leaving = self.view.leaving
        left = sum(item.done_at is None for item in leaving.items) if leaving else 0
        if left:
            yield self.t("person.leaving_open", n=left)
        if self.view.future_duties:
            yield self.t("person.duties_after", n=self.view.future_duties)

    # Cells

    def competence_cells(self, held: Competence) -> tuple[str, ...]:
        """Post, from–to, experienced, last day of the coaching stage, by whom."""
        return (
            self.post_and_place(held.post),
            day_text(held.since),
            day_text(held.until) or self.t("person.open_end"),
            self.t("person.experienced_mark") if held.experienced else "",
            day_text(held.coached_until),
            self.people.get(held.coach, "") if held.coach else "",
        )

    def task_cells(self, mark: TaskMark) -> tuple[str, ...]:
        """可做 or 不可做, the task, from–to, note."""
        always = mark.since is None and mark.until is None
        return (
            self.t("person.may" if mark.may else "person.may_not"),
            self.code(CodeList.TASK, mark.task),
            self.t("person.open_end") if always else self.span(mark.since, mark.until),
            mark.note,
        )

    def contract_cells(self, contract: Contract) -> tuple[str, ...]:
        """From, to, employment, hours system, probation, limits."""
        system = self.t(f"hours_system.{contract.hours_system.value}")
        if contract.hours_system is HoursSystem.COMPREHENSIVE:
            system = self.t(
                "person.system_of", system=system, period=self.t(f"people.period.{contract.period.value}")
            )
        return (
            day_text(contract.valid_from),
            day_text(contract.valid_to) or self.t("person.open_end"),
            self.t(f"employment_kind.{contract.employment.value}"),
            system,
            day_text(contract.probation_to),
            self.limits(contract.limits),
        )

    def limits(self, limits: ContractLimits) -> str:
        """The limits that differ from the rules', each with its short label."""
        parts = []
        for name in (*HOUR_LIMITS, *COUNT_LIMITS):
            value = getattr(limits, name)
            if value is not None:
                figure = shown_hours(value) if name in HOUR_LIMITS else str(value)
                parts.append(self.t(f"person.limit_short.{name}", figure=figure))
        parts += [
            f"{code} {self.t('person.limit_short.most', figure=most)}"
            for code, most in limits.per_kind.items()
        ]
        return self.join(parts)

    def effects(self, restriction: Restriction) -> str:
        """What follows for the roster."""
        parts = []
        for effect in Effect:
            if effect not in restriction.effects:
                continue
            words = self.t(f"effect.{effect.value}")
            if effect is Effect.NO_HAZARD and restriction.hazards:
                hazards = [self.code(CodeList.HAZARD, code) for code in sorted(restriction.hazards)]
                words = self.t("person.no_hazard_of", hazards=self.t("app.list_comma").join(hazards))
            elif effect is Effect.SHORTER_DAY and restriction.minutes_off:
                words = self.t("person.shorter_by", hours=shown_hours(restriction.minutes_off))
            parts.append(words)
        return self.join(parts)

    def restriction_cells(self, restriction: Restriction) -> tuple[str, ...]:
        """Effects, from, to, kind and reason as far as they may be known."""
        hidden = restriction.kind is RestrictionKind.HIDDEN
        kind = "***" if hidden else self.t(f"restriction_kind.{restriction.kind.value}")
        return (
            self.effects(restriction),
            day_text(restriction.since),
            day_text(restriction.until) or self.t("person.open_end"),
            kind,
            restriction.reason,
        )

    def contact_cells(self, contact: Contact) -> tuple[str, ...]:
        """Name, relation, masked phone."""
        return (contact.name, contact.relation, contact.phone)


def code_options(
    codes: Sequence[CodeEntry], wanted: CodeList, language: str, held: Sequence[str] = ()
) -> list[tuple[object, str]]:
    """A code list to choose from: what is offered, and what is ``held`` though it is offered no more."""
    return [
        (c.code, c.name.in_language(language))
        for c in entries_of(codes, wanted)
        if c.active or c.code in held
    ]
