from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache

import pytest

from ehr_tui.demo.office import DemoOffice, demo_office
from ehr_tui.domain.duty import Duty
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.month import Month
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.domain.window import Window
from ehr_tui.rules.roster.judge import judge

FIRSTS = [date(year, month, 1) for year in (2026, 2027) for month in range(1, 13)]
EDGES = [
    date(2026, 1, 31),
    date(2026, 2, 16),
    date(2026, 2, 28),
    date(2026, 11, 23),
    date(2027, 2, 6),
    date(2028, 2, 29),
]
TODAY = date(2026, 11, 23)
office = cache(demo_office)


def window(demo: DemoOffice) -> Window:
    kinds = {k.id: k for k in demo.starting.kinds}
    duties: dict[PersonId, list[Duty]] = defaultdict(list)
    for month in (demo.published, demo.draft):
        for duty in demo.duties_by_month[month]:
            duties[duty.person].append(duty)
    first, last = demo.published.first, demo.draft.last
    return Window(
        first, last, first, last,
        people={p.id: p for p in demo.people},
        duties={p: tuple(sorted(d, key=lambda d: (d.day, kinds[d.kind].start))) for p, d in duties.items()},
        kinds=kinds,
        contracts={c.person: (c,) for c in demo.contracts},
        posts={p.id: p for p in demo.starting.posts},
        demand=demo.demand,
        calendar=demo.calendar,
        settings=demo.starting.rule_settings,
    )  # fmt: skip


@pytest.mark.parametrize("today", FIRSTS + EDGES, ids=str)
def test_the_rulebook_finds_what_was_planted_and_nothing_else(today: date) -> None:
    demo = office(today)
    found = [(v.rule, v.person, v.days) for v in judge(window(demo))]
    planted = [(p.rule, p.person, p.days) for p in demo.planted if p.rule]
    assert sorted(found, key=str) == sorted(planted, key=str)


@pytest.mark.parametrize("today", FIRSTS + EDGES, ids=str)
def test_what_is_planted(today: date) -> None:
    demo = office(today)
    assert [p.key for p in demo.planted] == ["rest", "row", "gone", "gap", "expiring"]
    violations = [p for p in demo.planted if p.rule and p.person is not None]
    assert len({p.rule for p in violations}) == 3
    assert len({p.department for p in violations}) >= 2
    assert all(Month.of(day) == demo.draft for p in demo.planted if p.rule for day in p.days)
    expiring = demo.planted[-1]
    assert timedelta() < expiring.days[0] - today <= timedelta(days=30)
    soon = [
        c.person for c in demo.contracts if c.valid_to and today <= c.valid_to <= today + timedelta(days=30)
    ]
    leavers = [p.id for p in demo.people if p.leave_date]
    assert [p for p in soon if p not in leavers] == [expiring.person]


@pytest.mark.parametrize("today", FIRSTS, ids=str)
def test_nobody_but_the_planted_works_over_forty_hours_or_without_a_day_off(today: date) -> None:
    demo = office(today)
    kinds = {k.id: k for k in demo.starting.kinds}
    weeks: Counter[tuple[PersonId, date]] = Counter()
    for month in (demo.published, demo.draft):
        for duty in demo.duties_by_month[month]:
            if kinds[duty.kind].duty_class.is_timed:
                monday = duty.day - timedelta(days=duty.day.weekday())
                weeks[duty.person, monday] += kinds[duty.kind].paid_minutes
    assert max(weeks.values()) <= 40 * 60


@pytest.mark.parametrize("today", FIRSTS, ids=str)
def test_days_off_are_worked_in_turn(today: date) -> None:
    demo = office(today)
    kinds = {k.id: k for k in demo.starting.kinds}
    away = {d.person for m in demo.duties_by_month.values() for d in m if kinds[d.kind].code == "产"}
    for department in demo.starting.departments:
        worked = Counter({
            p.id: 0
            for p in demo.people
            if p.department == department.id
            and p.id not in away
            and p.employed(demo.published.first)
            and p.employed(demo.draft.last)
        })  # fmt: skip
        for duty in (d for m in demo.duties_by_month.values() for d in m):
            is_work = kinds[duty.kind].duty_class is DutyClass.WORK
            if is_work and not demo.calendar.kind(duty.day).is_working and duty.person in worked:
                worked[duty.person] += 1
        assert max(worked.values()) - min(worked.values()) <= 3


def test_sixty_people_in_seven_departments() -> None:
    demo = office(TODAY)
    assert len(demo.people) == 60
    assert [p.number for p in demo.people] == [f"R{n:04d}" for n in range(1, 61)]
    assert len({p.name for p in demo.people}) == 60
    sizes = Counter(p.department for p in demo.people)
    assert len(sizes) == 7
    assert all(6 <= size <= 12 for size in sizes.values())
    surnames = "".join(p.name for p in demo.people)
    assert all(surname in surnames for surname in ("欧阳", "单", "曾", "仇", "区", "吕", "查", "解"))
    assert all(p.latin.isascii() and p.latin for p in demo.people)
    assert sum(len(p.competences) > 1 for p in demo.people) >= 10


def test_phones_are_masked_in_records_unique_and_of_no_operator() -> None:
    demo = office(TODAY)
    assert len(set(demo.phones.values())) == 60
    for person in demo.people:
        phone = demo.phones[person.id]
        assert phone.startswith("154")
        assert len(phone) == 11
        assert person.phone == f"{phone[:3]}****{phone[7:]}"
        assert phone not in repr(demo)


def test_full_months_lie_near_their_target() -> None:
    demo = office(TODAY)
    kinds = {k.id: k for k in demo.starting.kinds}
    minutes: Counter[PersonId] = Counter()
    for duty in demo.duties_by_month[demo.published]:
        minutes[duty.person] += kinds[duty.kind].paid_minutes
    hours = sorted(
        minutes[p.id] / 60 for p in demo.people if p.employed(demo.published.first) and p.number != "R0042"
    )
    assert hours[0] >= 145
    assert hours[-1] <= 170
    assert 155 <= hours[len(hours) // 2] <= 170


def test_every_employed_day_has_an_entry_and_no_other_day_but_the_planted() -> None:
    demo = office(TODAY)
    planted = {(p.person, day) for p in demo.planted if p.key == "gone" for day in p.days}
    cells = {(d.person, d.day) for m in demo.duties_by_month.values() for d in m}
    expected = {
        (p.id, d) for p in demo.people for d in demo.published.days + demo.draft.days if p.employed(d)
    }
    assert cells == expected | planted


def test_leave_half_days_standby_and_two_entries_in_a_cell_occur() -> None:
    demo = office(TODAY)
    kinds = {k.id: k for k in demo.starting.kinds}
    duties = [d for m in demo.duties_by_month.values() for d in m]
    codes = Counter(kinds[d.kind].code for d in duties)
    assert {"年", "病", "事", "产", "婚", "学", "补", "上", "S", "休"} <= set(codes)
    assert max(Counter((d.person, d.day) for d in duties).values()) == 2
    holiday = office(date(2026, 10, 1))
    assert "备" in {kinds[d.kind].code for d in holiday.duties_by_month[Month(2026, 10)]}


def test_somebody_is_new_and_somebody_leaves() -> None:
    demo = office(TODAY)
    assert any(p.hire_date and Month.of(p.hire_date) == demo.published for p in demo.people)
    assert [p.number for p in demo.people if p.leave_date] == ["R0039"]


def test_users_are_one_for_each_view_with_a_long_password_and_their_own_secret() -> None:
    demo = office(TODAY)
    roles = [u.role for u in demo.users]
    assert Counter(roles) == {
        "administrator": 1, "coordinator": 1, "on_site_manager": 1, "supervisor": 2, "group_leader": 1,
        "clerk": 1, "auditor": 1,
    }  # fmt: skip
    assert {u.password for u in demo.users} == {demo.users[0].password}
    assert len(demo.users[0].password) >= 15
    assert len({u.totp_secret for u in demo.users}) == len(demo.users)
    people = {p.id: p for p in demo.people}
    for user in demo.users:
        assert set(user.totp_secret) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        assert len(user.totp_secret) == 32  # 160 bits
        assert user.totp_secret not in repr(user)
        assert user.password not in repr(user)
        if user.user.person:
            assert people[user.user.person].name == user.user.display_name


def test_the_same_day_gives_the_same_office() -> None:
    assert demo_office(TODAY) == demo_office(TODAY)
