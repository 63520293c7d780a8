"""The calendar: what stands by hand, half-days, years beyond the library; what a correction changes is shown first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from ehr_tui.domain.calendar import CalendarDay, DayKind, OffFor
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import StaleWrite
from ehr_tui.exchange.holidays_cn import calendar_of
from ehr_tui.i18n import Words
from ehr_tui.services.intents.organisation import (
    LoadHolidays,
    OpenOrganisation,
    PreviewCalendar,
    SaveCalendarDay,
)
from tests.offices import Desk, OfficeFolder
from tests.services.people import refusal
from tests.services.test_organisation_records import changes

DAY = date(2026, 6, 10)
BY_HAND = CalendarDay(DAY, DayKind.STATUTORY_HOLIDAY, Name("院庆"))


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("hr")
    yield desk
    desk.leave()


def opened(hr: Desk, year: int = 2026) -> OrganisationView:
    return hr.do(OpenOrganisation(year))


def test_days_set_by_hand_survive_a_reload(hr: Desk) -> None:
    kept = hr.do(SaveCalendarDay(DAY, BY_HAND)).calendar.days[DAY]
    assert kept == replace(BY_HAND, by_hand=True)
    assert changes(hr)[0]["record"] == "2026-06-10"
    assert hr.do(LoadHolidays(2026)).calendar.days[DAY] == kept
    spring = date(2026, 2, 17)
    standing = opened(hr).calendar.days[spring]
    assert not hr.do(SaveCalendarDay(spring, None, standing)).calendar.kind(spring).is_holiday
    assert not hr.do(LoadHolidays(2026)).calendar.kind(spring).is_holiday
    given_up = hr.do(LoadHolidays(2026, by_hand=True)).calendar
    assert given_up.kind(spring) is DayKind.STATUTORY_HOLIDAY
    assert DAY not in given_up.days
    assert {c["record"] for c in changes(hr)} == {"2026-02-17", "2026-06-10"}


def test_nobody_overwrites_a_day_they_have_not_seen(demo: OfficeFolder, hr: Desk) -> None:
    opened(hr)
    other = demo.enter("admin")
    other.do(SaveCalendarDay(DAY, BY_HAND))
    other.leave()
    for value in (None, replace(BY_HAND, kind=DayKind.DAY_OFF)):
        error = refusal("organisation.changed_meanwhile", partial(hr.do, SaveCalendarDay(DAY, value)))
        assert isinstance(error, StaleWrite)
    standing = opened(hr).calendar.days[DAY]
    hr.do(SaveCalendarDay(DAY, None, standing))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"day": date(2026, 6, 11)}, "organisation.other_day"),
        ({"name": Name("换\n行")}, "organisation.no_name"),
        ({"name": Name("长" * 81)}, "organisation.long_name"),
        ({"kind": DayKind.WORKDAY, "off_minutes": 481, "off_for": OffFor.WOMEN}, "calendar.off_minutes"),
        ({"kind": DayKind.WORKDAY, "off_minutes": -1, "off_for": OffFor.WOMEN}, "calendar.off_minutes"),
        ({"kind": DayKind.WORKDAY, "off_minutes": 240}, "calendar.off_for"),
        ({"kind": DayKind.WORKDAY, "off_for": OffFor.WOMEN}, "calendar.off_for"),
        ({"off_minutes": 240, "off_for": OffFor.WOMEN}, "calendar.off_day"),
    ],
)
def test_days_that_cannot_be(hr: Desk, changed: dict[str, Any], code: str) -> None:
    value = replace(BY_HAND, **changed)
    error = refusal(code, lambda: hr.do(SaveCalendarDay(DAY, value)))
    for language in ("zh_CN", "en"):
        assert "{" not in Words(language, strict=True).error(error)
    refusal(code, lambda: hr.do(PreviewCalendar(2026, False, DAY, value)))
    assert DAY not in opened(hr).calendar.days


def test_a_half_day_for_women_and_one_for_everybody(hr: Desk) -> None:
    march = date(2027, 3, 8)
    standing = opened(hr, 2027).calendar.days[march]
    assert (standing.off_minutes, standing.off_for, standing.provisional) == (240, OffFor.WOMEN, True)
    everybody = replace(standing, off_for=OffFor.EVERYBODY, off_minutes=120)
    preview = hr.do(PreviewCalendar(2027, False, march, everybody))
    (change,) = preview.months
    assert (change.before.target_minutes, change.before.women_minutes) == (23 * 480, 23 * 480 - 240)
    assert change.after.target_minutes == change.after.women_minutes == 23 * 480 - 120
    calendar = hr.do(SaveCalendarDay(march, everybody, standing)).calendar
    assert calendar.off_minutes(march, woman=False) == 120
    assert hr.do(LoadHolidays(2027)).calendar.days[march].off_for is OffFor.EVERYBODY


def test_what_a_holiday_by_hand_changes_is_shown_before_and_then_happens(hr: Desk) -> None:
    view = opened(hr)
    day = date(2026, 11, 25)  # a Wednesday of the published month
    value = CalendarDay(day, DayKind.STATUTORY_HOLIDAY, Name("院庆"))
    preview = hr.do(PreviewCalendar(2026, False, day, value))
    assert [(c.day, c.before.kind, c.after.kind) for c in preview.days] == [
        (day, DayKind.WORKDAY, DayKind.STATUTORY_HOLIDAY)
    ]
    (month,) = preview.months
    assert (month.month, month.before.workdays, month.after.workdays) == (Month(2026, 11), 21, 20)
    assert {(r.month, r.version) for r in preview.rosters} == {(Month(2026, 11), 1)}
    assert len(preview.rosters) == len(view.departments)
    lost = {c.demand for c in preview.demand if c.lost == (day,)}
    gained = {c.demand for c in preview.demand if c.gained == (day,)}
    for need in view.demand:
        before, after = need.applies(day, DayKind.WORKDAY), need.applies(day, DayKind.STATUTORY_HOLIDAY)
        assert (need.id in lost, need.id in gained) == (before and not after, after and not before)
    assert lost
    assert opened(hr) == view, "a look changes nothing"
    kept = hr.do(SaveCalendarDay(day, value))
    assert hr.do(PreviewCalendar(2026, False, day, value)).days == ()
    assert kept.calendar.kind(day) is DayKind.STATUTORY_HOLIDAY


def test_a_name_alone_touches_no_roster(hr: Desk) -> None:
    day = date(2026, 11, 25)
    value = CalendarDay(day, DayKind.WORKDAY, Name("职工大会"))
    preview = hr.do(PreviewCalendar(2026, False, day, value))
    assert len(preview.days) == 1
    assert preview.months == preview.rosters == preview.demand == ()


def test_a_year_announced_at_last_shows_what_it_changes(hr: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """2027 was provisional; the library now knows a swapped day and a day off more."""
    first = calendar_of(2027)[0]
    swapped = CalendarDay(date(2027, 2, 20), DayKind.SWAPPED_WORKDAY, Name("春节"))
    bridge = CalendarDay(date(2027, 2, 9), DayKind.DAY_OFF, Name("春节"))
    announced = tuple(replace(d, provisional=False) for d in (*first, swapped, bridge))
    hr.do(SaveCalendarDay(date(2027, 2, 10), CalendarDay(date(2027, 2, 10), DayKind.DAY_OFF, Name("补"))))
    monkeypatch.setattr("ehr_tui.services.handlers.calendar.calendar_of", lambda _year: (announced, False))
    before = opened(hr, 2027)
    preview = hr.do(PreviewCalendar(2027))
    assert (preview.provisional_before, preview.provisional_after) == (True, False)
    assert [(c.day, c.after.kind) for c in preview.days] == [
        (bridge.day, DayKind.DAY_OFF),
        (swapped.day, DayKind.SWAPPED_WORKDAY),
    ]
    assert preview.months == ()  # one day more, one day less
    assert [c.day for c in preview.by_hand] == [date(2027, 2, 10)]
    assert opened(hr, 2027) == before
    after = hr.do(LoadHolidays(2027))
    assert 2027 not in after.calendar.provisional_years
    assert after.calendar.days[date(2027, 2, 10)].by_hand
    anew = hr.do(PreviewCalendar(2027, by_hand=True))
    assert [c.day for c in anew.days] == [date(2027, 2, 10)]
    assert len(anew.months) == 1


def test_years_beyond_the_library_are_plain_weeks_and_say_so(hr: Desk) -> None:
    view = opened(hr, 2150)
    assert view.beyond
    assert not view.loaded
    preview = hr.do(PreviewCalendar(2150))
    assert preview.beyond
    assert preview.days == tuple(c for c in preview.days if c.after.off_minutes)
    loaded = hr.do(LoadHolidays(2150))
    assert loaded.loaded
    assert loaded.beyond
    assert 2150 in loaded.calendar.provisional_years
    day = date(2150, 1, 1)
    by_hand = hr.do(SaveCalendarDay(day, CalendarDay(day, DayKind.STATUTORY_HOLIDAY, Name("元旦"))))
    assert by_hand.calendar.kind(day).is_holiday


@pytest.mark.parametrize("year", [1999, 2200])
def test_years_of_no_calendar(hr: Desk, year: int) -> None:
    refusal("organisation.year", lambda: hr.do(PreviewCalendar(year)))
    refusal("organisation.year", lambda: hr.do(SaveCalendarDay(date(year, 1, 1), None)))


def test_a_day_of_another_year_is_not_previewed(hr: Desk) -> None:
    refusal("organisation.other_day", lambda: hr.do(PreviewCalendar(2027, False, DAY, BY_HAND)))
