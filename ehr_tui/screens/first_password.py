"""A first password, shown once."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ehr_tui.domain.views import InitialPassword
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.prose import Prose


class FirstPassword(EhrModal[None]):
    """To be handed over on paper or in person; gone when the dialog closes."""

    TITLE_KEY = "accounts.first.title"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "close", "modal.close", show=False)]

    def __init__(self, first: InitialPassword) -> None:
        super().__init__()
        self._first = first

    def compose_box(self) -> ComposeResult:
        """User, password, until when."""
        yield Static(id="first-text")
        yield Prose(id="first-hint")

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        first = self._first
        text = Text(self.t("accounts.first.for", login=first.login))
        text.append(f"\n\n    {first.password}\n", "bold")
        self.query_one("#first-text", Static).update(text)
        self.query_one("#first-hint", Prose).update(self.t("accounts.first.hint", until=first.valid_to))
