"""The roster screen over a real office: typing, moving, undoing, reasons, others, publishing."""

from __future__ import annotations

from datetime import date

from textual.widgets import Input, OptionList

from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.month import Month
from ehr_tui.domain.roster import CellChange, RosterSheet
from ehr_tui.screens.choose import ChooseScreen
from ehr_tui.screens.explain import ExplainScreen
from ehr_tui.screens.roster import RosterScreen
from ehr_tui.screens.roster_edits import Place, cell_of
from ehr_tui.services.intents.roster import EditRoster, OpenRoster
from ehr_tui.widgets.dialogs import ConfirmDialog, MessageDialog, ReasonDialog
from tests.offices import OfficeFolder
from tests.screens.terminal import Seat, seat

LAB = DepartmentId(2)
DECEMBER = Month(2026, 12)


def codes(screen: RosterScreen, place: Place) -> list[str]:
    """The codes in a cell."""
    assert screen.sheet is not None
    kinds = {kind.id: kind.code for kind in screen.sheet.kinds}
    return [kinds[entry.kind] for entry in cell_of(screen.sheet, place).entries]


def at(screen: RosterScreen) -> Place:
    """The cell under the cursor."""
    assert screen.place is not None
    return screen.place


async def open_lab(here: Seat, day: int = 1, row: int = 0, month: Month = DECEMBER) -> RosterScreen:
    """The laboratory's month with the cursor on a day."""
    screen = here.screen(RosterScreen)
    screen._open(LAB, month)
    await here.settle()
    assert screen.sheet is not None
    screen.grid.go_to(screen.sheet.rows[row].person, date(month.year, month.month, day))
    await here.settle()
    return screen


async def test_a_letter_assigns_and_the_cursor_goes_on(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        place = at(screen)
        await here.press("r")
        assert codes(screen, place) == ["休"]
        assert at(screen).day == date(2026, 12, 2)
        assert screen.sheet is not None
        assert screen.sheet.undo_steps == 1


async def test_fast_typing_over_one_line_never_goes_stale(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        person = at(screen).person
        for key in "rrdd":
            await here.pilot.press(key)
        await here.settle()
        assert here.screen(RosterScreen) is screen
        shown = [codes(screen, Place(person, date(2026, 12, day))) for day in (1, 2, 3, 4)]
        assert shown == [["休"], ["休"], ["D"], ["D"]]


async def test_the_same_cell_typed_twice_keeps_the_later_letter(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        place = at(screen)
        await here.pilot.press("r", "left", "y")
        await here.settle()
        assert codes(screen, place) == ["年"]


async def test_chinese_codes_typed_through_an_input_method(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        place = at(screen)
        await here.press("休")
        assert codes(screen, place) == ["休"]


async def test_plus_adds_to_the_letter_just_typed(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        place = at(screen)
        await here.press("d", "plus", "o")
        assert codes(screen, place) == ["D", "备"]
        assert at(screen).day == date(2026, 12, 2)


async def test_enter_repeats_and_backspace_takes_back(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        person = at(screen).person
        await here.press("r", "enter")
        assert codes(screen, Place(person, date(2026, 12, 2))) == ["休"]
        await here.press("home", "r")
        await here.press("backspace")
        assert codes(screen, Place(person, date(2026, 12, 1))) == []
        assert at(screen).day == date(2026, 12, 1)


async def test_delete_undo_and_redo(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        place, before = at(screen), codes(screen, at(screen))
        assert before
        await here.press("delete")
        assert codes(screen, place) == []
        await here.press("ctrl+z")
        assert codes(screen, place) == before
        await here.press("ctrl+y")
        assert codes(screen, place) == []


async def test_moving_onto_an_occupied_cell_exchanges(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here, day=1)
        first, second = at(screen), Place(at(screen).person, date(2026, 12, 2))
        one, two = codes(screen, first), codes(screen, second)
        assert one != two
        await here.press("ctrl+x", "right", "enter")
        assert (codes(screen, first), codes(screen, second)) == (two, one)


async def test_an_unknown_letter_is_said_and_nothing_written(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        before = codes(screen, at(screen))
        await here.press("x")
        assert "没有班次“x”" in here.seen()
        assert codes(screen, at(screen)) == before


async def test_a_forbidden_edit_asks_for_a_reason_and_waits(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here, day=1)
        person = at(screen).person
        assert codes(screen, Place(person, date(2026, 12, 2))) == ["A"]
        await here.press("p")  # until 22:45, the next day begins at 07:00
        dialog = here.screen(ReasonDialog)
        assert "班间" in here.seen() or "下班到" in here.seen()
        dialog.query_one(Input).value = "同事病假，本人同意"
        await here.press("enter")
        assert codes(here.screen(RosterScreen), Place(person, date(2026, 12, 1))) == ["P"]
        assert screen.sheet is not None
        assert len(screen.sheet.overridden) == 1


async def test_without_a_reason_a_forbidden_edit_is_given_up(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here, day=1)
        place, before = at(screen), codes(screen, at(screen))
        await here.press("p", "escape")
        assert codes(here.screen(RosterScreen), place) == before


async def test_who_may_not_override_is_told_why(demo: OfficeFolder) -> None:
    async with seat(demo, "leader", "roster") as here:
        screen = here.screen(RosterScreen)
        sheet = screen.sheet
        assert sheet is not None
        assert sheet.can_edit
        assert not sheet.can_override
        place = Place(sheet.rows[0].person, date(2026, 12, 1))
        screen.grid.go_to(place.person, place.day)
        await here.press("y", "left", "plus", "d")  # leave and work on one day
        here.screen(MessageDialog)
        assert "没有破例的权限" in here.seen()
        await here.press("escape")
        assert codes(here.screen(RosterScreen), place) == ["年"]


async def test_a_stale_edit_says_what_changed_and_reads_again(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        place = at(screen)
        other = demo.enter("manager")
        sheet = other.do(OpenRoster(LAB, DECEMBER))
        rest = next(k for k in sheet.kinds if k.code == "休")
        standing = cell_of(sheet, place)
        change = CellChange(place.person, place.day, standing.seen, (Entry(rest.id),))
        other.do(EditRoster(LAB, DECEMBER, (change,)))
        screen._seen_commits = here.app.commits  # the poll has not come round yet
        await here.press("y")
        here.screen(MessageDialog)
        assert "已被" in here.seen()
        assert "休" in here.seen()
        await here.press("escape")
        assert codes(here.screen(RosterScreen), place) == ["休"]
        other.leave()


async def test_others_commits_are_read_without_losing_what_is_half_typed(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here, day=7, row=2)
        before = at(screen)
        await here.press("下")  # 下 or 下夜: waits
        assert screen.grid.pending == "下"
        other = demo.enter("manager")
        sheet = other.do(OpenRoster(LAB, DECEMBER))
        row = sheet.rows[0]
        rest = next(k for k in sheet.kinds if k.code == "休")
        change = CellChange(row.person, DECEMBER.first, row.cells[0].seen, (Entry(rest.id),))
        other.do(EditRoster(LAB, DECEMBER, (change,)))
        other.leave()
        here.app.commits += 1
        screen.catch_up()
        await here.settle()
        assert screen.grid.pending == "下"
        assert at(screen) == before
        await here.press("escape")
        assert codes(screen, Place(row.person, DECEMBER.first)) == ["休"]
        assert at(screen) == before


async def test_explain_shows_every_rule(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster", (100, 40)) as here:
        await open_lab(here)
        await here.press("question_mark")
        here.screen(ExplainScreen)
        seen = here.seen()
        for rule in ("时段重叠", "班间休息", "连续上班", "岗位资格"):
            assert rule in seen


async def test_next_violation_and_next_gap_move_the_cursor(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        await here.press("ctrl+n")
        assert screen.sheet is not None
        found = [v for v in screen.sheet.violations if v.person == at(screen).person]
        assert any(at(screen).day in v.days for v in found)
        await here.press("home", "delete", "ctrl+g")
        assert at(screen).day == date(2026, 12, 1) or screen.note


async def test_months_are_turned_and_chosen(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        await here.press("left_square_bracket")
        assert screen.sheet is not None
        assert screen.sheet.month == Month(2026, 11)
        await here.press("】")
        assert screen.sheet.month == DECEMBER
        await here.press("ctrl+o", "up", "right", "enter")
        assert screen.sheet.department.id != LAB


async def test_publishing_lists_what_is_wrong_and_asks_for_a_reason(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        await here.press("ctrl+b")
        here.screen(ConfirmDialog)
        assert "曾宇航" in here.seen()
        await here.press("right", "enter")
        dialog = here.screen(ReasonDialog)
        dialog.query_one(Input).value = "已与本人商定"
        await here.press("enter")
        assert screen.sheet is not None
        assert screen.sheet.version == 1
        assert "第1版" in here.seen()


async def test_a_filter_shows_only_people_with_findings(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        await here.press("ctrl+f")
        here.screen(ChooseScreen)
        await here.press("2")
        shown: RosterSheet | None = screen.grid.sheet
        assert shown is not None
        assert [row.name for row in shown.rows] == ["曾宇航"]


async def test_a_clerk_sees_only_the_own_published_row_and_cannot_type(demo: OfficeFolder) -> None:
    async with seat(demo, "clerk", "roster") as here:
        screen = here.screen(RosterScreen)
        assert screen.sheet is not None
        assert len(screen.sheet.rows) == 1
        place, before = at(screen), codes(screen, at(screen))
        await here.press("r")
        assert "只能查看" in here.seen()
        assert codes(screen, place) == before
        assert at(screen) == place


async def test_a_block_pasted_from_a_spreadsheet(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here, day=1)
        assert screen.sheet is not None
        first, second = (row.person for row in screen.sheet.rows[:2])
        from textual.events import Paste

        screen.grid.post_message(Paste("休\tD/备\n年\t-"))
        await here.settle()
        shown = [codes(screen, Place(p, date(2026, 12, d))) for p in (first, second) for d in (1, 2)]
        assert shown == [["休"], ["D", "备"], ["年"], []]
        screen.grid.go_to(first, date(2026, 12, 1))
        screen.grid.post_message(Paste("休\t怪\n年\tD"))
        await here.settle()
        assert "怪" in here.seen()


async def test_the_whole_month_and_the_letters_at_80_by_24(demo: OfficeFolder) -> None:
    async with seat(demo, "hr", "roster") as here:
        screen = await open_lab(here)
        await here.press("delete")
        seen = here.seen()
        assert "3031" in seen
        assert "工时/应" in seen
        assert "D白班" in seen
        here.app.set_language("en")
        await here.settle()
        assert "draft" in here.seen()
        assert "hrs/due" in here.seen()
        assert screen.query(OptionList) is not None
