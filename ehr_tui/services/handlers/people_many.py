"""One change on many records, all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ehr_tui.domain.access import Permission
from ehr_tui.domain.people import Competence, Person
from ehr_tui.domain.people_views import PeopleChange, PeopleView
from ehr_tui.domain.retention import ERASED_NAME
from ehr_tui.errors import AccessRefused, InputError, StaleWrite
from ehr_tui.services.context import Context
from ehr_tui.services.facts import facts_of
from ehr_tui.services.handlers.people import keep_person, people_view
from ehr_tui.services.handlers.person_checks import check_person
from ehr_tui.services.intents.people import ChangePeople
from ehr_tui.services.registry import handles

MOST_PEOPLE = 10_000
STEP = 50
"""Records between two words about how far it is."""


@handles(ChangePeople)
def change_people(context: Context, intent: ChangePeople) -> PeopleView:
    """The same change on each; the list anew."""
    change = intent.change
    if change.empty or not intent.people:
        raise InputError("people.change_nothing")
    if len(intent.people) > MOST_PEOPLE:
        raise InputError("people.change_too_many", limit=MOST_PEOPLE)
    _check_reach(context, intent)
    store = context.store
    standing = store.people.by_ids(person for person, _ in intent.people)
    done = 0
    wanted = dict(intent.people)
    for place, (number, seen) in enumerate(wanted.items()):
        if place % STEP == 0:
            context.progress.step(place, len(wanted), "people.stage.change")
        person = standing.get(number) or store.people.get(number)
        if person.name == ERASED_NAME:
            raise InputError("people.erased")
        if store.people.revision(number) != seen:
            raise StaleWrite("people.changed_meanwhile", person=person.name)
        after = _changed(context, person, change)
        if after != person:
            check_person(context, after)
            keep_person(context, person, after, None, None)
            done += 1
    context.note(count=done)
    # What was read before the writes is no longer so.
    context.cache.values.pop("people_lines", None)
    return people_view(context, context.reach_of(Permission.PEOPLE_READ))


def _check_reach(context: Context, intent: ChangePeople) -> None:
    """Every person and the new home lie within reach."""
    homes = {p.id: p.department for p in context.store.people.by_ids(p for p, _ in intent.people).values()}
    outside = any(not context.reach.covers_department(homes.get(person)) for person, _ in intent.people)
    new_home = intent.change.department
    if outside or (new_home is not None and not context.reach.covers_department(new_home)):
        raise AccessRefused("access.out_of_reach", right=Permission.PEOPLE_EDIT.value)
    if new_home is not None:
        facts_of(context).department(new_home)


def _changed(context: Context, person: Person, change: PeopleChange) -> Person:
    after = person
    if change.department is not None:
        after = replace(after, department=change.department, post=change.post)
    if change.standby_pool is not None:
        after = replace(after, standby_pool=change.standby_pool)
    if change.competence is not None:
        after = _with_competence(after, change.competence)
    if change.experienced is not None:
        after = _marked(after, change, context.today)
    return after


def _with_competence(person: Person, added: Competence) -> Person:
    """With one more competence; one that is held then already is left, one that begins later is refused by checks."""
    if person.may_take(added.post, added.since):
        return person
    return replace(person, competences=(*person.competences, added))


def _marked(person: Person, change: PeopleChange, day: date) -> Person:
    post = change.experienced_at if change.experienced_at is not None else person.post
    held = [c for c in person.competences if c.post == post and c.holds(day)]
    if not held:
        raise InputError("people.change_does_not_fit", person=person.name)
    marked = tuple(
        replace(c, experienced=bool(change.experienced)) if c in held else c for c in person.competences
    )
    return replace(person, competences=marked)
