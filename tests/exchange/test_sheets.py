"""Reading files: what is taken, what is refused and by which sentence."""

from __future__ import annotations

import base64
import subprocess
import sys
import time
import zlib
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from ehr_tui.errors import InputError
from ehr_tui.exchange.cell_values import Fault
from ehr_tui.exchange.roster_sheet import roster_proposal
from ehr_tui.exchange.sheets import read_book
from ehr_tui.exchange.staff_sheet import staff_proposal
from ehr_tui.exchange.workbook_guard import MAX_BYTES
from tests.exchange.books import needs_sheets, part_of, repacked, sample, workbook

SHEET = "xl/worksheets/sheet1.xml"
ROWS = (("姓名", "工号"), ("何静", "E1"), ("单涛", "E2"))

# Two invented people over April 2026 in the old format.
OLD_WORKBOOK = zlib.decompress(
    base64.b85decode(
        b"c-rllOGs2v7{|YJ?~L<sW}G{Ynxjo3WMvX%5fSL5kU@}|^pvoC_7V-1pf*`1v<aeCMH`__n;x6qMeSMyMlOONP@`3}2nq_+="
        b"{x_qWAl{@rIH@=UC#fWbAIRCa}M8m+<Tu7TcblaBV+WPRgy_laSvsr<S7oGWFkn+<8d8L-rXGHY5S|p<7P)@IO)FsnM?an`+"
        b"JNGy5V@jN;J-44;`V}?ymNtd9-Tup;_rZRIn<#%sBzdN3TNAR%kZ#I!Zo(Za~giXa$!YRgE+pt1Vq;&*EK1F<5}~b8n;0E99"
        b")A9D1r}@riRPQPxRSJqMdR|4a~d_~;6;-!`>(wf8i4j#8K%c!fU2i-<lZSL)-UbpHJ2E8_gmGT${r{sqH9)KBq!nBartqj6I"
        b"cL!EDZ-#bAup2~?O=_OT8E2*5;QeV>=a_`p#4xHg?BfI_EOj6tHim3OLB4yR_9I0aPrK7Iht9NXy@Ss@Xe$0FyYa3-DZejih"
        b"c@Lks`r*ZvmipLU<n&`#Pwf4Rb$2OFCv^?38~|}Z7jY;>jpfi&cxnOS5onlaE#FJ(bL>dX0Lq*OE#Y=n!$x9DQsPTFKKO3yo"
        b"#^13*fNe^+cb7OeC=gyh>H0vYUBF)8lW;&rY>F7b~l#1D|?@K4bA^y&u|+-yYF%PfXkvu@*-+MA5k^NZvDg+MLTMSb`;vt`j"
        b"GBn92UG|p$`@Xpdn~3Gy;u6i=idZQs@e3Idm;_J+u;94XuH0hSowGpgW+A&?aaLv;%qw+6C=_9)%ufO^nZ&VSEP4XicQ__{`"
        b"~)!70ad$`s5Ym{YI}!CZp51@j2z6)aOQpJ0B$0)k};78J}9EF@UAU}3>>1j`jHPp}1o<qH-OtU$0r!4?V@wVC#!IfEBXc+qK"
        b">H{nIcbjnD1mI*I@V-CTbf@KKi63i`_M=-BonS%KQ^9vRbEK9JUV3uGZ!LkJl3zj2Tu3&kBEf6eUu!vv<f)xt3P_U@Y-rD;L"
        b"VP#etA-bg(AP$nGc`0paOIzB~_P?7xEA#<j+Hdks`wPKk|JRx1FqQsI^3PfWb@SE7AEq1m{l1Ui?vKrB{^XKVC7-2cStt3wP"
        b"}@#!y@w9-*M{!L;W^J={=!qK<C%5E;ICUkb8UZWF8%z??SBPIZ6Po"
    )
)


def refused(data: bytes, name: str = "x.xlsx") -> str:
    with pytest.raises(InputError) as caught:
        read_book(data, name)
    assert caught.value.params["file"] == name
    return caught.value.code


def test_rows_and_their_values() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_string(0, 0, "=1+1")
        page.write_string(1, 0, "@x")
        page.write_string(2, 0, "-x")
        page.write_number(3, 0, 5)
        page.write_boolean(4, 0, True)
        page.write_datetime(5, 0, date(2026, 4, 1), book.add_format({"num_format": 'yyyy"年"m"月"'}))
        page.write_number(6, 0, 46113, book.add_format({"num_format": "[$-804]aaa;@"}))

    rows = read_book(workbook(("甲", fill)), "x.xlsx").sheets[0].rows
    assert [row[0] for row in rows] == ["=1+1", "@x", "-x", 5.0, True, date(2026, 4, 1), 46113.0]


def test_hidden_sheets_and_merged_areas_are_told() -> None:
    def fill(_book: Any, page: Any) -> None:
        page.merge_range(0, 0, 0, 3, "标题")
        page.hide()

    book = read_book(workbook(("甲", ROWS), ("乙", fill)), "x.xlsx")
    assert [sheet.visible for sheet in book.sheets] == [True, False]
    assert book.sheet("乙").merged == ((0, 0, 0, 3),)
    with pytest.raises(InputError) as caught:
        book.sheet("丙")
    assert caught.value.code == "exchange.no_such_sheet"


def test_a_formula_comes_with_its_value_and_without_one_as_a_fault() -> None:
    def fill(_book: Any, page: Any) -> None:
        page.write_formula(0, 0, '="休"', value="休")
        page.write_formula(1, 0, "=1+1", value=2)
        page.write_formula(2, 0, "=B9")  # never calculated: the writer put a 0
        page.write_formula(3, 0, "=1/0", value="#DIV/0!")
        page.write_formula(4, 5, "=1+1", value="")
        page.write_number(5, 0, 0)

    rows = read_book(workbook(("甲", fill)), "x.xlsx").sheets[0].rows
    assert [row[0] for row in rows[:4]] == ["休", 2.0, Fault.NO_VALUE, Fault.ERROR]
    assert rows[4][5] is Fault.NO_VALUE
    assert rows[5][0] == 0.0


def test_a_calculated_zero_of_an_office_program_is_a_value() -> None:
    data = workbook(("甲", lambda _b, page: page.write_formula(0, 0, "=1-1", value=0)))
    plain = part_of(data, "xl/workbook.xml").replace(b' fullCalcOnLoad="1"', b"")
    assert read_book(repacked(data, {"xl/workbook.xml": plain}), "x.xlsx").sheets[0].rows[0][0] == 0.0


def test_what_is_no_workbook() -> None:
    good = workbook(("甲", ROWS))
    assert refused(b"") == "exchange.empty_file"
    assert refused("姓名,工号\n何静,E1\n".encode()) == "exchange.not_a_workbook"
    assert refused(b"<html><table><tr><td>x</td></tr></table></html>", "x.xls") == "exchange.web_page"
    assert refused(b"PK\x03\x04 and no more") == "exchange.damaged"
    assert refused(good[: len(good) // 2]) == "exchange.damaged"
    assert refused(good[:-30]) == "exchange.damaged"
    assert refused(repacked(good, {"xl/workbook.xml": None})) == "exchange.not_a_workbook"
    assert refused(repacked(good, {SHEET: part_of(good, SHEET)[:-60]})) == "exchange.damaged"
    assert refused(b"\0" * (MAX_BYTES + 1)) == "exchange.too_big"
    assert refused(workbook(("甲", ()))) == "exchange.no_rows"


def test_a_workbook_under_another_name_is_still_one() -> None:
    assert read_book(workbook(("甲", ROWS)), "x.csv").sheets[0].rows[1] == ("何静", "E1")


def test_an_encrypted_workbook_is_told() -> None:
    ole = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )
    assert refused(ole) == "exchange.encrypted"


def test_an_archive_with_a_password_is_told() -> None:
    good = bytearray(workbook(("甲", ROWS)))
    place = good.find(b"PK\x01\x02")
    while place >= 0:
        good[place + 8] |= 1
        place = good.find(b"PK\x01\x02", place + 4)
    assert refused(bytes(good)) == "exchange.encrypted"


def test_a_bomb_is_not_unpacked() -> None:
    target = BytesIO(workbook(("甲", ROWS)))
    with ZipFile(target, "a", ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * 40_000_000)
    started = time.perf_counter()
    assert refused(target.getvalue()) == "exchange.bomb"
    assert time.perf_counter() - started < 1


def test_many_entries_are_refused() -> None:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for number in range(2_500):
            archive.writestr(f"xl/{number}.xml", b"")
    assert refused(target.getvalue()) == "exchange.bomb"


def test_a_lying_directory_does_not_help_a_bomb() -> None:
    good = repacked(workbook(("甲", ROWS)), {"xl/big.xml": b" " * 5_000_000})
    lying = good.replace((5_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != good
    assert refused(lying) == "exchange.damaged"


@pytest.mark.parametrize(
    "cell, code",
    [
        (b'<c r="XFD1048576"><v>1</v></c>', "exchange.too_many_rows"),
        (b"<c r='A20001'><v>1</v></c>", "exchange.too_many_rows"),
        (b'<c r="IW1"><v>1</v></c>', "exchange.too_many_columns"),
        (b'<x:c xmlns:x="u" r="XFD1048576"><x:v>1</x:v></x:c>', "exchange.too_many_rows"),
        (b'<c r="&#88;FD1"><v>1</v></c>', "exchange.too_many_columns"),
        (b'<c r="ZZZZ9"><v>1</v></c>', "exchange.damaged"),
        (b'<c r="A99999999999"><v>1</v></c>', "exchange.damaged"),
    ],
)
def test_a_single_cell_far_out_never_reaches_the_parser(cell: bytes, code: str) -> None:
    good = workbook(("甲", ROWS))
    content = part_of(good, SHEET).replace(b"</row></sheetData>", cell + b"</row></sheetData>")
    assert refused(repacked(good, {SHEET: content})) == code


def test_cells_far_out_that_carry_only_a_format_do_not_matter() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_string(0, 0, "何静")
        page.write_blank(1_000_000, 9_000, None, book.add_format({"bold": True}))

    assert read_book(workbook(("甲", fill)), "x.xlsx").sheets[0].rows == (("何静",),)


def test_a_part_that_says_it_holds_billions_is_refused() -> None:
    good = workbook(("甲", ROWS))
    strings = part_of(good, "xl/sharedStrings.xml").replace(b'uniqueCount="6"', b'uniqueCount="99999999999"')
    assert b"99999999999" in strings
    assert refused(repacked(good, {"xl/sharedStrings.xml": strings})) == "exchange.damaged"


def test_the_1904_calendar() -> None:
    data = workbook(
        ("甲", lambda _b, page: page.write_datetime(0, 0, date(2026, 4, 1))), options={"date_1904": True}
    )
    assert read_book(data, "x.xlsx").date1904


def test_the_old_format() -> None:
    proposal = roster_proposal(read_book(OLD_WORKBOOK, "x.xls"))
    assert str(proposal.month) == "2026-04"
    assert [(line.name, len(line.codes)) for line in proposal.lines] == [("何艳", 30), ("曹敏", 30)]


@pytest.mark.parametrize("cut", [600, 2048, 5000])
def test_a_damaged_file_of_the_old_format_takes_nothing_down(
    cut: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert refused(OLD_WORKBOOK[:cut], "x.xls") == "exchange.damaged"
    assert capfd.readouterr() == ("", "")


# Text tables

TABLE = '工号,姓名,手机号,备注\n0007,何静,13800138000,=1+1\n0008,单涛,13900139000,"多,行\n备注"\n'


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_tables_in_every_usual_encoding(encoding: str, separator: str) -> None:
    text = TABLE.replace("多,行", "多 行").replace(",", separator)
    proposal = staff_proposal(read_book(text.encode(encoding), "staff.csv"))
    assert [(p.number, p.name, p.phone) for p in proposal.lines] == [
        ("0007", "何静", "13800138000"),
        ("0008", "单涛", "13900139000"),
    ]
    assert proposal.lines[0].remark == "=1+1"


@pytest.mark.parametrize(
    "data",
    [
        "工號,姓名,電話,部門\n一,何靜,二,醫務部\n三,單濤,四,檢驗科\n".encode("big5"),
        TABLE.encode().decode("gb18030", errors="replace").encode(),  # UTF-8 taken for GBK, then saved
        TABLE.encode().decode("latin-1").encode(),
        b"\x00\x01\x02\x03 binary \xff\xfe" * 20,
        TABLE.encode()[:-3] + b"\xff\xff\xff",
    ],
)
def test_unreadable_text_is_refused(data: bytes) -> None:
    assert refused(data, "x.csv") == "exchange.encoding"


def test_a_western_text_is_no_nonsense() -> None:
    data = "name;phone;remark\nAnn;13800138000;café crème brûlée à l'étage\n".encode()
    assert staff_proposal(read_book(data, "x.csv")).lines[0].name == "Ann"


def test_too_many_rows_or_columns_of_text() -> None:
    assert refused(b"a,b\n" * 20_001, "x.csv") == "exchange.too_many_rows"
    assert refused(b"a," * 300 + b"\n", "x.csv") == "exchange.too_many_columns"


# Speed, progress, start


def big_roster(people: int = 10_000) -> bytes:
    codes = ("A1", "A2", "休", "B1", "B2", "休", "上/休")
    head = ["姓名", *range(1, 32)]
    body = ([f"人{n:05d}", *(codes[(n + d) % 7] for d in range(31))] for n in range(people))
    return workbook(("甲", [["2026年10月排班表"], head, *body]))


def test_ten_thousand_rows() -> None:
    data = big_roster()
    seen: list[tuple[int, int]] = []
    started = time.process_time()
    book = read_book(data, "x.xlsx")
    proposal = roster_proposal(book, progress=lambda done, total: seen.append((done, total)))
    assert time.process_time() - started < 8
    assert len(proposal.lines) == 10_000
    assert proposal.errors == ()
    assert seen[-1] == (10_000, 10_000)
    with pytest.raises(InputError) as caught:
        roster_proposal(book, cancelled=lambda: True)
    assert caught.value.code == "exchange.cancelled"


@needs_sheets
@pytest.mark.parametrize("name", ["roster-month.xlsx", "staff-list.xlsx", "duty-list.xlsx"])
def test_offices_files_are_quick(name: str) -> None:
    data = sample(name)
    read_book(data, name)
    started = time.process_time()
    read_book(data, name)
    assert time.process_time() - started < 0.25


def test_nothing_heavy_is_loaded_before_it_is_used() -> None:
    code = (
        "import sys, ehr_tui.exchange.sheets, ehr_tui.exchange.export, ehr_tui.exchange.pinyin, "
        "ehr_tui.exchange.roster_sheet, ehr_tui.exchange.staff_sheet, ehr_tui.exchange.duty_sheet\n"
        "print([m for m in ('python_calamine', 'xlsxwriter', 'pypinyin', 'peewee') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
