"""Base of dialogs that belong to one screen: a titled box over it, Escape closes."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.types import CSSPathType

from ehr_tui.screens.base import EhrScreen

R = TypeVar("R")


class EhrModal(EhrScreen[R], ModalScreen[R]):
    """``compose_box`` gives what stands in the box; ``TITLE_KEY`` its title."""

    CSS_PATH: ClassVar[CSSPathType | None] = "modal.tcss"
    TITLE_KEY: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "modal.close")]

    def compose(self) -> ComposeResult:
        """Box and keys."""
        from ehr_tui.widgets.footer import KeyFooter

        with Vertical(id="modal-box"):
            yield from self.compose_box()
        yield KeyFooter()

    def compose_box(self) -> ComposeResult:
        """The dialog's own widgets."""
        yield from ()

    def retranslate(self) -> None:
        """Words again, the title too."""
        super().retranslate()
        self.query_one("#modal-box").border_title = self.title_words()

    def title_words(self) -> str:
        """The box's title."""
        return self.t(self.TITLE_KEY) if self.TITLE_KEY else ""

    def action_close(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
