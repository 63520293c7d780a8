"""Choosing a department's month: departments to the left, their months to the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.types import CSSPathType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import RosterChoice, RosterChoices
from ehr_tui.screens.modal import EhrModal


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen."""

    department: DepartmentId
    month: Month


class RosterChooser(EhrModal[Chosen | None]):
    """Left and right change sides, Enter opens.  Offers months that hold anything and two months from now on."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "roster_chooser.tcss"]
    TITLE_KEY = "roster.choose.title"
    WORDS: ClassVar = {
        "#choose-departments": "roster.choose.departments",
        "#choose-months": "roster.choose.months",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "side('choose-departments')", "roster.choose.left", show=False),
        Binding("right", "side('choose-months')", "roster.choose.right", show=False),
    ]

    def __init__(self, choices: RosterChoices, present: Chosen | None, this_month: Month) -> None:
        super().__init__()
        self._choices = choices
        self._present = present
        self._this_month = this_month

    def compose_box(self) -> ComposeResult:
        """Two lists."""
        with Horizontal():
            yield OptionList(id="choose-departments")
            yield OptionList(id="choose-months")

    def on_mount(self) -> None:
        """Begin with the departments."""
        self.query_one("#choose-departments", OptionList).focus()

    def retranslate(self) -> None:
        """Words again; at first the present choice is marked."""
        super().retranslate()
        departments = self.query_one("#choose-departments", OptionList)
        marked = departments.highlighted
        if marked is None and self._choices.departments:
            at = [d.id for d in self._choices.departments]
            here = self._present.department if self._present else at[0]
            marked = at.index(here) if here in at else 0
        departments.clear_options()
        departments.add_options(
            [Option(d.name.in_language(self.language), id=str(d.id)) for d in self._choices.departments]
        )
        departments.highlighted = marked

    def action_side(self, name: str) -> None:
        """To one of the lists."""
        self.query_one(f"#{name}", OptionList).focus()

    @on(OptionList.OptionHighlighted, "#choose-departments")
    def department_marked(self) -> None:
        """Its months."""
        department = self._department()
        months = self.query_one("#choose-months", OptionList)
        months.clear_options()
        offered = self._months(department)
        known = {c.month: c for c in self._choices.months if c.department.id == department}
        months.add_options([Option(self._month_line(m, known.get(m)), id=str(m)) for m in offered])
        wanted = self._present.month if self._present else self._this_month
        months.highlighted = offered.index(wanted) if wanted in offered else 0

    @on(OptionList.OptionSelected, "#choose-departments")
    def department_chosen(self) -> None:
        """On to its months."""
        self.action_side("choose-months")

    @on(OptionList.OptionSelected, "#choose-months")
    def month_chosen(self, event: OptionList.OptionSelected) -> None:
        """Done."""
        department = self._department()
        if department is not None and event.option.id:
            self.dismiss(Chosen(department, Month.parse(event.option.id)))

    def _department(self) -> DepartmentId | None:
        marked = self.query_one("#choose-departments", OptionList).highlighted
        return self._choices.departments[marked].id if marked is not None else None

    def _months(self, department: DepartmentId | None) -> list[Month]:
        now = self._this_month
        months = {c.month for c in self._choices.months if c.department.id == department}
        months |= {now, now.next()}
        if self._present:
            months.add(self._present.month)
        return sorted(months, reverse=True)

    def _month_line(self, month: Month, choice: RosterChoice | None) -> Text:
        text = Text(f"{month}  ", "bold" if month == self._this_month else "")
        if choice is None:
            text.append(self.t("roster.choose.empty"))
        else:
            text.append(state_words(self, choice.version))
            text.append("  " + self.t("roster.choose.duties", n=choice.duties))
        return text


def state_words(screen: EhrModal[Chosen | None], version: int) -> str:
    """Draft, or published with its version."""
    return screen.t("roster.state.published", version=version) if version else screen.t("roster.state.draft")
