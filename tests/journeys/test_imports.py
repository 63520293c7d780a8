"""An office brings what it already has: its staff list and last month's roster, as they are."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.journeys.conftest import Start
from tests.journeys.steps import create_office, digit_of, name_codes
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey

TIMES = {"A1": "07:00-15:00", "A2": "08:00-16:00", "B1": "14:00-22:00", "B2": "12:00-20:00"}


_NAMED = re.compile(r"^[\u4e00-\u9fff]{2,4} ", re.MULTILINE)
"""A row of the grid."""


@pytest.fixture
def sheets() -> Path:
    """The folder with the sample spreadsheets."""
    folder = os.environ.get("EHR_TUI_SHEETS", "")
    if not folder or not (Path(folder) / "roster-month.xlsx").exists():
        pytest.skip("EHR_TUI_SHEETS names no folder with the sample spreadsheets")
    return Path(folder)


def test_staff_list_and_roster_come_in_once(start: Start, sheets: Path) -> None:
    walker = start(columns=120, rows=36)
    create_office(walker)
    walker.at.press("1")
    _dry_run(walker, sheets / "staff-list.xlsx")
    walker.see("imports.ready")
    walker.at.press("ctrl+s")
    walker.see("imports.done", "imports.hint")

    walker.at.press("f2")
    walker.see("home.step.sheet")
    walker.at.press(digit_of(walker, walker.text("home.step.sheet")))
    _dry_run(walker, sheets / "roster-month.xlsx")
    walker.see("imports.place.unknown")  # the sheet names no department
    walker.at.press("enter")
    walker.see("imports.place.name")
    walker.at.press("left")  # from a new department to the last there is
    walker.at.press("tab")
    walker.at.press("tab")
    walker.at.type("文员")
    walker.at.press("ctrl+s")
    walker.see("imports.code.unknown")
    name_codes(walker, TIMES)
    walker.see("imports.ready")
    walker.at.press("ctrl+s")  # a roster that came in is opened
    walker.at.see(f"▸ {walker.words.month(2026, 4)}")
    walker.at.until(lambda screen: len(_NAMED.findall(screen)) > 10, "nobody is in April")

    walker.at.press("f6")
    walker.see("imports.hint")
    walker.at.press("ctrl+r")
    walker.see("imports.nothing_to_do")
    walker.at.press("escape")
    walker.gone("imports.nothing_to_do")
    walker.quit()


def _dry_run(walker: Walker, file: Path) -> None:
    walker.fill("imports.file", str(file))
    walker.see("imports.tab.rows")
