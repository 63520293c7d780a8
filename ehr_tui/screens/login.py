"""The door: password and code, or recovery code, or two codes; and which office at all."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, OptionList, Static

from ehr_tui.domain.entry import DemoLogin, Entered
from ehr_tui.errors import EhrError
from ehr_tui.screens.demo_logins import DemoLogins
from ehr_tui.screens.fields import field, field_words
from ehr_tui.screens.login_base import FIELDS, LoginBase
from ehr_tui.screens.move_on import MOVE_ON, move_on
from ehr_tui.screens.prose import Prose
from ehr_tui.widgets.cells import plain_digits
from ehr_tui.widgets.footer import KeyFooter


class LoginScreen(LoginBase):
    """Base screen of the program while nobody is logged in."""

    CSS_PATH = "login.tcss"
    WORDS: ClassVar[dict[str, str]] = field_words(
        "login", ("path", "login", "password", "code", "next", "recovery")
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        MOVE_ON,
        Binding("f3,ctrl+r", "way('recovery')", "login.key.recovery", key_display="F3"),
        Binding("f4,ctrl+t", "way('resync')", "login.key.resync", key_display="F4"),
        Binding("f5,ctrl+o", "way('choices')", "login.key.office", key_display="F5"),
        Binding("escape", "back", "login.key.back", key_display="Esc"),
    ]

    def compose(self) -> ComposeResult:
        """Card with office, fields, message; in the demo office its users."""
        with VerticalScroll(id="login-body", can_focus=False), Vertical(id="login-card", classes="card"):
            yield Static(id="login-office")
            yield Prose(id="login-device", classes="hint")
            yield field("path")
            yield field("login", most=64)
            yield field("password", password=True, most=200)
            yield field("code", most=12)
            yield field("next", most=12)
            yield field("recovery", most=80)
            yield OptionList(id="login-choices")
            yield Prose(id="login-message", classes="message")
            yield DemoLogins(self.fill, self.submit, self._type_on, id="login-demo")
        yield KeyFooter()

    def on_mount(self) -> None:
        """The fields stand in the first picture; what office this is, is asked behind it."""
        self._begin()
        self.call_after_refresh(self._ask_what)
        self.set_interval(1.0, self._tick)

    # What office this is

    def look(self) -> None:
        """Read what can be known before a login; warms the office's thread up."""
        self._begin()
        self._ask_what()

    def _begin(self) -> None:
        self._info = None
        self._there = self.door.parts.path.is_file()
        self._show_way("password" if self._there else "looking")

    def _ask_what(self) -> None:
        self.start(self._look(), "login.look")

    async def _look(self) -> None:
        info = await self.office.info()
        logins = await self.office.demo_logins() if info.demo and not info.problem else ()
        if not self.app.is_running:  # it ends: the fields are being taken away
            return
        elsewhere = self._way in ("choices", "path")  # gone there meanwhile: the way stays
        if not info.exists or info.problem:
            self._info = info
            self._said = EhrError(info.problem, **dict(info.problem_figures)) if info.problem else None
            self._show_way(self._way if elsewhere else "choices", focus=not elsewhere)
            return
        self._info = info
        found = self._way == "looking"
        self._show_way("password" if found else self._way, focus=found)
        if logins and self.host.entered is None:
            self._take_demo(logins)
            self._take_typed()
        self.door.make_ready()

    def _take_typed(self) -> None:
        """Typed before the demo users stood there: a digit has chosen one, Enter behind it logs in."""
        demo, login = self.query_one(DemoLogins), self.query_one("#login", Input)
        if self._way != "password" or self._busy:
            return
        typed = [self.query_one(f"#{name}", Input).value for name in FIELDS["password"]]
        if not any(typed):
            self.set_focus(demo)
        elif len(login.value) == 1 and login.value.isdigit() and not any(typed[1:]):
            went_on = self.focused not in (login, demo)
            if demo.action_take(unicodedata.digit(login.value)) and went_on:
                self.submit()
        elif self.focused is demo:
            self._type_on("")

    def _type_on(self, text: str) -> None:
        """Letters typed on the list of demo users are a login name."""
        login = self.query_one("#login", Input)

        def write() -> None:
            login.cursor_position = len(login.value)
            login.insert_text_at_cursor(text)

        self.set_focus(login)
        login.call_later(write)  # behind the focus, which selects what stands there

    @on(Input.Changed, "#login")
    def typed_late(self, event: Input.Changed) -> None:
        """A key on its way to the field while the focus went to the demo users."""
        if event.value and self.focused is self.query_one(DemoLogins):
            self._take_typed()

    async def _read_demo(self) -> None:
        self._take_demo(await self.office.demo_logins())

    def _take_demo(self, logins: tuple[DemoLogin, ...]) -> None:
        demo = self.query_one(DemoLogins)
        chosen = demo.show(logins, self.host.clock.now())
        if chosen is not None and self._way == "password" and not self._busy:
            self.query_one("#code", Input).value = chosen.code

    def fresh(self) -> None:
        """Forget what was typed and said, and look again: somebody has logged out."""
        self.app.clear_notifications()
        for entry in self.query(Input):
            entry.value = ""
        self._said, self._notice, self._busy = None, "", False
        self.query_one(DemoLogins).forget()
        self.look()

    # Ways

    def action_way(self, way: str) -> None:
        """Another way in, and back by the same key."""
        if self._busy or (way != "choices" and not self._can_log_in()):
            return
        self._said = None
        self._show_way("password" if way == self._way else way)

    def action_back(self) -> None:
        """To the ordinary login, or to the choices where there is no office."""
        if not self._busy:
            self._said = None
            self._show_way("password" if self._can_log_in() else "choices")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what leads somewhere is offered."""
        if action == "way" and parameters[0] != "choices":
            return self._can_log_in()
        if action == "back":
            return self._way not in ("password", "looking") and not (
                self._way == "choices" and not self._can_log_in()
            )
        return True

    # Typing

    def action_move_on(self) -> None:
        """Enter: to the next field."""
        move_on(self, FIELDS[self._way])

    @on(Input.Submitted)
    def last_field(self, event: Input.Submitted) -> None:
        """Enter on the last field logs in."""
        event.stop()
        self.submit()

    @on(OptionList.OptionSelected, "#login-choices")
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Create, open another one, or the demo office."""
        event.stop()
        self._said = None
        match event.option.id:
            case "create":
                self._create()
            case "path":
                self.query_one("#path", Input).value = str(self.door.parts.path)
                self._show_way("path")
                self.set_focus(self.query_one("#path", Input))
            case "demo":
                self.start(self._demo(), "login.enter")

    def fill(self, login: DemoLogin) -> None:
        """Fill the fields for a demo user; Enter in the code field then logs in."""
        self._show_way("password")
        for name in ("login", "password", "code"):
            self.query_one(f"#{name}", Input).value = getattr(login, name)
        self.set_focus(self.query_one("#code", Input))

    @on(Input.Changed, "#code")
    def typed_by_hand(self, event: Input.Changed) -> None:
        """A code changed by hand is no longer kept fresh; an empty field waits for the next one."""
        chosen = self.query_one(DemoLogins).chosen
        if chosen is not None and event.value not in ("", chosen.code):
            self.query_one(DemoLogins).forget()

    def submit(self) -> None:
        """Enter by the way chosen."""
        if not self._busy and not self._wait.left(self.host.clock.now()):
            self._said = None
            self.start(self._open_path() if self._way == "path" else self._enter(), "login.enter")

    async def _enter(self) -> None:
        typed = {name: self.query_one(f"#{name}", Input).value for name in FIELDS[self._way]}
        login = typed["login"].strip()
        code = plain_digits(typed.get("code", "")).replace(" ", "")
        self._set_busy(busy=True)
        try:
            if self._way == "recovery":
                entered = await self.office.recover(login, typed["recovery"])
            elif self._way == "resync":
                following = plain_digits(typed["next"]).replace(" ", "")
                entered = await self.office.resync(login, typed["password"], code, following)
            else:
                entered = await self.office.login(login, typed["password"], code)
        finally:
            self._set_busy(busy=False)
        self._let_in(entered, typed.get("password", ""))

    def _let_in(self, entered: Entered, password: str) -> None:
        for name in ("password", "code", "next", "recovery"):
            self.query_one(f"#{name}", Input).value = ""
        self.query_one(DemoLogins).forget()
        self._way = "password"
        self.door.enter(entered, password)

    def on_refusal(self, error: EhrError) -> None:
        """Say it under the fields; what was typed stays, a used code does not."""
        self._said = error
        self._wait.start(error, self.host.clock.now())
        for name in ("code", "next"):
            self.query_one(f"#{name}", Input).value = ""
        if self._way == "looking":
            self._show_way("choices")
        elif "password" in FIELDS[self._way]:
            about_code = error.code.startswith("vault.code")
            self.set_focus(self.query_one("#code" if about_code else "#password", Input))
        self._paint()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._notice = self.t("login.checking") if busy else ""
        self._paint()

    # Another office

    async def _open_path(self) -> None:
        path = Path(self.query_one("#path", Input).value.strip()).expanduser()
        await self.door.open_office(path.resolve())
        self.look()

    async def _demo(self) -> None:
        def progress(step: str) -> None:
            self.app.call_from_thread(self._say_step, step)

        try:
            await self.door.make_demo(progress)
        finally:
            self._notice = ""
        self.look()

    def _say_step(self, step: str) -> None:
        self._notice = self.t("login.demo_making", step=self.t(f"app.demo_step.{step}"))
        self._paint()

    def _create(self) -> None:
        from ehr_tui.screens.wizard import WizardScreen

        def made(result: tuple[Entered, str] | None) -> None:
            if result is None:
                self.look()
            else:
                self._let_in(*result)

        self.app.push_screen(WizardScreen(self._info), made)

    # Once a second

    def _tick(self) -> None:
        """Once a second: a waiting time runs down, a demo code grows old."""
        if not self.is_active:
            return
        now = self.host.clock.now()
        if self._said is not None and self._wait.until is not None:
            self._paint()
        demo = self.query_one(DemoLogins)
        if demo.display and demo.aged(now):
            self.start(self._read_demo(), "login.demo")
