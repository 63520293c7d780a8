"""How records that may be one person are found and made one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from ehr_tui.domain.access import Reach
from ehr_tui.domain.contracts import Contract
from ehr_tui.domain.duplicates import MERGE_FIELDS, DuplicatePair
from ehr_tui.domain.ids import ContractId, PersonId
from ehr_tui.domain.people import Competence, Contact, Details, Education, Person, Sex, TaskMark
from ehr_tui.domain.people_views import PersonView
from ehr_tui.domain.restrictions import Restriction
from ehr_tui.errors import EhrError, InputError, StaleWrite
from ehr_tui.rules.people.duplicates import Candidate, find_duplicates, plain_name
from ehr_tui.services.context import Context
from ehr_tui.services.handlers.contract_checks import overlap
from ehr_tui.services.handlers.people import keep_person
from ehr_tui.services.handlers.person_checks import check_person, marks_meet
from ehr_tui.services.handlers.person_view import editable, record_change, record_values, view_of
from ehr_tui.services.intents.duplicates import FindDuplicates, MergePeople, TellApart
from ehr_tui.services.registry import handles

_PERSON_FIELDS = frozenset(f.name for f in fields(Person))
_DETAIL_FIELDS = frozenset(f.name for f in fields(Details))
_PLACE = ("department", "post")
_UNSET: tuple[object, ...] = ("", None, (), Sex.UNKNOWN, Education.UNKNOWN, False)
MOST_CLASHES = 12
"""Clashes of one sort that are named one by one."""


@handles(FindDuplicates)
def list_duplicates(context: Context, intent: FindDuplicates) -> tuple[DuplicatePair, ...]:
    """Pairs, the surest first; whose data was erased is no longer anybody."""
    records = context.store.people.records(Reach(everything=True))
    told = context.store.merging.apart()
    pairs = find_duplicates(
        Candidate(record.person, record.details.birth_date, record.revision, record.phone)
        for record in records
        if record.details.erased is None
    )
    marked = (replace(pair, apart=(int(pair.one.id), int(pair.other.id)) in told) for pair in pairs)
    return tuple(pair for pair in marked if intent.apart or not pair.apart)


@handles(TellApart)
def tell_apart(context: Context, intent: TellApart) -> None:
    """Two people stay two."""
    if intent.one == intent.other:
        raise InputError("merge.same")
    people = editable(context, intent.one), editable(context, intent.other)
    if not context.store.merging.set_apart(int(intent.one), int(intent.other), intent.apart):
        return
    for person, other in (people, people[::-1]):
        named = " ".join(part for part in (other.number, other.name) if part)
        before, after = ("", named) if intent.apart else (named, "")
        context.changed("person", int(person.id), {"apart_from": before}, {"apart_from": after})
    context.note(subject=people[0].name)


@handles(MergePeople)
def merge_people(context: Context, intent: MergePeople) -> PersonView:
    """Two records become one."""
    if intent.keep == intent.drop:
        raise InputError("merge.same")
    if unknown := intent.take - set(MERGE_FIELDS):
        raise InputError("merge.field", field=min(unknown))
    store = context.store
    keep, drop = editable(context, intent.keep), editable(context, intent.drop)
    for person, seen in ((keep, intent.seen_keep), (drop, intent.seen_drop)):
        if store.people.revision(person.id) != seen:
            raise StaleWrite("people.changed_meanwhile", person=person.name)
    if clashes := list(_clashes(context, keep, drop)):
        raise InputError("merge.clash", clashes=clashes)
    details, dropped = store.people.details(keep.id), store.people.details(drop.id)
    merged, more = _merged(keep, drop, details, dropped, intent.take)
    phone = _phone(context, keep.id, drop.id, intent.take)
    _remove_twins(context, keep.id, drop.id)
    record_change(context, "person", int(drop.id), record_values(drop, dropped), None)
    store.merging.move(int(keep.id), int(drop.id))
    check_person(context, merged, more)
    keep_person(context, keep, merged, phone, more)
    context.note(subject=keep.name, dropped=" ".join(part for part in (drop.number, drop.name) if part))
    return view_of(context, keep.id)


# What cannot stand side by side


def _clashes(context: Context, keep: Person, drop: Person) -> Iterator[EhrError]:
    """Everything, so that it can be mended in one go."""
    store = context.store
    days = store.merging.shared_days(int(keep.id), int(drop.id))
    if days:
        yield InputError("merge.clash_duties", n=len(days), days=days[:MOST_CLASHES])
    calls = store.merging.shared_callouts(int(keep.id), int(drop.id))
    if calls:
        yield InputError("merge.clash_callouts", n=len(calls), days=calls[:MOST_CLASHES])
    contracts = store.contracts.of([keep.id, drop.id])
    for one in contracts.get(keep.id, ()):
        for other in contracts.get(drop.id, ()):
            if overlap(one, other) and not _same_contract(one, other):
                yield InputError("merge.clash_contracts", first=one.valid_from, other=other.valid_from)
    accounts = store.merging.accounts((int(keep.id), int(drop.id)))
    if len(accounts) > 1:
        yield InputError("merge.clash_accounts", logins=accounts)
    if store.leaving.of(keep.id) and store.leaving.of(drop.id):
        yield InputError("merge.clash_leaving")
    elif keep.leave_date and drop.leave_date and keep.leave_date != drop.leave_date:
        yield InputError("merge.clash_last_days", first=keep.leave_date, other=drop.leave_date)
    if any(marks_meet(one, other) and one.may != other.may for one in keep.tasks for other in drop.tasks):
        yield InputError("merge.clash_tasks")


def _same_contract(one: Contract, other: Contract) -> bool:
    return _bare(one) == _bare(other)


def _bare(contract: Contract) -> Contract:
    return replace(contract, id=ContractId(0), person=PersonId(0))


def _remove_twins(context: Context, keep: PersonId, drop: PersonId) -> None:
    """What both have alike stays once."""
    store = context.store
    contracts = store.contracts.of([keep, drop])
    for other in contracts.get(drop, ()):
        if any(_same_contract(one, other) for one in contracts.get(keep, ())):
            store.contracts.remove(other.id)
    kept = {_contact_key(context, keep, c) for c in store.contacts.of(keep)}
    for contact in store.contacts.of(drop):
        if _contact_key(context, drop, contact) in kept:
            store.contacts.remove(contact.id)
    standing = [_bare_restriction(r) for r in store.restrictions.revealed(keep)]
    for restriction in store.restrictions.revealed(drop):
        if _bare_restriction(restriction) in standing:
            store.restrictions.remove(restriction.id)


def _contact_key(context: Context, person: PersonId, contact: Contact) -> tuple[str, str]:
    return plain_name(contact.name), context.store.contacts.phone(person, contact.id)


def _bare_restriction(restriction: Restriction) -> Restriction:
    return replace(restriction, id=type(restriction.id)(0), person=PersonId(0))


# What the one record then says


def _merged(
    keep: Person, drop: Person, details: Details, dropped: Details, take: frozenset[str]
) -> tuple[Person, Details]:
    """The kept record with what was taken over; what it leaves empty is filled."""
    values: dict[str, Any] = {}
    more: dict[str, Any] = {}
    for name in MERGE_FIELDS:
        if name == "phone":
            continue
        held, mine, theirs = (more, details, dropped) if name in _DETAIL_FIELDS else (values, keep, drop)
        if name in take or (getattr(mine, name) in _UNSET and name not in _PLACE):
            held[name] = getattr(theirs, name)
    if not take & set(_PLACE) and keep.department is None:
        values |= {name: getattr(drop, name) for name in _PLACE}
    elif "department" in take:
        values["post"] = drop.post
    if "name" in take and "latin" not in take:
        values["latin"] = drop.latin
    values["leave_date"] = keep.leave_date or drop.leave_date
    values["competences"] = _joined(keep.competences, drop.competences, keep.id, drop.id)
    values["tasks"] = _all_marks(keep.tasks, drop.tasks)
    return replace(keep, **values), replace(details, **more)


def _phone(context: Context, keep: PersonId, drop: PersonId, take: frozenset[str]) -> str | None:
    mine, theirs = context.store.people.phone(keep), context.store.people.phone(drop)
    return theirs if "phone" in take or not mine else None


def _joined(
    mine: Sequence[Competence], theirs: Sequence[Competence], keep: PersonId, drop: PersonId
) -> tuple[Competence, ...]:
    """Both people's competences; spans of one post that meet become one."""
    found: list[Competence] = []
    for competence in (*mine, *theirs):
        coach = keep if competence.coach == drop else competence.coach
        joined = replace(competence, coach=None if coach == keep else coach)
        for standing in [c for c in found if _meet(c, joined)]:
            found.remove(standing)
            joined = replace(
                standing,
                since=min(standing.since, joined.since),
                until=_later(standing.until, joined.until),
                experienced=standing.experienced or joined.experienced,
            )
        found.append(joined)
    return tuple(sorted(found, key=lambda c: (c.since, c.post)))


def _meet(one: Competence, other: Competence) -> bool:
    return (
        one.post == other.post
        and one.since <= (other.until or date.max)
        and other.since <= (one.until or date.max)
    )


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


def _all_marks(mine: Sequence[TaskMark], theirs: Sequence[TaskMark]) -> tuple[TaskMark, ...]:
    """Both people's marks; of two that meet (and say the same) the wider one."""
    found = list(mine)
    for mark in theirs:
        for standing in [m for m in found if marks_meet(m, mark)]:
            found.remove(standing)
            since = None if mark.since is None or standing.since is None else min(mark.since, standing.since)
            note = standing.note or mark.note
            mark = replace(mark, since=since, until=_later(mark.until, standing.until), note=note)
        found.append(mark)
    return tuple(found)
