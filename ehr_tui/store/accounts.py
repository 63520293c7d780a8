"""Users, roles, login state, recovery codes, presence: rows ↔ domain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ehr_tui.domain import ids
from ehr_tui.domain.access import Assignment, Permission, Scope, User
from ehr_tui.domain.names import Name
from ehr_tui.domain.views import RoleInfo
from ehr_tui.errors import NotFound
from ehr_tui.store.rows import day_of
from ehr_tui.store.tables import (
    Account,
    Person,
    Presence,
    RoleAssignment,
    RoleGrant,
    RoleName,
    SpentRecoveryCode,
)

_USER = """SELECT a.id, a.login, a.display_name, a.person_id, a.active, a.has_key, p.leave_date
    FROM account a LEFT JOIN person p ON p.id = a.person_id WHERE a.id = ?"""
_HELD = """SELECT role, department_id, valid_from, valid_to, deputy_for FROM role_assignment
    WHERE account_id = ? ORDER BY id"""


@dataclass(frozen=True, slots=True)
class Lock:
    """What the file remembers of failed logins; ``epoch`` rises whenever the count is cleared."""

    failures: int
    failed_at: datetime | None
    disabled: bool
    epoch: int


@dataclass(frozen=True, slots=True)
class LoginState:
    """What a login is checked against.  ``totp_secret`` is empty before enrolment."""

    id: ids.UserId
    uuid: str
    login: str
    active: bool
    must_change_password: bool
    password_until: date | None
    totp_secret: str = field(repr=False)
    totp_period: int
    totp_last_step: int
    totp_offset: int
    lock: Lock
    last_login: datetime | None
    language: str
    theme: str


class AccountsGateway:
    """Reads and writes accounts."""

    def users(self) -> tuple[User, ...]:
        """All users."""
        held = self._assignments()
        rows = _with_person().order_by(Account.id)
        return tuple(_user(row, tuple(held.get(row.id, ()))) for row in rows)

    def user(self, number: int) -> User:
        """One user; raises NotFound."""
        # Every act asks this: building the statements would cost more than reading.
        run = Account._meta.database.execute_sql
        row = run(_USER, (number,)).fetchone()
        if row is None:
            raise NotFound("accounts.not_found")
        held = tuple(
            Assignment(
                role,
                None if department is None else ids.DepartmentId(department),
                day_of(valid_from),
                day_of(valid_to),
                None if deputy_for is None else ids.UserId(deputy_for),
            )
            for role, department, valid_from, valid_to, deputy_for in run(_HELD, (number,)).fetchall()
        )
        found, login, name, person, active, has_key, until = row
        own = None if person is None else ids.PersonId(person)
        return User(ids.UserId(found), login, name, own, held, bool(active), bool(has_key), day_of(until))

    def _assignments(self) -> dict[int, list[Assignment]]:
        found: dict[int, list[Assignment]] = defaultdict(list)
        for row in RoleAssignment.select().order_by(RoleAssignment.id).dicts():
            found[row["account"]].append(
                Assignment(
                    row["role"],
                    None if row["department"] is None else ids.DepartmentId(row["department"]),
                    row["valid_from"],
                    row["valid_to"],
                    None if row["deputy_for"] is None else ids.UserId(row["deputy_for"]),
                )
            )
        return found

    def login_state(self, uuid: str) -> LoginState:
        """By the uuid that the key file knows; raises NotFound."""
        row = Account.get_or_none(Account.uuid == uuid)
        if row is None:
            raise NotFound("accounts.not_found")
        return _login_state(row)

    def login_states(self) -> tuple[LoginState, ...]:
        """Of all users."""
        return tuple(_login_state(row) for row in Account.select().order_by(Account.id))

    def update(self, account: int, **values: Any) -> None:
        """Change columns of an account."""
        Account.update(**values).where(Account.id == account).execute()

    def add(self, uuid: str, login: str, display_name: str, person: int | None, **values: Any) -> ids.UserId:
        """A new account without roles."""
        return ids.UserId(
            int(
                Account.insert(
                    uuid=uuid, login=login, display_name=display_name, person=person, **values
                ).execute()
            )
        )

    def set_lock(self, account: int, lock: Lock) -> None:
        """Keep the count of failed logins."""
        self.update(
            account,
            failures=lock.failures,
            failed_at=lock.failed_at,
            locked=int(lock.disabled),
            lock_epoch=lock.epoch,
        )

    def taken(self, login: str) -> bool:
        """Whether a login name is in use."""
        return Account.get_or_none(Account.login == login) is not None

    def set_assignments(self, account: int, assignments: Iterable[Assignment]) -> None:
        """Replace a user's roles."""
        RoleAssignment.delete().where(RoleAssignment.account == account).execute()
        for value in assignments:
            RoleAssignment.insert(
                account=account,
                role=value.role,
                department=value.department,
                valid_from=value.valid_from,
                valid_to=value.valid_to,
                deputy_for=value.deputy_for,
            ).execute()

    def grants(self) -> dict[str, dict[Permission, Scope]]:
        """What each role may do; rights that this program does not know are left out."""
        found: dict[str, dict[Permission, Scope]] = defaultdict(dict)
        known = {p.value for p in Permission}
        rows = RoleGrant._meta.database.execute_sql("SELECT role, permission, scope FROM role_grant")
        for role, permission, scope in rows.fetchall():
            if permission in known:
                found[role][Permission(permission)] = Scope(scope)
        return dict(found)

    def roles(self) -> tuple[RoleInfo, ...]:
        """Roles with their names, as they were given."""
        return tuple(
            RoleInfo(
                row.code,
                Name(row.name_zh, row.name_en),
                Name(row.description_zh, row.description_en),
                bool(row.needs_department),
            )
            for row in RoleName.select()
        )

    def save_role(self, info: RoleInfo, grants: dict[Permission, Scope]) -> None:
        """Add or replace a role."""
        RoleName.delete().where(RoleName.code == info.code).execute()
        RoleGrant.delete().where(RoleGrant.role == info.code).execute()
        RoleName.insert(
            code=info.code,
            name_zh=info.name.zh,
            name_en=info.name.en,
            description_zh=info.description.zh,
            description_en=info.description.en,
            needs_department=int(info.needs_department),
        ).execute()
        for permission, scope in grants.items():
            RoleGrant.insert(role=info.code, permission=permission.value, scope=scope.value).execute()

    def spend_recovery_code(self, digest: bytes, at: datetime) -> bool:
        """Mark a code, by its hash, as used; False when it was used before."""
        if SpentRecoveryCode.get_or_none(SpentRecoveryCode.hash == digest) is not None:
            return False
        SpentRecoveryCode.insert(hash=digest, at=at).execute()
        return True

    def enter(self, token: str, account: int, host: str, pid: int, at: datetime) -> None:
        """Note that a process has the office open."""
        Presence.insert(token=token, account=account, host=host, pid=pid, since=at, seen=at).execute()

    def leave(self, token: str) -> None:
        """Note that it no longer has."""
        Presence.delete().where(Presence.token == token).execute()

    def clear_dead(self, host: str, alive: Callable[[int], bool]) -> None:
        """Forget processes of this machine that ended without leaving."""
        for token, pid in Presence.select(Presence.token, Presence.pid).where(Presence.host == host).tuples():
            if not alive(pid):
                self.leave(token)

    def present(self) -> tuple[tuple[str, str, str, int], ...]:
        """Who is in the office: (token, display name, host, process)."""
        query = Presence.select(Presence.token, Account.display_name, Presence.host, Presence.pid).join(
            Account, on=(Account.id == Presence.account)
        )
        return tuple(query.tuples())


def _with_person() -> Any:
    """Accounts with the last day of the person they belong to."""
    return Account.select(Account, Person.leave_date).join(
        Person, "LEFT OUTER JOIN", on=(Account.person == Person.id), attr="person_row"
    )


def _user(row: Any, assignments: tuple[Assignment, ...]) -> User:
    return User(
        ids.UserId(row.id),
        row.login,
        row.display_name,
        None if row.person_id is None else ids.PersonId(row.person_id),
        assignments,
        bool(row.active),
        bool(row.has_key),
        None if row.person_row is None else row.person_row.leave_date,
    )


def _login_state(row: Any) -> LoginState:
    return LoginState(
        id=ids.UserId(row.id),
        uuid=row.uuid,
        login=row.login,
        active=bool(row.active),
        must_change_password=bool(row.must_change_password),
        password_until=row.password_until,
        totp_secret=row.totp_secret,
        totp_period=row.totp_period,
        totp_last_step=row.totp_last_step,
        totp_offset=row.totp_offset,
        lock=Lock(row.failures, row.failed_at, bool(row.locked), row.lock_epoch),
        last_login=row.last_login,
        language=row.language,
        theme=row.theme,
    )
