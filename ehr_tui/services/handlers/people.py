"""How people are found, shown and kept."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

from ehr_tui.domain.access import Permission, Reach
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Details, Person
from ehr_tui.domain.people_views import PeopleView, PersonLine, PersonView
from ehr_tui.errors import AccessRefused, InputError, StaleWrite
from ehr_tui.exchange.pinyin import latin_name, search_keys
from ehr_tui.rules.people.state import contract_shown, state_of
from ehr_tui.services.code_facts import codes_of
from ehr_tui.services.context import Context
from ehr_tui.services.facts import facts_of
from ehr_tui.services.handlers.contract_checks import check_contract
from ehr_tui.services.handlers.person_checks import MAX_NUMBER, check_person, clean_phone
from ehr_tui.services.handlers.person_view import (
    editable,
    record_change,
    record_values,
    secret_marks,
    view_of,
)
from ehr_tui.services.intents.people import ListPeople, OpenPerson, RevealPhone, SavePerson
from ehr_tui.services.registry import handles

__all__ = ["MAX_NUMBER", "check_contract", "check_person", "clean_phone", "search_text", "store_person"]

EVERYBODY = Reach(everything=True)


@handles(ListPeople)
def list_people(context: Context, intent: ListPeople) -> PeopleView:
    """People within reach."""
    return people_view(context, context.reach, intent.search)


@handles(OpenPerson)
def open_person(context: Context, intent: OpenPerson) -> PersonView:
    """One record."""
    return view_of(context, intent.person)


@handles(SavePerson)
def save_person(context: Context, intent: SavePerson) -> PersonView:
    """Keep a record; who moves a person into a department must reach that too."""
    person = intent.person
    if not context.reach.covers_department(person.department):
        raise AccessRefused("access.out_of_reach", right=Permission.PEOPLE_EDIT.value)
    before = editable(context, person.id) if person.id else None
    if before is not None and context.store.people.revision(person.id) != intent.seen_revision:
        raise StaleWrite("people.changed_meanwhile", person=before.name)
    _check_last_day(context, before, person)
    # Hiring is judged by the birth date that will stand.
    details = intent.details
    check_person(context, person, details or (context.store.people.details(person.id) if before else None))
    number = keep_person(context, before, person, intent.phone, details)
    context.note(subject=person.name.strip())
    return view_of(context, number)


@handles(RevealPhone)
def reveal_phone(context: Context, intent: RevealPhone) -> str:
    """The whole number; the audit names whose it was."""
    context.note(subject=context.store.people.get(intent.person).name)
    if intent.contact is not None:
        return context.store.contacts.phone(intent.person, intent.contact)
    return context.store.people.phone(intent.person)


def people_view(context: Context, reach: Reach, search: str = "") -> PeopleView:
    """A list with what its readers may do."""
    facts = facts_of(context)
    lines = [
        line for line in everybody(context) if reach.covers_person(line.person.id, line.person.department)
    ]
    needle = needle_of(search)
    shown = [line for line in lines if needle in line.search] if needle else lines

    def may(permission: Permission) -> bool:
        held = context.reach_of(permission)
        return held.everything or bool(held.departments)

    return PeopleView(
        lines=tuple(shown),
        departments=tuple(facts.departments.values()),
        posts=tuple(facts.posts.values()),
        codes=codes_of(context),
        can_edit=may(Permission.PEOPLE_EDIT),
        can_export=may(Permission.EXPORT),
        can_merge=may(Permission.PEOPLE_MERGE),
        can_erase=may(Permission.PEOPLE_ERASE),
        total=len(lines),
    )


def everybody(context: Context) -> tuple[PersonLine, ...]:
    """The whole house once per version of the file and day: a search then asks the file nothing."""
    known: dict[date, tuple[PersonLine, ...]] = context.cache.values.setdefault("people_lines", {})
    if context.today not in known:
        known.clear()
        known[context.today] = _read(context)
    return known[context.today]


def _read(context: Context) -> tuple[PersonLine, ...]:
    today, store = context.today, context.store
    records = store.people.records(EVERYBODY)
    contracts = store.contracts.of(record.person.id for record in records)
    effects = store.restrictions.effects(today)
    lines = []
    for record in records:
        person = record.person
        contract = contract_shown(contracts.get(person.id, ()), today)
        state = state_of(person, contract, record.details, today)
        bound = effects.get(person.id, frozenset())
        line = PersonLine(person, state, contract, record.details, bound, record.search, record.revision)
        lines.append(line)
    return tuple(lines)


def _check_last_day(context: Context, before: Person | None, after: Person) -> None:
    """A last day comes by leaving, with its list; only somebody new may have left long ago."""
    if before is None and (after.leave_date is None or after.leave_date < context.today):
        return
    if before is None or before.leave_date != after.leave_date:
        raise InputError("people.leave_by_leaving")


# Writing


def keep_person(
    context: Context, before: Person | None, person: Person, phone: str | None, details: Details | None
) -> PersonId:
    """Write a checked record and its history."""
    store = context.store
    details_before = store.people.details(before.id) if before is not None and details is not None else None
    phone_before = store.people.phone(before.id) if before is not None else ""
    number = store_person(context, person, phone, details)
    details_after = store.people.details(number) if details is not None else None
    marks = secret_marks("telephone", phone_before, store.people.phone(number))
    one = record_values(before, details_before)
    other = record_values(store.people.get(number), details_after)
    record_change(context, "person", int(number), one, other, marks)
    return number


def store_person(
    context: Context, person: Person, phone: str | None, details: Details | None = None
) -> PersonId:
    """Write a checked person with pinyin and search keys made from the name."""
    kept = replace(
        person,
        number=person.number.strip(),
        name=person.name.strip(),
        latin=person.latin.strip() or latin_name(person.name),
        phone="",
        note=person.note.strip(),
        tasks=tuple(replace(mark, note=mark.note.strip()) for mark in person.tasks),
    )
    if details is not None:
        details = replace(
            details,
            major=details.major.strip(),
            languages=tuple(dict.fromkeys(details.languages)),
            skills=tuple(dict.fromkeys(s.strip() for s in details.skills if s.strip())),
        )
    return context.store.people.save(kept, search_text(kept), clean_phone(phone), details)


def search_text(person: Person) -> str:
    """What a quick search looks through: number, name, pinyin and initials in every reading of the surname."""
    keys = {*map(needle_of, (person.name, person.number, person.latin)), *search_keys(person.name)}
    return " ".join(sorted(key for key in keys if key))


def needle_of(text: str) -> str:
    """A text as quick searches compare it: one width and case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
