"""Sheets as offices keep them become a working office: several sheets, sites filled once, people in doubt, whole
records out and in again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ehr_tui.domain.contracts import Contract, ContractLimits, EmploymentKind, HoursSystem, Period
from ehr_tui.domain.ids import ContactId, ContractId, DepartmentId, PersonId, PostId
from ehr_tui.domain.import_views import Remembered
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.people import Competence, Contact, Details, Education, Person, Sex
from ehr_tui.domain.post_profile import PostProfile, WorkStep
from ehr_tui.domain.progress import Progress
from ehr_tui.domain.whole_record import WholeRecord
from ehr_tui.errors import StaleWrite, WorkCancelled
from ehr_tui.exchange.sheets import read_book
from ehr_tui.i18n import t
from ehr_tui.services.handlers.import_people import EVERYBODY
from ehr_tui.services.handlers.people import search_text
from ehr_tui.services.intents.exports import ExportOffice, ExportPeople, ExportRoster
from ehr_tui.services.intents.imports import (
    ApplyImport,
    ListImports,
    NewKind,
    PlaceChoice,
    PreviewImport,
    RecordsSource,
    RosterSource,
    Source,
    StaffSource,
    UndoImport,
)
from ehr_tui.services.intents.organisation import OpenOrganisation, SavePost, SaveShiftKind
from ehr_tui.services.intents.people import ListPeople, OpenPerson, SavePerson
from ehr_tui.services.intents.roster import OpenRoster
from tests.exchange.books import needs_sheets, sample, workbook
from tests.offices import Desk, OfficeFolder, plan
from tests.services.people import RealOffice, refusal
from tests.services.test_imports import KINDS, dump, number, roster, staff


@pytest.fixture
def desk(office: RealOffice) -> Any:
    at = office.login()
    yield at
    at.leave()


@pytest.fixture
def empty(tmp_path: Path) -> Any:
    """An office in which nothing is but its first user."""
    at = new_office(tmp_path / "empty")
    yield at
    at.leave()


def new_office(folder: Path) -> Desk:
    office = RealOffice(OfficeFolder(folder))
    office.at.folder.mkdir()
    door = office.at.entrance()
    desk = Desk(door, door.create(plan(starting_data=False)))
    office.enrol(desk, "first")
    return desk


def store_of(desk: Desk) -> Any:
    return desk.door._inside.office.store  # type: ignore[union-attr]


def works(desk: Desk, source: Source) -> Any:
    """Look, then write what was looked at."""
    preview = desk.do(PreviewImport(source))
    assert preview.errors == (), preview.errors
    return desk.do(ApplyImport(source, seen=preview.mark))


def names(desk: Desk) -> dict[str, str]:
    """Person → department."""
    view = desk.do(OpenOrganisation(2026))
    called = {d.id: d.name.zh for d in view.departments}
    people = store_of(desk).people.all(EVERYBODY)
    return {p.name: called[p.department] if p.department is not None else "" for p in people}


# Several sheets

DAYS = list(range(1, 31))
WEEK = ["三", "四", "五", "六", "日", "一", "二"]


def site_sheet(title: str, *rows: list[Any]) -> list[list[Any]]:
    """Day numbers, weekdays below, a total and a remark at the end."""
    weekdays = ["", *(WEEK[(day - 1) % 7] for day in DAYS)]
    return [
        [title], ["姓\n名", *DAYS], weekdays, *rows,
        ["合计", *[2] * 30], ["备注：代表代班", *[""] * 30],
    ]  # fmt: skip


def messy() -> bytes:
    """Three sheets: two sites of their own, one with the site in a merged first column; year on a settings sheet."""

    def merged(book: Any, page: Any) -> None:
        page.merge_range(0, 0, 0, 8, "4月排班")
        page.write_row(1, 0, ["", "姓名", *DAYS])
        page.write_row(2, 0, ["", "", *(WEEK[(day - 1) % 7] for day in DAYS)])
        centre = book.add_format({"valign": "vcenter"})
        page.merge_range(3, 0, 4, 0, "急诊分诊", centre)
        page.merge_range(5, 0, 6, 0, "住院导诊", centre)
        for row, name in enumerate(["赵敏", "钱勇（晚）", "孙丽", "李强"], start=3):
            page.write_row(row, 1, [name, *["●" if day % 2 else "--" for day in DAYS]])

    return workbook(
        ("设置", [["年份", 2026], ["月份", 4]]),
        (
            "门诊服务",
            site_sheet(
                "门诊服务4月班表", ["周静（代）", *["全"] * 20, *["休"] * 10], ["吴 芳", *["全"] * 30]
            ),
        ),
        ("检验窗口", site_sheet("检验窗口 四月", ["郑洁", *["休"] * 30], ["王娜", *["全/休"] * 30])),
        ("其他", merged),
    )


def test_a_messy_book_becomes_an_office(empty: Desk) -> None:
    before = dump(empty)
    source = RosterSource(messy(), "2026年4月.xlsx")
    preview = empty.do(PreviewImport(source))
    assert preview.month == Month(2026, 4)
    places = {(p.sheet, p.site): p for p in preview.places}
    assert set(places) == {("门诊服务", ""), ("检验窗口", ""), ("其他", "急诊分诊"), ("其他", "住院导诊")}
    assert {e.code for e in preview.errors} == {"place_unknown"}
    choices = tuple(
        PlaceChoice(sheet, site, None, site or sheet, "文员") for sheet, site in places if sheet != "检验窗口"
    )
    source = replace(source, places=(*choices, PlaceChoice("检验窗口", left_out=True)))
    preview = empty.do(PreviewImport(source))
    assert {c.code for c in preview.codes if not c.known_as} == {"全", "●"}
    source = replace(
        source,
        kinds=(NewKind("全", times="08:00-12:00+14:00-18:00"), NewKind("●", times="09:00-17:00")),
    )  # fmt: skip
    done = works(empty, source)
    assert done.new == 6
    assert names(empty) == {
        "周静": "门诊服务", "吴芳": "门诊服务", "赵敏": "急诊分诊", "钱勇": "急诊分诊", "孙丽": "住院导诊",
        "李强": "住院导诊",
    }  # fmt: skip
    view = empty.do(OpenOrganisation(2026))
    home = next(d.id for d in view.departments if d.name.zh == "急诊分诊")
    sheet = empty.do(OpenRoster(home, Month(2026, 4)))
    assert sum(bool(cell.entries) for row in sheet.rows for cell in row.cells) == 30
    again = empty.do(PreviewImport(RosterSource(messy(), "2026年4月.xlsx")))
    assert (again.new, again.changed, again.same) == (0, 0, 6)
    assert Remembered.PLACES in again.remembered
    assert again.errors == (), "what was decided holds the next time"
    empty.do(UndoImport(number(done)))
    assert dump(empty) == before


@needs_sheets
def test_the_real_sheets_and_a_messy_one_become_a_working_office(empty: Desk) -> None:
    works(empty, StaffSource(sample("staff-list.xlsx"), "staff-list.xlsx"))
    home = next(d for d in empty.do(OpenOrganisation(2026)).departments if d.name.zh == "客服部")
    place = PlaceChoice("Sheet1", "", home.id, "", "客服")
    works(empty, RosterSource(sample("roster-month.xlsx"), "m.xlsx", kinds=KINDS, places=(place,)))
    duty = RosterSource(sample("duty-list.xlsx"), "duty-list.xlsx", home.id)
    preview = empty.do(PreviewImport(duty))
    assert [(c.code, c.known_as) for c in preview.codes] == [("值班", "")]
    too_long = replace(duty, kinds=(NewKind("值班", times="17:30-08:00+1", meal_minutes=30),))
    done = works(empty, too_long)
    assert done.new == 20
    march = empty.do(OpenRoster(home.id, Month(2024, 3)))
    assert sum(len(cell.entries) for row in march.rows for cell in row.cells) == 3 * 23
    assert empty.do(ListPeople("EMP000001")).people
    works(
        empty,
        RosterSource(
            messy(), "2026年4月.xlsx", home.id, sheet="门诊服务", kinds=(
                NewKind("全", as_code="A1"), NewKind("休", as_code="休"),
            ),
        ),
    )  # fmt: skip
    assert "周静" in names(empty)


def test_staff_lists_in_several_sheets_have_each_their_department(desk: Desk) -> None:
    head = ["工号", "姓名"]
    book = workbook(
        ("医学检验科", [head, ["1", "张三"]]),
        ("超声科", [head, ["2", "李四"]]),
        ("名单三", [head, ["3", "王五"]]),
        ("说明", [["填表说明"]]),
    )
    source = StaffSource(book, "人员.xlsx")
    preview = desk.do(PreviewImport(source))
    assert [(p.sheet, p.department) for p in preview.places] == [
        ("医学检验科", "医学检验科"), ("超声科", "超声科"), ("名单三", ""),
    ]  # fmt: skip
    works(desk, replace(source, places=(PlaceChoice("名单三", "", None, "新病区"),)))
    assert names(desk) == {"张三": "医学检验科", "李四": "超声科", "王五": "新病区"}


def test_a_number_in_two_sheets_is_an_error(desk: Desk) -> None:
    head = ["工号", "姓名"]
    book = workbook(("甲", [head, ["1", "张三"]]), ("乙", [head, ["1", "李四"]]))
    preview = desk.do(PreviewImport(StaffSource(book, "x.xlsx")))
    assert [(e.sheet, e.code) for e in preview.errors] == [("乙", "number_twice_sheet")]


def test_punch_records_are_said_plainly(desk: Desk) -> None:
    source = roster(desk, ["张三", "08:38、18:04", *[""] * 29])
    assert [e.code for e in desk.do(PreviewImport(source)).errors] == ["punch_times"]


# Columns


ALL = (
    "工号,姓名,性别,出生日期,学历,专业,手机号,科室,岗位,用工形式,用人单位,合同开始,合同到期,工时制,入职日期,语言,技能,备用人员,"
    "紧急联系人,与本人关系,紧急联系电话,备注\n"
    "7,欧阳娜娜,女,1995-03-02,本科,护理学,13800000001,医学检验科,采样岗,外包,某某服务公司,2026-01-01,2026-12-31,标准工时,"
    "2025-12-01,,打字、粤语,是,欧阳明,父亲,13900000002,夜班不便\n"
)


def test_every_field_of_a_person_comes_in(desk: Desk) -> None:
    before = dump(desk)
    source = StaffSource(ALL.encode(), "all.csv")
    preview = desk.do(PreviewImport(source))
    assert preview.new_posts == ("采样岗",)
    told = {change.field: change.after for change in preview.rows[0].fields}
    assert told["phone"] == "138****0001", "a whole number is never shown"
    done = works(desk, source)
    person = store_of(desk).people.all(EVERYBODY)[0]
    record = store_of(desk).records.load([person])[person.id]
    assert (person.sex, person.standby_pool, person.note) == (Sex.FEMALE, True, "夜班不便")
    assert record.details == Details(date(1995, 3, 2), Education.BACHELOR, "护理学", (), ("打字", "粤语"))
    assert [(c.name, c.relation, c.phone) for c in record.contacts] == [("欧阳明", "父亲", "13900000002")]
    (contract,) = record.contracts
    assert (contract.employment, contract.contractor) == (EmploymentKind.OUTSOURCED, "某某服务公司")
    assert (contract.valid_from, contract.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert [c.since for c in person.competences] == [date(2025, 12, 1)]
    again = desk.do(PreviewImport(source))
    assert (again.new, again.changed, again.same) == (0, 0, 1)
    desk.do(UndoImport(number(done)))
    assert dump(desk) == before


def test_what_changes_is_told_field_by_field(desk: Desk) -> None:
    works(desk, staff("1,张三,检验科,13800000001,,2025-01-01"))
    preview = desk.do(PreviewImport(staff("1,张三,超声科,13800000002,,2025-02-01")))
    told = {c.field: (c.before, c.after) for c in preview.rows[0].fields}
    assert told == {
        "hire_date": ("2025-01-01", "2025-02-01"),
        "department": ("检验科", "超声科"),
        "phone": ("138****0001", "138****0002"),
    }


def test_columns_are_taken_as_the_user_says_and_so_the_next_time(desk: Desk) -> None:
    text = "编码,名称,所在\nA1,张三,检验科\n"
    source = StaffSource(text.encode(), "odd.csv", mapping=(("number", 0), ("name", 1), ("department", 2)))
    refusal("exchange.no_staff_list", lambda: desk.do(PreviewImport(replace(source, mapping=()))))
    works(desk, source)
    assert names(desk) == {"张三": "检验科"}
    known = StaffSource("工号,姓名,说明,科室\n8,李四,甲,乙\n".encode(), "known.csv")
    proposed = desk.do(PreviewImport(known))
    assert {c.title: c.field for c in proposed.columns}["说明"] == "remark"
    changed = replace(known, mapping=(("number", 0), ("name", 1), ("", 2), ("post", 3)))
    assert {c.title: c.field for c in desk.do(PreviewImport(changed)).columns} == {
        "工号": "number", "姓名": "name", "说明": "", "科室": "post",
    }  # fmt: skip
    works(desk, changed)
    another = StaffSource("工号,姓名,说明,科室\n9,王五,甲,乙\n".encode(), "next.csv")
    preview = desk.do(PreviewImport(another))
    assert preview.remembered == (Remembered.COLUMNS,)
    assert {c.title: c.field for c in preview.columns}["科室"] == "post"
    works(desk, replace(another, anew=True))
    assert desk.do(PreviewImport(another)).remembered == ()


def test_decisions_on_codes_hold_the_next_time(desk: Desk) -> None:
    works(desk, replace(roster(desk, ["张三", "W1", *[""] * 29]), kinds=(NewKind("W1", as_code="D"),)))
    preview = desk.do(PreviewImport(roster(desk, ["李四", "W1", *[""] * 29])))
    assert preview.errors == ()
    assert preview.remembered == (Remembered.CODES,)


# Who is meant


def test_the_user_says_who_is_meant(desk: Desk) -> None:
    works(desk, staff("1,王伟,检验科,,,", "2,王伟,检验科,,,"))
    source = staff(",王伟,检验科,13800000009,,")
    (doubt,) = desk.do(PreviewImport(source)).doubts
    second = next(p for p, words in doubt.people if words.startswith("2 "))
    chosen = replace(source, persons=((doubt.sheet, doubt.row, second),))
    done = works(desk, chosen)
    assert (done.new, done.changed) == (0, 1)
    records = store_of(desk).records.load(store_of(desk).people.all(EVERYBODY))
    assert records[second].phone == "13800000009"
    new = replace(source, persons=((doubt.sheet, doubt.row, PersonId(0)),))
    assert works(desk, new).new == 1


def test_numbers_may_change_hands(desk: Desk) -> None:
    works(desk, staff("1,张三,检验科,,,", ",李四,检验科,,,"))
    rows = desk.do(PreviewImport(staff("1,李四,检验科,,,")))
    assert rows.changed == 1, "a number decides whom a row is about"


# Long work


def test_stopping_leaves_everything_as_it_was(desk: Desk) -> None:
    source = staff(*(f"{n},赵{chr(0x4E00 + n)},检验科,,," for n in range(2_000)))
    before = dump(desk)

    class Impatient(Progress):
        """Stops when so much is written."""

        def step(self, done: int, total: int, stage: str = "") -> None:
            if stage == self.at and done:
                self.cancel()
            Progress.step(self, done, total, stage)

        at = ""

    for stage in ("imports.stage.plan", "imports.stage.write"):
        stopper = Impatient()
        stopper.at = stage
        with pytest.raises(WorkCancelled):
            desk.door.do(ApplyImport(source), "", stopper)
        assert stopper.done > 0
        assert dump(desk) == before
        assert desk.do(ListImports()).batches == ()
    assert desk.do(ApplyImport(source)).new == 2_000


def test_progress_goes_up_to_the_end(desk: Desk) -> None:
    class Seen(Progress):
        """Keeps what it was told."""

        def step(self, done: int, total: int, stage: str = "") -> None:
            seen.append((stage, done, total))

    seen: list[tuple[str, int, int]] = []
    desk.door.do(
        ApplyImport(staff(*(f"{n},赵{chr(0x4E00 + n)},检验科,,," for n in range(1_200)))), "", Seen()
    )
    written = [done for stage, done, total in seen if stage == "imports.stage.write" and total == 1_200]
    assert written == sorted(written)
    assert written[-1] == 1_200
    assert len(written) > 2


def test_what_was_looked_at_is_what_is_written(office: RealOffice, desk: Desk) -> None:
    source = staff("1,张三,检验科,,,")
    preview = desk.do(PreviewImport(source))
    other = office.login()
    other.do(ApplyImport(staff("1,张三,检验科,13800000001,,")))
    other.leave()
    before = dump(desk)
    with pytest.raises(StaleWrite) as caught:
        desk.do(ApplyImport(source, seen=preview.mark))
    assert caught.value.code == "imports.changed_meanwhile"
    assert dump(desk) == before


def test_a_plan_is_not_written_after_an_own_edit(desk: Desk) -> None:
    """The memory of the office outlives some edits; a plan must not."""
    works(desk, staff("1,张三,检验科,,,"))
    source = staff("1,张三,超声科,,,")
    desk.do(PreviewImport(source))
    person = desk.do(ListPeople("张三")).people[0]
    view = desk.do(OpenPerson(person.id))
    desk.do(SavePerson(replace(view.person, note="seen since"), view.revision))
    desk.do(ApplyImport(source))
    assert desk.do(OpenPerson(person.id)).person.note == "seen since"


# Out and in again


def tables(data: bytes) -> dict[str, list[Any]]:
    """Every sheet of a record workbook without the numbers that records have in one office only."""
    found = {}
    for sheet in read_book(data, "x.xlsx").sheets:
        heads = [str(value) for value in sheet.rows[0]]
        kept = [
            n
            for n, head in enumerate(heads)
            if head not in ("档案号", "带教人档案号", "Record", "Coach's record")
        ]
        found[sheet.name] = sorted((tuple(row[n] for n in kept) for row in sheet.rows[1:]), key=repr)
    return found


def test_a_whole_office_comes_back_identical(demo: OfficeFolder, tmp_path: Path) -> None:
    from_demo = demo.enter("hr")
    exported = from_demo.do(ExportOffice(phones=True))
    from_demo.leave()
    into = new_office(tmp_path / "fresh")
    empty = dump(into)
    source = RecordsSource(exported.data, "office.xlsx")
    done = works(into, source)
    assert done.new > exported.rows
    back = into.do(ExportOffice(phones=True))
    one, other = tables(exported.data), tables(back.data)
    for name in one:
        if name not in ("限制", "Restrictions"):
            assert one[name] == other[name], name
    again = into.do(PreviewImport(source))
    assert (again.new, again.changed, again.errors) == (0, 0, ())
    into.do(UndoImport(number(done)))
    assert dump(into) == empty
    into.leave()


plain = st.text(st.sampled_from("何静单涛AZaz019=+-@'组科·"), max_size=8).map(lambda s: " ".join(s.split()))
named = st.text(st.sampled_from("赵钱孙李周吴郑王"), min_size=2, max_size=4)
day = st.dates(date(1990, 1, 1), date(2026, 1, 1))
later = st.none() | st.dates(date(2026, 2, 1), date(2030, 1, 1))


@st.composite
def records(draw: st.DrawFn) -> list[WholeRecord]:
    count = draw(st.integers(1, 5))
    found = []
    for n in range(count):
        hired = draw(st.none() | st.dates(date(2010, 1, 1), date(2026, 1, 1)))
        competences = tuple(
            Competence(
                PostId(1),
                draw(day),
                draw(later),
                draw(st.booleans()),
                draw(later),
                PersonId(-1) if n else None,
            )
            for _ in range(draw(st.integers(0, 1)))
        )
        contracts = tuple(
            Contract(
                ContractId(0), PersonId(0), draw(day), draw(later), draw(st.sampled_from(EmploymentKind)), draw(plain),
                HoursSystem.COMPREHENSIVE, draw(st.sampled_from(Period)), "粤人社〔2025〕7号",
                limits=ContractLimits(max_nights=draw(st.none() | st.integers(1, 9)), per_kind={"N": 4}),
            )
            for _ in range(draw(st.integers(0, 1)))
        )  # fmt: skip
        person = Person(
            PersonId(0), f"00{n}" if draw(st.booleans()) else "", draw(named) + "一二三四五"[n], draw(plain) or "X",
            DepartmentId(1), PostId(1) if draw(st.booleans()) else None, competences, hired, None, "", draw(plain),
            draw(st.sampled_from(Sex)), draw(st.booleans()),
        )  # fmt: skip
        details = Details(
            draw(st.none() | st.dates(date(1960, 1, 1), date(1990, 1, 1))),
            draw(st.sampled_from(Education)), draw(plain),
            (), tuple(draw(st.lists(plain.filter(bool), max_size=3, unique=True))),
        )  # fmt: skip
        contacts = tuple(
            Contact(
                ContactId(0), draw(named), draw(plain), draw(st.sampled_from(["", "13900139000", "+86-20-1"]))
            )
            for _ in range(draw(st.integers(0, 2)))
        )
        found.append(
            WholeRecord(
                person, draw(st.sampled_from(["", "13800138000", "007"])), details, contacts, contracts
            )
        )
    return found


def stripped(desk: Desk) -> list[Any]:
    """Everybody's whole record, coaches by name, without ids."""
    store = store_of(desk)
    people = store.people.all(EVERYBODY)
    called = {p.id: p.name for p in people}
    posts = {p.id: p.code for p in store.organisation.posts()}
    found = []
    for record in store.records.load(people).values():
        person = record.person
        competences = [
            (posts[c.post], replace(c, post=PostId(0), coach=None), called.get(c.coach))
            for c in person.competences
        ]
        found.append(
            (
                replace(person, id=PersonId(0), competences=(), department=None, post=None),
                posts.get(person.post), competences, record.phone, record.details,
                sorted((c.name, c.relation, c.phone) for c in record.contacts),
                [replace(c, id=ContractId(0), person=PersonId(0)) for c in record.contracts],
            )
        )  # fmt: skip
    return sorted(found, key=repr)


@pytest.fixture
def pair(tmp_path: Path) -> Any:
    """Two offices with one department and post."""
    found = []
    for name in ("one", "two"):
        desk = new_office(tmp_path / name)
        works(desk, StaffSource("工号,姓名,科室,岗位\nX,种子,检验科,文员\n".encode(), "seed.csv"))
        found.append(desk)
    yield tuple(found)
    for desk in found:
        desk.leave()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(records())
def test_whole_records_come_back_as_they_went_out(pair: tuple[Desk, Desk], wanted: list[WholeRecord]) -> None:
    one, two = pair
    for desk in pair:
        store = store_of(desk)
        with store.transaction(write=True):
            store.records.remove([p.id for p in store.people.all(EVERYBODY)])
    store = store_of(one)
    with store.transaction(write=True):
        store.records.write([(None, record) for record in wanted], search_text)
    one.door._inside.office._cache.values.clear()  # type: ignore[union-attr]
    two.door._inside.office._cache.values.clear()  # type: ignore[union-attr]
    exported = one.do(ExportOffice(phones=True))
    works(two, RecordsSource(exported.data, "office.xlsx"))
    assert stripped(two) == stripped(one)


def test_a_large_roster_comes_back_as_it_went_out(tmp_path: Path, desk: Desk) -> None:
    """300 people, 31 days."""
    turn = ("A", "D", "P", "L", "休", "D/备", "")
    days = range(1, 32)
    rows = [["2026年12月排班表"], ["工号", "姓名", *days]]
    rows += [
        [f"B{n:03}", f"人{chr(0x4E00 + n)}", *(turn[(n + d) % 7] for d in days)] for n in range(300)
    ]  # fmt: skip
    department = next(d for d in desk.do(OpenOrganisation(2026)).departments if d.code == "lab")
    done = works(desk, RosterSource(workbook(("班", rows)), "r.xlsx", department.id))
    assert done.new == 300
    exported = desk.do(ExportRoster(department.id, Month(2026, 12)))
    same = desk.do(PreviewImport(RosterSource(exported.data, "out.xlsx", department.id)))
    assert (same.new, same.changed, same.same, same.errors) == (0, 0, 300, ())
    desk.do(UndoImport(number(done)))
    back = works(desk, RosterSource(exported.data, "out.xlsx", department.id))
    assert back.new == 300
    again = desk.do(ExportRoster(department.id, Month(2026, 12)))
    assert read_book(again.data, "a.xlsx").sheets[0].rows == read_book(exported.data, "a.xlsx").sheets[0].rows


def test_a_list_of_people_comes_in_again_and_changes_nothing(desk: Desk) -> None:
    works(desk, StaffSource(ALL.encode(), "all.csv"))
    exported = desk.do(ExportPeople(phones=True))
    preview = desk.do(PreviewImport(StaffSource(exported.data, "out.xlsx")))
    assert (preview.new, preview.changed, preview.same, preview.errors) == (0, 0, 1, ())


def test_pages_of_posts_come_in_and_what_stands_otherwise_is_told(demo: OfficeFolder, tmp_path: Path) -> None:
    hr = demo.enter("hr")
    view = hr.do(OpenOrganisation(2026))
    post = view.posts[0]
    before = next(p for p in view.profiles if p.post == post.id)
    page = PostProfile(
        post.id, ("发报告", "接电话"), (WorkStep(450, "开窗：8:00 前"), WorkStep(0, "交班")), Education.BACHELOR,
        "医学文秘", ("打字",), ("=会粤语",), handbook="第一行\n\n第三行",
    )  # fmt: skip
    hr.do(SavePost(post, post, 2026, page, before))
    exported = hr.do(ExportOffice())
    into = new_office(tmp_path / "fresh")
    source = RecordsSource(exported.data, "office.xlsx")
    empty = dump(into)
    done = works(into, source)
    back = into.do(OpenOrganisation(2026))
    made = next(p for p in back.posts if p.code == post.code)
    found = next(p for p in back.profiles if p.post == made.id)
    assert replace(found, post=post.id) == replace(page, workflow=tuple(reversed(page.workflow)))
    assert len(back.profiles) == len(hr.do(OpenOrganisation(2026)).profiles)
    assert not [r for r in into.do(PreviewImport(source)).remarks if r.code == "stands_otherwise"]
    # Now something is changed here: the sheet no longer says what stands.
    grown = replace(made, headcount=made.headcount + 1)
    into.do(SavePost(grown, made, 2026, replace(found, handbook="新"), found))
    kind = next(k for k in back.kinds if k.active)
    into.do(SaveShiftKind(replace(kind, name=Name("另名", kind.name.en)), kind, 2026))
    remarks = [r for r in into.do(PreviewImport(source)).remarks if r.code == "stands_otherwise"]
    told = {(r.sheet, dict(r.figures)["what"]): dict(r.figures)["fields"] for r in remarks}
    assert told == {
        ("岗位", post.name.zh): t("exchange.column.headcount"),
        ("岗位说明", post.code): "岗位手册",
        ("班次", "另名"): "中文名",
    }
    assert into.do(PreviewImport(source)).new == 0
    refusal("imports.changed_since", lambda: into.do(UndoImport(number(done))))
    hr.leave()
    into.leave()
    other = new_office(tmp_path / "other")
    done = works(other, source)
    other.do(UndoImport(number(done)))
    assert dump(other) == empty
    other.leave()


def test_each_shape_of_sheet_has_its_own_columns(desk: Desk) -> None:
    book = workbook(
        ("检验科", [["工号", "姓名", "说明"], ["1", "张三", "甲"]]),
        ("超声科", [["姓名", "手机", "说明", "工号"], ["李四", "13800000001", "乙", "2"]]),
        ("急诊科", [["工号", "姓名", "说明"], ["3", "王五", "丙"]]),
    )
    source = StaffSource(book, "x.xlsx")
    preview = desk.do(PreviewImport(source))
    shapes = {column.sheet: column.shape for column in preview.columns}
    assert list(shapes) == ["检验科", "超声科"]  # the third has the first one's headings
    second = (("name", 0), ("phone", 1), ("post", 2), ("number", 3))
    decided = replace(source, shapes=((shapes["超声科"], second),))
    shown = desk.do(PreviewImport(decided)).columns
    assert {(c.sheet, c.title): c.field for c in shown}["超声科", "说明"] == "post"
    assert {(c.sheet, c.title): c.field for c in shown}["检验科", "说明"] == "remark"
    places = tuple(PlaceChoice(sheet, "", None, sheet) for sheet in ("检验科", "超声科", "急诊科"))
    works(desk, replace(decided, places=places))
    people = {p.name: p for p in store_of(desk).people.all(EVERYBODY)}
    assert (people["张三"].note, people["李四"].note, people["王五"].note) == ("甲", "", "丙")
    # The next time the second shape is taken so again, and the first as proposed.
    again = desk.do(PreviewImport(source))
    assert again.remembered == (Remembered.COLUMNS,)
    assert {(c.sheet, c.title): c.field for c in again.columns}["超声科", "说明"] == "post"
    assert {(c.sheet, c.title): c.field for c in again.columns}["检验科", "说明"] == "remark"


def test_wide_signs_are_no_change(desk: Desk) -> None:
    """Sheets are read with plain brackets and digits; what the office wrote with wide ones stays."""
    works(desk, StaffSource(ALL.encode(), "all.csv"))
    store = store_of(desk)
    person = store.people.all(EVERYBODY)[0]
    record = store.records.load([person])[person.id]
    contract = replace(record.contracts[0], contractor="某某（广州）公司", approval="核〔２０２６〕１号")
    contact = replace(record.contacts[0], name="欧阳明（父）", relation="父亲（同住）")
    wide = replace(
        record,
        details=replace(record.details, major="护理学（助产）"),
        contracts=(contract,),
        contacts=(contact,),
    )
    with store.transaction(write=True):
        store.records.write([(record, wide)], search_text)
    desk.door._inside.office._cache.values.clear()  # type: ignore[union-attr]
    exported = desk.do(ExportPeople(phones=True))
    preview = desk.do(PreviewImport(StaffSource(exported.data, "out.xlsx")))
    assert [row.fields for row in preview.rows] == [()]
    assert (preview.changed, preview.same) == (0, 1)
