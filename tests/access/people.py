"""Who may do what: records of people, contracts, contacts, restrictions, leaving, merging, erasing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.ids import ContactId, ContractId, PersonId, RestrictionId
from ehr_tui.domain.people import Contact, Person
from ehr_tui.domain.people_views import PeopleChange, PersonView
from ehr_tui.domain.restrictions import Effect, Restriction, RestrictionKind
from ehr_tui.domain.retention import DataCategory
from ehr_tui.services.intents import duplicates, leaving, people, restrictions, retention
from ehr_tui.services.intents.base import Intent
from tests.access.house import House, someone

MATRIX: dict[type[Intent[Any]], str] = {
    #                               admin hr manager lab gastro leader clerk audit
    people.ListPeople:              "no   yes yes    yes yes    yes    yes   yes",
    people.OpenPerson:              "no   yes yes    yes no     no     no    yes",
    people.SavePerson:              "no   yes no     no  no     no     no    no",
    people.ChangePeople:            "no   yes no     no  no     no     no    no",
    people.SaveContract:            "no   yes no     no  no     no     no    no",
    people.RemoveContract:          "no   yes no     no  no     no     no    no",
    people.SaveContact:             "no   yes no     no  no     no     no    no",
    people.RemoveContact:           "no   yes no     no  no     no     no    no",
    people.RevealPhone:             "no   yes yes    yes no     no     no    no",
    restrictions.SaveRestriction:   "no   yes no     no  no     no     no    no",
    restrictions.RemoveRestriction: "no   yes no     no  no     no     no    no",
    restrictions.RevealHealth:      "no   yes no     no  no     no     no    no",
    leaving.BeginLeaving:           "no   yes no     no  no     no     no    no",
    leaving.SettleLeavingItem:      "no   yes no     no  no     no     no    no",
    leaving.CancelLeaving:          "no   yes no     no  no     no     no    no",
    duplicates.FindDuplicates:      "no   yes no     no  no     no     no    no",
    duplicates.TellApart:           "no   yes no     no  no     no     no    no",
    duplicates.MergePeople:         "no   yes no     no  no     no     no    no",
    retention.ListErasable:         "no   yes no     no  no     no     no    no",
    retention.EraseData:            "no   yes no     no  no     no     no    no",
    retention.SaveRetention:        "no   yes no     no  no     no     no    no",
}  # fmt: skip


def opened(house: House, person: PersonId | None = None) -> PersonView:
    """A record as the coordinator sees it."""
    return house.desks["hr"].do(people.OpenPerson(person or someone(house)))


def newcomer(house: House, **values: Any) -> PersonView:
    """A person of the laboratory who is in no roster."""
    fresh = Person(PersonId(0), f"N{house.next():04}", "新来的", "", house.lab, None)
    return house.desks["hr"].do(people.SavePerson(replace(fresh, **values), 0))


def example_person(house: House, persona: str) -> Intent[Any]:
    view = opened(house)
    return people.SavePerson(replace(view.person, note=f"note {house.next()}"), view.revision)


def example_change(house: House, persona: str) -> Intent[Any]:
    view = opened(house)
    change = PeopleChange(standby_pool=not view.person.standby_pool)
    return people.ChangePeople(((view.person.id, view.revision),), change)


def example_contract(house: House, persona: str) -> Intent[Any]:
    standing = opened(house).contracts[0]
    return people.SaveContract(replace(standing, contractor=f"c{house.next()}"), standing)


def example_remove_contract(house: House, persona: str) -> Intent[Any]:
    person = newcomer(house).person.id
    contract = Contract(ContractId(0), person, date(2026, 1, 1))
    kept = house.desks["hr"].do(people.SaveContract(contract)).contracts[0]
    return people.RemoveContract(person, kept.id, kept)


def example_contact(house: House, persona: str) -> Intent[Any]:
    return people.SaveContact(newcomer(house).person.id, Contact(ContactId(0), "家人"), "15400000000")


def example_remove_contact(house: House, persona: str) -> Intent[Any]:
    view = house.desks["hr"].do(example_contact(house, persona))
    return people.RemoveContact(view.person.id, view.contacts[0].id)


def example_restriction(house: House, persona: str) -> Intent[Any]:
    effects = frozenset({Effect.NO_NIGHT})
    begin = date(2030, 1, 1) + timedelta(days=house.next())
    kind = RestrictionKind.MEDICAL
    return restrictions.SaveRestriction(
        Restriction(RestrictionId(0), someone(house), effects, begin, begin, kind=kind, reason="a reason")
    )


def example_remove_restriction(house: House, persona: str) -> Intent[Any]:
    view = house.desks["hr"].do(example_restriction(house, persona))
    return restrictions.RemoveRestriction(view.person.id, view.restrictions[-1].id)


def example_leaving(house: House, persona: str) -> Intent[Any]:
    view = newcomer(house)
    return leaving.BeginLeaving(view.person.id, date(2030, 1, 1), "", view.revision)


def example_settle(house: House, persona: str) -> Intent[Any]:
    view = house.desks["hr"].do(example_leaving(house, persona))
    assert view.leaving is not None
    return leaving.SettleLeavingItem(view.person.id, view.leaving.items[0].item, True, "given back")


def example_cancel(house: House, persona: str) -> Intent[Any]:
    return leaving.CancelLeaving(house.desks["hr"].do(example_leaving(house, persona)).person.id)


def example_merge(house: House, persona: str) -> Intent[Any]:
    one, other = newcomer(house), newcomer(house)
    return duplicates.MergePeople(one.person.id, other.person.id, one.revision, other.revision)


def example_apart(house: House, persona: str) -> Intent[Any]:
    return duplicates.TellApart(newcomer(house).person.id, newcomer(house).person.id)


def example_erase(house: House, persona: str) -> Intent[Any]:
    gone = newcomer(house, hire_date=date(2001, 1, 1), leave_date=date(2002, 1, 1), note="long gone")
    return retention.EraseData(((gone.person.id, DataCategory.BACKGROUND),))


def example_retention(house: House, persona: str) -> Intent[Any]:
    rule = house.desks["hr"].do(retention.ListErasable()).rules[0]
    return retention.SaveRetention(replace(rule, months=rule.months + 1), rule)


EXAMPLES: dict[type[Intent[Any]], Callable[[House, str], Intent[Any]]] = {
    people.ListPeople: lambda h, p: people.ListPeople(),
    people.OpenPerson: lambda h, p: people.OpenPerson(someone(h)),
    people.SavePerson: example_person,
    people.ChangePeople: example_change,
    people.SaveContract: example_contract,
    people.RemoveContract: example_remove_contract,
    people.SaveContact: example_contact,
    people.RemoveContact: example_remove_contact,
    people.RevealPhone: lambda h, p: people.RevealPhone(someone(h)),
    restrictions.SaveRestriction: example_restriction,
    restrictions.RemoveRestriction: example_remove_restriction,
    restrictions.RevealHealth: lambda h, p: restrictions.RevealHealth(someone(h)),
    leaving.BeginLeaving: example_leaving,
    leaving.SettleLeavingItem: example_settle,
    leaving.CancelLeaving: example_cancel,
    duplicates.FindDuplicates: lambda h, p: duplicates.FindDuplicates(),
    duplicates.TellApart: example_apart,
    duplicates.MergePeople: example_merge,
    retention.ListErasable: lambda h, p: retention.ListErasable(),
    retention.EraseData: example_erase,
    retention.SaveRetention: example_retention,
}
