"""The fields of a person's record: what they are, what stands in them, what they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.people import Details, Education, Person, Sex
from ehr_tui.domain.people_views import PersonView
from ehr_tui.screens.person_words import code_options
from ehr_tui.screens.record_form import Field, Options, Reads
from ehr_tui.screens.words import T

BASIC = (
    "name", "number", "latin", "sex", "birth_date", "hire_date", "department", "post", "standby_pool", "phone", "note",
)  # fmt: skip
BACKGROUND = ("education", "major", "languages", "skills")


class Typed(Protocol):
    """A form whose fields can be read."""

    def text(self, name: str) -> str:
        """What is typed."""
        ...

    def plain_text(self, name: str) -> str:
        """The same with full-width digits made plain."""
        ...

    def day(self, name: str) -> Any:
        """A date."""
        ...

    def choice(self, name: str) -> Any:
        """What is chosen."""
        ...

    def chosen(self, name: str) -> tuple[Any, ...]:
        """What is chosen of many."""
        ...

    def ticked(self, name: str) -> bool:
        """Whether it is ticked."""
        ...


def basic_fields(t: T, language: str, view: PersonView, department: DepartmentId | None) -> Sequence[Field]:
    """Who somebody is and where they work; posts are those of ``department``."""
    return (
        Field("name", "people.name", most=40, errors=("people.no_name", "people.long_name")),
        Field(
            "number",
            "people.number",
            "people.number_hint",
            most=20,
            errors=("people.number_taken", "people.bad_text"),
        ),
        Field("latin", "people.latin", "people.latin_hint", most=60),
        Field("sex", "person.sex", options=[(s, t(f"sex.{s.value or 'unknown'}")) for s in Sex]),
        Field(
            "birth_date",
            "person.birth_date",
            "person.birth_hint",
            most=12,
            reads=Reads.DAY,
            errors=("people.birth_date", "people.too_young"),
        ),
        Field("hire_date", "people.hire_date", "person.day_hint", most=12, reads=Reads.DAY),
        Field("department", "people.department", options=department_options(t, language, view)),
        Field(
            "post",
            "person.home_post",
            options=post_options(t, language, view, department),
            errors=("people.post_elsewhere",),
        ),
        Field("standby_pool", "person.standby_pool", tick=True),
        Field(
            "phone",
            "people.phone_number",
            "person.phone_hint",
            most=30,
            secret=True,
            errors=("people.phone",),
        ),
        Field("note", "people.note", most=2000, lines=2),
    )


def background_fields(t: T, language: str, view: PersonView) -> Sequence[Field]:
    """Education and skills."""
    held = view.details.languages
    return (
        Field(
            "education",
            "person.education",
            options=[(e, t(f"education.{e.value or 'unknown'}")) for e in Education],
        ),
        Field("major", "person.major", most=60),
        Field(
            "languages",
            "person.languages",
            options=code_options(view.codes, CodeList.LANGUAGE, language, held),
            many=True,
            errors=("people.unknown_code",),
        ),
        Field(
            "skills",
            "person.skills",
            "person.skills_hint",
            most=1200,
            lines=6,
            errors=("people.many_skills",),
        ),
    )


def department_options(t: T, language: str, view: PersonView) -> Options:
    """Departments, those no longer used only where somebody is still there."""
    present = view.person.department
    shown = [d for d in view.departments if d.active or d.id == present]
    return [(None, t("people.none")), *((d.id, d.name.in_language(language)) for d in shown)]


def post_options(t: T, language: str, view: PersonView, department: DepartmentId | None) -> Options:
    """The posts of a department."""
    present = view.person.post
    shown = [p for p in view.posts if p.department == department and (p.active or p.id == present)]
    return [(None, t("people.none")), *((p.id, p.name.in_language(language)) for p in shown)]


def values_of(view: PersonView) -> Mapping[str, object]:
    """What stands in the record, by field."""
    held: dict[str, object] = {name: getattr(view.person, name) for name in BASIC if name != "birth_date"}
    held |= {name: getattr(view.details, name) for name in ("birth_date", *BACKGROUND)}
    held["skills"] = "\n".join(view.details.skills)
    return held


def person_of(form: Typed, before: Person) -> Person:
    """The record as typed; lists and the last day are those of ``before``."""
    return replace(
        before,
        number=form.plain_text("number"),
        name=form.text("name"),
        latin=form.text("latin"),
        sex=form.choice("sex"),
        hire_date=form.day("hire_date"),
        department=form.choice("department"),
        post=form.choice("post"),
        standby_pool=form.ticked("standby_pool"),
        note=form.text("note"),
    )


def details_of(form: Typed, before: Details) -> Details:
    """The rest as typed; each line or comma of the skills is one."""
    return replace(
        before,
        birth_date=form.day("birth_date"),
        education=form.choice("education"),
        major=form.text("major"),
        languages=form.chosen("languages"),
        skills=skills_of(form.text("skills")),
    )


def skills_of(typed: str) -> tuple[str, ...]:
    """Skills as typed, one a line or parted by commas; none twice."""
    text = typed
    for mark in (",", "\uff0c", "\u3001", ";", "\uff1b"):
        text = text.replace(mark, "\n")
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))
