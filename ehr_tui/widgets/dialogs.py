"""Small dialogs, used with callbacks: ``app.push_screen(ConfirmDialog(…), answer)``.  Esc leaves without an answer.

Texts come in words already, because they carry figures.  A dialog that asks for text can be opened again with what
was typed and the reason why it was refused, so that nothing has to be typed twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Label

from ehr_tui.i18n import t
from ehr_tui.widgets.cells import plain_digits
from ehr_tui.widgets.remap import OwnKeysScreen
from ehr_tui.widgets.themes import app_plain

T = TypeVar("T")
CODE_DIGITS = 6


class Dialog(OwnKeysScreen[T], ModalScreen[T]):
    """A box with a title, a text, what a subclass adds, and buttons in one line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "dialog.key.cancel"),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > .dialog-box { width: 64; max-width: 100%; height: auto; max-height: 100%; background: $surface;
                           border: solid $primary; padding: 0 1; border-title-style: bold; }
    Dialog.-plain > .dialog-box { border: ascii $primary; }
    Dialog.-danger > .dialog-box { border: solid $error; border-title-color: $text-error; }
    Dialog.-plain.-danger > .dialog-box { border: ascii $error; }
    Dialog .dialog-text { height: auto; max-height: 12; margin: 0 0 1 0; }
    Dialog .dialog-text Label, Dialog .dialog-line { width: 1fr; height: auto; }
    Dialog .dialog-hint { color: $text-muted; width: 1fr; height: auto; }
    Dialog .dialog-error { color: $text-error; text-style: bold; width: 1fr; height: auto; }
    Dialog Input { border: none; height: 1; padding: 0 1; background: $panel; }
    Dialog Input:focus { border: none; text-style: underline; }
    Dialog .dialog-buttons { height: 1; align-horizontal: right; margin: 1 0 0 0; }
    Dialog Button { margin: 0 0 0 2; min-width: 8; background: $panel; color: $foreground; }
    Dialog Button:focus { text-style: reverse bold; background: $panel; color: $foreground; }
    """

    def __init__(self, title: str, text: str, *, danger: bool = False) -> None:
        super().__init__()
        self._title_words, self._text_words = title, text
        self._danger = danger

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(classes="dialog-box") as box:
            box.border_title = self._title_words.replace("[", "\\[")
            if self._text_words:
                with VerticalScroll(classes="dialog-text", can_focus=False):
                    yield Label(self._text_words, markup=False)
            yield from self.body()
            with Horizontal(classes="dialog-buttons"):
                yield from self.buttons()

    def on_mount(self) -> None:
        """The look of this terminal."""
        self.set_class(app_plain(self.app), "-plain")
        self.set_class(self._danger, "-danger")

    def body(self) -> Iterator[Widget]:
        """What stands between text and buttons."""
        yield from ()

    def buttons(self) -> Iterator[Button]:
        """The buttons, the usual answer last."""
        yield from ()

    def action_cancel(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class MessageDialog(Dialog[None]):
    """Something that must be read."""

    def buttons(self) -> Iterator[Button]:
        """Close."""
        yield Button(t("dialog.close"), id="close", compact=True)

    def on_button_pressed(self) -> None:
        """Read."""
        self.dismiss(None)


class ConfirmDialog(Dialog[bool]):
    """Yes or no; Esc means no.  With ``danger`` No is focused first."""

    def __init__(self, title: str, text: str, *, yes: str = "", no: str = "", danger: bool = False) -> None:
        super().__init__(title, text, danger=danger)
        self._yes, self._no = yes, no

    def buttons(self) -> Iterator[Button]:
        """No and yes."""
        yield Button(self._no or t("dialog.no"), id="no", compact=True)
        yield Button(self._yes or t("dialog.yes"), id="yes", compact=True)

    def on_mount(self) -> None:
        """The harmless answer first where it matters."""
        self.query_one("#no" if self._danger else "#yes", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answered."""
        self.dismiss(event.button.id == "yes")

    def action_cancel(self) -> None:
        """Esc is no."""
        self.dismiss(False)


class AskDialog(Dialog[str]):
    """Asks for one line of text; subclasses judge it."""

    LABEL = ""
    HINT = ""

    def __init__(
        self, title: str, text: str, *, typed: str = "", error: str = "", danger: bool = False
    ) -> None:
        super().__init__(title, text, danger=danger)
        self._typed, self._first_error = typed, error

    def body(self) -> Iterator[Widget]:
        """Label, field, hint, error."""
        yield Label(t(self.LABEL), classes="dialog-line", markup=False)
        yield self.field()
        yield Label(t(self.HINT), classes="dialog-hint", markup=False)
        yield Label(self._first_error, classes="dialog-error", markup=False)

    def field(self) -> Input:
        """The input."""
        return Input(self._typed, id="answer", select_on_focus=False)

    def buttons(self) -> Iterator[Button]:
        """Cancel and OK."""
        yield Button(t("dialog.cancel"), id="cancel", compact=True)
        yield Button(t("dialog.ok"), id="ok", compact=True)

    def on_mount(self) -> None:
        """Ready to type."""
        self.query_one("#answer", Input).focus()

    def on_input_submitted(self) -> None:
        """Enter."""
        self._answer()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button."""
        if event.button.id == "ok":
            self._answer()
        else:
            self.dismiss(None)

    def judged(self, text: str) -> tuple[str, str]:
        """The answer and an empty text, or anything and what is wrong with it."""
        return text, ""

    def _answer(self) -> None:
        field = self.query_one("#answer", Input)
        answer, wrong = self.judged(field.value)
        if wrong:
            self.query_one(".dialog-error", Label).update(f"! {wrong}")
            field.focus()
        else:
            self.dismiss(answer)


class ReasonDialog(AskDialog):
    """A reason that is stored with a decision: at least ``least`` characters, blanks around it not counted."""

    LABEL, HINT = "dialog.reason.label", "dialog.reason.hint"

    def __init__(
        self, title: str, text: str, *, least: int = 2, typed: str = "", error: str = "", danger: bool = False
    ) -> None:
        super().__init__(title, text, typed=typed, error=error, danger=danger)
        self._least = least

    def judged(self, text: str) -> tuple[str, str]:
        """Long enough?"""
        reason = text.strip()
        if not reason:
            return "", t("dialog.reason.missing")
        if len(reason) < self._least:
            return "", t("dialog.reason.short", least=self._least)
        return reason, ""


class CodeDialog(AskDialog):
    """Six digits of the authenticator; full-width digits and blanks are taken too.  ``text`` says why it asks."""

    LABEL, HINT = "dialog.code.label", "dialog.code.hint"

    def judged(self, text: str) -> tuple[str, str]:
        """Six digits?"""
        code = "".join(plain_digits(text).split())
        if len(code) != CODE_DIGITS or not (code.isascii() and code.isdigit()):
            return "", t("dialog.code.wrong_length")
        return code, ""
