"""What is done with the lines of the organisation's lists: copying, removing, retiring, reviewing, ordering."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ehr_tui.domain.codes import CodeEntry, CodeList, entries_of
from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.organisation import Demand, Department, Post, next_review
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.uses import RecordSort, Use
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import InputError
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.code_form import CodeForm
from ehr_tui.screens.demand_form import DemandForm
from ehr_tui.screens.dialogs import confirm_dialog
from ehr_tui.screens.kind_form import KindForm
from ehr_tui.services.intents.organisation import (
    FindUses,
    OrderCodes,
    SaveCode,
    SaveDemand,
    SaveDepartment,
    SavePost,
    SaveShiftKind,
)
from ehr_tui.widgets.dialogs import ConfirmDialog

if TYPE_CHECKING:
    from ehr_tui.screens.listing.pane import ListPane
    from ehr_tui.screens.organisation_forms import OrganisationForm

Line = Department | Post | ShiftKind | Demand | CodeEntry


class OrganisationActs(EhrScreen[None]):
    """Part of the organisation screen."""

    view: OrganisationView | None
    year: int

    if TYPE_CHECKING:

        @property
        def tab(self) -> str:
            """The screen's own."""
            ...

        @property
        def pane(self) -> ListPane:
            """The screen's own."""
            ...

        def take(self, view: OrganisationView) -> None:
            """The screen's own."""
            ...

        def remove_day(self) -> None:
            """The screen's own."""
            ...

    @property
    def marked(self) -> Any:
        """The line under the cursor; None in an empty list and in the calendar."""
        return None if self.tab == "calendar" else self.pane.current_row

    def open_form(self, form: OrganisationForm) -> None:
        """Show a form and take what was saved in it."""
        self.start(self._in_form(form), "organisation.form")

    async def _in_form(self, form: OrganisationForm) -> None:
        saved = await self.dialog(form)
        if saved is not None:
            self.take(saved)
            self.say("organisation.saved")

    # Copying

    def action_copy(self) -> None:
        """A new line that begins as the marked one is."""
        line = self.marked
        if self.view is None or line is None:
            return
        form: OrganisationForm
        form = DemandForm(self.view, None, line) if self.tab == "demand" else KindForm(self.view, None, line)
        self.open_form(form)

    # Removing

    def action_remove(self) -> None:
        """Take the marked line away; what is used can be retired."""
        if self.tab == "calendar":
            self.remove_day()
        elif self.marked is not None:
            self.start(self._remove(self.marked), "organisation.write", exclusive=False)

    async def _remove(self, line: Line) -> None:
        name = self._called(line)
        uses: tuple[Use, ...] = ()
        if not isinstance(line, Demand):
            uses = await self.ask(FindUses(*_record(line)))
        if not uses:
            if await self.dialog(confirm_dialog(self.host, self.t("organisation.confirm_gone", name=name))):
                self.take(await self.ask(self._saving(line, line, removed=True)))
                self.say("organisation.removed", name=name)
            return
        where = self.t("format.list_separator").join(self._used(use) for use in uses)
        assert not isinstance(line, Demand)
        if not line.active:
            self.host.show_error(InputError("organisation.in_use_retired", name=name, where=where))
            return
        text = self.t("organisation.retire_instead", name=name, where=where)
        yes = self.t("organisation.retire")
        title = self.t("organisation.cannot_remove")
        if await self.dialog(
            ConfirmDialog(title, text, yes=yes, no=self.t("organisation.leave"), danger=True)
        ):
            self.take(await self.ask(self._saving(replace(line, active=False), line)))
            self.say("organisation.retired", name=name)

    def _saving(self, value: Any, seen: Any, *, removed: bool = False) -> Any:
        intent: Any = {
            "departments": SaveDepartment,
            "posts": SavePost,
            "kinds": SaveShiftKind,
            "demand": SaveDemand,
            "codes": SaveCode,
        }[self.tab]
        return intent(value, seen, self.year, removed=removed)

    def _called(self, line: Line) -> str:
        if isinstance(line, Demand):
            view = self.view
            assert view is not None
            post = next((p.name.in_language(self.language) for p in view.posts if p.id == line.post), "")
            code = next((k.code for k in view.kinds if k.id == line.kind), "")
            return f"{post} {code}"
        if isinstance(line, ShiftKind):
            return f"{line.code} {line.name.in_language(self.language)}"
        return line.name.in_language(self.language)

    def _used(self, use: Use) -> str:
        if use.examples:
            return self.t(f"error.use.{use.sort.value}_named", n=use.count, names=use.examples)
        return self.t(f"error.use.{use.sort.value}", n=use.count)

    # Headcount

    def action_reviewed(self) -> None:
        """The marked post's headcount was looked at today."""
        if isinstance(self.marked, Post):
            self.start(self._reviewed(self.marked), "organisation.write", exclusive=False)

    async def _reviewed(self, post: Post) -> None:
        today = self.host.clock.today()
        value = replace(post, headcount_reviewed=today, review_due=next_review(today, post))
        if value != post:
            self.take(await self.ask(SavePost(value, post, self.year)))
        self.say("post.reviewed_until", due=value.review_due)

    def action_page(self) -> None:
        """The marked post's page to be read."""
        from ehr_tui.screens.post_page import PostPageScreen

        if self.view is not None and isinstance(self.marked, Post):
            self.app.push_screen(PostPageScreen(self.view, self.marked))

    def action_week(self) -> None:
        """What the marked line's department needs this week."""
        from ehr_tui.screens.week_preview import WeekScreen

        if self.view is None or not self.view.departments:
            return
        line = self.marked
        home: DepartmentId | None = line.id if isinstance(line, Department) else None
        if isinstance(line, (Post, Demand)):
            home = line.department
        self.app.push_screen(WeekScreen(self.view, home, self.host.clock.today()))

    # Code lists

    async def add_code(self) -> None:
        """Which list, then the form."""
        lists = list(CodeList)
        marked = self.marked
        begin = lists.index(marked.list) if isinstance(marked, CodeEntry) else 0
        words = [self.t(f"code_list.{each.value}") for each in lists]
        place = await self.dialog(ChooseScreen(self.t("codes.which"), words, begin))
        if place is not None and self.view is not None:
            await self._in_form(CodeForm(self.view, lists[place], None))

    def action_order(self, by: int) -> None:
        """The marked entry one place up or down in its list."""
        if isinstance(self.marked, CodeEntry):
            self.start(self._order(self.marked, by), "organisation.write", exclusive=False)

    async def _order(self, entry: CodeEntry, by: int) -> None:
        assert self.view is not None
        seen = tuple(c.code for c in entries_of(self.view.codes, entry.list))
        at = seen.index(entry.code)
        to = at + by
        if 0 <= to < len(seen):
            ordered = list(seen)
            ordered[at], ordered[to] = ordered[to], ordered[at]
            self.take(await self.ask(OrderCodes(entry.list, tuple(ordered), seen, self.year)))


def _record(line: Department | Post | ShiftKind | CodeEntry) -> tuple[RecordSort, str]:
    match line:
        case Department():
            return RecordSort.DEPARTMENT, str(line.id)
        case Post():
            return RecordSort.POST, str(line.id)
        case ShiftKind():
            return RecordSort.SHIFT_KIND, str(line.id)
        case _:
            return RecordSort.CODE, f"{line.list.value}:{line.code}"
