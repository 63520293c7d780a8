"""What records do to the roster as it is seen: 下夜 after a night, who may not be given what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehr_tui.domain.ids import RestrictionId
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.screens.explain import ExplainScreen
from ehr_tui.screens.roster import RosterScreen
from ehr_tui.screens.roster_edits import Place
from ehr_tui.screens.words import sheet_figures
from ehr_tui.services.intents.organisation import OpenOrganisation, SaveShiftKind
from ehr_tui.services.intents.restrictions import SaveRestriction
from ehr_tui.widgets.one_line import OneLine
from tests.offices import OfficeFolder
from tests.screens.terminal import seat
from tests.screens.test_roster import at, codes, open_lab

JANUARY = Month(2027, 1)
SIZES = [("zh_CN", (80, 24)), ("en", (80, 24)), ("zh_CN", (140, 40))]


def _status(screen: RosterScreen) -> str:
    """The line below the grid."""
    return screen.query_one("#roster-status", OneLine).render().plain


@pytest.mark.parametrize(("language", "size"), SIZES)
async def test_a_night_brings_the_next_cell_and_undo_takes_both(
    demo: OfficeFolder, language: str, size: tuple[int, int]
) -> None:
    async with seat(demo, "hr", "roster", size) as here:
        here.app.set_language(language)
        view = await here.app.office.do(OpenOrganisation(2026))
        night = next(k for k in view.kinds if k.code == "N")
        await here.app.office.do(SaveShiftKind(replace(night, active=True), night, 2026))
        screen = await open_lab(here, day=5, row=2, month=JANUARY)
        place = at(screen)
        after = Place(place.person, date(2027, 1, 6))
        await here.press("N")
        assert (codes(screen, place), codes(screen, after)) == (["N"], ["下夜"])
        assert at(screen) == after, "typing goes on over it"
        await here.press("ctrl+z")
        assert (codes(screen, place), codes(screen, after)) == ([], [])
        await here.press("ctrl+y")
        await here.press("delete")  # undo has taken the cursor back there
        assert (codes(screen, place), codes(screen, after)) == ([], [])


@pytest.mark.parametrize(
    ("language", "task", "hazard", "post"),
    [
        ("zh_CN", "抽血、code_of_none", "辐射", "别处的岗位"),
        ("en", "Drawing, code_of_none", "Radiation", "Post elsewhere"),
    ],
)
async def test_findings_name_tasks_hazards_and_posts(
    demo: OfficeFolder, language: str, task: str, hazard: str, post: str
) -> None:
    async with seat(demo, "hr", "roster") as here:
        here.app.set_language(language)
        screen = await open_lab(here, day=5, row=2, month=JANUARY)
        assert screen.sheet is not None
        assert {sort for sort, _ in screen.sheet.names} == {"post", "task", "hazard"}
        names = {
            ("task", "draw"): Name("抽血", "Drawing"),
            ("hazard", "ray"): Name("辐射", "Radiation"),
            ("post", "away"): Name("别处的岗位", "Post elsewhere"),
        }
        figures = (("task", "draw+code_of_none"), ("hazard", "ray"), ("post", "away"), ("n", 3))
        words = sheet_figures(screen.t, figures, replace(screen.sheet, names=names), language)
        assert (words["task"], words["hazard"], words["post"], words["n"]) == (task, hazard, post, 3)


@pytest.mark.parametrize(
    ("language", "effect", "rule"), [("zh_CN", "不上夜班", "限制夜班"), ("en", "no nights", "No nights")]
)
async def test_who_is_restricted_is_marked_told_and_explained(
    demo: OfficeFolder, language: str, effect: str, rule: str
) -> None:
    async with seat(demo, "hr", "roster") as here:
        here.app.set_language(language)
        screen = await open_lab(here, day=8, row=2)
        assert screen.sheet is not None
        row = screen.sheet.rows[2]
        assert effect not in _status(screen)
        held = Restriction(
            RestrictionId(0), row.person, frozenset({Effect.NO_NIGHT}), date(2026, 12, 8), date(2026, 12, 20),
            kind=RestrictionKind.PREGNANCY, reason="七个月",
        )  # fmt: skip
        await here.app.office.do(SaveRestriction(held))
        await here.press("ctrl+r")
        line = next(line for line in here.seen().splitlines() if line.startswith(row.name))
        assert f"{row.name} " in line
        assert "=" in line
        assert effect in _status(screen), "the line below tells it on a day on which it holds"
        await here.press("question_mark")
        here.screen(ExplainScreen)
        assert rule in here.seen()
        assert "七个月" not in here.seen()
        await here.press("escape", "left")
        assert effect not in _status(screen)
