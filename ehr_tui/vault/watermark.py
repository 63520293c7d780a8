"""High-water marks: what has been seen, so that an older copy put back, or a clock set back, is noticed.

Three memories hold them: the database, a state file of this terminal, and the device store.  In each the highest
counts.  What was cleared deliberately (a lockout, a false time) carries an epoch: the newest clearing counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from ehr_tui.errors import VaultError
from ehr_tui.vault import lockout
from ehr_tui.vault.fields import BadField, Fields, load_json
from ehr_tui.vault.lockout import LockState
from ehr_tui.vault.passwords import normal_name

CLOCK_TOLERANCE = timedelta(minutes=5)
MOST_LOCKS = 512
_MARK_LOCKS = 12  # in the device store, where space is short
_KEY_CHARACTERS = 20
_NOTHING: Mapping[str, LockState] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class HighWater:
    """The marks of one office.  Instants are aware, in UTC.

    ``generation``: how often the database was opened for work, counted in it.  ``serial``: how often this terminal
    wrote its marks (means nothing elsewhere).  ``locks``: what is remembered of users, by ``user_key``.
    ``never_disabled``: keys of the last administrator(s), as the database said last.
    """

    generation: int = 0
    keyfile_generation: int = 0
    serial: int = 0
    highest_utc: datetime | None = None
    clock_epoch: int = 0
    locks: Mapping[str, LockState] = field(default_factory=lambda: _NOTHING)
    never_disabled: frozenset[str] = frozenset()

    def lock(self, key: str) -> LockState:
        """What is remembered of a user."""
        return self.locks.get(key, LockState())

    def with_lock(self, key: str, state: LockState, known: Collection[str] = ()) -> HighWater:
        """Remember a user's state; beyond 512 names the fewest and oldest failures go, ``known`` users' last."""
        locks = {**self.locks, key: state}
        if len(locks) > MOST_LOCKS:
            ranked = sorted(locks, key=lambda name: (name == key, name in known, *_weight(locks[name])))
            locks = {name: locks[name] for name in ranked[len(locks) - MOST_LOCKS :]}
        return replace(self, locks=locks)

    def with_failure(self, key: str, now: datetime, known: Collection[str] = ()) -> HighWater:
        """Count an attempt of a user; to be written before the attempt is tried."""
        return self.with_lock(key, lockout.after_failure(self.lock(key), now), known)

    def with_success(self, key: str) -> HighWater:
        """Clear a user's count after a complete login, a recovery code or a release by an administrator."""
        return self.with_lock(key, lockout.after_success(self.lock(key)))

    def seen(self, now: datetime) -> HighWater:
        """Remember the time if it is the highest."""
        return replace(self, highest_utc=_later(self.highest_utc, now.astimezone(UTC)))

    def clock_cleared(self, now: datetime) -> HighWater:
        """Take back a false time mark (a recovery code was used, or an administrator decided)."""
        return replace(self, highest_utc=now.astimezone(UTC), clock_epoch=self.clock_epoch + 1)

    def merge(self, other: HighWater) -> HighWater:
        """What counts of two memories."""
        names = self.locks.keys() | other.locks.keys()
        locks = {name: lockout.merge(self.lock(name), other.lock(name)) for name in sorted(names)}
        return HighWater(
            generation=max(self.generation, other.generation),
            keyfile_generation=max(self.keyfile_generation, other.keyfile_generation),
            serial=max(self.serial, other.serial),
            highest_utc=self._merged_time(other),
            clock_epoch=max(self.clock_epoch, other.clock_epoch),
            locks=locks,
            never_disabled=self._merged_never_disabled(other),
        )

    def _merged_time(self, other: HighWater) -> datetime | None:
        if self.clock_epoch != other.clock_epoch:
            return (self if self.clock_epoch > other.clock_epoch else other).highest_utc
        return _later(self.highest_utc, other.highest_utc)

    def _merged_never_disabled(self, other: HighWater) -> frozenset[str]:
        if self.generation != other.generation:
            return (self if self.generation > other.generation else other).never_disabled
        return self.never_disabled | other.never_disabled

    def to_text(self) -> str:
        """For the database; read by ``from_text``."""
        return _compact(self.to_fields())

    def to_mark(self) -> str:
        """The same, short enough for a device store: with the twelve worst counts only."""
        worst = sorted(self.locks, key=lambda name: _weight(self.locks[name]))[-_MARK_LOCKS:]
        return _compact(replace(self, locks={name: self.locks[name] for name in worst}).to_fields())

    @classmethod
    def from_text(cls, text: str) -> HighWater:
        """Raises VaultError ``vault.state_damaged``."""
        try:
            return cls.from_fields(load_json(text.encode("utf-8", "surrogatepass")))
        except ValueError as error:
            raise VaultError("vault.state_damaged") from error

    def to_fields(self) -> dict[str, Any]:
        """As it is written."""
        return {
            "generation": self.generation,
            "keyfile": self.keyfile_generation,
            "serial": self.serial,
            "highest": "" if self.highest_utc is None else self.highest_utc.isoformat(),
            "clock": self.clock_epoch,
            "locks": {name: _lock_text(state) for name, state in self.locks.items()},
            "never": sorted(self.never_disabled),
        }

    @classmethod
    def from_fields(cls, value: object) -> HighWater:
        """Raises ValueError (BadField included)."""
        fields = Fields(value)
        locks = fields.take("locks")
        never = fields.list("never", MOST_LOCKS)
        names = isinstance(locks, dict) and all(isinstance(key, str) for key in never)
        if not names or len(locks) > MOST_LOCKS:
            raise BadField("locks")
        mark = cls(
            generation=fields.whole("generation"),
            keyfile_generation=fields.whole("keyfile"),
            serial=fields.whole("serial"),
            highest_utc=_instant(fields.text("highest")),
            clock_epoch=fields.whole("clock"),
            locks={name: _lock_state(value) for name, value in locks.items()},
            never_disabled=frozenset(never),
        )
        fields.done()
        return mark


@dataclass(frozen=True, slots=True)
class StepBack:
    """Something is older than what was seen; only an administrator (or a recovery code) may accept it."""

    code: str
    seen: int
    found: int

    def error(self) -> VaultError:
        """The error to show."""
        return VaultError(self.code, seen=self.seen, found=self.found)


def step_back(
    seen: HighWater, *, generation: int | None = None, keyfile_generation: int | None = None
) -> StepBack | None:
    """Judge the database (``vault.office_older``) or the key file (``vault.keyfile_older``) by what was seen.

    ``generation`` and ``keyfile_generation``: as found now.
    """
    if generation is not None and generation < seen.generation:
        return StepBack("vault.office_older", seen.generation, generation)
    if keyfile_generation is not None and keyfile_generation < seen.keyfile_generation:
        return StepBack("vault.keyfile_older", seen.keyfile_generation, keyfile_generation)
    return None


def check_clock(now: datetime, highest_seen: datetime | None) -> None:
    """Raises VaultError ``vault.clock_back`` when ``now`` is over 5 minutes before the highest time seen."""
    if highest_seen is not None and highest_seen - now > CLOCK_TOLERANCE:
        behind = int((highest_seen - now).total_seconds()) // 60
        seen = highest_seen.astimezone(UTC)
        raise VaultError("vault.clock_back", minutes=behind, seen=f"{seen:%Y-%m-%d %H:%M} UTC")


def user_key(user_name: str, office_id: str) -> str:
    """Under which a user, known or not, stands in the marks: a digest, alike on every terminal of the office."""
    name = normal_name(user_name).encode("utf-8", "surrogatepass")
    return hashlib.sha256(b"ehr-tui/1/user/" + office_id.encode("ascii") + name).hexdigest()[:_KEY_CHARACTERS]


def _compact(fields: dict[str, Any]) -> str:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"))


def _weight(state: LockState) -> tuple[bool, int, float, int]:
    last = 0.0 if state.last_failure is None else state.last_failure.timestamp()
    return (state.disabled, state.failures, last, state.epoch)


def _later(a: datetime | None, b: datetime | None) -> datetime | None:
    times = [time for time in (a, b) if time is not None]
    return max(times, default=None)


def _lock_text(state: LockState) -> list[Any]:
    last = "" if state.last_failure is None else state.last_failure.astimezone(UTC).isoformat()
    return [state.failures, last, int(state.disabled), state.epoch]


def _lock_state(value: object) -> LockState:
    if not isinstance(value, list) or len(value) != 4:
        raise BadField("locks")
    fields = Fields(dict(zip(("failures", "last", "disabled", "epoch"), value, strict=True)), "locks")
    return LockState(
        failures=fields.whole("failures"),
        last_failure=_instant(fields.text("last")),
        disabled=bool(fields.whole("disabled", 1)),
        epoch=fields.whole("epoch"),
    )


def _instant(text: str) -> datetime | None:
    if not text:
        return None
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise BadField("instant")
    return instant.astimezone(UTC)
