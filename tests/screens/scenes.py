"""Walks through the screens of each area; every walk shows its pictures one after the other to ``look``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from textual.widgets import Input

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.ids import RestrictionId
from ehr_tui.domain.month import Month
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.screens.calendar_form import DayForm
from ehr_tui.screens.forms.many import ManyLine
from ehr_tui.screens.imports import ImportsScreen
from ehr_tui.screens.tab_line import TabLine
from ehr_tui.services.intents.personal import SaveDraft
from ehr_tui.services.intents.restrictions import SaveRestriction
from tests.messy_book import CODES, SITES, messy_roster
from tests.offices import OfficeFolder
from tests.screens.records import another, write
from tests.screens.terminal import Seat
from tests.screens.test_audit import fill as fill_audit
from tests.screens.test_organisation import choose, put
from tests.screens.test_roster import open_lab
from tests.screens.test_roster_callouts import record as record_callout

Look = Callable[..., Awaitable[None]]


@dataclass(frozen=True)
class Walk:
    """Who walks, where it begins, what is made ready before, and the walk itself."""

    login: str
    mode: str
    walk: Callable[[Seat, Look], Awaitable[None]]
    ready: Callable[[OfficeFolder], None] = lambda office: None


async def people(here: Seat, look: Look) -> None:
    """The list: plain, searched, marked, its filter, columns, views, acts, export."""
    await look("plain")
    await here.press("slash")
    await here.write("zh")
    await look("searched")
    await here.press("escape", "escape", "home", "space", "space")
    await look("marked")
    await look("acts", "ctrl+b")
    await here.press("escape", "escape", "ctrl+g")
    await look("filter")
    here.app.screen.query_one("#field-department", ManyLine).focus()
    await here.press("enter", "space")
    await look("choices")
    await here.press("enter", "ctrl+s")
    await look("filtered")
    await look("views", "ctrl+y")
    await here.press("escape")
    await look("columns", "ctrl+k")
    await here.press("escape")
    await look("export", "ctrl+e")


async def organisation(here: Seat, look: Look) -> None:
    """Six tabs with their forms, a post's page, a week, what a day's change touches."""
    await look("departments", "1")
    await here.press("down")
    await look("week", "ctrl+w")
    await here.press("escape")
    await look("posts", "2")
    await here.press("down")
    await look("post-form", "enter")
    await here.press("escape")
    await look("post-page", "ctrl+u")
    await here.press("escape")
    await look("kinds", "3")
    await look("kind-form", "enter")
    await here.press("escape")
    await look("demand", "4")
    await look("demand-form", "enter")
    await here.press("escape")
    await look("codes", "6")
    await look("code-form", "enter")
    await here.press("escape")
    await look("calendar", "5")
    await here.press("right", "right", "enter")
    choose(here, DayForm, kind=DayKind.STATUTORY_HOLIDAY)
    put(here, DayForm, zh="院庆", en="Founding day")
    await look("day-form")
    await look("calendar-preview", "ctrl+s")


async def imports(here: Seat, look: Look) -> None:
    """Dry runs of a staff list with errors and of a messy roster, each tab with its dialog; carrying out."""
    Path("roster.xlsx").write_bytes(messy_roster())
    Path("staff.csv").write_text(
        "工号,姓名,手机号,部门,入职日期\n"
        "X1,贺知秋,13800001111,医学检验科,2026-11-01\n"
        "X1,顾南,13800002222,医学检验科,2026-13-01\n"
        "X3,单立群,13800003333,新科室,2026-11-02\n",
        encoding="utf-8",
    )
    screen = here.screen(ImportsScreen)
    await look("empty")
    await _dry_run(here, "staff.csv")
    await look("staff-errors")
    await _tab(here, look, "staff", "columns", dialog=True)
    await _tab(here, look, "staff", "rows")
    await here.press("escape", "ctrl+t")
    await _dry_run(here, "roster.xlsx")
    await look("roster-errors")
    await _tab(here, look, "roster", "places", dialog=True)
    await here.press("home")
    for _ in range(SITES):
        await here.press("enter")
        here.app.screen.query_one("#field-post", Input).value = "文员"
        await here.press("ctrl+s", "down")
    await look("roster-places-decided")
    await _tab(here, look, "roster", "codes", dialog=True)
    await here.press("home")
    for _ in range(CODES):
        await here.press("enter", "ctrl+s", "down")
    await _tab(here, look, "roster-decided", "errors")
    await _tab(here, look, "roster", "columns")
    await _tab(here, look, "roster", "rows", dialog=True)
    await _tab(here, look, "roster", "remarks")
    assert here.app.screen is screen
    await here.press("escape")
    await look("export", "ctrl+e")


async def _dry_run(here: Seat, file: str) -> None:
    field = here.app.screen.query_one("#import-path", Input)
    field.value = file
    field.focus()
    await here.press("enter")


async def _tab(here: Seat, look: Look, file: str, tab: str, *, dialog: bool = False) -> None:
    """A tab of the dry run, and what Enter opens on its first line."""
    here.screen(ImportsScreen).query_one(TabLine).choose(tab)
    await here.settle()
    await look(f"{file}-{tab}")
    if dialog:
        await look(f"{file}-{tab}-dialog", "enter")
        assert not isinstance(here.app.screen, ImportsScreen), tab
        await here.press("escape")


async def audit(here: Seat, look: Look) -> None:
    """The list, searched, narrowed, one entry, a day, a check, an export."""
    await here.settle()
    await here.press("down")
    await look("list")
    await look("entry", "enter")
    await here.press("escape")
    await look("filter", "ctrl+t")
    await here.press("down", "down", "right", "right")
    await here.press("ctrl+s")
    await look("filtered")
    await look("refusal", "enter")
    await here.press("escape", "ctrl+k")
    await look("looks", "ctrl+o")
    await here.press("ctrl+o")
    await look("day", "ctrl+g")
    await here.press("escape")
    await here.press("ctrl+e")
    for _ in range(4):
        await here.settle()
    await look("checked")
    await look("export", "ctrl+s")


def _restricted(office: OfficeFolder) -> None:
    view = another(office, "R0009", number="R0099", name="贺知秋", latin="He Zhiqiu")
    held = Restriction(
        RestrictionId(0), view.person.id, frozenset({Effect.NO_NIGHT}), date(2026, 11, 1), date(2027, 3, 20),
        kind=RestrictionKind.PREGNANCY, reason="七个月",
    )  # fmt: skip
    write(office, SaveRestriction(held))


async def roster(here: Seat, look: Look) -> None:
    """A month with a call-in and a restriction: grid, words below, form, explanation."""
    screen = await open_lab(here, day=3, row=2, month=Month(2026, 11))
    await here.press("o", "left")
    await look("callout-form", "ctrl+d")
    await record_callout(here, "20:00-22:00", "急诊标本")
    await look("called-in")
    await look("callouts", "ctrl+d")
    await here.press("escape")
    assert screen.sheet is not None
    row = next(r for r in screen.sheet.rows if r.name == "贺知秋")
    screen.grid.go_to(row.person, date(2026, 11, 5))
    await here.settle()
    await look("restricted")
    await look("explained", "question_mark")


def _draft(office: OfficeFolder) -> None:
    desk = office.enter("hr")
    for number, (form, record, words) in enumerate(
        (("PersonForm", "1", "林晓棠"), ("PersonForm", "new", "（新）"), ("PostForm", "2", "检验前台"))
    ):
        desk.do(SaveDraft(form, record, words, "people", {"name": f"x{number}"}, {"name": ""}))
    desk.leave()


async def shell(here: Seat, look: Look) -> None:
    """Drafts, help, palette."""
    await here.press("7")
    await look("drafts")
    await here.press("escape")
    await look("own")
    here.app.go("people")
    await here.settle()
    await look("help", "f1")
    await here.press("f1")
    here.app.go("roster")
    await here.settle()
    await look("help-roster", "f1")
    await here.press("f1", "ctrl+p")
    await here.settle()
    await look("palette")
    here.app.screen.query_one(Input).value = "dc"
    for _ in range(4):
        await here.settle()
    await look("palette-searched")


def _busy(office: OfficeFolder) -> None:
    desk = office.enter("hr")
    inside = desk.door._inside
    assert inside is not None
    fill_audit(inside.office.store)
    desk.leave()


WALKS = {
    "people": Walk("hr", "people", people),
    "organisation": Walk("hr", "organisation", organisation),
    "imports": Walk("hr", "imports", imports),
    "audit": Walk("audit", "audit", audit, _busy),
    "roster": Walk("hr", "roster", roster, _restricted),
    "shell": Walk("hr", "own", shell, _draft),
}
