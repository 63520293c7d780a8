"""People: searching, editing, the phone, two at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from textual.widgets import Input

from ehr_tui.screens.choice_line import ChoiceLine
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.contract_form import ContractForm
from ehr_tui.screens.people import PeopleScreen
from ehr_tui.screens.person_form import PersonForm
from ehr_tui.screens.plain_list import PlainList
from ehr_tui.services.intents.audit import ListAudit
from ehr_tui.services.intents.people import ListPeople, OpenPerson, SavePerson
from tests.offices import OfficeFolder
from tests.screens.terminal import seat


async def test_search_by_number_name_and_initials(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        for typed in ("zzh", "周子涵", "R0002"):
            await here.press("slash")
            await here.write(typed)
            assert "周子涵" in here.seen()
            assert "找到 1 人" in here.seen()
            await here.press("escape", "escape")
        assert "共 60 人" in here.seen()


async def test_a_record_is_changed_and_dates_are_read_in_many_ways(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("enter")
        form = here.screen(PersonForm)
        form.query_one("#field-leave_date", Input).value = "1231"
        form.query_one("#field-note", Input).value = "带教"
        await here.press("ctrl+s")
        here.screen(PeopleScreen)
        desk = demo.enter("hr")
        person = desk.do(ListPeople("R0001")).people[0]
        assert (person.leave_date, person.note) == (date(2026, 12, 31), "带教")
        desk.leave()


async def test_an_error_keeps_what_is_typed(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("enter")
        form = here.screen(PersonForm)
        form.query_one("#field-number", Input).value = "R0002"
        form.query_one("#field-hire_date", Input).value = "昨天"
        await here.press("ctrl+s")
        assert "昨天" in here.seen()
        form.query_one("#field-hire_date", Input).value = "2020-01-01"
        await here.press("ctrl+s")
        assert "已属于" in here.seen()
        assert form.query_one("#field-number", Input).value == "R0002"


async def test_leaving_with_changes_asks_once(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("enter")
        form = here.screen(PersonForm)
        await here.write("x")
        await here.press("escape")
        assert here.screen(PersonForm) is form
        assert "再按一次" in here.seen()
        await here.press("escape")
        here.screen(PeopleScreen)


async def test_a_stale_record_keeps_the_typed_text_and_shows_what_stands_there(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("enter")
        form = here.screen(PersonForm)
        form.query_one("#field-note", Input).value = "我的备注"
        desk = demo.enter("hr")
        listed = desk.do(ListPeople("R0001")).people[0]
        view = desk.do(OpenPerson(listed.id))
        other = replace(view.person, name="林晓梅", note="别人的备注")
        desk.do(SavePerson(other, view.revision))
        desk.leave()
        await here.press("ctrl+s")
        assert here.screen(PersonForm) is form
        seen = here.seen()
        assert "别人的备注" in seen
        assert form.query_one("#field-name", Input).value == "林晓梅"  # untouched: the new value
        assert form.query_one("#field-note", Input).value == "我的备注"
        await here.press("ctrl+s")
        here.screen(PeopleScreen)
        desk = demo.enter("hr")
        assert desk.do(OpenPerson(listed.id)).person.note == "我的备注"
        desk.leave()


async def test_looking_at_a_phone_is_said_and_written_down(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        assert "****" in here.seen()
        await here.press("ctrl+t")
        assert "已记录" in here.seen()
    desk = demo.enter("audit")
    assert any(line.act == "RevealPhone" for line in desk.do(ListAudit()).lines)
    desk.leave()


async def test_posts_and_contracts(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("enter")
        form = here.screen(PersonForm)
        held = len(form._competences)
        await here.press("ctrl+n")
        here.screen(ChooseScreen)
        await here.press("1")
        assert len(form._competences) == held + 1
        listing = form.query_one("#person-posts", PlainList)
        listing.focus()
        await here.press("ctrl+x")
        assert len(form._competences) == held
        await here.press("ctrl+o")
        contract = here.screen(ContractForm)
        contract.query_one("#field-max_day_minutes", Input).value = "7.5"
        await here.press("ctrl+s")
        assert "重叠" in here.seen()
        await here.press("escape", "escape")
        assert here.screen(PersonForm) is form


async def test_a_new_person(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("ctrl+n")
        form = here.screen(PersonForm)
        await here.write("单丽")
        form.query_one("#field-department", ChoiceLine).action_step(1)
        await here.press("ctrl+s")
        here.screen(PeopleScreen)
        assert "共 61 人" in here.seen()
        assert "单丽" in here.seen()


async def test_a_clerk_sees_only_the_own_record(demo: OfficeFolder) -> None:
    async with seat(demo, "clerk", "people") as here:
        assert "共 1 人" in here.seen()
        await here.press("enter")
        form = here.screen(PersonForm)
        assert form.query_one("#field-name", Input).disabled
        await here.press("ctrl+s")
        assert here.screen(PersonForm) is form
