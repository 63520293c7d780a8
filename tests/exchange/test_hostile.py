"""Files that would harm or stall: each is refused in time, with words, and nothing is taken from it."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest

from ehr_tui.errors import InputError
from ehr_tui.exchange.record_book import read_records
from ehr_tui.exchange.roster_sheet import roster_proposal
from ehr_tui.exchange.sheets import read_book
from ehr_tui.exchange.staff_sheet import staff_proposal
from ehr_tui.exchange.text_table import guarded, unguarded
from ehr_tui.exchange.workbook_guard import MAX_ROWS, _Walk
from ehr_tui.i18n import t
from tests.exchange.books import put, workbook

HEAD = ["工号", "姓名", "手机号", "科室", "技能", "备注", "入职日期", "性别"]
PATIENCE = 5.0
"""Seconds on a busy machine; taken apart carelessly such a cell lasts more than a minute."""


@pytest.mark.parametrize("field", HEAD)
def test_a_page_pasted_into_a_cell(field: str) -> None:
    row = ["1", "张三", "", "", "", "", "", ""]
    row[HEAD.index(field)] = "张 （" * 40_000
    begun = monotonic()
    proposal = staff_proposal(read_book("\n".join((",".join(HEAD), ",".join(row))).encode(), "x.csv"))
    assert monotonic() - begun < PATIENCE
    assert [issue.code for issue in proposal.errors] == ["cell_long"]
    assert proposal.lines == ()


def test_a_megabyte_in_a_cell_is_told() -> None:
    data = f"工号,姓名\n1,张三\n2,{'长' * 1_000_000}\n".encode()
    with pytest.raises(InputError) as caught:
        read_book(data, "x.csv")
    assert (caught.value.code, caught.value.params["row"]) == ("exchange.long_cell", 3)
    assert t.error(caught.value)


@pytest.mark.parametrize("place", [0, 1])
def test_a_page_pasted_into_a_roster(place: int) -> None:
    days = ",".join(str(day) for day in range(1, 31))
    row = ["张三", *["D"] * 30]
    row[place] = "张 （" * 40_000
    begun = monotonic()
    proposal = roster_proposal(read_book(f"2026年4月\n姓名,{days}\n{','.join(row)}\n".encode(), "x.csv"))
    assert monotonic() - begun < PATIENCE
    assert len(proposal.errors) == 1
    assert proposal.lines == ()


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b"\x89PNG\r\n\x1a\n", b"MZ\x90\x00"])
@pytest.mark.parametrize("name", ["list.xlsx", "list.xls"])
def test_something_else_under_the_name_of_a_workbook(data: bytes, name: str) -> None:
    with pytest.raises(InputError) as caught:
        read_book(data * 20, name)
    assert caught.value.code in ("exchange.not_a_workbook", "exchange.encoding")


def test_a_workbook_that_is_no_record_workbook() -> None:
    book = read_book(workbook(("人员档案", [["甲", "乙"], ["1", "2"]])), "x.xlsx")
    with pytest.raises(InputError) as caught:
        read_records(book)
    assert caught.value.code == "exchange.no_records"


@pytest.mark.parametrize("text", ["", "=1", "'=1", "''=1", "'", "''", "+86", "a=1", "'a", "\t", "@", "-"])
def test_guarding_a_formula_can_be_taken_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_a_list_on_a_hidden_sheet_is_named() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write(0, 0, "说明")
        other = book.add_worksheet("旧名单")
        put(other, [["工号", "姓名"], ["1", "张三"]])
        other.hide()

    with pytest.raises(InputError) as refused:
        staff_proposal(read_book(workbook(("封面", fill)), "x.xlsx"))
    assert (refused.value.code, refused.value.params["sheet"]) == ("exchange.only_hidden", "旧名单")


def test_far_too_many_rows_are_not_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused is refused at the first row too many."""
    data = workbook(("名单", [["工号", "姓名"], *([n, "人"] for n in range(MAX_ROWS + 3000))]))
    seen: list[int] = []
    start = _Walk._start_cell

    def counted(walk: _Walk, attributes: dict[str, str]) -> None:
        seen.append(1)
        start(walk, attributes)

    monkeypatch.setattr(_Walk, "_start_cell", counted)
    with pytest.raises(InputError) as refused:
        read_book(data, "x.xlsx")
    assert refused.value.code == "exchange.too_many_rows"
    assert refused.value.params["rows"] == MAX_ROWS + 1
    assert len(seen) <= 2 * MAX_ROWS + 2
