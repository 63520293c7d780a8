"""Imports: completion, the dry run, deciding codes, writing, taking back."""

from __future__ import annotations

import csv
from pathlib import Path

from textual.widgets import Input

from ehr_tui.screens.file_tree import FileTreeScreen
from ehr_tui.screens.import_codes import CodeScreen
from ehr_tui.screens.imports import ImportsScreen
from ehr_tui.screens.path_field import complete
from ehr_tui.screens.tab_line import TabLine
from ehr_tui.services.intents.people import ListPeople
from ehr_tui.widgets.dialogs import ConfirmDialog
from tests.offices import OfficeFolder
from tests.screens.terminal import Seat, seat


def staff_list(folder: Path, *rows: tuple[str, ...]) -> Path:
    """A small staff list."""
    path = folder / "staff.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("工号", "姓名", "手机号", "部门", "入职日期"), *rows])
    return path


def roster_sheet(folder: Path, code: str) -> Path:
    """A small roster of December 2026."""
    path = folder / "roster.csv"
    days = [f"2026-12-{day:02d}" for day in range(1, 32)]
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["姓名", *days], ["陈思远", *[code] * 31]])
    return path


async def look(here: Seat, path: Path) -> ImportsScreen:
    """Give a path and press Enter."""
    screen = here.screen(ImportsScreen)
    screen.query_one("#import-path", Input).value = str(path)
    screen.query_one("#import-path", Input).focus()
    await here.press("enter")
    return screen


def test_completion_goes_as_far_as_names_agree(tmp_path: Path) -> None:
    for name in ("roster-11.xlsx", "roster-12.xlsx", "notes.pdf", ".hidden.xlsx"):
        (tmp_path / name).touch()
    (tmp_path / "rota").mkdir()
    assert complete(f"{tmp_path}/r")[0] == f"{tmp_path}/ro"
    assert complete(f"{tmp_path}/ros") == (f"{tmp_path}/roster-1", ["roster-11.xlsx", "roster-12.xlsx"])
    assert complete(f"{tmp_path}/rot")[0] == f"{tmp_path}/rota/"
    assert complete(f"{tmp_path}/n") == (f"{tmp_path}/n", [])
    assert complete(f"{tmp_path}/nowhere/x") == (f"{tmp_path}/nowhere/x", [])


async def test_a_staff_list_is_looked_at_written_and_taken_back(demo: OfficeFolder, tmp_path: Path) -> None:
    path = staff_list(tmp_path, ("X1", "贺知秋", "13800001111", "医学检验科", "2026-11-01"))
    async with seat(demo, "hr", "imports") as here:
        screen = await look(here, path)
        assert "新增 1" in here.seen()
        assert screen.has_unsaved()
        await here.press("ctrl+s")
        assert screen.query_one(TabLine).current == "history"
        assert "staff.csv" in here.seen()
        assert not screen.has_unsaved()
        desk = demo.enter("hr")
        assert desk.do(ListPeople("贺知秋")).people
        await here.press("ctrl+u")
        here.screen(ConfirmDialog)
        await here.press("right", "enter")
        assert "已撤销" in here.seen()
        assert not desk.do(ListPeople("贺知秋")).people
        desk.leave()


async def test_errors_stop_the_import_unless_their_rows_are_left_out(
    demo: OfficeFolder, tmp_path: Path
) -> None:
    path = staff_list(
        tmp_path,
        ("X1", "贺知秋", "13800001111", "医学检验科", "2026-11-01"),
        ("X1", "另一个", "13800002222", "医学检验科", "2026-11-01"),
    )
    async with seat(demo, "hr", "imports") as here:
        screen = await look(here, path)
        assert screen.query_one(TabLine).current == "errors"
        assert "工号与第" in here.seen()
        await here.press("ctrl+s")
        assert screen._preview is not None
        await here.press("ctrl+k")
        assert screen._preview is None


async def test_an_unknown_code_is_decided_as_an_existing_one(demo: OfficeFolder, tmp_path: Path) -> None:
    path = roster_sheet(tmp_path, "乙")
    async with seat(demo, "hr", "imports") as here:
        screen = here.screen(ImportsScreen)
        screen._choice("kind").action_step(1)
        await here.settle()
        screen._choice("department").action_step(1)
        await here.settle()
        await look(here, path)
        assert screen.query_one(TabLine).current == "codes"
        assert "未知" in here.seen()
        await here.press("enter")
        form = here.screen(CodeScreen)
        form.query_one("#field-times", Input).value = "25:00"
        await here.press("ctrl+s")
        assert "25:00" in here.seen()
        form.query_one("#field-times", Input).value = "09:00-13:00"
        await here.press("ctrl+s")
        assert here.screen(ImportsScreen) is screen
        assert screen._preview is not None
        assert all(code.known_as or screen._kinds for code in screen._preview.codes)
        assert "09:00-13:00" in here.seen()


async def test_a_file_that_is_not_there_or_no_sheet_is_said(demo: OfficeFolder, tmp_path: Path) -> None:
    async with seat(demo, "hr", "imports") as here:
        screen = await look(here, tmp_path / "none.xlsx")
        assert "none.xlsx" in here.seen()
        assert screen._preview is None


async def test_the_file_tree_takes_a_file(demo: OfficeFolder, tmp_path: Path) -> None:
    staff_list(tmp_path, ("X1", "贺知秋", "13800001111", "医学检验科", "2026-11-01"))
    async with seat(demo, "hr", "imports") as here:
        screen = here.screen(ImportsScreen)
        screen.query_one("#import-path", Input).value = f"{tmp_path}/"
        await here.press("ctrl+o")
        tree = here.screen(FileTreeScreen)
        tree.dismiss(tmp_path / "staff.csv")
        await here.settle()
        assert screen._preview is not None


async def test_a_file_of_the_other_kind_is_taken_as_what_it_is(demo: OfficeFolder, tmp_path: Path) -> None:
    """A roster looked at as a staff list becomes a roster by itself, and back; the screen says so."""
    async with seat(demo, "hr", "imports") as here:
        screen = await look(here, roster_sheet(tmp_path, "D"))
        assert screen.kind == "roster"
        assert screen.has_unsaved()
        screen = await look(
            here, staff_list(tmp_path, ("X1", "贺知秋", "13800001111", "医学检验科", "2026-11-01"))
        )
        assert screen.kind == "staff", here.seen()
        assert "新增 1" in here.seen()
