"""What was done to a record: who, when, which field, before and after, in words."""

from __future__ import annotations

from dataclasses import replace

from textual.widgets import Input

from ehr_tui.domain.people import Sex, TaskMark
from ehr_tui.screens.history import HistoryScreen
from ehr_tui.services.intents.people import RevealPhone, SavePerson
from tests.offices import OfficeFolder
from tests.screens.records import open_record, record, rows, write
from tests.screens.terminal import seat

TASK = "guidance"


def changed(demo: OfficeFolder) -> None:
    view = record(demo)
    person = replace(view.person, sex=Sex.MALE, standby_pool=not view.person.standby_pool, note="新备注")
    person = replace(person, tasks=(TaskMark(TASK, may=False),))
    write(demo, SavePerson(person, view.revision), RevealPhone(view.person.id))


async def test_before_and_after_in_words(demo: OfficeFolder) -> None:
    changed(demo)
    async with seat(demo, "hr") as here:
        await open_record(here, demo)
        await here.press("ctrl+y")
        here.screen(HistoryScreen)
        lines = rows(here, "history-list")
        assert "查看电话" in lines[0]
        assert "顾清和" in lines[0]
        text = "\n".join(lines)
        assert "性别  女  男" in text
        assert "新备注" in text
        assert "male" not in text
        assert "导诊分诊" in text
        assert TASK not in text
        await here.press("ctrl+l")
        text = "\n".join(rows(here, "history-list"))
        assert "female  male" in text
        await here.press("escape")
        assert type(here.app.screen).__name__ == "PersonForm"


async def test_searching_and_the_whole_change_below(demo: OfficeFolder) -> None:
    changed(demo)
    async with seat(demo, "hr") as here:
        await open_record(here, demo)
        await here.press("ctrl+y", "ctrl+f")
        screen = here.screen(HistoryScreen)
        await here.write("新备注")
        assert len(rows(here, "history-list")) == 1
        await here.press("enter")
        assert "→ 新备注" in here.seen()
        await here.press("escape")
        assert here.screen(HistoryScreen) is screen
        assert screen.query_one(Input).value == ""
        assert len(rows(here, "history-list")) > 1
        await here.press("ctrl+f")
        await here.write("没有这样的")
        assert "没有记录" in here.seen()
        await here.press("escape", "escape")
        assert type(here.app.screen).__name__ == "PersonForm"


async def test_a_supervisor_reads_it_without_phones_and_reasons(demo: OfficeFolder) -> None:
    changed(demo)
    async with seat(demo, "audit") as here:
        await open_record(here, demo)
        await here.press("ctrl+y")
        here.screen(HistoryScreen)
        text = "\n".join(rows(here, "history-list"))
        assert "查看电话" in text
        assert "1544" not in text
