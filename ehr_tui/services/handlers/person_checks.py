"""What a person's record must be like to be kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.contract_law import LEAST_AGE, old_enough
from ehr_tui.domain.people import Competence, Details, Person, TaskMark
from ehr_tui.errors import InputError, NotFound
from ehr_tui.services.code_facts import known_codes
from ehr_tui.services.context import Context
from ehr_tui.services.facts import Facts, facts_of

MAX_NAME = 40
MAX_NUMBER = 20
EARLIEST_BIRTH = date(1900, 1, 1)


class TextField(StrEnum):
    """Texts with a longest length; words ``text_field.<name>``."""

    LATIN = "latin"
    NOTE = "note"
    MAJOR = "major"
    SKILL = "skill"
    TASK_NOTE = "task_note"
    CONTACT_NAME = "contact_name"
    RELATION = "relation"
    CONTRACTOR = "contractor"
    APPROVAL = "approval"
    REASON = "reason"
    BASIS = "basis"


LONGEST = {
    TextField.LATIN: 80,
    TextField.NOTE: 2000,
    TextField.MAJOR: 60,
    TextField.SKILL: 40,
    TextField.TASK_NOTE: 200,
    TextField.CONTACT_NAME: MAX_NAME,
    TextField.RELATION: 20,
    TextField.CONTRACTOR: 60,
    TextField.APPROVAL: 60,
    TextField.REASON: 500,
    TextField.BASIS: 300,
}
MOST_SKILLS = 30
_LINES = frozenset({TextField.NOTE, TextField.REASON})
"""Texts of several lines: a line break is no control character there."""


def check_text(field: TextField, text: str) -> str:
    """The text without blanks around it.  Raises InputError ``text.long`` or ``text.bad_sign``."""
    kept = text.strip()
    if len(kept) > LONGEST[field]:
        raise InputError("text.long", field=field, limit=LONGEST[field], found=len(kept))
    plain = kept.replace("\n", "").replace("\t", "") if field in _LINES else kept
    if not plain.isprintable():
        raise InputError("text.bad_sign", field=field)
    return kept


def check_person(context: Context, person: Person, details: Details | None = None) -> None:
    """Raise InputError or NotFound for what cannot be kept."""
    _check_texts(person)
    if person.hire_date and person.leave_date and person.leave_date < person.hire_date:
        raise InputError("people.dates_reversed", first=person.hire_date, last=person.leave_date)
    number = person.number.strip()
    other = context.store.people.named_by_number(number, besides=int(person.id))
    if other:
        raise InputError("people.number_taken", number=number, person=other)
    _check_places(facts_of(context), person)
    _check_competences(context, person)
    _check_tasks(context, person.tasks)
    if details is not None:
        check_details(context, person, details)


def check_details(context: Context, person: Person, details: Details) -> None:
    """Raise InputError for a birth date ahead, hiring before sixteen, texts too long, unknown languages."""
    birth = details.birth_date
    if birth is not None:
        if not EARLIEST_BIRTH <= birth <= context.today:
            raise InputError("people.birth_date", day=birth)
        if person.hire_date is not None and not old_enough(birth, person.hire_date):
            raise InputError("people.too_young", birth=birth, hired=person.hire_date, age=LEAST_AGE)
    check_text(TextField.MAJOR, details.major)
    if len(details.skills) > MOST_SKILLS:
        raise InputError("people.many_skills", limit=MOST_SKILLS)
    for skill in details.skills:
        check_text(TextField.SKILL, skill)
    refuse_unknown(context, CodeList.LANGUAGE, details.languages)


def refuse_unknown(context: Context, wanted: CodeList, codes: Iterable[str]) -> None:
    """Raise InputError ``people.unknown_code`` for a code that the list does not have."""
    known = known_codes(context, wanted)
    for code in codes:
        if code not in known:
            raise InputError("people.unknown_code", list=wanted, value=code)


def _check_texts(person: Person) -> None:
    name = person.name.strip()
    if not name:
        raise InputError("people.no_name")
    if len(name) > MAX_NAME:
        raise InputError("people.long_name", limit=MAX_NAME)
    if not name.isprintable() or not person.number.strip().isprintable() or len(person.number) > MAX_NUMBER:
        raise InputError("people.bad_text", limit=MAX_NUMBER)
    check_text(TextField.LATIN, person.latin)
    check_text(TextField.NOTE, person.note)


def _check_places(facts: Facts, person: Person) -> None:
    if person.department is not None:
        facts.department(person.department)
    named = {c.post for c in person.competences} | ({person.post} if person.post is not None else set())
    if not named <= facts.posts.keys():
        raise NotFound("organisation.no_post")
    if person.post is not None and facts.posts[person.post].department != person.department:
        raise InputError("people.post_elsewhere", post=facts.posts[person.post].name)


def _check_competences(context: Context, person: Person) -> None:
    coaches = {c.coach for c in person.competences if c.coach is not None}
    if person.id and person.id in coaches:
        raise InputError("people.own_coach")
    # An import names coaches that it is about to make by numbers below zero.
    named = {coach for coach in coaches if coach > 0}
    if named - context.store.people.by_ids(named).keys():
        raise InputError("people.no_coach")
    for n, competence in enumerate(person.competences):
        for last in (competence.until, competence.coached_until):
            if last is not None and last < competence.since:
                raise InputError("people.dates_reversed", first=competence.since, last=last)
        if any(_meet(competence, earlier) for earlier in person.competences[:n]):
            raise InputError("people.competence_twice", since=competence.since)


def _check_tasks(context: Context, tasks: Sequence[TaskMark]) -> None:
    if not tasks:
        return
    refuse_unknown(context, CodeList.TASK, (mark.task for mark in tasks))
    for n, mark in enumerate(tasks):
        check_text(TextField.TASK_NOTE, mark.note)
        if mark.since is not None and mark.until is not None and mark.until < mark.since:
            raise InputError("people.dates_reversed", first=mark.since, last=mark.until)
        if any(marks_meet(mark, earlier) for earlier in tasks[:n]):
            raise InputError("people.task_twice", task=known_codes(context, CodeList.TASK)[mark.task].name)


def _meet(one: Competence, other: Competence) -> bool:
    end_one, end_other = one.until or date.max, other.until or date.max
    return one.post == other.post and one.since <= end_other and other.since <= end_one


def marks_meet(one: TaskMark, other: TaskMark) -> bool:
    """Whether two marks of one task hold on some day together."""
    return (
        one.task == other.task
        and (one.since or date.min) <= (other.until or date.max)
        and (other.since or date.min) <= (one.until or date.max)
    )


def clean_phone(phone: str | None) -> str | None:
    """Digits, plus and dashes, from an extension of three on; None stays None.  Raises InputError for anything else."""
    if phone is None:
        return None
    if len(phone) > 60:
        raise InputError("people.phone")
    text = "".join(phone.split())
    if text and not (3 <= len(text) <= 20 and all(c in "0123456789+-" for c in text)):
        raise InputError("people.phone")
    return text
