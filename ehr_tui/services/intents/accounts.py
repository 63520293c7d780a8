"""What can be asked about users, their roles and one's own account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from ehr_tui.domain.access import Assignment, Permission, Scope
from ehr_tui.domain.ids import PersonId, UserId
from ehr_tui.domain.views import AccountsView, Enrolment, InitialPassword, RecoveryCodes
from ehr_tui.services.intents.base import Audit, Intent


@dataclass(frozen=True, slots=True)
class ListAccounts(Intent[AccountsView]):
    """All users with their roles, and the roles there are."""

    permission: ClassVar = Permission.ACCOUNTS_READ
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.NONE


@dataclass(frozen=True, slots=True)
class AddUser(Intent[InitialPassword]):
    """A new account; the answer is the first password, shown once, to be changed at first login."""

    login: str
    display_name: str
    person: PersonId | None
    assignments: tuple[Assignment, ...]
    permission: ClassVar = Permission.ACCOUNTS_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE
    fresh_code: ClassVar = True


@dataclass(frozen=True, slots=True)
class SetAssignments(Intent[AccountsView]):
    """Change a user's roles; rights follow at once.  The last administrator cannot be taken away."""

    user: UserId
    assignments: tuple[Assignment, ...]
    seen: tuple[Assignment, ...]
    permission: ClassVar = Permission.ACCOUNTS_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE
    fresh_code: ClassVar = True


@dataclass(frozen=True, slots=True)
class SetUserActive(Intent[AccountsView]):
    """Disable or enable an account; a disabled user's key slot is withdrawn."""

    user: UserId
    active: bool
    permission: ClassVar = Permission.ACCOUNTS_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE
    fresh_code: ClassVar = True


@dataclass(frozen=True, slots=True)
class ResetUser(Intent[InitialPassword]):
    """A new first password, a new authenticator at next login, and an end to a lockout."""

    user: UserId
    permission: ClassVar = Permission.ACCOUNTS_EDIT
    scope: ClassVar = Scope.ALL
    audit: ClassVar = Audit.WRITE
    fresh_code: ClassVar = True


@dataclass(frozen=True, slots=True)
class ChangePassword(Intent[None]):
    """One's own password; the old one must be given."""

    old: str = field(repr=False)
    new: str = field(repr=False)
    permission: ClassVar = Permission.OWN_ACCOUNT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.WRITE
    while_enrolling: ClassVar = True
    secret_fields: ClassVar = frozenset({"old", "new"})


@dataclass(frozen=True, slots=True)
class BeginAuthenticator(Intent[Enrolment]):
    """A new secret for one's authenticator; nothing changes until ``ConfirmAuthenticator``."""

    permission: ClassVar = Permission.OWN_ACCOUNT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.NONE
    while_enrolling: ClassVar = True


@dataclass(frozen=True, slots=True)
class ConfirmAuthenticator(Intent[RecoveryCodes]):
    """Prove the new authenticator with a code; the answer is two recovery codes, shown once.

    Who has an authenticator already proves that too: an unattended screen must not lead to a new one.
    """

    secret: str = field(repr=False)
    code: str = field(repr=False)
    permission: ClassVar = Permission.OWN_ACCOUNT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.WRITE
    fresh_code: ClassVar = True
    while_enrolling: ClassVar = True
    secret_fields: ClassVar = frozenset({"secret", "code"})


@dataclass(frozen=True, slots=True)
class SaveOwnSettings(Intent[None]):
    """One's own language and theme, kept for every terminal; empty leaves as it is."""

    language: str = ""
    theme: str = ""
    permission: ClassVar = Permission.OWN_ACCOUNT
    scope: ClassVar = Scope.OWN
    audit: ClassVar = Audit.WRITE
    while_enrolling: ClassVar = True
