"""A person's record on one box: head, tabs, and under each its fields or lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Label, Static

from ehr_tui.domain.ids import DepartmentId
from ehr_tui.errors import EhrError
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.forms.fields_form import FormBody
from ehr_tui.screens.forms.line import FieldLine
from ehr_tui.screens.person_fields import (
    BACKGROUND,
    BASIC,
    post_options,
)
from ehr_tui.screens.person_lists import (
    LISTS_OF_TAB,
)
from ehr_tui.screens.person_painted import TABS, PersonPainted
from ehr_tui.screens.plain_list import OpenList
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.tab_line import TabLine


class PersonPages(PersonPainted):
    """Fields of two tabs are saved together; what stands in lists is kept at once, each entry by its own dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o,ctrl+pagedown,ctrl+right", "step(1)", "person.next_tab", key_display="Ctrl+O"),
        Binding(
            "ctrl+b,ctrl+pageup,ctrl+left",
            "step(-1)",
            "person.previous_tab",
            key_display="Ctrl+B",
            show=False,
        ),
        *(Binding(str(n), f"tab({n})", show=False) for n in range(1, len(TABS) + 1)),
        Binding("ctrl+g", "draft", "form.draft", show=False),
    ]

    def retranslate(self) -> None:
        """Words again; what is typed stays."""
        super().retranslate()
        if self.can_save and "department" in self._lines:
            self._narrow_posts()
        self.paint_record()

    # Layout

    def compose_box(self) -> ComposeResult:
        """Draft note, head, tabs, one pane for each, messages."""
        yield Static(id="form-draft")
        yield Static(id="person-head")
        yield TabLine(id="person-tabs")
        yield from self._panes()
        yield Static(id="form-message", classes="message")

    def _panes(self) -> Iterator[Widget]:
        for tab in TABS:
            inside = list(self._inside(tab))
            kind = Vertical if tab in LISTS_OF_TAB else FormBody
            pane = kind(*inside, id=f"pane-{tab}", classes="person-pane")
            pane.display = tab == TABS[0]
            yield pane

    def _inside(self, tab: str) -> Iterator[Widget]:
        if tab in LISTS_OF_TAB:
            for name in LISTS_OF_TAB[tab]:
                yield Label(id=f"{name}-head", classes="person-list-head", markup=False)
                yield OpenList(id=name)
            yield Prose(id=f"hint-{tab}", classes="person-list-hint")
            return
        if not self.can_save:
            yield Static(id=f"facts-{tab}", classes="person-facts")
            return
        for spec in self._basic() if tab == "basic" else self._background():
            line = FieldLine(spec, head=False, locked=False)
            line.set_class(not self._lines, "-first")
            self._lines[spec.name] = line
            yield line

    # Tabs

    @property
    def tab(self) -> str:
        """The tab that is shown."""
        return self.query_one(TabLine).current or TABS[0]

    def action_step(self, by: int) -> None:
        """The neighbouring tab, around the end."""
        self.show_tab(TABS[(TABS.index(self.tab) + by) % len(TABS)], focus=True)

    def action_tab(self, number: int) -> None:
        """The n-th tab."""
        self.show_tab(TABS[number - 1], focus=True)

    @on(TabLine.Changed)
    def tab_chosen(self, event: TabLine.Changed) -> None:
        """By arrows on the line itself, or by the mouse."""
        self.show_tab(event.tab, focus=not event.line.has_focus)

    def show_tab(self, tab: str, *, focus: bool) -> None:
        """Show a tab; the cursor goes into it, unless it stays on the line of tabs."""
        line = self.query_one(TabLine)
        if line.current != tab:
            line.current = tab
            line.refresh()
        for name in TABS:
            self.query_one(f"#pane-{name}").display = name == tab
        if focus:
            self._focus_tab(tab)
        self.refresh_bindings()

    def _focus_tab(self, tab: str) -> None:
        if tab in LISTS_OF_TAB:
            self.query_one(f"#{LISTS_OF_TAB[tab][0]}").focus()
        elif self.can_save:
            self._focus_field(self._lines[(BASIC if tab == "basic" else BACKGROUND)[0]])
        else:
            self.query_one(TabLine).focus()

    def _tab_of(self, line: FieldLine) -> str:
        return "background" if line.spec.name in BACKGROUND else "basic"

    def _focus_field(self, line: FieldLine) -> None:
        """A field on another tab is shown first."""
        tab = self._tab_of(line)
        if tab != self.tab:
            self.show_tab(tab, focus=False)
        super()._focus_field(line)

    def _focus_first(self) -> None:
        self._focus_tab(TABS[0])

    def on_refusal(self, error: EhrError) -> None:
        """Said at its field, on whatever tab that is."""
        line = self._lines.get(self._about(error))
        if line is not None and self._tab_of(line) != self.tab:
            self.show_tab(self._tab_of(line), focus=False)
        super().on_refusal(error)

    # Posts follow the department

    @on(ChoiceLine.Changed, "#field-department")
    def department_chosen(self) -> None:
        """Only posts of that department can be the home post."""
        self._narrow_posts()

    def _narrow_posts(self) -> None:
        self._respec_posts(self.choice("department"))
        options = self._lines["post"].spec.options or ()
        field = self.query_one("#field-post", ChoiceLine)
        held = field.value
        if held not in [option for option, _ in options]:
            held = options[1][0] if len(options) == 2 else None
        field.show(options, held)

    def _respec_posts(self, department: DepartmentId | None) -> None:
        """Offer a department's posts; whoever puts a value there next, chooses among them."""
        line = self._lines["post"]
        options = post_options(self.t, self.language, self._record, department)
        line.spec = replace(line.spec, options=options)

    def _take(self, typed: Mapping[str, object]) -> None:
        """A draft's department before its post."""
        super()._take({name: value for name, value in typed.items() if name != "post"})
        if self.can_save and ("post" in typed or "department" in typed):
            self._narrow_posts()
            self._lines["post"].take(typed.get("post", self._lines["post"].typed()))

    def _put_back(self) -> None:
        super()._put_back()
        self._take({name: self._opened[name] for name in ("department", "post")})
