"""Creating an office: four short steps, back and forth without losing anything."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import ClassVar, cast

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ehr_tui.domain.entry import Entered, OfficeInfo, OfficePlan
from ehr_tui.errors import EhrError, InputError
from ehr_tui.screens.base import DoorHost, EhrScreen
from ehr_tui.screens.fields import field, field_words
from ehr_tui.screens.move_on import MOVE_ON, move_on
from ehr_tui.screens.password_words import password_problem, password_words, shortest_on
from ehr_tui.screens.prose import Prose
from ehr_tui.widgets.footer import KeyFooter

STEPS: tuple[tuple[str, ...], ...] = (
    ("name", "folder"),
    ("login", "display"),
    ("password", "again"),
    (),
)
"""The fields of each step; the last one asks about starting data and creates."""
LAST = len(STEPS) - 1
SUFFIX = ".ehr"


class WizardScreen(EhrScreen[tuple[Entered, str] | None]):
    """The answer is the login that follows from the creation, and the password for the enrolment."""

    CSS_PATH = "wizard.tcss"
    WORDS: ClassVar[dict[str, str]] = field_words("wizard", [name for step in STEPS for name in step])
    BINDINGS: ClassVar[list[BindingType]] = [
        MOVE_ON,
        Binding("escape,f3", "back", "wizard.key.back", key_display="Esc"),
        Binding("ctrl+n,f4", "forward", "wizard.key.next", key_display="Ctrl+N"),
    ]

    def __init__(self, info: OfficeInfo | None) -> None:
        super().__init__()
        self._step = 0
        self._shortest = shortest_on(info.device if info else None)
        self._busy = False
        self._said: EhrError | None = None

    @property
    def door(self) -> DoorHost:
        """The application, as the screens before the login may use it."""
        return cast("DoorHost", self.app)

    def compose(self) -> ComposeResult:
        """All steps' fields; only the present one's show."""
        with VerticalScroll(id="wizard-body", can_focus=False), Vertical(id="wizard-card", classes="card"):
            yield Static(id="wizard-progress")
            yield Static(id="wizard-ask")
            for names in STEPS:
                for name in names:
                    yield field(name, password=name in ("password", "again"), most=200)
            yield OptionList(id="wizard-data")
            yield Prose(id="wizard-hint", classes="hint")
            yield Prose(id="wizard-message", classes="message")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin with the office."""
        self.query_one("#folder", Input).value = str(self.door.folder)
        self._show()

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value

    @property
    def path(self) -> Path:
        """The file that will be made."""
        folder = Path(self._value("folder").strip() or str(self.door.folder)).expanduser()
        return folder / f"{file_name(self._value('name'))}{SUFFIX}"

    # Going through

    def action_back(self) -> None:
        """One step back; from the first one out."""
        if self._busy:
            return
        self._said = None
        if self._step == 0:
            self.dismiss(None)
            return
        self._step -= 1
        self._show()

    def action_forward(self) -> None:
        """One step on, when this one is complete."""
        if self._busy:
            return
        self._said = self._problem(self._step)
        if self._said is None and self._step == LAST:
            self._create()
            return
        if self._said is None:
            self._step += 1
        self._show()

    def action_move_on(self) -> None:
        """Enter: to the next field."""
        move_on(self, STEPS[self._step])

    @on(Input.Submitted)
    def last_field(self, event: Input.Submitted) -> None:
        """Enter on the last field: the next step."""
        event.stop()
        self.action_forward()

    @on(Input.Changed)
    def typed(self) -> None:
        """File name and strength follow the typing."""
        self._paint()

    @on(OptionList.OptionSelected, "#wizard-data")
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """With or without starting data: create."""
        event.stop()
        self.action_forward()

    def _problem(self, step: int) -> EhrError | None:
        if step == 0:
            if not self._value("name").strip():
                return InputError("wizard.no_name")
            return InputError("wizard.exists", file=str(self.path)) if self.path.exists() else None
        if step == 1:
            if not self._value("login").strip() or " " in self._value("login").strip():
                return InputError("wizard.no_login")
            return None if self._value("display").strip() else InputError("wizard.no_display")
        if step == 2:
            return password_problem(
                self._value("password"), self._value("again"), self._value("login"), self._shortest
            )
        return None

    def _create(self) -> None:
        choice = self.query_one("#wizard-data", OptionList).highlighted
        plan = OfficePlan(
            name=self._value("name").strip(),
            login=self._value("login").strip(),
            display_name=self._value("display").strip(),
            password=self._value("password"),
            starting_data=choice != 1,
        )
        self._busy = True
        self._paint()
        self.start(self._make(plan), "wizard.create", exclusive=False)

    async def _make(self, plan: OfficePlan) -> None:
        try:
            await self.door.open_office(self.path, new=True)
            entered = await self.office.create(plan)
        finally:
            self._busy = False
        self.dismiss((entered, plan.password))

    def on_refusal(self, error: EhrError) -> None:
        """Back to the step the error is about; nothing typed is lost."""
        self._said = error
        if error.code.startswith("vault.password"):
            self._step = 2
        elif error.code.startswith("store."):
            self._step = 0
        self._show()

    def has_unsaved(self) -> bool:
        """Whether anything was typed."""
        return any(self._value(name) for name in ("name", "login", "display", "password"))

    # Painting

    def retranslate(self) -> None:
        """Words again; what is typed stays."""
        super().retranslate()
        self._paint()

    def _show(self) -> None:
        for number, names in enumerate(STEPS):
            for name in names:
                self.query_one(f"#{name}-field").set_class(number != self._step, "hidden")
        data = self.query_one("#wizard-data", OptionList)
        data.set_class(self._step != LAST, "hidden")
        self._paint()
        if self._step == LAST:
            self.set_focus(data)
        for name in STEPS[self._step]:
            entry = self.query_one(f"#{name}", Input)
            if not entry.value or name == STEPS[self._step][0]:
                self.set_focus(entry)
                break

    def _paint(self) -> None:
        self.query_one("#wizard-card").border_title = self.t("wizard.title")
        full, empty = ("#", "-") if self.host.plain else ("●", "○")
        done = full * (self._step + 1) + empty * (LAST - self._step)
        progress = self.t("wizard.progress", step=self._step + 1, steps=len(STEPS), bar=done)
        self.query_one("#wizard-progress", Static).update(Text(progress))
        self.query_one("#wizard-ask", Static).update(Text(self.t(f"wizard.ask.{self._step + 1}"), "bold"))
        self.query_one("#wizard-hint", Prose).update(self._hint())
        data = self.query_one("#wizard-data", OptionList)
        marked = data.highlighted
        data.clear_options()
        data.add_options([Option(self.t("wizard.data.yes")), Option(self.t("wizard.data.no"))])
        data.highlighted = marked or 0
        message = self.query_one("#wizard-message", Prose)
        message.set_class(self._busy, "good")
        said = self.t("wizard.making") if self._busy else ""
        if self._said is not None and not said:
            said = self.host.error_text(self._said)
        message.update(said)

    def _hint(self) -> str:
        if self._step == 0:
            return self.t("wizard.hint.1", file=self.path)
        if self._step == 2:
            strength = password_words(self.t, self._value("password"), self._shortest)
            return f"{self.t('wizard.hint.3', shortest=self._shortest)}\n{strength}"
        if self._step == LAST:
            return self.t(
                "wizard.hint.4", name=self._value("name").strip(), file=self.path, login=self._value("login")
            )
        return self.t("wizard.hint.2")


def file_name(name: str) -> str:
    """An office's name as a file name: what file systems refuse becomes a dash."""
    text = unicodedata.normalize("NFKC", name).strip()
    kept = "".join("-" if c in '/\\:*?"<>|' or unicodedata.category(c).startswith("C") else c for c in text)
    return kept.strip(" .-")[:60] or "office"
