"""The demo office's people, contracts and users, made from its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from ehr_tui.demo.content import Coached, Content, PersonLine, Turn
from ehr_tui.domain.access import Assignment, User
from ehr_tui.domain.contract_law import months_after
from ehr_tui.domain.contracts import Contract, HoursSystem
from ehr_tui.domain.ids import ContactId, ContractId, PersonId, RestrictionId, UserId
from ehr_tui.domain.organisation import Post
from ehr_tui.domain.people import Competence, Contact, Person
from ehr_tui.domain.restriction_presets import for_pregnancy
from ehr_tui.domain.restrictions import Restriction
from ehr_tui.errors import InputError
from ehr_tui.exchange.starting_data import StartingData

Workdays = tuple[tuple[date, ...], tuple[date, ...]]  # of this and the next month

_PHONE_FROM = 15400000000  # 154 is given to no operator, so no demo phone rings anywhere
_PHONE_STEP = 1373
_CONTACTS_FROM = 1000


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A user with what the demo's login screen shows openly; password and secret are public by design."""

    user: User
    role: str
    password: str = field(repr=False)
    totp_secret: str = field(repr=False)  # base32


def phone_numbers(people: tuple[Person, ...]) -> dict[PersonId, str]:
    """Invented numbers, unmasked, by person."""
    return {person.id: _phone(int(person.id)) for person in people}


def make_people(
    content: Content, starting: StartingData, workdays: Workdays, today: date
) -> tuple[Person, ...]:
    """The people, newcomers and leavers dated from the months' working days."""
    arrivals = {turn.person: _day(turn, workdays) for turn in content.newcomers}
    arrivals[content.recent.person] = today - timedelta(days=content.recent.days)
    numbers = {line.number: PersonId(n) for n, line in enumerate(content.people, start=1)}
    coached = {line.person: line for line in content.coached}
    departures = {turn.person: _day(turn, workdays) for turn in content.leavers}
    posts = {post.code: post for post in starting.posts}
    people = []
    for number, line in enumerate(content.people, start=1):
        if unknown := {line.post, *line.also} - set(posts):
            raise InputError("data.unknown_name", file="demo/people.toml", entry=line.name, key="post",
                             value=", ".join(sorted(unknown)))  # fmt: skip
        hired = arrivals.get(line.number, line.hired)
        phone = _phone(number)
        people.append(
            Person(
                id=PersonId(number),
                number=line.number,
                name=line.name,
                latin=line.latin,
                department=posts[line.post].department,
                post=posts[line.post].id,
                competences=_competences(line, hired, posts, coached.get(line.number), numbers, today),
                hire_date=hired,
                leave_date=departures.get(line.number),
                phone=f"{phone[:3]}****{phone[-4:]}",
                sex=line.sex,
                standby_pool=line.standby,
            )
        )
    return tuple(people)


def _competences(
    line: PersonLine,
    hired: date,
    posts: Mapping[str, Post],
    coached: Coached | None,
    numbers: Mapping[str, PersonId],
    today: date,
) -> tuple[Competence, ...]:
    """The home post, where somebody may be experienced or coached, and neighbouring ones."""
    home = Competence(posts[line.post].id, hired, experienced=line.experienced)
    if coached is not None:
        until, coach = max(hired, today + timedelta(days=coached.days)), numbers[coached.coach]
        home = replace(home, experienced=False, coached_until=until, coach=coach)
    return (home, *(Competence(posts[code].id, hired) for code in line.also))


def make_contacts(content: Content) -> dict[PersonId, tuple[Contact, str]]:
    """Whom to call for each, with an invented number."""
    return {
        PersonId(n): (Contact(ContactId(n), line.contact, line.relation), _phone(_CONTACTS_FROM + n))
        for n, line in enumerate(content.people, start=1)
    }


def make_restrictions(content: Content, people: tuple[Person, ...], today: date) -> tuple[Restriction, ...]:
    """One: a child is expected."""
    expecting = content.expecting
    person = next(p.id for p in people if p.number == expecting.person)
    found = for_pregnancy(person, today + timedelta(days=expecting.days))
    return tuple(
        replace(r, id=RestrictionId(n), reason=expecting.reason) for n, r in enumerate(found, start=1)
    )


def make_contracts(content: Content, people: tuple[Person, ...], today: date) -> tuple[Contract, ...]:
    """One contract each: a leaver's ends with the last day, one ends soon, every third is open-ended."""
    contracts = []
    for line, person in zip(content.people, people, strict=True):
        comprehensive = line.hours is HoursSystem.COMPREHENSIVE
        contracts.append(
            Contract(
                id=ContractId(int(person.id)),
                person=person.id,
                valid_from=person.hire_date or line.hired,
                valid_to=_contract_end(content, line, person, today),
                employment=line.employment,
                contractor="" if line.employment.value in ("in_house", "rehired") else content.contractor,
                hours_system=line.hours,
                approval=content.permit if comprehensive else "",
                approval_to=date(today.year + 2, 12, 31) if comprehensive else None,
                probation_to=_probation_end(content, line, person),
            )
        )
    return tuple(contracts)


def make_users(content: Content, starting: StartingData, people: tuple[Person, ...]) -> tuple[DemoUser, ...]:
    """The users with their one role each."""
    departments = {d.code: d.id for d in starting.departments}
    numbers = {person.number: person.id for person in people}
    roles = {role.code for role in starting.roles}
    users = []
    for number, line in enumerate(content.users, start=1):
        known: tuple[tuple[str, str, Mapping[str, object] | set[str]], ...] = (
            ("role", line.role, roles),
            ("department", line.department, departments),
            ("person", line.person, numbers),
        )
        for key, value, names in known:
            if value and value not in names:
                raise InputError(
                    "data.unknown_name", file="demo/users.toml", entry=line.login, key=key, value=value
                )
        user = User(
            id=UserId(number),
            login=line.login,
            display_name=line.name,
            person=numbers.get(line.person),
            assignments=(Assignment(line.role, departments.get(line.department)),),
        )
        users.append(DemoUser(user, line.role, content.password, line.totp))
    return tuple(users)


def _day(turn: Turn, workdays: Workdays) -> date:
    return workdays[turn.month][turn.workday - 1]


def _phone(number: int) -> str:
    return str(_PHONE_FROM + number * _PHONE_STEP)


def _probation_end(content: Content, line: PersonLine, person: Person) -> date | None:
    if line.number != content.recent.person or person.hire_date is None:
        return None
    return months_after(person.hire_date, content.recent.months) - timedelta(days=1)


def _contract_end(content: Content, line: PersonLine, person: Person, today: date) -> date | None:
    if line.number == content.expiring_person:
        return today + timedelta(days=content.expiring_days)
    if person.leave_date is not None:
        return person.leave_date
    years = int(person.id) % 3
    return date(today.year + years, 6 if person.id % 2 else 12, 30) if years else None
