"""People, contracts, accounts: contradictions are refused, stale writes too, and the last administrator stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from ehr_tui.domain.access import Assignment
from ehr_tui.domain.contracts import Contract, ContractLimits, HoursSystem
from ehr_tui.domain.ids import ContractId, DepartmentId, PersonId, PostId, UserId
from ehr_tui.domain.people import Competence, Person
from ehr_tui.domain.views import OrganisationView
from ehr_tui.errors import StaleWrite
from ehr_tui.services.intents.accounts import AddUser, ListAccounts, ResetUser, SetAssignments, SetUserActive
from ehr_tui.services.intents.organisation import OpenOrganisation
from ehr_tui.services.intents.people import ListPeople, OpenPerson, RevealPhone, SaveContract, SavePerson
from tests.offices import Desk, OfficeFolder
from tests.services.people import RealOffice, refusal


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("hr")
    yield desk
    desk.leave()


@pytest.fixture
def view(hr: Desk) -> OrganisationView:
    return hr.do(OpenOrganisation(2026))


NEW = Person(PersonId(0), "Z1", "欧阳娜娜", "", None, None)


def test_a_new_person_is_found_in_every_way(hr: Desk, view: OrganisationView) -> None:
    kept = hr.do(SavePerson(replace(NEW, department=view.departments[0].id), 0, "138 0000-0001"))
    assert kept.revision == 1
    assert kept.person.phone == "138****0001"
    assert hr.do(RevealPhone(kept.person.id)) == "1380000-0001"
    for text in ("欧阳", "娜娜", "ouyang", "OYNN", "z1", " ouyangnana "):
        assert kept.person.id in {p.id for p in hr.do(ListPeople(text)).people}, text
    assert hr.do(ListPeople("xyzxyz")).people == ()
    assert hr.do(ListPeople("%")).people == ()


@pytest.mark.parametrize(
    ("changed", "phone", "code"),
    [
        ({"name": " "}, None, "people.no_name"),
        ({"name": "长" * 41}, None, "people.long_name"),
        ({"name": "换\n行"}, None, "people.bad_text"),
        ({"name": "\x1b[31m红"}, None, "people.bad_text"),
        ({"number": "x" * 21}, None, "people.bad_text"),
        ({"hire_date": date(2026, 2, 1), "leave_date": date(2026, 1, 31)}, None, "people.dates_reversed"),
        ({"number": "R0001"}, None, "people.number_taken"),
        ({"number": " R0001 "}, None, "people.number_taken"),
        ({"department": DepartmentId(99)}, None, "organisation.no_department"),
        ({"post": PostId(99)}, None, "organisation.no_post"),
        ({"post": PostId(1), "department": DepartmentId(2)}, None, "people.post_elsewhere"),
        ({"competences": (Competence(PostId(99), date(2026, 1, 1)),)}, None, "organisation.no_post"),
        (
            {"competences": (Competence(PostId(1), date(2026, 2, 1), date(2026, 1, 1)),)},
            None,
            "people.dates_reversed",
        ),
        (
            {
                "competences": (
                    Competence(PostId(1), date(2026, 1, 1)),
                    Competence(PostId(1), date(2026, 6, 1)),
                )
            },
            None,
            "people.competence_twice",
        ),
        ({}, "12", "people.phone"),
        ({}, "phone", "people.phone"),
        ({}, "1" * 21, "people.phone"),
    ],
)
def test_people_that_cannot_be(hr: Desk, changed: dict[str, Any], phone: str | None, code: str) -> None:
    total = hr.do(ListPeople()).total
    refusal(code, lambda: hr.do(SavePerson(replace(NEW, **changed), 0, phone)))
    assert hr.do(ListPeople()).total == total


def test_one_post_held_twice_with_a_pause_is_fine(hr: Desk, view: OrganisationView) -> None:
    post = view.posts[0]
    held = (
        Competence(post.id, date(2025, 1, 1), date(2025, 6, 30)),
        Competence(post.id, date(2025, 7, 1)),
    )
    kept = hr.do(SavePerson(replace(NEW, competences=held), 0)).person
    assert kept.competences == held


def test_the_phone_stays_unless_it_is_given(hr: Desk) -> None:
    one = hr.do(ListPeople()).people[0]
    phone = hr.do(RevealPhone(one.id))
    seen = hr.do(OpenPerson(one.id))
    hr.do(SavePerson(replace(seen.person, note="x"), seen.revision))
    assert hr.do(RevealPhone(one.id)) == phone
    hr.do(SavePerson(seen.person, seen.revision + 1, ""))
    assert hr.do(RevealPhone(one.id)) == ""


def test_a_record_changed_by_another_is_not_overwritten(demo: OfficeFolder, hr: Desk) -> None:
    one = hr.do(ListPeople()).people[0]
    seen = hr.do(OpenPerson(one.id))
    other = demo.enter("hr")
    other.do(SavePerson(replace(seen.person, note="theirs"), seen.revision))
    mine = SavePerson(replace(seen.person, note="mine"), seen.revision)
    error = refusal("people.changed_meanwhile", lambda: hr.do(mine))
    assert isinstance(error, StaleWrite)
    assert error.params == {"person": one.name}
    assert hr.do(OpenPerson(one.id)).person.note == "theirs"
    contract = seen.contracts[0]
    other.do(SaveContract(replace(contract, contractor="theirs"), contract))
    refusal(
        "contract.changed_meanwhile",
        lambda: hr.do(SaveContract(replace(contract, contractor="mine"), contract)),
    )
    other.leave()


def test_contracts_that_contradict(hr: Desk) -> None:
    person = next(p for p in hr.do(ListPeople()).people if p.leave_date is None)
    standing = hr.do(OpenPerson(person.id)).contracts[0]
    begin = standing.valid_from
    fresh = Contract(ContractId(0), person.id, begin)
    overlap = refusal("contract.overlap", lambda: hr.do(SaveContract(fresh)))
    assert overlap.params["first"] == begin
    before = replace(fresh, valid_from=begin - timedelta(days=60), valid_to=begin)
    refusal("contract.overlap", lambda: hr.do(SaveContract(before)))  # one day too long
    refusal(
        "people.dates_reversed",
        lambda: hr.do(SaveContract(replace(before, valid_to=begin - timedelta(days=61)))),
    )
    hr.do(SaveContract(replace(before, valid_to=begin - timedelta(days=1))))
    older = begin - timedelta(days=900)
    odd = replace(fresh, valid_from=older, valid_to=older + timedelta(days=10))
    for limit, value, code in (
        ("max_day_minutes", 1441, "contract.limit_hours"), ("max_day_minutes", 0, "contract.limit_hours"),
        ("max_week_minutes", 7 * 1440 + 1, "contract.limit_hours"), ("max_month_overtime", -1, "contract.limit_hours"),
        ("max_consecutive_days", 32, "contract.limit"),
    ):  # fmt: skip
        given: dict[str, Any] = {limit: value}
        limits = ContractLimits(**given)
        bad = refusal(code, partial(hr.do, SaveContract(replace(odd, limits=limits))))
        assert bad.params["field"] == limit
    refusal(
        "contract.no_approval", lambda: hr.do(SaveContract(replace(odd, hours_system=HoursSystem.IRREGULAR)))
    )
    other = next(p for p in hr.do(ListPeople()).people if p.id != person.id)
    refusal("contract.not_found", lambda: hr.do(SaveContract(replace(
        odd, id=standing.id, person=other.id, valid_from=date(1999, 1, 1), valid_to=date(1999, 1, 2)))))  # fmt: skip
    refusal("people.not_found", lambda: hr.do(SaveContract(replace(odd, person=PersonId(9999)))))


# Accounts


@pytest.fixture
def admin(office: RealOffice) -> Iterator[Desk]:
    desk = office.login()
    yield desk
    desk.leave()


@pytest.mark.parametrize(
    ("user", "code"),
    [
        (AddUser("二", "Name", None, ()), "accounts.login"),
        (AddUser("x", "Name", None, ()), "accounts.login"),
        (AddUser("First", "Name", None, ()), "accounts.login_taken"),
        (AddUser("second", "  ", None, ()), "accounts.no_name"),
        (AddUser("second", "a\nb", None, ()), "accounts.no_name"),
        (AddUser("second", "Name", PersonId(999), ()), "people.not_found"),
        (AddUser("second", "Name", None, (Assignment("king"),)), "accounts.no_role"),
        (AddUser("second", "Name", None, (Assignment("supervisor"),)), "accounts.role_needs_department"),
        (
            AddUser("second", "Name", None, (Assignment("supervisor", DepartmentId(99)),)),
            "organisation.no_department",
        ),
        (AddUser("second", "Name", None, (Assignment("clerk"), Assignment("clerk"))), "accounts.role_twice"),
        (
            AddUser("second", "N", None, (Assignment("clerk", None, date(2026, 2, 1), date(2026, 1, 1)),)),
            "people.dates_reversed",
        ),
        (
            AddUser("second", "N", None, (Assignment("clerk", None, None, None, UserId(1)),)),
            "accounts.deputy_without_end",
        ),
        (
            AddUser("second", "N", None, (Assignment("clerk", None, None, date(2027, 1, 1), UserId(99)),)),
            "accounts.no_deputised",
        ),
    ],
)
def test_users_that_cannot_be(office: RealOffice, admin: Desk, user: AddUser, code: str) -> None:
    keys = (office.at.folder / "office.ehr-keys").read_bytes()
    refusal(code, lambda: office.do(admin, user))
    assert len(admin.do(ListAccounts()).lines) == 1
    assert (office.at.folder / "office.ehr-keys").read_bytes() == keys


def test_one_person_one_account(office: RealOffice, admin: Desk) -> None:
    person = admin.do(SavePerson(NEW, 0)).person
    office.add("second", Assignment("clerk"), person=person.id, by=admin)
    refusal("accounts.person_taken", lambda: office.do(admin, AddUser("third", "T", person.id, ())))


def test_the_last_administrator_cannot_be_taken_away(office: RealOffice, admin: Desk) -> None:
    me = admin.entered.user
    refusal("accounts.not_oneself", lambda: office.do(admin, SetUserActive(me.id, False)))
    refusal("accounts.not_oneself", lambda: office.do(admin, ResetUser(me.id)))
    clerk = (Assignment("clerk"),)
    refusal(
        "accounts.last_administrator", lambda: office.do(admin, SetAssignments(me.id, clerk, me.assignments))
    )
    day = office.at.clock.today()
    passing = (Assignment("administrator", None, day, day + timedelta(days=30)),)
    refusal(
        "accounts.last_administrator",
        lambda: office.do(admin, SetAssignments(me.id, passing, me.assignments)),
    )
    assert admin.do(ListAccounts()).lines[0].user.assignments == me.assignments
    office.user("second", "administrator", by=admin)
    office.do(admin, SetAssignments(me.id, clerk, me.assignments))
    refusal("access.no_right", lambda: admin.do(ListAccounts()))


def test_roles_changed_by_another_are_not_overwritten(office: RealOffice, admin: Desk) -> None:
    office.add("second", Assignment("clerk"), by=admin)
    user = admin.do(ListAccounts()).lines[1].user
    office.do(admin, SetAssignments(user.id, (Assignment("auditor"),), user.assignments))
    error = refusal(
        "accounts.changed_meanwhile", lambda: office.do(admin, SetAssignments(user.id, (), user.assignments))
    )
    assert error.params == {"login": "second"}
    refusal("accounts.not_found", lambda: office.do(admin, SetAssignments(UserId(99), (), ())))
    refusal("accounts.not_found", lambda: office.do(admin, ResetUser(UserId(99))))
