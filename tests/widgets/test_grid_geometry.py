"""Where things stand: every cell of a line belongs to exactly one part."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.widgets.grid_geometry import Zone, columns_for, lines_for

widths = st.integers(40, 260)
days_of = st.integers(28, 31)


@given(widths, days_of, st.integers(0, 30), st.integers(0, 12))
def test_parts_add_up_to_the_width(width: int, days: int, name: int, number: int) -> None:
    columns = columns_for(width, days, name, number)
    assert (
        columns.left + columns.visible_days * columns.day + columns.right + columns.blank + columns.thumb
        == width
    )
    assert columns.blank >= 0
    zones = [columns.zone(x) for x in range(width)]
    assert zones.count(Zone.LEFT) == columns.left
    assert zones.count(Zone.DAYS) == columns.visible_days * columns.day
    assert zones.count(Zone.RIGHT) == columns.right
    assert zones.count(Zone.THUMB) == columns.thumb


@given(widths, days_of, st.integers(0, 30), st.data())
def test_the_day_at_a_place_is_the_day_painted_there(
    width: int, days: int, name: int, data: st.DataObject
) -> None:
    columns = columns_for(width, days, name, 6)
    first = data.draw(st.integers(0, days - columns.visible_days))
    x = data.draw(st.integers(0, width - 1))
    day = columns.day_at(x, first)
    if day is None:
        assert columns.zone(x) is not Zone.DAYS
    else:
        assert columns.is_visible(day, first)
        assert columns.day_x(day, first) <= x < columns.day_x(day, first) + columns.day


@given(st.integers(80, 260), days_of, st.integers(0, 30), st.integers(0, 12))
def test_a_whole_month_fits_eighty_columns(width: int, days: int, name: int, number: int) -> None:
    columns = columns_for(width, days, name, number)
    assert columns.visible_days == days
    assert columns.name >= 6
    assert columns.hours >= 9


@given(st.integers(80, 259), days_of, st.integers(0, 30), st.integers(0, 12))
def test_a_wider_terminal_never_shows_narrower_days(width: int, days: int, name: int, number: int) -> None:
    assert columns_for(width, days, name, number).day <= columns_for(width + 1, days, name, number).day


def test_the_usual_terminals() -> None:
    narrow, wide, wider = (columns_for(width, 31, 8, 4) for width in (80, 120, 160))
    assert (narrow.day, narrow.number, narrow.nights) == (2, 0, 0)
    assert (wide.day, wide.nights, wide.rest) == (3, 3, 3)
    assert (wider.day, wider.number) == (4, 5)


@given(st.integers(3, 100), st.integers(0, 400), st.integers(0, 40), st.booleans())
def test_lines_never_exceed_the_height_and_people_come_first(
    height: int, people: int, coverage: int, special: bool
) -> None:
    lines = lines_for(height, people, coverage, special)
    assert lines.header + lines.shown + lines.coverage <= height
    zones = [lines.zone(y) for y in range(height)]
    assert zones.count(Zone.BODY) == lines.shown
    assert zones.count(Zone.COVERAGE) == lines.coverage
    if height >= 12 and people:
        assert lines.shown >= min(3, people)
    for row in range(people):
        y = lines.row_y(row, 0)
        assert y is None or lines.row_at(y, 0) == row
