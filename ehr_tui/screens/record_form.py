"""A form for one record: lines of fields, Ctrl+S saves, what is typed is never lost to an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from ehr_tui.errors import EhrError, InputError, StaleWrite
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.dates_form import read_day
from ehr_tui.screens.field_values import read_hours, shown
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.move_on import MOVE_ON, move_on
from ehr_tui.widgets.cells import plain_digits
from ehr_tui.widgets.tick import Tick

R = TypeVar("R")
Options = Sequence[tuple[object, str]]


@dataclass(frozen=True, slots=True)
class Field:
    """One line.  ``label`` and ``hint`` are locale keys; with ``options`` it is a choice, with ``tick`` yes or no."""

    name: str
    label: str
    hint: str = ""
    most: int = 80
    options: Options | None = field(default=None, compare=False)
    tick: bool = False
    fixed: bool = False  # shown, not to be changed


class RecordForm(EhrModal[R | None]):
    """Subclasses give ``fields``, ``values`` and ``save``; ``renew`` where a record may change under the form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        MOVE_ON,
        Binding("ctrl+s", "save", "form.save"),
        Binding("escape", "close", "form.leave"),
        Binding("up", "app.focus_previous", "form.previous", show=False),
        Binding("down", "app.focus_next", "form.next", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._base: dict[str, object] = {}
        self._asked = False
        self._said: EhrError | None = None
        self._note = ""
        self.can_save = True

    # What subclasses give

    def fields(self) -> Sequence[Field]:
        """The lines."""
        return ()

    def values(self) -> Mapping[str, object]:
        """What stands in the record now: texts, dates, whole numbers, choices, ticks."""
        return {}

    async def save(self) -> R:
        """Read the fields and ask the office; an EhrError is shown in the form."""
        raise NotImplementedError

    async def renew(self) -> None:
        """Read the record again after a stale write, so that ``values`` gives what stands there now."""

    def extra(self) -> ComposeResult:
        """Widgets below the fields."""
        yield from ()

    # Reading the fields

    def text(self, name: str) -> str:
        """What is typed, without blanks around."""
        return self.query_one(f"#field-{name}", Input).value.strip()

    def plain_text(self, name: str) -> str:
        """The same with full-width digits and letters made plain."""
        return plain_digits(self.text(name)).strip()

    def day(self, name: str) -> date | None:
        """A date.  Raises InputError ``date.unclear``."""
        return read_day(self.text(name), self.host.clock.today())

    def number(self, name: str) -> int | None:
        """A whole number from 0; None when empty.  Raises InputError ``form.number``."""
        text = self.plain_text(name)
        if not text:
            return None
        if not text.isdecimal():
            raise InputError("form.number", typed=text)
        return int(text)

    def minutes(self, name: str) -> int | None:
        """Hours as minutes: ``7.5`` and ``7:30`` are 450; None when empty.  Raises InputError ``form.hours``."""
        return read_hours(self.plain_text(name))

    def choice(self, name: str) -> Any:
        """The chosen value."""
        return self.query_one(f"#field-{name}", ChoiceLine).value

    def ticked(self, name: str) -> bool:
        """Whether it is ticked."""
        return self.query_one(f"#field-{name}", Tick).value

    # Life

    def compose_box(self) -> ComposeResult:
        """One line for each field, the subclass's own below, then messages."""
        with VerticalScroll(id="form-body", can_focus=False):
            for spec in self.fields():
                with Horizontal(classes="form-line"):
                    yield Label(id=f"label-{spec.name}", classes="form-label")
                    yield self._widget(spec)
            yield from self.extra()
        yield Static(id="form-message", classes="message")

    def _widget(self, spec: Field) -> Widget:
        name = f"field-{spec.name}"
        locked = spec.fixed or not self.can_save
        if spec.options is not None:
            choice = ChoiceLine(id=name)
            choice.disabled = locked
            return choice
        if spec.tick:
            return Tick("", verbatim=True, id=name, disabled=locked)
        return Input(id=name, compact=True, max_length=spec.most, disabled=locked)

    def on_mount(self) -> None:
        """Fill in what stands."""
        self._base = dict(self.values())
        for spec in self.fields():
            self._put(spec, self._base.get(spec.name))
        self._focus_first()

    def _focus_first(self) -> None:
        for spec in self.fields():
            widget = self.query_one(f"#field-{spec.name}")
            if not widget.disabled:
                widget.focus()
                return

    def _put(self, spec: Field, value: object) -> None:
        widget = self.query_one(f"#field-{spec.name}")
        if isinstance(widget, ChoiceLine):
            widget.title = self.t(spec.label)
            widget.show(spec.options or (), value)
        elif isinstance(widget, Tick):
            widget.value = bool(value)
        elif isinstance(widget, Input):
            widget.value = shown(value)

    def _now(self, spec: Field) -> object:
        widget = self.query_one(f"#field-{spec.name}")
        if isinstance(widget, (ChoiceLine, Tick)):
            return widget.value
        return widget.value if isinstance(widget, Input) else None

    def _touched(self, spec: Field) -> bool:
        base, now = self._base.get(spec.name), self._now(spec)
        return now != shown(base) if isinstance(now, str) and spec.options is None else now != base

    def has_unsaved(self) -> bool:
        """Whether anything differs from what was opened."""
        return self.can_save and self.is_mounted and any(self._touched(spec) for spec in self.fields())

    # Saving and leaving

    def action_move_on(self) -> None:
        """Enter: to the next field."""
        move_on(self, [f"field-{spec.name}" for spec in self.fields()])

    @on(Input.Submitted)
    def last_field(self, event: Input.Submitted) -> None:
        """Enter on the last field saves."""
        event.stop()
        self.action_save()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No saving of what may only be read."""
        return self.can_save if action == "save" else True

    def action_save(self) -> None:
        """Ask the office to keep it."""
        self._said, self._note = None, ""
        self.start(self._save(), "form.save", exclusive=False)

    async def _save(self) -> None:
        try:
            answer = await self.save()
        except StaleWrite as stale:
            await self._take_others(stale)
            return
        self.dismiss(answer)

    async def _take_others(self, stale: StaleWrite) -> None:
        """Somebody was faster: untouched fields take the new value, touched ones stay and say what stands there."""
        touched = {spec.name for spec in self.fields() if self._touched(spec)}
        old = self._base
        await self.renew()
        self._base = dict(self.values())
        notes = []
        for spec in self.fields():
            if self._base.get(spec.name) == old.get(spec.name):
                continue
            if spec.name not in touched:
                self._put(spec, self._base.get(spec.name))
            notes.append(f"{self.t(spec.label)}: {self._words(spec, self._base.get(spec.name))}")
        self._note = self.t("form.stale", fields=self.t("format.list_separator").join(notes))
        self._said = stale
        self._paint_message()

    def _words(self, spec: Field, value: object) -> str:
        for option, words in spec.options or ():
            if option == value:
                return words
        return shown(value) or self.t("form.empty")

    def on_refusal(self, error: EhrError) -> None:
        """Say it in the form; what is typed stays."""
        self._said = error
        self._paint_message()

    def action_close(self) -> None:
        """Leave; with changes only at the second time."""
        if not self.has_unsaved() or self._asked:
            self.dismiss(None)
            return
        self._asked = True
        self._paint_message()

    @on(Input.Changed)
    def typed(self) -> None:
        """Typing goes on: leaving asks again."""
        if self._asked:
            self._asked = False
            self._paint_message()

    # Painting

    def retranslate(self) -> None:
        """Words again; what is typed stays."""
        super().retranslate()
        for spec in self.fields():
            self.query_one(f"#label-{spec.name}", Label).update(self.t(spec.label))
            widget = self.query_one(f"#field-{spec.name}")
            if isinstance(widget, Input):
                widget.placeholder = self.t(spec.hint) if spec.hint else ""
            elif isinstance(widget, ChoiceLine) and spec.options is not None:
                widget.title = self.t(spec.label)
                widget.relabel(spec.options)
        self._paint_message()

    def _paint_message(self) -> None:
        parts = []
        if self._said is not None:
            parts.append(self.host.error_text(self._said))
        if self._note:
            parts.append(self._note)
        if self._asked:
            parts.append(self.t("form.unsaved"))
        message = self.query_one("#form-message", Static)
        message.update(Text("\n".join(parts)))
        message.display = bool(parts)
