"""The audit's screen: list, words, filters, jumps, the marked entry, check and export."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.widgets import Input

from ehr_tui.domain.audit_views import AuditLine, CheckState, VerifyReport
from ehr_tui.domain.views import HomeItem, HomeKind
from ehr_tui.i18n import t
from ehr_tui.screens import audit_reading
from ehr_tui.screens.audit import AuditScreen
from ehr_tui.services.context import Context
from ehr_tui.services.handlers import audit as handler
from ehr_tui.services.intents.organisation import LoadHolidays
from ehr_tui.store.audit import NewEntry
from ehr_tui.store.store import Store
from tests.offices import START, OfficeFolder
from tests.screens.terminal import Seat, seat

ENTRIES = 500
WIDE = (130, 40)


@pytest.fixture
def busy(demo: OfficeFolder) -> OfficeFolder:
    """An office with five hundred acts, one every twelve hours, the last about now."""
    desk = demo.enter("hr")
    inside = desk.door._inside
    assert inside is not None
    fill(inside.office.store)
    desk.do(LoadHolidays(2026))
    desk.leave()
    return demo


def fill(store: Store) -> None:
    with store.transaction(write=True):
        for n in range(ENTRIES):
            at = START - timedelta(hours=12 * (ENTRIES - n))
            fields = [
                ["name", "王芳", f"王芳{n}"],
                ["leave_date", None, "2026-12-31"],
                ["standby_pool", False, True],
            ]
            detail: dict[str, Any] = {
                "subject": f"王芳{n}",
                "changes": [{"kind": "person", "record": "1", "fields": fields}],
            }
            act, outcome = ("SavePerson", "done") if n % 7 else ("RevealPhone", "done")
            if n % 50 == 3:
                act, outcome, detail = "EditRoster", "overridden", {"reason": "急诊", "cells": [
                    [1, "2026-12-01", ["D"], ["P"]]]}  # fmt: skip
            if n % 50 == 5:
                outcome, detail = "refused", {"subject": f"王芳{n}", "refusal": "access.no_right"}
            store.audit.append(NewEntry(at, n % 3 + 1, act, outcome, detail, (("person", str(n % 9 + 1)),)))


@asynccontextmanager
async def audit_of(
    office: OfficeFolder, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Seat, AuditScreen]]:
    async with seat(office, "audit", "audit", size) as here:
        await here.settle()
        yield here, here.screen(AuditScreen)


def acts(screen: AuditScreen) -> set[str]:
    return {line.act for line in screen.lines}


def marked(screen: AuditScreen) -> AuditLine:
    line = screen.listing.current
    assert line is not None
    return line


async def until_still(here: Seat) -> None:
    for _ in range(6):
        await here.settle()


# The list


@pytest.mark.parametrize("size", [(80, 24), WIDE])
async def test_entries_are_told_in_words(busy: OfficeFolder, size: tuple[int, int]) -> None:
    async with audit_of(busy, size) as (here, screen):
        assert "载入节假日" in here.seen()
        while marked(screen).act != "SavePerson":
            await here.press("down")
        seen = here.seen()
        assert "修改档案" in seen
        assert "姓名：王芳 → 王芳" in seen
        assert "离职日期：2026-12-31" in seen
        assert "备用库：否 → 是" in seen
        await here.press("ctrl+l")
        seen = here.seen()
        assert "save record" in seen
        assert "standby pool: no → yes" in seen
        assert not any("一" <= sign <= "鿿" for sign in seen.split("Search")[0].splitlines()[-1])


async def test_nothing_is_hidden_by_paging(busy: OfficeFolder) -> None:
    async with audit_of(busy) as (here, screen):
        total = screen._total
        assert len(screen.lines) == audit_reading.PAGE
        assert f"共 {total} 条" in here.seen()
        assert "已显示 200 条" in here.seen()
        for _ in range(4):
            await here.press("end")
        assert [line.number for line in screen.lines] == list(range(total, 0, -1))
        assert marked(screen).number == 1
        assert "已显示" not in here.seen()
        await here.press("home")
        assert marked(screen).number == total


async def test_looking_at_pages_is_one_entry(busy: OfficeFolder) -> None:
    async with audit_of(busy) as (here, screen):
        total = screen._total
        await here.press("end", "end", "home", "pagedown", "ctrl+end", "ctrl+home")
        await here.press("ctrl+r")
        assert screen._total == total + 2, "reading anew after the jump, and once by hand"


async def test_what_is_far_away_is_forgotten_and_read_again(
    busy: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_reading, "MOST", 250)
    async with audit_of(busy) as (here, screen):
        total = screen._total
        for _ in range(4):
            await here.press("end")
        assert len(screen.lines) == 250
        assert marked(screen).number == 1
        seen = {line.number for line in screen.lines}
        for _ in range(12):
            await here.press("home", "up")
            seen |= {line.number for line in screen.lines}
        assert seen >= set(range(1, total + 1))
        assert marked(screen).number >= total


async def test_the_home_screen_leads_to_the_refusals(busy: OfficeFolder) -> None:
    async with seat(busy, "audit") as here:
        here.app.go("audit", HomeItem(HomeKind.AUDIT_REFUSALS, False, (("n", 1), ("days", 30))))
        await until_still(here)
        screen = here.screen(AuditScreen)
        assert {line.outcome for line in screen.lines} == {"refused"}
        assert "被拒绝 · 2026-10-24 起" in here.seen()


# Words and filters


async def test_words_find_user_act_name_and_content(busy: OfficeFolder) -> None:
    async with audit_of(busy) as (here, screen):
        for typed, met in (
            ("查看电话", lambda line: line.act == "RevealPhone"),
            ("王芳123", lambda line: line.subject == "王芳123"),
            ("LoadHolidays", lambda line: "LoadHolidays" in line.act + line.detail),
        ):
            await here.press("ctrl+f")
            screen.query_one(Input).value = typed
            await here.press("enter")
            await until_still(here)
            assert screen.lines, typed
            assert all(met(line) or typed in line.detail for line in screen.lines), typed
            assert "找到" in here.seen()
        await here.press("escape")
        await until_still(here)
        assert not screen.query_one(Input).value
        assert len(screen.lines) == audit_reading.PAGE


async def test_a_search_goes_on_by_itself_and_says_how_far_it_is(
    busy: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "SPAN", 40)
    monkeypatch.setattr(audit_reading, "ENOUGH", 12)
    async with audit_of(busy) as (here, screen):
        await here.press("ctrl+f")
        screen.query_one(Input).value = "查看电话"
        await here.press("enter")
        await until_still(here)
        first = len(screen.lines)
        assert 12 <= first < 72
        assert "已查到" in here.seen()
        await here.press("end")
        await until_still(here)
        assert len(screen.lines) > first


async def test_one_key_shows_looks_at_masked_fields(busy: OfficeFolder) -> None:
    async with audit_of(busy) as (here, screen):
        await here.press("ctrl+o")
        await until_still(here)
        assert acts(screen) == {"RevealPhone"}
        assert "筛选：仅查阅敏感信息" in here.seen()
        assert "符合" in here.seen()
        await here.press("ctrl+o")
        await until_still(here)
        assert len(acts(screen)) > 1


async def test_filters_are_chosen_in_a_box_and_said_in_words(busy: OfficeFolder) -> None:
    async with audit_of(busy, WIDE) as (here, screen):
        await here.press("ctrl+t")
        form = here.app.screen
        assert type(form).__name__ == "AuditFilterForm"
        await here.press("down", "down", "right", "right")  # outcome: refused
        await here.press("down")
        await here.write("2026-06-01")
        await here.press("enter")
        await here.write("t")
        await here.press("ctrl+s")
        await until_still(here)
        assert {line.outcome for line in screen.lines} == {"refused"}
        assert "被拒绝 · 2026-06-01 至 2026-11-23" in here.seen()
        assert "拒绝原因：没有这项权限" in here.seen()
        await here.press("ctrl+k")
        await until_still(here)
        assert screen.filter.empty


async def test_a_span_that_ends_before_it_begins_is_refused_in_the_box(busy: OfficeFolder) -> None:
    async with audit_of(busy) as (here, screen):
        await here.press("ctrl+t", "down", "down", "down")
        await here.write("t")
        await here.press("down")
        await here.write("-3")
        await here.press("ctrl+s")
        assert type(here.app.screen).__name__ == "AuditFilterForm"
        assert "之后" in here.seen()
        await here.press("escape")
        assert screen.filter.empty


@pytest.mark.parametrize(
    ("key", "met"),
    [
        ("ctrl+u", lambda line, first: line.user_id == first.user_id),
        ("ctrl+t", lambda line, first: line.act == first.act),
        ("ctrl+o", lambda line, first: line.record == first.record),
    ],
)
async def test_a_filter_is_made_from_an_entry(busy: OfficeFolder, key: str, met: object) -> None:
    async with audit_of(busy) as (here, screen):
        while marked(screen).act != "SavePerson":
            await here.press("down")
        first = marked(screen)
        await here.press("enter")
        assert "离职日期" in here.seen()
        await here.press(key)
        await until_still(here)
        assert screen.lines
        assert all(met(line, first) for line in screen.lines)  # type: ignore[operator]
        assert "筛选：" in here.seen()


# Days


async def test_a_day_is_jumped_to_and_both_directions_go_on(busy: OfficeFolder) -> None:
    async with audit_of(busy) as (here, screen):
        await here.press("ctrl+g")
        await here.write("-200")
        await here.press("enter")
        await until_still(here)
        wanted = (START - timedelta(days=200)).astimezone().date()
        assert marked(screen).at.astimezone().date() <= wanted
        here_number = marked(screen).number
        assert "Ctrl+Home" in here.seen()
        await here.press("home", "up", "home", "up", "home", "up")
        await until_still(here)
        numbers = [line.number for line in screen.lines]
        assert numbers == list(range(numbers[0], numbers[-1] - 1, -1)), "no gap"
        assert numbers[0] > here_number
        await here.press("ctrl+home")
        await until_still(here)
        assert screen.listing.place == 0
        await here.press("ctrl+g")
        await here.write("1999-01-01")
        await here.press("enter")
        assert "1999-01-01 及以前没有" in here.seen()


# Checking


async def test_a_check_is_said_and_stays_in_sight(
    busy: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "SLICE", 100)
    async with audit_of(busy) as (here, screen):
        await here.press("ctrl+e")
        while screen.working:
            await here.settle()
        assert screen.report is not None
        assert screen.report.sound
        assert "完好" in here.seen()
        assert screen.report.head_hash[:16] in here.seen()
        assert screen.lines[0].act == "VerifyAudit"
        await here.press("down", "ctrl+o", "ctrl+l")
        assert "Sound" in here.seen()


async def test_a_check_shows_its_progress_and_can_be_stopped(
    busy: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "SLICE", 100)
    go_on, chain = Event(), handler._chain

    def held(context: Context, state: CheckState, count: int) -> CheckState:
        if state.checked == 200:
            assert go_on.wait(60)
        return chain(context, state, count)

    monkeypatch.setattr(handler, "_chain", held)
    async with audit_of(busy) as (here, screen):
        await here.pilot.press("ctrl+e")
        for _ in range(200):
            if "[###" in here.seen():
                break
            await here.pilot.pause()
        assert "校验每条记录" in here.seen()
        assert "Esc 取消" in here.seen()
        await here.pilot.press("down", "down")
        assert screen.listing.place == 2, "the list can be used meanwhile"
        await here.pilot.press("escape")
        go_on.set()
        await until_still(here)
        assert not screen.working
        assert screen.report is None
        assert "校验已取消" in here.seen()


async def test_one_key_leads_to_what_is_broken(busy: OfficeFolder) -> None:
    desk = busy.enter("admin")
    inside = desk.door._inside
    assert inside is not None
    with inside.office.store.transaction(write=True):
        inside.office.store.database.execute_sql("UPDATE audit_detail SET body = '{}' WHERE seq = 40")
    desk.leave()
    async with audit_of(busy) as (here, screen):
        await here.press("ctrl+o")
        await here.press("ctrl+e")
        while screen.working:
            await here.settle()
        assert "第 40 条" in here.seen()
        assert "内容被改动" in here.seen()
        await here.press("ctrl+b")
        await until_still(here)
        assert marked(screen).number == 40
        assert screen.filter.empty


async def test_erased_details_are_said(busy: OfficeFolder) -> None:
    desk = busy.enter("admin")
    inside = desk.door._inside
    assert inside is not None
    with inside.office.store.transaction(write=True):
        gone = inside.office.store.audit.forget([("person", "1")], START - timedelta(days=100))
    desk.leave()
    async with audit_of(busy) as (here, screen):
        await here.press("ctrl+e")
        while screen.working:
            await here.settle()
        assert f"{gone} 条的内容已按保存期限清除" in here.seen()
        await here.press("ctrl+end")
        while not marked(screen).erased:
            await here.press("up")
        assert "内容已按保存期限清除；校验链仍然完整" in here.seen()


@pytest.mark.parametrize("code", ["missing", "chain", "entry", "detail", "cut"])
async def test_every_result_has_words(busy: OfficeFolder, code: str) -> None:
    async with audit_of(busy) as (here, screen):
        screen.report = VerifyReport(9, 9, "ab" * 32, broken_number=4, code=code)
        screen.paint_check()
        await here.settle()
        assert t(f"verify.{code}") in here.seen().replace("\n", "")
        screen.report = replace(screen.report, broken_number=None, code="", file_ok=False)
        screen.paint_check()
        await here.settle()
        assert "数据文件本身已损坏" in here.seen()


# Exporting


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
async def test_what_is_filtered_is_exported(busy: OfficeFolder, tmp_path: Path, kind: str) -> None:
    async with audit_of(busy) as (here, screen):
        await here.press("ctrl+o")
        await here.press("ctrl+s")
        if kind == "csv":
            await here.press("right")
        await here.press("down")
        place = tmp_path / "out"
        here.app.screen.query_one("#field-place", Input).value = str(place)
        await here.press("enter")
        while screen.working or type(here.app.screen) is not AuditScreen:
            await here.settle()
        file = place.with_suffix(f".{kind}")
        assert file.stat().st_mode & 0o077 == 0
        assert "已导出" in here.seen()
        if kind == "csv":
            text = file.read_text(encoding="utf-8-sig")
            assert text.count("查看电话") == len(screen.lines)
            assert "修改档案" not in text


async def test_no_file_is_written_over_and_no_folder_made_up(busy: OfficeFolder, tmp_path: Path) -> None:
    there = tmp_path / "there.xlsx"
    there.write_text("kept")
    async with audit_of(busy) as (here, _):
        await here.press("ctrl+s", "down")
        field = here.app.screen.query_one("#field-place", Input)
        for typed, said in ((str(there), "已有名为"), (str(tmp_path / "no" / "x"), "没有这个文件夹")):
            field.value = typed
            await here.press("ctrl+s")
            assert said in here.seen()
        assert there.read_text() == "kept"


# Others


async def test_what_others_do_comes_above_without_moving_the_cursor(busy: OfficeFolder) -> None:
    async with audit_of(busy) as (here, screen):
        await here.press("down", "down")
        before, total = marked(screen).number, screen._total
        desk = busy.enter("hr")
        desk.do(LoadHolidays(2027))
        desk.leave()
        screen.on_others_committed()
        await until_still(here)
        assert marked(screen).number == before
        assert screen._total == total + 4, "our own first look, login, act, logout, and no further look"
        assert screen.lines[0].act == "Logout"


async def test_without_colour_the_marked_line_can_be_told(
    busy: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with audit_of(busy) as (here, screen):
        assert here.app.no_color
        strip = screen.listing.render_line(1 + screen.listing.place)
        assert any(part.style is not None and part.style.reverse for part in strip)
