"""What has no purpose left: found by its time, erased with a code, never sooner; the audit's chain still holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from ehr_tui.domain.access import Reach
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import ContactId, ContractId, PersonId, RestrictionId
from ehr_tui.domain.names import Name
from ehr_tui.domain.people import Contact, Details, Person, PersonState, Sex
from ehr_tui.domain.people_views import PeopleChange
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.domain.retention import ERASED_NAME, DataCategory, ErasableView, RetentionRule
from ehr_tui.errors import FreshCodeNeeded
from ehr_tui.exchange.retention_data import read_retention
from ehr_tui.services.intents.base import Intent
from ehr_tui.services.intents.duplicates import MergePeople
from ehr_tui.services.intents.home import OpenHome
from ehr_tui.services.intents.leaving import BeginLeaving
from ehr_tui.services.intents.people import (
    ChangePeople,
    ListPeople,
    OpenPerson,
    RevealPhone,
    SaveContact,
    SaveContract,
    SavePerson,
)
from ehr_tui.services.intents.restrictions import RevealHealth, SaveRestriction
from ehr_tui.services.intents.retention import EraseData, ListErasable, SaveRetention
from tests.offices import Desk
from tests.services.people import RealOffice, refusal
from tests.services.test_people_records import audit

C = DataCategory


@pytest.fixture
def admin(office: RealOffice) -> Iterator[Desk]:
    desk = office.login()
    yield desk
    desk.leave()


def somebody(desk: Desk, last: date | None, number: str = "Z1") -> PersonId:
    """A full record; with a last day, of somebody who left."""
    hired = date(2010, 1, 1)
    person = Person(
        PersonId(0), number, "欧阳娜娜", "", None, None, (), hired, None, "", "常迟到", Sex.FEMALE
    )
    details = Details(date(1985, 5, 5), major="护理", languages=("mandarin",))
    made = desk.do(SavePerson(person, 0, "15400000001", details)).person.id
    desk.do(SaveContact(made, Contact(ContactId(0), "李四"), "15400000002"))
    kind = RestrictionKind.MEDICAL
    ill = Restriction(RestrictionId(0), made, frozenset({Effect.NO_NIGHT}), hired, kind=kind, reason="腰伤")
    desk.do(SaveRestriction(ill))
    view = desk.do(SaveContract(Contract(ContractId(0), made, hired)))
    if last is not None:
        desk.do(BeginLeaving(made, last, "另谋高就", view.revision))
    return made


def due(view: ErasableView, person: PersonId) -> set[DataCategory]:
    return {c for line in view.lines if line.person == person for c, _ in line.categories}


def test_each_category_has_its_own_time(office: RealOffice, admin: Desk) -> None:
    today = office.at.clock.today()
    somebody(admin, None, "Z0")
    person = somebody(admin, today)
    assert admin.do(ListErasable()).lines == ()
    office.at.clock.advance(days=100)
    desk = office.login()
    assert due(desk.do(ListErasable()), person) == {C.CONTACTS}
    assert any(i.kind.value == "data_to_erase" for i in desk.do(OpenHome()).items)
    office.at.clock.advance(days=280)
    assert due(desk.do(ListErasable()), person) == {C.CONTACTS, C.HEALTH}
    office.at.clock.advance(days=370)
    assert due(desk.do(ListErasable()), person) == set(C)
    desk.leave()


def erase(office: RealOffice, desk: Desk, *items: tuple[PersonId, DataCategory]) -> ErasableView:
    view: ErasableView = office.do(desk, EraseData(items))
    return view


def test_erasing_asks_for_a_code_and_never_comes_too_soon(office: RealOffice, admin: Desk) -> None:
    today = office.at.clock.today()
    person, here = somebody(admin, today), somebody(admin, None, "Z2")
    office.at.clock.advance(days=100)
    desk = office.login()
    with pytest.raises(FreshCodeNeeded):
        desk.do(EraseData(((person, C.CONTACTS),)))
    early = refusal("erase.not_yet", partial(erase, office, desk, (person, C.CONTACTS), (person, C.HEALTH)))
    assert early.params["category"] is C.HEALTH
    assert desk.do(RevealPhone(person)) == "15400000001"  # all or nothing
    refusal("erase.not_yet", partial(erase, office, desk, (here, C.CONTACTS)))
    refusal("erase.nothing", partial(erase, office, desk))
    assert due(erase(office, desk, (person, C.CONTACTS)), person) == set()
    assert desk.do(RevealPhone(person)) == ""
    view = desk.do(OpenPerson(person))
    assert view.contacts == ()
    assert view.state is PersonState.LEFT
    assert view.details.major == "护理"
    assert desk.do(RevealHealth(person))[0].reason == "腰伤"
    assert desk.do(RevealPhone(here)) == "15400000001"
    desk.leave()


def test_everything_goes_and_the_chain_still_holds(office: RealOffice, admin: Desk) -> None:
    today = office.at.clock.today()
    person, here = somebody(admin, today), somebody(admin, None, "Z2")
    office.at.clock.advance(days=800)
    desk = office.login()
    store = desk.door._inside.office.store  # type: ignore[union-attr]
    erase(office, desk, *((person, category) for category in C))
    view = desk.do(OpenPerson(person))
    assert (view.person.name, view.person.number, view.person.sex) == (ERASED_NAME, "", Sex.UNKNOWN)
    assert view.state is PersonState.ERASED
    assert view.details == Details(erased=office.at.clock.now())
    assert (view.contracts, view.contacts, view.restrictions) == ((), (), ())
    assert view.leaving is not None
    assert view.leaving.reason == ""
    assert {p.id for p in desk.do(ListPeople("欧阳")).people} == {here}
    of_them = store.database.execute_sql(
        "SELECT count(*) FROM audit_record r JOIN audit_detail d ON d.seq = r.seq JOIN audit_entry e ON e.seq = r.seq"
        " WHERE r.kind = 'person' AND r.record = ? AND e.act <> 'EraseData'", (str(person),)
    ).fetchone()[0]  # fmt: skip
    assert of_them == 0
    written = [body for act, body in audit(desk)]
    assert "另谋高就" not in str(written)
    assert f"'record': '{here}'" in str(written)  # others' stay
    assert store.audit.verify().sound
    note = SavePerson(replace(view.person, note="x"), view.revision)
    ill = frozenset({Effect.NO_NIGHT})
    acts: tuple[Intent[Any], ...] = (
        note,
        BeginLeaving(person, today, "", view.revision),
        SaveContract(Contract(ContractId(0), person, today)),
        SaveContact(person, Contact(ContactId(0), "甲"), None),
        SaveRestriction(Restriction(RestrictionId(0), person, ill, today, kind=RestrictionKind.OTHER)),
        ChangePeople(((person, view.revision),), PeopleChange(standby_pool=True)),
        MergePeople(here, person, 1, view.revision),
    )
    for act in acts:
        refusal("people.erased", partial(desk.do, act))
    assert due(desk.do(ListErasable()), person) == set()
    desk.leave()


def test_an_entry_about_somebody_still_here_keeps_its_details(office: RealOffice, admin: Desk) -> None:
    today = office.at.clock.today()
    person, here = somebody(admin, None), somebody(admin, None, "Z2")
    seen = {x.person.id: x.revision for x in admin.do(ListPeople()).lines}
    both = tuple((p, seen[p]) for p in (person, here))
    admin.do(ChangePeople(both, PeopleChange(standby_pool=True)))
    view = admin.do(OpenPerson(person))
    admin.do(BeginLeaving(person, today, "", view.revision))
    office.at.clock.advance(days=800)
    desk = office.login()
    erase(office, desk, (person, C.LOGS))
    assert [act for act, _ in audit(desk)].count("ChangePeople") == 1
    desk.leave()


def test_copies_that_imports_made_go_too(office: RealOffice, admin: Desk) -> None:
    from ehr_tui.services.intents.imports import ApplyImport, StaffSource

    today = office.at.clock.today()
    text = "工号,姓名,手机号,离职日期\n" + f"M1,张三,15400000003,{today.isoformat()}\n"
    admin.do(ApplyImport(StaffSource(text.encode(), "staff.csv")))
    (person,) = (p.id for p in admin.do(ListPeople()).people)
    office.at.clock.advance(days=800)
    desk = office.login()
    erase(office, desk, *((person, c) for c in due(desk.do(ListErasable()), person)))
    store = desk.door._inside.office.store  # type: ignore[union-attr]
    kept = store.database.execute_sql("SELECT before, after FROM import_change").fetchall()
    assert "15400000003" not in str(kept)
    assert "张三" not in str(kept)
    desk.leave()


# The times


def test_times_are_data_and_a_law_s_least_holds(office: RealOffice, admin: Desk) -> None:
    view = admin.do(ListErasable())
    assert view.rules == read_retention()
    rules = {rule.category: rule for rule in view.rules}
    mine = rules[C.CONTACTS]
    own = RetentionRule(C.CONTACTS, 1, Name("本院规定", "Own rule"))
    changed = {r.category: r for r in admin.do(SaveRetention(own, mine)).rules}
    assert changed[C.CONTACTS] == own
    assert audit(admin)[-1][1]["changes"][0]["kind"] == "retention"
    refusal("retention.changed_meanwhile", partial(admin.do, SaveRetention(own, mine)))
    identity = rules[C.IDENTITY]
    shorter = replace(identity, months=identity.least - 1, least=0)
    error = refusal("retention.too_short", partial(admin.do, SaveRetention(shorter, identity)))
    assert error.params["least"] == 24
    for months in (-1, 1201):
        refusal("retention.months", partial(admin.do, SaveRetention(replace(own, months=months), own)))
    refusal("text.long", partial(admin.do, SaveRetention(replace(own, basis=Name("长" * 301)), own)))


def test_an_office_without_times_of_its_own_has_the_shipped_ones(office: RealOffice, admin: Desk) -> None:
    store = admin.door._inside.office.store  # type: ignore[union-attr]
    assert store.erasing.rules()  # stored when the office was made
    with store.transaction(write=True):
        store.database.execute_sql("DELETE FROM retention")
    admin.do(SavePerson(Person(PersonId(0), "", "甲", "", None, None), 0))
    assert admin.do(ListErasable()).rules == read_retention()


def test_records_of_everybody_are_read_in_a_handful_of_queries(office: RealOffice, admin: Desk) -> None:
    for n in range(5):
        somebody(admin, None, f"Z{n}")
    store = admin.door._inside.office.store  # type: ignore[union-attr]
    asked: list[Any] = []
    plain = store.database.execute_sql
    store.database.execute_sql = lambda *a, **k: (asked.append(a), plain(*a, **k))[1]
    assert len(store.people.records(Reach(everything=True))) == 5
    assert len(asked) == 3
    admin.do(ListPeople())
    asked.clear()
    admin.do(ListPeople("oynn"))
    assert not [a for a in asked if '"person"' in a[0] and "account" not in a[0].lower()]
    del store.database.execute_sql
