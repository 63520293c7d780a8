"""Forms: labelled fields, each with a hint and an error line of its own; what is typed is never taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Label

from ehr_tui.errors import EhrError
from ehr_tui.i18n import t
from ehr_tui.widgets.tick import Choice, Tick

Value = str | bool
Check = Callable[[str], object]
"""Judges a field's text; raises EhrError when it cannot be used."""


class Field(Vertical):
    """One control with its words; ``label`` and ``hint`` are locale keys, ``name`` is what values are called by.

    ``check`` judges the text of a field that is not empty; ``required`` refuses an empty one.
    """

    DEFAULT_CSS = """
    Field { height: auto; width: 1fr; margin: 0 0 1 0; }
    Field > Label { width: 1fr; height: auto; }
    Field > .field-hint { color: $text-muted; }
    Field > .field-error { color: $text-error; text-style: bold; display: none; }
    Field.-wrong > .field-error { display: block; }
    Field > Input { border: none; height: 1; padding: 0 1; background: $panel; }
    Field > Input:focus { border: none; text-style: underline; }
    """

    def __init__(
        self,
        name: str,
        label: str,
        control: Input | Tick | Choice,
        *,
        hint: str = "",
        required: bool = False,
        check: Check | None = None,
    ) -> None:
        super().__init__(id=f"field-{name}")
        self.field_name = name
        self.control = control
        if isinstance(control, Input):
            control.select_on_focus = False  # else the first letter after a refusal would wipe the text out
        self._label, self._hint = label, hint
        self._required, self._check = required, check
        self._error: EhrError | None = None
        self._label_line = Label(markup=False)
        self._hint_line = Label(classes="field-hint", markup=False)
        self._error_line = Label(classes="field-error", markup=False)

    def compose(self) -> ComposeResult:
        """Label, control, hint, error."""
        yield self._label_line
        yield self.control
        if self._hint:
            yield self._hint_line
        yield self._error_line

    def on_mount(self) -> None:
        """First words."""
        self.relabel()

    def relabel(self) -> None:
        """Words of the present language, the error's too."""
        star = " *" if self._required else ""
        self._label_line.update(t(self._label) + star)
        if self._hint:
            self._hint_line.update(t(self._hint))
        self._show_error()

    @property
    def value(self) -> Value:
        """What the control holds; text without blanks around it."""
        return self.control.value.strip() if isinstance(self.control, Input) else self.control.value

    @value.setter
    def value(self, value: Value) -> None:
        if isinstance(self.control, Tick):
            self.control.value = bool(value)
        else:
            self.control.value = str(value)

    def is_good(self) -> bool:
        """Judge the value and show what is wrong with it."""
        self._error = self._judge()
        self._show_error()
        return self._error is None

    def refuse(self, error: EhrError) -> None:
        """Show what somebody else found wrong."""
        self._error = error
        self._show_error()

    def accept(self) -> None:
        """Take the error away."""
        self._error = None
        self._show_error()

    def _judge(self) -> EhrError | None:
        value = self.value
        if isinstance(value, bool):
            return None
        if not value:
            return EhrError("form.required") if self._required else None
        if self._check is not None:
            try:
                self._check(value)
            except EhrError as error:
                return error
        return None

    def _show_error(self) -> None:
        self.set_class(self._error is not None, "-wrong")
        self._error_line.update("! " + t.error(self._error) if self._error is not None else "")


class Form(VerticalScroll, can_focus=False):
    """Fields below each other.  Enter goes to the next field, on the last one and with Ctrl+S all is submitted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "submit", "form.key.submit"),
        Binding("enter", "next", "form.key.next", show=False),
    ]
    DEFAULT_CSS = """
    Form { width: 1fr; height: auto; max-height: 1fr; padding: 0 1; }
    """

    class Submitted(Message):
        """All fields are good; ``values`` by field name."""

        def __init__(self, form: Form, values: Mapping[str, Value]) -> None:
            super().__init__()
            self.form, self.values = form, values

        @property
        def control(self) -> Form:
            """The form."""
            return self.form

    def __init__(self, fields: Sequence[Field], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.fields = tuple(fields)

    def compose(self) -> ComposeResult:
        """The fields."""
        yield from self.fields

    @property
    def values(self) -> dict[str, Value]:
        """What stands in the fields now."""
        return {field.field_name: field.value for field in self.fields}

    def fill(self, values: Mapping[str, Value]) -> None:
        """Put values into fields; others stay."""
        for field in self.fields:
            if field.field_name in values:
                field.value = values[field.field_name]
                field.accept()

    def refuse(self, name: str, error: EhrError) -> None:
        """An error that was found elsewhere: shown at its field, which gets the focus; all text stays."""
        for field in self.fields:
            if field.field_name == name:
                field.refuse(error)
                field.control.focus()

    def action_submit(self) -> None:
        """Judge all fields; the first wrong one gets the focus."""
        wrong = [field for field in self.fields if not field.is_good()]
        if wrong:
            wrong[0].control.focus()
            return
        self.post_message(self.Submitted(self, self.values))

    def action_next(self) -> None:
        """To the next field, from the last one on to submitting."""
        focused = self.screen.focused
        controls: list[Widget] = [field.control for field in self.fields if not field.control.disabled]
        if focused not in controls:
            return
        at = controls.index(focused)
        if at == len(controls) - 1:
            self.action_submit()
        else:
            controls[at + 1].focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a text field."""
        event.stop()
        self.action_next()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Typing takes the error away: it is about what stood there before."""
        for field in self.fields:
            if field.control is event.input:
                field.accept()
