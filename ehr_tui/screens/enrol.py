"""Enrolment: a password of one's own, the authenticator, two recovery codes seen and noted."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from ehr_tui.domain.entry import Entered
from ehr_tui.domain.views import Enrolment, RecoveryCodes
from ehr_tui.errors import EhrError
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.dialogs import confirm_dialog
from ehr_tui.screens.fields import field, field_words
from ehr_tui.screens.move_on import MOVE_ON, move_on
from ehr_tui.screens.password_words import password_problem, password_words, shortest_password
from ehr_tui.screens.prose import Prose
from ehr_tui.services.intents.accounts import BeginAuthenticator, ChangePassword, ConfirmAuthenticator
from ehr_tui.widgets.cells import plain_digits
from ehr_tui.widgets.footer import KeyFooter

FIELDS: dict[str, tuple[str, ...]] = {
    "password": ("new", "again"),
    "authenticator": ("typed_code",),
    "recovery": ("last_group",),
}
CODE_WRONG = "vault.code_wrong"


class EnrolScreen(EhrScreen[bool]):
    """True when all is done.

    ``password``: the one just used, which changing asks for; ``steps``: those of ``FIELDS`` that are due.
    """

    CSS_PATH = "enrol.tcss"
    WORDS: ClassVar[dict[str, str]] = field_words(
        "enrol", [name for names in FIELDS.values() for name in names]
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        MOVE_ON,
        Binding("escape", "give_up", "enrol.key.give_up"),
    ]

    def __init__(self, password: str, steps: tuple[str, ...]) -> None:
        super().__init__()
        self._old = password
        self._steps = steps
        self._place = 0
        self._busy = False
        self._said: EhrError | None = None
        self._wrong_group = False
        self._enrolment: Enrolment | None = None
        self._codes: RecoveryCodes | None = None

    @property
    def step(self) -> str:
        """``password``, ``authenticator`` or ``recovery``."""
        return self._steps[self._place]

    def compose(self) -> ComposeResult:
        """QR code on the left in its step; words and fields on the right."""
        yield Static(id="enrol-progress")
        with Horizontal(id="enrol-body"):
            yield Static(id="enrol-qr")
            with VerticalScroll(id="enrol-side", can_focus=False), Vertical():
                yield Prose(id="enrol-ask")
                yield Static(id="enrol-secret")
                for names in FIELDS.values():
                    for name in names:
                        yield field(name, password=name in ("new", "again"), most=200)
                yield Prose(id="enrol-hint", classes="hint")
                yield Prose(id="enrol-message", classes="message")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin with what is due first."""
        self._show()

    @property
    def _login(self) -> str:
        entered = self.host.entered
        return entered.user.login if entered else ""

    @property
    def _shortest(self) -> int:
        return shortest_password(self.host.entered)

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value

    # Going through

    def _show(self) -> None:
        step = self.step
        for owner, names in FIELDS.items():
            for name in names:
                self.query_one(f"#{name}-field").set_class(owner != step, "hidden")
        self._paint()
        self.set_focus(self.query_one(f"#{FIELDS[step][0]}", Input))
        if step == "authenticator" and self._enrolment is None:
            self.start(self._begin(), "enrol.begin")

    def _on(self) -> None:
        """To the next step, or done."""
        self._said = None
        if self._place + 1 == len(self._steps):
            self.dismiss(True)
            return
        self._place += 1
        self._show()

    def action_move_on(self) -> None:
        """Enter: to the next field."""
        move_on(self, FIELDS[self.step])

    @on(Input.Submitted)
    def last_field(self, event: Input.Submitted) -> None:
        """Enter on the last field: the step is done."""
        event.stop()
        if not self._busy:
            self._submit()

    @on(Input.Changed)
    def typed(self) -> None:
        """The strength follows the typing."""
        self._wrong_group = False
        self._paint()

    def _submit(self) -> None:
        self._said = None
        match self.step:
            case "password":
                self._said = password_problem(
                    self._value("new"), self._value("again"), self._login, self._shortest
                )
                if self._said is None:
                    self._work(self._change())
            case "authenticator":
                if self._enrolment is None:
                    self.start(self._begin(), "enrol.begin")
                else:
                    self._work(self._confirm(self._enrolment))
            case _:
                self._check_group()
        self._paint()

    def _work(self, work: Coroutine[Any, Any, None]) -> None:
        self._busy = True
        self.start(self._busily(work), "enrol.submit", exclusive=False)

    async def _busily(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        finally:
            self._busy = False
            self._paint()

    async def _change(self) -> None:
        await self.ask(ChangePassword(self._old, self._value("new")))
        self._old = ""
        for name in ("new", "again"):
            self.query_one(f"#{name}", Input).value = ""
        self._on()

    async def _begin(self) -> None:
        self._enrolment = await self.ask(BeginAuthenticator())
        self._paint()

    async def _confirm(self, enrolment: Enrolment) -> None:
        code = plain_digits(self._value("typed_code")).replace(" ", "")
        self._codes = await self.ask(ConfirmAuthenticator(enrolment.secret, code))
        self._enrolment = None
        self._on()

    def _check_group(self) -> None:
        typed = plain_digits(self._value("last_group")).strip().upper()
        groups = [code.split("-")[-1] for code in self._codes.codes] if self._codes else []
        if typed and typed in groups:
            self._codes = None
            self._on()
        else:
            self._wrong_group = True

    def on_refusal(self, error: EhrError) -> None:
        """Say it; stay."""
        self._said = error
        self.query_one("#typed_code", Input).value = ""
        self._paint()

    def action_give_up(self) -> None:
        """Leave, after a question: the login stays incomplete."""

        def sure(yes: bool | None) -> None:
            if yes:
                self.dismiss(False)

        key = "enrol.give_up_codes" if self.step == "recovery" else "enrol.give_up"
        self.app.push_screen(confirm_dialog(self.host, self.t(key)), sure)

    def has_unsaved(self) -> bool:
        """Recovery codes not yet confirmed would be lost."""
        return self._codes is not None

    # Painting

    def retranslate(self) -> None:
        """Words again; what is typed stays."""
        super().retranslate()
        self._paint()

    def _paint(self) -> None:
        step = self.step
        what = self.t(f"enrol.step.{step}")
        progress = self.t("enrol.progress", step=self._place + 1, steps=len(self._steps), what=what)
        self.query_one("#enrol-progress", Static).update(Text(progress))
        self.query_one("#enrol-ask", Prose).update(self.t(f"enrol.ask.{step}"))
        self._paint_qr()
        self.query_one("#enrol-hint", Prose).update(self._hint())
        message = self.query_one("#enrol-message", Prose)
        message.set_class(self._busy, "good")
        message.update(self._message())

    def _paint_qr(self) -> None:
        qr, secret = self.query_one("#enrol-qr", Static), self.query_one("#enrol-secret", Static)
        shown = self._enrolment if self.step == "authenticator" else None
        # block signs do not exist on a plain terminal: the secret is typed there
        qr.set_class(shown is None or self.host.plain, "hidden")
        codes = self._codes.codes if self._codes is not None and self.step == "recovery" else ()
        secret.set_class(shown is None and not codes, "hidden")
        if shown is not None:
            qr.update(Text("\n".join(shown.qr), "#000000 on #ffffff"))
            secret.update(Text(grouped(shown.secret), "bold"))
        elif codes:
            secret.update(Text("\n".join(codes), "bold"))

    def _hint(self) -> str:
        if self.step == "password":
            return password_words(self.t, self._value("new"), self._shortest)
        return self.t(f"enrol.hint.{self.step}")

    def _message(self) -> str:
        if self._busy:
            return self.t("enrol.working")
        if self._wrong_group:
            return self.t("enrol.wrong_group")
        if self._said is None:
            return ""
        # the ordinary words offer what exists only at the login
        return (
            self.t("enrol.code_wrong") if self._said.code == CODE_WRONG else self.host.error_text(self._said)
        )


def steps_due(entered: Entered) -> tuple[str, ...]:
    """What a login still lacks."""
    password = ("password",) if entered.must_change_password else ()
    return password + (("authenticator", "recovery") if entered.must_enrol else ())


def grouped(secret: str) -> str:
    """In groups of four, for typing."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
