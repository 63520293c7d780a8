"""A department's month: the grid, what is wrong with it, and the way to publish it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import DepartmentId, PostId
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import RosterChoices, RosterSheet
from ehr_tui.domain.views import HomeItem
from ehr_tui.errors import AccessRefused, OverrideNeeded, StaleWrite
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.explain import ExplainScreen
from ehr_tui.screens.roster_actions import NO_RIGHT
from ehr_tui.screens.roster_base import WITH_FINDINGS
from ehr_tui.screens.roster_callouts import RosterCallouts
from ehr_tui.screens.roster_chooser import Chosen, RosterChooser
from ehr_tui.screens.roster_dialogs import ask_reason, confirm_publishing, tell_violations
from ehr_tui.screens.roster_edits import Place, cell_of, gap_days, needs_post, next_violation, standing_post
from ehr_tui.services.intents.roster import ExplainCell, ListRosters, PublishRoster
from ehr_tui.widgets import grid_messages as messages
from ehr_tui.widgets.violation_list import ViolationList

COMMANDS: dict[str, str] = {
    ".": "next_violation",
    "。": "next_violation",
    "n": "next_violation",
    ",": "next_gap",
    "、": "next_gap",
    "g": "next_gap",
    "m": "take",
    "=": "filter",
    "(": "coverage_up",
    ")": "coverage_down",
}
"""Signs and letters typed in the grid; a shift kind of that name goes before, so each has a Ctrl key as well."""


class RosterScreen(RosterCallouts):
    """The heart of the program."""

    CSS_PATH = "roster.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "choose_roster", "roster.choose"),
        Binding("ctrl+b", "publish", "roster.publish"),
        Binding("ctrl+n", "next_violation", "roster.next_violation"),
        Binding("ctrl+g", "next_gap", "roster.next_gap"),
        Binding(
            "left_square_bracket,left_black_lenticular_bracket,ctrl+pageup,ctrl+left",
            "previous_month",
            "roster.previous_month",
        ),
        Binding(
            "right_square_bracket,right_black_lenticular_bracket,ctrl+pagedown,ctrl+right",
            "next_month",
            "roster.next_month",
        ),
        Binding("ctrl+f", "filter", "roster.filter", show=False),
        Binding("ctrl+r", "read", "roster.read", show=False),
        Binding("escape", "to_grid", "roster.to_grid", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._choices: RosterChoices | None = None
        self._reread = False

    def on_mount(self) -> None:
        """Open what is most likely wanted."""
        self.grid.focus()
        if self.chosen is None:
            self.start(self._open_first(), "roster.read")

    async def _open_first(self) -> None:
        self._choices = choices = await self.ask(ListRosters())
        if self.chosen is None and choices.departments:
            self.chosen = _first_choice(choices, Month.of(self.host.clock.today()))
        await self.read()

    def open_place(self, place: HomeItem) -> None:
        """A department's month, and in it a day or a person."""
        if place.month is None and place.day is None:
            return
        month = place.month or (Month.of(place.day) if place.day else None)
        present = self.chosen.department if self.chosen else None
        department = place.department or present
        if department is None or month is None:
            return
        if place.person is not None or place.day is not None:
            self.wanted = (place.person, place.day or month.first)
        self._open(department, month)

    def _open(self, department: DepartmentId, month: Month) -> None:
        self.chosen = Chosen(department, month)
        self.start(self.read(), "roster.read")

    # Others

    def on_others_committed(self) -> None:
        """Read again, but never under half-typed letters."""
        if self.is_mounted and self.grid.pending:
            self._reread = True
        else:
            self.start(self.read(), "roster.read")

    @on(messages.PendingChanged)
    def pending_done(self, event: messages.PendingChanged) -> None:
        """Nothing is half typed any more: catch up."""
        if not event.text and self._reread:
            self._reread = False
            self.start(self.read(), "roster.read")

    def has_unsaved(self) -> bool:
        """Only half-typed letters; every edit is kept at once."""
        return bool(self.is_mounted and self.grid.pending)

    # Going about

    def command(self, text: str) -> bool:
        """A sign or letter that no shift kind takes."""
        name = COMMANDS.get(text.casefold())
        if name is None:
            return False
        if name == "take":
            self.grid.action_take()
        elif name.startswith("coverage"):
            self.grid.action_coverage(-1 if name == "coverage_up" else 1)
        else:
            getattr(self, f"action_{name}")()
        return True

    def action_previous_month(self) -> None:
        """One month back."""
        if self.chosen is not None:
            self._open(self.chosen.department, self.chosen.month.previous())

    def action_next_month(self) -> None:
        """One month on."""
        if self.chosen is not None:
            self._open(self.chosen.department, self.chosen.month.next())

    def action_read(self) -> None:
        """Read again."""
        self.start(self.read(), "roster.read")

    def action_to_grid(self) -> None:
        """Back to the grid."""
        self.grid.focus()

    def action_choose_roster(self) -> None:
        """Another department or month."""
        self.start(self._choose(), "roster.choose")

    async def _choose(self) -> None:
        choices = await self.ask(ListRosters())
        month = Month.of(self.host.clock.today())
        chosen = await self.dialog(RosterChooser(choices, self.chosen, month))
        if chosen is not None:
            self._open(chosen.department, chosen.month)
            self.grid.focus()

    def action_filter(self) -> None:
        """Show only some people."""
        self.start(self._choose_filter(), "roster.choose")

    async def _choose_filter(self) -> None:
        if self.sheet is None:
            return
        values: list[PostId | None] = [None, WITH_FINDINGS, *(post.id for post in self.sheet.posts)]
        marked = values.index(self.filter) if self.filter in values else 0
        words = [self.filter_words(value) for value in values]
        picked = await self.dialog(ChooseScreen(self.t("roster.filter"), words, marked))
        if picked is not None:
            self.set_filter(values[picked])

    def action_next_violation(self) -> None:
        """To the next finding about a person, those with a reason left out."""
        if self.sheet is None:
            return
        standing = [v for v in self.sheet.violations if v.identity not in self.sheet.overridden]
        found = next_violation(self.sheet, self.place, standing)
        if found is None:
            self.flash("roster.no_violation")
            return
        violation, place = found
        self.go_to(place)
        self.findings.go_to(violation)

    def action_next_gap(self) -> None:
        """To the next day on which somebody is missing."""
        sheet, place = self.sheet, self.place
        days = gap_days(sheet) if sheet else ()
        if sheet is None or place is None or not days:
            self.flash("roster.no_gap")
            return
        day = next((day for day in days if day > place.day), days[0])
        self.go_to(Place(place.person, day))
        finding = next((v for v in sheet.violations if v.place is not None and v.place.day == day), None)
        if finding is not None:
            self.findings.go_to(finding)

    @on(ViolationList.ViolationChosen)
    def finding_chosen(self, event: ViolationList.ViolationChosen) -> None:
        """To the cell of a finding."""
        violation = event.violation
        place, here = violation.place, self.place
        day = next(iter(violation.days), place.day if place else None)
        person = violation.person or (here.person if here else None)
        if day is not None and person is not None:
            self.go_to(Place(person, day))

    # Why

    @on(messages.ExplainAsked)
    def explain_asked(self, event: messages.ExplainAsked) -> None:
        """Every rule about the cell; about the last used kind if it is empty."""
        self.start(self._explain(Place(event.person, event.day)), "roster.explain")

    async def _explain(self, place: Place) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        entry = None if cell_of(sheet, place).entries else self._supposed(sheet, place)
        try:
            seen = await self.ask(ExplainCell(sheet.department.id, place.person, place.day, entry))
        except AccessRefused:
            self.flash("roster.no_explain")
            return
        await self.dialog(ExplainScreen(seen, sheet))

    def _supposed(self, sheet: RosterSheet, place: Place) -> Entry | None:
        kind = self.last_kind or next(iter(sheet.kinds), None)
        if kind is None:
            return None
        return Entry(kind.id, standing_post(sheet, place.person) if needs_post(kind) else None)

    # Publishing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean something now."""
        sheet = self.sheet
        if action == "publish":
            return sheet is not None and sheet.can_publish
        if action == "undo":
            return sheet is not None and sheet.can_edit and (sheet.undo_steps > 0 or None)
        if action == "redo":
            return sheet is not None and sheet.can_edit and (sheet.redo_steps > 0 or None)
        if action in ("post", "callout", "next_gap", "next_violation"):
            return sheet is not None and sheet.can_edit
        return super().check_action(action, parameters)

    def action_publish(self) -> None:
        """Make it the version that people see."""
        self.start(self._publish(), "roster.write", exclusive=False)

    async def _publish(self) -> None:
        async with self.busy:
            sheet = self.sheet
            if sheet is None or not await confirm_publishing(self, sheet):
                return
            asked = PublishRoster(sheet.department.id, sheet.month, sheet.version)
            try:
                done = await self._published(asked, sheet)
            except StaleWrite as stale:
                self.host.show_error(stale)
                await self.read_now()
                return
            if done is not None:
                self.show_sheet(done)
                self.say("roster.published", version=done.version)

    async def _published(self, asked: PublishRoster, sheet: RosterSheet) -> RosterSheet | None:
        try:
            return await self.ask(asked)
        except OverrideNeeded as need:
            if need.code == NO_RIGHT:
                await tell_violations(self, sheet, need)
                return None
            reason = await ask_reason(self, sheet, need)
            return await self.ask(PublishRoster(asked.department, asked.month, asked.seen_version, reason))


def _first_choice(choices: RosterChoices, now: Month) -> Chosen:
    """The first department; for who edits the newest month that holds anything from now on, else this month."""
    department = choices.departments[0].id
    months = [c.month for c in choices.months if c.department.id == department and c.month >= now]
    return Chosen(department, max(months) if months and choices.can_edit else now)
