"""One line of a record form: words, the field, what was understood of it, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Label, Static, TextArea

from ehr_tui.errors import EhrError, InputError
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.field_values import (
    read_day,
    read_hours,
    read_time,
    shown,
    shown_hours,
    shown_time,
)
from ehr_tui.screens.forms.entry import LineEntry, TextLines
from ehr_tui.screens.forms.many import ManyLine
from ehr_tui.screens.forms.spec import Field, Reads, coded
from ehr_tui.screens.words import day_text
from ehr_tui.widgets.cells import plain_digits
from ehr_tui.widgets.person_picker import PersonPicker
from ehr_tui.widgets.tick import Tick

if TYPE_CHECKING:
    from ehr_tui.screens.base import EhrScreen

LIVE = (Reads.DAY, Reads.TIME, Reads.HOURS)


class FieldLine(Vertical):
    """``put`` a record's value, ``typed`` what stands there as a draft holds it, ``take`` a draft's."""

    DEFAULT_CSS = """
    FieldLine { height: auto; width: 1fr; }
    FieldLine > .form-line { height: auto; min-height: 1; width: 1fr; }
    FieldLine .form-read { width: auto; min-width: 16; height: 1; padding: 0 0 0 1; color: $text-muted; }
    FieldLine .form-read.-unread { color: $text-warning; }
    FieldLine > .form-error { width: 1fr; height: auto; padding-left: 20; color: $text-error; text-style: bold;
        display: none; }
    FieldLine.-wrong > .form-error { display: block; }
    FieldLine > .form-section { width: 1fr; height: 1; margin-top: 1; text-style: bold; color: $primary; }
    FieldLine.-first > .form-section { margin-top: 0; }
    FieldLine TextArea { width: 1fr; background: $panel; padding: 0; }
    """

    def __init__(self, spec: Field, *, head: bool, locked: bool) -> None:
        super().__init__()
        self.spec = spec
        self.field: Widget = _field(spec, spec.fixed or locked)
        self._head = head
        self._error: EhrError | None = None

    def compose(self) -> ComposeResult:
        """A head where a section begins, the line, room for what is wrong."""
        if self._head:
            yield Label(classes="form-section", markup=False)
        with Horizontal(classes="form-line"):
            yield Label(id=f"label-{self.spec.name}", classes="form-label", markup=False)
            yield self.field
            if self.spec.reads in LIVE:
                yield Static(id=f"read-{self.spec.name}", classes="form-read")
        yield Static(classes="form-error")

    @property
    def _screen(self) -> EhrScreen[Any]:
        return cast("EhrScreen[Any]", self.screen)

    # Values

    def put(self, value: object) -> None:
        """Show a record's value."""
        field, spec = self.field, self.spec
        if isinstance(field, ManyLine):
            held = value if isinstance(value, Iterable) and not isinstance(value, str) else ()
            field.show(spec.options or (), tuple(held))
        elif isinstance(field, ChoiceLine):
            field.show(spec.options or (), value)
        elif isinstance(field, Tick):
            field.value = bool(value)
        elif isinstance(field, PersonPicker):
            field.put(value if isinstance(value, int) else None)
        else:
            self._put_text(self._shown(value))
        self.read()

    def typed(self) -> object:
        """What stands in the field, as JSON can hold it."""
        field = self.field
        if isinstance(field, (ChoiceLine, ManyLine)):
            return coded(field.value)
        if isinstance(field, Tick):
            return field.value
        if isinstance(field, PersonPicker):
            return field.typed
        return self.text

    def take(self, typed: object) -> None:
        """Put back what ``typed`` gave once; choices that are no longer there are left as they are."""
        field = self.field
        options = {repr(coded(value)): value for value, _ in self.spec.options or ()}
        if isinstance(field, ManyLine):
            held = typed if isinstance(typed, list) else []
            field.show(self.spec.options or (), [options[repr(v)] for v in held if repr(v) in options])
        elif isinstance(field, ChoiceLine):
            if repr(typed) in options:
                field.show(self.spec.options or (), options[repr(typed)])
        elif isinstance(field, Tick):
            field.value = bool(typed)
        elif isinstance(field, PersonPicker):
            field.put_typed(typed)
        else:
            self._put_text(str(typed or ""))
        self.read()

    @property
    def text(self) -> str:
        """The text of a text field, as it stands."""
        if isinstance(self.field, TextArea):
            return self.field.text
        return self.field.value if isinstance(self.field, Input) else ""

    def words(self, value: object) -> str:
        """A value of this field in words; empty for none."""
        if self.spec.many:
            chosen = value if isinstance(value, (tuple, list)) else ()
            held = [words for option, words in self.spec.options or () if option in chosen]
            return self._screen.t("format.list_separator").join(held)
        for option, words in self.spec.options or ():
            if option == value:
                return words
        if isinstance(self.field, PersonPicker):
            return self.field.name_of(value if isinstance(value, int) else None)
        return self._shown(value)

    def _shown(self, value: object) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            if self.spec.reads is Reads.HOURS:
                return shown_hours(value)
            if self.spec.reads is Reads.TIME:
                return shown_time(value)
        return shown(value)

    def _put_text(self, text: str) -> None:
        if isinstance(self.field, TextArea):
            self.field.text = text
        elif isinstance(self.field, Input):
            self.field.value = text
            self.field.cursor_position = len(text)

    # What was understood

    @on(Input.Changed)
    def changed(self) -> None:
        """Typing takes the error away, and shows what is understood."""
        self.accept()
        self.read()

    @on(PersonPicker.Picked)
    @on(TextArea.Changed)
    @on(ChoiceLine.Changed)
    @on(ManyLine.Changed)
    @on(Tick.Changed)
    def chosen(self) -> None:
        """Another value takes the error away."""
        self.accept()

    def read(self) -> None:
        """Show beside the field what its text means."""
        if self.spec.reads not in LIVE or not self.is_mounted:
            return
        try:
            words = self._meaning(self.text)
        except InputError:
            words = None
        place = self.query_one(f"#read-{self.spec.name}", Static)
        place.set_class(words is None, "-unread")
        place.update(Text(self._screen.t("form.unread") if words is None else words, no_wrap=True))

    def _meaning(self, text: str) -> str:
        t = self._screen.t
        if self.spec.reads is Reads.DAY:
            day: date | None = read_day(text, self._screen.host.clock.today())
            return f"{day_text(day)} {t(f'weekday.{day.weekday()}')}" if day else ""
        if self.spec.reads is Reads.TIME:
            return shown_time(read_time(text))
        minutes = read_hours(plain_digits(text).strip())
        return (
            "" if minutes is None else t("form.read_hours", hours=minutes // 60, rest=f"{minutes % 60:02d}")
        )

    # What is wrong

    @property
    def wrong(self) -> bool:
        """Whether an error stands below it."""
        return self._error is not None

    def refuse(self, error: EhrError) -> None:
        """Say below the field what is wrong with it, and go there."""
        self._error = error
        self._paint_error()
        entry = self.field.query_one(Input) if isinstance(self.field, PersonPicker) else self.field
        if entry.focusable:
            entry.focus(scroll_visible=False)  # that would glide there, past what is wrong
        if isinstance(entry, Input):
            entry.cursor_position = len(entry.value)  # nothing selected: the next letter wipes nothing out
        self.call_after_refresh(self.scroll_visible, animate=False)

    def accept(self) -> None:
        """Nothing is wrong any more."""
        if self._error is not None:
            self._error = None
            self._paint_error()

    def relabel_line(self, spec: Field) -> None:
        """Words of the present language; what is typed stays."""
        self.spec = spec
        t = self._screen.t
        self.query_one(f"#label-{spec.name}", Label).update(t(spec.label))
        if self._head:
            self.query_one(".form-section", Label).update(t(spec.section))
        field = self.field
        if isinstance(field, (Input, TextArea)):
            field.placeholder = t(spec.hint) if spec.hint else ""
        elif isinstance(field, ChoiceLine):
            field.title = t(spec.label)
            field.relabel(spec.options or ())
        elif isinstance(field, ManyLine):
            field.title = t(spec.label)
            field.show(spec.options or ())
        self.read()
        self._paint_error()

    def _paint_error(self) -> None:
        self.set_class(self._error is not None, "-wrong")
        words = "" if self._error is None else f"! {self._screen.host.error_text(self._error)}"
        self.query_one(".form-error", Static).update(Text(words))


def _field(spec: Field, locked: bool) -> Widget:
    name = f"field-{spec.name}"
    if spec.options is not None and spec.many:
        return ManyLine(id=name, disabled=locked)
    if spec.options is not None:
        choice = ChoiceLine(id=name)
        choice.disabled = locked
        return choice
    if spec.people is not None:
        picker = PersonPicker(spec.people, keys=spec.keys or {}, id=name, compact=True)
        picker.disabled = locked
        return picker
    if spec.tick:
        return Tick("", verbatim=True, id=name, disabled=locked)
    if spec.lines > 1:
        area = TextLines(most=spec.most, id=name, disabled=locked)
        area.styles.height = spec.lines
        return area
    return LineEntry(id=name, most=spec.most, disabled=locked)
