"""Nights in a row, days at work and days off in a row."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.window import Window
from tests.rules.builders import contract, day, figures, found, office, roster, setting

ONE = PersonId(1)


def _with(row: str, **limits: object) -> Window:
    return roster(row, contracts={ONE: (contract(1, **limits),)})


def test_three_nights_in_a_row_pass_and_four_do_not() -> None:
    assert not found(roster("N N N 下夜 N"), "nights_in_row")
    (violation,) = found(roster("N N N N"), "nights_in_row")
    assert violation.days == tuple(day(n) for n in range(4))
    assert figures(violation) == {"have": 4, "limit": 3, "first_day": day(0), "last_day": day(3)}


def test_the_office_and_the_contract_set_the_limit() -> None:
    two = office(setting("nights_in_row", at_most_nights=2))
    assert found(roster("N N N", settings=two), "nights_in_row")
    assert not found(_with("N N N N", max_nights_in_row=4), "nights_in_row")
    assert found(_with("N N", max_nights_in_row=1), "nights_in_row")


def test_nights_over_the_months_edge_are_one_run() -> None:
    for judged in ((-1, 28), (29, 59)):
        window = roster("N N N N", start=27, judged=judged)  # 29 November to 2 December
        assert [v.days[-1] for v in found(window, "nights_in_row")] == [date(2026, 12, 2)]


@pytest.mark.parametrize("row", ["休 D 休", "休 D 下夜 休"])
def test_too_few_days_at_work_between_days_off(row: str) -> None:
    assert found(_with(row, min_consecutive_days=2), "work_too_short")
    assert not found(_with(row, min_consecutive_days=1), "work_too_short")


@pytest.mark.parametrize("row", ["休 D .", ". D 休", "休 D 年", "休 D D 休", "休 N 下夜 D 休"])
def test_a_run_that_is_long_enough_or_not_finished_is_not_too_short(row: str) -> None:
    assert not found(_with(row, min_consecutive_days=2), "work_too_short")


def test_too_few_days_off_between_days_at_work() -> None:
    (violation,) = found(_with("D 休 D", min_days_off=2), "off_too_short")
    assert violation.days == (day(1),)
    assert found(_with("N 下夜 休 D", min_days_off=2), "off_too_short")
    for row in ("D 休 休 D", "D 休 .", "D 休 年 D", "休 D", "D 上/休 D"):
        assert not found(_with(row, min_days_off=2), "off_too_short"), row


def test_too_many_days_off() -> None:
    assert not found(_with("休 休 年 休 休 . 休", max_days_off=2), "off_too_long")
    (violation,) = found(_with("D 休 休 休", max_days_off=2), "off_too_long")
    assert figures(violation)["have"] == 3


def test_runs_over_the_months_edge() -> None:
    contracts = {ONE: (contract(1, max_days_off=2, min_days_off=2, min_consecutive_days=3),)}
    for judged in ((-1, 28), (29, 59)):
        window = roster("休 D D 休 休 休 D", start=26, judged=judged, contracts=contracts)
        rules = [v.rule for rule in ("work_too_short", "off_too_long") for v in found(window, rule)]
        # Work on 29 and 30 November; off from 1 to 3 December.
        assert rules == (["work_too_short"] if judged[0] < 0 else ["off_too_long"])


@given(st.lists(st.sampled_from(["N", "D", "休", "."]), min_size=1, max_size=28), st.integers(1, 5))
def test_every_run_over_the_limit_is_found_once(cells: list[str], limit: int) -> None:
    window = _with(" ".join(cells), max_nights_in_row=limit, max_days_off=limit)
    for rule, code in (("nights_in_row", "N"), ("off_too_long", "休")):
        runs = [len(list(run)) for cell, run in groupby(cells) if cell == code]
        assert [figures(v)["have"] for v in found(window, rule)] == [n for n in runs if n > limit]
