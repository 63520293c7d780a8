"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from ehr_tui.errors import InputError
from ehr_tui.screens.dates_form import read_day

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "typed, day",
    [
        ("", None),
        ("  ", None),
        ("t", TODAY),
        ("+3", date(2026, 11, 26)),
        ("-1", date(2026, 11, 22)),
        ("+8", date(2026, 12, 1)),
        ("2026-11-05", date(2026, 11, 5)),
        ("20261105", date(2026, 11, 5)),
        ("1105", date(2026, 11, 5)),
        ("11-5", date(2026, 11, 5)),
        ("２０２６年１１月５日", date(2026, 11, 5)),
        ("2028-02-29", date(2028, 2, 29)),
    ],
)
def test_a_date_is_read(typed: str, day: date | None) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["0230", "2026-13-01", "tomorrow", "5", "2027-02-29", "++3"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(InputError) as caught:
        read_day(typed, TODAY)
    assert caught.value.code == "date.unclear"
