"""Sheets handed out are read again without loss."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.contracts import EmploymentKind, HoursSystem, Period
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import DepartmentId, PersonId, PostId, ShiftKindId
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Department, Post
from ehr_tui.domain.people import Education, Sex
from ehr_tui.domain.roster import Cell, DayHead, RosterRow, RosterSheet, RosterState, RowTotals
from ehr_tui.domain.shifts import DutyClass, Segment, ShiftKind
from ehr_tui.errors import InputError
from ehr_tui.exchange.export import roster_workbook, staff_workbook
from ehr_tui.exchange.proposal import StaffLine
from ehr_tui.exchange.roster_sheet import roster_proposal
from ehr_tui.exchange.sheet_words import plain as heading_key
from ehr_tui.exchange.sheet_words import sheet_words
from ehr_tui.exchange.sheets import Book, read_book
from ehr_tui.exchange.staff_sheet import FIELDS, staff_proposal
from ehr_tui.i18n import LANGUAGES, Words
from tests.exchange.books import part_of

CODES = ("D", "上", "休", "备", "A1", "8", "-", "A,B", "●", "=1", "年", "下夜", "Ａ", "合计")
KINDS = tuple(
    ShiftKind(
        ShiftKindId(n), code, "X", Name(f"班{n}", f"Shift {n}"), DutyClass.WORK, segments=(Segment(480, 960),)
    )
    for n, code in enumerate(CODES, start=1)
)
DESK = Post(PostId(1), "desk", Name("前台", "Desk"), DepartmentId(1))


def words(language: str = "zh_CN") -> Words:
    return Words(language, strict=True)


def roster(month: Month, rows: tuple[RosterRow, ...], **changes: object) -> RosterSheet:
    heads = tuple(
        DayHead(day, DayKind.REST_DAY if day.weekday() > 4 else DayKind.WORKDAY, Name(""), False)
        for day in month.days
    )
    sheet = RosterSheet(
        Department(DepartmentId(1), "lab", Name("检验科", "Laboratory")), month, RosterState.DRAFT, 0, None, "", 0,
        heads, rows, (), KINDS, (DESK,), (), frozenset(), True, True, True, 0, 0, 1,
    )  # fmt: skip
    return replace(sheet, **changes)  # type: ignore[arg-type]


def row(number: int, name: str, cells: list[tuple[int, ...]], post: PostId | None = DESK.id) -> RosterRow:
    filled = tuple(
        Cell(tuple(Entry(ShiftKindId(kind), post) for kind in kinds), changed=day % 5 == 0)
        for day, kinds in enumerate(cells)
    )
    totals = RowTotals(9450, 10080, 21, 2, 8)
    return RosterRow(PersonId(number), f"{number:04d}", name, "", post, True, filled, totals)


months = st.builds(Month, st.integers(2020, 2035), st.integers(1, 12))
han = st.text(st.sampled_from("何静单涛曾建国欧阳娜吕洋敏华合计"), min_size=2, max_size=4).filter(
    lambda name: not name.endswith("合计") and not name.startswith("合计")
)
cell = st.lists(st.integers(1, len(CODES)), max_size=3).map(tuple)


@st.composite
def sheets(draw: st.DrawFn) -> RosterSheet:
    month = draw(months)
    names = draw(st.lists(han, min_size=1, max_size=6))
    days = len(month.days)
    rows = tuple(
        row(n, name, draw(st.lists(cell, min_size=days, max_size=days)))
        for n, name in enumerate(names, start=1)
    )
    return roster(month, rows, version=draw(st.integers(0, 2)), state=draw(st.sampled_from(RosterState)))


@given(sheets(), st.sampled_from(LANGUAGES))
def test_a_roster_comes_back_as_it_went_out(sheet: RosterSheet, language: str) -> None:
    book = read_book(roster_workbook(sheet, words(language)), "x.xlsx")
    proposal = roster_proposal(book, known=set(CODES))
    assert (proposal.errors, proposal.warnings) == ((), ())
    assert (proposal.month, proposal.days) == (sheet.month, sheet.month.days)
    assert [(line.number, line.name, line.post) for line in proposal.lines] == [
        (one.number, one.name, DESK.name.in_language(language)) for one in sheet.rows
    ]
    code = {kind.id: kind.code for kind in KINDS}
    for line, one in zip(proposal.lines, sheet.rows, strict=True):
        assert line.codes == tuple(
            (head.day, code[entry.kind])
            for head, cell in zip(sheet.heads, one.cells, strict=True)
            for entry in cell.entries
        )


texts = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"), exclude_characters="\u200b"
    ),
    max_size=20,
)
plain = st.text(st.sampled_from("何静单涛AZaz019=+-@组科 "), max_size=12).map(
    lambda text: " ".join(text.split())
)
sound = plain.filter(lambda text: text.casefold() not in {"-", "--", "---"})


@given(
    number=sound.map(lambda text: text.replace(" ", "")),
    name=han,
    phone=st.sampled_from(["", "13800138000", "020-12345678", "6123"]),
    department=sound,
    channel=sound,
    employment=st.none() | st.sampled_from(EmploymentKind),
    hired=st.none() | st.dates(date(1980, 1, 1), date(2030, 1, 1)),
    skills=st.lists(st.sampled_from(["粤语", "打字", "=1+1"]), unique=True).map(tuple),
    remark=sound,
    language=st.sampled_from(LANGUAGES),
)
def test_a_staff_list_comes_back_as_it_went_out(
    number: str, name: str, phone: str, department: str, channel: str, employment: EmploymentKind | None,
    hired: date | None, skills: tuple[str, ...], remark: str, language: str,
) -> None:  # fmt: skip
    line = StaffLine(
        2,
        number,
        name,
        phone,
        department,
        "",
        channel,
        employment,
        hired,
        None,
        Sex.FEMALE,
        skills,
        remark,
        "代",
    )
    proposal = staff_proposal(read_book(staff_workbook([line], words(language)), "x.xlsx"))
    assert proposal.errors == ()
    assert proposal.lines == (line,)


@given(texts)
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    line = StaffLine(2, "E1", "何静", remark=text, department='=HYPERLINK("http://x")', channel="@SUM(A1)")
    data = staff_workbook([line], words())
    content = part_of(data, "xl/worksheets/sheet1.xml")
    assert b"<f" not in content.replace(b"<formatCode", b"")
    assert b"hyperlink" not in content
    back: Book = read_book(data, "x.xlsx")
    assert back.sheets[0].at(1, FIELDS.index("department")) == '=HYPERLINK("http://x")'


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_layout(language: str) -> None:
    april = Month(2026, 4)
    one = row(1, "何静", [(1, 3) if n == 0 else (2,) for n in range(30)])
    sheet = roster(april, (one,), version=2, state=RosterState.PUBLISHED)
    page = read_book(roster_workbook(sheet, words(language)), "x.xlsx").sheets[0]
    title = str(page.at(0, 0))
    assert ("检验科" in title, "2" in title) == (language == "zh_CN", True)
    assert page.at(1, 3) == date(2026, 4, 1)
    assert page.at(2, 3) == {"zh_CN": "三", "en": "Wed"}[language]
    assert [page.at(3, column) for column in range(5)] == [
        "0001",
        "何静",
        DESK.name.in_language(language),
        "D/休",
        "上",
    ]
    assert [page.at(3, column) for column in range(33, 38)] == [21.0, 8.0, 2.0, 157.5, 168.0]
    legend = [str(page.at(number, 0)) for number in range(5, 9)]
    assert any(line.startswith("D ") and "08:00-16:00" in line for line in legend)


def test_an_entry_of_an_unknown_kind_is_never_left_out_silently() -> None:
    sheet = roster(Month(2026, 4), (row(1, "何静", [(99,)] * 30),))
    with pytest.raises(InputError) as caught:
        roster_workbook(sheet, words())
    assert caught.value.code == "exchange.kind_unknown"
    old = replace(KINDS[0], id=ShiftKindId(99), code="Q", active=False)
    book = read_book(roster_workbook(sheet, words(), kinds=(old,)), "x.xlsx")
    assert dict(roster_proposal(book).codes) == {"Q": 30}


def test_progress_and_cancelling() -> None:
    sheet = roster(Month(2026, 4), tuple(row(n, f"人{n}", [(1,)] * 30) for n in range(1, 301)))
    seen: list[tuple[int, int]] = []
    roster_workbook(sheet, words(), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(256, 300), (300, 300)]
    with pytest.raises(InputError) as caught:
        roster_workbook(sheet, words(), cancelled=lambda: True)
    assert caught.value.code == "exchange.cancelled"


def test_an_empty_staff_list_is_a_form() -> None:
    page = read_book(staff_workbook([], words()), "x.xlsx").sheets[0]
    assert page.rows[0][:4] == ("工号", "姓名*", "性别", "出生日期")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", FIELDS)
def test_every_heading_written_is_known_when_read(field: str, language: str) -> None:
    assert sheet_words().staff[heading_key(words(language)(f"exchange.staff.{field}"))] == field


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [Sex, Education, EmploymentKind, HoursSystem, Period])
def test_every_word_written_is_known_when_read(kind: type[StrEnum], language: str) -> None:
    names = {Sex: "sex", Education: "education", EmploymentKind: "employment", HoursSystem: "hours_system",
             Period: "period"}  # fmt: skip
    known = getattr(sheet_words(), names[kind])
    for member in kind:
        if member.value:
            shown = words(language)(f"exchange.word.{names[kind]}.{member.value}")
            assert known[heading_key(shown)] is member
