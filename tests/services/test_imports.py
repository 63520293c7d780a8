"""Imports into a real office: a dry run writes nothing, an error writes nothing, a second one changes nothing, and one
act takes a whole import back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ehr_tui.domain.contracts import Contract, EmploymentKind
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import ContractId, DepartmentId, ImportId, PostId
from ehr_tui.domain.import_views import ImportDone
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Department, Post
from ehr_tui.domain.people import Competence
from ehr_tui.domain.roster import CellChange
from ehr_tui.domain.views import OrganisationView
from ehr_tui.services.intents.imports import (
    ApplyImport,
    ListImports,
    NewKind,
    PreviewImport,
    RosterSource,
    StaffSource,
    UndoImport,
)
from ehr_tui.services.intents.organisation import (
    OpenOrganisation,
    SaveDepartment,
    SavePost,
    SaveShiftKind,
)
from ehr_tui.services.intents.people import ListPeople, OpenPerson, RevealPhone, SaveContract, SavePerson
from ehr_tui.services.intents.roster import EditRoster, OpenRoster, PublishRoster
from ehr_tui.store.tables import TABLES
from tests.exchange.books import needs_sheets, sample, workbook
from tests.offices import Desk, OfficeFolder, plan
from tests.services.people import RealOffice, refusal

OF_THE_IMPORT = {
    "meta", "audit_entry", "audit_detail", "audit_record", "presence", "import_batch", "import_change", "sheet_mapping",
}  # fmt: skip
COUNTERS = {"revision"}
"""Grow with every change, so that stale writes are noticed, and never go back."""


@pytest.fixture
def desk(office: RealOffice) -> Any:
    at = office.login()
    yield at
    at.leave()


def dump(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """Every table that an import may touch, byte for byte, but for the numbers that only ever grow."""
    store = desk.door._inside.office.store  # type: ignore[union-attr]
    found = {}
    for table in TABLES:
        name = table._meta.table_name
        if name in OF_THE_IMPORT or name == "account":
            continue
        columns = [row[1] for row in store.database.execute_sql(f"PRAGMA table_info({name})").fetchall()]
        kept = [
            c for c in columns if c not in COUNTERS and not (c == "id" and name in ("duty", "competence"))
        ]
        quoted = ", ".join(f'"{c}"' for c in kept)
        rows = store.database.execute_sql(f"SELECT {quoted} FROM {name}").fetchall()
        found[name] = sorted(rows, key=repr)
    return found


def number(done: ImportDone) -> ImportId:
    """Of an import that wrote something."""
    assert done.batch is not None
    return done.batch


def staff(
    *rows: str, title: str = "工号,姓名,部门,手机号,劳务关系,入职日期", encoding: str = "utf-8"
) -> StaffSource:
    return StaffSource("\n".join([title, *rows, ""]).encode(encoding), "staff.csv")


def roster_rows(*rows: list[Any], days: int = 30) -> bytes:
    head: list[list[Any]] = [["2026年4月排班表"], ["姓名", *range(1, days + 1)]]
    return workbook(("排班", [*head, *rows]))


def organisation(desk: Desk) -> OrganisationView:
    return desk.do(OpenOrganisation(2026))


def lab(desk: Desk) -> DepartmentId:
    return next(d.id for d in organisation(desk).departments if d.code == "lab")


def roster(desk: Desk, *rows: list[Any], **values: Any) -> RosterSource:
    return RosterSource(roster_rows(*rows), "roster.xlsx", lab(desk), **values)


# The offices' own sheets

KINDS = (
    NewKind("A1", times="08:00-12:00+14:00-17:30"),
    NewKind("A2", times="08:30-12:30+14:30-18:00"),
    NewKind("B1", times="12:00-21:00", meal_minutes=60),
    NewKind("B2", times="13:00-22:00", meal_minutes=60),
)


@needs_sheets
@pytest.mark.parametrize("starting", [True, False], ids=["with the seven posts", "empty"])
def test_real_sheets_into_an_empty_office_and_all_the_way_back(tmp_path: Path, starting: bool) -> None:
    office = RealOffice(OfficeFolder(tmp_path / "empty"))
    office.at.folder.mkdir()
    door = office.at.entrance()
    desk = Desk(door, door.create(plan(starting_data=starting)))
    office.enrol(desk, "first")
    people = StaffSource(sample("staff-list.xlsx"), "staff-list.xlsx")
    empty = dump(desk)

    preview = desk.do(PreviewImport(people))
    assert (preview.new, preview.changed, preview.same, preview.errors) == (37, 0, 0, ())
    assert len(preview.new_departments) == 6
    assert dump(desk) == empty, "a dry run writes nothing"
    first = desk.do(ApplyImport(people))
    assert (first.new, first.changed, first.same, first.skipped) == (37, 0, 0, 0)
    with_people = dump(desk)
    assert_changes_nothing(desk, people, 37)
    assert desk.do(ListPeople("EMP000001")).total == 37

    home = next(d for d in organisation(desk).departments if d.name.zh == "客服部")
    desk.do(SavePost(Post(PostId(0), "service", Name("客服"), home.id), None, 2026))
    with_post = dump(desk)
    month = RosterSource(sample("roster-month.xlsx"), "roster-month.xlsx", home.id)
    preview = desk.do(PreviewImport(month))
    assert preview.month == Month(2026, 4)
    assert len(preview.errors) == 36
    assert {c.code for c in preview.codes if not c.known_as} == {"A1", "A2", "B1", "B2"}
    refusal("imports.has_errors", lambda: desk.do(ApplyImport(month)))
    assert dump(desk) == with_post, "nothing is written on an error"

    month = replace(month, kinds=KINDS)
    preview = desk.do(PreviewImport(month))
    assert preview.errors == ()
    assert dump(desk) == with_post
    second = desk.do(ApplyImport(month))
    assert second.new == 36
    sheet = desk.do(OpenRoster(home.id, Month(2026, 4)))
    assert sum(len(cell.entries) for row in sheet.rows for cell in row.cells) == 385 + 247 + 239 + 109 + 100
    assert_changes_nothing(desk, month, 36)
    assert_changes_nothing(desk, replace(month, kinds=()), 36)

    history = desk.do(UndoImport(number(second)))
    assert [b.undone for b in history.batches] == [True, False]
    assert dump(desk) == with_post
    refusal("imports.undone_already", lambda: desk.do(UndoImport(number(second))))
    post = next(p for p in organisation(desk).posts if p.code == "service")
    refusal("imports.used_since", lambda: desk.do(UndoImport(number(first))))
    store = desk.door._inside.office.store  # type: ignore[union-attr]
    with store.transaction(write=True):
        store.database.execute_sql("DELETE FROM post WHERE id = ?", (int(post.id),))
    assert dump(desk) == with_people
    desk.do(UndoImport(number(first)))
    assert dump(desk) == empty
    desk.leave()


def assert_changes_nothing(desk: Desk, source: StaffSource | RosterSource, rows: int) -> None:
    before, batches = dump(desk), desk.do(ListImports()).batches
    preview = desk.do(PreviewImport(source))
    assert (preview.new, preview.changed, preview.same) == (0, 0, rows)
    done = desk.do(ApplyImport(source))
    assert replace(done, department=None) == ImportDone(None, 0, 0, rows, 0)
    assert dump(desk) == before
    assert desk.do(ListImports()).batches == batches


# Staff lists


def test_new_changed_and_same(desk: Desk) -> None:
    desk.do(ApplyImport(staff("1,张三,检验科,13800000001,派遣,2025-01-01", "2,李四,检验科,,,")))
    before = dump(desk)
    again = staff(
        "1,张三,检验科,13800000001,派遣,2025-01-01", "2,李四丰,检验科,13800000002,,", "3,王五,检验科,,,"
    )
    preview = desk.do(PreviewImport(again))
    assert [(r.what, r.change.value) for r in preview.rows] == [
        ("张三", "same"), ("李四丰", "changed"), ("王五", "new"),
    ]  # fmt: skip
    done = desk.do(ApplyImport(again))
    people = {p.number: p for p in desk.do(ListPeople()).people}
    assert people["2"].name == "李四丰"
    assert people["2"].latin != people["1"].latin
    assert desk.do(RevealPhone(people["2"].id)) == "13800000002"
    desk.do(UndoImport(number(done)))
    assert dump(desk) == before


def test_a_person_who_moves_to_another_department_leaves_the_post_there(desk: Desk) -> None:
    view = organisation(desk)
    one, two = (p for p in view.posts if p.code in ("lab_clerk", "ultrasound_clerk"))
    desk.do(ApplyImport(staff("1,张三,医学检验科,,,")))
    person = desk.do(ListPeople("张三")).people[0]
    held = replace(person, post=one.id, competences=(Competence(one.id, date(2025, 1, 1)),))
    desk.do(SavePerson(held, desk.do(OpenPerson(person.id)).revision))
    before = dump(desk)
    done = desk.do(ApplyImport(staff("1,张三,超声科,,,")))
    moved = desk.do(OpenPerson(person.id)).person
    assert (moved.department, moved.post) == (two.department, None)
    assert moved.competences == held.competences
    assert_changes_nothing(desk, staff("1,张三,超声科,,,"), 1)
    desk.do(UndoImport(number(done)))
    assert dump(desk) == before


def test_a_department_that_is_made_takes_everybody_the_sheet_says(desk: Desk) -> None:
    """Also somebody whom the office has already: else a second import would still find something to do."""
    desk.do(ApplyImport(staff("1,张三,检验科,,,")))
    source = staff("1,张三,新成立的科室,,,", "2,李四,新成立的科室,,,")
    preview = desk.do(PreviewImport(source))
    assert preview.new_departments == ("新成立的科室",)
    assert (preview.new, preview.changed) == (1, 1)
    desk.do(ApplyImport(source))
    assert_changes_nothing(desk, source, 2)


def test_a_row_that_is_left_out_makes_no_department(desk: Desk) -> None:
    source = staff("1,张三,检验科,,,", "2,李四,不会有的科室,不是电话,,")
    refusal("imports.has_errors", lambda: desk.do(ApplyImport(source)))
    done = desk.do(ApplyImport(source, skip_errors=True))
    assert (done.new, done.skipped) == (1, 1)
    assert all(d.name.zh != "不会有的科室" for d in organisation(desk).departments)


def test_departments_are_known_by_name_and_code(desk: Desk) -> None:
    preview = desk.do(PreviewImport(staff("1,张三,医学检验科,,,", "2,李四,LAB,,,", "3,王五, 医学 检验科,,,")))
    assert preview.new_departments == ()
    assert preview.errors == ()


def test_row_errors_name_the_row_and_keep_everything_out(desk: Desk) -> None:
    before = dump(desk)
    desk.do(ApplyImport(staff("9,赵六,检验科,,,")))
    with_one = dump(desk)
    source = staff(
        "1,张三,检验科,,,",
        "1,李四,检验科,,,",  # the number twice
        "3,王五,检验科,12,,",  # no phone
        "4,钱七,检验科,,,31.12.2025x",  # no date
        "5,,检验科,,,",  # no name
        "6,孙八,检验科,119,,",  # an extension
    )
    preview = desk.do(PreviewImport(source))
    assert {(e.row, e.code) for e in preview.errors} >= {
        (2, "number_twice"), (3, "number_twice"), (4, "not_a_phone"), (5, "not_a_date"), (6, "missing"),
    }  # fmt: skip
    refusal("imports.has_errors", lambda: desk.do(ApplyImport(source)))
    assert dump(desk) == with_one
    done = desk.do(ApplyImport(source, skip_errors=True))
    assert (done.new, done.skipped) == (1, 5)
    assert before != with_one


def test_every_error_of_a_row_has_words(desk: Desk) -> None:
    """A row's error is what saving the record would say, under a key of its own."""
    from ehr_tui.i18n import t

    long = f"{'9' * 25},张三,检验科,,,"
    far = f"1,{'长' * 50},检验科,,,"
    desk.do(ApplyImport(staff("7,赵六,检验科,,,")))
    issues = [issue for row in (long, far) for issue in desk.do(PreviewImport(staff(row))).errors]
    assert {issue.code for issue in issues} == {"people.bad_text", "people.long_name"}
    for issue in issues:
        for language in ("zh_CN", "en"):
            t.switch(language)
            assert t(f"error.{issue.code}", **dict(issue.figures))


def test_one_name_two_people(desk: Desk) -> None:
    desk.do(ApplyImport(staff("1,王伟,检验科,,,", "2,王伟,检验科,,,")))
    preview = desk.do(PreviewImport(staff(",王伟,检验科,,,")))
    assert [e.code for e in preview.errors] == ["ambiguous_name"]
    assert_changes_nothing(desk, staff("1,王伟,检验科,,,", "2,王伟,检验科,,,"), 2)


def test_a_number_is_given_to_who_had_none(desk: Desk) -> None:
    desk.do(ApplyImport(staff(",张三,检验科,,,")))
    preview = desk.do(PreviewImport(staff("7,张三,检验科,,,")))
    assert (preview.new, preview.changed) == (0, 1)
    desk.do(ApplyImport(staff("7,张三,检验科,,,")))
    assert desk.do(ListPeople()).total == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_encodings(desk: Desk, encoding: str) -> None:
    desk.do(ApplyImport(staff("1,欧阳娜娜,检验科,,,", encoding=encoding)))
    assert desk.do(ListPeople("ouyang")).people[0].name == "欧阳娜娜"


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old", b"a,b\n1,2\n"]
)
@pytest.mark.parametrize("kind", ["staff", "roster"])
def test_what_is_no_sheet_is_refused_in_words(desk: Desk, data: bytes, kind: str) -> None:
    from ehr_tui.errors import EhrError
    from ehr_tui.i18n import t

    source: StaffSource | RosterSource = StaffSource(data, "x.xlsx")
    if kind == "roster":
        source = RosterSource(data, "x.xlsx", lab(desk))
    with pytest.raises(EhrError) as caught:
        desk.do(PreviewImport(source))
    assert t.error(caught.value)


def test_formulas_bring_their_values_or_an_error(desk: Desk) -> None:
    def fill(_: Any, page: Any) -> None:
        for column, title in enumerate(["工号", "姓名", "部门", "入职日期"]):
            page.write_string(0, column, title)
        page.write_string(1, 0, "1")
        page.write_formula(1, 1, '="张"&"三"', None, "张三")
        page.write_string(1, 2, "检验科")
        page.write_formula(1, 3, "=DATE(2025,1,1)", None, 45658)
        page.write_string(2, 0, "2")
        page.write_formula(2, 1, "=A99", None, "#REF!")
        page.write_string(2, 2, "检验科")

    source = StaffSource(workbook(("人员", fill)), "f.xlsx")
    preview = desk.do(PreviewImport(source))
    assert [(r.row, r.what) for r in preview.rows] == [(2, "张三")]
    assert {e.row for e in preview.errors} == {3}
    desk.do(ApplyImport(source, skip_errors=True))
    assert desk.do(ListPeople("张三")).people[0].hire_date == date(2025, 1, 1)


def test_ten_thousand_rows(desk: Desk) -> None:
    names = ("赵钱孙李周吴郑王冯陈"[n % 10] + chr(0x4E00 + n // 10) for n in range(10_000))
    rows = [f"N{n:05},{name},检验科,,派遣,2025-01-01" for n, name in enumerate(names)]
    done = desk.do(ApplyImport(staff(*rows)))
    assert (done.new, done.skipped) == (10_000, 0)
    assert desk.do(ListPeople()).total == 10_000


# What stands against taking an import back


def imported(desk: Desk) -> ImportDone:
    done = desk.do(ApplyImport(staff("1,张三,新的科室,13800000001,派遣,2025-01-01", "2,李四,新的科室,,,")))
    assert isinstance(done, ImportDone)
    return done


@pytest.mark.parametrize(
    "since", ["person", "phone", "contract", "new contract", "department", "post", "rostered", "account"]
)
def test_undo_is_refused_when_something_changed_since(office: RealOffice, desk: Desk, since: str) -> None:
    done = imported(desk)
    person = next(p for p in desk.do(ListPeople("张三")).people)
    view = desk.do(OpenPerson(person.id))
    home = next(d for d in organisation(desk).departments if d.id == person.department)
    if since == "person":
        desk.do(SavePerson(replace(person, note="seen since"), view.revision))
    elif since == "phone":
        desk.do(SavePerson(person, view.revision, "13900000000"))
    elif since == "contract":
        changed = replace(view.contracts[0], employment=EmploymentKind.IN_HOUSE)
        desk.do(SaveContract(changed, view.contracts[0]))
    elif since == "new contract":
        other = desk.do(ListPeople("李四")).people[0]
        desk.do(SaveContract(Contract(ContractId(0), other.id, date(2026, 1, 1))))
    elif since == "department":
        desk.do(SaveDepartment(replace(home, name=Name("改了名的科室")), home, 2026))
    elif since == "post":
        desk.do(SavePost(Post(PostId(0), "new", Name("岗位"), home.id), None, 2026))
    elif since == "rostered":
        rest = next(k for k in organisation(desk).kinds if k.code == "休")
        at = CellChange(person.id, date(2026, 12, 1), (), (Entry(rest.id),))
        desk.do(EditRoster(home.id, Month(2026, 12), (at,)))
    else:
        office.user("second", "clerk", person=person.id)
    before = dump(desk)
    with pytest.raises(Exception) as caught:  # noqa: PT011
        desk.do(UndoImport(number(done)))
    assert getattr(caught.value, "code", "") in ("imports.changed_since", "imports.used_since")
    assert getattr(caught.value, "params", {})["what"]
    assert dump(desk) == before, "all or nothing"


def test_an_import_that_does_not_exist(desk: Desk) -> None:
    refusal("imports.not_found", lambda: desk.do(UndoImport(ImportId(77))))


# Roster sheets


def test_a_roster_brings_people_and_cells(desk: Desk) -> None:
    before = dump(desk)
    source = roster(desk, ["张三", "D", "休", "D/备", *[""] * 27], ["李四", *["休"] * 30])
    preview = desk.do(PreviewImport(source))
    assert preview.errors == ()
    assert {r.code for r in preview.remarks} >= {"new_person"}
    assert dump(desk) == before
    done = desk.do(ApplyImport(source))
    sheet = desk.do(OpenRoster(lab(desk), Month(2026, 4)))
    codes = {k.id: k.code for k in sheet.kinds}
    row = next(r for r in sheet.rows if r.name == "张三")
    assert [[codes[e.kind] for e in c.entries] for c in row.cells[:4]] == [["D"], ["休"], ["D", "备"], []]
    assert_changes_nothing(desk, source, 2)
    desk.do(UndoImport(number(done)))
    assert dump(desk) == before


def test_a_cell_changed_in_the_office_is_told_and_taken_back(desk: Desk) -> None:
    source = roster(desk, ["张三", *["D"] * 30])
    desk.do(ApplyImport(source))
    sheet = desk.do(OpenRoster(lab(desk), Month(2026, 4)))
    rest = next(k for k in sheet.kinds if k.code == "休")
    row = sheet.rows[0]
    change = CellChange(row.person, sheet.month.days[4], row.cells[4].seen, (Entry(rest.id),))
    desk.do(EditRoster(lab(desk), sheet.month, (change,), "reason"))
    before = dump(desk)
    preview = desk.do(PreviewImport(source))
    assert [(r.change.value, r.before, r.after) for r in preview.rows] == [("changed", "5:休", "5:D")]
    done = desk.do(ApplyImport(source))
    desk.do(UndoImport(number(done)))
    assert dump(desk) == before
    # The older import cannot be taken back: that cell is not what it wrote.
    older = desk.do(ListImports()).batches[-1]
    error = refusal("imports.changed_since", lambda: desk.do(UndoImport(older.id)))
    assert "张三" in error.params["what"]
    assert dump(desk) == before


def test_a_published_import_stays(desk: Desk) -> None:
    done = desk.do(ApplyImport(roster(desk, ["张三", "D", *[""] * 29])))
    sheet = desk.do(OpenRoster(lab(desk), Month(2026, 4)))
    desk.do(PublishRoster(lab(desk), sheet.month, 0, "reason"))
    refusal("imports.used_since", lambda: desk.do(UndoImport(number(done))))


def test_the_same_code_twice_in_a_cell_is_one(desk: Desk) -> None:
    source = roster(desk, ["张三", "休/休", *[""] * 29])
    desk.do(ApplyImport(source))
    assert_changes_nothing(desk, source, 1)


def test_codes_that_nobody_decided_are_errors(desk: Desk) -> None:
    source = roster(desk, ["张三", "W1", *[""] * 29], ["李四", "休", *[""] * 29])
    preview = desk.do(PreviewImport(source))
    assert [(e.row, e.code) for e in preview.errors] == [(3, "unknown_code")]
    taken = replace(source, kinds=(NewKind("W1", as_code="D"),))
    assert desk.do(PreviewImport(taken)).errors == ()
    made = replace(source, kinds=(NewKind("W1", times="22:00-07:00+1", meal_minutes=60),))
    assert desk.do(PreviewImport(made)).errors == ()


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (NewKind("W1", as_code="no"), "imports.no_such_code"),
        (NewKind("W1", times="25:00-26:00"), "shift_kind.times"),
        (NewKind("W1", times="08:00-07:00"), "shift_kind.reversed"),
        (NewKind("W1", times="08:00-10:00+1"), "shift_kind.too_long"),
        (NewKind("W1", times="08:00-12:00", meal_minutes=300), "shift_kind.meal"),
        (NewKind("W1"), "shift_kind.segments"),
        (NewKind("W1", duty_class="nonsense"), "imports.no_such_class"),
    ],
)
def test_decisions_that_make_no_sense(desk: Desk, kind: NewKind, code: str) -> None:
    before = dump(desk)
    source = replace(roster(desk, ["张三", "W1", *[""] * 29]), kinds=(kind,))
    refusal(code, lambda: desk.do(PreviewImport(source)))
    refusal(code, lambda: desk.do(ApplyImport(source)))
    assert dump(desk) == before


def test_a_decision_about_a_code_that_is_not_in_the_sheet_makes_no_kind(desk: Desk) -> None:
    source = replace(roster(desk, ["张三", "休", *[""] * 29]), kinds=(NewKind("W9", times="08:00-12:00"),))
    desk.do(ApplyImport(source))
    assert all(k.code != "W9" for k in organisation(desk).kinds)


def test_a_kind_made_by_an_import_and_used_since_stays(desk: Desk) -> None:
    source = replace(roster(desk, ["张三", "W1", *[""] * 29]), kinds=(NewKind("W1", times="08:00-12:00"),))
    done = desk.do(ApplyImport(source))
    kind = next(k for k in organisation(desk).kinds if k.code == "W1")
    desk.do(SaveShiftKind(replace(kind, name=Name("新名")), kind, 2026))
    refusal("imports.changed_since", lambda: desk.do(UndoImport(number(done))))


def test_a_department_without_a_post_says_so(desk: Desk) -> None:
    desk.do(SaveDepartment(Department(DepartmentId(0), "bare", Name("没有岗位的科室")), None, 2026))
    bare = next(d.id for d in organisation(desk).departments if d.code == "bare")
    source = RosterSource(
        roster_rows(["张三", "D", *[""] * 29]), "r.xlsx", bare, kinds=(NewKind("D", as_code=""),)
    )
    codes = {e.code for e in desk.do(PreviewImport(replace(source, kinds=(
        NewKind("D", times="08:00-12:00"),)))).errors}  # fmt: skip
    assert codes == {"no_post"}


def test_the_month_must_be_known(desk: Desk) -> None:
    rows = workbook(("排班", [["姓名", *range(1, 31)], ["张三", *["休"] * 30]]))
    source = RosterSource(rows, "r.xlsx", lab(desk))
    refusal("imports.no_month", lambda: desk.do(PreviewImport(source)))
    assert desk.do(PreviewImport(replace(source, month=Month(2026, 4)))).month == Month(2026, 4)
