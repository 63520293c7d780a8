"""Departments, posts, shift kinds, demand, calendar, code lists: lists and forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from textual import events
from textual.widgets import Input, TextArea

from ehr_tui.domain.calendar import DayKind, OffFor
from ehr_tui.domain.codes import CodeList, entries_of
from ehr_tui.domain.organisation import Department, Post
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.views import OrganisationView
from ehr_tui.screens.calendar_form import DayForm
from ehr_tui.screens.calendar_preview import CalendarPreviewScreen
from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.code_form import CodeForm
from ehr_tui.screens.demand_form import DemandForm
from ehr_tui.screens.forms.many import ManyLine, ManyScreen
from ehr_tui.screens.history import HistoryScreen
from ehr_tui.screens.kind_form import KindForm
from ehr_tui.screens.organisation import OrganisationScreen
from ehr_tui.screens.organisation_forms import DepartmentForm, OrganisationForm
from ehr_tui.screens.post_form import PostForm
from ehr_tui.screens.post_page import PostPageScreen
from ehr_tui.screens.week_preview import WeekScreen
from ehr_tui.screens.year_grid import YearGrid
from ehr_tui.widgets.dialogs import ConfirmDialog
from tests.offices import OfficeFolder
from tests.screens.terminal import Seat, seat

WIDE = (160, 48)


def put(here: Seat, form: type[OrganisationForm], **texts: str) -> Any:
    """Type into fields."""
    screen = here.screen(form)
    for name, text in texts.items():
        field = screen.query_one(f"#field-{name}")
        if isinstance(field, TextArea):
            field.text = text
        else:
            assert isinstance(field, Input)
            field.value = text
    return screen


async def fill(here: Seat, form: type[OrganisationForm], **texts: str) -> None:
    """Type into fields and save."""
    put(here, form, **texts)
    await here.press("ctrl+s")


def choose(here: Seat, form: type[OrganisationForm], **values: object) -> None:
    """Take values in choice fields, as if chosen."""
    screen = here.screen(form)
    for name, value in values.items():
        field = screen.query_one(f"#field-{name}", ChoiceLine)
        place = next(n for n, (option, _) in enumerate(field._options) if option == value)
        field._take(place)


def standing(here: Seat) -> OrganisationView:
    screen = next(found for found in here.app.screen_stack if isinstance(found, OrganisationScreen))
    assert screen.view is not None
    return screen.view


async def test_a_department_a_post_and_a_kind_are_added(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("ctrl+n")
        await fill(here, DepartmentForm, code="path", zh="病理科")
        assert "病理科" in here.seen()
        home = standing(here).departments[-1].id
        await here.press("2", "ctrl+n")
        choose(here, PostForm, department=home)
        await fill(
            here,
            PostForm,
            code="path_clerk",
            zh="病理科文员",
            headcount="２",
            duties="登记标本\n\n  发放报告 ",
            workflow="1400 下午收\n7:30，到岗\n0800 开窗",
            handbook="先看交接本。\n蜡块不离手。",
        )
        view = standing(here)
        post = next(p for p in view.posts if p.code == "path_clerk")
        page = next(p for p in view.profiles if p.post == post.id)
        assert (post.headcount, post.department) == (2, home)
        assert page.duties == ("登记标本", "发放报告")
        assert [(s.minute, s.text) for s in page.workflow] == [(450, "到岗"), (480, "开窗"), (840, "下午收")]
        await here.press("3", "ctrl+n")
        await fill(here, KindForm, code="G2", key="G", zh="高峰", times="8点-12点", meal="")
        kind = next(k for k in standing(here).kinds if k.code == "G2")
        assert kind.paid_minutes == 240


async def test_a_line_of_the_days_work_without_a_time_is_told_at_its_field(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("2", "enter")
        form = put(here, PostForm, workflow="到岗看交接")
        await here.press("ctrl+s")
        assert form.line("workflow").wrong
        assert form.query_one("#field-workflow", TextArea).text == "到岗看交接"
        await fill(here, PostForm, workflow="7:30")
        assert form.line("workflow").wrong
        await fill(here, PostForm, workflow="7:30 到岗看交接")
        here.screen(OrganisationScreen)


async def test_tasks_and_hazards_are_ticked_from_the_lists(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation", WIDE) as here:
        await here.press("2", "enter")
        form = here.screen(PostForm)
        form.query_one("#field-exposures", ManyLine).focus()
        await here.press("space")
        here.screen(ManyScreen)
        await here.press("space", "enter", "ctrl+s")
        post = standing(here).posts[0]
        assert post.exposures == {entries_of(standing(here).codes, CodeList.HAZARD)[0].code}


async def test_a_review_sets_both_days(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("2", "ctrl+t")
        post = standing(here).posts[0]
        assert (post.headcount_reviewed, post.review_due) == (date(2026, 11, 23), date(2027, 5, 23))
        assert "2027-05-23" in here.seen()
        await here.press("down", "enter", "ctrl+t", "ctrl+s")
        assert standing(here).posts[1].review_due == date(2027, 5, 23)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh_CN", ["每日工作流程", "07:15", "须持证，未持证不可做", "岗位手册"]),
        ("en", ["The day's work", "07:15", "Handbook"]),
    ],
)
async def test_a_posts_page_is_read_whole(demo: OfficeFolder, language: str, words: list[str]) -> None:
    async with seat(demo, "hr", "organisation", WIDE) as here:
        here.app.set_language(language)
        await here.press("2", "down", "ctrl+u")
        text = here.screen(PostPageScreen)._text()
        assert all(word in text for word in words)
        assert here.seen().count("07:15") == 1
        await here.press("escape")
        here.screen(OrganisationScreen)


async def test_a_wrong_kind_is_refused_in_the_form(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("3", "ctrl+n")
        await fill(here, KindForm, code="G2", key="D", zh="高峰", times="08:00-12:00")
        assert "同一个按键" in here.seen()
        await fill(here, KindForm, times="早上")
        assert "早上" in here.seen()
        await fill(here, KindForm, times="8:00-次日10:00")
        assert "24 小时" in here.seen()
        await fill(here, KindForm, key="G", times="22:30-7:15")
        assert next(k for k in standing(here).kinds if k.code == "G2").times() == "22:30-07:15+1"


async def test_the_bar_of_the_day_follows_what_is_typed(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation", WIDE) as here:
        await here.press("3", "ctrl+n")
        put(here, KindForm, code="G2", times="8-12 14-17:30")
        await here.settle()
        assert "█" * 8 + "·" * 4 + "█" * 7 in here.seen()
        assert "在岗 7.5 小时" in here.seen()
        put(here, KindForm, times="8-")
        await here.settle()
        assert "█" not in here.seen()


async def test_a_night_of_the_laboratory_is_followed_by_itself(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("3")
        screen = here.screen(OrganisationScreen)
        night = next(k for k in standing(here).kinds if k.code == "N")
        screen.pane.mark(str(night.id))
        await here.press("enter")
        words = str(here.screen(KindForm).query_one("#field-followed_by", ChoiceLine).render())
        assert "下夜" in words


async def test_a_demand_is_changed_copied_and_removed(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("4", "enter")
        await fill(here, DemandForm, weekdays="189")
        assert "1 到 7" in here.seen()
        await fill(here, DemandForm, weekdays="135", valid_from="2027-01-01", valid_to="2026-01-01")
        here.screen(DemandForm)
        await fill(here, DemandForm, valid_from="", valid_to="")
        count = len(standing(here).demand)
        assert any(d.weekdays == frozenset({1, 3, 5}) for d in standing(here).demand)
        await here.press("ctrl+d")
        assert "以最严的为准" in here.seen()
        await fill(here, DemandForm, weekdays="24")
        assert len(standing(here).demand) == count + 1
        assert len(standing(here).overlaps) == 2  # both hold on swapped working days
        await here.press("delete")
        here.screen(ConfirmDialog)
        await here.press("right", "enter")
        assert len(standing(here).demand) == count


async def test_only_kinds_of_the_posts_department_are_offered(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("4", "ctrl+n")
        view = standing(here)
        form = here.screen(DemandForm)
        for post in view.posts:
            choose(here, DemandForm, post=post.id)
            await here.settle()
            offered = {option for option, _ in form.query_one("#field-kind", ChoiceLine)._options}
            homes = {k.department for k in view.kinds if k.id in offered}
            assert offered
            assert homes <= {None, post.department}


@pytest.mark.parametrize(("language", "words"), [("zh_CN", "一周用人"), ("en", "The week")])
async def test_a_week_says_what_is_needed_and_how_many_hours(
    demo: OfficeFolder, language: str, words: str
) -> None:
    async with seat(demo, "hr", "organisation") as here:
        here.app.set_language(language)
        await here.press("1", "down", "ctrl+w")
        here.screen(WeekScreen)
        seen = here.seen()
        assert words in seen
        assert "90.0" in seen  # twelve early shifts of 7.5 h
        assert "120" in seen  # three heads × 40 h
        await here.press("pageup")
        assert "16" in here.seen().split("A ")[0]
        await here.press("escape")
        here.screen(OrganisationScreen)


async def test_what_is_used_can_be_retired_instead(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("6", "delete")
        assert "个岗位" in here.seen()
        await here.press("right", "enter")
        first = entries_of(standing(here).codes, CodeList.TASK)[0]
        assert not first.active
        await here.press("1", "down", "delete")
        assert "张排班表" in here.seen()
        await here.press("right", "enter")
        assert "现在还用着" in here.seen()
        assert all(d.active for d in standing(here).departments)


async def test_codes_are_added_to_a_list_ordered_and_removed(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("6", "ctrl+n")
        here.screen(ChooseScreen)
        await here.press("6")
        await fill(here, CodeForm, code="wu", zh="上海话", en="Wu")
        spoken = [c.code for c in entries_of(standing(here).codes, CodeList.LANGUAGE)]
        assert spoken[-1] == "wu"
        here.screen(OrganisationScreen).pane.mark("language:wu")
        await here.press("ctrl+u")
        moved = [c.code for c in entries_of(standing(here).codes, CodeList.LANGUAGE)]
        assert moved[-2:] == ["wu", spoken[-2]]
        await here.press("ctrl+d", "delete", "right", "enter")
        assert "wu" not in {c.code for c in standing(here).codes}


async def test_a_code_marked_as_licensed(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("6", "enter")
        form = here.screen(CodeForm)
        assert form.query_one("#field-code", Input).disabled
        form.query_one("#field-special").focus()
        await here.press("space", "ctrl+s")
        assert entries_of(standing(here).codes, CodeList.TASK)[0].special


# The calendar


async def test_the_calendar_of_a_year_not_announced_is_provisional(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("5", "right_square_bracket")
        assert "2027 年" in here.seen()
        assert "暂定" in here.seen()
        await here.press("ctrl+k")
        here.screen(CalendarPreviewScreen)
        assert "没有哪一天会改变" in here.seen()
        await here.press("enter", "ctrl+n")
        await fill(here, DayForm, day="2027-03-08", zh="妇女节")
        assert here.screen(DayForm).query_one("#field-zh", Input).value == "妇女节", "said what stands there"
        await here.press("ctrl+s", "enter")  # seen: half a day off already; now a working day less
        assert standing(here).calendar.name(date(2027, 3, 8)).zh == "妇女节"


async def test_what_is_typed_fast_behind_a_tab_is_the_next_field_s(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("3", "ctrl+n")
        form = here.screen(KindForm)
        for key in ("q", "9", "tab", "z", "tab", "x", "shift+tab", "shift+tab", "w"):
            here.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await here.settle()
        assert (form.text("code"), form.text("key"), form.text("zh")) == ("q9w", "z", "x")


async def test_what_stands_on_a_typed_day_is_filled_in(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("5", "ctrl+n")
        await here.press(*"10-10")  # takes the place of the proposed day
        form = put(here, DayForm, en="Mine")
        assert form.text("day") == "10-10"
        await here.press("tab")
        await here.settle()
        assert form.choice("kind") is DayKind.SWAPPED_WORKDAY
        assert form.text("en") == "Mine"  # what was typed stays
        put(here, DayForm, day="2026-10-12")
        await here.press("shift+tab", "tab")
        assert form.choice("kind") is DayKind.DAY_OFF  # nothing stands there: a new day off, as proposed
        # Saved at once, without leaving the field: first it is said and shown what stands there.
        form.query_one("#field-day").focus()
        put(here, DayForm, day="2026-10-02")
        await here.press("ctrl+s")
        assert here.screen(DayForm) is form
        assert "已有设置" in here.seen()
        assert form.choice("kind") is DayKind.STATUTORY_HOLIDAY
        await here.press("ctrl+s")
        assert standing(here).calendar.days[date(2026, 10, 2)].kind is DayKind.STATUTORY_HOLIDAY
        assert standing(here).calendar.days[date(2026, 10, 2)].name.en == "Mine"


async def test_each_list_says_what_it_is_searched_by(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation", size=WIDE) as here:
        for tab, words in (
            ("1", "科室名称"),
            ("2", "岗位或科室"),
            ("3", "班次代码"),
            ("4", "岗位、科室"),
            ("6", "代码表"),
        ):
            await here.press(tab)
            assert "搜索：" in here.seen()
            assert words in here.seen().split("搜索：")[1].splitlines()[0]
            assert "工号" not in here.seen().split("搜索：")[1].splitlines()[0]


async def test_a_year_fits_a_small_terminal_and_shows_every_kind_of_day(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("5")
        lines = here.seen().splitlines()
        october = next(line for line in lines if line.startswith("10月"))
        assert october.startswith("10月 假假假休休休休 · ·班 -")
        assert october.rstrip().endswith("18  144")
        assert sum(line.split("月")[0].isdecimal() for line in lines if "月" in line[:4]) == 12


async def test_a_day_is_changed_after_a_look_at_what_it_touches(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("5")
        grid = here.screen(OrganisationScreen).query_one(YearGrid)
        assert grid.cursor == date(2026, 11, 23)
        await here.press("right", "right", "enter")
        choose(here, DayForm, kind=DayKind.STATUTORY_HOLIDAY)
        await fill(here, DayForm, zh="院庆")
        here.screen(CalendarPreviewScreen)
        assert "工作日 21 → 20" in here.seen()
        assert "已发布第 1 版" in here.seen()
        await here.press("escape")
        here.screen(DayForm)
        assert not standing(here).calendar.kind(date(2026, 11, 25)).is_holiday
        await here.press("ctrl+s", "enter")
        assert standing(here).calendar.kind(date(2026, 11, 25)).is_holiday
        assert "手工设定" in here.seen()
        await here.press("ctrl+y")
        assert "院庆" in here.seen()
        here.screen(HistoryScreen)
        await here.press("escape", "delete")
        await here.press("right", "enter")
        here.screen(CalendarPreviewScreen)
        await here.press("enter")
        assert not standing(here).calendar.kind(date(2026, 11, 25)).is_holiday


async def test_a_half_day_for_everybody(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        await here.press("5", "enter")
        choose(here, DayForm, off_for=OffFor.EVERYBODY)
        await fill(here, DayForm, off_minutes="")
        assert "少上几小时" in here.seen()
        await fill(here, DayForm, off_minutes="2")
        await here.press("enter")
        entry = standing(here).calendar.days[date(2026, 11, 23)]
        assert (entry.off_minutes, entry.off_for) == (120, OffFor.EVERYBODY)
        assert "166" in here.seen()


async def test_years_beyond_the_library_say_so(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        screen = here.screen(OrganisationScreen)
        await here.press("5")
        screen.year = 2150
        screen.action_read()
        await here.settle()
        assert "节假日库没有这一年" in here.seen()


# Keys, rights, languages


async def test_digits_are_tabs_in_lists_and_figures_in_the_search(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation") as here:
        screen = here.screen(OrganisationScreen)
        for number, tab in enumerate(("departments", "posts", "kinds", "demand", "calendar", "codes"), 1):
            await here.press(str(number))
            assert screen.tab == tab
        await here.press("ctrl+pageup", "ctrl+pageup", "ctrl+pageup")
        assert screen.tab == "kinds"
        await here.press("slash")
        await here.write("夜1")
        assert screen.tab == "kinds"
        assert screen.pane.shown == ()
        await here.press("backspace")
        found: list[ShiftKind] = list(screen.pane.shown)
        assert {kind.code for kind in found} == {"N", "下夜"}
        screen.pane.find("")
        await here.press("escape", "1", "slash")
        await here.write("jyk")
        departments: list[Department] = list(screen.pane.shown)
        assert [department.code for department in departments] == ["lab"]


async def test_the_form_opens_the_history_of_its_record(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "organisation", WIDE) as here:
        await here.press("1", "enter")
        await fill(here, DepartmentForm, zh="医务处")
        await here.press("enter", "ctrl+y")
        here.screen(HistoryScreen)
        assert "医务处" in here.seen()


async def test_who_may_only_read_gets_forms_that_cannot_be_changed(demo: OfficeFolder) -> None:
    async with seat(demo, "lab", "organisation") as here:
        screen = here.screen(OrganisationScreen)
        assert "不能修改" in here.seen()
        before = screen.view
        await here.press("enter")
        assert here.screen(DepartmentForm).query_one("#field-code", Input).disabled
        await here.press("escape", "delete", "ctrl+n", "2", "ctrl+t", "6", "ctrl+u", "5", "ctrl+k", "delete")
        assert here.app.screen is screen
        assert screen.view == before
        await here.press("2", "ctrl+u")
        here.screen(PostPageScreen)


@pytest.mark.parametrize("size", [(80, 24), WIDE])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_every_tab_and_form_opens_in_both_languages(
    demo: OfficeFolder, language: str, size: tuple[int, int]
) -> None:
    async with seat(demo, "hr", "organisation", size) as here:
        here.app.set_language(language)
        await here.settle()
        for tab in "123456":
            await here.press(tab)
            seen = here.seen()
            assert "organisation." not in seen
            assert "{" not in seen
            await here.press("enter")
            form = here.app.screen
            assert isinstance(form, OrganisationForm)
            assert form.title_words()
            seen = here.seen()
            assert not any(word in seen for word in ("post.", "demand.", "kind.", "codes.", "calendar."))
            await here.press("escape")
            assert isinstance(here.app.screen, OrganisationScreen)


async def test_somebody_elses_change_of_a_post_is_told_and_nothing_typed_is_lost(demo: OfficeFolder) -> None:
    from ehr_tui.services.intents.organisation import OpenOrganisation, SavePost

    async with seat(demo, "hr", "organisation") as here:
        await here.press("2", "enter")
        put(here, PostForm, handbook="我的手册")
        other = demo.enter("admin")
        view = other.do(OpenOrganisation(2026))
        post: Post = view.posts[0]
        other.do(SavePost(replace(post, headcount=7), post, 2026))
        other.leave()
        await here.press("ctrl+s")
        form = here.screen(PostForm)
        assert "定员" in here.seen()
        assert form.query_one("#field-headcount", Input).value == "7"
        assert form.query_one("#field-handbook", TextArea).text == "我的手册"
        await here.press("ctrl+s")
        page = next(p for p in standing(here).profiles if p.post == post.id)
        assert page.handbook == "我的手册"
        assert standing(here).posts[0].headcount == 7
