"""What a contract allows in a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.domain.window import Window
from ehr_tui.rules.roster.judge import judge, made_worse
from tests.rules.builders import contract, day, figures, found, office, roster, setting

ONE = PersonId(1)


def _with(row: str, start: int = 0, judged: tuple[int, int] = (-1, 28), **limits: object) -> Window:
    return roster(row, start=start, judged=judged, contracts={ONE: (contract(1, **limits),)})


def test_hours_of_the_month() -> None:
    assert not found(_with("D D", max_month_minutes=900), "month_limit")
    (violation,) = found(_with("D D", max_month_minutes=899), "month_limit")
    assert violation.severity is Severity.WARN
    assert figures(violation) == {
        "month": "2026-11",
        "paid_minutes": 900,
        "limit_minutes": 899,
        "excess_minutes": 1,
    }


def test_nights_of_the_month_count_on_their_first_date() -> None:
    # Sunday 1 November, Monday 30 November, Tuesday 1 December.
    row = "N" + " ." * 28 + " N N"
    assert not found(_with(row, start=-1, max_nights=2), "month_nights")
    (violation,) = found(_with(row, start=-1, max_nights=1), "month_nights")
    assert violation.days == (date(2026, 11, 1), date(2026, 11, 30))
    assert figures(violation) == {"month": "2026-11", "have": 2, "limit": 1, "excess": 1}
    assert not found(_with(row, start=-1, judged=(29, 59), max_nights=1), "month_nights")


def test_weekends_are_counted_once_and_in_the_month_they_lie_in() -> None:
    # Saturday 7 and Sunday 8; Sunday 1 belongs to a weekend that began in October.
    row = "D" + " ." * 5 + " D D"
    assert not found(_with(row, start=-1, max_weekends=2), "weekends")
    (violation,) = found(_with(row, start=-1, max_weekends=1), "weekends")
    assert (figures(violation)["have"], len(violation.days)) == (2, 3)
    october = _with(
        "N", start=-2, judged=(-1, 28), max_weekends=0
    )  # Saturday's night ends on Sunday, 1 November
    assert not found(october, "weekends")


def test_duties_of_a_code() -> None:
    assert not found(_with("N 备 备", per_kind={"备": 2, "N": 1}), "kind_count")
    (violation,) = found(_with("N 备 备/休", per_kind={"备": 1, "N": 1}), "kind_count")
    assert (figures(violation)["kind"], figures(violation)["excess"]) == ("备", 1)
    assert violation.days == (day(1), day(2))


@pytest.mark.parametrize("rule", ["month_limit", "month_nights", "weekends", "kind_count"])
def test_without_a_limit_in_the_contract_nothing_is_found(rule: str) -> None:
    assert not found(_with("N " * 28), rule)
    assert not found(roster("N " * 28), rule)


def _forbidden(row: str) -> tuple[Violation, ...]:
    strict = office(setting("month_nights", Severity.FORBID))
    window = replace(_with(row, max_nights=2), settings=strict)
    return tuple(found(window, "month_nights"))


def test_one_night_less_is_not_worse_and_one_more_is() -> None:
    few, many = _forbidden("N . N . N ."), _forbidden("N . N . N . N")
    assert not made_worse(many, few)
    assert made_worse(few, many) == many
    assert not made_worse(few, _forbidden("N . N . . . N")), "the same number on another day"


@given(st.lists(st.sampled_from(["N", "D", "休", "备", "."]), min_size=1, max_size=28), st.integers(0, 6))
def test_the_figure_is_the_count(cells: list[str], limit: int) -> None:
    window = _with(" ".join(cells), max_nights=limit, per_kind={"备": limit})
    told = {(v.rule, figures(v)["have"]) for v in judge(window) if v.rule in ("month_nights", "kind_count")}
    expected = {("month_nights", cells.count("N")), ("kind_count", cells.count("备"))}
    assert told == {(rule, have) for rule, have in expected if have > limit}
