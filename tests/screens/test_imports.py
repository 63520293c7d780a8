"""Imports: completion, the dry run, deciding codes, writing, taking back."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from ehr_tui.domain.progress import Progress
from ehr_tui.exchange.sheets import read_book
from ehr_tui.i18n import t
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.export_form import OfficeExportForm
from ehr_tui.screens.file_tree import FileTreeScreen
from ehr_tui.screens.import_codes import CodeScreen
from ehr_tui.screens.import_place import PlaceScreen
from ehr_tui.screens.import_row import ImportRowScreen
from ehr_tui.screens.imports import ImportsScreen
from ehr_tui.screens.listing.pane import ListPane
from ehr_tui.screens.path_field import complete
from ehr_tui.screens.plain_list import PlainList
from ehr_tui.screens.tab_line import TabLine
from ehr_tui.screens.work_bar import WorkBar
from ehr_tui.services.intents.imports import ApplyImport, StaffSource
from ehr_tui.services.intents.people import ListPeople
from ehr_tui.widgets.dialogs import ConfirmDialog
from tests.exchange.books import workbook
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


async def until(here: Seat, met: Callable[[], bool]) -> None:
    """Let the program go on until something holds."""
    for _ in range(600):
        if met():
            return
        await here.pilot.pause(0.02)
    raise AssertionError(here.seen())


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


async def test_each_sheet_gets_its_department_and_the_post(demo: OfficeFolder, tmp_path: Path) -> None:
    days = list(range(1, 31))
    book = workbook(
        ("东楼", [["2026年4月"], ["姓名", *days], ["周静", *["D"] * 30]]),
        ("西楼", [["2026年4月"], ["姓名", *days], ["吴芳", *["D"] * 30]]),
    )
    (tmp_path / "two.xlsx").write_bytes(book)
    async with seat(demo, "hr", "imports") as here:
        screen = await look(here, tmp_path / "two.xlsx")
        assert screen.query_one(TabLine).current == "places"
        assert "东楼" in here.seen()
        await here.press("enter")
        form = here.screen(PlaceScreen)
        form.query_one("#field-post", Input).value = "文员"
        await here.press("ctrl+s")
        await here.press("down", "enter")
        here.screen(PlaceScreen)
        await here.press("escape")  # nothing is lost
        assert screen._preview is not None
        assert [p.department for p in screen._preview.places] == ["东楼", ""]
        await here.press("enter")
        form = here.screen(PlaceScreen)
        form.line("department").put("out")
        await here.press("ctrl+s")
        assert "不导入" in here.seen()
        assert (screen._preview.new, screen._preview.errors) == (1, ())
        await here.press("ctrl+s")
        assert screen._preview is None


async def test_a_column_is_taken_as_chosen(demo: OfficeFolder, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("工号,姓名,所在地\nX9,贺知秋,医学检验科\n", encoding="utf-8")
    async with seat(demo, "hr", "imports") as here:
        screen = await look(here, tmp_path / "odd.csv")
        screen.query_one(TabLine).choose("columns")
        await here.settle()
        assert "（不导入）" in here.seen()
        assert "医学检验科" in here.seen(), "values from the sheet"
        await here.press("down", "down", "enter")
        chooser = here.screen(ChooseScreen)
        await here.press("escape")
        assert here.screen(ImportsScreen) is screen
        assert screen._shapes == {}
        await here.press("enter")
        chooser = here.screen(ChooseScreen)
        chooser.dismiss(1 + screen._preview.fields.index("department"))  # type: ignore[union-attr]
        await here.settle()
        assert any(("department", 2) in mapping for mapping in screen._shapes.values())
        assert screen.has_unsaved()


async def test_the_user_says_who_is_meant(demo: OfficeFolder, tmp_path: Path) -> None:
    desk = demo.enter("hr")
    rows = "工号,姓名,科室\nT1,双胞胎,医学检验科\nT2,双胞胎,超声科\n".encode()
    desk.do(ApplyImport(StaffSource(rows, "twins.csv")))
    desk.leave()
    (tmp_path / "who.csv").write_text("姓名,备注\n双胞胎,小的\n", encoding="utf-8")
    async with seat(demo, "hr", "imports") as here:
        screen = await look(here, tmp_path / "who.csv")
        assert screen.query_one(TabLine).current == "errors"
        await here.press("enter")
        here.screen(ChooseScreen)
        assert "T1" in here.seen()
        assert "T2" in here.seen()
        await here.press("2")
        assert screen._preview is not None
        assert (screen._preview.changed, screen._preview.errors) == (1, ())
        screen.query_one(TabLine).choose("rows")
        await here.settle()
        await here.press("enter")
        here.screen(ImportRowScreen)
        assert "小的" in here.seen()
        await here.press("escape")


async def test_a_long_import_can_be_stopped(demo: OfficeFolder, tmp_path: Path) -> None:
    rows = [(f"L{n}", f"赵{chr(0x4E00 + n)}", "", "医学检验科", "2026-01-01") for n in range(3_000)]
    path = staff_list(tmp_path, *rows)
    async with seat(demo, "hr", "imports") as here:
        screen = await look(here, path)
        await until(here, lambda: screen._preview is not None)
        assert screen._preview is not None
        assert screen._preview.errors == ()
        screen.action_apply()
        await until(here, lambda: screen._bar.busy)
        screen.action_cancel()
        await until(here, lambda: not screen._bar.busy)
        await here.settle()
        assert "已停止" in here.seen()
        assert screen._preview is not None, "it can be written after all"
    desk = demo.enter("hr")
    assert not desk.do(ListPeople("L2999")).people
    desk.leave()


def test_the_bar_says_how_long_it_takes() -> None:
    class Words:
        """A screen, as far as the bar is concerned."""

        def t(self, key: str, **figures: object) -> str:
            return t(key, **figures)

    bar = WorkBar(Words(), lambda line: None)  # type: ignore[arg-type]
    bar._progress = Progress(done=250, total=1_000, stage="imports.stage.write")
    assert "25%" in bar.line(3.0)
    assert "9 秒" in bar.line(3.0)
    bar._progress.cancel()
    assert "停止" in bar.line(3.0)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_the_office_is_carried_out(demo: OfficeFolder, tmp_path: Path, language: str) -> None:
    async with seat(demo, "hr", "imports") as here:
        here.app.set_language(language)
        await here.settle()
        await here.press("ctrl+e")
        form = here.screen(OfficeExportForm)
        form.query_one("#export-path", Input).value = str(tmp_path / "nowhere")
        await here.press("ctrl+s")
        assert "nowhere" in here.seen()
        for what in ("people", "office", "organisation", "roster"):
            if here.app.screen is not form:
                await here.press("ctrl+e")
                form = here.screen(OfficeExportForm)
            form.query_one("#export-path", Input).value = str(tmp_path)
            form.line("what").put(what)
            await here.settle()
            await here.press("ctrl+s")
            here.screen(ImportsScreen)
    written = sorted(tmp_path.glob("*.xlsx"))
    assert len(written) == 4
    for path in written:
        assert path.stat().st_mode & 0o077 == 0, "for nobody else"
        assert read_book(path.read_bytes(), path.name).sheets


async def test_earlier_imports_are_searched_and_sorted(demo: OfficeFolder, tmp_path: Path) -> None:
    desk = demo.enter("hr")
    for n, name in enumerate(("人员甲.csv", "人员乙.csv")):
        desk.do(
            ApplyImport(StaffSource(f"工号,姓名,科室\nX{n},贺知秋{'甲乙'[n]},医学检验科\n".encode(), name))
        )
    desk.leave()
    async with seat(demo, "hr", "imports") as here:
        screen = here.screen(ImportsScreen)
        past = screen.query_one(ListPane)
        assert [batch.file_name for batch in past.shown] == ["人员乙.csv", "人员甲.csv"]
        past.focus_list()
        past.find("甲")
        await here.settle()
        assert [batch.file_name for batch in past.shown] == ["人员甲.csv"]
        await here.press("enter")
        here.screen(ConfirmDialog)
        await here.press("escape", "escape")
        assert len(past.shown) == 2
        past._sort("file_name")
        await here.settle()
        assert "共 2 次导入" in here.seen()


async def test_columns_of_sheets_with_other_headings_are_decided_apart(
    demo: OfficeFolder, tmp_path: Path
) -> None:
    book = workbook(
        ("医学检验科", [["工号", "姓名", "说明"], ["X1", "贺知秋", "甲"]]),
        ("超声科", [["姓名", "说明", "工号"], ["鲁望舒", "乙", "X2"]]),
    )
    (tmp_path / "two.xlsx").write_bytes(book)
    async with seat(demo, "hr", "imports", size=(120, 40)) as here:
        screen = await look(here, tmp_path / "two.xlsx")
        screen.query_one(TabLine).choose("columns")
        await here.settle()
        assert here.seen().count("说明") >= 2
        screen.query_one(PlainList).mark("4")  # the second sheet's remark
        await here.press("enter")
        chooser = here.screen(ChooseScreen)
        chooser.dismiss(0)
        await here.settle()
        assert here.screen(ImportsScreen) is screen
        assert screen._preview is not None
        taken = {(c.sheet, c.title): c.field for c in screen._preview.columns}
        assert taken["超声科", "说明"] == ""
        assert taken["医学检验科", "说明"] == "remark"
