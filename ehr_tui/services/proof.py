"""A fresh code of a user's authenticator, checked, used up and counted in the file."""

from __future__ import annotations

from ehr_tui.domain.clock import Clock
from ehr_tui.errors import VaultError
from ehr_tui.services.rights import administrators
from ehr_tui.store.accounts import Lock, LoginState
from ehr_tui.store.audit import NewEntry
from ehr_tui.store.store import Store
from ehr_tui.vault import lockout, totp


def lock_state(lock: Lock) -> lockout.LockState:
    """The file's count as the policy takes it."""
    return lockout.LockState(lock.failures, lock.failed_at, lock.disabled, lock.epoch)


def lock_row(state: lockout.LockState) -> Lock:
    """The policy's count as the file keeps it."""
    return Lock(state.failures, state.last_failure, state.disabled, state.epoch)


def prove(store: Store, clock: Clock, user: int, code: str) -> None:
    """Accept a code once.

    Raises VaultError: locked or disabled, malformed, wrong, used before (with the seconds until the next one).  A wrong
    code counts toward the user's lockout, in a transaction of its own.
    """
    now = clock.now()
    with store.transaction(write=True):
        state = next((s for s in store.accounts.login_states() if s.id == user), None)
        if state is None or not state.active or not state.totp_secret:
            raise VaultError("vault.login_refused")
        last = administrators(store.accounts.users(), store.accounts.grants(), clock.today())
        alone = [other.id for other in last] == [user]
        lockout.require(lockout.may_try(lock_state(state.lock), now, last_administrator=alone), now)
        verdict = totp.check_code(
            state.totp_secret, code, now, state.totp_last_step, state.totp_offset, state.totp_period
        )
        _settle(store, clock, state, verdict)
    if isinstance(verdict, totp.Refused):
        raise refusal(verdict)


def _settle(store: Store, clock: Clock, state: LoginState, verdict: totp.Accepted | totp.Refused) -> None:
    """Keep what the verdict means: the step is used up, or a failure is counted (a malformed code is none)."""
    if isinstance(verdict, totp.Accepted):
        store.accounts.update(state.id, totp_last_step=verdict.step, totp_offset=verdict.offset)
        return
    if verdict.reason is not totp.CodeRefusal.WRONG:
        return
    now = clock.now()
    store.accounts.set_lock(state.id, lock_row(lockout.after_failure(lock_state(state.lock), now)))
    store.audit.append(NewEntry(now, int(state.id), "Proof", "refused", {"refusal": verdict.reason.value}))


def refusal(verdict: totp.Refused) -> VaultError:
    """A refused code as an error with the seconds until another one."""
    return VaultError(verdict.reason.value, seconds=verdict.next_in)
