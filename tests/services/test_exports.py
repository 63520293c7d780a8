"""What leaves the office: within reach, with phones only by right and on record, as texts that stay texts."""

from __future__ import annotations

from typing import Any

import pytest

from ehr_tui.domain.export_views import ExportFormat
from ehr_tui.domain.ids import PersonId
from ehr_tui.errors import AccessRefused
from ehr_tui.exchange.sheets import read_book
from ehr_tui.i18n import t
from ehr_tui.services.intents.exports import ExportOffice, ExportPeople, ExportRoster, ExportTable
from ehr_tui.services.intents.imports import ApplyImport, PreviewImport, RecordsSource, StaffSource
from ehr_tui.services.intents.people import ListPeople
from ehr_tui.services.intents.roster import ListRosters
from tests.exchange.books import part_of
from tests.offices import Desk, OfficeFolder
from tests.services.people import refusal

BAD = (
    "=1+1",
    "+86 10",
    "-5",
    "@SUM(A1)",
    "007",
    "'=x",
    "\ttab",
    "2026-11-23",
    "1e5",
    "a\nb",
    '"quoted", text',
    "真",
)


@pytest.fixture
def hr(demo: OfficeFolder) -> Any:
    at = demo.enter("hr")
    yield at
    at.leave()


def entries(desk: Desk) -> list[tuple[str, str]]:
    store = desk.door._inside.office.store  # type: ignore[union-attr]
    rows = store.database.execute_sql(
        "SELECT e.act, d.body FROM audit_entry e JOIN audit_detail d ON d.seq = e.seq ORDER BY e.seq"
    )
    return [tuple(row) for row in rows.fetchall()]


@pytest.mark.parametrize("form", ExportFormat)
def test_texts_stay_texts(hr: Desk, form: ExportFormat) -> None:
    exported = hr.do(ExportTable("表", ("甲", "乙"), tuple((text, "x") for text in BAD), form))
    assert exported.file_name.endswith(f".{form.value}")
    rows = read_book(exported.data, exported.file_name).sheets[0].rows
    assert [row[0] for row in rows[1:]] == list(BAD)
    if form is ExportFormat.XLSX:
        assert b"<f>" not in part_of(exported.data, "xl/worksheets/sheet1.xml")
    else:
        assert exported.data.startswith(b"\xef\xbb\xbf")
        for line in exported.data.decode("utf-8-sig").splitlines()[1:]:
            assert line.lstrip('"')[:1] not in ("=", "+", "-", "@")


def test_rows_and_columns_must_fit(hr: Desk) -> None:
    refusal("exports.shape", lambda: hr.do(ExportTable("表", ("甲",), (("1", "2"),))))
    refusal("exports.shape", lambda: hr.do(ExportTable("表", (), ())))
    refusal("exports.shape", lambda: hr.do(ExportTable("表", ("甲",), (("1",),), phone_column=0)))
    refusal("exports.shape", lambda: hr.do(ExportPeople(("number", "salary"))))


def test_a_text_that_no_cell_can_hold_is_said(hr: Desk) -> None:
    refusal("exchange.cell_too_long", lambda: hr.do(ExportTable("表", ("甲",), (("x" * 40_000,),))))


def test_phones_come_whole_only_on_record(hr: Desk) -> None:
    people = hr.do(ListPeople("陈")).people
    assert people
    rows = tuple((p.name, p.phone) for p in people)
    found = tuple(p.id for p in people)
    masked = hr.do(ExportTable("人", ("姓名", "电话"), rows, people=found))
    assert all("*" in str(row[1]) for row in read_book(masked.data, "x.xlsx").sheets[0].rows[1:])
    whole = hr.do(ExportTable("人", ("姓名", "电话"), rows, people=found, phone_column=1))
    numbers = [str(row[1]) for row in read_book(whole.data, "x.xlsx").sheets[0].rows[1:]]
    assert all(number.isdecimal() and len(number) == 11 for number in numbers)
    act, detail = entries(hr)[-1]
    assert act == "ExportTable"
    assert '"phones"' in detail
    assert all(number not in detail for number in numbers), "no phone in the audit"
    store = hr.door._inside.office.store  # type: ignore[union-attr]
    told = store.database.execute_sql("SELECT record FROM audit_record WHERE seq = "
                                      "(SELECT max(seq) FROM audit_entry)").fetchall()  # fmt: skip
    assert {int(record) for (record,) in told} == {int(p) for p in found}, "one look for each"


def test_nobody_carries_out_people_beyond_reach(demo: OfficeFolder) -> None:
    hr, lab = demo.enter("hr"), demo.enter("lab")
    mine = {p.id for p in lab.do(ListPeople()).people}
    foreign = next(p.id for p in hr.do(ListPeople()).people if p.id not in mine)
    with pytest.raises(AccessRefused):
        lab.do(ExportPeople(people=(foreign,)))
    with pytest.raises(AccessRefused):
        lab.do(ExportTable("人", ("姓名",), (("x",),), people=(foreign,)))
    assert lab.do(ExportPeople()).rows == len(mine)
    assert lab.do(ExportPeople(people=(next(iter(mine)),))).rows == 1
    hr.leave()
    lab.leave()


def test_a_list_without_whole_phones_does_not_spoil_them(hr: Desk) -> None:
    """Masked numbers are errors when they come back, never phones."""
    exported = hr.do(ExportPeople())
    preview = hr.do(PreviewImport(StaffSource(exported.data, "out.xlsx")))
    assert preview.changed == 0
    assert {issue.code for issue in preview.errors} <= {"not_a_phone"}


def test_chosen_columns_in_both_languages(hr: Desk) -> None:
    for language in ("zh_CN", "en"):
        t.switch(language)
        exported = hr.do(
            ExportPeople(("number", "name", "sex", "department", "hire_date"), format=ExportFormat.CSV)
        )
        preview = hr.do(PreviewImport(StaffSource(exported.data, "out.csv")))
        assert (preview.new, preview.changed, preview.errors) == (0, 0, ()), language


def test_the_organisation_alone_names_nobody(hr: Desk) -> None:
    exported = hr.do(ExportOffice(people=False))
    book = read_book(exported.data, "x.xlsx")
    assert exported.rows == 0
    names = {p.name for p in hr.do(ListPeople()).people}
    shown = {value for sheet in book.sheets for row in sheet.rows for value in row if isinstance(value, str)}
    assert not names & shown


def test_restrictions_leave_by_their_effects_only(hr: Desk) -> None:
    exported = hr.do(ExportOffice())
    sheet = next(
        s for s in read_book(exported.data, "x.xlsx").sheets if s.name == t("exchange.table.restrictions")
    )
    assert t("exchange.column.effects") in sheet.rows[0]
    assert len(sheet.rows[0]) == 7


def test_a_roster_that_is_published_or_not(hr: Desk) -> None:
    choice = hr.do(ListRosters()).months[0]
    exported = hr.do(ExportRoster(choice.department.id, choice.month))
    assert exported.rows > 0


def test_a_person_who_is_gone_meanwhile_is_left_out(hr: Desk) -> None:
    assert hr.do(ExportPeople(people=(PersonId(99_999),))).rows == 0


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 x", b"PK\x03\x04", b"a,b\n1,2\n"])
def test_what_is_no_record_workbook_is_refused(hr: Desk, data: bytes) -> None:
    from ehr_tui.errors import InputError

    with pytest.raises(InputError) as caught:
        hr.do(ApplyImport(RecordsSource(data, "x.csv")))
    assert t.error(caught.value)
