"""Removing, retiring, code lists, post pages, what a week needs; each with its history."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from ehr_tui.domain.alphabet import alphabet
from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.codes import CodeEntry, CodeList, entries_of
from ehr_tui.domain.duty import Entry
from ehr_tui.domain.ids import DemandId, DepartmentId, PostId, ShiftKindId
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import Department, Post, next_review
from ehr_tui.domain.people import Education
from ehr_tui.domain.post_profile import PostProfile, WorkStep
from ehr_tui.domain.shifts import DutyClass, Segment, ShiftKind
from ehr_tui.domain.uses import RecordSort, UseSort
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import EhrError, StaleWrite
from ehr_tui.i18n import Words
from ehr_tui.services.intents.organisation import (
    FindUses,
    OpenOrganisation,
    OrderCodes,
    PreviewWeek,
    SaveCode,
    SaveDemand,
    SaveDepartment,
    SavePost,
    SaveShiftKind,
)
from tests.offices import Desk, OfficeFolder
from tests.services.people import refusal
from tests.services.rosters import cell_at, change, edit, sheet_of

YEAR = 2026


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("hr")
    yield desk
    desk.leave()


@pytest.fixture
def view(hr: Desk) -> OrganisationView:
    return hr.do(OpenOrganisation(YEAR))


def changes(desk: Desk) -> list[dict[str, Any]]:
    """What the last audit entry says of changed records."""
    store = desk.door._inside.office.store  # type: ignore[union-attr]
    row = store.database.execute_sql("SELECT body FROM audit_detail ORDER BY seq DESC LIMIT 1").fetchone()
    found: list[dict[str, Any]] = json.loads(row[0]).get("changes", [])
    return found


def said(error: EhrError) -> tuple[str, str]:
    """The error in both languages; every word of it must be there."""
    return Words("zh_CN", strict=True).error(error), Words("en", strict=True).error(error)


def lab_of(view: OrganisationView) -> Department:
    return next(d for d in view.departments if d.code == "lab")


# Removing


def test_what_nothing_uses_is_removed(hr: Desk, view: OrganisationView) -> None:
    made = hr.do(SaveDepartment(Department(DepartmentId(0), "path", Name("病理科")), None, YEAR))
    department = made.departments[-1]
    post = hr.do(
        SavePost(Post(PostId(0), "path_clerk", Name("病理科文员"), department.id), None, YEAR)
    ).posts[-1]
    kind = ShiftKind(
        ShiftKindId(0), "G", "G", Name("高峰"), DutyClass.WORK, department.id, (Segment(480, 720),)
    )
    kind = hr.do(SaveShiftKind(kind, None, YEAR)).kinds[-1]
    error = refusal(
        "organisation.in_use", lambda: hr.do(SaveDepartment(department, department, YEAR, removed=True))
    )
    assert [use.code for use in error.params["where"]] == ["use.posts_named", "use.kinds_named"]
    assert "病理科文员" in said(error)[0]
    assert "高峰" in said(error)[0]
    assert "one post" not in said(error)[0]
    assert kind not in hr.do(SaveShiftKind(kind, kind, YEAR, removed=True)).kinds
    assert post not in hr.do(SavePost(post, post, YEAR, removed=True)).posts
    assert department not in hr.do(SaveDepartment(department, department, YEAR, removed=True)).departments
    assert changes(hr) == [
        {
            "kind": "department",
            "record": str(department.id),
            "fields": [
                ["code", "path", None],
                ["name", {"zh": "病理科", "en": ""}, None],
                ["active", True, None],
            ],
        }
    ]


def test_what_is_used_is_not_removed_and_says_where(hr: Desk, view: OrganisationView) -> None:
    lab = lab_of(view)
    post = next(p for p in view.posts if p.department == lab.id)
    kind = next(k for k in view.kinds if k.department == lab.id and k.code == "A")
    cases: list[tuple[Callable[[], Any], set[UseSort]]] = [
        (lambda: hr.do(SaveDepartment(lab, lab, YEAR, removed=True)),
         {UseSort.POSTS, UseSort.KINDS, UseSort.PEOPLE, UseSort.DEMAND, UseSort.DUTIES, UseSort.ROSTERS,
          UseSort.USERS}),
        (lambda: hr.do(SavePost(post, post, YEAR, removed=True)),
         {UseSort.PEOPLE, UseSort.DEMAND, UseSort.DUTIES, UseSort.PUBLISHED}),
        (lambda: hr.do(SaveShiftKind(kind, kind, YEAR, removed=True)),
         {UseSort.DEMAND, UseSort.DUTIES, UseSort.PUBLISHED}),
    ]  # fmt: skip
    records = [
        (RecordSort.DEPARTMENT, lab.id),
        (RecordSort.POST, post.id),
        (RecordSort.SHIFT_KIND, kind.id),
    ]
    for (act, expected), (sort, number) in zip(cases, records, strict=True):
        error = refusal("organisation.in_use", act)
        assert {
            UseSort(w.code.split(".")[1].removesuffix("_named")) for w in error.params["where"]
        } == expected
        assert {use.sort for use in hr.do(FindUses(sort, str(number)))} == expected
        assert all("{" not in words for words in said(error))
    assert hr.do(OpenOrganisation(YEAR)) == view


def test_a_kind_that_others_follow_stays(hr: Desk, view: OrganisationView) -> None:
    after = next(k for k in view.kinds if k.code == "下夜")
    uses = {use.sort: use for use in hr.do(FindUses(RecordSort.SHIFT_KIND, str(after.id)))}
    assert uses[UseSort.FOLLOWING].examples == ("N",)
    refusal("organisation.in_use", lambda: hr.do(SaveShiftKind(after, after, YEAR, removed=True)))


def test_what_an_undo_would_put_back_is_not_removed(hr: Desk, view: OrganisationView) -> None:
    """Rostered, taken out again: nothing stands there, but the edit can be undone."""
    lab = lab_of(view)
    kind = ShiftKind(ShiftKindId(0), "G", "G", Name("高峰"), DutyClass.WORK, lab.id, (Segment(480, 720),))
    kind = hr.do(SaveShiftKind(kind, None, YEAR)).kinds[-1]
    sheet = sheet_of(hr, lab.id, Month(2026, 12))
    row, day = sheet.rows[0], sheet.month.days[20]
    post = row.post or sheet.posts[0].id
    standing = cell_at(sheet, row.person, day).entries
    hr.do(edit(sheet, change(sheet, row.person, day, [Entry(kind.id, post)])))
    assert {use.sort for use in hr.do(FindUses(RecordSort.SHIFT_KIND, str(kind.id)))} == {
        UseSort.DUTIES,
        UseSort.HISTORY,
    }
    sheet = sheet_of(hr, lab.id, sheet.month)
    hr.do(edit(sheet, change(sheet, row.person, day, standing)))
    (use,) = hr.do(FindUses(RecordSort.SHIFT_KIND, str(kind.id)))
    assert (use.sort, use.count) == (UseSort.HISTORY, 2)
    error = refusal("organisation.in_use", lambda: hr.do(SaveShiftKind(kind, kind, YEAR, removed=True)))
    assert all("{" not in words for words in said(error))
    assert UseSort.HISTORY in {use.sort for use in hr.do(FindUses(RecordSort.POST, str(post)))}
    other = next(k for k in view.kinds if k.code == "旷")
    assert hr.do(FindUses(RecordSort.SHIFT_KIND, str(other.id))) == ()


def test_what_is_needed_now_is_not_retired(hr: Desk, view: OrganisationView) -> None:
    lab = lab_of(view)
    post = next(p for p in view.posts if p.department == lab.id)
    kind = next(k for k in view.kinds if k.department == lab.id and k.code == "P")
    for intent in (
        SaveDepartment(replace(lab, active=False), lab, YEAR),
        SavePost(replace(post, active=False), post, YEAR),
        SaveShiftKind(replace(kind, active=False), kind, YEAR),
    ):
        error = refusal("organisation.needed", partial(hr.do, intent))
        assert "条人数需求" in said(error)[0] or "个岗位" in said(error)[0]
    for need in [d for d in view.demand if d.kind == kind.id]:
        ended = replace(need, valid_to=date(2026, 11, 22))  # yesterday
        hr.do(SaveDemand(ended, need, YEAR))
    retired = next(
        k for k in hr.do(SaveShiftKind(replace(kind, active=False), kind, YEAR)).kinds if k.id == kind.id
    )
    assert not retired.active
    assert kind.id not in {k.id for k in alphabet(hr.do(OpenOrganisation(YEAR)).kinds, lab.id)}


def test_a_used_kind_is_retired_and_made_anew_with_other_times(hr: Desk, view: OrganisationView) -> None:
    """What was rostered keeps its meaning; the code goes on with the new one."""
    lab = lab_of(view)
    old = next(k for k in view.kinds if k.department == lab.id and k.code == "P")
    fresh = replace(old, id=ShiftKindId(0), segments=(Segment(900, 1350),), paid_minutes=420)
    refusal("shift_kind.same_code", lambda: hr.do(SaveShiftKind(fresh, None, YEAR)))
    for need in [d for d in view.demand if d.kind == old.id]:
        hr.do(SaveDemand(need, need, YEAR, removed=True))
    hr.do(SaveShiftKind(replace(old, active=False), old, YEAR))
    made = hr.do(SaveShiftKind(fresh, None, YEAR)).kinds
    offered = {k.code: k for k in alphabet(made, lab.id)}
    assert offered["P"].segments == (Segment(900, 1350),)
    assert next(k for k in made if k.id == old.id).segments == old.segments


def test_what_follows_a_kind_must_be_able_to(hr: Desk, view: OrganisationView) -> None:
    night = next(k for k in view.kinds if k.code == "N")
    day = next(k for k in view.kinds if k.code == "D")
    after = next(k for k in view.kinds if k.id == night.followed_by)
    for wrong in (day.id, night.id, ShiftKindId(999)):
        refusal(
            "shift_kind.follows",
            partial(hr.do, SaveShiftKind(replace(night, followed_by=wrong), night, YEAR)),
        )
    refusal("shift_kind.follows", lambda: hr.do(
        SaveShiftKind(replace(after, followed_by=after.id), after, YEAR)))  # fmt: skip
    loose = replace(night, followed_by=None)
    assert next(k for k in hr.do(SaveShiftKind(loose, night, YEAR)).kinds if k.id == night.id) == loose


# Post pages


PAGE = PostProfile(
    PostId(0),
    duties=(" 接收标本 ", "", "登记"),
    workflow=(WorkStep(600, "登记"), WorkStep(450, " 到岗 ")),
    education=Education.COLLEGE,
    experience="检验",
    skills=("细心",),
    preferences=("会粤语",),
    courses=("pre_post",),
    qualifications=("post_pass",),
    handbook="  先看交接本。\n\n标本不离手。 ",
)


def test_a_page_is_kept_tidied_and_in_order(hr: Desk, view: OrganisationView) -> None:
    new = Post(PostId(0), "p", Name("岗"), lab_of(view).id, exposures=frozenset({"sharps"}))
    kept = hr.do(SavePost(new, None, YEAR, PAGE))
    post = kept.posts[-1]
    page = next(p for p in kept.profiles if p.post == post.id)
    assert page.duties == ("接收标本", "登记")
    assert page.workflow == (WorkStep(450, "到岗"), WorkStep(600, "登记"))
    assert page.handbook == "先看交接本。\n\n标本不离手。"
    assert post.exposures == {"sharps"}
    fields = {f[0] for change in changes(hr) for f in change["fields"]}
    assert {"code", "exposures", "duties", "workflow", "education", "handbook"} <= fields
    shorter = replace(page, duties=("登记",))
    hr.do(SavePost(post, post, YEAR, shorter, page))
    assert changes(hr) == [
        {"kind": "post", "record": str(post.id), "fields": [["duties", ["接收标本", "登记"], ["登记"]]]}
    ]
    two = replace(shorter, courses=("pre_post", "biosafety"))
    hr.do(SavePost(post, post, YEAR, two, shorter))
    hr.do(SavePost(post, post, YEAR, replace(two, courses=two.courses[::-1]), two))
    assert changes(hr) == []  # the same courses in another order
    error = refusal("organisation.changed_meanwhile", lambda: hr.do(SavePost(post, post, YEAR, PAGE, page)))
    assert isinstance(error, StaleWrite)
    gone = hr.do(SavePost(post, post, YEAR, removed=True))
    assert post.id not in {p.post for p in gone.profiles}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"duties": ("做",) * 61}, "profile.lines"),
        ({"workflow": tuple(WorkStep(n, "做") for n in range(61))}, "profile.lines"),
        ({"skills": ("长" * 201,)}, "profile.line"),
        ({"experience": "换\n行"}, "profile.line"),
        ({"workflow": (WorkStep(1440, "做"),)}, "profile.minute"),
        ({"workflow": (WorkStep(-1, "做"),)}, "profile.minute"),
        ({"handbook": "长" * 20_001}, "profile.handbook"),
        ({"courses": ("no_such_course",)}, "organisation.unknown_code"),
        ({"qualifications": ("pre_post",)}, "organisation.unknown_code"),
    ],
)
def test_pages_that_cannot_be(hr: Desk, view: OrganisationView, changed: dict[str, Any], code: str) -> None:
    new = Post(PostId(0), "p", Name("岗"), lab_of(view).id)
    error = refusal(code, lambda: hr.do(SavePost(new, None, YEAR, replace(PAGE, **changed))))
    assert all("{" not in words for words in said(error))
    assert hr.do(OpenOrganisation(YEAR)).posts == view.posts  # nothing was written


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"exposures": frozenset({"guidance"})}, "organisation.unknown_code"),
        ({"tasks": frozenset({"sharps"})}, "organisation.unknown_code"),
        (
            {"headcount_reviewed": date(2026, 2, 1), "review_due": date(2026, 1, 1)},
            "organisation.review_order",
        ),
    ],
)
def test_posts_that_cannot_be(hr: Desk, view: OrganisationView, changed: dict[str, Any], code: str) -> None:
    post = view.posts[0]
    error = refusal(code, lambda: hr.do(SavePost(replace(post, **changed), post, YEAR)))
    assert all("{" not in words for words in said(error))


def test_the_next_review_follows_the_span_agreed_last_time() -> None:
    today = date(2026, 11, 23)
    post = Post(PostId(1), "p", Name("岗"), DepartmentId(1))
    assert next_review(today) == next_review(today, post) == date(2027, 5, 23)
    agreed = replace(post, headcount_reviewed=date(2026, 1, 1), review_due=date(2026, 4, 1))
    assert next_review(today, agreed) == date(2027, 2, 21)
    assert next_review(date(2026, 8, 31)) == date(2027, 2, 28)
    assert replace(post, review_due=today).needs_review(today)
    assert not replace(post, review_due=today, active=False).needs_review(today)


# Code lists


def test_codes_are_added_renamed_marked_retired_and_removed(hr: Desk, view: OrganisationView) -> None:
    entry = CodeEntry(CodeList.TASK, "printing", Name("打印", "Printing"))
    listed = entries_of(hr.do(SaveCode(entry, None, YEAR)).codes, CodeList.TASK)
    made = listed[-1]
    assert made == replace(entry, position=listed[-2].position + 1)
    assert changes(hr)[0]["record"] == "task:printing"
    changed = replace(made, name=Name("打印装订"), special=True, active=False)
    assert changed in hr.do(SaveCode(changed, made, YEAR)).codes
    assert changed not in hr.do(SaveCode(changed, changed, YEAR, removed=True)).codes


def test_a_code_in_use_is_not_removed(hr: Desk, view: OrganisationView) -> None:
    wanted = {
        CodeList.TASK: ("guidance", "use.posts_named"),
        CodeList.HAZARD: ("sharps", "use.posts_named"),
        CodeList.COURSE: ("fire_safety", "use.posts_named"),
        CodeList.QUALIFICATION: ("post_pass", "use.posts_named"),
    }
    for listed, (code, where) in wanted.items():
        entry = next(c for c in view.codes if (c.list, c.code) == (listed, code))
        error = refusal("organisation.in_use", partial(hr.do, SaveCode(entry, entry, YEAR, removed=True)))
        assert [use.code for use in error.params["where"]] == [where]
        retired = hr.do(SaveCode(replace(entry, active=False), entry, YEAR)).codes
        assert replace(entry, active=False) in retired


def test_a_retired_code_stays_where_it_stands_and_is_not_given_anew(hr: Desk, view: OrganisationView) -> None:
    entry = next(c for c in view.codes if (c.list, c.code) == (CodeList.HAZARD, "sharps"))
    hr.do(SaveCode(replace(entry, active=False), entry, YEAR))
    has = next(p for p in view.posts if "sharps" in p.exposures)
    lacks = next(p for p in view.posts if "sharps" not in p.exposures)
    hr.do(SavePost(replace(has, headcount=9), has, YEAR))
    refusal(
        "organisation.unknown_code",
        lambda: hr.do(SavePost(replace(lacks, exposures=lacks.exposures | {"sharps"}), lacks, YEAR)),
    )


def test_codes_that_cannot_be(hr: Desk, view: OrganisationView) -> None:
    entry = CodeEntry(CodeList.COURSE, "new", Name("新课"))
    standing = next(c for c in view.codes if c.list is CodeList.COURSE)
    for value, seen, code in (
        (replace(entry, code="中文"), None, "organisation.code"),
        (replace(entry, code=standing.code), None, "organisation.code_taken"),
        (replace(entry, name=Name("")), None, "organisation.no_name"),
        (replace(entry, name=Name("长" * 81)), None, "organisation.long_name"),
        (replace(entry, special=True), None, "organisation.no_special"),
        (replace(standing, code="other"), standing, "organisation.code_fixed"),
        (
            replace(standing, name=Name("改")),
            replace(standing, name=Name("旧")),
            "organisation.changed_meanwhile",
        ),
        (replace(entry, code="gone"), replace(entry, code="gone"), "organisation.gone"),
    ):
        error = refusal(code, partial(hr.do, SaveCode(value, seen, YEAR)))
        assert all("{" not in words for words in said(error))


def test_a_list_is_put_into_another_order(hr: Desk, view: OrganisationView) -> None:
    seen = tuple(c.code for c in entries_of(view.codes, CodeList.LANGUAGE))
    ordered = (seen[1], seen[0], *seen[2:])
    after = hr.do(OrderCodes(CodeList.LANGUAGE, ordered, seen, YEAR)).codes
    assert tuple(c.code for c in entries_of(after, CodeList.LANGUAGE)) == ordered
    assert {c["record"] for c in changes(hr)} == {f"language:{code}" for code in seen[:2]}
    refusal("organisation.changed_meanwhile", lambda: hr.do(OrderCodes(CodeList.LANGUAGE, seen, seen, YEAR)))
    refusal("organisation.order", lambda: hr.do(OrderCodes(CodeList.LANGUAGE, ordered[1:], ordered, YEAR)))


# Demand


def test_demand_of_a_retired_post_and_endless_counts(hr: Desk, view: OrganisationView) -> None:
    need = view.demand[0]
    post = next(p for p in view.posts if p.id == need.post)
    spare = hr.do(
        SavePost(Post(PostId(0), "spare", Name("备岗"), post.department, active=False), None, YEAR)
    ).posts[-1]
    fresh = replace(need, id=DemandId(0), post=spare.id)
    refusal("demand.post_retired", lambda: hr.do(SaveDemand(fresh, None, YEAR)))
    error = refusal("demand.counts", lambda: hr.do(SaveDemand(replace(need, maximum=1000), need, YEAR)))
    assert all("{" not in words for words in said(error))


def test_overlapping_demand_is_named_and_the_strictest_counts(hr: Desk, view: OrganisationView) -> None:
    assert not view.overlaps
    need = next(d for d in view.demand if d.weekdays == frozenset({1, 2, 3, 4, 5}) and d.maximum is None)
    twin = replace(need, id=DemandId(0), weekdays=frozenset({3}), minimum=need.minimum + 2, maximum=9)
    after = hr.do(SaveDemand(twin, None, YEAR))
    made = after.demand[-1]
    assert after.overlaps == {need.id: (made.id,), made.id: (need.id,)}
    week = hr.do(PreviewWeek(need.department, date(2026, 11, 25)))
    line = next(found for found in week.lines if (found.post, found.kind) == (need.post, need.kind))
    wednesday, thursday = line.days[2], line.days[3]
    assert wednesday is not None
    assert thursday is not None
    assert (wednesday.minimum, wednesday.maximum, wednesday.lines) == (
        need.minimum + 2,
        9,
        (need.id, made.id),
    )
    assert (thursday.minimum, thursday.lines) == (need.minimum, (need.id,))


def test_a_week_with_a_holiday_needs_what_the_holiday_needs(hr: Desk, view: OrganisationView) -> None:
    lab = lab_of(view)
    week = hr.do(PreviewWeek(lab.id, date(2026, 10, 1)))
    assert week.days[0] == date(2026, 9, 28)
    assert week.kinds == (*[DayKind.WORKDAY] * 3, *[DayKind.STATUTORY_HOLIDAY] * 3, DayKind.DAY_OFF)
    needed = {line.kind: [need.minimum if need else 0 for need in line.days] for line in week.lines}
    codes = {k.id: k.code for k in view.kinds}
    by_code = {codes[kind]: days for kind, days in needed.items()}
    assert by_code["A"][3:] == [1, 1, 1, 1]
    assert by_code["D"][3:] == [0, 0, 0, 0]
    post = next(p for p in week.posts if p.needed_minutes)
    assert post.needed_minutes == sum(line.week_minutes for line in week.lines)
    assert (post.headcount, post.available_minutes) == (3, 7200)
    refusal("organisation.no_department", lambda: hr.do(PreviewWeek(DepartmentId(99), date(2026, 10, 1))))


def test_nobody_may_look_for_uses_without_the_right(demo: OfficeFolder) -> None:
    desk = demo.enter("lab")
    refusal("access.no_right", lambda: desk.do(FindUses(RecordSort.POST, "1")))
    desk.leave()


@pytest.mark.parametrize("record", ["", "x", "999", "task", "nolist:code", "task:nothing"])
def test_what_there_is_not_has_no_uses(hr: Desk, record: str) -> None:
    for sort in RecordSort:
        if sort is not RecordSort.CODE or ":" in record or not record.isdecimal():
            assert hr.do(FindUses(sort, record)) == ()
