"""From user name and password, or recovery code, to the office's data key.

Whether a user exists shows neither in the answer nor in the work done: every attempt costs the same derivations.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass

from ehr_tui.errors import VaultError
from ehr_tui.vault import recovery
from ehr_tui.vault.cost import SALT_BYTES, ArgonCost, derive
from ehr_tui.vault.device import DeviceStore
from ehr_tui.vault.keyfile import KeyFile
from ehr_tui.vault.kinds import SlotKind
from ehr_tui.vault.passwords import normal_name, password_bytes
from ehr_tui.vault.secret import Secret
from ehr_tui.vault.slots import Slot, UnlockedSlot, device_mark, unlock_slot


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A user who proved to hold a slot.  The authenticator's code is still to come."""

    user_id: str
    data_key: Secret
    private_key: Secret
    slot: Slot

    @property
    def keys(self) -> UnlockedSlot:
        """Private key and data key, as the slot functions take them."""
        return UnlockedSlot(self.private_key, self.data_key)


def unlock(keyfile: KeyFile, user_name: str, password: str, device_store: DeviceStore) -> Unlocked:
    """Open the user's slot and check the key file under the data key.

    Raises VaultError: ``vault.login_refused`` (unknown user or wrong password, alike), ``vault.keyfile_mac``; for
    everybody on this terminal alike ``vault.device_secret_missing`` (or why the store has none) and
    ``vault.other_device``; what the device store raises.
    """
    device_secret = device_store.get_secret(keyfile.office_id)
    _require_usable(keyfile, device_secret, device_store)
    slot = _slot_to_try(keyfile, user_name, device_secret)
    if slot is None:
        _work_in_vain(keyfile, user_name, password_bytes(password), device_secret)
        raise VaultError("vault.login_refused")
    return _checked(keyfile, slot, unlock_slot(slot, password, device_secret))


def unlock_with_recovery(keyfile: KeyFile, user_name: str, code: str) -> Unlocked:
    """Open the user by a recovery code; the caller then removes ``slot``, and a new password must follow.

    Raises VaultError: ``vault.recovery_mistyped``, ``vault.recovery_refused``, ``vault.keyfile_mac``.
    """
    typed = recovery.normalise(code)
    slots = [slot for slot in keyfile.slots_named(user_name) if slot.kind is SlotKind.RECOVERY]
    opened: Unlocked | None = None
    for slot in slots:
        try:
            opened = _checked(keyfile, slot, unlock_slot(slot, typed))
        except VaultError as error:
            if error.code != "vault.recovery_refused":
                raise
    for _ in range(recovery.CODES_PER_USER - len(slots)):
        derive(typed.encode("ascii"), os.urandom(SALT_BYTES), None, ArgonCost.FLOOR)
    if opened is None:
        raise VaultError("vault.recovery_refused")
    return opened


def _checked(keyfile: KeyFile, slot: Slot, keys: UnlockedSlot) -> Unlocked:
    keyfile.verify_mac(keys.data_key)
    return Unlocked(slot.user_id, keys.data_key, keys.private_key, slot)


def _password_slots(keyfile: KeyFile) -> list[Slot]:
    return [slot for slot in keyfile.slots if slot.kind is not SlotKind.RECOVERY]


def _require_usable(keyfile: KeyFile, device_secret: Secret | None, device_store: DeviceStore) -> None:
    """Refuse, whoever asks, when no password could open anything on this terminal."""
    slots = _password_slots(keyfile)
    if not slots or any(slot.kind is SlotKind.PASSWORD_ONLY for slot in slots):
        return
    if device_secret is None:
        raise VaultError(device_store.reason or "vault.device_secret_missing")
    mark = device_mark(device_secret)
    if all(slot.device_mark != mark for slot in slots):
        raise VaultError("vault.other_device")


def _slot_to_try(keyfile: KeyFile, user_name: str, device_secret: Secret | None) -> Slot | None:
    """Exactly one: the slot made with this terminal's secret, else the password-only one."""
    mark = None if device_secret is None else device_mark(device_secret)
    slots = keyfile.slots_named(user_name)
    for slot in slots:
        if slot.kind is SlotKind.PASSWORD_DEVICE and slot.device_mark == mark:
            return slot
    return next((slot for slot in slots if slot.kind is SlotKind.PASSWORD_ONLY), None)


def _work_in_vain(keyfile: KeyFile, user_name: str, password: bytes, device_secret: Secret | None) -> None:
    """Spend what some real slot would cost, for one name always the same one."""
    slots = _password_slots(keyfile)
    seed = hashlib.sha256(keyfile.office_id.encode("ascii") + password_bytes(normal_name(user_name))).digest()
    cost = slots[int.from_bytes(seed[:8], "big") % len(slots)].cost if slots else ArgonCost.DEFAULT
    derive(password, os.urandom(SALT_BYTES), device_secret, cost)
