"""The people list: its columns and filters."""

from __future__ import annotations

from datetime import date

from rich.text import Text

from ehr_tui.domain.contracts import EmploymentKind
from ehr_tui.domain.people import Education
from ehr_tui.domain.people import PersonState as State
from ehr_tui.domain.people_filter import (
    NO,
    NONE,
    PEOPLE_FILTERS,
    STAYING,
    YES,
    contract_end,
    is_experienced,
)
from ehr_tui.domain.people_views import PeopleView, PersonLine
from ehr_tui.domain.restrictions import Effect
from ehr_tui.screens.listing.definition import FilterKind, ListAct, ListColumn, ListFilter, Listing
from ehr_tui.screens.words import T, day_text

NAME = "people"
ACTS = ("home", "standby_in", "standby_out", "competence", "experienced", "not_experienced")
"""What can be done with marked people; words ``people_list.act.<name>``."""


class PeopleListing:
    """Columns and filters in the words of one language, on one day."""

    def __init__(self, view: PeopleView, t: T, language: str, today: date, *, latin: bool) -> None:
        self._view, self._t, self._language, self._today, self._latin = view, t, language, today, latin
        self._departments = {d.id: d.name.in_language(language) for d in view.departments}
        self._posts = {p.id: p.name.in_language(language) for p in view.posts}

    def listing(self) -> Listing[PersonLine]:
        """The whole list."""
        return Listing(
            NAME,
            self._columns(),
            key=lambda line: str(line.person.id),
            search=_search,
            filters=self._filters(),
            acts=tuple(ListAct(name, f"people_list.act.{name}") for name in ACTS)
            if self._view.can_edit
            else (),
            muted=lambda line: line.state in (State.LEFT, State.ERASED, State.NOT_YET),
            empty="people_list.empty",
            title="people_list.title",
            person=lambda line: line.person.id,
            count="people.count",
            found="people.found",
        )

    def _columns(self) -> tuple[ListColumn[PersonLine], ...]:
        column = ListColumn
        return (
            column("number", "people.number", lambda line: line.person.number, firm=True),
            column(
                "name",
                "people.name",
                self._name,
                lambda line: line.person.latin or line.person.name,
                firm=True,
            ),
            column("department", "people.department", self._department),
            column(
                "post",
                "people.post",
                lambda line: self._posts.get(line.person.post, "") if line.person.post else "",
            ),
            column(
                "state",
                "people_list.state",
                self._state,
                lambda line: list(State).index(line.state),
                firm=True,
            ),
            column("phone", "people.phone_number", lambda line: line.person.phone, firm=True),
            column("hire_date", "people.hire_date", lambda line: day_text(line.person.hire_date), firm=True),
            column("employment", "people.employment", self._employment),
            column(
                "contract_ends",
                "people_list.contract_ends",
                lambda line: day_text(contract_end(line)),
                firm=True,
            ),
            column("restriction", "people_list.restriction", self._restriction),
            column("latin", "people.latin", lambda line: line.person.latin),
            column(
                "contractor",
                "people.contractor",
                lambda line: line.contract.contractor if line.contract else "",
            ),
            column("standby", "people_list.standby", lambda line: self._yes(line.person.standby_pool)),
            column(
                "experienced",
                "people_list.experienced",
                lambda line: self._yes(is_experienced(line, self._today)),
            ),
            column("sex", "people_list.sex", self._sex, shown=False),
            column("education", "people_list.education", self._education, _education_rank, shown=False),
            column("major", "people_list.major", lambda line: line.details.major, shown=False),
            column(
                "leave_date", "people.leave_date", lambda line: day_text(line.person.leave_date), shown=False
            ),
            column("note", "people.note", lambda line: line.person.note, shown=False),
        )

    # Cells

    def _name(self, line: PersonLine) -> str | Text:
        person = line.person
        return person.latin if self._latin and person.latin else person.name

    def _department(self, line: PersonLine) -> str:
        return self._departments.get(line.person.department, "") if line.person.department else ""

    def _state(self, line: PersonLine) -> str:
        return self._t(f"person_state.{line.state.value}")

    def _employment(self, line: PersonLine) -> str:
        return self._t(f"employment_kind.{line.contract.employment.value}") if line.contract else ""

    def _restriction(self, line: PersonLine) -> str:
        words = [self._t(f"effect.{effect.value}") for effect in Effect if effect in line.effects]
        return self._t("format.list_separator").join(words)

    def _sex(self, line: PersonLine) -> str:
        return self._t(f"sex.{line.person.sex.value}") if line.person.sex.value else ""

    def _education(self, line: PersonLine) -> str:
        found = line.details.education.value
        return self._t(f"education.{found}") if found else ""

    def _yes(self, is_so: bool) -> str:
        return self._t("people_list.yes") if is_so else ""

    # Filters

    def _filters(self) -> tuple[ListFilter[PersonLine], ...]:
        t = self._t
        none = (NONE, t("people.none"))
        yes_no = ((YES, t("people_list.yes")), (NO, t("people_list.no")))
        departments = tuple((str(number), name) for number, name in self._departments.items())
        posts = tuple((str(number), name) for number, name in self._posts.items())
        contractors = sorted({line.contract.contractor for line in self._view.lines if line.contract} - {""})
        return (
            self._filter("department", "people.department", (*departments, none)),
            self._filter("post", "people.post", (*posts, none)),
            self._filter("can_take", "people_list.can_take", posts),
            self._filter(
                "state",
                "people_list.state",
                tuple((s.value, t(f"person_state.{s.value}")) for s in State),
                default=STAYING,
            ),
            self._filter(
                "employment",
                "people.employment",
                (*((k.value, t(f"employment_kind.{k.value}")) for k in EmploymentKind), none),
            ),
            self._filter("contractor", "people.contractor", (*((name, name) for name in contractors), none)),
            self._filter("standby", "people_list.standby", yes_no),
            self._filter("experienced", "people_list.experienced", yes_no),
            self._filter(
                "restriction",
                "people_list.restriction",
                (*((e.value, t(f"effect.{e.value}")) for e in Effect), none),
            ),
            self._filter("contract_ends", "people_list.ends_within", (), kind=FilterKind.NUMBER),
            self._filter("hired", "people.hire_date", (), kind=FilterKind.DAYS),
            self._filter(
                "education",
                "people_list.education",
                (*((e.value, t(f"education.{e.value}")) for e in Education if e.value), none),
            ),
        )

    def _filter(
        self,
        name: str,
        title: str,
        options: tuple[tuple[str, str], ...],
        *,
        kind: FilterKind = FilterKind.CHOICES,
        default: tuple[str, ...] = (),
    ) -> ListFilter[PersonLine]:
        fits, today = PEOPLE_FILTERS[name], self._today
        return ListFilter(name, title, lambda line, chosen: fits(line, chosen, today), kind, options, default)


def _search(line: PersonLine) -> str:
    person = line.person
    return f"{person.number} {person.name} {person.latin.replace(' ', '')} {line.search}"


def _education_rank(line: PersonLine) -> int:
    return list(Education).index(line.details.education)
