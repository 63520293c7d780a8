from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from ehr_tui.domain.calendar import Calendar, DayKind, OffFor
from ehr_tui.exchange.holidays_cn import FIRST_KNOWN, LAST_KNOWN, calendar_of, is_known


def of_kind(year: int, kind: DayKind) -> list[str]:
    return [f"{e.day:%m-%d}" for e in calendar_of(year)[0] if e.kind is kind]


def test_2025_as_announced() -> None:
    assert calendar_of(2025)[1] is False
    assert of_kind(2025, DayKind.STATUTORY_HOLIDAY) == [
        "01-01", "01-28", "01-29", "01-30", "01-31", "04-04", "05-01", "05-02", "05-31",
        "10-01", "10-02", "10-03", "10-06",
    ]  # fmt: skip
    assert of_kind(2025, DayKind.DAY_OFF) == [
        "02-01", "02-02", "02-03", "02-04", "04-05", "04-06", "05-03", "05-04", "05-05", "06-01", "06-02",
        "10-04", "10-05", "10-07", "10-08",
    ]  # fmt: skip
    assert of_kind(2025, DayKind.SWAPPED_WORKDAY) == ["01-26", "02-08", "04-27", "09-28", "10-11"]


def test_2026_as_announced() -> None:
    assert calendar_of(2026)[1] is False
    assert of_kind(2026, DayKind.STATUTORY_HOLIDAY) == [
        "01-01", "02-16", "02-17", "02-18", "02-19", "04-05", "05-01", "05-02", "06-19", "09-25",
        "10-01", "10-02", "10-03",
    ]  # fmt: skip
    assert of_kind(2026, DayKind.DAY_OFF) == [
        "01-02", "01-03", "02-15", "02-20", "02-21", "02-22", "02-23", "04-04", "04-06",
        "05-03", "05-04", "05-05", "06-20", "06-21", "09-26", "09-27", "10-04", "10-05", "10-06", "10-07",
    ]  # fmt: skip
    assert of_kind(2026, DayKind.SWAPPED_WORKDAY) == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_a_year_not_announced_has_its_statutory_days_only_and_is_provisional() -> None:
    entries, provisional = calendar_of(2027)
    assert provisional is True
    assert {e.kind for e in entries if not e.off_minutes} == {DayKind.STATUTORY_HOLIDAY}
    assert all(e.provisional for e in entries)
    assert of_kind(2027, DayKind.STATUTORY_HOLIDAY) == [
        "01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09", "09-15",
        "10-01", "10-02", "10-03",
    ]  # fmt: skip


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_thirteen_statutory_days_each_named_in_both_languages(year: int) -> None:
    entries, _ = calendar_of(year)
    assert sum(e.kind is DayKind.STATUTORY_HOLIDAY for e in entries) == 13
    assert all(e.name.zh and e.name.en for e in entries)
    assert [e.day for e in entries] == sorted({e.day for e in entries})


def test_a_swapped_working_day_bears_the_name_of_the_holiday_it_pays_for() -> None:
    names = {e.day: e.name.zh for e in calendar_of(2026)[0]}
    assert names[date(2026, 9, 20)] == "国庆节"  # five days before Mid-Autumn, but swapped for October
    assert names[date(2026, 10, 7)] == "国庆节"


def test_plain_days_are_left_to_the_week() -> None:
    calendar = Calendar({e.day: e for e in calendar_of(2026)[0]})
    assert calendar.kind(date(2026, 11, 21)) is DayKind.REST_DAY
    assert calendar.kind(date(2026, 11, 23)) is DayKind.WORKDAY
    assert sum(calendar.kind(date(2026, 2, d)).is_working for d in range(1, 29)) == 16


def test_women_have_half_of_the_eighth_of_march_off_when_it_is_a_working_day() -> None:
    half = {year: [e for e in calendar_of(year)[0] if e.off_minutes] for year in range(2025, 2030)}
    assert {year: [e.day for e in found] for year, found in half.items()} == {
        2025: [],  # a Saturday
        2026: [],  # a Sunday
        2027: [date(2027, 3, 8)],
        2028: [date(2028, 3, 8)],
        2029: [date(2029, 3, 8)],
    }
    entry = half[2028][0]
    assert (entry.kind, entry.off_minutes, entry.off_for) == (DayKind.WORKDAY, 240, OffFor.WOMEN)
    calendar = Calendar({entry.day: entry})
    assert calendar.off_minutes(entry.day, woman=True) == 240
    assert calendar.off_minutes(entry.day, woman=False) == 0


def test_a_year_that_the_library_does_not_know_has_plain_weeks() -> None:
    entries, provisional = calendar_of(2150)
    assert provisional
    assert not is_known(2150)
    assert all(e.off_minutes for e in entries)
    assert not is_known(FIRST_KNOWN - 1)
    assert is_known(FIRST_KNOWN)
    assert is_known(LAST_KNOWN)


def test_the_span_is_the_librarys_own() -> None:
    from holidays import country_holidays

    known = country_holidays("CN", years=2026)
    assert (known.start_year, known.end_year) == (FIRST_KNOWN, LAST_KNOWN)


def test_loading_the_module_does_not_load_the_library() -> None:
    code = "import sys, ehr_tui.exchange.holidays_cn; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
