"""Somebody leaves: list, contracts, duties, and rights that end with the last day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from ehr_tui.domain.codes import CodeList, entries_of
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import ContractId, PersonId
from ehr_tui.domain.people import Person, PersonState
from ehr_tui.domain.people_views import PersonView
from ehr_tui.errors import AccessRefused
from ehr_tui.services.intents.base import Intent
from ehr_tui.services.intents.home import OpenHome
from ehr_tui.services.intents.leaving import BeginLeaving, CancelLeaving, SettleLeavingItem
from ehr_tui.services.intents.people import ListPeople, OpenPerson, SaveContract, SavePerson
from tests.offices import Desk, OfficeFolder
from tests.services.people import RealOffice, refusal
from tests.services.test_people_records import fields

TODAY = date(2026, 11, 23)
LAST = TODAY + timedelta(days=10)
NEW = Person(PersonId(0), "Z1", "欧阳娜娜", "", None, None, hire_date=date(2026, 1, 1))


@pytest.fixture
def hr(demo: OfficeFolder) -> Iterator[Desk]:
    desk = demo.enter("hr")
    yield desk
    desk.leave()


@pytest.fixture
def person(hr: Desk) -> PersonView:
    return hr.do(SavePerson(NEW, 0))


def begin(hr: Desk, view: PersonView, day: date = LAST, reason: str = "家里有事") -> PersonView:
    return hr.do(BeginLeaving(view.person.id, day, reason, view.revision))


def with_contracts(hr: Desk, person: PersonId, *contracts: dict[str, Any]) -> PersonView:
    for values in contracts:
        view = hr.do(SaveContract(Contract(ContractId(0), person, **values)))
    return view


def test_the_list_is_made_and_worked_off(hr: Desk, person: PersonView) -> None:
    view = begin(hr, person)
    assert view.leaving is not None
    active = [c.code for c in entries_of(view.codes, CodeList.LEAVING_ITEM, active=True)]
    assert [item.item for item in view.leaving.items] == active
    assert len(active) >= 5
    assert (view.person.leave_date, view.state, view.leaving.reason) == (
        LAST,
        PersonState.LEAVING,
        "家里有事",
    )
    assert view.leaving.begun_by == hr.entered.user.display_name
    for n, code in enumerate(active):
        assert view.leaving is not None
        assert not view.leaving.closed
        view = hr.do(SettleLeavingItem(person.person.id, code, True, f"第{n}项"))
        assert view.leaving is not None
    assert view.leaving is not None
    assert view.leaving.closed
    first = view.leaving.items[0]
    assert (first.done_by, first.note) == (hr.entered.user.display_name, "第0项")
    again = hr.do(SettleLeavingItem(person.person.id, active[0], True, "补记"))
    assert again.leaving is not None
    assert (again.leaving.items[0].done_at, again.leaving.items[0].note) == (first.done_at, "补记")
    open_again = hr.do(SettleLeavingItem(person.person.id, active[0], False))
    assert open_again.leaving is not None
    assert (open_again.leaving.items[0].done_at, open_again.leaving.items[0].done_by) == (None, "")
    refusal("leaving.no_item", partial(hr.do, SettleLeavingItem(person.person.id, "nothing", True)))


def test_contracts_end_with_the_last_day_and_come_back(hr: Desk, person: PersonView) -> None:
    contracts = (
        {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 5, 31)},
        {"valid_from": date(2026, 6, 1), "probation_to": date(2027, 1, 31)},
    )
    standing = with_contracts(hr, person.person.id, *contracts).contracts
    view = begin(hr, person)
    old, cut = view.contracts
    assert old == standing[0]
    assert (cut.valid_to, cut.probation_to) == (LAST, LAST)
    # Another last day: later, then earlier, then beyond the contract's own end.
    view = begin(hr, view, LAST + timedelta(days=90))
    assert view.contracts[1].valid_to == LAST + timedelta(days=90)
    assert view.contracts[1].probation_to == date(2027, 1, 31)
    view = begin(hr, view, LAST - timedelta(days=5))
    assert view.contracts[1].valid_to == LAST - timedelta(days=5)
    stays = hr.do(CancelLeaving(person.person.id))
    assert stays.contracts == standing
    assert (stays.leaving, stays.person.leave_date, stays.state) == (None, None, PersonState.PROBATION)
    assert fields(hr)["leave_date"] == (str(LAST - timedelta(days=5)), None)
    refusal("leaving.not_begun", partial(hr.do, CancelLeaving(person.person.id)))


def test_a_contract_s_own_end_comes_back_when_the_last_day_moves_beyond_it(
    hr: Desk, person: PersonView
) -> None:
    end = LAST + timedelta(days=20)
    with_contracts(hr, person.person.id, {"valid_from": date(2026, 1, 1), "valid_to": end})
    view = begin(hr, begin(hr, person), end + timedelta(days=5))
    assert view.contracts[0].valid_to == end
    assert hr.do(CancelLeaving(person.person.id)).contracts[0].valid_to == end


def test_what_stands_against_leaving(hr: Desk, person: PersonView) -> None:
    number = person.person.id
    begin_on = lambda day, seen=person.revision: hr.do(BeginLeaving(number, day, "", seen))  # noqa: E731
    refusal("leaving.before_hire", partial(begin_on, date(2025, 12, 31)))
    refusal("leaving.too_far", partial(begin_on, date(2226, 11, 23)))
    refusal("people.changed_meanwhile", partial(begin_on, LAST, person.revision + 1))
    refusal("text.long", partial(hr.do, BeginLeaving(number, LAST, "长" * 501, person.revision)))
    with_contracts(hr, number, {"valid_from": LAST + timedelta(days=1)})
    refusal("leaving.later_contract", partial(begin_on, LAST))
    assert hr.do(OpenPerson(number)).person.leave_date is None
    begin(hr, person, LAST + timedelta(days=1))
    late = Contract(ContractId(0), number, date(2027, 6, 1))
    refusal("contract.after_leaving", partial(hr.do, SaveContract(late)))


def test_duties_after_the_last_day_are_counted_and_stay(hr: Desk) -> None:
    rostered = hr.do(ListPeople("R0010")).lines[0].person
    view = hr.do(OpenPerson(rostered.id))
    assert view.future_duties == 0
    view = begin(hr, view, TODAY)
    # The rest of November and December are rostered without a gap: 7 + 31 days.
    assert view.future_duties >= 38
    assert hr.do(CancelLeaving(rostered.id)).future_duties == 0


def test_a_last_day_from_an_import_gets_its_list_later(hr: Desk) -> None:
    gone = hr.do(SavePerson(replace(NEW, leave_date=TODAY - timedelta(days=30)), 0))
    assert gone.leaving is None
    view = begin(hr, gone, TODAY - timedelta(days=30))
    assert view.leaving is not None
    assert view.state is PersonState.LEFT
    kinds = {(i.kind.value, i.person, i.urgent) for i in hr.do(OpenHome()).items}
    assert ("leaving_open", gone.person.id, True) in kinds
    other = hr.do(SavePerson(replace(NEW, number="Z2", leave_date=TODAY - timedelta(days=30)), 0))
    assert hr.do(CancelLeaving(other.person.id)).person.leave_date is None


def test_rights_end_with_the_last_day(office: RealOffice) -> None:
    admin = office.login()
    mine = admin.do(SavePerson(NEW, 0))
    office.user("leaver", "coordinator", by=admin, person=mine.person.id)
    today = office.at.clock.today()
    view = admin.do(OpenPerson(mine.person.id))
    admin.do(BeginLeaving(mine.person.id, today, "合同到期", view.revision))
    leaver = office.login("leaver")
    assert leaver.do(ListPeople()).total == 1  # the last day is worked to its end
    office.at.clock.advance(hours=24)
    refused: tuple[Intent[Any], ...] = (ListPeople(), OpenHome(), OpenPerson(mine.person.id))
    for intent in refused:
        with pytest.raises(AccessRefused) as caught:
            leaver.do(intent)
        assert caught.value.code == "access.left"
    leaver.leave()
    refusal("vault.login_refused", partial(office.login, "leaver"))  # the door says no more than no
    admin = office.login()
    admin.do(CancelLeaving(mine.person.id))
    again = office.login("leaver")
    assert again.do(ListPeople()).total == 1
    again.leave()
    admin.leave()


def test_the_last_administrator_hands_over_first(office: RealOffice) -> None:
    admin = office.login()
    mine = admin.do(SavePerson(NEW, 0))
    store = admin.door._inside.office.store  # type: ignore[union-attr]
    with store.transaction(write=True):
        store.accounts.update(int(admin.entered.user.id), person=mine.person.id)
    today = office.at.clock.today()
    error = refusal("leaving.last_administrator", partial(begin, admin, mine, today))
    assert error.params == {"person": "欧阳娜娜"}
    assert admin.do(OpenPerson(mine.person.id)).person.leave_date is None
    office.user("second", "administrator", by=admin)
    assert begin(admin, mine, today).leaving is not None
    admin.leave()
