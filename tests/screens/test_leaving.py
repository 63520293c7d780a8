"""Somebody leaves: what follows is said before, the list is worked off, and it can be taken back."""

from __future__ import annotations

from datetime import timedelta

from textual.widgets import Input

from ehr_tui.i18n import Words
from ehr_tui.screens.leaving import LeavingScreen
from ehr_tui.screens.leaving_form import LeavingForm, LeavingItemForm, followings
from ehr_tui.screens.person_form import PersonForm
from ehr_tui.screens.prose import Prose
from ehr_tui.services.intents.people import OpenPerson
from ehr_tui.services.intents.personal import ListDrafts
from ehr_tui.widgets.dialogs import ConfirmDialog
from tests.offices import START, OfficeFolder
from tests.screens.records import open_record, put, record, rows
from tests.screens.terminal import Seat, seat


async def begin(here: Seat, demo: OfficeFolder, day: str = "+30") -> PersonForm:
    form = await open_record(here, demo)
    await here.press("ctrl+r")
    here.screen(LeavingForm)
    put(here, last_day=day, reason="个人原因")
    await here.settle()
    return form


async def test_what_follows_is_said_while_the_day_is_typed(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        await open_record(here, demo)
        await here.press("ctrl+r")
        form = here.screen(LeavingForm)
        follows = form.query_one("#leaving-follows", Prose)
        assert "这里列出" in follows.text
        await here.write("+3")
        assert "个班" in follows.text
        assert "合同到 2026年11月26日为止" in follows.text
        assert "本人账号" not in follows.text  # there is none
        put(here, last_day="2030-01-01")
        await here.settle()
        assert "没有排班" in follows.text
        assert "合同到" not in follows.text  # it ends by itself before that day


async def test_the_list_is_worked_off(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await begin(here, demo)
        await here.press("ctrl+s")
        here.screen(LeavingScreen)
        items = rows(here, "leaving-items")
        assert items
        assert all(item.startswith("[ ]") for item in items)
        await here.press("space")
        assert "[x]" in rows(here, "leaving-items")[0]
        assert "顾清和" in rows(here, "leaving-items")[0]
        await here.press("down", "enter")
        here.screen(LeavingItemForm)
        put(here, note="工牌已收回")
        await here.press("ctrl+s")
        assert "工牌已收回" in rows(here, "leaving-items")[1]
        await here.press("up", "space")
        assert "[ ]" in rows(here, "leaving-items")[0]
        assert f"还有 {len(items) - 1} 项" in here.seen()
        await here.press("escape")
        assert here.screen(PersonForm) is form
        assert "将离职（2026-12-23）" in here.seen()
        assert "离职事项" in here.seen()
        await here.press("ctrl+r")
        here.screen(LeavingScreen)
    view = record(demo)
    last = demo.clock.today() + timedelta(days=30)
    assert view.person.leave_date == last
    assert view.contracts[0].valid_to == last


async def test_a_day_before_the_hiring_is_said_at_the_field(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        await begin(here, demo, "2001-01-01")
        await here.press("ctrl+s")
        dialog = here.screen(LeavingForm)
        assert dialog.line("last_day").wrong
        assert dialog.text("reason") == "个人原因"
        put(here, last_day="")
        await here.press("ctrl+s")
        assert dialog.line("last_day").wrong


async def test_staying_after_all(demo: OfficeFolder) -> None:
    before = record(demo)
    async with seat(demo, "hr") as here:
        form = await begin(here, demo)
        await here.press("ctrl+s", "ctrl+x")
        here.screen(ConfirmDialog)
        await here.press("escape")
        here.screen(LeavingScreen)
        await here.press("ctrl+x", "right", "enter")
        assert here.screen(PersonForm) is form
        assert "将离职" not in here.seen()
    after = record(demo)
    assert after.person.leave_date is None
    assert after.contracts == before.contracts


async def test_the_day_is_changed_and_typed_fields_stay(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        form = await open_record(here, demo)
        put(here, note="还没保存")
        await here.press("ctrl+r")
        put(here, last_day="+30")
        await here.press("ctrl+s", "ctrl+e")
        here.screen(LeavingForm)
        put(here, last_day="+10")
        await here.press("ctrl+s")
        assert "2026年12月3日" in here.seen()
        await here.press("escape")
        assert form.text("note") == "还没保存"
        await here.press("ctrl+s")
    view = record(demo)
    assert view.person.note == "还没保存"
    assert view.person.leave_date == demo.clock.today() + timedelta(days=10)


async def test_who_left_is_shown_as_left(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        await begin(here, demo, "t")
        await here.press("ctrl+s", "escape", "ctrl+l")
        assert "leaving (2026-11-23)" in here.seen()
        demo.clock.advance(days=1)
        await here.press("escape")
    async with seat(demo, "hr") as here:
        await open_record(here, demo)
        assert "left (2026-11-23)" in here.seen()


async def test_what_is_typed_for_one_is_not_offered_for_another(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        await begin(here, demo)
        await here.screen(LeavingForm).keep_whole()
        drafts = await here.app.office.do(ListDrafts())
        assert [d.record for d in drafts] == [
            f"{int(record(demo).person.id)}:"
        ]  # found when the record is erased
        await here.press("escape")
    async with seat(demo, "hr") as here:
        await open_record(here, demo, "R0002")
        await here.press("ctrl+r")
        here.screen(LeavingForm)
        assert here.app.screen.query_one("#field-reason", Input).value == ""


async def test_an_account_is_spoken_of_where_there_is_one(demo: OfficeFolder) -> None:
    desk = demo.enter("clerk")
    own = desk.entered.user.person
    desk.leave()
    desk = demo.enter("hr")
    assert own is not None
    view = desk.do(OpenPerson(own))
    desk.leave()
    words = Words("zh_CN")
    assert any("本人账号" in line for line in followings(words, view, START.date(), None))
    assert not any("本人账号" in line for line in followings(words, record(demo), START.date(), None))
