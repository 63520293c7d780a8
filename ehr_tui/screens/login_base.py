"""What stands on the door: fields of each way in, what office this is, what was said."""

from __future__ import annotations

from typing import Any, cast

from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ehr_tui.domain.entry import OfficeInfo
from ehr_tui.errors import EhrError
from ehr_tui.screens.base import DoorHost, EhrScreen
from ehr_tui.screens.demo_logins import DemoLogins
from ehr_tui.screens.office_words import device_words, office_line
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.wait import Wait

FIELDS: dict[str, tuple[str, ...]] = {
    "looking": (),
    "choices": (),
    "path": ("path",),
    "password": ("login", "password", "code"),
    "recovery": ("login", "recovery"),
    "resync": ("login", "password", "code", "next"),
}
"""What is asked in each way of entering."""
CHOICES = ("create", "path", "demo")


class LoginBase(EhrScreen[None]):
    """The picture and what it is painted from; the screen that inherits it makes the widgets and acts."""

    def __init__(self) -> None:
        super().__init__()
        self._way = "looking"
        self._info: OfficeInfo | None = None
        self._there = False  # the office's file exists: known before it has been looked into
        self._busy = False
        self._wait = Wait()
        self._said: EhrError | None = None
        self._notice = ""

    @property
    def door(self) -> DoorHost:
        """The application, as the screens before the login may use it."""
        return cast("DoorHost", self.app)

    def _can_log_in(self) -> bool:
        if self._info is None:
            return self._there
        return self._info.exists and not self._info.problem

    def _show_way(self, way: str, *, focus: bool = True) -> None:
        self._way = way
        for name in {name for names in FIELDS.values() for name in names}:
            self.query_one(f"#{name}-field").set_class(name not in FIELDS[way], "hidden")
        self.query_one("#login-choices").set_class(way != "choices", "hidden")
        demo = self._info is not None and self._info.demo and self._info.exists
        self.query_one(DemoLogins).set_class(not demo or way != "password", "hidden")
        self.set_class(demo, "tight")
        self._paint()
        self.refresh_bindings()
        if focus:
            self._focus_first()

    def _focus_first(self) -> None:
        if self._way == "choices":
            choices = self.query_one("#login-choices", OptionList)
            self.set_focus(choices)
            choices.highlighted = 0
        for name in FIELDS[self._way]:
            entry = self.query_one(f"#{name}", Input)
            if not entry.value:
                self.set_focus(entry)
                return

    # Painting

    def retranslate(self) -> None:
        """Words again; what is typed stays."""
        super().retranslate()
        self.query_one(DemoLogins).show_again(self.host.clock.now())
        self._paint()

    def _paint(self) -> None:
        info = self._info
        self.query_one("#login-card").border_title = self.t(f"login.title.{self._way}")
        self.query_one("#login-office", Static).update(
            office_line(self.t, self.door.parts.path, info, there=self._there, demo_mark=self.demo_mark)
        )
        device = self.query_one("#login-device", Prose)
        words = device_words(self.t, info)
        device.update(words)
        device.set_class(not words, "hidden")
        choices = self.query_one("#login-choices", OptionList)
        marked = choices.highlighted
        choices.clear_options()
        choices.add_options([Option(self.t(f"login.choice.{name}"), id=name) for name in CHOICES])
        choices.highlighted = marked
        code = self.query_one("#code", Input)
        code.placeholder = self.t("login.code_hint")
        message = self.query_one("#login-message", Prose)
        message.set_class(bool(self._notice), "good")
        message.update(self._notice or self._said_words())

    def _said_words(self) -> str:
        if self._said is None:
            return ""
        figures: dict[str, Any] = dict(self._said.params)
        left = self._wait.left(self.host.clock.now())
        if self._wait.until is not None:
            if not left:
                return self.t("login.wait_over")
            figures[self._wait.figure] = left
        return self.host.error_text(EhrError(self._said.code, **figures))
