"""Records of people: what is entered is found again, what cannot be is refused, histories say what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ehr_tui.domain.access import Assignment
from ehr_tui.domain.ids import ContactId, PersonId, PostId
from ehr_tui.domain.people import Competence, Contact, Details, Education, Person, PersonState, Sex, TaskMark
from ehr_tui.domain.people_views import PeopleChange, PersonView
from ehr_tui.domain.views import OrganisationView
from ehr_tui.services.intents.organisation import OpenOrganisation
from ehr_tui.services.intents.people import (
    ChangePeople,
    ListPeople,
    OpenPerson,
    RemoveContact,
    RevealPhone,
    SaveContact,
    SavePerson,
)
from tests.offices import Desk, OfficeFolder
from tests.services.people import refusal

TODAY = date(2026, 11, 23)
NEW = Person(PersonId(0), "Z1", "欧阳娜娜", "", None, None)
FULL = Details(date(1995, 5, 5), Education.BACHELOR, "护理学", ("mandarin", "cantonese"), ("打字", "导诊"))


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("hr")
    yield desk
    desk.leave()


@pytest.fixture
def view(hr: Desk) -> OrganisationView:
    return hr.do(OpenOrganisation(2026))


def audit(hr: Desk) -> list[tuple[str, dict[str, Any]]]:
    """Acts with their details, oldest first."""
    store = hr.door._inside.office.store  # type: ignore[union-attr]
    rows = store.database.execute_sql(
        "SELECT e.act, d.body FROM audit_entry e JOIN audit_detail d ON d.seq = e.seq ORDER BY e.seq"
    )
    return [(act, json.loads(body)) for act, body in rows.fetchall()]


def fields(hr: Desk) -> dict[str, tuple[Any, Any]]:
    """What the last act changed: field → before, after."""
    changes = audit(hr)[-1][1].get("changes", [])
    return {name: (before, after) for change in changes for name, before, after in change["fields"]}


def saved(hr: Desk, phone: str | None = None, details: Details | None = None, **values: Any) -> PersonView:
    return hr.do(SavePerson(replace(NEW, **values), 0, phone, details))


def test_everything_of_a_record_comes_back(hr: Desk, view: OrganisationView) -> None:
    post = view.posts[0]
    coach = hr.do(ListPeople()).people[0]
    competence = Competence(post.id, date(2026, 1, 1), None, False, date(2026, 12, 1), coach.id)
    tasks = (TaskMark("window", True), TaskMark("breath_dosing", False, TODAY, None, "无证"))
    full = replace(
        NEW, department=post.department, post=post.id, competences=(competence,), hire_date=date(2026, 1, 1),
        note="一\n二", sex=Sex.FEMALE, standby_pool=True, tasks=tasks,
    )  # fmt: skip
    kept = hr.do(SavePerson(full, 0, "15400000001", FULL))
    assert kept.details == FULL
    assert kept.state is PersonState.COACHED
    assert replace(kept.person, id=PersonId(0), latin="", phone="") == replace(
        full, tasks=tuple(sorted(tasks, key=lambda m: m.task))
    )
    assert hr.do(OpenPerson(kept.person.id)) == kept
    line = next(x for x in hr.do(ListPeople("oynn")).lines if x.person.id == kept.person.id)
    assert (line.details, line.state, line.contract, line.revision) == (FULL, kept.state, None, 1)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("欧阳娜娜", ("娜娜", "欧阳", "nana", "nn", "oynn", "OuYang", "ouyang na", "ＯＹＮＮ")),
        ("歐陽娜娜", ("娜娜", "oynn", "ouyangnana")),
        ("单涛", ("shan", "dan", "st", "dt")), ("單濤", ("shantao", "dantao")),
        ("曾强", ("zeng", "ceng", "zq", "cq")), ("仇磊", ("qiu", "chou", "ql")), ("解杰", ("xie", "jiejie", "xj")),
        ("区敏", ("ou", "qu", "om", "qm")), ("區敏", ("oumin", "qumin")), ("查敏", ("zha", "cha", "zm")),
        ("朴明", ("piao", "pu", "pm")), ("吕洋", ("lv", "lu", "lü", "ly")), ("呂洋", ("lvyang",)),
        ("𠮷野", ("𠮷", "ye")), ("Ann Smith", ("ann", "smith", "as", "ann smith")), ("李Anna", ("anna", "la")),
        ("阿依古丽·买买提", ("古丽", "ayiguli", "aygl")),
    ],
)  # fmt: skip
def test_every_way_to_find_a_name(hr: Desk, name: str, typed: tuple[str, ...]) -> None:
    person = saved(hr, name=name).person.id
    for text in typed:
        assert person in {p.id for p in hr.do(ListPeople(text)).people}, text
    assert person not in {p.id for p in hr.do(ListPeople("qqq")).people}


LONG = "长" * 1_000_000


@pytest.mark.parametrize(
    ("changed", "details", "code"),
    [
        ({"note": LONG}, None, "text.long"), ({"latin": "a" * 81}, None, "text.long"),
        ({"name": LONG}, None, "people.long_name"), ({"number": LONG}, None, "people.bad_text"),
        ({"note": "铃\x07"}, None, "text.bad_sign"), ({"latin": "a\nb"}, None, "text.bad_sign"),
        ({"note": "\u202eabc"}, None, "text.bad_sign"),
        ({}, {"major": "x" * 61}, "text.long"), ({}, {"skills": ("x" * 41,)}, "text.long"),
        ({}, {"skills": tuple(map(str, range(31)))}, "people.many_skills"),
        ({}, {"skills": ("a\x1b[31m",)}, "text.bad_sign"),
        ({}, {"languages": ("klingon",)}, "people.unknown_code"),
        ({}, {"birth_date": TODAY + timedelta(days=1)}, "people.birth_date"),
        ({}, {"birth_date": date(1899, 12, 31)}, "people.birth_date"),
        ({"hire_date": date(2026, 5, 4)}, {"birth_date": date(2010, 5, 5)}, "people.too_young"),
        ({"tasks": (TaskMark("juggling", True),)}, None, "people.unknown_code"),
        ({"tasks": (TaskMark("window", True), TaskMark("window", False, TODAY))}, None, "people.task_twice"),
        ({"tasks": (TaskMark("window", True, TODAY, TODAY - timedelta(days=1)),)}, None, "people.dates_reversed"),
        ({"tasks": (TaskMark("window", True, note="x" * 201),)}, None, "text.long"),
        (
            {"competences": (Competence(PostId(1), TODAY, None, False, date(2026, 1, 1)),)},
            None,
            "people.dates_reversed",
        ),
        ({"competences": (Competence(PostId(1), TODAY, coach=PersonId(999)),)}, None, "people.no_coach"),
        ({"leave_date": TODAY}, None, "people.leave_by_leaving"),
    ],
)  # fmt: skip
def test_what_cannot_be(hr: Desk, changed: dict[str, Any], details: dict[str, Any] | None, code: str) -> None:
    total = hr.do(ListPeople()).total
    more = None if details is None else Details(**details)
    error = refusal(code, lambda: saved(hr, details=more, **changed))
    assert "长长长" not in str(error.params)
    assert hr.do(ListPeople()).total == total


def test_names_of_one_and_of_forty_characters(hr: Desk) -> None:
    assert saved(hr, name="何").person.latin == "He"
    assert len(saved(hr, name="长" * 40, number="Z2").person.name) == 40


def test_who_left_long_ago_may_be_entered_and_a_birthday_at_hiring_is_enough(hr: Desk) -> None:
    kept = saved(hr, hire_date=date(2020, 1, 1), leave_date=TODAY - timedelta(days=1))
    assert kept.state is PersonState.LEFT
    seen = hr.do(OpenPerson(kept.person.id))
    changed = replace(seen.person, leave_date=None)
    refusal("people.leave_by_leaving", lambda: hr.do(SavePerson(changed, seen.revision)))
    born = Details(date(2010, 5, 5))
    young = saved(hr, number="Z2", hire_date=date(2026, 5, 5), details=born)
    refusal(
        "people.too_young",  # the birth date that stands counts when only the record is saved
        lambda: hr.do(SavePerson(replace(young.person, hire_date=date(2026, 5, 4)), young.revision)),
    )


def test_nobody_coaches_themselves(hr: Desk, view: OrganisationView) -> None:
    kept = saved(hr)
    own = Competence(view.posts[0].id, TODAY, coach=kept.person.id)
    refusal(
        "people.own_coach", lambda: hr.do(SavePerson(replace(kept.person, competences=(own,)), kept.revision))
    )


def test_a_history_says_which_fields_changed_and_no_phone(hr: Desk) -> None:
    kept = saved(hr, phone="15400000001", details=FULL)
    assert fields(hr)["telephone"] == (None, "****")
    changed = replace(kept.person, note="夜班少排", standby_pool=True)
    after = hr.do(SavePerson(changed, kept.revision, "15400000002", replace(FULL, major="临床")))
    assert fields(hr) == {
        "note": ("", "夜班少排"), "standby_pool": (False, True), "major": ("护理学", "临床"),
        "telephone": ("***", "****"),
    }  # fmt: skip
    hr.do(SavePerson(after.person, after.revision))
    assert fields(hr) == {}
    assert "1540000000" not in json.dumps(audit(hr))
    assert "***" not in json.dumps([body for _, body in audit(hr)][-1])


# Contacts


def test_contacts(hr: Desk) -> None:
    person = saved(hr).person.id
    view = hr.do(SaveContact(person, Contact(ContactId(0), " 李四 ", "父亲"), "154 0000-0009"))
    (contact,) = view.contacts
    assert (contact.name, contact.relation, contact.phone) == ("李四", "父亲", "154****0009")
    assert "15400000009" not in repr(view)
    assert hr.do(RevealPhone(person, contact.id)) == "1540000-0009"
    assert audit(hr)[-1][0] == "RevealPhone"
    renamed = hr.do(SaveContact(person, replace(contact, name="李肆"), None, contact)).contacts[0]
    assert fields(hr) == {"name": ("李四", "李肆")}
    assert hr.do(RevealPhone(person, contact.id)) == "1540000-0009"
    refusal("contact.changed_meanwhile", lambda: hr.do(SaveContact(person, contact, "", contact)))
    other = next(p.id for p in hr.do(ListPeople()).people if p.id != person)
    refusal("contact.not_found", lambda: hr.do(RevealPhone(other, contact.id)))
    refusal("contact.not_found", lambda: hr.do(SaveContact(other, renamed, None)))
    refusal("contact.not_found", lambda: hr.do(RemoveContact(other, contact.id)))
    assert hr.do(RemoveContact(person, contact.id)).contacts == ()
    assert "0009" not in json.dumps(audit(hr))


@pytest.mark.parametrize(
    ("contact", "phone", "code"),
    [
        (Contact(ContactId(0), "  "), None, "contact.no_name"),
        (Contact(ContactId(0), "长" * 41), None, "text.long"),
        (Contact(ContactId(0), "李", "长" * 21), None, "text.long"),
        (Contact(ContactId(0), "李\x00"), None, "text.bad_sign"),
        (Contact(ContactId(0), "李"), "call me", "people.phone"),
        (Contact(ContactId(0), "李"), "1" * 1_000_000, "people.phone"),
        (Contact(ContactId(77), "李"), None, "contact.not_found"),
    ],
)
def test_contacts_that_cannot_be(hr: Desk, contact: Contact, phone: str | None, code: str) -> None:
    person = saved(hr).person.id
    refusal(code, lambda: hr.do(SaveContact(person, contact, phone)))
    assert hr.do(OpenPerson(person)).contacts == ()


def test_ten_contacts_are_enough(hr: Desk) -> None:
    person = saved(hr).person.id
    for n in range(10):
        hr.do(SaveContact(person, Contact(ContactId(0), f"联系人{n}"), None))
    refusal("contact.too_many", lambda: hr.do(SaveContact(person, Contact(ContactId(0), "又一个"), None)))


# Many at once


def seen(hr: Desk, count: int = 3) -> tuple[tuple[PersonId, int], ...]:
    return tuple((line.person.id, line.revision) for line in hr.do(ListPeople()).lines[:count])


def test_one_change_on_many(hr: Desk, view: OrganisationView) -> None:
    ward = view.departments[-1]
    post = next(p for p in view.posts if p.department == ward.id)
    people = seen(hr)
    added = Competence(post.id, TODAY)
    change = PeopleChange(ward.id, post.id, standby_pool=True, competence=added)
    lines = {x.person.id: x for x in hr.do(ChangePeople(people, change)).lines}
    for number, revision in people:
        person = lines[number].person
        assert (person.department, person.post, person.standby_pool) == (ward.id, post.id, True)
        assert added in person.competences
        assert lines[number].revision == revision + 1
    act, body = audit(hr)[-1]
    assert act == "ChangePeople"
    assert {c["record"] for c in body["changes"]} == {str(number) for number, _ in people}
    again = tuple((number, revision + 1) for number, revision in people)
    same = hr.do(ChangePeople(again, change))
    assert {x.person.id: x for x in same.lines}[people[0][0]].revision == people[0][
        1
    ] + 1  # nothing to change
    marked = hr.do(ChangePeople(again, PeopleChange(experienced=True)))
    for line in marked.lines:
        if line.person.id in dict(people):
            assert [c.experienced for c in line.person.competences if c.post == post.id] == [True]


def test_all_or_nothing(demo: OfficeFolder, hr: Desk, view: OrganisationView) -> None:
    people = seen(hr)
    before = hr.do(ListPeople()).lines
    post_elsewhere = next(p for p in view.posts if p.department != view.departments[0].id)
    for change, code in (
        (PeopleChange(), "people.change_nothing"),
        (PeopleChange(view.departments[0].id, post_elsewhere.id), "people.post_elsewhere"),
        (PeopleChange(experienced=True, experienced_at=post_elsewhere.id), "people.change_does_not_fit"),
        (PeopleChange(competence=Competence(999, TODAY)), "organisation.no_post"),  # type: ignore[arg-type]
        (PeopleChange(department=999), "organisation.no_department"),  # type: ignore[arg-type]
    ):
        refusal(code, lambda change=change: hr.do(ChangePeople(people, change)))  # type: ignore[misc]
    refusal("people.change_nothing", lambda: hr.do(ChangePeople((), PeopleChange(standby_pool=True))))
    stale = (*people[:2], (people[2][0], people[2][1] + 1))
    refusal("people.changed_meanwhile", lambda: hr.do(ChangePeople(stale, PeopleChange(standby_pool=True))))
    unknown = (*people, (PersonId(9999), 1))
    refusal("access.out_of_reach", lambda: demo_lab(demo, unknown))
    assert hr.do(ListPeople()).lines == before


def demo_lab(demo: OfficeFolder, people: tuple[tuple[PersonId, int], ...]) -> None:
    """A coordinator of one department only names somebody who is nowhere."""
    desk = demo.enter("hr")
    store = desk.door._inside.office.store  # type: ignore[union-attr]
    with store.transaction(write=True):
        lab = next(d.id for d in store.organisation.departments() if d.code == "lab")
        store.accounts.set_assignments(desk.entered.user.id, [Assignment("supervisor", lab)])
        grants = "INSERT INTO role_grant (role, permission, scope) VALUES ('supervisor', 'people.edit', 'departments')"
        store.database.execute_sql(grants)
    try:
        desk.do(ChangePeople(people, PeopleChange(standby_pool=True)))
    finally:
        with store.transaction(write=True):
            store.accounts.set_assignments(desk.entered.user.id, [Assignment("coordinator")])
        desk.leave()


def test_asking_for_very_many_gives_the_same(hr: Desk) -> None:
    store = hr.door._inside.office.store  # type: ignore[union-attr]
    few, many = range(1, 61), range(1, 40_001)
    with store.transaction(write=False):
        assert store.people.by_ids(many) == store.people.by_ids(few)
        assert store.contracts.of(many) == store.contracts.of(few)
        assert store.restrictions.of(many) == store.restrictions.of(few)
        assert len(store.people.by_ids(many)) == 60
        assert store.people.by_ids([]) == store.contracts.of([]) == store.restrictions.of([]) == {}
