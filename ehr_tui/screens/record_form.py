"""A form for one record: fields, Ctrl+S saves, what is typed is never lost to an error, a lock or a power cut.

A subclass gives ``fields``, ``values`` and ``save``; ``renew`` where a record may change under the form, and
``record_key`` so that its draft is found again.  See ``Field`` for the kinds of fields.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from textual import on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.types import CSSPathType
from textual.widgets import Input

from ehr_tui.errors import EhrError, StaleWrite
from ehr_tui.screens.forms.drafted import DraftedForm
from ehr_tui.screens.forms.line import FieldLine
from ehr_tui.screens.forms.spec import Field, Options, Reads
from ehr_tui.screens.move_on import MOVE_ON, TABS
from ehr_tui.widgets.person_picker import PersonPicker

__all__ = ["Field", "Options", "Reads", "RecordForm"]

R = TypeVar("R")


class RecordForm(DraftedForm[R]):
    """Subclasses give ``fields``, ``values`` and ``save``; ``renew`` where a record may change under the form."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "record_form.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        MOVE_ON,
        *TABS,
        Binding("ctrl+s", "save", "form.save"),
        Binding("escape", "close", "form.leave"),
        Binding("up", "app.focus_previous", "form.previous", show=False),
        Binding("down", "app.focus_next", "form.next", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._asked = False
        self._note = ""

    async def save(self) -> R:
        """Read the fields and ask the office; an EhrError is shown in the form."""
        raise NotImplementedError

    async def renew(self) -> None:
        """Read the record again after a stale write, so that ``values`` gives what stands there now."""

    # Saving and leaving

    def action_move_on(self) -> None:
        """Enter: to the next field."""
        here = self._line_of_focus()
        if here is None or not self._moves_on(here):
            raise SkipAction
        lines = [line for line in self._lines.values() if line.display and not line.field.disabled]
        if here not in lines[:-1]:
            raise SkipAction
        self._focus_field(lines[lines.index(here) + 1])

    def _line_of_focus(self) -> FieldLine | None:
        nodes: list[Any] = list(self.focused.ancestors_with_self) if self.focused is not None else []
        return next((node for node in nodes if isinstance(node, FieldLine)), None)

    def _moves_on(self, line: FieldLine) -> bool:
        """Whether Enter has nothing else to do in this field: a person still to be taken comes first."""
        field = line.field
        if isinstance(field, PersonPicker):
            return field.person is not None or not field.text
        return isinstance(field, Input)

    @on(Input.Submitted)
    def last_field(self, event: Input.Submitted) -> None:
        """Enter on the last field saves."""
        event.stop()
        line = self._line_of_focus()
        if line is None or self._moves_on(line):
            self.action_save()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No saving of what may only be read."""
        return self.can_save if action == "save" else super().check_action(action, parameters)

    def action_save(self) -> None:
        """Ask the office to keep it."""
        self._forget_errors()
        self._note = ""
        self._paint_message()
        self.start(self._save(), "form.save", exclusive=False)

    async def _save(self) -> None:
        self._held = True
        saved = False
        try:
            answer = await self.save()
            saved = True
        except StaleWrite as stale:
            await self._take_others(stale)
            return
        finally:
            self._held = saved
        await self.forget_draft()
        self.dismiss(answer)

    async def _take_others(self, stale: StaleWrite) -> None:
        """Somebody was faster: untouched fields take the new value, touched ones stay and say what stands there."""
        touched = self._touched()
        old = self._base
        await self.renew()
        self._base = dict(self.values())
        notes = []
        for name, line in self._lines.items():
            value = self._base.get(name)
            if value == old.get(name):
                continue
            line.put(value)
            self._opened[name] = line.typed()
            if name in touched:
                line.take(touched[name])
            words = line.words(value) or self.t("form.empty")
            notes.append(f"{self.t(line.spec.label)}: {words}")
        self._note = self.t("form.stale", fields=self.t("format.list_separator").join(notes))
        self._said = stale
        self._paint_message()

    def on_refusal(self, error: EhrError) -> None:
        """Say it; leaving asks again."""
        self._asked = False
        super().on_refusal(error)
        self._paint_message()

    def action_close(self) -> None:
        """Leave; with changes only at the second time, and the draft is kept."""
        if self.has_unsaved() and not self._asked:
            self._asked = True
            self._paint_message()
        elif self._to_keep() is None:
            self.dismiss(None)
        else:
            self.start(self._left(), "form.leave", exclusive=False)

    async def _left(self) -> None:
        await self.keep_whole()
        self.dismiss(None)

    @on(Input.Changed)
    def typing(self) -> None:
        """Typing goes on: leaving asks again."""
        if self._asked:
            self._asked = False
            self._paint_message()

    # Painting

    def messages(self) -> list[str]:
        """The refusal, what others changed, that leaving asks once."""
        parts = super().messages()
        if self._note:
            parts.append(self._note)
        if self._asked:
            parts.append(self.t("form.unsaved_kept" if self.drafted else "form.unsaved"))
        return parts
