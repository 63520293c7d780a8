"""What has no purpose left."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.retention import DataCategory, RetentionRule
from ehr_tui.rules.people.erasable import erasable_since

LAST = date(2024, 8, 31)
RULES = {category: RetentionRule(category, 6) for category in DataCategory}
ALL: dict[DataCategory, date | None] = dict.fromkeys(DataCategory)


def since(
    day: date, held: dict[DataCategory, date | None] = ALL, last: date = LAST
) -> dict[DataCategory, date]:
    return dict(erasable_since(last, held, RULES, day))


def test_the_last_day_of_its_time_is_still_kept() -> None:
    over = date(2025, 2, 28)  # six months after 31 August
    assert since(over) == {}
    assert since(date(2025, 3, 1)) == dict.fromkeys(DataCategory, over)


def test_logs_count_from_the_entry_and_not_before_leaving() -> None:
    old, late = {DataCategory.LOGS: date(2020, 1, 1)}, {DataCategory.LOGS: date(2025, 1, 31)}
    assert since(date(2024, 9, 1), dict(old)) == {DataCategory.LOGS: LAST}
    assert since(date(2025, 7, 31), dict(late)) == {}
    assert since(date(2025, 8, 1), dict(late)) == {DataCategory.LOGS: date(2025, 7, 31)}


def test_what_is_not_there_and_whoever_is_still_here() -> None:
    assert since(date(2030, 1, 1), {}) == {}
    assert since(LAST) == {}
    assert since(date(2030, 1, 1), {DataCategory.HEALTH: None}).keys() == {DataCategory.HEALTH}


days = st.dates(date(2015, 1, 1), date(2035, 1, 1))


@given(last=days, months=st.integers(0, 120), day=days)
def test_longer_times_never_erase_sooner(last: date, months: int, day: date) -> None:
    def found(n: int) -> bool:
        rules = {DataCategory.HEALTH: RetentionRule(DataCategory.HEALTH, n)}
        return bool(erasable_since(last, {DataCategory.HEALTH: None}, rules, day))

    assert found(months) or not found(months + 1)
    assert not found(months) or last < day
