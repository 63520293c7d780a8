"""What a person can take and do: a post with its dates and coaching stage, a task that may or may not be done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress

from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.people import Competence, TaskMark
from ehr_tui.domain.people_views import PersonLine
from ehr_tui.errors import EhrError, InputError
from ehr_tui.screens.person_words import RecordWords, code_options
from ehr_tui.screens.record_form import Field, Reads, RecordForm

KeepCompetence = Callable[[Competence], Awaitable[None]]
KeepTask = Callable[[TaskMark], Awaitable[None]]


class CompetenceForm(RecordForm[bool]):
    """A post the person can take.  ``keep`` writes it, and raises what stands against it; ``value`` None is a new one.

    ``people`` are those who may coach.  The answer is True once it is kept.
    """

    def __init__(
        self,
        record: RecordWords,
        value: Competence | None,
        people: Sequence[PersonLine],
        keep: KeepCompetence,
    ) -> None:
        super().__init__()
        self._record = record
        self._value = value
        self._people = [line.person for line in people]
        self._keys = {line.person.id: line.search for line in people}
        self._write = keep
        self.can_save = record.view.can_edit

    def title_words(self) -> str:
        """Which post, of whom."""
        post = self._record.post(self._value.post) if self._value else self.t("people.add_post")
        return self.t("person.of_whom", name=self._record.view.person.name, what=post)

    def record_key(self) -> str:
        """The person and what was opened."""
        value = self._value
        return f"{self._record.view.person.id}:{value.post if value else 0}:{value.since if value else ''}"

    def fields(self) -> Sequence[Field]:
        """Post, from–to; experience; coaching stage."""
        coach = ("people.own_coach", "people.no_coach", "form.person")
        return (
            Field("post", "people.post", options=self._posts(), section="person.section.post"),
            Field("since", "people.since", "person.day_hint", most=12, reads=Reads.DAY),
            Field(
                "until",
                "people.until",
                "people.end_hint",
                most=12,
                reads=Reads.DAY,
                errors=("people.dates_reversed", "people.competence_twice"),
            ),
            Field("experienced", "person.experienced", tick=True),
            Field(
                "coached_until",
                "person.coached_to",
                "person.coached_hint",
                most=12,
                reads=Reads.DAY,
                section="person.section.coaching",
            ),
            Field("coach", "person.coach", people=self._people, keys=self._keys, errors=coach),
        )

    def _posts(self) -> list[tuple[object, str]]:
        """The home department's posts first."""
        view, words = self._record.view, self._record
        present = self._value.post if self._value else None
        home = view.person.department
        shown = [p for p in view.posts if p.active or p.id == present]
        shown.sort(key=lambda p: p.department != home)
        return [(p.id, words.post_and_place(p.id)) for p in shown]

    def values(self) -> Mapping[str, object]:
        """As it stands; a new one begins with the hiring, else today."""
        value, person = self._value, self._record.view.person
        if value is None:
            held = {c.post for c in person.competences}
            free = [option for option, _ in self._posts() if option not in held]
            home = person.post if person.post in free else next(iter(free), None)
            return {"post": home, "since": person.hire_date or self._record.today}
        return {
            "post": value.post,
            "since": value.since,
            "until": value.until,
            "experienced": value.experienced,
            "coached_until": value.coached_until,
            "coach": value.coach,
        }

    def _about(self, error: EhrError) -> str:
        """Reversed dates are said at the later one."""
        if error.code == "people.dates_reversed":
            with suppress(EhrError):
                if error.params.get("last") == self.day("coached_until") != self.day("until"):
                    return "coached_until"
        return super()._about(error)

    async def save(self) -> bool:
        """Keep it."""
        post = self.choice("post")
        if post is None:
            raise InputError("people.no_post", field="post")
        coach = self.person("coach")
        held = self._value.coach if self._value else None
        if coach is None and held is not None and held not in self._keys:
            coach = held  # somebody outside the user's reach, who could not be shown
        await self._write(
            Competence(
                post,
                self.required("since", self.day("since")),
                self.day("until"),
                self.ticked("experienced"),
                self.day("coached_until"),
                coach,
            )
        )
        return True


class TaskForm(RecordForm[bool]):
    """可做 or 不可做: a task of the task list.  The answer is True once it is kept."""

    def __init__(self, record: RecordWords, value: TaskMark | None, keep: KeepTask) -> None:
        super().__init__()
        self._record = record
        self._value = value
        self._write = keep
        self.can_save = record.view.can_edit

    def title_words(self) -> str:
        """Which, of whom."""
        what = (
            self._record.code(CodeList.TASK, self._value.task) if self._value else self.t("person.add_task")
        )
        return self.t("person.of_whom", name=self._record.view.person.name, what=what)

    def record_key(self) -> str:
        """The person and what was opened."""
        value = self._value
        return f"{self._record.view.person.id}:{value.task if value else ''}:{value.since if value else ''}"

    def fields(self) -> Sequence[Field]:
        """Task, may or may not, from–to, note."""
        held = (self._value.task,) if self._value else ()
        tasks = self._tasks_first(code_options(self._record.view.codes, CodeList.TASK, self.language, held))
        marks = [(True, self.t("person.may_long")), (False, self.t("person.may_not_long"))]
        return (
            Field("task", "person.task", options=tasks, errors=("people.task_twice", "people.unknown_code")),
            Field("may", "person.may_or_not", options=marks),
            Field("since", "people.since", "people.end_hint", most=12, reads=Reads.DAY),
            Field(
                "until",
                "people.until",
                "people.end_hint",
                most=12,
                reads=Reads.DAY,
                errors=("people.dates_reversed",),
            ),
            Field("note", "people.note", "person.task_note_hint", most=100),
        )

    def values(self) -> Mapping[str, object]:
        """As it stands."""
        value = self._value
        if value is None:
            return {"may": True}
        return {name: getattr(value, name) for name in ("task", "may", "since", "until", "note")}

    def _tasks_first(self, options: list[tuple[object, str]]) -> list[tuple[object, str]]:
        """The tasks of posts the person can take come first."""
        view = self._record.view
        taken = {c.post for c in view.person.competences}
        own = {task for post in view.posts if post.id in taken for task in post.tasks}
        return sorted(options, key=lambda option: option[0] not in own)

    def _about(self, error: EhrError) -> str:
        """A text that cannot be kept is said at its field, whatever the office calls that."""
        return "note" if error.params.get("field") == "task_note" else super()._about(error)

    async def save(self) -> bool:
        """Keep it."""
        task = self.choice("task")
        if task is None:
            raise InputError("people.no_task", field="task")
        await self._write(
            TaskMark(task, self.choice("may"), self.day("since"), self.day("until"), self.text("note"))
        )
        return True
