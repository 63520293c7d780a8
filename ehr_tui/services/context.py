"""What a handler gets from the gate besides the intent."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ehr_tui.domain.access import Permission, Reach, User
from ehr_tui.domain.progress import Progress
from ehr_tui.services.plain import differences
from ehr_tui.services.rights import Grants, reach_of

if TYPE_CHECKING:
    from ehr_tui.services.keys import KeyKeeper
    from ehr_tui.store.store import Store


@dataclass(slots=True)
class Session:
    """One login in one process.  ``enrolling`` until password and authenticator are set."""

    token: str
    user: int
    enrolling: bool = False
    recovered: bool = False  # entered by a recovery code: the old password is not known


@dataclass(slots=True)
class Cache:
    """What the office remembers of the file, valid for one ``data_version``; dropped by any other write."""

    data_version: int = -1
    values: dict[Any, Any] = field(default_factory=dict)

    def at(self, data_version: int) -> Cache:
        """The cache, emptied when somebody else has committed since."""
        if data_version != self.data_version:
            self.values.clear()
            self.data_version = data_version
        return self


@dataclass(slots=True)
class Context:
    """Everything about the moment: who asks, how far the right reaches, when, and the file."""

    store: Store
    session: Session
    user: User
    reach: Reach
    grants: Grants
    now: datetime
    today: date
    keys: KeyKeeper
    cache: Cache
    held: ExitStack  # locks that end when the act is over, whether it stood or not
    notes: dict[str, Any] = field(default_factory=dict)
    after: list[Callable[[], None]] = field(default_factory=list)
    outcome: str = "done"
    records: set[tuple[str, str]] = field(default_factory=set)
    progress: Progress = field(default_factory=Progress)

    def reach_of(self, permission: Permission) -> Reach:
        """How far another permission of the same user reaches."""
        return reach_of(self.user, permission, self.grants, self.today)

    def note(self, **values: Any) -> None:
        """Put something into the audit entry of this act: plain values only."""
        self.notes.update(values)

    def about(self, kind: str, record: object) -> None:
        """The act is about a record, as ``person`` 17 or ``calendar_day`` 2026-10-01: its history shows it."""
        self.records.add((kind, str(record)))

    def changed(self, kind: str, record: object, before: Any, after: Any) -> None:
        """The act changed a record: its history shows which fields, before and after (None: was not, is no more)."""
        self.about(kind, record)
        found = differences(before, after)
        if found:
            self.notes.setdefault("changes", []).append(
                {"kind": kind, "record": str(record), "fields": found}
            )

    def after_commit(self, act: Callable[[], None]) -> None:
        """Run something once the transaction stands."""
        self.after.append(act)
