"""Departments, posts, shift kinds, demand, calendar: contradictions are refused, and nobody overwrites unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from ehr_tui.domain.ids import DemandId, DepartmentId, PostId, ShiftKindId
from ehr_tui.domain.names import Name
from ehr_tui.domain.organisation import PLAIN_DAYS, Demand, Department, Post
from ehr_tui.domain.shifts import DutyClass, Segment, ShiftKind
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import StaleWrite
from ehr_tui.services.intents.organisation import (
    LoadHolidays,
    OpenOrganisation,
    SaveDemand,
    SaveDepartment,
    SavePost,
    SaveShiftKind,
)
from tests.offices import Desk, OfficeFolder
from tests.services.people import refusal


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("hr")
    yield desk
    desk.leave()


@pytest.fixture
def view(hr: Desk) -> OrganisationView:
    return hr.do(OpenOrganisation(2026))


NEW = Department(DepartmentId(0), "new", Name("新科室", "New"))
KIND = ShiftKind(
    ShiftKindId(0),
    "Z9",
    "9",
    Name("试", "Try"),
    DutyClass.WORK,
    None,
    (Segment(480, 720), Segment(840, 1050)),
    0,
    450,
)


def free_key(view: OrganisationView) -> str:
    """A key that no kind has."""
    taken = {k.key.casefold() for k in view.kinds}
    return next(c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" if c.casefold() not in taken)


def test_added_and_changed(hr: Desk) -> None:
    made = hr.do(SaveDepartment(NEW, None, 2026)).departments[-1]
    assert made == replace(NEW, id=made.id)
    renamed = replace(made, name=Name("改名", "Renamed"), active=False)
    assert hr.do(SaveDepartment(renamed, made, 2026)).departments[-1] == renamed
    post = hr.do(SavePost(Post(PostId(0), "p", Name("岗"), made.id, 3), None, 2026)).posts[-1]
    assert (post.department, post.headcount) == (made.id, 3)
    key = free_key(hr.do(OpenOrganisation(2026)))
    kind = hr.do(SaveShiftKind(replace(KIND, department=made.id, key=key), None, 2026)).kinds[-1]
    need = Demand(DemandId(0), made.id, post.id, kind.id, frozenset({1, 2, 3, 4, 5}), PLAIN_DAYS, 1, 2)
    demand = hr.do(SaveDemand(need, None, 2026)).demand[-1]
    assert demand == replace(need, id=demand.id)
    assert demand not in hr.do(SaveDemand(demand, demand, 2026, removed=True)).demand


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code": ""}, "organisation.code"),
        ({"code": "has blank"}, "organisation.code"),
        ({"code": "检验"}, "organisation.code"),
        ({"code": "x" * 31}, "organisation.code"),
        ({"code": "lab"}, "organisation.code_taken"),
        ({"name": Name("  ", " ")}, "organisation.no_name"),
        ({"name": Name("换\n行")}, "organisation.no_name"),
    ],
)
def test_departments_that_cannot_be(hr: Desk, changed: dict[str, Any], code: str) -> None:
    refusal(code, lambda: hr.do(SaveDepartment(replace(NEW, **changed), None, 2026)))


def test_posts_that_cannot_be(hr: Desk, view: OrganisationView) -> None:
    post = Post(PostId(0), "p", Name("岗"), view.departments[0].id)
    nowhere = replace(post, department=DepartmentId(99))
    refusal("organisation.no_department", lambda: hr.do(SavePost(nowhere, None, 2026)))
    refusal("organisation.headcount", lambda: hr.do(SavePost(replace(post, headcount=-1), None, 2026)))
    refusal("organisation.headcount", lambda: hr.do(SavePost(replace(post, headcount=1000), None, 2026)))
    refusal(
        "organisation.code_taken", lambda: hr.do(SavePost(replace(post, code=view.posts[0].code), None, 2026))
    )
    used = view.posts[0]
    other = next(d.id for d in view.departments if d.id != used.department)
    refusal("organisation.post_used", lambda: hr.do(SavePost(replace(used, department=other), used, 2026)))
    made = hr.do(SavePost(post, None, 2026)).posts[-1]
    hr.do(SavePost(replace(made, department=other), made, 2026))  # nobody has it yet


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"segments": (Segment(480, 480 + 26 * 60),), "paid_minutes": 0}, "shift_kind.too_long"),
        ({"segments": (Segment(480, 480),)}, "shift_kind.reversed"),
        ({"segments": (Segment(480, 720), Segment(700, 900))}, "shift_kind.order"),
        ({"segments": ()}, "shift_kind.segments"),
        ({"segments": (Segment(0, 60),) * 4}, "shift_kind.segments"),
        ({"meal_minutes": 450}, "shift_kind.meal"),
        ({"meal_minutes": -1}, "shift_kind.meal"),
        ({"paid_minutes": 451}, "shift_kind.paid_over"),
        ({"paid_minutes": -5}, "shift_kind.paid"),
        ({"code": ""}, "shift_kind.code"),
        ({"code": "ABCD"}, "shift_kind.code"),
        ({"code": "A/B"}, "shift_kind.code"),
        ({"key": "备"}, "shift_kind.key"),
        ({"key": ""}, "shift_kind.key"),
        ({"name": Name("", "")}, "shift_kind.name"),
        ({"duty_class": DutyClass.REST}, "shift_kind.untimed"),
        ({"department": DepartmentId(99)}, "organisation.no_department"),
    ],
)
def test_kinds_that_cannot_be(hr: Desk, changed: dict[str, Any], code: str) -> None:
    refusal(code, lambda: hr.do(SaveShiftKind(replace(KIND, **changed), None, 2026)))


def test_two_kinds_do_not_share_a_key(hr: Desk, view: OrganisationView) -> None:
    """Neither in one department nor between its own and the common ones, whatever the case."""
    own = next(k for k in view.kinds if k.department is not None and k.active)
    refusal("shift_kind.same_key", lambda: hr.do(
        SaveShiftKind(replace(KIND, department=own.department, key=own.key.swapcase()), None, 2026)))  # fmt: skip
    refusal("shift_kind.same_key", lambda: hr.do(SaveShiftKind(replace(KIND, key=own.key), None, 2026)))
    taken = {k.department for k in view.kinds if k.key == own.key}
    other = next(d.id for d in view.departments if d.id not in taken)
    common = {k.key.casefold() for k in view.kinds if k.department is None}
    if own.key.casefold() not in common:
        hr.do(SaveShiftKind(replace(KIND, department=other, key=own.key), None, 2026))


def test_what_was_rostered_keeps_its_meaning(hr: Desk, view: OrganisationView) -> None:
    used = next(k for k in view.kinds if k.code == "D" and k.segments)
    longer = replace(used, segments=(Segment(used.start, used.end + 30),))
    error = refusal("organisation.kind_used", lambda: hr.do(SaveShiftKind(longer, used, 2026)))
    assert error.params["n"] > 0
    refusal("organisation.kind_used", lambda: hr.do(SaveShiftKind(replace(used, paid_minutes=0), used, 2026)))
    hr.do(SaveShiftKind(replace(used, name=Name("白日班", "Day")), used, 2026))
    fresh = hr.do(SaveShiftKind(replace(KIND, key=free_key(view)), None, 2026)).kinds[-1]
    hr.do(SaveShiftKind(replace(fresh, paid_minutes=400), fresh, 2026))


def test_demand_that_contradicts_itself(hr: Desk, view: OrganisationView) -> None:
    need = next(d for d in view.demand)
    fresh = replace(need, id=DemandId(0))

    def ask(**changed: Any) -> Callable[[], Any]:
        return lambda: hr.do(SaveDemand(replace(fresh, **changed), None, 2026))

    refusal("demand.counts", ask(minimum=3, maximum=2))
    refusal("demand.counts", ask(minimum=-1))
    refusal("demand.no_day", ask(weekdays=frozenset(), day_kinds=PLAIN_DAYS))
    refusal("demand.no_day", ask(weekdays=frozenset({0, 8})))
    refusal("people.dates_reversed", ask(valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1)))
    other = next(p for p in view.posts if p.department != need.department)
    refusal("demand.post", ask(post=other.id))
    refusal("demand.post", ask(post=PostId(99)))
    foreign = next(k for k in view.kinds if k.department not in (None, need.department))
    refusal("demand.kind", ask(kind=foreign.id))
    leave = next(k for k in view.kinds if k.duty_class is DutyClass.LEAVE)
    refusal("demand.kind", ask(kind=leave.id))
    refusal("demand.kind", ask(kind=ShiftKindId(999)))


def test_nobody_overwrites_what_they_have_not_seen(
    demo: OfficeFolder, hr: Desk, view: OrganisationView
) -> None:
    admin = demo.enter("admin")
    department, post, demand = view.departments[0], view.posts[0], view.demand[0]
    kind = next(k for k in view.kinds if k.code == "年")
    admin.do(SaveDepartment(replace(department, name=Name("改名")), department, 2026))
    admin.do(SavePost(replace(post, headcount=77), post, 2026))
    admin.do(SaveShiftKind(replace(kind, colour="work"), kind, 2026))
    admin.do(SaveDemand(replace(demand, minimum=demand.minimum + 1, maximum=None), demand, 2026))
    for intent in (
        SaveDepartment(replace(department, active=False), department, 2026),
        SavePost(replace(post, headcount=1), post, 2026),
        SaveShiftKind(replace(kind, active=False), kind, 2026),
        SaveDemand(replace(demand, minimum=0), demand, 2026),
        SaveDemand(demand, demand, 2026, removed=True),
    ):
        error = refusal("organisation.changed_meanwhile", partial(hr.do, intent))
        assert isinstance(error, StaleWrite)
    for gone in (
        SaveDepartment(replace(department, id=DepartmentId(555)), department, 2026),
        SaveDemand(replace(demand, id=DemandId(555)), demand, 2026),
        SaveShiftKind(replace(kind, id=ShiftKindId(555)), kind, 2026),
        SavePost(replace(post, id=PostId(555)), post, 2026),
    ):
        assert isinstance(refusal("organisation.gone", partial(hr.do, gone)), StaleWrite)
    now = hr.do(OpenOrganisation(2026))
    assert now.posts[0].headcount == 77
    admin.leave()


@pytest.mark.parametrize("year", [1999, 2200, 0, -5])
def test_years_out_of_range(hr: Desk, year: int) -> None:
    refusal("organisation.year", lambda: hr.do(OpenOrganisation(year)))
    refusal("organisation.year", lambda: hr.do(LoadHolidays(year)))
