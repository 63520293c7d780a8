"""The record under the form: the office's answers come in, what is typed stays."""

from __future__ import annotations

from typing import TypeVar, cast

from ehr_tui.domain.people_views import PersonView
from ehr_tui.screens.facts import FactsScreen
from ehr_tui.screens.person_pages import PersonPages
from ehr_tui.screens.record_form import RecordForm

R = TypeVar("R")


class PersonRecord(PersonPages):
    """Every answer of the office becomes the record; a new one is kept before anything is hung on it."""

    # The record under the form

    def take_record(self, view: PersonView) -> None:
        """The office's newest answer: fields that were not touched follow it, touched ones stay as typed."""
        touched, old = self._touched(), self._base
        self._record = view
        self._base = dict(self.values())
        if self.can_save and "department" not in touched:
            self._respec_posts(view.person.department)
        notes = []
        for name, line in self._lines.items():
            value = self._base.get(name)
            if value != old.get(name):
                line.put(value)
                self._opened[name] = line.typed()
                if name in touched:
                    line.take(touched[name])
                    notes.append(f"{self.t(line.spec.label)}: {line.words(value) or self.t('form.empty')}")
        if notes:  # saving would overwrite what somebody else has just written
            self._note = self.t("form.stale", fields=self.t("format.list_separator").join(notes))
            self._paint_message()
        if self.can_save:
            self._narrow_posts()
        self.paint_record()
        self.query_one("#modal-box").border_title = self.title_words()
        self.refresh_bindings()

    async def ensure_saved(self) -> None:
        """A new record is kept before anything is hung on it.  Raises EhrError for what stands against it."""
        if self._record.person.id:
            return
        view = await self.save()
        await self.forget_draft()
        self.wrote = True
        self._more_opened = {}
        self._kept, self._kept_at, self._restored = None, None, None
        self._key = str(int(view.person.id))
        self.take_record(view)
        self._opened, self._ready = self._typed(), True
        self._paint_kept()
        self.say("people.saved", name=view.person.name)

    def _wrote(self, view: PersonView) -> None:
        self.wrote = True
        self.take_record(view)

    async def _in_dialog(self, form: RecordForm[R]) -> R | None:
        """The answer of a form; who may not change what it is about sees it as text."""
        if not form.can_save:
            await self.dialog(FactsScreen(cast("RecordForm[object]", form)))
            return None
        return await self.dialog(form)
