"""Pure parts of the screens: column widths, hours, cell changes."""

from __future__ import annotations

import pytest

from ehr_tui.errors import InputError
from ehr_tui.screens.field_values import read_hours, shown_hours
from ehr_tui.screens.plain_list import NARROWEST, fitting


@pytest.mark.parametrize(
    ("widths", "room", "firm", "expected"),
    [
        ([10, 20, 30], 60, (), [10, 20, 30]),
        ([10, 20, 30], 50, (), [10, 20, 20]),
        ([10, 20, 30], 40, (), [10, 15, 15]),
        ([10, 20, 30], 45, (2,), [8, 8, 30]),
        ([8, 8], 4, (), [NARROWEST, NARROWEST]),
        ([], 10, (), []),
    ],
)
def test_the_widest_columns_give_way(
    widths: list[int], room: int, firm: tuple[int, ...], expected: list[int]
) -> None:
    assert fitting(widths, room, firm) == expected


@pytest.mark.parametrize(
    ("text", "minutes"), [("7.5", 450), ("7:30", 450), ("8", 480), ("0,25", 15), ("", None)]
)
def test_hours_are_read_and_written(text: str, minutes: int | None) -> None:
    assert read_hours(text) == minutes
    assert read_hours(shown_hours(minutes)) == minutes


@pytest.mark.parametrize("minutes", range(0, 1441, 7))
def test_every_number_of_minutes_comes_back(minutes: int) -> None:
    assert read_hours(shown_hours(minutes)) == minutes


@pytest.mark.parametrize("text", ["7:60", "x", "-1", "7.555"])
def test_what_is_no_number_of_hours_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_hours(text)
