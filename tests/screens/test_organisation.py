"""Departments, posts, shift kinds, demand, calendar: lists and forms."""

from __future__ import annotations

from datetime import date

from textual.widgets import Input

from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.kind_form import KindForm
from ehr_tui.screens.organisation import OrganisationScreen
from ehr_tui.screens.organisation_forms import DayForm, DemandForm, DepartmentForm, OrganisationForm, PostForm
from ehr_tui.widgets.dialogs import ConfirmDialog
from tests.offices import OfficeFolder
from tests.screens.terminal import Seat, seat


async def fill(here: Seat, form: type[OrganisationForm], **texts: str) -> None:
    """Type into fields and save."""
    screen = here.screen(form)
    for name, text in texts.items():
        screen.query_one(f"#field-{name}", Input).value = text
    await here.press("ctrl+s")


async def test_a_department_a_post_and_a_kind_are_added(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        screen = here.screen(OrganisationScreen)
        await here.press("ctrl+n")
        await fill(here, DepartmentForm, code="path", zh="病理科")
        assert "病理科" in here.seen()
        await here.press("2", "ctrl+n")
        here.screen(PostForm).query_one("#field-department", ChoiceLine).action_step(-1)
        await fill(here, PostForm, code="path_clerk", zh="病理科文员", headcount="２")
        await here.press("3", "ctrl+n")
        await fill(here, KindForm, code="G2", key="G", zh="高峰", times="８:00-12:00", meal="")
        assert screen._view is not None
        kind = next(k for k in screen._view.kinds if k.code == "G2")
        assert kind.paid_minutes == 240
        post = next(p for p in screen._view.posts if p.code == "path_clerk")
        assert post.headcount == 2


async def test_a_wrong_kind_is_refused_in_the_form(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("3", "ctrl+n")
        await fill(here, KindForm, code="G2", key="D", zh="高峰", times="08:00-12:00")
        assert "同一个按键" in here.seen()
        await fill(here, KindForm, times="早上")
        assert "早上" in here.seen()


async def test_a_demand_is_changed_and_removed(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        screen = here.screen(OrganisationScreen)
        await here.press("4", "enter")
        await fill(here, DemandForm, weekdays="189")
        assert "1 到 7" in here.seen()
        await fill(here, DemandForm, weekdays="135")
        assert screen._view is not None
        count = len(screen._view.demand)
        assert any(d.weekdays == frozenset({1, 3, 5}) for d in screen._view.demand)
        await here.press("delete")
        here.screen(ConfirmDialog)
        await here.press("right", "enter")
        assert len(screen._view.demand) == count - 1


async def test_the_calendar_of_a_year_not_announced_is_provisional(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        screen = here.screen(OrganisationScreen)
        await here.press("5", "right_square_bracket")
        assert "2027 年" in here.seen()
        await here.press("ctrl+k")
        assert "暂定" in here.seen()
        await here.press("ctrl+n")
        await fill(here, DayForm, day="2027-03-08", zh="妇女节")
        assert screen._view is not None
        assert screen._view.calendar.name(date(2027, 3, 8)).zh == "妇女节"


async def test_who_may_only_read_gets_forms_that_cannot_be_changed(demo: OfficeFolder) -> None:
    async with seat(demo, "lab", "organisation") as here:
        if not isinstance(here.app.screen, OrganisationScreen):
            return
        assert "不能修改" in here.seen()
        await here.press("enter")
        assert here.screen(DepartmentForm).query_one("#field-code", Input).disabled
