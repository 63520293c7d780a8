"""When a user may try again: five failures bring a growing delay, twenty disable; the last administrator only waits.

Pure policy.  Count an attempt as failed *before* trying it and clear it on success, so that killing the program
between the two saves nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ehr_tui.errors import VaultError

FREE_FAILURES = 5
DISABLING_FAILURES = 20
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class LockState:
    """What is remembered of one user.  ``epoch`` rises whenever the count is cleared: the newest clearing counts."""

    failures: int = 0
    last_failure: datetime | None = None
    disabled: bool = False
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class Allowed:
    """May try now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """May try from ``until`` on."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Disabled:
    """Only an administrator or a recovery code helps."""


def may_try(state: LockState, now: datetime, last_administrator: bool) -> Allowed | Wait | Disabled:
    """Judge an attempt at ``now``.  The last administrator is delayed and never disabled."""
    if state.disabled and not last_administrator:
        return Disabled()
    if state.last_failure is None:
        return Allowed()
    until = state.last_failure + delay(state.failures)
    return Wait(until) if now < until else Allowed()


def delay(failures: int) -> timedelta:
    """Nothing below five failures; then 30 s, doubling with each, at most 15 minutes."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    doublings = min(failures - FREE_FAILURES, 10)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def after_failure(state: LockState, now: datetime) -> LockState:
    """One more failure.  The time of the last failure never goes back."""
    failures = state.failures + 1
    last = now if state.last_failure is None else max(now, state.last_failure)
    disabled = state.disabled or failures >= DISABLING_FAILURES
    return replace(state, failures=failures, last_failure=last, disabled=disabled)


def after_success(state: LockState) -> LockState:
    """A complete login (with its code), a recovery code or an administrator's release: the count begins anew."""
    return LockState(epoch=state.epoch + 1)


def merge(a: LockState, b: LockState) -> LockState:
    """What counts of two memories: the one cleared last; between equals the maximum of each part."""
    if a.epoch != b.epoch:
        return a if a.epoch > b.epoch else b
    times = [state.last_failure for state in (a, b) if state.last_failure is not None]
    return LockState(
        failures=max(a.failures, b.failures),
        last_failure=max(times, default=None),
        disabled=a.disabled or b.disabled,
        epoch=a.epoch,
    )


def require(verdict: Allowed | Wait | Disabled, now: datetime) -> None:
    """Raises VaultError ``vault.locked`` (with the seconds left) or ``vault.disabled``."""
    if isinstance(verdict, Wait):
        raise VaultError("vault.locked", seconds=math.ceil((verdict.until - now).total_seconds()))
    if isinstance(verdict, Disabled):
        raise VaultError("vault.disabled")
