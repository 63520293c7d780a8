"""From role assignments and grants to a reach: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from ehr_tui.domain.access import Permission, Reach, Scope, User
from ehr_tui.domain.ids import DepartmentId

Grants = Mapping[str, Mapping[Permission, Scope]]


def reach_of(user: User, permission: Permission, grants: Grants, today: date) -> Reach:
    """What a permission covers for a user today, over all roles in force.

    A grant for departments that is held without a department covers none.  The scope DESK reaches the own record until
    desks exist.  Whoever has left has no rights, whatever roles are still written down.
    """
    departments: set[DepartmentId] = set()
    everything = own = False
    for assignment in user.assignments:
        if not assignment.holds(today):
            continue
        scope = grants.get(assignment.role, {}).get(permission)
        if scope is Scope.ALL:
            everything = True
        elif scope is Scope.DEPARTMENTS and assignment.department is not None:
            departments.add(assignment.department)
        elif scope in (Scope.OWN, Scope.DESK):
            own = True
    if not user.active or user.gone(today):
        return Reach()
    return Reach(everything, frozenset(departments), own, user.person if own else None)


def permissions_of(user: User, grants: Grants, today: date) -> frozenset[Permission]:
    """Every permission a user holds today, whatever its reach."""
    return frozenset(p for p in Permission if not reach_of(user, p, grants, today).nothing)


def administrators(users: Iterable[User], grants: Grants, today: date) -> tuple[User, ...]:
    """Active users with a key who can edit all accounts today, by a role that does not run out."""
    found = []
    for user in users:
        lasting = replace(user, assignments=tuple(a for a in user.assignments if a.valid_to is None))
        if user.has_key and reach_of(lasting, Permission.ACCOUNTS_EDIT, grants, today).everything:
            found.append(user)
    return tuple(found)
