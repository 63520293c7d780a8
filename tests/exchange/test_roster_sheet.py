"""Rosters in the layouts offices keep."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ehr_tui.domain.month import Month
from ehr_tui.errors import InputError
from ehr_tui.exchange.proposal import RosterProposal
from ehr_tui.exchange.roster_sheet import roster_proposal, roster_sheets
from ehr_tui.exchange.sheets import read_book
from tests.exchange.books import book, needs_sheets, put, repacked, sample, workbook

APRIL = Month(2026, 4)
DAYS = tuple(range(1, 31))
WEEKDAYS = tuple("三四五六日一二"[n % 7] for n in range(30))  # 1 April 2026 is a Wednesday
FULL = ("A休" * 15,)


def codes(proposal: RosterProposal, line: int = 0) -> list[tuple[int, str]]:
    return [(day.day, code) for day, code in proposal.lines[line].codes]


def found(proposal: RosterProposal) -> list[tuple[int, str, str]]:
    return [(issue.row, issue.column, issue.code) for issue in proposal.errors]


@needs_sheets
def test_an_offices_own_roster() -> None:
    proposal = roster_proposal(read_book(sample("roster-month.xlsx"), "roster-month.xlsx"))
    assert proposal.month == APRIL
    assert proposal.days == APRIL.days
    assert len(proposal.lines) == 36
    assert sum(len(line.codes) for line in proposal.lines) == 36 * 30
    assert dict(proposal.codes) == {"休": 385, "B2": 247, "B1": 239, "A1": 109, "A2": 100}
    assert (proposal.errors, proposal.warnings, proposal.ignored) == ((), (), ())
    names = [line.name for line in proposal.lines]
    assert "查敏" in names  # blanks stood around these two
    assert "尤静" in names
    assert proposal.lines[0].codes[:4] == tuple(zip(APRIL.days[:4], ("A1", "休", "休", "A1"), strict=True))
    assert proposal.mapping == (("name", 0), ("first_day", 1))


def test_month_in_the_title_and_a_row_of_weekdays() -> None:
    proposal = roster_proposal(
        book(
            ("检验科2026年4月排班表",),
            ("序号", "姓  名", *DAYS, "备注"),
            ("", "", *WEEKDAYS, ""),
            (1, "何 静", *("A休" * 15), "新"),
            (2, "单　涛", *("休A" * 15), ""),
        )
    )
    assert (proposal.month, proposal.title) == (APRIL, "检验科2026年4月排班表")
    assert [line.name for line in proposal.lines] == ["何静", "单涛"]
    assert codes(proposal)[:2] == [(1, "A"), (2, "休")]
    assert (proposal.warnings, proposal.errors) == ((), ())


@pytest.mark.parametrize(
    "title",
    [
        "2026年4月排班表",
        "２０２６年４月",
        "二〇二六年四月排班",
        "2026-04",
        "2026.4 排班",
        "202604排班表",
        "排班表（2026年04月）",
    ],
)
def test_titles_that_say_the_month(title: str) -> None:
    assert roster_proposal(book((title,), ("姓名", *DAYS), ("何静", *("A" * 30)))).month == APRIL


def test_month_of_the_sheets_name_and_the_files() -> None:
    rows = (("姓名", *DAYS), ("何静", *("A" * 30)))
    assert roster_proposal(book(*rows, name="2026年4月")).month == APRIL
    assert roster_proposal(book(*rows, file="/home/x/2026年4月排班.xlsx")).month == APRIL
    assert roster_proposal(book(*rows, name="4月", file="2026年排班.xlsx")).month == APRIL


def test_month_on_a_settings_sheet() -> None:
    def hidden(_book: Any, page: Any) -> None:
        put(page, [("年份", 2026), ("月份", 4)])
        page.hide()

    data = workbook(("一区", (("姓名", *DAYS), ("何静", *("A" * 30)))), ("设置", hidden))
    assert roster_proposal(read_book(data, "x.xlsx")).month == APRIL


def test_a_month_that_nobody_says_must_be_given() -> None:
    sheet = book(("姓名", *DAYS), ("何静", *("A" * 30)))
    proposal = roster_proposal(sheet)
    assert (proposal.month, proposal.days) == (None, ())
    assert found(proposal) == [(1, "B", "month_unknown")]
    assert [line.name for line in proposal.lines] == ["何静"]
    given = roster_proposal(sheet, month=APRIL)
    assert given.days == APRIL.days
    assert given.errors == ()


def test_a_month_given_against_the_sheets_own_is_remarked() -> None:
    proposal = roster_proposal(
        book(("2026年4月",), ("姓名", *DAYS), ("", *WEEKDAYS), ("何静", *("A" * 30))), month=Month(2026, 6)
    )
    assert proposal.month == Month(2026, 6)
    assert [issue.code for issue in proposal.warnings] == ["month_differs", "weekday_differs"]


def test_weekdays_that_disagree_are_one_remark_with_figures() -> None:
    wrong = ("三", "四", "五", "日", *WEEKDAYS[4:])
    proposal = roster_proposal(book(("2026年4月",), ("姓名", *DAYS), ("", *wrong), ("何静", *("A" * 30))))
    (issue,) = proposal.warnings
    assert (issue.row, issue.column, issue.code) == (3, "E", "weekday_differs")
    assert dict(issue.figures) == {"day": date(2026, 4, 4), "said": "日", "count": 1}


@pytest.mark.parametrize("form", ["{d}日", "{d}号", "4月{d}日", "4/{d}", "{d}\n{w}", "{d}({w})"])
def test_day_headings_as_text(form: str) -> None:
    heads = [form.format(d=d, w=w) for d, w in zip(DAYS, WEEKDAYS, strict=True)]
    proposal = roster_proposal(book(("2026年4月",), ("姓名", *heads), ("何静", *("A" * 30))))
    assert proposal.days == APRIL.days
    assert proposal.warnings == ()


def test_weekdays_inside_the_day_headings_are_checked() -> None:
    heads = [f"{d}\n三" for d in DAYS]
    proposal = roster_proposal(book(("2026年4月",), ("姓名", *heads), ("何静", *("A" * 30))))
    assert dict(proposal.warnings[0].figures)["count"] == 25


def test_site_in_a_merged_first_column_totals_and_remarks() -> None:
    def fill(_book: Any, page: Any) -> None:
        page.merge_range(0, 0, 0, 31, "4月排班 2026年")
        put(page, [("驻点", "姓名\n(工号)", *DAYS)], 1)
        put(page, [("", name, *FULL[0]) for name in ("何静", "单涛（代）", "曾建国(早)", "吕洋*")], 2)
        page.merge_range(2, 0, 3, 0, "东院")
        page.write_string(4, 0, "西院")  # filled only once, not merged
        put(page, [("", "白班人数", *([2] * 30)), ("", "合计", *([3] * 30)), ("", "A", *([2] * 30))], 6)
        put(
            page, [("", "备注：请假提前三天", *([""] * 30)), ("", "A 早班 7:00-15:00"), ("", "制表：张三")], 9
        )

    proposal = roster_proposal(read_book(workbook(("甲", fill)), "x.xlsx"))
    assert [(line.name, line.mark, line.department) for line in proposal.lines] == [
        ("何静", "", "东院"), ("单涛", "代", "东院"), ("曾建国", "早", "西院"), ("吕洋", "*", "西院"),
    ]  # fmt: skip
    assert proposal.errors == ()
    assert proposal.ignored == (7, 8, 9, 10, 11, 12)
    assert dict(proposal.codes) == {"A": 60, "休": 60}


def test_cells_with_several_codes_nothing_and_odd_signs() -> None:
    cells = ("上/休", "D+备", "--", "上\n休", "●", "全", "Ａ１", "—", " 休 ", "D、备", "8", "/", "x休")
    proposal = roster_proposal(book(("2026年4月",), ("姓名", *DAYS), ("何静", *cells)))
    assert codes(proposal) == [
        (1, "上"), (1, "休"), (2, "D"), (2, "备"), (4, "上"), (4, "休"), (5, "●"), (6, "全"), (7, "A1"), (9, "休"),
        (10, "D"), (10, "备"), (11, "8"), (13, "x休"),
    ]  # fmt: skip
    assert proposal.errors == ()
    assert next(iter(proposal.codes)) == "休"  # the most frequent first


def test_known_codes_are_taken_as_they_stand() -> None:
    sheet = book(("2026年4月",), ("姓名", *DAYS), ("何静", "-", "A,B", "Ａ", "A/-"))
    known = {"-", "A,B", "Ａ", "A"}
    assert codes(roster_proposal(sheet, known=known)) == [(1, "-"), (2, "A,B"), (3, "Ａ"), (4, "A"), (4, "-")]


def test_merged_codes_count_for_every_day_they_cover() -> None:
    def fill(_book: Any, page: Any) -> None:
        put(page, [("2026年4月",), ("姓名", *DAYS), ("何静", "A"), ("单涛", "A")])
        page.merge_range(2, 3, 2, 7, "产")

    proposal = roster_proposal(read_book(workbook(("甲", fill)), "x.xlsx"))
    assert codes(proposal) == [(1, "A"), *((day, "产") for day in range(3, 8))]


def test_a_person_over_two_rows_is_one_person() -> None:
    def fill(_book: Any, page: Any) -> None:
        put(page, [("2026年4月",), ("姓名", *DAYS), ("何静", "上", "D"), ("", "下"), ("单涛", "A")])
        page.merge_range(2, 0, 3, 0, "何静")

    proposal = roster_proposal(read_book(workbook(("甲", fill)), "x.xlsx"))
    assert [line.name for line in proposal.lines] == ["何静", "单涛"]
    assert codes(proposal) == [(1, "上"), (1, "下"), (2, "D")]


def test_days_over_two_columns() -> None:
    def fill(_book: Any, page: Any) -> None:
        page.write_string(0, 0, "2026年4月")
        page.write_string(1, 0, "姓名")
        for day in DAYS:
            page.merge_range(1, day * 2 - 1, 1, day * 2, day)
        put(page, [("何静", "上", "下", "", "休")], 2)

    proposal = roster_proposal(read_book(workbook(("甲", fill)), "x.xlsx"))
    assert proposal.days == APRIL.days
    assert codes(proposal) == [(1, "上"), (1, "下"), (2, "休")]


def test_several_sheets_one_per_site() -> None:
    rows = (("2026年4月",), ("姓名", *DAYS), ("何静", *("A" * 30)))
    data = workbook(("说明", (("填写说明",),)), ("东院", rows), ("西院", (*rows[:2], ("单涛", *("休" * 30)))))
    both = read_book(data, "x.xlsx")
    assert roster_sheets(both) == ("东院", "西院")
    first = roster_proposal(both)
    assert (first.sheet, first.other_sheets) == ("东院", ("西院",))
    assert roster_proposal(both, "西院").lines[0].name == "单涛"
    with pytest.raises(InputError) as caught:
        roster_proposal(both, "说明")
    assert caught.value.code == "exchange.no_roster"


def test_a_period_from_the_26th_to_the_25th() -> None:
    days = (*range(26, 32), *range(1, 26))
    proposal = roster_proposal(book(("2026年4月考勤",), ("姓名", *days), ("何静", *("A" * 31))))
    assert (proposal.days[0], proposal.days[-1], len(proposal.days)) == (
        date(2026, 3, 26),
        date(2026, 4, 25),
        31,
    )


def test_first_days_of_the_next_month_without_codes_are_no_days() -> None:
    def fill(book: Any, page: Any) -> None:
        day = book.add_format({"num_format": "d"})
        put(page, [("姓名",), ("何静", *("A" * 30))])
        for number in range(32):
            when = date(2026, 4, 1 + number) if number < 30 else date(2026, 5, number - 29)
            page.write_datetime(0, number + 1, when, day)

    proposal = roster_proposal(read_book(workbook(("甲", fill)), "x.xlsx"))
    assert proposal.month == APRIL
    assert proposal.days == APRIL.days


def test_errors_name_row_and_column() -> None:
    def fill(book: Any, page: Any) -> None:
        put(
            page,
            [
                ("2026年4月",),
                ("工号", "姓名", *range(1, 32)),
                ("1", "何静", "A", "A"),
                ("2", "单涛", *("A" * 30), "休"),  # there is no 31 April
                ("3", "", "A", "休"),
                ("4", "解静", "08:38、18:04", "08:30、17:59"),
                ("5", "区敏", "A"),
                ("6", "查敏", "A"),
                ("7", "朴明", "A"),
                ("8", "12", "A"),
            ],
        )
        page.write_formula(6, 3, "=A1", value="")
        page.write_formula(7, 3, "=A1", value="#REF!")
        page.write_datetime(8, 3, date(2026, 1, 2), book.add_format({"num_format": "d"}))

    proposal = roster_proposal(read_book(workbook(("甲", fill)), "x.xlsx"))
    assert found(proposal) == [
        (4, "AG", "no_such_day"),
        (5, "B", "name_missing"),
        (6, "C", "punch_times"),
        (7, "D", "formula_no_value"),
        (8, "D", "cell_error"),
        (9, "D", "code_is_date"),
        (10, "B", "name_odd"),
    ]
    assert [line.name for line in proposal.lines] == ["何静"]
    assert dict(proposal.codes) == {"A": 2}


def test_a_fault_in_a_column_of_totals_does_not_matter() -> None:
    def fill(_book: Any, page: Any) -> None:
        put(page, [("2026年4月",), ("姓名", *DAYS, "合计"), ("何静", *("A" * 30))])
        page.write_formula(2, 31, "=COUNTA(B3:AE3)")

    proposal = roster_proposal(read_book(workbook(("甲", fill)), "x.xlsx"))
    assert proposal.errors == ()
    assert len(proposal.lines) == 1


def test_the_same_person_twice() -> None:
    rows = (("何静", "E1"), ("单涛", "E2"), ("何 静", "E1"), ("曾强", "E3"), ("曾强", "E4"), ("吕洋", "E2"))
    proposal = roster_proposal(
        book(("2026年4月",), ("姓名", "工号", *DAYS), *((*row, "A", "休") for row in rows))
    )
    assert [line.name for line in proposal.lines] == ["曾强", "曾强"]  # two people: their numbers differ
    assert found(proposal) == [
        (3, "A", "name_twice"), (4, "B", "number_twice"), (5, "A", "name_twice"), (8, "B", "number_twice"),
    ]  # fmt: skip
    assert dict(proposal.errors[0].figures) == {"name": "何静", "other_row": 5}
    unnumbered = roster_proposal(book(("2026年4月",), ("姓名", *DAYS), ("何静", "A"), ("何静", "休")))
    assert unnumbered.lines == ()


def test_rosters_of_hours_are_no_totals() -> None:
    proposal = roster_proposal(
        book(("2026年4月",), ("姓名", *DAYS), ("何静", 8, 7.5, 4), ("单涛", 8, 8, 8), (), ("曾强", 8, 8, 8))
    )
    assert [code for _, code in proposal.lines[0].codes] == ["8", "7.5", "4"]
    assert [line.name for line in proposal.lines] == ["何静", "单涛", "曾强"]


def test_counts_below_a_gap_are_no_people() -> None:
    proposal = roster_proposal(
        book(("2026年4月",), ("姓名", *DAYS), ("何静", *("A" * 30)), (), ("窗口", 1, 1, 1), ("A", "早班"))
    )
    assert [line.name for line in proposal.lines] == ["何静"]
    assert proposal.ignored == (5, 6)


def test_a_person_without_any_code_stays_and_headings_repeated_do_not() -> None:
    head = ("姓名", *DAYS)
    proposal = roster_proposal(book(("2026年4月",), head, ("何静",), ("单涛", "A"), head, ("曾强", "A")))
    assert [(line.name, len(line.codes)) for line in proposal.lines] == [
        ("何静", 0),
        ("单涛", 1),
        ("曾强", 1),
    ]
    assert proposal.ignored == (5,)


def test_names_without_a_heading_are_found_and_a_mapping_overrides() -> None:
    rows = (("2026年4月",), ("", "", *DAYS), ("东院", "何静", "A"), ("东院", "单涛", "A"))
    assert [line.name for line in roster_proposal(book(*rows)).lines] == ["何静", "单涛"]
    other = roster_proposal(book(*rows[:3]), mapping=(("name", 0),))
    assert other.lines[0].name == "东院"
    with pytest.raises(InputError) as caught:
        roster_proposal(book(*rows), mapping=(("name", 99),))
    assert caught.value.code == "exchange.no_such_column"


def test_no_roster_and_no_names() -> None:
    with pytest.raises(InputError) as caught:
        roster_proposal(book(("姓名", "工号"), ("何静", "E1")))
    assert caught.value.code == "exchange.no_roster"
    with pytest.raises(InputError) as caught:
        roster_proposal(book(("2026年4月",), DAYS, tuple("A" * 30)))
    assert caught.value.code == "exchange.no_name_column"


def test_the_1904_calendar_is_followed() -> None:
    def fill(_book: Any, page: Any) -> None:
        put(page, [("姓名", *(44_651 + n for n in range(30))), ("何静", *("A" * 30))])

    data = workbook(("甲", fill), options={"date_1904": True})
    assert roster_proposal(read_book(data, "x.xlsx")).days == APRIL.days


def test_an_archive_with_reordered_parts_reads_the_same() -> None:
    data = workbook(("甲", (("2026年4月",), ("姓名", *DAYS), ("何静", *("A" * 30)))))
    assert roster_proposal(read_book(repacked(data, {}), "x.xlsx")).lines
