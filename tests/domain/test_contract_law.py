"""What the law says of contracts' dates, and what it protects from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.contract_law import contract_remarks, longest_probation, months_after, old_enough
from ehr_tui.domain.contracts import Contract, EmploymentKind
from ehr_tui.domain.ids import ContractId, PersonId
from ehr_tui.domain.restriction_presets import for_nursing, for_pregnancy
from ehr_tui.domain.restrictions import Effect

FIRST = date(2026, 1, 1)
CONTRACT = Contract(ContractId(1), PersonId(1), FIRST)


@pytest.mark.parametrize(
    ("last", "months"),
    [
        (date(2026, 3, 30), 0), (date(2026, 3, 31), 1), (date(2026, 12, 30), 1), (date(2026, 12, 31), 2),
        (date(2028, 12, 30), 2), (date(2028, 12, 31), 6), (None, 6),
    ],
)  # fmt: skip
def test_probation_by_length(last: date | None, months: int) -> None:
    assert longest_probation(replace(CONTRACT, valid_to=last)) == months


def test_remarks() -> None:
    def codes(**values: object) -> list[str]:
        return [r.code for r in contract_remarks(replace(CONTRACT, **values))]  # type: ignore[arg-type]

    assert codes() == []
    assert codes(probation_to=date(2026, 6, 30)) == []
    assert codes(probation_to=date(2026, 7, 1)) == ["probation_long"]
    assert codes(valid_to=date(2026, 2, 28), probation_to=FIRST) == ["probation_short_contract"]
    assert codes(employment=EmploymentKind.INTERN, probation_to=FIRST) == ["no_probation"]
    (long,) = contract_remarks(replace(CONTRACT, valid_to=date(2026, 12, 31), probation_to=date(2026, 5, 1)))
    assert dict(long.figures) == {"n": 2, "day": date(2026, 2, 28)}


def test_sixteen() -> None:
    assert old_enough(date(2010, 5, 5), date(2026, 5, 5))
    assert not old_enough(date(2010, 5, 5), date(2026, 5, 4))
    assert old_enough(date(2008, 2, 29), date(2024, 2, 29))


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(-600, 600))
def test_months_keep_the_day_or_the_month_s_end(day: date, months: int) -> None:
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


def test_pregnancy() -> None:
    due = date(2027, 3, 1)
    (late,) = for_pregnancy(PersonId(1), due)
    assert late.effects == {Effect.NO_NIGHT, Effect.NO_OVERTIME}
    assert late.since == due - timedelta(days=84)  # 28 of 40 weeks
    assert late.until == due + timedelta(days=14)
    early, again = for_pregnancy(PersonId(1), due, frozenset({"anaesthetic_gas"}), date(2026, 11, 23))
    assert again == late
    assert early.effects == {Effect.NO_HAZARD}
    assert (early.since, early.hazards) == (date(2026, 11, 23), {"anaesthetic_gas"})


def test_nursing() -> None:
    (found,) = for_nursing(PersonId(1), date(2024, 2, 29), babies=2)
    assert found.until == date(2025, 2, 27)
    assert found.minutes_off == 120
    assert found.effects == {Effect.NO_NIGHT, Effect.NO_OVERTIME, Effect.SHORTER_DAY}
    assert for_nursing(PersonId(1), date(2026, 5, 5))[0].minutes_off == 60
