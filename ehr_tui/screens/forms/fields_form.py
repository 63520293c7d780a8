"""A box with fields: laying them out, reading them, saying what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Offset, Region
from textual.widgets import Static

from ehr_tui.domain.ids import PersonId
from ehr_tui.errors import EhrError, InputError
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.field_values import read_day, read_hours, read_time
from ehr_tui.screens.forms.entry import PasteCut
from ehr_tui.screens.forms.line import FieldLine
from ehr_tui.screens.forms.many import ManyLine
from ehr_tui.screens.forms.spec import Field, Options
from ehr_tui.screens.modal import EhrModal
from ehr_tui.widgets.cells import plain_digits
from ehr_tui.widgets.person_picker import PersonPicker
from ehr_tui.widgets.tick import Tick

R = TypeVar("R")
V = TypeVar("V")


class FormBody(VerticalScroll, can_focus=False):
    """The fields; going to one out of sight happens at once, without gliding."""

    def scroll_to_region(self, region: Region, *, animate: bool = True, **how: Any) -> Offset:
        """As its base does, never animated."""
        del animate
        return super().scroll_to_region(region, animate=False, **how)


class FieldsForm(EhrModal[R | None]):
    """``fields`` and ``values`` come from the subclass; what is typed is never taken away."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, FieldLine] = {}
        self._base: dict[str, object] = {}  # the record's values
        self._opened: dict[str, object] = {}  # the same as the fields show them
        self._blamed = ""  # the field that was read last and could not be
        self._said: EhrError | None = None
        self.can_save = True

    # What subclasses give

    def fields(self) -> Sequence[Field]:
        """The fields, in order; the same names each time."""
        return ()

    def values(self) -> Mapping[str, object]:
        """What stands in the record now: texts, dates, minutes, whole numbers, choices, ticks, ids of people."""
        return {}

    def extra(self) -> ComposeResult:
        """Widgets below the fields."""
        yield from ()

    # Reading the fields

    def line(self, name: str) -> FieldLine:
        """A field with everything around it; ``line(name).display = False`` hides it."""
        return self._lines[name]

    def text(self, name: str) -> str:
        """What is typed, without blanks around."""
        return self._lines[name].text.strip()

    def plain_text(self, name: str) -> str:
        """The same with full-width digits and letters made plain."""
        return plain_digits(self.text(name)).strip()

    def day(self, name: str) -> date | None:
        """A date.  Raises InputError ``date.unclear``."""
        with self._blaming(name):
            return read_day(self.text(name), self.host.clock.today())

    def number(self, name: str) -> int | None:
        """A whole number from 0; None when empty.  Raises InputError ``form.number``."""
        with self._blaming(name):
            text = self.plain_text(name)
            if not text:
                return None
            if not text.isdecimal() or len(text) > 12:
                raise InputError("form.number", typed=text[:40])
            return int(text)

    def minutes(self, name: str) -> int | None:
        """Hours as minutes: ``7.5`` and ``7:30`` are 450; None when empty.  Raises InputError ``form.hours``."""
        with self._blaming(name):
            return read_hours(self.plain_text(name))

    def time(self, name: str) -> int | None:
        """A time of day as minutes after midnight; None when empty.  Raises InputError ``form.time``."""
        with self._blaming(name):
            return read_time(self.text(name))

    def choice(self, name: str) -> Any:
        """The chosen value."""
        return self.query_one(f"#field-{name}", ChoiceLine).value

    def chosen(self, name: str) -> tuple[Any, ...]:
        """The chosen values of a field with ``many``, in the order of its options."""
        return self.query_one(f"#field-{name}", ManyLine).value

    def ticked(self, name: str) -> bool:
        """Whether it is ticked."""
        return self.query_one(f"#field-{name}", Tick).value

    def person(self, name: str) -> PersonId | None:
        """Who is chosen; None when the field is empty.  Raises InputError ``form.person`` for what names nobody."""
        with self._blaming(name):
            picker = self.query_one(f"#field-{name}", PersonPicker)
            if picker.value is None and picker.text:
                raise InputError("form.person", typed=picker.text[:40])
            return picker.value

    def required(self, name: str, value: V | None) -> V:
        """The value; raises InputError ``form.required`` at the field when there is none."""
        with self._blaming(name):
            if value is None or value == "":
                raise InputError("form.required")
            return value

    @contextmanager
    def _blaming(self, name: str) -> Iterator[None]:
        try:
            yield
        except InputError:
            self._blamed = name
            raise

    # Life

    def compose_box(self) -> ComposeResult:
        """What is to be known first, the fields, the subclass's own below, then messages."""
        yield Static(id="form-draft")
        with FormBody(id="form-body"):
            before = ""
            for spec in self.fields():
                head = bool(spec.section) and spec.section != before
                before = spec.section or before
                line = FieldLine(spec, head=head, locked=not self.can_save)
                line.set_class(not self._lines, "-first")
                self._lines[spec.name] = line
                yield line
            yield from self.extra()
        yield Static(id="form-message", classes="message")

    def on_mount(self) -> None:
        """Fill in what stands."""
        self._base = dict(self.values())
        for name, line in self._lines.items():
            line.put(self._base.get(name))
        self._opened = self._typed()
        self._focus_first()

    def _focus_first(self) -> None:
        for line in self._lines.values():
            if not line.field.disabled:
                self._focus_field(line)
                return

    def _focus_field(self, line: FieldLine) -> None:
        if isinstance(line.field, PersonPicker):
            line.field.focus_input()
        else:
            line.field.focus()

    def offer(self, name: str, options: Options) -> None:
        """Other values to choose from; what is chosen stays where it is still offered."""
        field = self._lines[name].field
        if isinstance(field, ManyLine):
            field.show(options)
        elif isinstance(field, ChoiceLine):
            field.show(options, field.value)

    def _typed(self) -> dict[str, object]:
        """What stands in the fields."""
        return {name: line.typed() for name, line in self._lines.items()}

    def _touched(self) -> dict[str, object]:
        """The fields that differ from what was opened, as they stand now."""
        return {name: now for name, now in self._typed().items() if now != self._opened.get(name)}

    def has_unsaved(self) -> bool:
        """Whether anything differs from what was opened."""
        return self.can_save and self.is_mounted and bool(self._touched())

    @on(PasteCut)
    def paste_cut(self, event: PasteCut) -> None:
        """A paste was too long."""
        event.stop()
        self.say("form.paste_cut", most=event.most)

    # What is wrong

    def on_refusal(self, error: EhrError) -> None:
        """Say it at the field it is about, else in the form; what is typed stays."""
        line = self._lines.get(self._about(error))
        if line is not None and line.display:
            line.refuse(error)
        else:
            self._said = error
            self._paint_message()

    def _about(self, error: EhrError) -> str:
        """The name of the field an error is about; empty when it does not say."""
        named = error.params.get("field")
        if isinstance(named, str) and named in self._lines:
            return named
        found = next((n for n, line in self._lines.items() if error.code in line.spec.errors), "")
        return found or self._blamed

    def _forget_errors(self) -> None:
        self._said, self._blamed = None, ""
        for line in self._lines.values():
            line.accept()

    # Painting

    def retranslate(self) -> None:
        """Words again; what is typed stays."""
        super().retranslate()
        for spec in self.fields():
            self._lines[spec.name].relabel_line(spec)
        self._paint_message()

    def messages(self) -> list[str]:
        """What stands at the bottom of the box."""
        return [] if self._said is None else [self.host.error_text(self._said)]

    def _paint_message(self) -> None:
        parts = self.messages()
        message = self.query_one("#form-message", Static)
        message.update(Text("\n".join(parts)))
        message.display = bool(parts)
