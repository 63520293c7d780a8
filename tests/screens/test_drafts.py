"""My drafts: found again, opened, thrown away."""

from __future__ import annotations

from dataclasses import replace

from textual.widgets import Input

from ehr_tui.screens.drafts import DraftsScreen
from ehr_tui.screens.people import PeopleScreen
from ehr_tui.screens.person_form import PersonForm
from ehr_tui.services.intents.people import ListPeople, OpenPerson, SavePerson
from ehr_tui.services.intents.personal import ListDrafts, SaveDraft
from tests.offices import OfficeFolder
from tests.screens.terminal import Seat, seat


async def until(here: Seat, text: str) -> None:
    """Let the program go on until something can be read."""
    for _ in range(200):
        if text in here.seen():
            return
        await here.pilot.pause(0.02)
    raise AssertionError(here.seen())


async def test_a_draft_is_found_from_the_own_account_and_opened(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("enter")
        form = here.screen(PersonForm)
        form.query_one("#field-latin", Input).value = "Lin X T"
        await here.press("escape", "escape")
        here.screen(PeopleScreen)
        here.app.go("own")
        await here.settle()
        await here.press("7")
        here.screen(DraftsScreen)
        await until(here, "林晓棠")
        await here.press("enter")
        await here.settle()
        form = here.screen(PersonForm)
        assert form.query_one("#field-latin", Input).value == "Lin X T"
        assert "草稿" in here.seen()


async def test_a_draft_is_thrown_away_from_the_list(demo: OfficeFolder) -> None:
    desk = demo.enter("hr")
    desk.do(SaveDraft("CallForm", "9", "某表", "roster", {"a": "1"}, {}))
    desk.leave()
    async with seat(demo, "hr", "own") as here:
        await here.press("7")
        here.screen(DraftsScreen)
        await here.press("enter")  # no screen of the rosters knows that form
        assert "某表" in here.seen()
        here.app.go("own")
        await here.settle()
        await here.press("7", "delete")
        assert "没有未保存的草稿" in here.seen()
        desk = demo.enter("hr")
        assert desk.do(ListDrafts()) == ()
        desk.leave()


async def test_a_draft_of_a_record_that_another_changed_meanwhile(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("enter")
        form = here.screen(PersonForm)
        form.query_one("#field-latin", Input).value = "Lin X T"
        await here.press("escape", "escape")
        desk = demo.enter("manager")
        line = desk.do(ListPeople("R0001")).lines[0]
        desk.leave()
        desk = demo.enter("hr")
        view = desk.do(OpenPerson(line.person.id))
        desk.do(SavePerson(replace(view.person, latin="Lin Xiao Tang", number="R9001"), view.revision))
        desk.leave()
        here.app.screen.action_read()  # type: ignore[attr-defined]
        await here.settle()
        await here.press("enter")
        form = here.screen(PersonForm)
        assert form.text("latin") == "Lin X T"
        assert "Lin Xiao Tang" in here.seen()  # what stands there now
        assert form.text("number") == "R9001"
        desk = demo.enter("hr")
        view = desk.do(OpenPerson(line.person.id))
        desk.do(SavePerson(replace(view.person, note="x"), view.revision))
        desk.leave()
        await here.press("ctrl+s")  # once more somebody was faster
        assert here.screen(PersonForm) is form
        assert form.text("latin") == "Lin X T"
        await here.press("ctrl+s")
        here.screen(PeopleScreen)
        desk = demo.enter("hr")
        person = desk.do(OpenPerson(line.person.id)).person
        assert (person.latin, person.number, person.note) == ("Lin X T", "R9001", "x")
        assert desk.do(ListDrafts()) == ()
        desk.leave()
