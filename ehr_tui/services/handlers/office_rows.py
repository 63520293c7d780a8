"""The office's records as rows of tables, and rows as records: the one place that knows both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ehr_tui.domain.contracts import ContractLimits
from ehr_tui.domain.ids import DepartmentId, PersonId
from ehr_tui.domain.organisation import Demand, Department, Post
from ehr_tui.domain.post_profile import PostProfile
from ehr_tui.domain.restrictions import Restriction
from ehr_tui.domain.shifts import ShiftKind
from ehr_tui.domain.whole_record import WholeRecord
from ehr_tui.services.context import Context
from ehr_tui.services.facts import Facts
from ehr_tui.services.plain import plain

Row = dict[str, Any]


def organisation_rows(context: Context, facts: Facts) -> dict[str, list[Row]]:
    """Departments, posts, shift kinds, demand, calendar, code lists."""
    departments = {d.id: d.code for d in facts.departments.values()}
    posts = {p.id: p.code for p in facts.posts.values()}
    kinds = facts.kinds
    return {
        "departments": [_department(d) for d in facts.departments.values()],
        "posts": [_post(p, departments) for p in facts.posts.values()],
        "profiles": [_profile(p, posts) for p in context.store.organisation.profiles()],
        "kinds": [_kind(k, departments, kinds) for k in kinds.values()],
        "demand": [_demand(d, departments, posts, kinds) for d in facts.demand],
        "calendar": [
            {
                "day": d.day,
                "day_kind": d.kind,
                "name_zh": d.name.zh,
                "name_en": d.name.en,
                "off_minutes": d.off_minutes or None,
                "off_for": d.off_for,
                "by_hand": d.by_hand,
            }
            for d in sorted(facts.calendar.days.values(), key=lambda d: d.day)
        ],
        "years": [
            {"year": year, "provisional": provisional}
            for year, provisional in sorted(context.store.organisation.known_years().items())
        ],
        "codes": [
            {
                "code_list": c.list,
                "code": c.code,
                "name_zh": c.name.zh,
                "name_en": c.name.en,
                "special": c.special,
                "position": c.position,
                "active": c.active,
            }
            for c in context.store.imported.codes()
        ],
    }


def _department(value: Department) -> Row:
    return {"code": value.code, "name_zh": value.name.zh, "name_en": value.name.en, "active": value.active}


def _post(value: Post, departments: Mapping[DepartmentId, str]) -> Row:
    return {
        "department": departments[value.department],
        "code": value.code,
        "name_zh": value.name.zh,
        "name_en": value.name.en,
        "headcount": value.headcount,
        "headcount_reviewed": value.headcount_reviewed,
        "review_due": value.review_due,
        "exposures": sorted(value.exposures),
        "tasks": sorted(value.tasks),
        "active": value.active,
    }


def _profile(value: PostProfile, posts: Mapping[Any, str]) -> Row:
    return {
        "post": posts[value.post],
        "duties": value.duties,
        "workflow": value.workflow,
        "education": value.education,
        "experience": value.experience,
        "skills": value.skills,
        "preferences": value.preferences,
        "courses": value.courses,
        "qualifications": value.qualifications,
        "handbook": value.handbook,
    }


def _kind(value: ShiftKind, departments: Mapping[DepartmentId, str], kinds: Mapping[Any, ShiftKind]) -> Row:
    follower = kinds.get(value.followed_by) if value.followed_by is not None else None
    return {
        "department": departments[value.department] if value.department is not None else "",
        "code": value.code,
        "key": value.key,
        "name_zh": value.name.zh,
        "name_en": value.name.en,
        "duty_class": value.duty_class,
        "times": value.times(),
        "meal_minutes": value.meal_minutes,
        "paid_minutes": value.paid_minutes,
        "followed_by": follower.code if follower is not None else "",
        "colour": value.colour,
        "active": value.active,
    }


def _demand(
    value: Demand,
    departments: Mapping[DepartmentId, str],
    posts: Mapping[Any, str],
    kinds: Mapping[Any, ShiftKind],
) -> Row:
    return {
        "department": departments[value.department],
        "post": posts[value.post],
        "kind": kinds[value.kind].code,
        "weekdays": "".join(str(day) for day in sorted(value.weekdays)),
        "day_kinds": sorted(value.day_kinds),
        "minimum": value.minimum,
        "maximum": value.maximum,
        "valid_from": value.valid_from,
        "valid_to": value.valid_to,
    }


def people_rows(records: Sequence[WholeRecord], facts: Facts) -> dict[str, list[Row]]:
    """People, contracts, competences, task marks, contacts."""
    posts = {p.id: p.code for p in facts.posts.values()}
    found: dict[str, list[Row]] = {
        "people": [], "contracts": [], "competences": [], "marks": [], "contacts": [],
    }  # fmt: skip
    for record in records:
        who = {"record": str(int(record.id)), "name": record.person.name}
        found["people"].append(who | person_row(record, facts))
        found["contracts"] += [who | row for row in _contracts(record)]
        found["competences"] += [
            {
                **who,
                "post": posts.get(c.post, ""),
                "since": c.since,
                "until": c.until,
                "experienced": c.experienced,
                "coached_until": c.coached_until,
                "coach": "" if c.coach is None else str(int(c.coach)),
            }
            for c in record.person.competences
        ]
        found["marks"] += [
            {**who, "task": m.task, "may": m.may, "since": m.since, "until": m.until, "note": m.note}
            for m in record.person.tasks
        ]
        found["contacts"] += [
            {**who, "contact_name": c.name, "contact_relation": c.relation, "contact_phone": c.phone}
            for c in record.contacts
        ]
    return found


def person_row(record: WholeRecord, facts: Facts) -> Row:
    """A person's own columns; department and post by their codes."""
    person, details = record.person, record.details
    return {
        "number": person.number,
        "latin": person.latin,
        "sex": person.sex,
        "birth_date": details.birth_date,
        "phone": record.phone,
        "department": facts.departments[person.department].code if person.department is not None else "",
        "post": facts.posts[person.post].code if person.post is not None else "",
        "hire_date": person.hire_date,
        "leave_date": person.leave_date,
        "standby_pool": person.standby_pool,
        "education": details.education,
        "major": details.major,
        "languages": details.languages,
        "skills": details.skills,
        "note": person.note,
    }


def _contracts(record: WholeRecord) -> Iterator[Row]:
    for c in record.contracts:
        limits = {name: value for name, value in plain(c.limits).items() if value not in (None, {})}
        yield {
            "valid_from": c.valid_from,
            "valid_to": c.valid_to,
            "employment": c.employment,
            "contractor": c.contractor,
            "hours_system": c.hours_system,
            "period": c.period,
            "approval": c.approval,
            "approval_from": c.approval_from,
            "approval_to": c.approval_to,
            "probation_to": c.probation_to,
            "day_minutes": c.day_minutes,
            "limits": limits,
        }


def restriction_rows(values: Iterable[tuple[PersonId, str, Restriction]]) -> list[Row]:
    """What may not be asked of people: effects only, never why."""
    return [
        {
            "record": str(int(person)),
            "name": name,
            "effects": sorted(r.effects),
            "since": r.since,
            "until": r.until,
            "hazards": sorted(r.hazards),
            "minutes_off": r.minutes_off or None,
        }
        for person, name, r in values
    ]


def limits_of(values: Mapping[str, Any]) -> ContractLimits:
    """Limits from what a sheet says.  Raises TypeError for a name there is not."""
    return ContractLimits(**values)
