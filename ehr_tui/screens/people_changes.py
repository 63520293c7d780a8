"""What is done with many people at once: the boxes that ask for the rest of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.types import CSSPathType

from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.people import Competence
from ehr_tui.domain.people_views import PeopleChange, PeopleView
from ehr_tui.errors import InputError
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.record_form import Field, Options, Reads, RecordForm


class ChangeForm(RecordForm[PeopleChange]):
    """Base: its answer is the change; nothing of it is kept before that."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "record_form.tcss"]
    drafted: ClassVar[bool] = False

    def __init__(self, act: str, view: PeopleView, count: int) -> None:
        super().__init__()
        self._act, self._view, self._count = act, view, count

    def title_words(self) -> str:
        """What, and with how many."""
        return self.t("people_list.act_with", act=self.t(f"people_list.act.{self._act}"), n=self._count)

    def posts(self, department: DepartmentId | None = None) -> Options:
        """Posts, of one department or with their department behind."""
        names = {d.id: d.name.in_language(self.language) for d in self._view.departments}
        shown = [p for p in self._view.posts if p.active and department in (None, p.department)]
        return [
            (
                p.id,
                p.name.in_language(self.language)
                + (f" ({names.get(p.department, '')})" if not department else ""),
            )
            for p in shown
        ]


class HomeForm(ChangeForm):
    """A new home: department and one of its posts."""

    def fields(self) -> Sequence[Field]:
        """Both."""
        departments = [(d.id, d.name.in_language(self.language)) for d in self._view.departments if d.active]
        return (
            Field("department", "people.department", options=departments),
            Field("post", "people.post", options=self._offered(departments[0][0] if departments else None)),
        )

    def _offered(self, department: DepartmentId | None) -> Options:
        if self.is_mounted and self._lines:
            department = self.choice("department")
        return [(None, self.t("people.none")), *(self.posts(department) if department else ())]

    @on(ChoiceLine.Changed, "#field-department")
    def department_chosen(self) -> None:
        """Its posts."""
        self.offer("post", self._offered(None))

    async def save(self) -> PeopleChange:
        """The change."""
        department = self.choice("department")
        if department is None:
            raise InputError("form.required", field="department")
        return PeopleChange(department=department, post=self.choice("post"))


class CompetenceForm(ChangeForm):
    """A post they can take from a day on."""

    def fields(self) -> Sequence[Field]:
        """Which, from when, how well."""
        return (
            Field("post", "people.post", options=self.posts()),
            Field("since", "people.since", "people.day_hint", most=12, reads=Reads.DAY),
            Field("experienced", "people_list.experienced", tick=True),
        )

    def values(self) -> Mapping[str, object]:
        """From today."""
        return {"since": self.host.clock.today()}

    async def save(self) -> PeopleChange:
        """The change."""
        since = self.required("since", self.day("since"))
        post = self.choice("post")
        if post is None:
            raise InputError("form.required", field="post")
        return PeopleChange(competence=Competence(post, since, experienced=self.ticked("experienced")))


class ExperiencedForm(ChangeForm):
    """At which post they count as experienced, or no longer do."""

    def fields(self) -> Sequence[Field]:
        """The post; each one's own home post unless another is chosen."""
        own = (None, self.t("people_list.home_post"))
        return (Field("post", "people.post", options=[own, *self.posts()]),)

    async def save(self) -> PeopleChange:
        """The change."""
        return PeopleChange(experienced=self._act == "experienced", experienced_at=self.choice("post"))


def change_form(act: str, view: PeopleView, count: int) -> ChangeForm | None:
    """The box of an act; None when there is nothing to ask."""
    forms: Mapping[str, type[ChangeForm]] = {
        "home": HomeForm,
        "competence": CompetenceForm,
        "experienced": ExperiencedForm,
        "not_experienced": ExperiencedForm,
    }
    return forms[act](act, view, count) if act in forms else None
