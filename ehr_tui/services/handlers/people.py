"""How people and their contracts are found, shown and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ehr_tui.domain.access import Permission
from ehr_tui.domain.contracts import Contract, HoursSystem
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Competence, Person
from ehr_tui.domain.views import PeopleView, PersonView
from ehr_tui.errors import AccessRefused, InputError, NotFound, StaleWrite
from ehr_tui.exchange.pinyin import latin_name, search_keys
from ehr_tui.services.context import Context
from ehr_tui.services.facts import Facts, facts_of
from ehr_tui.services.intents.people import ListPeople, OpenPerson, RevealPhone, SaveContract, SavePerson
from ehr_tui.services.plain import plain
from ehr_tui.services.registry import handles

MAX_NAME = 40
MAX_NUMBER = 20


@handles(ListPeople)
def list_people(context: Context, intent: ListPeople) -> PeopleView:
    """People within reach."""
    facts = facts_of(context)
    edit = context.reach_of(Permission.PEOPLE_EDIT)
    return PeopleView(
        context.store.people.search(context.reach, intent.search),
        tuple(facts.departments.values()),
        tuple(facts.posts.values()),
        can_edit=edit.everything or bool(edit.departments),
        total=context.store.people.count(context.reach),
    )


@handles(OpenPerson)
def open_person(context: Context, intent: OpenPerson) -> PersonView:
    """One record."""
    return view_of(context, intent.person)


@handles(SavePerson)
def save_person(context: Context, intent: SavePerson) -> PersonView:
    """Keep a record; who moves a person into a department must reach that too."""
    person = intent.person
    check_person(context, person)
    edit = context.reach
    if not edit.covers_department(person.department):
        raise AccessRefused("access.out_of_reach", right=Permission.PEOPLE_EDIT.value)
    before: Person | None = None
    if person.id:
        before = context.store.people.get(person.id)
        if context.store.people.revision(person.id) != intent.seen_revision:
            raise StaleWrite("people.changed_meanwhile", person=before.name)
    number = store_person(context, person, intent.phone)
    context.note(subject=person.name, before=plain(before))
    return view_of(context, number)


@handles(SaveContract)
def save_contract(context: Context, intent: SaveContract) -> PersonView:
    """Keep a contract."""
    contract = intent.contract
    person = context.store.people.get(contract.person)
    standing = context.store.contracts.of([contract.person]).get(contract.person, ())
    check_contract(contract, standing)
    if contract.id and all(c.id != contract.id for c in standing):
        raise NotFound("contract.not_found")
    before = next((c for c in standing if c.id == contract.id), None)
    if intent.seen is not None and before != intent.seen:
        raise StaleWrite("contract.changed_meanwhile", person=person.name)
    context.store.contracts.save(contract)
    context.note(subject=person.name, before=plain(before))
    return view_of(context, contract.person)


@handles(RevealPhone)
def reveal_phone(context: Context, intent: RevealPhone) -> str:
    """The whole number; the audit names whose it was."""
    context.note(subject=context.store.people.get(intent.person).name)
    return context.store.people.phone(intent.person)


def view_of(context: Context, person: PersonId) -> PersonView:
    """A record as the form needs it."""
    facts = facts_of(context)
    found = context.store.people.get(person)
    edit = context.reach_of(Permission.PEOPLE_EDIT)
    phone = context.reach_of(Permission.PHONE_READ)
    return PersonView(
        found,
        context.store.people.revision(person),
        context.store.contracts.of([person]).get(person, ()),
        tuple(facts.departments.values()),
        tuple(facts.posts.values()),
        can_edit=edit.covers_person(person, found.department),
        can_see_phone=phone.covers_person(person, found.department),
    )


def check_person(context: Context, person: Person) -> None:
    """Raise InputError or NotFound for what cannot be kept."""
    _check_texts(person)
    if person.hire_date and person.leave_date and person.leave_date < person.hire_date:
        raise InputError("people.dates_reversed", first=person.hire_date, last=person.leave_date)
    other = context.store.people.named_by_number(person.number.strip(), besides=int(person.id))
    if other:
        raise InputError("people.number_taken", number=person.number, person=other)
    _check_places(facts_of(context), person)
    for n, competence in enumerate(person.competences):
        if competence.until is not None and competence.until < competence.since:
            raise InputError("people.dates_reversed", first=competence.since, last=competence.until)
        if any(_meet(competence, earlier) for earlier in person.competences[:n]):
            raise InputError("people.competence_twice", since=competence.since)


def _check_texts(person: Person) -> None:
    name = person.name.strip()
    if not name:
        raise InputError("people.no_name")
    if len(name) > MAX_NAME:
        raise InputError("people.long_name", limit=MAX_NAME)
    if not name.isprintable() or not person.number.strip().isprintable() or len(person.number) > MAX_NUMBER:
        raise InputError("people.bad_text", limit=MAX_NUMBER)


def _check_places(facts: Facts, person: Person) -> None:
    if person.department is not None:
        facts.department(person.department)
    named = {c.post for c in person.competences} | ({person.post} if person.post is not None else set())
    if not named <= facts.posts.keys():
        raise NotFound("organisation.no_post")
    if person.post is not None and facts.posts[person.post].department != person.department:
        raise InputError("people.post_elsewhere", post=facts.posts[person.post].name)


def store_person(context: Context, person: Person, phone: str | None) -> PersonId:
    """Write a checked person with pinyin and search keys made from the name."""
    latin = person.latin.strip() or latin_name(person.name)
    kept = replace(
        person,
        number=person.number.strip(),
        name=person.name.strip(),
        latin=latin,
        phone="",
        note=person.note.strip(),
    )
    return context.store.people.save(kept, search_text(kept), clean_phone(phone))


def search_text(person: Person) -> str:
    """What a quick search looks through: number, name, pinyin and initials in every reading of the surname."""
    latin = person.latin.lower().replace(" ", "")
    keys = {person.name.lower(), person.number.lower(), latin, *search_keys(person.name)}
    return " ".join(sorted(key for key in keys if key))


def clean_phone(phone: str | None) -> str | None:
    """Digits, plus and dashes, from an extension of three on; None stays None.  Raises InputError for anything else."""
    if phone is None:
        return None
    text = "".join(phone.split())
    if text and not (3 <= len(text) <= 20 and all(c in "0123456789+-" for c in text)):
        raise InputError("people.phone")
    return text


def check_contract(contract: Contract, standing: tuple[Contract, ...]) -> None:
    """Raise InputError for reversed or overlapping validity, limits out of range, a missing approval."""
    if contract.valid_to is not None and contract.valid_to < contract.valid_from:
        raise InputError("people.dates_reversed", first=contract.valid_from, last=contract.valid_to)
    for other in standing:
        if other.id != contract.id and _overlap(contract, other):
            raise InputError("contract.overlap", first=other.valid_from, last=other.valid_to or "")
    if contract.hours_system is not HoursSystem.STANDARD and not contract.approval.strip():
        raise InputError("contract.no_approval")
    for name, highest in (
        ("max_day_minutes", 1440),
        ("max_week_minutes", 7 * 1440),
        ("max_month_overtime", 31 * 1440),
        ("max_consecutive_days", 31),
    ):
        value = getattr(contract.limits, name)
        if value is not None and not 0 < value <= highest:
            raise InputError("contract.limit", field=name, limit=highest)


def _meet(one: Competence, other: Competence) -> bool:
    end_one, end_other = one.until or date.max, other.until or date.max
    return one.post == other.post and one.since <= end_other and other.since <= end_one


def _overlap(one: Contract, other: Contract) -> bool:
    end_one, end_other = one.valid_to or date.max, other.valid_to or date.max
    return one.valid_from <= end_other and other.valid_from <= end_one
