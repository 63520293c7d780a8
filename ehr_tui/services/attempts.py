"""Failed logins as this terminal counts them before the file is open.

Each attempt counts twice: for the user, merged with what the file knows, and for the key pair that was tried.  Only
the second keeps anybody from trying: a terminal cannot hear that an administrator gave a locked user a new slot, but it
sees the new key pair.  A key pair that somebody makes up opens nothing, so its fresh count is of no use.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ehr_tui.vault import lockout
from ehr_tui.vault.keyfile import KeyFile
from ehr_tui.vault.kinds import SlotKind
from ehr_tui.vault.watermark import HighWater, user_key


@dataclass(frozen=True, slots=True)
class Attempt:
    """A login of a user under the key file as it stands."""

    user: str  # key of the user in the marks
    slot: str  # key of the user's key pair in the marks
    known: tuple[str, ...]  # keys that are not forgotten when many made-up names were tried

    @classmethod
    def of(cls, keyfile: KeyFile, login: str) -> Attempt:
        """Of a user, known or not."""
        names = {slot.user_name for slot in keyfile.slots}
        keys = [key for name in sorted(names) for key in (_user(keyfile, name), _slot(keyfile, name))]
        return cls(_user(keyfile, login), _slot(keyfile, login), tuple(keys))

    def require_allowed(self, seen: HighWater, now: datetime) -> None:
        """Raises VaultError ``vault.locked`` or ``vault.disabled``."""
        lockout.require(lockout.may_try(seen.lock(self.slot), now, self.user in seen.never_disabled), now)

    def failed(self, marks: HighWater, now: datetime) -> HighWater:
        """Counted, before it is tried."""
        return marks.with_failure(self.user, now, self.known).with_failure(self.slot, now, self.known)

    def succeeded(self, marks: HighWater) -> HighWater:
        """Cleared, after password and code, or a recovery code."""
        return marks.with_success(self.user).with_success(self.slot)


def _user(keyfile: KeyFile, name: str) -> str:
    return user_key(name, keyfile.office_id)


def _slot(keyfile: KeyFile, name: str) -> str:
    """A changed password keeps the key pair; a reset by an administrator makes a new one."""
    pairs = sorted(s.public_key.hex() for s in keyfile.slots_named(name) if s.kind is not SlotKind.RECOVERY)
    return user_key(f"{name.strip()}/{'/'.join(dict.fromkeys(pairs))}", keyfile.office_id)
