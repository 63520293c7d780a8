"""Where departments, posts and shift kinds are used: what stands against taking them away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import peewee

from ehr_tui.domain.uses import Use, UseSort
from ehr_tui.store.tables import (
    Callout,
    Competence,
    Demand,
    Department,
    Duty,
    EditStep,
    Override,
    Person,
    Post,
    RoleAssignment,
    Roster,
    RuleSetting,
    ShiftKind,
    VersionDuty,
)

EXAMPLES = 3
"""How many names stand for where something is used.  People are only counted: not every reader may know them."""


class UsesGateway:
    """Counts what holds on to a record."""

    def department_uses(self, department: int) -> tuple[Use, ...]:
        """People, posts, shift kinds, demand, rosters, users, rules that name a department."""
        return _standing(_of_department(department))

    def post_uses(self, post: int) -> tuple[Use, ...]:
        """People, demand and rosters that name a post."""
        return _standing(_of_post(post))

    def kind_uses(self, kind: int) -> tuple[Use, ...]:
        """Demand, rosters, other kinds that name a shift kind."""
        return _standing(_of_kind(kind))

    def department_needed(self, department: int, today: date) -> tuple[Use, ...]:
        """What stands against switching a department off: active posts, people employed, demand in force."""
        posts = (Post.department == department) & (Post.active == 1)
        return _standing(
            iter(
                (
                    Use(UseSort.POSTS, _count(Post, posts)),
                    Use(UseSort.PEOPLE, _count(Person, (Person.department == department) & _employed(today))),
                    Use(UseSort.DEMAND, _count(Demand, (Demand.department == department) & _in_force(today))),
                )
            )
        )

    def post_needed(self, post: int, today: date) -> tuple[Use, ...]:
        """What stands against switching a post off: people employed at it, demand in force."""
        people = _count(Person, (Person.post == post) & _employed(today))
        demand = _count(Demand, (Demand.post == post) & _in_force(today))
        return _standing(iter((Use(UseSort.PEOPLE, people), Use(UseSort.DEMAND, demand))))

    def kind_needed(self, kind: int, today: date) -> tuple[Use, ...]:
        """What stands against switching a shift kind off: demand in force, kinds that it follows."""
        before = (ShiftKind.followed_by == kind) & (ShiftKind.active == 1)
        codes = tuple(code for (code,) in ShiftKind.select(ShiftKind.code).where(before).tuples())
        demand = _count(Demand, (Demand.kind == kind) & _in_force(today))
        return _standing(
            iter((Use(UseSort.DEMAND, demand), Use(UseSort.FOLLOWING, len(codes), codes[:EXAMPLES])))
        )

    def department_used(self, department: int) -> bool:
        """Whether anything names the department."""
        return any(use.count for use in _of_department(department))

    def post_used(self, post: int) -> bool:
        """Whether people, demand or rosters name the post."""
        return any(use.count for use in _of_post(post))

    def kind_demanded(self, kind: int) -> bool:
        """Whether demand names a kind."""
        return bool(Demand.select().where(Demand.kind == kind).exists())

    def kind_used(self, kind: int) -> int:
        """How many entries, rostered or published, use a kind."""
        return sum(use.count for use in _rostered(Duty.kind == kind, VersionDuty.kind == kind))


def _of_department(department: int) -> Iterator[Use]:
    for sort, table in ((UseSort.POSTS, Post), (UseSort.KINDS, ShiftKind)):
        found = table.select().where(table.department == department).dicts()
        names = [row["name_zh"] or row["name_en"] for row in found]
        yield Use(sort, len(names), tuple(names[:EXAMPLES]))
    for sort, table in (
        (UseSort.PEOPLE, Person),
        (UseSort.DEMAND, Demand),
        (UseSort.DUTIES, Duty),
        (UseSort.ROSTERS, Roster),
        (UseSort.CALLOUTS, Callout),
        (UseSort.USERS, RoleAssignment),
        (UseSort.RULES, RuleSetting),
    ):
        yield Use(sort, _count(table, table.department == department))
    steps = _count(EditStep, EditStep.department == department)
    yield Use(UseSort.HISTORY, steps + _count(Override, Override.department == department))


def _of_post(post: int) -> Iterator[Use]:
    home = {p for (p,) in Person.select(Person.id).where(Person.post == post).tuples()}
    taken = Competence.select(Competence.person).where(Competence.post == post).tuples()
    yield Use(UseSort.PEOPLE, len(home | {p for (p,) in taken}))
    yield Use(UseSort.DEMAND, _count(Demand, Demand.post == post))
    yield from _rostered(Duty.post == post, VersionDuty.post == post)
    yield _undoable(f"*[0-9],{int(post)}]*")


def _of_kind(kind: int) -> Iterator[Use]:
    posts = (
        Post.select(Post.name_zh, Post.name_en)
        .join(Demand)
        .where(Demand.kind == kind)
        .order_by(Post.id)
        .tuples()
    )
    named = list(dict.fromkeys(zh or en for zh, en in posts))
    yield Use(UseSort.DEMAND, _count(Demand, Demand.kind == kind), tuple(named[:EXAMPLES]))
    yield from _rostered(Duty.kind == kind, VersionDuty.kind == kind)
    before = ShiftKind.select(ShiftKind.code).where(ShiftKind.followed_by == kind).tuples()
    codes = tuple(code for (code,) in before)
    yield Use(UseSort.FOLLOWING, len(codes), codes[:EXAMPLES])
    yield _undoable(f"*[[]{int(kind)},[0-9n]*")


def _undoable(pattern: str) -> Use:
    """Edits that could still be undone and would put it back; entries stand there as ``[kind,post]``."""
    return Use(UseSort.HISTORY, _count(EditStep, peewee.fn.GLOB(pattern, EditStep.changes)))


def _rostered(duty: Any, published: Any) -> Iterator[Use]:
    """Entries that are rostered, with the departments they stand in, and entries as they were published."""
    names = (
        Department.select(Department.name_zh, Department.name_en)
        .where(Department.id.in_(Duty.select(Duty.department).where(duty)))
        .order_by(Department.id)
        .tuples()
    )
    yield Use(UseSort.DUTIES, _count(Duty, duty), tuple(zh or en for zh, en in names)[:EXAMPLES])
    yield Use(UseSort.PUBLISHED, _count(VersionDuty, published))


def _employed(today: date) -> Any:
    return Person.leave_date.is_null() | (Person.leave_date >= today)


def _in_force(today: date) -> Any:
    """Now or later."""
    return Demand.valid_to.is_null() | (Demand.valid_to >= today)


def _count(table: Any, condition: Any) -> int:
    return int(table.select().where(condition).count())


def _standing(found: Iterator[Use]) -> tuple[Use, ...]:
    return tuple(use for use in found if use.count)
