"""Two records that are one person: found by what they share, merged without losing anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from ehr_tui.domain.access import Assignment
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.duplicates import DuplicateReason
from ehr_tui.domain.ids import ContactId, ContractId, PersonId, RestrictionId
from ehr_tui.domain.month import Month
from ehr_tui.domain.people import Competence, Contact, Details, Education, Person, TaskMark
from ehr_tui.domain.people_views import PersonView
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.domain.roster import CellChange
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import EhrError
from ehr_tui.i18n import t
from ehr_tui.services.intents.duplicates import FindDuplicates, MergePeople, TellApart
from ehr_tui.services.intents.histories import PersonHistory
from ehr_tui.services.intents.leaving import BeginLeaving
from ehr_tui.services.intents.organisation import OpenOrganisation
from ehr_tui.services.intents.people import (
    ListPeople,
    OpenPerson,
    RevealPhone,
    SaveContact,
    SaveContract,
    SavePerson,
)
from ehr_tui.services.intents.restrictions import RevealHealth, SaveRestriction
from ehr_tui.services.intents.roster import EditRoster, OpenRoster, UndoEdit
from tests.offices import Desk, OfficeFolder
from tests.services.people import RealOffice, refusal
from tests.services.test_people_records import audit

TODAY = date(2026, 11, 23)
NEW = Person(PersonId(0), "Z1", "欧阳娜娜", "", None, None)


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("hr")
    yield desk
    desk.leave()


@pytest.fixture
def house(hr: Desk) -> OrganisationView:
    return hr.do(OpenOrganisation(2026))


def made(hr: Desk, phone: str = "", details: Details | None = None, **values: Any) -> PersonView:
    return hr.do(SavePerson(replace(NEW, **values), 0, phone, details))


def merge(hr: Desk, keep: PersonId, drop: PersonId, *take: str) -> PersonView:
    one, other = hr.do(OpenPerson(keep)), hr.do(OpenPerson(drop))
    return hr.do(MergePeople(keep, drop, one.revision, other.revision, frozenset(take)))


def clashes(hr: Desk, keep: PersonId, drop: PersonId) -> list[str]:
    found: list[EhrError] = refusal("merge.clash", partial(merge, hr, keep, drop)).params["clashes"]
    return [error.code for error in found]


def test_pairs_are_found_and_show_no_phone(hr: Desk) -> None:
    assert hr.do(FindDuplicates()) == ()  # nobody is twice in the demo office
    one = made(hr, "154-9999-0001").person.id
    other = made(hr, "+86 15499990001", number="z 01", name="欧阳娜").person.id
    (pair,) = hr.do(FindDuplicates())
    assert (pair.one.id, pair.other.id) == (one, other)
    assert pair.reasons == (DuplicateReason.SAME_PHONE, DuplicateReason.SAME_NUMBER)
    assert pair.revisions == (1, 1)
    assert "9999" not in repr(pair)


def test_everything_moves(hr: Desk, house: OrganisationView) -> None:
    rostered = next(x.person for x in hr.do(ListPeople()).lines if x.person.number == "R0010")
    post = next(p for p in house.posts if p.id == rostered.post)
    month = Month.of(TODAY)
    assert rostered.department is not None
    before = next(r for r in hr.do(OpenRoster(rostered.department, month)).rows if r.person == rostered.id)
    keep = made(
        hr, details=Details(education=Education.BACHELOR), competences=(Competence(post.id, date(2019, 1, 1), TODAY),),
        tasks=(TaskMark("window", True),),
    ).person.id  # fmt: skip
    hr.do(SaveContact(keep, Contact(ContactId(0), "李四"), "15400000001"))
    hr.do(SaveContact(rostered.id, Contact(ContactId(0), "李 四"), "15400000001"))
    hr.do(SaveContact(rostered.id, Contact(ContactId(0), "王五"), "15400000002"))
    kind, effects = RestrictionKind.MEDICAL, frozenset({Effect.NO_NIGHT})
    hr.do(
        SaveRestriction(Restriction(RestrictionId(0), rostered.id, effects, TODAY, kind=kind, reason="腰伤"))
    )
    old = hr.do(OpenPerson(rostered.id))
    phone = hr.do(RevealPhone(rostered.id))
    view = merge(hr, keep, rostered.id, "number", "department")
    assert (view.person.name, view.person.number) == ("欧阳娜娜", "R0010")
    assert (view.person.department, view.person.post) == (rostered.department, rostered.post)
    assert view.person.hire_date == rostered.hire_date
    assert view.details.education is Education.BACHELOR
    assert [replace(c, person=keep) for c in old.contracts] == list(view.contracts)
    assert [c.name for c in view.contacts] == ["单志明", "李四", "王五"]  # the own one, and no twin
    assert hr.do(RevealHealth(keep))[0].reason == "腰伤"
    assert hr.do(RevealPhone(keep)) == phone
    home = [c for c in view.person.competences if c.post == post.id]
    assert len(home) == 1  # two spans of one post that meet are one
    assert home[0].until is None
    refusal("people.not_found", partial(hr.do, OpenPerson(rostered.id)))
    sheet = hr.do(OpenRoster(rostered.department, month))
    row = next(r for r in sheet.rows if r.person == keep)
    assert [c.entries for c in row.cells] == [c.entries for c in before.cells]
    assert all(r.person != rostered.id for r in sheet.rows)
    (merged,) = [body for act, body in audit(hr) if act == "MergePeople"]
    assert merged["dropped"] == f"R0010 {rostered.name}"
    assert {(c["kind"], c["record"]) for c in merged["changes"]} == {
        ("person", str(keep)),
        ("person", str(rostered.id)),
    }
    assert "1540000000" not in str(merged)


def test_the_kept_record_s_own_words_stand_unless_taken(hr: Desk) -> None:
    one = made(hr, "15400000001", Details(major="护理"), note="甲").person.id
    born = Details(date(1990, 1, 1), Education.MASTER, "临床", ("mandarin",))
    other = made(hr, "15400000002", born, number="Z2", name="欧阳那那", note="乙").person.id
    view = merge(hr, one, other, "name", "note", "phone")
    assert (view.person.name, view.person.latin, view.person.note) == ("欧阳那那", "Ouyang Nana", "乙")
    assert view.person.number == "Z1"
    assert (view.details.major, view.details.education, view.details.birth_date) == (
        "护理",
        Education.MASTER,
        date(1990, 1, 1),
    )
    assert hr.do(RevealPhone(one)) == "15400000002"
    assert one in {p.id for p in hr.do(ListPeople("那那")).people}


def test_clashes_are_all_named_and_nothing_is_merged(hr: Desk) -> None:
    lines = hr.do(ListPeople()).lines
    one, other = (next(x.person.id for x in lines if x.person.number == n) for n in ("R0010", "R0011"))
    seen = hr.do(OpenPerson(one))
    hr.do(SavePerson(replace(seen.person, tasks=(TaskMark("window", True),)), seen.revision))
    seen = hr.do(OpenPerson(other))
    hr.do(SavePerson(replace(seen.person, tasks=(TaskMark("window", False),)), seen.revision))
    for number in (one, other):
        seen = hr.do(OpenPerson(number))
        hr.do(BeginLeaving(number, TODAY + timedelta(days=60), "", seen.revision))
    found = clashes(hr, one, other)
    assert found == [
        "merge.clash_duties",
        "merge.clash_contracts",
        "merge.clash_leaving",
        "merge.clash_tasks",
    ]
    assert hr.do(ListPeople()).total == len(lines)
    error = refusal("merge.clash", partial(merge, hr, one, other))
    days = error.params["clashes"][0].params["days"]
    assert 0 < len(days) <= 12
    for language in ("zh_CN", "en"):
        t.switch(language)
        words = t.error(error)
        assert all(t.error(clash) in words for clash in error.params["clashes"])
        assert t.date(days[0]) in words


def test_two_accounts_clash_and_one_moves(office: RealOffice) -> None:
    admin = office.login()
    one, other = made(admin), made(admin, number="Z2")
    office.add("second", Assignment("clerk"), person=other.person.id, by=admin)
    office.add("third", Assignment("clerk"), person=one.person.id, by=admin)
    assert clashes(admin, one.person.id, other.person.id) == ["merge.clash_accounts"]
    spare = made(admin, number="Z3")
    merge(admin, spare.person.id, other.person.id)
    store = admin.door._inside.office.store  # type: ignore[union-attr]
    assert next(u.person for u in store.accounts.users() if u.login == "second") == spare.person.id
    admin.leave()


def test_same_contracts_stay_once_and_others_clash(hr: Desk) -> None:
    one, other = made(hr).person.id, made(hr, number="Z2").person.id
    for number in (one, other):
        hr.do(SaveContract(Contract(ContractId(0), number, TODAY, contractor="某公司")))
    assert len(merge(hr, one, other).contracts) == 1
    third = made(hr, number="Z3").person.id
    hr.do(SaveContract(Contract(ContractId(0), third, TODAY)))
    assert clashes(hr, one, third) == ["merge.clash_contracts"]


def test_histories_become_one(hr: Desk) -> None:
    one, other = made(hr).person.id, made(hr, number="Z2", note="旧档").person.id
    merge(hr, one, other)
    store = hr.door._inside.office.store  # type: ignore[union-attr]
    rows = store.database.execute_sql(
        "SELECT r.record, e.act FROM audit_record r JOIN audit_entry e ON e.seq = r.seq"
        " WHERE r.kind = 'person' AND r.record IN (?, ?) ORDER BY e.seq",
        (str(one), str(other)),
    ).fetchall()
    kept = [act for record, act in rows if record == str(one)]
    assert kept == ["SavePerson", "SavePerson", "MergePeople"]
    assert store.audit.verify().sound


def test_a_coach_who_was_merged_is_still_the_coach(hr: Desk, house: OrganisationView) -> None:
    post = house.posts[0].id
    one, coach = made(hr).person.id, made(hr, number="Z2").person.id
    learner = made(hr, number="Z3", competences=(Competence(post, TODAY, coach=coach),)).person.id
    own = hr.do(OpenPerson(one))
    taught = (Competence(post, TODAY, coach=coach),)
    hr.do(SavePerson(replace(own.person, competences=taught), own.revision))
    assert merge(hr, one, coach).person.competences[0].coach is None  # nobody coaches themselves
    assert hr.do(OpenPerson(learner)).person.competences[0].coach == one


def test_what_cannot_be_merged(hr: Desk) -> None:
    one, other = made(hr), made(hr, number="Z2")
    ids = (one.person.id, other.person.id)
    refusal("merge.same", partial(hr.do, MergePeople(ids[0], ids[0], 1, 1)))
    refusal("merge.field", partial(hr.do, MergePeople(*ids, 1, 1, frozenset({"leave_date"}))))
    refusal("people.changed_meanwhile", partial(hr.do, MergePeople(*ids, 1, 2)))
    refusal("people.not_found", partial(hr.do, MergePeople(ids[0], PersonId(9999), 1, 1)))


def test_an_edit_of_the_dropped_record_is_not_undone_into_nothing(hr: Desk) -> None:
    line = next(x for x in hr.do(ListPeople()).lines if x.person.number == "R0010")
    department, month = line.person.department, Month.of(TODAY).next()
    assert department is not None
    sheet = hr.do(OpenRoster(department, month))
    row = next(r for r in sheet.rows if r.person == line.person.id)
    change = CellChange(row.person, month.days[10], row.cells[10].seen, ())
    hr.do(EditRoster(department, month, (change,), "trying"))
    keep = made(hr).person.id
    merge(hr, keep, line.person.id, "department")
    with pytest.raises(EhrError):
        hr.do(UndoEdit(department, month))
    assert any(r.person == keep for r in hr.do(OpenRoster(department, month)).rows)


def test_two_people_stay_two(hr: Desk) -> None:
    one = made(hr, "15499990001").person
    other = made(hr, "15499990001", number="Z2", name="欧阳娜").person
    hr.do(TellApart(other.id, one.id))
    assert hr.do(FindDuplicates()) == ()
    (pair,) = hr.do(FindDuplicates(apart=True))
    assert (pair.one.id, pair.other.id, pair.apart) == (one.id, other.id, True)
    for person, named in ((one.id, "Z2 欧阳娜"), (other.id, "Z1 欧阳娜娜")):
        newest = hr.do(PersonHistory(person)).lines[0]
        assert (newest.act, newest.changes[0].field, newest.changes[0].after) == (
            "TellApart",
            "apart_from",
            named,
        )
    hr.do(TellApart(one.id, other.id, apart=False))
    (pair,) = hr.do(FindDuplicates())
    assert not pair.apart
    refusal("merge.same", partial(hr.do, TellApart(one.id, one.id)))
    refusal("people.not_found", partial(hr.do, TellApart(one.id, PersonId(99999))))


def test_who_is_not_the_dropped_one_is_not_the_kept_one(hr: Desk) -> None:
    keep, drop, third = (made(hr, "15499990001", number=n, name=w).person.id
                         for n, w in (("Z1", "甲子"), ("Z2", "乙丑"), ("Z3", "丙寅")))  # fmt: skip
    hr.do(TellApart(drop, third))
    hr.do(TellApart(keep, drop))  # seen otherwise later: a merge makes that void
    merge(hr, keep, drop)
    assert hr.do(FindDuplicates()) == ()
    (pair,) = hr.do(FindDuplicates(apart=True))
    assert {pair.one.id, pair.other.id} == {keep, third}
