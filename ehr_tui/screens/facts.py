"""An entry of a record for who may look but not change: text, no dead fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.types import CSSPathType
from textual.widgets import Static

from ehr_tui.screens.field_values import shown, shown_hours
from ehr_tui.screens.forms.spec import Field, Reads
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.record_form import RecordForm
from ehr_tui.screens.words import T
from ehr_tui.widgets.cells import fit, width_of
from ehr_tui.widgets.themes import app_palette

WIDEST_LABEL = 24


def fact(t: T, spec: Field, value: object) -> str:
    """A field's value as text; empty for none."""
    if spec.tick:
        return t("person.yes" if value else "person.no")
    if spec.people is not None:
        return next((p.name for p in spec.people if p.id == value), "")
    if spec.options is not None:
        wanted = value if spec.many and isinstance(value, (tuple, list)) else (value,)
        return t("format.list_separator").join(words for option, words in spec.options if option in wanted)
    if spec.reads is Reads.HOURS and isinstance(value, int):
        return t("person.hours", hours=shown_hours(value))
    return shown(value)


def facts_text(
    t: T, fields: Sequence[Field], values: Mapping[str, object], muted: str, *, empty: bool
) -> Text:
    """Labels and values, a line each; ``empty``: also those in which nothing stands."""
    text = Text()
    width = min(WIDEST_LABEL, max((width_of(t(spec.label)) for spec in fields), default=0)) + 2
    for spec in fields:
        words = fact(t, spec, values.get(spec.name))
        if words or empty:
            text.append(fit(t(spec.label), width), muted)
            text.append((words or t("form.empty")).replace("\n", t("format.list_separator")) + "\n")
    return text


class FactsScreen(EhrModal[None]):
    """What a form would show, as text; the form itself is never opened."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "person_form.tcss"]

    def __init__(self, form: RecordForm[object]) -> None:
        super().__init__()
        self._form = form

    def compose_box(self) -> ComposeResult:
        """The text."""
        with VerticalScroll(id="facts-body"):
            yield Static(id="facts-text")

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one("#facts-body").focus()

    def title_words(self) -> str:
        """As the form's."""
        return self._form.title_words()

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        form = self._form
        muted = app_palette(self.app).muted
        text = facts_text(self.t, form.fields(), form.values(), muted, empty=False)
        self.query_one("#facts-text", Static).update(text)
