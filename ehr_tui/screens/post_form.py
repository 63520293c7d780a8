"""The form of a post: what it is called, how many, what it asks for, how its day runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.ids import DepartmentId, PostId
from ehr_tui.domain.organisation import Post, next_review
from ehr_tui.domain.people import Education
from ehr_tui.domain.post_profile import PostProfile, WorkStep
from ehr_tui.domain.shifts import clock_time
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError
from ehr_tui.screens.organisation_forms import (
    ACTIVE_FIELD,
    CODE_FIELD,
    NAME_FIELDS,
    OrganisationForm,
    again,
)
from ehr_tui.screens.record_form import Field, Reads
from ehr_tui.screens.times_typed import split_clock
from ehr_tui.services.intents.organisation import SavePost

BASICS = "post.section.basics"
ASKED = "post.section.asked"
DAILY = "post.section.daily"


class PostForm(OrganisationForm):
    """A post and its page in one form; duties and the like are one to a line."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+t", "reviewed", "post.reviewed")]

    def __init__(self, view: OrganisationView, value: Post | None, begin: DepartmentId | None = None) -> None:
        super().__init__(view)
        self._record = value
        self._begin = begin
        self._page = self._page_of(view)

    def _page_of(self, view: OrganisationView) -> PostProfile | None:
        seen = self._record
        return next((p for p in view.profiles if seen is not None and p.post == seen.id), None)

    def record_key(self) -> str:
        """Its id."""
        return str(self._record.id) if self._record else ""

    def history_of(self) -> tuple[str, str] | None:
        """Its own."""
        return ("post", str(self._record.id)) if self._record else None

    def title_words(self) -> str:
        """New or its name."""
        return (
            self._record.name.in_language(self.language) if self._record else self.t("organisation.new.posts")
        )

    def fields(self) -> Sequence[Field]:
        """Basics, what is asked for, the day."""
        return (*self._basic_fields(), *self._asked_fields(), *self._daily_fields())

    def _basic_fields(self) -> tuple[Field, ...]:
        seen = self._record
        home = self.departments(keep=seen.department if seen else None)
        errors = ("organisation.no_department", "organisation.post_used")
        return (
            CODE_FIELD,
            *NAME_FIELDS,
            Field("department", "organisation.department", options=home, errors=errors),
            Field(
                "headcount",
                "organisation.headcount",
                "organisation.headcount_hint",
                most=4,
                reads=Reads.NUMBER,
                errors=("organisation.headcount",),
            ),
            Field(
                "headcount_reviewed", "post.headcount_reviewed", "people.day_hint", most=12, reads=Reads.DAY
            ),
            Field(
                "review_due",
                "post.review_due",
                "people.day_hint",
                most=12,
                reads=Reads.DAY,
                errors=("organisation.review_order",),
            ),
            ACTIVE_FIELD,
        )

    def _asked_fields(self) -> tuple[Field, ...]:
        post, page = self._record, self._page
        levels = [(e, self.t(f"education.{e.value}" if e.value else "post.education_any")) for e in Education]
        exposures, tasks = (post.exposures, post.tasks) if post else ((), ())
        courses, wanted = (page.courses, page.qualifications) if page else ((), ())
        many = (
            ("tasks", CodeList.TASK, tasks),
            ("exposures", CodeList.HAZARD, exposures),
            ("courses", CodeList.COURSE, courses),
            ("qualifications", CodeList.QUALIFICATION, wanted),
        )
        lists = (
            Field(name, f"post.{name}", options=self.codes(listed, kept), many=True, section=ASKED)
            for name, listed, kept in many
        )
        return (
            Field("education", "post.education", options=levels, section=ASKED),
            Field("experience", "post.experience", most=200, section=ASKED),
            *lists,
            Field("skills", "post.skills", "post.line_hint", most=4000, lines=4, section=ASKED),
            Field("preferences", "post.preferences", "post.line_hint", most=4000, lines=3, section=ASKED),
        )

    def _daily_fields(self) -> tuple[Field, ...]:
        return (
            Field("duties", "post.duties", "post.line_hint", most=12_000, lines=6, section=DAILY),
            Field(
                "workflow",
                "post.workflow",
                "post.workflow_hint",
                most=12_000,
                lines=8,
                section=DAILY,
                errors=("form.time", "post.workflow_line", "profile.minute"),
            ),
            Field("handbook", "post.handbook", "post.handbook_hint", most=20_000, lines=10, section=DAILY),
        )

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        seen, page = self._record, self._page or PostProfile(PostId(0))
        of_page = {
            "education": page.education,
            "experience": page.experience,
            "courses": page.courses,
            "qualifications": page.qualifications,
            "skills": "\n".join(page.skills),
            "preferences": "\n".join(page.preferences),
            "duties": "\n".join(page.duties),
            "workflow": "\n".join(workflow_line(step) for step in page.workflow),
            "handbook": page.handbook,
        }
        if seen is None:
            return {"active": True, "department": self._begin, **of_page}
        return {
            "code": seen.code,
            "zh": seen.name.zh,
            "en": seen.name.en,
            "department": seen.department,
            "headcount": seen.headcount or "",
            "headcount_reviewed": seen.headcount_reviewed,
            "review_due": seen.review_due,
            "active": seen.active,
            "exposures": tuple(sorted(seen.exposures)),
            "tasks": tuple(sorted(seen.tasks)),
            **of_page,
        }

    def action_reviewed(self) -> None:
        """The headcount was looked at today: both dates follow."""
        if self.can_save:
            today = self.host.clock.today()
            due = next_review(today, self._record)
            self.line("headcount_reviewed").put(today)
            self.line("review_due").put(due)
            self.say("post.reviewed_until", due=due)

    async def save(self) -> OrganisationView:
        """Keep it."""
        department = self.required("department", self.choice("department"))
        value = Post(
            self._record.id if self._record else PostId(0),
            self.plain_text("code"),
            self.both_names(),
            department,
            self.number("headcount") or 0,
            self.ticked("active"),
            self.day("headcount_reviewed"),
            self.day("review_due"),
            frozenset(self.chosen("exposures")),
            frozenset(self.chosen("tasks")),
        )
        page = PostProfile(
            value.id,
            duties=self._typed_lines("duties"),
            workflow=self._workflow(),
            education=self.choice("education"),
            experience=self.text("experience"),
            skills=self._typed_lines("skills"),
            preferences=self._typed_lines("preferences"),
            courses=self.chosen("courses"),
            qualifications=self.chosen("qualifications"),
            handbook=self.text("handbook"),
        )
        return await self.ask(SavePost(value, self._record, self._office.year, page, self._page))

    def _typed_lines(self, name: str) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.text(name).splitlines() if line.strip())

    def _workflow(self) -> tuple[WorkStep, ...]:
        return tuple(sorted(map(_step, self._typed_lines("workflow")), key=lambda step: step.minute))

    async def renew(self) -> None:
        """After somebody else's change."""
        view = await self.reread()
        self._record = again(view.posts, self._record)
        self._page = self._page_of(view)


def workflow_line(step: WorkStep) -> str:
    """A line of the workflow as the form shows and reads it: ``07:30 …``."""
    return f"{clock_time(step.minute)} {step.text}"


def _step(line: str) -> WorkStep:
    minute, text = split_clock(line)
    if not text:
        raise InputError("post.workflow_line", line=line[:40])
    return WorkStep(minute, text)
