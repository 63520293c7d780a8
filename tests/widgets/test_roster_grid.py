"""The grid in a running app: keys, mouse, messages, and how little is painted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from textual import events
from textual.geometry import Region
from textual.pilot import Pilot

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.roster import RosterSheet
from ehr_tui.i18n import t
from ehr_tui.widgets.grid_messages import CellRef
from ehr_tui.widgets.roster_grid import RosterGrid
from ehr_tui.widgets.words import relabel_tree
from tests.widgets.harness import LANGUAGES, SIZES, WidgetApp
from tests.widgets.sheets import P, make_delta, make_sheet


@asynccontextmanager
async def running(
    sheet: RosterSheet | None = None, size: tuple[int, int] = (80, 24), **more: Any
) -> AsyncIterator[tuple[WidgetApp, RosterGrid, Pilot[Any]]]:
    shown = sheet or make_sheet(12)
    app = WidgetApp(lambda: [RosterGrid(shown, **more)])
    async with app.run_test(size=size) as pilot:
        grid = app.query_one(RosterGrid)
        grid.focus()
        await pilot.pause()
        yield app, grid, pilot


def ref(sheet: RosterSheet, row: int, day: int) -> CellRef:
    return CellRef(sheet.rows[row].person, sheet.heads[day].day)


class Refreshes:
    """Keeps the regions that a grid asks to paint."""

    def __init__(self, grid: RosterGrid, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[tuple[Region, ...]] = []
        original = grid.refresh

        def refresh(*regions: Region, **kwargs: Any) -> RosterGrid:
            self.calls.append(regions)
            return original(*regions, **kwargs)

        monkeypatch.setattr(grid, "refresh", refresh)

    @property
    def regions(self) -> set[Region]:
        return {region for call in self.calls for region in call}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_whole_month_is_seen(size: tuple[int, int], language: str) -> None:
    t.switch(language)
    async with running(size=size) as (app, _grid, _pilot):
        lines = app.screen_text()
        assert "31" in lines[0]
        assert ("姓名" if language == "zh_CN" else "Name") in lines[1]
        assert "赵伟" in lines[3]
        assert "157.5/168" in lines[3]
        assert any("-2" in line for line in lines[15:])


async def test_keys_move_the_cursor_and_say_so() -> None:
    sheet = make_sheet(40)
    async with running(sheet) as (app, grid, pilot):
        await pilot.press("down", "right", "right", "up", "left")
        assert grid.cursor_cell == ref(sheet, 0, 1)
        moves = [(m.person, m.day.day) for m in app.of(RosterGrid.CursorMoved)]
        assert moves == [(1, 1), (1, 2), (1, 3), (0, 3), (0, 2)]
        for key, row, day in (
            ("end", 0, 30),
            ("end", 39, 30),
            ("home", 39, 0),
            ("home", 0, 0),
            ("ctrl+end", 39, 30),
            ("ctrl+home", 0, 0),
        ):
            await pilot.press(key)
            assert grid.cursor_cell == ref(sheet, row, day), key
        await pilot.press("pagedown", "pagedown")
        assert grid.cursor_cell is not None
        assert grid.cursor_cell.person > 20
        assert not app.screen_text()[0].startswith("1-")


@pytest.mark.parametrize(
    "keys, expected",
    [
        (["d"], [("D", False)]),
        (["b"], [("A1", False)]),
        (["a"], []),
        (["a", "enter"], [("A", False)]),
        (["a", "1"], [("A1", False)]),
        (["a", "escape"], []),
        (["a", "right"], [("A", False)]),
        (["plus", "r"], [("休", True)]),
        (["休"], [("休", False)]),
        (["下", "夜"], [("下夜", False)]),
        (["x"], [(None, False)]),
    ],
)
async def test_letters(keys: list[str], expected: list[tuple[str | None, bool]]) -> None:
    sheet = make_sheet(3)
    async with running(sheet) as (app, _grid, pilot):
        await pilot.press(*keys)
        typed = app.of(RosterGrid.LetterTyped)
        assert [(m.kind.code if m.kind else None, m.add) for m in typed] == expected
        assert all(m.cells == (ref(sheet, 0, 0),) for m in typed)
        assert not app.of(RosterGrid.CellChosen)


async def test_what_waits_is_shown_in_the_cell_and_taken_back() -> None:
    async with running() as (app, grid, pilot):
        await pilot.press("a")
        assert grid.pending == "a"
        assert "a_" in app.screen_text()[3]
        await pilot.press("backspace")
        assert grid.pending == ""
        assert "a_" not in app.screen_text()[3]
        assert not app.of(RosterGrid.DeleteAsked)


async def test_an_input_method_may_paste_a_code_and_a_sheet_may_paste_a_block() -> None:
    sheet = make_sheet(3)
    async with running(sheet) as (app, grid, pilot):
        grid.post_message(events.Paste("下"))
        grid.post_message(events.Paste("D\tN\nR\t休\n"))
        await pilot.pause()
        (typed,) = app.of(RosterGrid.LetterTyped)
        assert typed.kind.code == "下"
        (block,) = app.of(RosterGrid.BlockPasted)
        assert block.lines == (("D", "N"), ("R", "休"))
        assert block.target == ref(sheet, 0, 0)


async def test_advance_goes_on_after_a_letter() -> None:
    sheet = make_sheet(3)
    async with running(sheet, advance=True) as (app, grid, pilot):
        await pilot.press("d", "p", "x")
        assert [m.cells for m in app.of(RosterGrid.LetterTyped)] == [(ref(sheet, 0, n),) for n in range(3)]
        assert grid.cursor_cell == ref(sheet, 0, 2)


async def test_enter_delete_and_explain() -> None:
    sheet = make_sheet(3)
    async with running(sheet) as (app, _grid, pilot):
        await pilot.press("right", "enter", "delete", "question_mark", "fullwidth_question_mark", "ctrl+e")
        assert [(m.person, m.day) for m in app.of(RosterGrid.CellChosen)] == [
            (PersonId(0), sheet.heads[1].day)
        ]
        assert [m.cells for m in app.of(RosterGrid.DeleteAsked)] == [(ref(sheet, 0, 1),)]
        assert len(app.of(RosterGrid.ExplainAsked)) == 3


@pytest.mark.parametrize(
    "keys", [["shift+right", "shift+down"], ["space", "right", "down"], ["ctrl+k", "right", "down"]]
)
async def test_a_block_is_selected_with_and_without_shift(keys: list[str]) -> None:
    sheet = make_sheet(4)
    async with running(sheet) as (app, grid, pilot):
        await pilot.press(*keys)
        block = tuple(ref(sheet, row, day) for row in (0, 1) for day in (0, 1))
        assert grid.selected_cells == block
        await pilot.press("n")
        (typed,) = app.of(RosterGrid.LetterTyped)
        assert typed.cells == block
        assert grid.selected_cells == (ref(sheet, 1, 1),)


async def test_escape_drops_the_selection_first_and_is_left_to_the_screen_then() -> None:
    async with running() as (app, grid, pilot):
        reached: list[str] = []
        app.screen._bindings.bind("escape", "app.bell")
        app.bell = lambda: reached.append("screen")  # type: ignore[method-assign]
        await pilot.press("space", "right", "escape")
        assert len(grid.selected_cells) == 1
        assert reached == []
        await pilot.press("escape")
        assert reached == ["screen"]


async def test_a_cell_is_taken_and_put_down() -> None:
    sheet = make_sheet(4)
    async with running(sheet) as (app, _grid, pilot):
        await pilot.press("ctrl+x", "down")
        assert "<" in app.screen_text()[3]
        await pilot.press("down", "enter")
        (move,) = app.of(RosterGrid.MoveAsked)
        assert (move.source, move.target) == (ref(sheet, 0, 0), ref(sheet, 2, 0))
        await pilot.press("ctrl+x", "up", "escape", "enter")
        assert len(app.of(RosterGrid.MoveAsked)) == 1
        assert len(app.of(RosterGrid.CellChosen)) == 1


async def test_mouse() -> None:
    sheet = make_sheet(40)
    async with running(sheet) as (app, grid, pilot):
        await pilot.click(RosterGrid, offset=(9 + 2 * 5, 3 + 2))
        assert grid.cursor_cell == ref(sheet, 2, 5)
        await pilot.click(RosterGrid, offset=(2, 3 + 4))
        assert grid.cursor_cell == ref(sheet, 4, 5)
        await pilot.click(RosterGrid, offset=(9 + 2 * 7, 1))
        assert grid.cursor_cell == ref(sheet, 4, 7)
        await pilot.click(RosterGrid, offset=(9, 3), times=2)
        assert len(app.of(RosterGrid.CellChosen)) == 1
        await pilot.mouse_down(RosterGrid, offset=(9, 3))
        await pilot.hover(RosterGrid, offset=(9 + 2, 4))
        await pilot.mouse_up(RosterGrid, offset=(9 + 2, 4))
        assert len(grid.selected_cells) == 4


async def test_the_wheel_scrolls_people_and_coverage_apart() -> None:
    sheet = make_sheet(60, coverage=12)
    async with running(sheet) as (app, grid, _pilot):
        lines = app.screen_text()

        def wheel(y: int) -> events.MouseScrollDown:
            return events.MouseScrollDown(grid, 20, y, 0, 0, 0, False, False, False)

        grid.on_mouse_scroll_down(wheel(5))
        await _pilot.pause()
        assert app.screen_text()[3] == lines[6]
        assert app.screen_text()[-1] == lines[-1]
        grid.on_mouse_scroll_down(wheel(22))
        await _pilot.pause()
        assert app.screen_text()[-2] == lines[-1]


async def test_a_delta_repaints_only_what_it_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = make_sheet(12)
    async with running(sheet) as (app, grid, pilot):
        refreshes = Refreshes(grid, monkeypatch)
        grid.apply(make_delta(sheet, 4, 7, P))
        # cell; hours; the day's coverage; its total
        assert refreshes.regions == {
            Region(9 + 14, 7, 2, 1),
            Region(71, 7, 9, 1),
            Region(9 + 14, 15, 2, 1),
            Region(71, 15, 9, 1),
        }
        assert all(call for call in refreshes.calls)
        await pilot.pause()
        assert app.screen_text()[7].endswith("158/168")


async def test_a_cursor_move_repaints_two_cells_and_their_heads(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as (_app, grid, pilot):
        refreshes = Refreshes(grid, monkeypatch)
        await pilot.press("right")
        assert refreshes.regions == {
            Region(9, 3, 2, 1),
            Region(11, 3, 2, 1),
            Region(9, 0, 2, 1),
            Region(11, 0, 2, 1),
        }
        assert sum(region.area for region in refreshes.regions) == 8


async def test_the_wire_carries_only_the_changed_cells() -> None:
    sheet = make_sheet(12)
    async with running(sheet) as (app, grid, pilot):
        await pilot.pause()
        app.screen._compositor._dirty_regions.clear()
        grid.apply(make_delta(sheet, 4, 29, P))
        app.screen._compositor.update_widgets({grid})
        update = app.screen._compositor.render_partial_update()
        assert update is not None
        text = update.render_segments(app.console)
        assert len(text.encode()) <= 500
        assert "P'" in text
        assert "周" not in text  # the row's name stays where it is


async def test_the_cursor_survives_resize_and_a_new_sheet() -> None:
    sheet = make_sheet(40)
    async with running(sheet, (120, 40)) as (app, grid, pilot):
        grid.go_to(sheet.rows[33].person, sheet.heads[20].day)
        await pilot.resize_terminal(60, 16)
        await pilot.pause()
        assert grid.cursor_cell == ref(sheet, 33, 20)
        assert "21" in app.screen_text()[0]
        fewer = make_sheet(40)
        grid.show(without_row(fewer, 3))
        await pilot.pause()
        assert grid.cursor_cell == ref(sheet, 33, 20)
        assert not grid.go_to(sheet.rows[3].person, None)


def without_row(sheet: RosterSheet, row: int) -> RosterSheet:
    return replace(sheet, rows=(*sheet.rows[:row], *sheet.rows[row + 1 :]))


async def test_an_empty_sheet_says_so_and_takes_keys_calmly() -> None:
    async with running(make_sheet(0)) as (app, grid, pilot):
        await pilot.press(
            "down", "d", "enter", "delete", "ctrl+x", "end", "question_mark", "space", "pagedown"
        )
        assert grid.cursor_cell is None
        assert not app.of(RosterGrid.LetterTyped)
        assert t("grid.nobody") in app.screen_text()[3]


async def test_no_color_keeps_cursor_and_selection_visible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running() as (app, _grid, pilot):
        assert app.no_color
        await pilot.press("shift+right", "shift+down")
        strips = app.screen._compositor.render_strips()
        looks = []
        for y in (3, 4):
            for segment in strips[y].crop(9, 13):
                assert segment.style is not None
                looks.append((bool(segment.style.reverse), bool(segment.style.underline)))
        assert (True, False) in looks  # selected
        assert (False, True) in looks  # the cursor in it
        svg = app.export_screenshot()
        assert "D" in svg


async def test_words_follow_the_language() -> None:
    async with running() as (app, _grid, pilot):
        t.switch("en")
        relabel_tree(app.screen)
        await pilot.pause()
        assert "Name" in app.screen_text()[1]
        assert "H H H R R R R" in app.screen_text()[2]


async def test_themes_can_be_changed_while_it_runs() -> None:
    async with running() as (app, _grid, pilot):
        before = app.export_screenshot()
        app.theme = "ehr-contrast"
        await pilot.pause()
        assert app.export_screenshot() != before
