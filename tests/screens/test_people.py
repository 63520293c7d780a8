"""People: found, narrowed, ordered, changed together; columns and views; the phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from ehr_tui.domain.people_views import PeopleChange, PersonLine
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.forms.many import ManyLine, ManyScreen
from ehr_tui.screens.listing.columns import ColumnsScreen
from ehr_tui.screens.listing.export import ExportForm
from ehr_tui.screens.listing.filter_form import FilterForm
from ehr_tui.screens.listing.pane import ListPane
from ehr_tui.screens.listing.views import ViewsScreen
from ehr_tui.screens.people import PeopleScreen
from ehr_tui.screens.people_changes import CompetenceForm, HomeForm
from ehr_tui.screens.person_form import PersonForm
from ehr_tui.services.intents.audit import ListAudit
from ehr_tui.services.intents.people import ChangePeople, ListPeople
from tests.offices import OfficeFolder
from tests.screens.terminal import Seat, seat


def shown(here: Seat) -> list[PersonLine]:
    return list(here.app.screen.query_one(ListPane).shown)


async def test_search_by_number_name_and_initials(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        for typed in ("zzh", "周子涵", "R0002", "zhou han", "子 r0002"):
            await here.press("slash")
            await here.write(typed)
            assert [line.person.name for line in shown(here)] == ["周子涵"], typed
            assert "找到 1 人" in here.seen()
            await here.press("escape", "escape")
        assert "共 60 人" in here.seen()


async def test_letters_typed_in_the_list_search_and_enter_opens(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.write("zzh")
        assert [line.person.name for line in shown(here)] == ["周子涵"]
        await here.press("enter")
        here.screen(PersonForm)
        await here.press("escape")
        await here.press("escape")
        await here.write("娜")  # as an input method sends it
        assert all("娜" in line.person.name for line in shown(here))
        assert here.app.screen.query_one("ListPane Input", Input).value == "娜"


async def test_a_word_committed_at_once_is_searched_whole(demo: OfficeFolder) -> None:
    """An input method sends all signs of a name together, before the caret could have moved."""
    async with seat(demo, "hr", "people") as here:
        for sign in "周子涵":
            here.app.post_message(events.Key(sign, sign))
        await here.settle()
        assert here.app.screen.query_one("ListPane Input", Input).value == "周子涵"
        assert [line.person.number for line in shown(here)] == ["R0002"]


async def test_the_arrows_move_while_one_types(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        pane = here.app.screen.query_one(ListPane)
        await here.press("slash", "r", "0")
        await here.press("down", "down")
        assert pane.current == str(shown(here)[2].person.id)
        await here.press("enter")
        here.screen(PersonForm)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_sorting_by_any_column(demo: OfficeFolder, language: str) -> None:
    async with seat(demo, "hr", "people", (120, 36)) as here:
        here.app.set_language(language)
        await here.press("right", "ctrl+o")
        names = [line.person.latin for line in shown(here)]
        assert names == sorted(names, key=str.casefold)
        assert "↑" in here.seen()
        await here.press("ctrl+o")
        assert [line.person.latin for line in shown(here)] == sorted(names, key=str.casefold, reverse=True)
        assert "↓" in here.seen()
        await here.press("ctrl+o")
        assert "↓" not in here.seen()
        await here.pilot.click(".list-search", offset=(0, 0))
        await here.pilot.click("RecordTable", offset=(4, 0))  # the number's title
        await here.settle()
        assert "↑" in here.seen()


async def test_filters_and_a_view_by_name(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("ctrl+g")
        form = here.screen(FilterForm)
        field = form.query_one("#field-department", ManyLine)
        field.focus()
        await here.press("enter")
        here.screen(ManyScreen)
        await here.press("space", "enter")
        await here.press("ctrl+s")
        here.screen(PeopleScreen)
        first = shown(here)
        assert 0 < len(first) < 60
        assert len({line.person.department for line in first}) == 1
        assert "科室：" in here.seen()
        await here.press("ctrl+y")
        here.screen(ViewsScreen)
        await here.press("ctrl+n")
        await here.write("早班组")
        await here.press("enter")
        assert "视图“早班组”" in here.seen()
        await here.press("ctrl+y", "home", "enter")  # the list's own view
        assert len(shown(here)) == 60
    async with seat(demo, "hr", "people") as here:  # on another day
        await here.press("ctrl+y", "end", "enter")
        assert [line.person.id for line in shown(here)] == [line.person.id for line in first]
        await here.press("ctrl+y")
        await here.press("delete")
        await here.press("escape")
        await here.press("ctrl+y")
        assert "早班组" not in here.seen()


async def test_a_list_is_found_as_it_was_left(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("ctrl+k")
        here.screen(ColumnsScreen)
        await here.press("space")  # the number goes
        await here.press("down", "right")  # the name one place to the right
        await here.press("enter")
        assert "R0001" not in here.seen()
    async with seat(demo, "hr", "people") as here:
        assert "R0001" not in here.seen()
        keys = [column.key for column in here.app.screen.query_one(ListPane)._model.columns]  # type: ignore[union-attr]
        assert keys[:2] == ["department", "name"]
        await here.press("ctrl+k", "ctrl+g")
        assert "R0001" in here.seen()


async def test_marked_people_are_changed_together(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        pane = here.app.screen.query_one(ListPane)
        await here.press("space", "space")
        await here.press("slash")
        await here.write("R0007")
        await here.press("escape")
        await here.press("space")
        assert "已标记 3 行" in here.seen()  # marks outlive the search
        await here.press("escape")
        await here.press("ctrl+b")
        here.screen(ChooseScreen)
        await here.press("2")  # into the pool
        assert "已修改 3 人" in here.seen()
        assert "已标记" not in here.seen()
        desk = demo.enter("hr")
        lines = desk.do(ListPeople()).lines
        assert {line.person.number for line in lines if line.person.standby_pool} >= {
            "R0001",
            "R0002",
            "R0007",
        }
        desk.leave()
        pane.focus_list()
        await here.press("ctrl+a", "ctrl+a", "ctrl+b", "4")
        form = here.screen(CompetenceForm)
        form.query_one("#field-since", Input).value = ""
        await here.press("ctrl+s")
        assert form.line("since").wrong
        await here.press("escape", "escape", "ctrl+b", "1")
        here.screen(HomeForm)
        await here.press("ctrl+s")
        here.screen(PeopleScreen)


async def test_a_stale_change_of_many_is_refused_and_shown_anew(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        desk = demo.enter("hr")
        line = desk.do(ListPeople("R0001")).lines[0]
        desk.do(ChangePeople(((line.person.id, line.revision),), PeopleChange(standby_pool=True)))
        desk.leave()
        await here.press("space", "ctrl+b", "3")
        desk = demo.enter("hr")
        assert desk.do(ListPeople("R0001")).lines[0].person.standby_pool
        desk.leave()


async def test_what_is_seen_is_exported_and_copied(demo: OfficeFolder, tmp_path: Path) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("slash")
        await here.write("R000")
        await here.press("escape", "ctrl+e")
        form = here.screen(ExportForm)
        form.query_one("#export-path", Input).value = str(tmp_path / "people.xlsx")
        await here.press("ctrl+s")
        here.screen(PeopleScreen)
        assert (tmp_path / "people.xlsx").read_bytes()[:2] == b"PK"
        assert (tmp_path / "people.xlsx").stat().st_mode & 0o077 == 0
        await here.press("ctrl+e")
        form = here.screen(ExportForm)
        form.query_one("#export-path", Input).value = str(tmp_path / "people")
        await here.press("ctrl+s")
        assert "已存在" in here.seen()
        await here.press("escape")
        await here.press("space", "ctrl+c")
        assert "R0001" in here.app.clipboard
        assert "\t" in here.app.clipboard
    desk = demo.enter("audit")
    assert any(line.act == "ExportTable" for line in desk.do(ListAudit()).lines)
    desk.leave()


async def test_looking_at_a_phone_is_said_and_written_down(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people", (120, 36)) as here:
        assert "****" in here.seen()
        await here.press("ctrl+t")
        assert "已记录" in here.seen()
    desk = demo.enter("audit")
    assert any(line.act == "RevealPhone" for line in desk.do(ListAudit()).lines)
    desk.leave()


async def test_a_new_person(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        await here.press("ctrl+n")
        form = here.screen(PersonForm)
        await here.write("单丽")
        assert form.text("name") == "单丽"
        await here.press("ctrl+s")
        here.screen(PeopleScreen)
        assert "共 61 人" in here.seen()
        pane = here.app.screen.query_one(ListPane)
        assert pane.current_row.person.name == "单丽"


async def test_a_clerk_sees_only_the_own_record_and_may_change_nobody(demo: OfficeFolder) -> None:
    async with seat(demo, "clerk", "people") as here:
        assert "共 1 人" in here.seen()
        await here.press("space", "ctrl+b")
        here.screen(PeopleScreen)
        assert "已标记" not in here.seen()
        await here.press("enter")
        form = here.screen(PersonForm)
        assert not form.can_save


async def test_the_list_reads_in_both_languages(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        assert "科室" in here.seen()
        here.app.set_language("en")
        await here.settle()
        assert "Department" in here.seen()
        assert "60 people" in here.seen()


async def test_state_and_phone_are_in_sight_on_a_narrow_terminal(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "people") as here:
        first = next(line for line in here.seen().splitlines() if "R0001" in line)
        assert "在职" in first
        assert "154****" in first
