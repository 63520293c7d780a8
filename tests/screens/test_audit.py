"""The audit: list, search, check."""

from __future__ import annotations

from textual.widgets import Input

from ehr_tui.domain.views import VerifyReport
from ehr_tui.screens.audit import AuditScreen
from tests.offices import OfficeFolder
from tests.screens.terminal import seat


async def test_acts_are_listed_in_words_and_searched(demo: OfficeFolder) -> None:
    desk = demo.enter("hr")
    from ehr_tui.services.intents.organisation import LoadHolidays

    desk.do(LoadHolidays(2026))
    desk.leave()
    async with seat(demo, "audit", "audit") as here:
        assert "载入节假日" in here.seen()
        await here.press("slash")
        await here.write("LoadHolidays")
        lines = here.screen(AuditScreen)._lines
        assert lines
        assert all(line.act == "LoadHolidays" for line in lines)
        await here.press("escape", "escape")
        assert not here.screen(AuditScreen).query_one(Input).value


async def test_a_sound_chain_and_a_broken_one_are_told_apart(demo: OfficeFolder) -> None:
    async with seat(demo, "audit", "audit") as here:
        await here.press("ctrl+e")
        assert "完好" in here.seen()
        screen = here.screen(AuditScreen)
        screen._report = VerifyReport(9, 9, "ab", broken_number=4, code="entry")
        screen._paint_state()
        await here.settle()
        assert "第 4 条" in here.seen()
        assert "记录被改动" in here.seen()
