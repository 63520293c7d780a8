"""What of people's records needs somebody: what ends soon, lists still open, data that has no purpose left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ehr_tui.domain.access import Permission, Reach
from ehr_tui.domain.people import PersonState
from ehr_tui.domain.people_views import PersonLine
from ehr_tui.domain.views import HomeItem, HomeKind
from ehr_tui.services.context import Context
from ehr_tui.services.facts import Facts
from ehr_tui.services.handlers.people import everybody
from ehr_tui.services.handlers.retention import erasable_view

CONTRACT_DAYS = 30
ENDING_DAYS = 15
"""So many days ahead the ends of probation, coaching and restrictions are told: time to judge and to arrange."""
URGENT_DAYS = 14
MANY = 5
"""From so many people on, one kind of thing is one line."""

TOGETHER = {
    HomeKind.CONTRACT_EXPIRING: HomeKind.CONTRACTS_EXPIRING,
    HomeKind.PROBATION_ENDING: HomeKind.PROBATIONS_ENDING,
    HomeKind.COACHING_ENDING: HomeKind.COACHINGS_ENDING,
    HomeKind.RESTRICTION_ENDING: HomeKind.RESTRICTIONS_ENDING,
    HomeKind.LEAVING_OPEN: HomeKind.LEAVINGS_OPEN,
}


def people_items(context: Context, facts: Facts) -> Iterator[HomeItem]:
    """Everything within the user's rights; nothing says why somebody may not do something."""
    edit = context.reach_of(Permission.PEOPLE_EDIT)
    health = context.reach_of(Permission.HEALTH_EDIT)
    if not edit.nothing or not health.nothing:
        lines = everybody(context)
        for find, reach in (
            (_contracts, edit),
            (_probation, edit),
            (_coaching, edit),
            (_restrictions, health),
            (_leavings, edit),
        ):
            yield from _gathered(find(context, _within(lines, reach)))
    if not context.reach_of(Permission.ORGANISATION_EDIT).nothing:
        yield from _headcounts(context, facts)
    if context.reach_of(Permission.PEOPLE_ERASE).everything:
        count = len(erasable_view(context).lines)
        if count:
            yield HomeItem(HomeKind.DATA_TO_ERASE, False, (("n", count),))


_STAYING = frozenset({PersonState.ACTIVE, PersonState.PROBATION, PersonState.COACHED, PersonState.NOT_YET})


def _within(lines: Iterable[PersonLine], reach: Reach) -> list[PersonLine]:
    return [line for line in lines if reach.covers_person(line.person.id, line.person.department)]


def _gathered(items: Iterable[HomeItem]) -> list[HomeItem]:
    """Many of one kind become one line, so that the list stays a list."""
    found = list(items)
    if len(found) < MANY:
        return found
    first = min(found, key=lambda i: i.day or date.max)
    figures = (("n", len(found)), ("day", first.day or date.max))
    return [HomeItem(TOGETHER[first.kind], any(i.urgent for i in found), figures, day=first.day)]


def _item(kind: HomeKind, line: PersonLine, day: date, n: int, *, urgent: bool) -> HomeItem:
    person = line.person
    figures = (("person", person.name), ("latin", person.latin), ("day", day), ("n", n))
    return HomeItem(kind, urgent, figures, person=person.id, day=day)


def _soon(context: Context, day: date | None, days: int) -> bool:
    return day is not None and context.today <= day <= context.today + timedelta(days=days)


def _left(context: Context, day: date) -> int:
    return (day - context.today).days


def _contracts(context: Context, lines: list[PersonLine]) -> Iterator[HomeItem]:
    """Contracts that end soon and have no successor, of people who stay."""
    ending = {
        line.person.id: line
        for line in lines
        if line.state in _STAYING and line.contract and _soon(context, line.contract.valid_to, CONTRACT_DAYS)
    }
    contracts = context.store.contracts.of(ending) if ending else {}
    for person, line in ending.items():
        contract = line.contract
        if contract is None or contract.valid_to is None:
            continue
        if any(c.valid_from > contract.valid_from for c in contracts.get(person, ())):
            continue
        left = _left(context, contract.valid_to)
        yield _item(HomeKind.CONTRACT_EXPIRING, line, contract.valid_to, left, urgent=left <= URGENT_DAYS)


def _probation(context: Context, lines: list[PersonLine]) -> Iterator[HomeItem]:
    for line in lines:
        last = line.contract.probation_to if line.contract else None
        if line.state is PersonState.PROBATION and last and _soon(context, last, ENDING_DAYS):
            left = _left(context, last)
            yield _item(HomeKind.PROBATION_ENDING, line, last, left, urgent=left <= URGENT_DAYS // 2)


def _coaching(context: Context, lines: list[PersonLine]) -> Iterator[HomeItem]:
    for line in lines:
        if line.state not in _STAYING:
            continue
        ends = [
            c.coached_until for c in line.person.competences if c.coached(context.today) and c.coached_until
        ]
        if ends and _soon(context, min(ends), ENDING_DAYS):
            yield _item(HomeKind.COACHING_ENDING, line, min(ends), _left(context, min(ends)), urgent=False)


def _restrictions(context: Context, lines: list[PersonLine]) -> Iterator[HomeItem]:
    last = context.today + timedelta(days=ENDING_DAYS)
    known = {line.person.id: line for line in lines if line.state in _STAYING}
    told = set()
    for restriction in context.store.restrictions.ending(context.today, last):
        line, until = known.get(restriction.person), restriction.until
        if line is not None and until is not None and restriction.person not in told:
            told.add(restriction.person)
            yield _item(HomeKind.RESTRICTION_ENDING, line, until, _left(context, until), urgent=False)


def _leavings(context: Context, lines: list[PersonLine]) -> Iterator[HomeItem]:
    """Lists with something left to do, from two weeks before the last day on; urgent once it has come."""
    known = {line.person.id: line for line in lines}
    for person, (last_day, count) in context.store.leaving.open().items():
        if person in known and last_day <= context.today + timedelta(days=URGENT_DAYS):
            urgent = last_day <= context.today
            yield _item(HomeKind.LEAVING_OPEN, known[person], last_day, count, urgent=urgent)


def _headcounts(context: Context, facts: Facts) -> Iterator[HomeItem]:
    reach = context.reach_of(Permission.ORGANISATION_EDIT)
    due = [p for p in facts.posts.values() if p.needs_review(context.today) and p.review_due is not None]
    if not due:
        return
    lines = everybody(context)
    for post in due:
        if not reach.covers_department(post.department):
            continue
        holders = sum(line.person.post == post.id and line.person.employed(context.today) for line in lines)
        figures = (
            ("post", post.name.zh),
            ("post_zh", post.name.zh),
            ("post_en", post.name.in_language("en")),
            ("day", post.review_due or context.today),
            ("n", holders),
            ("agreed", post.headcount),
        )
        yield HomeItem(HomeKind.HEADCOUNT_REVIEW, False, figures, department=post.department)
