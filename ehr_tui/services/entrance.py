"""The door: creating an office, logging in, and the session behind it.  Lives on the database thread."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from ehr_tui.domain.clock import Clock
from ehr_tui.domain.entry import DemoLogin, Entered, OfficeInfo, OfficePlan, Stage
from ehr_tui.domain.progress import Progress
from ehr_tui.errors import EhrError, VaultError
from ehr_tui.services import marks, presence
from ehr_tui.services.attempts import Attempt
from ehr_tui.services.context import Session
from ehr_tui.services.creation import Ground, found_office
from ehr_tui.services.device_place import DevicePlace
from ehr_tui.services.handlers import load_handlers
from ehr_tui.services.intents.base import Intent
from ehr_tui.services.keys import KeyKeeper, change_key_file, put_in_place
from ehr_tui.services.office import Office
from ehr_tui.services.opening import key_path, open_store, read_keys
from ehr_tui.services.proof import lock_row, prove, refusal
from ehr_tui.services.rights import administrators, permissions_of
from ehr_tui.settings import Settings
from ehr_tui.store.accounts import LoginState
from ehr_tui.store.audit import NewEntry
from ehr_tui.store.place import refuse_unusable
from ehr_tui.store.store import Store
from ehr_tui.vault import lockout, recovery, totp
from ehr_tui.vault.cost import ArgonCost
from ehr_tui.vault.device import DeviceStore
from ehr_tui.vault.keyfile import KeyFile
from ehr_tui.vault.login import Unlocked, unlock, unlock_with_recovery
from ehr_tui.vault.secret import Secret
from ehr_tui.vault.terminal import TerminalMemory
from ehr_tui.vault.watermark import HighWater, check_clock, step_back
from ehr_tui.vault.wrapping import load_ciphers

T = TypeVar("T")
_Judge = Callable[[LoginState], "totp.Accepted | totp.Refused | None"]

DEMO_OFFICE_ID = "de300000-0000-4000-8000-00000000de30"
"""Every demo office has this id in its key file, so that it is known as one before anybody logs in."""


@dataclass(slots=True)
class Inside:
    """What stands while somebody is logged in."""

    office: Office
    session: Session
    held: ExitStack
    terminal: TerminalMemory


class Entrance:
    """One process's way into one office.  ``cost`` (tests, demo) replaces what new slots would cost."""

    def __init__(
        self,
        path: Path,
        settings: Settings,
        clock: Clock,
        *,
        cost: ArgonCost | None = None,
        state_folder: Path | None = None,
        device: DeviceStore | None = None,
    ) -> None:
        self._path = path
        self._clock = clock
        self._cost = cost
        self._cache_mib = settings.cache_mib
        self._device = DevicePlace(settings, state_folder, device)
        self._inside: Inside | None = None

    # -- before anybody is known ------------------------------------------------------------------------------------
    def info(self) -> OfficeInfo:
        """What can be told of the office now; a file that cannot be opened is told by ``problem``."""
        problem, demo = "", False
        figures: tuple[tuple[str, Any], ...] = ()
        exists = True
        device_problem, kind = self._device.state()
        try:
            refuse_unusable(self._path)
            demo = read_keys(self._path).office_id == DEMO_OFFICE_ID
        except EhrError as error:
            exists = error.code != "store.missing"
            problem = error.code if exists else ""
            figures = tuple(error.params.items())
        return OfficeInfo(self._path, exists, self._path.stem, demo, kind, device_problem, problem, figures)

    def demo_logins(self) -> tuple[DemoLogin, ...]:
        """The demo users with their codes of this moment; nothing in a real office."""
        if not self.info().demo:
            return ()
        from ehr_tui.services.demo_logins import demo_logins

        return demo_logins(self._clock)

    def make_ready(self) -> None:
        """Load the handlers and what a login needs, which else would be loaded behind the first Enter."""
        load_ciphers()
        load_handlers()

    # -- entering ----------------------------------------------------------------------------------------------------
    def create(self, plan: OfficePlan) -> Entered:
        """Make the office and enter as its first administrator, to enrol."""
        self.logout()
        office_id = DEMO_OFFICE_ID if plan.demo else str(uuid4())
        ground = Ground(office_id, Secret.random(), self._device.make_secret(office_id), self._cost)
        found_office(self._path, plan, ground, self._clock)
        return self.login(plan.login, plan.password, "")

    def login(self, login: str, password: str, code: str) -> Entered:
        """Password and code.  Raises VaultError or StoreError; every failed attempt counts."""
        if code.strip() and totp.normal_code(code) is None:
            raise VaultError(totp.CodeRefusal.MALFORMED.value)
        return self._enter(login, password, lambda state: self._judge_code(state, code))

    def resync(self, login: str, password: str, code: str, next_code: str) -> Entered:
        """Password and two codes in a row, for an authenticator or terminal whose clock drifted up to 20 minutes."""
        for text in (code, next_code):
            if totp.normal_code(text) is None:
                raise VaultError(totp.CodeRefusal.MALFORMED.value)

        def judge(state: LoginState) -> totp.Accepted | totp.Refused | None:
            if not state.totp_secret:
                return self._judge_code(state, "")
            return totp.resync(
                state.totp_secret, code, next_code, self._clock.now(), state.totp_last_step, state.totp_period
            )

        return self._enter(login, password, judge)

    def recover(self, login: str, recovery_code: str) -> Entered:
        """A printed code instead of password and authenticator; both must be set anew.

        It ends a lockout and a false time mark and accepts a step back, and says so in the audit.
        """
        self.logout()
        refuse_unusable(self._path)
        keyfile = read_keys(self._path)
        unlocked = unlock_with_recovery(keyfile, login.strip(), recovery_code)
        self._device.make_secret(keyfile.office_id)
        terminal, now = self._device.memory(keyfile.office_id), self._clock.now()
        held = ExitStack()
        try:
            store = open_store(self._path, keyfile, unlocked.data_key, held, self._cache_mib)
            state = self._spend(store, keyfile, unlocked, recovery_code)
            with store.transaction(write=True):
                attempt = Attempt.of(keyfile, state.login)
                in_file = self._file_marks(store, self._keyfile().generation)
                seen = terminal.accept(in_file, lambda found: attempt.succeeded(found).clock_cleared(now))
                admitted = self._admit(store, state, seen, {"by": "recovery code"})
            terminal.update(admitted.merge)
            return self._settle_in(store, state, unlocked, terminal, held, recovered=True)
        except BaseException:
            held.close()
            raise

    def _enter(self, login: str, password: str, judge: _Judge) -> Entered:
        self.logout()
        refuse_unusable(self._path)
        keyfile = read_keys(self._path)
        terminal = self._device.memory(keyfile.office_id)
        attempt, now = Attempt.of(keyfile, login), self._clock.now()
        seen = terminal.load()
        check_clock(now, seen.highest_utc)
        attempt.require_allowed(seen, now)
        terminal.update(lambda found: attempt.failed(found, now))
        unlocked = unlock(keyfile, login.strip(), password, self._device.store())
        held = ExitStack()
        try:
            store = open_store(self._path, keyfile, unlocked.data_key, held, self._cache_mib)
            state, admitted = self._check(store, keyfile, unlocked, seen, judge)
            terminal.update(admitted.merge)
            return self._settle_in(store, state, unlocked, terminal, held, recovered=False)
        except BaseException:
            held.close()
            raise

    def _check(
        self,
        store: Store,
        keyfile: KeyFile,
        unlocked: Unlocked,
        seen: HighWater,
        judge: _Judge,
    ) -> tuple[LoginState, HighWater]:
        """What only the open file can tell: lockout, age of the copy, clock, account, code.

        The answer holds the marks of the admission, for the terminal.  A refused code is counted in the file as well,
        in a transaction that stands.
        """
        now = self._clock.now()
        admitted = seen
        with store.transaction(write=True):
            in_file = self._file_marks(store, keyfile.generation)
            state = store.accounts.login_state(unlocked.user_id)
            attempt = Attempt.of(keyfile, state.login)
            lock = lockout.merge(seen.lock(attempt.user), in_file.lock(attempt.user))
            lockout.require(lockout.may_try(lock, now, attempt.user in in_file.never_disabled), now)
            check_clock(now, in_file.highest_utc)
            back = step_back(seen, generation=in_file.generation, keyfile_generation=keyfile.generation)
            if back is not None and not self._is_administrator(store, state):
                raise back.error()
            if not state.active or store.accounts.user(state.id).gone(self._clock.today()):
                raise VaultError("vault.login_refused")
            verdict = judge(state)
            if isinstance(verdict, totp.Refused):
                self._count_refused(store, state, lock, verdict)
            else:
                self._accept_code(store, state, verdict)
                detail: dict[str, object] = {"failures": lock.failures} if lock.failures else {}
                if back is not None:
                    detail |= {"accepted": back.code}
                admitted = self._admit(store, state, attempt.succeeded(in_file.merge(seen)), detail)
        if isinstance(verdict, totp.Refused):
            raise refusal(verdict)
        return state, admitted

    def _judge_code(self, state: LoginState, code: str) -> totp.Accepted | totp.Refused | None:
        """None: not enrolled yet, so that the first password alone leads to enrolment, for a few days."""
        if not state.totp_secret:
            if state.password_until is not None and state.password_until < self._clock.today():
                raise VaultError("vault.first_password_expired", day=state.password_until)
            return None
        if not code.strip():
            raise VaultError("vault.code_needed")
        return totp.check_code(
            state.totp_secret,
            code,
            self._clock.now(),
            state.totp_last_step,
            state.totp_offset,
            state.totp_period,
        )

    def _count_refused(
        self, store: Store, state: LoginState, lock: lockout.LockState, verdict: totp.Refused
    ) -> None:
        failed = lockout.after_failure(lock, self._clock.now())
        store.accounts.set_lock(state.id, lock_row(failed))
        self._write(store, state, "Login", "refused", {"refusal": verdict.reason.value})

    def _accept_code(self, store: Store, state: LoginState, verdict: totp.Accepted | None) -> None:
        if verdict is not None:
            store.accounts.update(state.id, totp_last_step=verdict.step, totp_offset=verdict.offset)

    def _admit(
        self, store: Store, state: LoginState, seen: HighWater, detail: dict[str, object]
    ) -> HighWater:
        """Write down that somebody entered: marks, last login, audit.

        The terminal takes the answer over once this stands, so that a copy from just before is known to be older.
        """
        now = self._clock.now()
        seen = replace(seen, generation=seen.generation + 1).seen(now)
        marks.keep_marks(store, seen)
        store.accounts.update(state.id, last_login=now)
        self._write(store, state, "Login", "done", detail)
        return seen

    def _spend(self, store: Store, keyfile: KeyFile, unlocked: Unlocked, code: str) -> LoginState:
        """Use the recovery code up, in the file and in the key file, before it opens anything."""
        with ExitStack() as lock:
            with store.transaction(write=True):
                state = store.accounts.login_state(unlocked.user_id)
                digest = recovery.code_hash(code, keyfile.office_id)
                if not state.active or not store.accounts.spend_recovery_code(digest, self._clock.now()):
                    raise VaultError("vault.recovery_refused")
                # Should the user leave before a new password stands, the old one alone leads nowhere tomorrow.
                store.accounts.update(
                    state.id, must_change_password=1, password_until=self._clock.today(), totp_secret="",
                    totp_last_step=0, totp_offset=0,
                )  # fmt: skip
                changed = change_key_file(
                    store,
                    key_path(self._path),
                    unlocked.data_key,
                    lambda file: file.without_slot(unlocked.slot.slot_id),
                    lock,
                )
            put_in_place(store, key_path(self._path), changed)
        return store.accounts.login_state(unlocked.user_id)

    def _settle_in(
        self,
        store: Store,
        state: LoginState,
        unlocked: Unlocked,
        terminal: TerminalMemory,
        held: ExitStack,
        *,
        recovered: bool,
    ) -> Entered:
        """The session begins."""
        must_enrol, must_change = not state.totp_secret, state.must_change_password
        token = secrets.token_hex(16)
        keys = KeyKeeper(
            path=key_path(self._path),
            unlocked=unlocked.keys,
            device_secret=self._device.make_secret(self._keyfile().office_id),
            cost=self._cost,
            previous_login=state.last_login,
        )
        office = Office(store, self._clock, keys)
        with store.transaction(write=True):
            presence.enter(store, token, int(state.id), self._clock.now())
            user = store.accounts.user(state.id)
            grants = store.accounts.grants()
            roles = store.accounts.roles()
            held_roles = {a.role for a in user.assignments if a.holds(self._clock.today())}
            name, demo = store.meta.get("name"), store.meta.get("demo") == "1"
        session = Session(token, int(state.id), must_enrol or must_change, recovered)
        self._inside = Inside(office, session, held, terminal)
        return Entered(
            user=user,
            office_name=name,
            demo=demo,
            stage=Stage.ENROLLING if session.enrolling else Stage.READY,
            must_change_password=must_change,
            must_enrol=must_enrol,
            language=state.language,
            theme=state.theme,
            protected=keys.device_secret is not None,
            permissions=permissions_of(user, grants, self._clock.today()),
            role_names=tuple(role.name for role in roles if role.code in held_roles),
        )

    # -- inside ------------------------------------------------------------------------------------------------------
    def do(self, intent: Intent[T], code: str = "", progress: Progress | None = None) -> T:
        """Ask the office."""
        inside = self._require_inside()
        return inside.office.do(inside.session, intent, code, progress)

    def unlock(self, code: str) -> None:
        """A fresh code after an idle lock."""
        inside = self._require_inside()
        prove(inside.office.store, self._clock, inside.session.user, code)

    def data_version(self) -> int:
        """Changes when another process committed."""
        return self._require_inside().office.store.data_version()

    def news(self) -> int:
        """Changes when another process wrote what concerns others too: its users' drafts and views do not."""
        return self._require_inside().office.store.news()

    def logout(self) -> None:
        """End the session if there is one."""
        inside, self._inside = self._inside, None
        if inside is None:
            return
        store = inside.office.store
        try:
            with store.transaction(write=True):
                store.accounts.leave(inside.session.token)
                store.meta.put("audit_head", str(store.audit.head()[0] + 1))
                store.audit.append(NewEntry(self._clock.now(), inside.session.user, "Logout", "done", {}))
            now = self._clock.now()
            inside.terminal.update(lambda seen: seen.seen(now))
        finally:
            inside.held.close()
            inside.office.keys.unlocked.data_key.forget()
            inside.office.keys.unlocked.private_key.forget()

    # -- parts -------------------------------------------------------------------------------------------------------
    def _require_inside(self) -> Inside:
        if self._inside is None:
            raise VaultError("vault.not_logged_in")
        return self._inside

    def _keyfile(self) -> KeyFile:
        return read_keys(self._path)

    def _file_marks(self, store: Store, keyfile_generation: int) -> HighWater:
        return marks.read_marks(store, keyfile_generation, self._clock.today())

    def _is_administrator(self, store: Store, state: LoginState) -> bool:
        found = administrators(store.accounts.users(), store.accounts.grants(), self._clock.today())
        return any(user.id == state.id for user in found)

    def _write(
        self, store: Store, state: LoginState, act: str, outcome: str, detail: dict[str, object]
    ) -> None:
        store.audit.append(NewEntry(self._clock.now(), int(state.id), act, outcome, detail))
