"""Staff lists as offices keep them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ehr_tui.domain.contracts import EmploymentKind
from ehr_tui.domain.people import Sex
from ehr_tui.errors import InputError
from ehr_tui.exchange.proposal import StaffProposal
from ehr_tui.exchange.sheets import read_book
from ehr_tui.exchange.staff_sheet import staff_proposal
from tests.exchange.books import book, needs_sheets, put, sample, workbook

HEAD = ("工号", "姓名", "手机号", "部门")


def found(proposal: StaffProposal) -> list[tuple[int, str, str]]:
    return [(issue.row, issue.column, issue.code) for issue in proposal.errors]


def remarked(proposal: StaffProposal) -> list[tuple[int, str, str]]:
    return [(issue.row, issue.column, issue.code) for issue in proposal.warnings]


@needs_sheets
def test_an_offices_own_staff_list() -> None:
    proposal = staff_proposal(read_book(sample("staff-list.xlsx"), "staff-list.xlsx"))
    assert len(proposal.lines) == 37
    assert (proposal.errors, proposal.warnings, proposal.ignored) == ((), (), ())
    assert [field for field, _ in proposal.mapping] == [
        "number", "name", "phone", "department", "channel", "employment", "hire_date", "skills", "remark",
    ]  # fmt: skip
    first, last = proposal.lines[0], proposal.lines[-1]
    assert (first.row, first.number, first.name, first.department) == (2, "EMP000001", "查敏", "市场部")
    assert (first.channel, first.hire_date) == ("猎头推荐", date(2023, 3, 7))
    assert last.phone.isdecimal()  # stood there as a number
    assert len(last.phone) == 11
    assert all(line.hire_date and line.department and line.channel and line.remark for line in proposal.lines)


def test_headings_with_asterisks_line_breaks_and_other_words() -> None:
    proposal = staff_proposal(
        book(
            ("某院人员花名册",),
            ("序号", "员工\n编号", "＊姓 名", "联系\n电话*", "所属科室", "职务", "用工性质", "招聘渠道",
             "入职时间(年/月/日)",
             "离职日期", "性别", "特长", "备  注：", "紧急联系人电话"),
            (1, "E1", "何静", "138-0013-8000", "检验科", "文员", "派遣", "网络", "2024/3/1", "2025.6.30", "女",
             "粤语、打字；急救", "新人", "13900139000"),
        )
    )  # fmt: skip
    (line,) = proposal.lines
    assert (line.number, line.name, line.phone, line.department, line.post) == (
        "E1", "何静", "13800138000", "检验科", "文员",
    )  # fmt: skip
    assert (line.employment, line.channel, line.sex) == (EmploymentKind.DISPATCHED, "网络", Sex.FEMALE)
    assert line.contact_phone == "13900139000"
    assert (line.hire_date, line.leave_date) == (date(2024, 3, 1), date(2025, 6, 30))
    assert (line.skills, line.remark) == (("粤语", "打字", "急救"), "新人")
    assert proposal.header_row == 2
    unknown = [column.title for column in proposal.columns if not column.field]
    assert unknown == ["序号"]


@pytest.mark.parametrize(
    "shown",
    ["2024-03-01", "2024/3/1", "2024.3.1", "2024年3月1日", "２０２４－３－１", "20240301", "2024-03-01 00:00:00", 45352,
     "45352", 20240301],
)  # fmt: skip
def test_dates_in_their_forms(shown: str | int) -> None:
    proposal = staff_proposal(book(("姓名", "入职日期"), ("何静", shown)))
    assert proposal.lines[0].hire_date == date(2024, 3, 1)


@pytest.mark.parametrize("shown", ["2024-02-30", "24.3.1", "3/1/2024", "2024年3月", "去年", 12, 3.5])
def test_dates_that_would_have_to_be_guessed(shown: str | float) -> None:
    proposal = staff_proposal(book(("姓名", "入职日期"), ("何静", shown)))
    assert found(proposal) == [(2, "B", "not_a_date")]
    assert proposal.lines == ()


@pytest.mark.parametrize(
    "shown, phone",
    [
        (13800138000, "13800138000"), ("138 0013 8000", "13800138000"), ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"), ("１３８００１３８０００", "13800138000"), ("020-12345678", "020-12345678"),
        ("(0755)12345678", "0755-12345678"), ("6123", "6123"), ("--", ""), ("无", ""),
    ],
)  # fmt: skip
def test_phones(shown: str | int, phone: str) -> None:
    assert staff_proposal(book(("姓名", "电话"), ("何静", shown))).lines[0].phone == phone


@pytest.mark.parametrize("shown", ["1380013800", "13800138000/13900139000", "1.38E+10", "x", 12345678901])
def test_wrong_phones_are_told_without_being_shown(shown: str | int) -> None:
    proposal = staff_proposal(book(("姓名", "电话"), ("何静", shown)))
    assert found(proposal) == [(2, "B", "not_a_phone")]
    assert proposal.errors[0].figures == ()


def test_a_phone_is_not_in_a_lines_repr() -> None:
    assert "13800138000" not in repr(staff_proposal(book(("姓名", "电话"), ("何静", "13800138000"))).lines)


def test_columns_with_an_asterisk_may_not_be_empty() -> None:
    sheet = book(
        ("姓名*", "手机号*", "部门*", "备注"), ("何静", "", "--", "x"), ("", 13800138000, "检验科", "y")
    )
    proposal = staff_proposal(sheet)
    assert found(proposal) == [(2, "B", "missing"), (2, "C", "missing"), (3, "A", "missing")]
    assert dict(proposal.errors[0].figures) == {"title": "手机号"}
    assert [line.row for line in staff_proposal(sheet, required=("name",)).lines] == [2]


def test_the_same_number_or_name_twice() -> None:
    proposal = staff_proposal(
        book(
            HEAD,
            ("E1", "何静", 13800138000, "检验科"),
            ("e1", "单涛", 13800138001, "检验科"),
            ("E3", "曾强", 13800138002, "检验科"),
            ("E4", "曾 强", 13800138002, "检验科"),
            ("E5", "吕洋", "", "检验科"),
            ("", "吕洋", "", "检验科"),
        )
    )
    assert found(proposal) == [
        (2, "A", "number_twice"), (3, "A", "number_twice"), (6, "B", "name_twice"), (7, "B", "name_twice"),
    ]  # fmt: skip
    assert sorted(remarked(proposal)) == [
        (4, "B", "same_name"), (4, "C", "same_phone"), (5, "B", "same_name"), (5, "C", "same_phone"),
    ]  # fmt: skip
    assert [line.row for line in proposal.lines] == [4, 5]


def test_leaving_before_coming_and_unknown_employment() -> None:
    proposal = staff_proposal(
        book(("姓名", "入职日期", "离职日期", "用工形式"), ("何静", "2024-03-01", "2024-02-01", "神秘"))
    )
    assert found(proposal) == [(2, "C", "leave_before_hire")]
    assert remarked(proposal) == [(2, "D", "employment_unknown")]


def test_remarks_totals_and_repeated_headings_are_left_out() -> None:
    proposal = staff_proposal(
        book(
            HEAD,
            ("E1", "何静"),
            HEAD,
            ("E2", "单涛"),
            (),
            ("合计", "", "", 2),
            ("", "", "制表：张三"),
            ("说明：另行通知",),
        )
    )
    assert [line.name for line in proposal.lines] == ["何静", "单涛"]
    assert proposal.ignored == (3, 6, 7, 8)
    assert proposal.errors == ()


def test_a_department_said_once_in_a_merged_column_is_everybodys() -> None:
    def fill(target: Any, page: Any) -> None:
        put(page, [("科室", "工号", "姓名"), ("", "1", "周静"), ("", "2", "吴芳"), ("", "3", "郑远")])
        page.merge_range(1, 0, 2, 0, "医学检验科")
        page.write_string(4, 0, "合计")

    proposal = staff_proposal(read_book(workbook(("名单", fill)), "x.xlsx"))
    assert [line.department for line in proposal.lines] == ["医学检验科", "医学检验科", ""]
    assert proposal.ignored == (5,)


def test_numbers_and_faults() -> None:
    def fill(_book: Any, page: Any) -> None:
        put(page, [HEAD, (7, "何 静(代)", "", "检验科\n一组"), ("E 8", "Ann  Smith"), ("E9", "单涛")])
        page.write_formula(3, 3, "=VLOOKUP(1,2,3)", value="")

    proposal = staff_proposal(read_book(workbook(("甲", fill)), "x.xlsx"))
    assert [(p.number, p.name, p.mark, p.department) for p in proposal.lines] == [
        ("7", "何静", "代", "检验科 一组"), ("E8", "Ann Smith", "", ""),
    ]  # fmt: skip
    assert found(proposal) == [(4, "D", "formula_no_value")]


def test_a_mapping_overrides() -> None:
    sheet = book(("甲", "乙", "姓名", "工号"), ("单涛", "13800138000", "何静", "E1"))
    proposal = staff_proposal(sheet, mapping=(("name", 0), ("phone", 1)))
    assert [(p.name, p.phone, p.number) for p in proposal.lines] == [("单涛", "13800138000", "E1")]
    again = staff_proposal(sheet, mapping=proposal.mapping)
    assert again.lines == proposal.lines
    with pytest.raises(InputError) as caught:
        staff_proposal(sheet, mapping=(("name", 9),))
    assert caught.value.code == "exchange.no_such_column"


def test_a_sheet_without_headings_is_no_staff_list() -> None:
    with pytest.raises(InputError) as caught:
        staff_proposal(book(("何静", "单涛"), ("E1", "E2")))
    assert caught.value.code == "exchange.no_staff_list"


def test_the_sheet_is_found_among_others_and_dates_of_1904_are_right() -> None:
    def fill(book: Any, page: Any) -> None:
        put(page, [("姓名", "入职日期"), ("何静",)])
        page.write_datetime(1, 1, date(2024, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        put(page, [("单涛", 45352 - 1462)], 2)

    data = workbook(("说明", (("填写说明",),)), ("人员", fill), options={"date_1904": True})
    proposal = staff_proposal(read_book(data, "x.xlsx"))
    assert proposal.sheet == "人员"
    assert {line.hire_date for line in proposal.lines} == {date(2024, 3, 1)}


def test_ten_thousand_people() -> None:
    rows = [(f"E{n:05d}", f"人{n:05d}", 13_800_000_000 + n, "检验科") for n in range(10_000)]
    proposal = staff_proposal(book(HEAD, *rows))
    assert len(proposal.lines) == 10_000
    assert proposal.errors == ()
