"""THE gate: the only place that checks rights, opens a transaction, runs a handler and writes the audit."""

from __future__ import annotations

import dataclasses
from contextlib import ExitStack
from typing import Any, TypeVar

from ehr_tui.domain.access import Reach, Scope
from ehr_tui.domain.clock import Clock
from ehr_tui.domain.progress import Progress
from ehr_tui.errors import AccessRefused, EhrError, FreshCodeNeeded
from ehr_tui.services.context import Cache, Context, Session
from ehr_tui.services.handlers import load_handlers
from ehr_tui.services.intents.base import Audit, Intent, Target
from ehr_tui.services.keys import KeyKeeper
from ehr_tui.services.plain import plain
from ehr_tui.services.proof import prove
from ehr_tui.services.registry import HANDLERS
from ehr_tui.services.rights import reach_of
from ehr_tui.store.audit import NewEntry
from ehr_tui.store.store import Store

T = TypeVar("T")

NEVER_AUDITED = frozenset({"phone", "password"})
"""Names of fields that stand in no audit entry, however deep inside a value."""


class Office:
    """One open office.  Lives on the database thread."""

    def __init__(self, store: Store, clock: Clock, keys: KeyKeeper) -> None:
        load_handlers()
        self.store = store
        self.clock = clock
        self.keys = keys
        self._cache = Cache()

    def do(self, session: Session, intent: Intent[T], code: str = "", progress: Progress | None = None) -> T:
        """Do what is asked, or raise what stands against it.

        Raises AccessRefused (audited in a transaction of its own), FreshCodeNeeded when the act is dangerous and no
        ``code`` came with it, VaultError for a wrong or used code, WorkCancelled when ``progress`` was told to stop,
        and whatever the handler raises; then nothing was written.
        """
        if intent.fresh_code and not session.enrolling:
            self._require_code(session, intent, code)
        with ExitStack() as held:
            try:
                context, answer = self._run(session, intent, held, progress)
            except AccessRefused as refusal:
                self._write_refusal(session, intent, refusal)
                raise
            finally:
                # Whether it stood or not: what was read on the way may have been its own unfinished writing.
                if intent.audit is Audit.WRITE and not intent.keeps_cache:
                    self._cache.values.clear()
            for act in context.after:
                act()
        return answer

    def _run(
        self, session: Session, intent: Intent[T], held: ExitStack, progress: Progress | None
    ) -> tuple[Context, T]:
        with self.store.transaction(write=intent.writes or intent.audit is not Audit.NONE):
            context = self._context(session, intent, held)
            context.progress = progress or context.progress
            answer: T = HANDLERS[type(intent)](context, intent)
            if intent.audit is not Audit.NONE:
                detail = _without_secrets(_detail(intent) | context.notes)
                about = {*context.records, *_records(intent.target())}
                name = type(intent).__name__
                self.store.audit.append(
                    NewEntry(context.now, session.user, name, context.outcome, detail, tuple(sorted(about)))
                )
            return context, answer

    def _context(self, session: Session, intent: Intent[Any], held: ExitStack) -> Context:
        """Who asks and how far the right reaches, read anew each time: rights follow a change of role at once."""
        user = self.store.accounts.user(session.user)
        grants = self.store.accounts.grants()
        today = self.clock.today()
        reach = reach_of(user, intent.permission, grants, today)
        if not user.active:
            raise AccessRefused("access.disabled")
        if user.gone(today):
            raise AccessRefused("access.left", day=user.until)
        if session.enrolling and not intent.while_enrolling:
            raise AccessRefused("access.enrolling")
        self._check_reach(reach, intent)
        return Context(
            store=self.store,
            session=session,
            user=user,
            reach=reach,
            grants=grants,
            now=self.clock.now(),
            today=today,
            keys=self.keys,
            cache=self._cache.at(self.store.data_version()),
            held=held,
        )

    def _check_reach(self, reach: Reach, intent: Intent[Any]) -> None:
        if reach.nothing:
            raise AccessRefused("access.no_right", right=intent.permission.value)
        if reach.everything or intent.scope is Scope.OWN:
            return
        if intent.scope is Scope.ALL:
            raise AccessRefused("access.whole_office", right=intent.permission.value)
        target = intent.target()
        if not self._covers(reach, target):
            raise AccessRefused("access.out_of_reach", right=intent.permission.value)

    def _covers(self, reach: Reach, target: Target) -> bool:
        """Whether every thing the intent names lies within reach; naming nothing is not enough."""
        if target.person is not None:
            home = self.store.people.home_department(target.person)
            if not reach.covers_person(target.person, home):
                return False
            return target.department is None or reach.covers_department(target.department)
        return reach.covers_department(target.department)

    def _require_code(self, session: Session, intent: Intent[Any], code: str) -> None:
        """Rights first, so that nobody is asked for a code in vain; then the code, counted on its own."""
        try:
            with ExitStack() as held, self.store.transaction(write=False):
                self._context(session, intent, held)
        except AccessRefused as refusal:
            self._write_refusal(session, intent, refusal)
            raise
        if not code:
            raise FreshCodeNeeded("access.fresh_code", act=type(intent).__name__)
        prove(self.store, self.clock, session.user, code)

    def _write_refusal(self, session: Session, intent: Intent[Any], refusal: EhrError) -> None:
        with self.store.transaction(write=True):
            detail = _without_secrets(_detail(intent)) | {"refusal": refusal.code}
            about = tuple(_records(intent.target()))
            entry = NewEntry(self.clock.now(), session.user, type(intent).__name__, "refused", detail, about)
            self.store.audit.append(entry)


def _detail(intent: Intent[Any]) -> dict[str, Any]:
    """An intent's fields for the audit, without its secrets."""
    found: dict[str, Any] = {}
    for field in dataclasses.fields(intent):  # type: ignore[arg-type]
        if field.name not in intent.secret_fields:
            found[field.name] = plain(getattr(intent, field.name))
    return found


def _records(target: Target) -> list[tuple[str, str]]:
    """What an intent is about, for the history of that record."""
    return [("person", str(int(target.person)))] if target.person else []


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_secrets(held) for name, held in value.items() if name not in NEVER_AUDITED}
    return [_without_secrets(held) for held in value] if isinstance(value, list) else value
