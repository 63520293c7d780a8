"""One person's record: fields, posts and tasks, contracts, restrictions, contacts; leaving and history one key away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.types import CSSPathType

from ehr_tui.domain.ids import PersonId, PostId
from ehr_tui.domain.people import Competence, TaskMark
from ehr_tui.domain.people_views import PersonView
from ehr_tui.domain.restrictions import RestrictionKind
from ehr_tui.errors import EhrError
from ehr_tui.screens.history import HistoryScreen
from ehr_tui.screens.leaving import LeavingScreen
from ehr_tui.screens.leaving_form import LeavingForm
from ehr_tui.screens.person_acts import PersonActs
from ehr_tui.screens.person_fields import details_of, person_of
from ehr_tui.services.intents.histories import PersonHistory
from ehr_tui.services.intents.people import ListPeople, OpenPerson, SavePerson


class PersonForm(PersonActs):
    """A new record has id 0.  ``wrote`` tells whether anything was kept, whatever the answer."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "record_form.tcss", "person_form.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "leaving", "person.leaving"),
        Binding("ctrl+y", "history", "person.history"),
    ]

    def on_mount(self) -> None:
        """Coaches are known by name once somebody has one."""
        if any(c.coach for c in self._record.person.competences):
            self.start(self._read_names(), "person.names")

    async def _read_names(self) -> None:
        self._name_people((await self.ask(ListPeople())).lines)
        self.paint_record()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leaving for who may edit, or to be looked at; history of what there is."""
        record = self._record
        if action == "leaving":
            return bool(record.person.id) and (record.can_edit or record.leaving is not None)
        if action == "history":
            return bool(record.person.id)
        return super().check_action(action, parameters)

    # Keeping

    def _about(self, error: EhrError) -> str:
        """Each skill is a text of its own."""
        return "skills" if error.params.get("field") == "skill" else super()._about(error)

    async def save(self) -> PersonView:
        """The whole record; the phone only when it was changed."""
        before = self._record
        person = person_of(self, before.person)
        if not person.id and person.post is not None and not person.competences:
            begin = person.hire_date or self.host.clock.today()
            person = replace(person, competences=(Competence(person.post, begin),))
        phone = self.plain_text("phone")
        return await self.ask(
            SavePerson(
                person,
                before.revision,
                phone if phone != before.person.phone else None,
                details_of(self, before.details),
            )
        )

    async def renew(self) -> None:
        """After somebody else's change."""
        moved = "department" in self._touched()
        self._record = await self.ask(OpenPerson(self._record.person.id))
        if not moved:
            self._respec_posts(self._record.person.department)
        self.paint_record()

    def on_others_committed(self) -> None:
        """Somebody else wrote, perhaps to this record: what is not typed follows."""
        if self._record.person.id:
            self.start(self._reread(), "person.read")

    async def _reread(self) -> None:
        view = await self.ask(OpenPerson(self._record.person.id))
        if view != self._as_the_office_gives_it():
            self.take_record(view)

    def _as_the_office_gives_it(self) -> PersonView:
        """The record without the reasons that were revealed: they stay in sight while nothing changed."""
        hidden = (replace(r, kind=RestrictionKind.HIDDEN, reason="") for r in self._record.restrictions)
        return replace(self._record, restrictions=tuple(hidden))

    # What is not in fields belongs into the draft of a new record too

    def draft_more(self) -> Mapping[str, object]:
        """Posts and tasks of a new record."""
        person = self._record.person
        if person.id:
            return {}
        return {
            "competences": [
                [c.post, c.since.isoformat(), _iso(c.until), c.experienced, _iso(c.coached_until), c.coach]
                for c in person.competences
            ],
            "tasks": [[m.task, m.may, _iso(m.since), _iso(m.until), m.note] for m in person.tasks],
        }

    def take_more(self, typed: Mapping[str, object]) -> None:
        """Put them back."""
        posts, tasks = typed.get("competences"), typed.get("tasks")
        person = self._record.person
        if isinstance(posts, list):
            person = replace(person, competences=tuple(_competence(row) for row in posts))
        if isinstance(tasks, list):
            person = replace(
                person, tasks=tuple(TaskMark(m[0], m[1], _day(m[2]), _day(m[3]), m[4]) for m in tasks)
            )
        self._record = replace(self._record, person=person)
        self.paint_record()

    def has_unsaved(self) -> bool:
        """Fields, or lists of a new record."""
        person = self._record.person
        lists = not person.id and bool(person.competences or person.tasks)
        return super().has_unsaved() or (self.can_save and lists)

    # Leaving and history

    def action_leaving(self) -> None:
        """The last day, then the list."""
        self.start(self._leaving(), "person.act", exclusive=False)

    async def _leaving(self) -> None:
        view = self._record
        if view.leaving is None:
            begun = await self.dialog(LeavingForm(view))
            if begun is None:
                return
            self._wrote(begun)
            view = begun
        after = await self.dialog(LeavingScreen(view))
        if after is not None and after != self._record:
            self._wrote(after)

    def action_history(self) -> None:
        """Who changed what when."""
        person = self._record.person
        self.app.push_screen(
            HistoryScreen(
                self.words.name, lambda language: PersonHistory(person.id, language), self._record.codes
            )
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _competence(row: list[Any]) -> Competence:
    post, since, until, experienced, coached, coach = row
    return Competence(
        PostId(post),
        date.fromisoformat(since),
        _day(until),
        bool(experienced),
        _day(coached),
        PersonId(coach) if coach else None,
    )
