"""The home screen: what needs whom, and one key to its place."""

from __future__ import annotations

from ehr_tui.domain.month import Month
from ehr_tui.domain.views import HomeItem, HomeKind
from ehr_tui.screens.explain import ExplainScreen
from ehr_tui.screens.home import PLACES, HomeScreen
from ehr_tui.screens.imports import ImportsScreen
from ehr_tui.screens.modes import MODES
from ehr_tui.screens.people import PeopleScreen
from ehr_tui.screens.roster import RosterScreen
from tests.offices import OfficeFolder
from tests.screens.terminal import seat


def test_every_kind_of_item_leads_to_a_mode() -> None:
    assert set(PLACES) == set(HomeKind)
    assert set(PLACES.values()) <= {mode.name for mode in MODES}


async def test_one_key_leads_to_the_cell_an_item_is_about(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        assert "违反禁止性规则" in here.seen()
        await here.press("1")
        screen = here.screen(RosterScreen)
        sheet, place = screen.sheet, screen.place
        assert sheet is not None
        assert place is not None
        assert sheet.month == Month(2026, 12)
        assert any(place.person == v.person and place.day in v.days for v in sheet.violations)


async def test_enter_and_full_width_digits_open_items_too(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        await here.press("down", "enter")
        here.screen(RosterScreen)
        await here.press("f2")
        here.screen(HomeScreen)
        await here.press("２")
        here.screen(RosterScreen)


async def test_a_clerk_sees_the_own_shifts(demo: OfficeFolder) -> None:
    async with seat(demo, "clerk") as here:
        seen = here.seen()
        assert "我的班次" in seen
        assert "07:00-15:00" in seen
        assert "没有发布" not in seen


async def test_both_languages(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        here.app.set_language("en")
        await here.settle()
        assert "To do" in here.seen()
        assert "forbidden state on" in here.seen()


async def test_first_steps_of_an_empty_office_lead_to_the_imports(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        screen = here.screen(HomeScreen)
        view = screen._view
        assert view is not None
        import dataclasses

        screen._view = dataclasses.replace(view, items=(HomeItem(HomeKind.EMPTY_OFFICE, False),))
        screen._paint()
        await here.settle()
        assert "导入人员名单" in here.seen()
        await here.press("2")
        assert here.screen(ImportsScreen).kind == "roster"
        here.app.go("people")
        await here.settle()
        here.screen(PeopleScreen)


async def test_opening_is_offered_only_where_there_is_something_to_open(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        assert "1-9 打开" in here.seen()
    async with seat(demo, "audit") as here:
        assert "没有需要处理的事项" in here.seen()
        assert "1-9 打开" not in here.seen()
        await here.press("1", "enter")
        here.screen(HomeScreen)


async def test_an_explanation_says_nothing_twice_and_heads_are_not_cut(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        here.app.set_language("en")
        await here.press("3")
        screen = here.screen(RosterScreen)
        assert screen.sheet is not None
        people = len(screen.sheet.rows)
        assert people > 9
        assert any(line.startswith(f"{people} ") for line in here.seen().splitlines())
        assert "peopl 1" not in here.seen()
        await here.press("question_mark")
        text = here.screen(ExplainScreen)._text().plain
        lines = [line for line in text.splitlines() if "in a row" in line and line.startswith("  ")]
        assert lines
        assert len(lines) == len(set(lines))
