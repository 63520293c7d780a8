"""Every line has exactly the width of the widget, whatever the names; meaning does not need colour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.duty import Callout, Entry
from ehr_tui.domain.ids import CalloutId, DepartmentId, PersonId, RestrictionId, ShiftKindId
from ehr_tui.domain.restrictions import Effect, Restriction
from ehr_tui.domain.roster import Cell, RosterSheet, RowTotals
from ehr_tui.i18n import t
from ehr_tui.theme import DARK, FANCY_SIGNS, PLAIN_SIGNS
from ehr_tui.widgets.cells import fit, shorten, width_of, wrap
from ehr_tui.widgets.grid_geometry import columns_for, lines_for
from ehr_tui.widgets.grid_looks import joined
from ehr_tui.widgets.grid_model import GridModel
from ehr_tui.widgets.grid_paint import GridPainter, View, hours, hours_of
from ehr_tui.widgets.grid_styles import GridStyles
from tests.widgets.harness import LANGUAGES
from tests.widgets.sheets import AFTERNOON, DESK, A, D, R, make_sheet

NAMES = (
    "𠮷龘龘𪚥",
    "e\u0301tienne",
    "欧阳\u200b娜娜",
    "阿卜杜热西提·麦麦提",
    "",
    "\t李\x1b[31m",
    "李\U0001f600",
)


CALL = Callout(CalloutId(1), PersonId(1), date(2026, 11, 2), 600, 660, DepartmentId(1))


def painter(sheet: RosterSheet, width: int = 80, height: int = 24, *, plain: bool = False) -> GridPainter:
    columns = columns_for(width, len(sheet.heads), max(width_of(row.name) for row in sheet.rows), 4)
    lines = lines_for(height, len(sheet.rows), len(sheet.coverage), special_days=True)
    signs = PLAIN_SIGNS if plain else FANCY_SIGNS
    return GridPainter(GridModel(sheet), columns, lines, GridStyles(DARK), signs, plain)


def with_cell(sheet: RosterSheet, cell: Cell) -> RosterSheet:
    row = sheet.rows[0]
    return replace(sheet, rows=(replace(row, cells=(cell, *row.cells[1:])), *sheet.rows[1:]), violations=())


@pytest.mark.parametrize("width", [60, 80, 81, 100, 120, 160, 230])
@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_are_as_wide_as_the_widget(width: int, language: str) -> None:
    t.switch(language)
    sheet = make_sheet(len(NAMES))
    rows = tuple(replace(row, name=name, number=name) for row, name in zip(sheet.rows, NAMES, strict=True))
    paint = painter(replace(sheet, rows=rows), width)
    view = View()
    strips = [paint.row(n, view) for n in range(len(rows))]
    strips += [paint.header(y, view) for y in range(3)] + [paint.coverage(n, view) for n in range(3)]
    strips.append(paint.blank("没有"))
    for strip in strips:
        assert width_of(strip.text) == strip.cell_length == width
        assert all(segment.style is not None and segment.text for segment in strip)
        assert strip.text.isprintable()


@given(st.text(max_size=20), st.integers(0, 30))
def test_fit_is_exact_and_shorten_never_longer(text: str, width: int) -> None:
    assert width_of(fit(text, width)) == width
    assert width_of(shorten(text, width)) <= width


@given(st.text(alphabet="排班 abc,。、x", max_size=80), st.integers(4, 40))
def test_wrapped_text_is_complete_and_narrow_enough(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "cell, narrow, wide",
    [
        (Cell(), "· ", "·   "),
        (Cell((Entry(D, DESK),)), "D ", "D   "),
        (Cell((Entry(R),)), "R ", "休  "),
        (Cell((Entry(D, DESK),), changed=True), "D'", "D  '"),
        (Cell((Entry(A, DESK), Entry(R))), "A+", "A休 "),
        (Cell((Entry(AFTERNOON, DESK), Entry(R))), "F+", "F/R "),
        (Cell((), (), (Entry(D, DESK),)), "D^", "D  ^"),
        (Cell((Entry(ShiftKindId(99)),)), "# ", "#   "),
        (Cell((Entry(R),), callouts=(CALL,)), "R*", "休 *"),
        (Cell((Entry(R),), changed=True, callouts=(CALL,)), "R*", "休 *"),
    ],
)
def test_what_a_cell_shows(cell: Cell, narrow: str, wide: str) -> None:
    sheet = with_cell(make_sheet(3), cell)
    for width, expected in ((80, narrow), (160, wide)):
        paint = painter(sheet, width)
        line = paint.row(0, View())
        left = paint.columns.left
        assert line.crop(left, left + paint.columns.day).text == expected


def test_findings_are_marked_by_signs() -> None:
    paint = painter(make_sheet(3))
    left = paint.columns.left
    assert paint.row(1, View()).crop(left + 4, left + 8).text == "N!Z!"
    assert paint.row(0, View()).crop(left + 16, left + 18).text == "F?"


def test_who_is_restricted_has_a_sign_after_the_name() -> None:
    sheet = make_sheet(3)
    held = Restriction(RestrictionId(1), PersonId(1), frozenset({Effect.NO_NIGHT}), date(2026, 11, 1))
    row = replace(sheet.rows[2], restrictions=(held,))
    paint = painter(replace(sheet, rows=(*sheet.rows[:2], row), violations=()))
    left = paint.columns.left
    assert [paint.row(n, View()).crop(left - 1, left).text for n in (1, 2)] == [" ", "="]


def test_plain_terminals_get_ascii_only() -> None:
    t.switch("en")
    sheet = with_cell(make_sheet(6), Cell((Entry(R),)))
    paint = painter(sheet, 100, plain=True)
    view = View()
    text = "".join(paint.row(n, view).text for n in range(6))
    text += "".join(paint.header(y, view).text for y in range(3)) + paint.coverage(0, view).text
    assert text.isascii()


def test_header_names_days_weekdays_and_kinds_of_days() -> None:
    paint = painter(make_sheet(3))
    left = paint.columns.left
    days, weekdays, kinds = (paint.header(y, View()).crop(left).text for y in range(3))
    assert days.startswith("1 2 3 4 5 6 7 8 9 10")
    assert paint.header(1, View()).text.startswith("姓名")
    assert "四五六日一二三" in weekdays
    assert kinds.strip().startswith("假假假休休休休")
    assert "班" in kinds


def test_coverage_shows_missing_and_surplus() -> None:
    paint = painter(make_sheet(3))
    left = paint.columns.left
    line = paint.coverage(0, View()).crop(left, left + 14).text
    assert line == "-2-1· +1-2-1  "
    assert paint.coverage(0, View()).crop(paint.columns.right_x).text.strip() == "-21"


def test_hours() -> None:
    assert [hours(m) for m in (0, 450, 9450, 470, -30)] == ["0", "7.5", "157.5", "7.8", "-0.5"]
    assert hours_of(RowTotals(9450, 10080, 0, 0, 0), 9) == "157.5/168"
    assert hours_of(RowTotals(9450, 9920, 0, 0, 0), 9) == "157.5/165"


def test_entries_are_joined_as_well_as_fits() -> None:
    assert joined(["上", "休"], ["M", "R"], 5) == ("上/休", False)
    assert joined(["上", "休"], ["M", "R"], 4) == ("上休", False)
    assert joined(["上", "休"], ["M", "R"], 3) == ("M/R", False)
    assert joined(["上", "休"], ["M", "R"], 2) == ("MR", False)
    assert joined(["上", "休", "备"], ["M", "R", "O"], 2) == ("MR", True)
