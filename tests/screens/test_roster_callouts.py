"""召回 in the roster: one key on standby, a form, a list, a mark in the grid, words below."""

from __future__ import annotations

from datetime import date

import pytest
from textual.widgets import Input

from ehr_tui.domain.month import Month
from ehr_tui.screens.callout_form import CalloutForm
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.roster import RosterScreen
from ehr_tui.screens.roster_edits import cell_of
from ehr_tui.widgets.dialogs import ConfirmDialog
from tests.offices import OfficeFolder
from tests.screens.terminal import Seat, seat
from tests.screens.test_roster import at, codes, open_lab

NOVEMBER = Month(2026, 11)
SIZES = [("zh_CN", (80, 24)), ("en", (80, 24)), ("zh_CN", (140, 40)), ("en", (140, 40))]


async def standby(here: Seat, row: int = 2, day: int = 3) -> RosterScreen:
    """The laboratory's running month, the cursor on a cell of standby."""
    screen = await open_lab(here, day=day, row=row, month=NOVEMBER)
    await here.press("o")
    await here.press("left")
    assert codes(screen, at(screen)) == ["备"]
    return screen


async def record(here: Seat, times: str, reason: str = "") -> None:
    """Fill the form in and save it."""
    form = here.screen(CalloutForm)
    form.query_one("#field-times", Input).value = times
    form.query_one("#field-reason", Input).value = reason
    await here.press("ctrl+s")


@pytest.mark.parametrize(("language", "size"), SIZES)
async def test_one_key_records_changes_and_removes(
    demo: OfficeFolder, language: str, size: tuple[int, int]
) -> None:
    async with seat(demo, "hr", "roster", size) as here:
        here.app.set_language(language)
        screen = await standby(here)
        place = at(screen)
        await here.press("ctrl+d")
        here.screen(CalloutForm)
        assert {"zh_CN": "召回时间", "en": "From-to"}[language] in here.seen()
        await record(here, "20:00-22:00", "标本")
        here.screen(RosterScreen)
        (call,) = cell_of(screen.sheet, place).callouts  # type: ignore[arg-type]
        assert (call.start, call.end) == (1200, 1320)
        assert {"zh_CN": "召回 20:00-22:00", "en": "called in 20:00-22:00"}[language] in here.seen()
        assert {"zh_CN": "不能用撤销键", "en": "Undo leaves it"}[language] in here.seen()
        # Another time: the list, the entry, change it.
        await here.press("ctrl+d")
        here.screen(ChooseScreen)
        await here.press("1", "1")
        await record(here, "20:00-23:30", "标本")
        (call,) = cell_of(screen.sheet, place).callouts  # type: ignore[arg-type]
        assert call.end == 1410
        await here.press("ctrl+d", "1", "2")
        here.screen(ConfirmDialog)
        await here.press("right", "enter")  # No has the focus
        assert cell_of(screen.sheet, place).callouts == ()  # type: ignore[arg-type]


async def test_the_grid_marks_the_cell(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await standby(here)
        row = screen.sheet.rows[2].name  # type: ignore[union-attr]
        line = next(line for line in here.seen().splitlines() if line.startswith(row))
        assert "*" not in line
        await here.press("ctrl+d")
        await record(here, "12:00-12:30")
        await here.press("home")
        line = next(line for line in here.seen().splitlines() if line.startswith(row))
        assert "*" in line


async def test_what_is_typed_wrongly_stays_in_the_form(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        await standby(here)
        await here.press("ctrl+d")
        await record(here, "quarter past", "急诊")
        form = here.screen(CalloutForm)
        assert form.query_one("#field-reason", Input).value == "急诊"
        await record(here, "8-12 14-15", "急诊")
        here.screen(CalloutForm)
        assert "请写一段时间" in here.seen()


async def test_after_midnight_and_without_standby(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await standby(here)
        place = at(screen)
        await here.press("ctrl+d")
        form = here.screen(CalloutForm)
        form.query_one("#field-later").value = True  # type: ignore[attr-defined]
        await record(here, "1:30-2:30")
        (call,) = cell_of(screen.sheet, place).callouts  # type: ignore[arg-type]
        assert (call.start, call.end) == (1440 + 90, 1440 + 150)
        await here.press("delete")
        assert codes(screen, place) == ["备"], "it stays while a call-in stands"
        await here.press("right", "ctrl+d")
        assert "这一格没有备班" in here.seen()
        screen = await open_lab(here, day=1, row=2)
        await here.press("o", "left", "ctrl+d")
        assert "还没有到" in here.seen()
        assert at(screen).day == date(2026, 12, 1)


async def test_who_only_looks_is_told(demo: OfficeFolder) -> None:
    async with seat(demo, "audit", "roster") as here:
        await open_lab(here, day=3, row=2, month=NOVEMBER)
        await here.press("ctrl+d")
        here.screen(RosterScreen)
