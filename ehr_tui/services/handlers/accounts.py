"""How users, roles and one's own account are kept."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

from ehr_tui.domain.access import Assignment, Permission
from ehr_tui.domain.ids import UserId
from ehr_tui.domain.views import AccountLine, AccountsView, Enrolment, InitialPassword, RecoveryCodes
from ehr_tui.errors import InputError, NotFound, StaleWrite, VaultError
from ehr_tui.services.context import Context
from ehr_tui.services.intents.accounts import (
    AddUser,
    BeginAuthenticator,
    ChangePassword,
    ConfirmAuthenticator,
    ListAccounts,
    ResetUser,
    SaveOwnSettings,
    SetAssignments,
    SetUserActive,
)
from ehr_tui.services.keys import first_password
from ehr_tui.services.plain import plain
from ehr_tui.services.registry import handles
from ehr_tui.services.rights import administrators
from ehr_tui.store.accounts import LoginState
from ehr_tui.vault import totp

FIRST_PASSWORD_DAYS = 7
MAX_NAME = 40
LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,31}")


@handles(ListAccounts)
def list_accounts(context: Context, intent: ListAccounts) -> AccountsView:
    """All users."""
    del intent
    return view_of(context)


@handles(AddUser)
def add_user(context: Context, intent: AddUser) -> InitialPassword:
    """A new account with a first password on a slip."""
    login = intent.login.strip().lower()
    if LOGIN.fullmatch(login) is None:
        raise InputError("accounts.login", login=intent.login)
    name = intent.display_name.strip()
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise InputError("accounts.no_name")
    if context.store.accounts.taken(login):
        raise InputError("accounts.login_taken", login=login)
    if intent.person is not None:
        person = context.store.people.get(intent.person)
        if any(user.person == person.id for user in context.store.accounts.users()):
            raise InputError("accounts.person_taken", person=person.name)
    _check_assignments(context, intent.assignments)
    uuid = str(uuid4())
    password, until = first_password(), context.today + timedelta(days=FIRST_PASSWORD_DAYS)
    accounts = context.store.accounts
    number = accounts.add(
        uuid, login, name, intent.person, has_key=0, must_change_password=1, password_until=until
    )
    accounts.set_assignments(number, intent.assignments)
    context.keys.issue(context, uuid, login, password, lambda: accounts.update(number, has_key=1))
    context.note(subject=login)
    return InitialPassword(login, password, until)


@handles(SetAssignments)
def set_assignments(context: Context, intent: SetAssignments) -> AccountsView:
    """Change roles."""
    user = context.store.accounts.user(intent.user)
    if user.assignments != intent.seen:
        raise StaleWrite("accounts.changed_meanwhile", login=user.login)
    _check_assignments(context, intent.assignments)
    context.store.accounts.set_assignments(user.id, intent.assignments)
    _require_administrator(context)
    context.note(subject=user.login, before=plain(user.assignments))
    return view_of(context)


@handles(SetUserActive)
def set_user_active(context: Context, intent: SetUserActive) -> AccountsView:
    """Disable: the slot goes too, so that the file cannot be opened any more; enabling needs a reset."""
    user = context.store.accounts.user(intent.user)
    if user.id == context.user.id and not intent.active:
        raise InputError("accounts.not_oneself")
    state = _state(context, user.id)
    values: dict[str, int] = {"active": int(intent.active)}
    if not intent.active:
        values["has_key"] = 0
        context.keys.withdraw(context, state.uuid)
    context.store.accounts.update(user.id, **values)
    _require_administrator(context)
    context.note(subject=user.login)
    return view_of(context)


@handles(ResetUser)
def reset_user(context: Context, intent: ResetUser) -> InitialPassword:
    """A new first password; the authenticator is enrolled anew."""
    user = context.store.accounts.user(intent.user)
    if user.id == context.user.id:
        raise InputError("accounts.not_oneself")
    state = _state(context, user.id)
    password, until = first_password(), context.today + timedelta(days=FIRST_PASSWORD_DAYS)

    def begin_anew() -> None:
        # Only with the new slot in place: the old password must not lead to a new authenticator.
        context.store.accounts.update(
            user.id, has_key=1, active=1, must_change_password=1, password_until=until, totp_secret="",
            totp_last_step=0, totp_offset=0, failures=0, failed_at=None, locked=0, lock_epoch=state.lock.epoch + 1,
        )  # fmt: skip

    context.keys.issue(context, state.uuid, user.login, password, begin_anew)
    context.note(subject=user.login)
    return InitialPassword(user.login, password, until)


@handles(ChangePassword)
def change_password(context: Context, intent: ChangePassword) -> None:
    """One's own password.  After a recovery code the old one is not known and need not be given."""
    state = _state(context, context.user.id)
    if intent.new == intent.old:
        raise VaultError("vault.password_same")
    old = None if context.session.recovered else intent.old

    def changed() -> None:
        context.store.accounts.update(context.user.id, must_change_password=0, password_until=None)
        context.session.recovered = False
        _settle(context)

    context.keys.change_own_password(context, state.uuid, context.user.login, old, intent.new, changed)


@handles(BeginAuthenticator)
def begin_authenticator(context: Context, intent: BeginAuthenticator) -> Enrolment:
    """A secret to scan; nothing is kept of it yet."""
    del intent
    secret = totp.new_secret()
    uri = totp.provisioning_uri(secret, context.user.login, context.store.meta.get("label", "EHR"))
    return Enrolment(secret, uri, tuple(totp.qr_lines(uri)))


@handles(ConfirmAuthenticator)
def confirm_authenticator(context: Context, intent: ConfirmAuthenticator) -> RecoveryCodes:
    """The code proves that the authenticator has the secret; then it holds, with fresh recovery codes."""
    state = _state(context, context.user.id)
    verdict = totp.check_code(intent.secret, intent.code, context.now, 0, 0, state.totp_period)
    if not isinstance(verdict, totp.Accepted):
        raise VaultError("vault.code_wrong")
    secret, accepted = intent.secret, verdict

    def enrolled() -> None:
        context.store.accounts.update(
            context.user.id, totp_secret=secret, totp_last_step=accepted.step, totp_offset=accepted.offset
        )
        _settle(context)

    return RecoveryCodes(context.keys.new_recovery_codes(context, state.uuid, context.user.login, enrolled))


@handles(SaveOwnSettings)
def save_own_settings(context: Context, intent: SaveOwnSettings) -> None:
    """Language and theme."""
    values = {
        name: value for name, value in (("language", intent.language), ("theme", intent.theme)) if value
    }
    if values:
        context.store.accounts.update(context.user.id, **values)


def view_of(context: Context) -> AccountsView:
    """Everything the screen of users needs."""
    states = {s.id: s for s in context.store.accounts.login_states()}
    lines = tuple(
        AccountLine(
            user, bool(states[user.id].totp_secret), states[user.id].lock.disabled, states[user.id].last_login
        )
        for user in context.store.accounts.users()
    )
    names = context.reach_of(Permission.PEOPLE_READ)
    return AccountsView(
        lines,
        context.store.accounts.roles(),
        context.store.organisation.departments(),
        context.store.people.all(names),
        can_edit=context.reach_of(Permission.ACCOUNTS_EDIT).everything,
    )


def _settle(context: Context) -> None:
    """Enrolment is over when password and authenticator are both set; rights begin with the next intent."""
    state = _state(context, context.user.id)
    context.session.enrolling = state.must_change_password or not state.totp_secret


def _state(context: Context, user: UserId) -> LoginState:
    found = next((s for s in context.store.accounts.login_states() if s.id == user), None)
    if found is None:
        raise NotFound("accounts.not_found")
    return found


def _check_assignments(context: Context, assignments: tuple[Assignment, ...]) -> None:
    roles = {r.code: r for r in context.store.accounts.roles()}
    departments = {d.id for d in context.store.organisation.departments()}
    users = {user.id for user in context.store.accounts.users()}
    if len(set(assignments)) != len(assignments):
        raise InputError("accounts.role_twice")
    for value in assignments:
        role = roles.get(value.role)
        if role is None:
            raise InputError("accounts.no_role", role=value.role)
        if role.needs_department and value.department is None:
            raise InputError("accounts.role_needs_department", role=value.role)
        if value.department is not None and value.department not in departments:
            raise InputError("organisation.no_department")
        if value.valid_from and value.valid_to and value.valid_to < value.valid_from:
            raise InputError("people.dates_reversed", first=value.valid_from, last=value.valid_to)
        if value.deputy_for is not None and value.valid_to is None:
            raise InputError("accounts.deputy_without_end")
        if value.deputy_for is not None and value.deputy_for not in users:
            raise InputError("accounts.no_deputised")


def _require_administrator(context: Context) -> None:
    """Refuse an act after which nobody could look after the accounts."""
    if not administrators(context.store.accounts.users(), context.grants, context.today):
        raise InputError("accounts.last_administrator")
