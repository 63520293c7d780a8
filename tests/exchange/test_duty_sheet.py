"""Duty lists: a date, and who is on duty."""

from __future__ import annotations

from datetime import date

import pytest

from ehr_tui.errors import InputError
from ehr_tui.exchange.duty_sheet import duty_proposal
from ehr_tui.exchange.sheets import read_book
from tests.exchange.books import book, needs_sheets, sample


@needs_sheets
def test_an_offices_own_duty_list() -> None:
    proposal = duty_proposal(read_book(sample("duty-list.xlsx"), "duty-list.xlsx"))
    assert len(proposal.lines) == 60
    assert (proposal.errors, proposal.ignored) == ((), ())
    assert proposal.lines[0].day == date(2024, 3, 9)
    assert all(len(line.names) == 3 for line in proposal.lines)
    assert "蒋刚" in proposal.lines[16].names  # a no-break blank followed


def test_names_dates_twice_and_remarks() -> None:
    proposal = duty_proposal(
        book(
            ("值班表",),
            ("日期", "值班人员", "签字"),
            ("2026-04-01", "何静 单涛、曾强", ""),
            ("2026-04-01", "吕洋", ""),
            ("四月二日", "吕洋", ""),
            ("2026-04-03", "", ""),
            ("备注：节假日另排", "", ""),
        )
    )
    assert [(line.day.day, line.names) for line in proposal.lines] == [(1, ("何静", "单涛", "曾强"))]
    assert [(issue.row, issue.code) for issue in proposal.errors] == [(4, "day_twice"), (5, "not_a_date")]
    assert proposal.ignored == (7,)


def test_no_duty_list() -> None:
    with pytest.raises(InputError) as caught:
        duty_proposal(book(("姓名", "工号"), ("何静", "E1")))
    assert caught.value.code == "exchange.no_duty_list"
