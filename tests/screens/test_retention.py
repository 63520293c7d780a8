"""What has no purpose left is erased: marked, asked twice, for good; the times are data."""

from __future__ import annotations

from datetime import date

import pytest

from ehr_tui.domain.people import Details, Education
from ehr_tui.screens.retention import RetentionScreen
from ehr_tui.screens.retention_form import RetentionForm
from ehr_tui.services.intents.retention import ListErasable
from ehr_tui.widgets.dialogs import CodeDialog, ConfirmDialog
from tests.offices import OfficeFolder
from tests.screens.records import another, put, record, rows
from tests.screens.terminal import Seat, seat


@pytest.fixture
def gone(demo: OfficeFolder) -> OfficeFolder:
    """Somebody left long ago."""
    another(
        demo,
        details=Details(date(1985, 1, 1), Education.COLLEGE, "护理"),
        phone="13900139000",
        number="x-9",
        name="旧员工",
        hire_date=date(2010, 1, 1),
        leave_date=date(2018, 1, 31),
        note="旧备注",
    )
    return demo


async def opened(here: Seat) -> RetentionScreen:
    here.app.push_screen(RetentionScreen())
    await here.settle()
    return here.screen(RetentionScreen)


async def give_code(here: Seat, demo: OfficeFolder) -> None:
    dialog = here.screen(CodeDialog)
    demo.clock.advance(seconds=30)
    dialog.query_one("#answer").value = demo.code("hr")  # type: ignore[attr-defined]
    await here.press("enter")


def line_of(here: Seat, category: str) -> int:
    return next(n for n, row in enumerate(rows(here, "retention-list")) if category in row)


async def test_marked_items_are_erased_after_a_question_and_a_code(gone: OfficeFolder) -> None:
    async with seat(gone, "hr") as here:
        screen = await opened(here)
        before = len(rows(here, "retention-list"))
        await here.press("ctrl+e")
        assert here.screen(RetentionScreen) is screen  # nothing is marked
        place = line_of(here, "个人背景")
        await here.press(*["down"] * place, "space")
        assert rows(here, "retention-list")[place].startswith("[x]")
        await here.press("ctrl+e")
        here.screen(ConfirmDialog)
        assert "不能撤销" in here.seen()
        assert "旧员工：个人背景" in here.seen()
        await here.press("right", "enter")
        await give_code(here, gone)
        assert here.screen(RetentionScreen) is screen
        assert len(rows(here, "retention-list")) == before - 1
    view = record(gone, "x-9")
    assert (view.details.birth_date, view.details.major, view.person.note) == (None, "", "")
    assert view.person.name == "旧员工"


async def test_leaving_the_question_or_the_code_erases_nothing(gone: OfficeFolder) -> None:
    async with seat(gone, "hr") as here:
        await opened(here)
        before = rows(here, "retention-list")
        await here.press("ctrl+a")
        assert all(row.startswith("[x]") for row in rows(here, "retention-list"))
        await here.press("ctrl+e", "escape")
        here.screen(RetentionScreen)
        await here.press("ctrl+e", "right", "enter")
        here.screen(CodeDialog)
        await here.press("escape")
        here.screen(RetentionScreen)
        await here.press("ctrl+a")
        assert rows(here, "retention-list") == before


async def test_times_are_changed_but_not_below_the_law(gone: OfficeFolder) -> None:
    async with seat(gone, "hr") as here:
        await opened(here)
        await here.press("ctrl+o")
        place = line_of(here, "身份与合同")
        await here.press(*["down"] * place, "enter")
        dialog = here.screen(RetentionForm)
        put(here, months="6", zh="本院制度")
        await here.press("ctrl+s")
        assert dialog.line("months").wrong
        assert dialog.text("zh") == "本院制度"
        put(here, months="120")
        await here.press("ctrl+s")
        here.screen(RetentionScreen)
        assert "10 年" in rows(here, "retention-list")[place]
        assert "本院制度" in rows(here, "retention-list")[place]
    desk = gone.enter("hr")
    rule = next(r for r in desk.do(ListErasable()).rules if r.category.value == "identity")
    assert rule.months == 120
    desk.leave()


async def test_nothing_to_erase_and_english(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        screen = await opened(here)
        assert "没有超过保存期限" in here.seen()
        await here.press("space", "ctrl+e", "enter")
        assert here.screen(RetentionScreen) is screen
        await here.press("ctrl+l", "2")
        assert "How long after leaving" in here.seen()
        await here.press("escape")
        assert here.app.screen is not screen
