"""The demo office's people have whole records, and each state that a record can be in today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehr_tui.domain.contract_law import contract_remarks, old_enough
from ehr_tui.domain.people import Education, PersonState, Sex
from ehr_tui.rules.people.duplicates import Candidate, find_duplicates
from ehr_tui.rules.people.state import state_of
from ehr_tui.rules.roster.judge import judge
from ehr_tui.services.intents.home import OpenHome
from ehr_tui.services.intents.people import ListPeople, OpenPerson
from tests.demo.test_demo_office import EDGES, FIRSTS, office, window
from tests.offices import OfficeFolder

TODAY = date(2026, 11, 23)


def test_every_record_is_whole_and_plausible() -> None:
    demo = office(TODAY)
    for person in demo.people:
        details = demo.details[person.id]
        assert person.sex is not Sex.UNKNOWN
        assert details.education is not Education.UNKNOWN
        assert details.birth_date is not None
        assert details.major
        assert details.skills
        assert "mandarin" in details.languages
        assert person.hire_date is not None
        assert old_enough(details.birth_date, person.hire_date)
        assert details.birth_date.year > 1955
        contact, phone = demo.contacts[person.id]
        assert contact.name
        assert contact.relation
        assert phone.startswith("154")
        assert phone not in repr(demo)
    assert len({phone for _, phone in demo.contacts.values()} | set(demo.phones.values())) == 120
    assert {p.sex for p in demo.people} == {Sex.FEMALE, Sex.MALE}
    assert 3 <= sum(p.standby_pool for p in demo.people) <= 10
    assert all(contract_remarks(c) == () for c in demo.contracts)


def test_nobody_is_there_twice() -> None:
    demo = office(TODAY)
    assert (
        find_duplicates(
            Candidate(p, demo.details[p.id].birth_date, 1, demo.phones[p.id]) for p in demo.people
        )
        == ()
    )


@pytest.mark.parametrize("today", [*FIRSTS[::3], *EDGES], ids=str)
def test_every_day_has_somebody_on_probation_restricted_and_leaving(today: date) -> None:
    demo = office(today)
    contracts = {c.person: c for c in demo.contracts}
    states = {p.number: state_of(p, contracts[p.id], demo.details[p.id], today) for p in demo.people}
    assert states["R0041"] is PersonState.PROBATION
    assert states["R0039"] is PersonState.LEAVING
    restricted = {r.person for r in demo.restrictions if r.holds(today)}
    assert [p.number for p in demo.people if p.id in restricted] == ["R0030"]
    assert next(p.sex for p in demo.people if p.number == "R0030") is Sex.FEMALE
    for person in demo.people:
        for competence in person.competences:
            assert competence.coach != person.id
            if competence.coached_until is not None:
                assert competence.coach is not None
                assert not competence.experienced


def test_somebody_is_coached_on_most_days() -> None:
    days = [*FIRSTS, *EDGES]
    coached = sum(any(c.coached(day) for p in office(day).people for c in p.competences) for day in days)
    assert coached > len(days) * 3 / 4


@pytest.mark.parametrize("today", [*FIRSTS[::3], *EDGES], ids=str)
def test_the_restriction_adds_no_finding(today: date) -> None:
    demo = office(today)
    with_restrictions = replace(window(demo), restrictions={r.person: (r,) for r in demo.restrictions})
    assert {v.identity for v in judge(with_restrictions)} == {v.identity for v in judge(window(demo))}


def test_the_file_holds_it_all(demo: OfficeFolder) -> None:
    hr = demo.enter("hr")
    people = {line.person.number: line for line in hr.do(ListPeople()).lines}
    leaver = hr.do(OpenPerson(people["R0039"].person.id))
    assert leaver.leaving is not None
    assert leaver.leaving.last_day == leaver.person.leave_date
    done = [item for item in leaver.leaving.items if item.done_at is not None]
    assert 0 < len(done) < len(leaver.leaving.items)
    assert leaver.leaving.begun_by == "顾清和"
    first = hr.do(OpenPerson(people["R0001"].person.id))
    assert [(c.name, c.relation) for c in first.contacts] == [("陈美玲", "母亲")]
    assert people["R0030"].effects
    assert people["R0041"].state is PersonState.PROBATION
    kinds = {item.kind.value for item in hr.do(OpenHome()).items}
    assert {"probation_ending", "coaching_ending", "contract_expiring"} <= kinds
    hr.leave()
