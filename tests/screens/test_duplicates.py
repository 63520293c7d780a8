"""Two records of one person become one: side by side, field by field, nothing lost in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import ContractId
from ehr_tui.domain.people import Details, Education
from ehr_tui.screens.duplicates import DuplicatesScreen
from ehr_tui.screens.merge import MergeScreen
from ehr_tui.screens.plain_list import PlainList
from ehr_tui.services.intents.people import ListPeople, SaveContract, SavePerson
from ehr_tui.widgets.dialogs import ConfirmDialog
from ehr_tui.widgets.help_panel import HelpPanel
from tests.offices import OfficeFolder
from tests.screens.records import another, record, rows, write
from tests.screens.terminal import Seat, seat


def twins(demo: OfficeFolder) -> None:
    """The same person once more, entered by somebody who wrote the number otherwise."""
    birth = record(demo).details.birth_date or date(1995, 11, 5)
    another(demo, details=Details(birth, Education.MASTER), phone="13900139000", number="r-1", note="新录")


async def side_by_side(here: Seat) -> MergeScreen:
    here.app.push_screen(DuplicatesScreen())
    await here.settle()
    await here.press("enter")
    return here.screen(MergeScreen)


def line(here: Seat, label: str) -> str:
    return next(row for row in rows(here, "merge-list") if label in row.split("  "))


async def test_none_is_said(demo: OfficeFolder) -> None:
    async with seat(demo, "hr") as here:
        here.app.push_screen(DuplicatesScreen())
        await here.settle()
        assert "没有发现" in here.seen()
        await here.press("enter", "escape")
        assert not isinstance(here.app.screen, DuplicatesScreen)


async def test_two_become_one_with_chosen_values(demo: OfficeFolder) -> None:
    twins(demo)
    async with seat(demo, "hr") as here:
        merge = await side_by_side(here)
        assert line(here, "学历").startswith("!  学历")
        assert "(•) R0001" in line(here, "工号")
        listing = merge.query_one(PlainList)
        listing.mark("education")
        await here.press("right")
        assert "(•) 硕士" in line(here, "学历")
        await here.press("ctrl+s")
        here.screen(ConfirmDialog)
        seen = here.seen()
        assert "全部排班" in seen
        assert "学历" in seen
        assert "不能撤销" in seen
        await here.press("escape")
        assert here.screen(MergeScreen) is merge
        await here.press("ctrl+s", "right", "enter")
        here.screen(DuplicatesScreen)
        assert "没有发现" in here.seen()
    view = record(demo)
    assert view.details.education is Education.MASTER
    assert view.person.note == "新录"  # what stayed had none
    desk = demo.enter("hr")
    assert not desk.do(ListPeople("r-1")).people
    desk.leave()


async def test_the_other_record_may_stay(demo: OfficeFolder) -> None:
    twins(demo)
    async with seat(demo, "hr") as here:
        await side_by_side(here)
        await here.press("ctrl+t")
        assert "(•) r-1" in line(here, "工号")
        assert "并入：林晓棠 R0001" in here.seen()
        await here.press("enter")  # the marked line, the first that differs: the other value
        assert "(•) R0001" in line(here, "工号")


async def test_clashes_are_listed_and_nothing_is_merged(demo: OfficeFolder) -> None:
    twins(demo)
    other = record(demo, "r-1").person.id
    write(demo, SaveContract(Contract(ContractId(0), other, date(2026, 1, 1))))
    async with seat(demo, "hr") as here:
        merge = await side_by_side(here)
        await here.press("ctrl+s", "right", "enter")
        assert here.screen(MergeScreen) is merge
        assert "两份合同重叠" in here.seen()
        await here.press("ctrl+l")
        assert "clash" in here.seen()
    assert record(demo, "r-1").person.name == "林晓棠"


async def test_a_record_changed_meanwhile_is_read_again(demo: OfficeFolder) -> None:
    twins(demo)
    async with seat(demo, "hr") as here:
        merge = await side_by_side(here)
        another(demo, number="x-9", name="别人")
        person = record(demo, "r-1")
        write(demo, SavePerson(replace(person.person, note="又改了"), person.revision))
        await here.press("ctrl+s", "right", "enter")
        assert here.screen(MergeScreen) is merge
        assert "又改了" in here.seen()


async def test_two_people_are_told_apart_and_found_again(demo: OfficeFolder) -> None:
    twins(demo)
    async with seat(demo, "hr") as here:
        here.app.push_screen(DuplicatesScreen())
        await here.settle()
        await here.press("ctrl+d")
        assert "没有发现" in here.seen()
        assert not rows(here, "duplicates-list")
        await here.press("ctrl+d", "enter")  # nothing is marked
        here.screen(DuplicatesScreen)
        await here.press("ctrl+t")
        assert "已确认不是同一人" in rows(here, "duplicates-list")[0]
        assert "没有发现" in here.seen()
        await here.press("ctrl+d")
        assert "已确认" not in rows(here, "duplicates-list")[0]
        await here.press("ctrl+t")
        assert "1 对" in here.seen()


async def test_the_cursor_has_a_sign_and_help_its_key(demo: OfficeFolder) -> None:
    twins(demo)
    async with seat(demo, "hr") as here:
        await side_by_side(here)
        (before,) = (n for n, seen in enumerate(here.seen().splitlines()) if ">" in seen[:4])
        await here.press("down")
        (after,) = (n for n, seen in enumerate(here.seen().splitlines()) if ">" in seen[:4])
        assert after == before + 1
        assert "F1" in here.seen().splitlines()[-1]
        await here.press("f1")
        assert isinstance(here.app.screen, HelpPanel)
