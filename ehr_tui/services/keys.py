"""Changing the key file in step with the database: pending hash → file → confirmed hash.

A crash at any point leaves one file that the database knows: the one before or the one after.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ehr_tui.errors import VaultError
from ehr_tui.store.store import Store
from ehr_tui.vault.cost import ArgonCost
from ehr_tui.vault.keyfile import KeyFile, Standing, key_file_lock, read_key_file, standing, write_key_file
from ehr_tui.vault.kinds import SlotKind
from ehr_tui.vault.passwords import check_new_password
from ehr_tui.vault.recovery import CODES_PER_USER, new_code
from ehr_tui.vault.secret import Secret
from ehr_tui.vault.slots import (
    Slot,
    UnlockedSlot,
    change_password,
    create_recovery_slot,
    create_slot,
    device_mark,
    unlock_slot,
)

if TYPE_CHECKING:
    from ehr_tui.services.context import Context

CONFIRMED, PENDING = "keyfile_confirmed", "keyfile_pending"
PATIENCE = 1.0
"""Seconds to wait for the key file while holding the database: whoever holds the key file needs the database next."""

Then = Callable[[], None]
"""What stands only once the key file does: run in the transaction that confirms it."""
WORDS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(slots=True)
class KeyKeeper:
    """What one login holds of the vault while the office is open."""

    path: Path  # of the key file
    unlocked: UnlockedSlot = field(repr=False)
    device_secret: Secret | None = field(repr=False)
    cost: ArgonCost | None = None  # None: what the slot's kind asks
    previous_login: datetime | None = None

    @property
    def slot_kind(self) -> SlotKind:
        """What new password slots on this terminal are bound to."""
        return SlotKind.PASSWORD_DEVICE if self.device_secret is not None else SlotKind.PASSWORD_ONLY

    def issue(self, context: Context, uuid: str, login: str, password: str, then: Then) -> None:
        """Give a user a new slot with a new key pair; every older slot of the user goes.

        It needs no device secret, since the user may begin on another terminal or account: a first password is long and
        random.  With the first password of their own the slot is bound to the terminal it is chosen on.
        """
        slot = create_slot(
            user_id=uuid,
            user_name=login,
            kind=SlotKind.PASSWORD_ONLY,
            password=password,
            data_key=self.unlocked.data_key,
            cost=self.cost,
        )
        self._change(context, lambda file: without(file, file.slots_of(uuid)).with_slot(slot), then)

    def withdraw(self, context: Context, uuid: str) -> None:
        """Take every slot of a user away."""
        self._change(context, lambda file: without(file, file.slots_of(uuid)), lambda: None)

    def change_own_password(
        self, context: Context, uuid: str, login: str, old: str | None, new: str, then: Then
    ) -> None:
        """Wrap the user's key pair under another password; on a terminal without a slot, in a new one.

        ``old`` None after a recovery code, which has proved the user.  Raises VaultError when the old password is
        wrong or the new one too weak.
        """
        slot = self._own_slot(read_key_file(self.path), uuid)
        if slot is not None and old is not None:
            unlock_slot(slot, old, self.device_secret)
        check_new_password(new, self.slot_kind, login)
        if slot is None:
            fresh = create_slot(
                user_id=uuid,
                user_name=login,
                kind=self.slot_kind,
                password=new,
                data_key=self.unlocked.data_key,
                device_secret=self.device_secret,
                private_key=self.unlocked.private_key,
                cost=self.cost,
            )
            self._change(context, lambda file: file.with_slot(fresh), then)
            return
        changed = change_password(
            slot, self.unlocked, new, kind=self.slot_kind, device_secret=self.device_secret, cost=self.cost
        )
        self._change(context, lambda file: file.replace_slot(changed), then)

    def _own_slot(self, file: KeyFile, uuid: str) -> Slot | None:
        """The user's password slot for this terminal: made with its secret, else password-only."""
        mark = device_mark(self.device_secret) if self.device_secret is not None else ""
        slots = file.slots_of(uuid, SlotKind.PASSWORD_DEVICE, SlotKind.PASSWORD_ONLY)
        bound = [s for s in slots if s.kind is SlotKind.PASSWORD_DEVICE and s.device_mark == mark]
        return next(iter(bound or [s for s in slots if s.kind is SlotKind.PASSWORD_ONLY]), None)

    def new_recovery_codes(self, context: Context, uuid: str, login: str, then: Then) -> tuple[str, ...]:
        """Two fresh codes in place of any older ones."""
        codes = tuple(new_code() for _ in range(CODES_PER_USER))
        slots = [
            create_recovery_slot(user_id=uuid, user_name=login, code=code, unlocked=self.unlocked)
            for code in codes
        ]

        def renew(file: KeyFile) -> KeyFile:
            file = without(file, file.slots_of(uuid, SlotKind.RECOVERY))
            for slot in slots:
                file = file.with_slot(slot)
            return file

        self._change(context, renew, then)
        return codes

    def _change(self, context: Context, make: Callable[[KeyFile], KeyFile], then: Then) -> None:
        """Note the coming file in the running transaction; once that stands, write it and confirm."""
        file = change_key_file(context.store, self.path, self.unlocked.data_key, make, context.held)
        context.after_commit(lambda: put_in_place(context.store, self.path, file, then))


def without(file: KeyFile, slots: Iterable[Slot]) -> KeyFile:
    """The file less some slots."""
    for slot in slots:
        file = file.without_slot(slot.slot_id)
    return file


def change_key_file(
    store: Store, path: Path, data_key: Secret, make: Callable[[KeyFile], KeyFile], held: ExitStack
) -> KeyFile:
    """The coming key file, its hash noted as pending; the lock is held until the act is over."""
    held.enter_context(key_file_lock(path, PATIENCE))
    current = read_key_file(path)
    current.verify_mac(data_key)
    file = make(current).sealed(data_key)
    store.meta.put(PENDING, file.digest().hex())
    return file


def put_in_place(store: Store, path: Path, file: KeyFile, then: Then = lambda: None) -> None:
    """Write the file whose hash is pending and confirm it."""
    write_key_file(path, file)
    with store.transaction(write=True):
        confirm(store, file)
        then()


def confirm(store: Store, file: KeyFile) -> None:
    """Note a key file as the office's own."""
    store.meta.put(CONFIRMED, file.digest().hex())
    store.meta.put(PENDING, "")


def reconcile(store: Store, file: KeyFile) -> None:
    """After a crash or when another copy was put in place: is this the key file that belongs to the database?

    Raises VaultError "vault.keyfile_other" when it is neither the confirmed nor the pending one.
    """
    pending = store.meta.get(PENDING)
    verdict = standing(
        file.digest(), bytes.fromhex(store.meta.get(CONFIRMED)), bytes.fromhex(pending) if pending else None
    )
    if verdict is Standing.FOREIGN:
        raise VaultError("vault.keyfile_other")
    if verdict is Standing.ARRIVED or pending:
        confirm(store, file)


def first_password(length: int = 16) -> str:
    """A first password for a slip: four groups of four, no letters that are misread; 78 bits."""
    letters = "".join(secrets.choice(WORDS) for _ in range(length))
    return "-".join(letters[n : n + 4] for n in range(0, length, 4))
