"""The office's records: brought in as they are, found, corrected, restricted, taken back, shown elsewhere."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from tests.journeys.conftest import Start
from tests.journeys.steps import create_office, digit_of, name_codes
from tests.journeys.test_plain_words import answer
from tests.journeys.walker import Walker
from tests.messy_book import SITES, messy_roster
from tests.offices import OfficeFolder
from tests.terminal import NotSeen

pytestmark = pytest.mark.journey

MANY = 3_000
"""People that come in and go again: enough for progress to be seen."""


@pytest.fixture
def sheets() -> Path:
    """The folder with the sample spreadsheets."""
    folder = os.environ.get("EHR_TUI_SHEETS", "")
    if not folder or not (Path(folder) / "roster-month.xlsx").exists():
        pytest.skip("EHR_TUI_SHEETS names no folder with the sample spreadsheets")
    return Path(folder)


def test_three_sheets_become_a_working_office(start: Start, sheets: Path, tmp_path: Path) -> None:
    walker = start(columns=120, rows=36)
    create_office(walker)
    _staff(walker, sheets / "staff-list.xlsx")
    _month(walker, sheets / "roster-month.xlsx")
    _messy(walker, tmp_path / "messy.xlsx")
    _correct(walker)
    _restrict(walker)
    _refuse_a_contract(walker)
    _import_many_and_take_back(walker, tmp_path / "many.csv")
    walker.quit()


def _staff(walker: Walker, file: Path) -> None:
    """The staff list; one column is left out against the proposal."""
    walker.at.press("1")
    _look_at(walker, file)
    walker.see("imports.ready")
    walker.at.press("4")
    channel = walker.at.see("渠道名称")
    assert re.search(r"E +渠道名称\* +渠道", channel), channel
    walker.at.press("down", "down", "down", "down", "enter")
    walker.at.see("“渠道名称*”")
    walker.at.press("1")
    walker.at.until(
        lambda screen: re.search(r"E +渠道名称\* +（不导入）", screen) is not None, "the column is taken"
    )
    walker.at.press("ctrl+s")
    walker.see("imports.done", "imports.hint")


def _month(walker: Walker, file: Path) -> None:
    """The roster of a month, of a department that there is; its four codes get their times."""
    walker.at.press("f2")
    walker.see("home.step.sheet")
    walker.at.press(digit_of(walker, walker.text("home.step.sheet")))
    _look_at(walker, file)
    walker.see("imports.place.unknown")
    walker.at.press("enter")
    walker.see("imports.place.name")
    walker.at.press("left", "tab", "tab")
    walker.fill("imports.place.post", "文员", key="ctrl+s")
    walker.see("imports.code.unknown")
    name_codes(walker, {"A1": "07:00-15:00", "A2": "08:00-16:00", "B1": "14:00-22:00", "B2": "12:00-20:00"})
    walker.see("imports.ready")
    walker.at.press("ctrl+s")
    walker.at.until(
        lambda screen: f"▸ {walker.words.month(2026, 4)}" in screen,
        "the month is not in",
    )


def _messy(walker: Walker, file: Path) -> None:
    """A workbook with three sites in two sheets; the row with a punched time is left out."""
    file.write_bytes(messy_roster())
    walker.at.press("f6")
    walker.see("imports.hint")
    walker.at.press("escape")
    _other_file(walker, file)
    walker.see("imports.place.unknown")
    for place in range(SITES):
        walker.at.press("enter")
        walker.see("imports.place.name")
        walker.at.press(*(["left"] if place == 1 else []), "tab", "tab")
        walker.fill("imports.place.post", "导诊员", key="ctrl+s")
        walker.gone("imports.place.name")
        walker.at.press("down")
    walker.see("imports.code.unknown")
    for code, times in (("●", "08:00-16:00"), ("全", "08:00-20:00")):
        walker.at.press("home", *(["down", "down"] if code == "全" else []), "enter")
        walker.at.see(f"“{code}”")
        walker.at.press("tab")
        walker.fill("imports.code.times", times, key="ctrl+s")
        walker.gone("imports.code.times")
        walker.at.see(times if code == "●" else "打卡时间")  # when all are named the error is shown
    walker.at.press("ctrl+s")
    walker.see("imports.has_errors")
    walker.at.press("ctrl+k")  # a roster that came in is opened
    walker.at.see(f"门诊大厅 ▸ {walker.words.month(2026, 12)}", "欧阳娜娜", "单立群", "曾敏")


def _find(walker: Walker, typed: str, name: str) -> None:
    """Type into the list of people until only one is left, and open the record."""
    walker.at.press("f4")
    walker.see("list.mark")
    walker.at.press("escape", "escape")
    walker.at.type(typed)
    walker.at.until(
        lambda screen: walker.words("people.found", n=1, total=0).partition("，")[0] in screen,
        f"{typed} does not find {name}",
    )
    walker.at.see(name)
    walker.at.press("enter")
    walker.see("person.tab.background")


def _correct(walker: Walker) -> None:
    """A wrong name is corrected; the history tells before and after."""
    _find(walker, "oynn", "欧阳娜娜")
    _go_to(walker, "people.name")
    name = re.compile(r"│ 姓名 +欧阳娜娜 ")
    walker.at.until(lambda screen: name.search(screen) is not None, "the name is not in its field")
    walker.at.press("ctrl+u")
    walker.at.until(lambda screen: name.search(screen) is None, "the name does not go")
    walker.fill("people.name", "欧阳娜", key="ctrl+s")
    walker.gone("person.tab.background")
    _find(walker, "oyn", "欧阳娜")
    walker.at.press("ctrl+y")
    seen = walker.see("history.before", "history.after")
    assert re.search(r"姓名 +欧阳娜娜 +欧阳娜\b", seen), seen
    walker.at.press("escape")
    walker.gone("history.before")


def _restrict(walker: Walker) -> None:
    """Expecting: the restrictions that follow from the day are written at once."""
    walker.at.press("ctrl+b", "ctrl+b")
    walker.see("person.none.restrictions")
    walker.at.press("ctrl+n")
    walker.see("person.preset.pregnancy")
    walker.at.press("1")
    walker.see("person.preset.date_first")
    walker.at_field("person.due")
    walker.at.type("+60")
    walker.see("person.preset.makes")
    walker.at.press("ctrl+s")
    walker.gone("person.preset.makes")
    walker.at.see("限制：")


def _refuse_a_contract(walker: Walker) -> None:
    """More days at least than at most: said at the field, nothing typed is lost."""
    walker.at.press("ctrl+b")
    walker.see("person.none.contracts")
    walker.at.press("ctrl+n")
    walker.see("person.section.validity")
    _go_to(walker, "people.valid_to")
    walker.fill("people.valid_to", "2027-12-31", key="down")
    _go_to(walker, "person.limit.max_consecutive_days")
    walker.fill("person.limit.max_consecutive_days", "3", key="down")
    _go_to(walker, "person.limit.min_consecutive_days")
    walker.fill("person.limit.min_consecutive_days", "6", key="ctrl+s")
    seen = walker.see("error.contract.min_above_max")
    assert "2027-12-31" in seen
    walker.at.press("escape")
    walker.see("form.unsaved_kept")
    walker.at.press("escape")


def _import_many_and_take_back(walker: Walker, file: Path) -> None:
    """Progress is shown while many come in; the whole import goes again, as one act."""
    _write_people(file, [(f"M{n:04d}", f"赵{chr(0x4E00 + n)}") for n in range(MANY)])
    walker.gone("person.section.validity")
    walker.at.press("escape")
    walker.gone("person.tab.background")
    walker.at.press("f6")
    walker.see("imports.hint")
    walker.at.press("escape")
    _other_file(walker, file)
    walker.see("imports.ready")
    walker.at.press("ctrl+s")
    walker.see("imports.stage.write")
    walker.at.until(
        lambda screen: re.search(rf"> .*many\.csv +{MANY} +0", screen) is not None, "many did not come"
    )
    walker.at.press("ctrl+u")
    walker.at.until(lambda screen: "many.csv”" in screen, "nothing asks")
    walker.at.press("right", "enter")
    walker.see("imports.state.undone")


def _write_people(file: Path, people: list[tuple[str, str]], department: str = "客服部") -> None:
    lines = [f"{number},{name},{department},2026-01-01" for number, name in people]
    file.write_text("\n".join(["工号,姓名,部门,入职日期", *lines, ""]), encoding="utf-8")


def _go_to(walker: Walker, label: str) -> None:
    """Down, field by field, until the cursor stands at a label."""
    words = walker.text(label)
    for _ in range(40):
        try:
            walker.at.until(lambda _: walker.at.has_cursor(words), words, seconds=0.4)
        except NotSeen:
            walker.at.press("down")
        else:
            return
    walker.at_field(label)


def _other_file(walker: Walker, file: Path) -> None:
    """In the field in which another file still stands."""
    walker.at.until(
        lambda _: walker.at.has_cursor(f"{walker.text('imports.file')} /"), "no cursor at the file"
    )
    walker.at.press("end")
    walker.at.press("ctrl+u")
    walker.at.until(
        lambda screen: not re.search(r"文件 .*\.(xlsx|csv)", screen.split("历史")[0]), "the file does not go"
    )
    _look_at(walker, file)


def _look_at(walker: Walker, file: Path) -> None:
    walker.fill("imports.file", str(file))
    walker.see("imports.tab.rows")


SEARCHED = {
    "娜娜": "欧阳娜娜", "shan": "单立群", "zeng": "曾敏", "qiu": "仇小北", "xie": "解思源", "ou": "区伯良",
    "zha": "查正言", "piao": "朴慧真", "lv": "吕青",
}  # fmt: skip
"""What is typed, and who must be found: part of a name, and surnames that are read otherwise than usual."""

FEW = 12
_NUMBERS = re.compile(r" (?:R\d{4}|S\d) ")


def test_surnames_are_found_as_they_are_read(start: Start, demo: OfficeFolder, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    _write_people(file, [(f"S{n}", name) for n, name in enumerate(SEARCHED.values())], "医学检验科")
    walker = start("--office", demo.path, columns=120, rows=36)
    walker.login_demo("hr")
    walker.at.press("f6")
    _look_at(walker, file)
    walker.see("imports.ready")
    walker.at.press("ctrl+s")
    walker.see("imports.done", "imports.hint")
    walker.at.press("f4")
    everybody = f"\n {walker.words('people.count', n=60 + len(SEARCHED))}"
    for typed, name in SEARCHED.items():
        walker.at.see(everybody)
        walker.at.type(typed)
        walker.at.gone(everybody)
        walker.at.until(partial(_among_few, name), f"{typed} does not find {name} among few")
        walker.at.press("escape")
        walker.see("list.mark")  # the list has the focus again
        walker.at.press("escape")
    walker.quit()

    check = start("verify", "--user", "audit", "--office", demo.path, columns=120, rows=36)
    answer(check, "audit")
    assert check.at.wait_end() == 0
    check.see("cli.verify.sound")


def test_who_left_works_on_the_last_day_and_not_on_the_next(start: Start, demo: OfficeFolder) -> None:
    walker = start("--office", demo.path)
    walker.login_demo("hr")
    _find(walker, "R0009", "陈思远")
    walker.at.press("ctrl+r")
    walker.see("leaving.follows.unknown")
    walker.at_field("leaving.last_day")
    walker.at.type("t")
    walker.at.gone(walker.text("leaving.follows.unknown"))
    walker.at.press("ctrl+s")
    walker.see("leaving.open_items")
    walker.logout()

    walker.login_demo("clerk")
    walker.at.press("f3")
    walker.see("roster.read_only")
    walker.logout()

    walker.clock.advance(days=1)
    walker.choose_demo("clerk")
    walker.see("error.vault.login_refused")
    assert walker.text("home.today") not in walker.at.text()
    walker.at.press("ctrl+q")


def test_a_form_that_was_killed_comes_back_as_a_draft(start: Start, demo: OfficeFolder) -> None:
    typed = "夜班后不排早班"
    walker = start("--office", demo.path)
    walker.login_demo("hr")
    _find(walker, "R0010", "单佳宁")
    _go_to(walker, "people.note")
    walker.at.type(typed)
    walker.at.see(typed)
    walker.see("form.draft_kept")
    walker.at.kill()

    again = start("--office", demo.path)
    again.login_demo("hr")
    _find(again, "R0010", "单佳宁")
    again.see("form.is_draft")
    again.at.see(typed)
    again.at.press("ctrl+s")
    again.gone("person.tab.background")
    _find(again, "R0010", "单佳宁")
    assert again.text("form.is_draft") not in again.at.see(typed)
    again.at.press("ctrl+q")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_audit_is_read_on_the_plain_terminal(start: Start, demo: OfficeFolder, language: str) -> None:
    words = ("show", "audit", "--user", "audit", "--office", demo.path)
    walker = start(*words, language=language, columns=110, rows=40)
    answer(walker, "audit")
    assert walker.at.wait_end() == 0
    assert "邵知微" in walker.at.text()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_doctor_says_what_is_well(start: Start, demo: OfficeFolder, language: str) -> None:
    words = ("doctor", "--office", demo.path)
    walker = start(*words, language=language, columns=110, rows=60)
    assert walker.at.wait_end() == 1
    assert walker.words("doctor.state.wrong") in walker.at.text()  # the file is younger than the clock says

    walker.clock.set(datetime.now(UTC))
    walker = start(*words, language=language, columns=110, rows=60)
    assert walker.at.wait_end() == 0
    seen = walker.at.text()
    for check in ("size", "chinese", "clock", "office", "disk", "secret", "versions"):
        assert walker.words(f"doctor.check.{check}") in seen
    assert walker.words("doctor.state.wrong") not in seen


def _among_few(name: str, screen: str) -> bool:
    return name in screen and len(_NUMBERS.findall(screen)) < FEW
