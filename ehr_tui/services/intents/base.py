"""The shape of an intent: what may be asked, and what the gate must know about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

from ehr_tui.domain.access import Permission, Scope
from ehr_tui.domain.ids import DepartmentId, PersonId

T = TypeVar("T")


class Audit(StrEnum):
    """Whether doing it is written down.  READ is for looks at masked fields."""

    NONE = "none"
    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Target:
    """What an intent is about, for the scope check and the audit."""

    department: DepartmentId | None = None
    person: PersonId | None = None


class Intent(Generic[T]):
    """Base of every intent: a frozen dataclass whose answer is a ``T``.

    ``permission`` the right it needs; ``scope`` the reach: ALL needs the whole office, DEPARTMENTS needs the target's
    department (or person) inside the reach, OWN lets anyone in who holds the right at all, and the handler answers
    only within that reach.  ``audit`` what is written down; ``fresh_code`` whether a code of the authenticator must
    come with it (not while enrolling: there is none yet); ``while_enrolling`` whether it may be done before enrolment
    is complete; ``writes`` whether it writes though it is not audited (drafts, a user's own views).
    """

    __slots__ = ()
    permission: ClassVar[Permission]
    scope: ClassVar[Scope]
    audit: ClassVar[Audit]
    writes: ClassVar[bool] = False
    fresh_code: ClassVar[bool] = False
    while_enrolling: ClassVar[bool] = False
    keeps_cache: ClassVar[bool] = False
    secret_fields: ClassVar[frozenset[str]] = frozenset()

    def target(self) -> Target:
        """What it is about; nothing in particular by default."""
        return Target()
