"""A key slot: one way for one user to reach the office's data key.

The user's key pair (X25519) stands in the middle.  A password or recovery code, stretched by Argon2id, unwraps the
private key; the data key is sealed (HPKE, RFC 9180) to the public key.  So the data key can be changed, or a person
shut out, without anybody's password.  A changed password keeps the key pair, because the recovery codes wrap it too;
a reset by an administrator makes a new one.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from ehr_tui.errors import VaultError
from ehr_tui.vault import recovery
from ehr_tui.vault.cost import SALT_BYTES, ArgonCost, derive
from ehr_tui.vault.fields import BadField, Fields, base64_text, canonical_json
from ehr_tui.vault.kinds import SlotKind
from ehr_tui.vault.passwords import (
    LONGEST_NAME,
    check_new_password,
    check_user_name,
    normal_name,
    password_bytes,
)
from ehr_tui.vault.secret import KEY_BYTES, Secret
from ehr_tui.vault.wrapping import SEALED_BYTES, WRAPPED_BYTES, public_part, seal, unseal, unwrap, wrap

__all__ = [
    "ArgonCost", "Slot", "SlotKind", "UnlockedSlot", "change_password", "check_new_password", "create_recovery_slot",
    "create_slot", "device_mark", "reseal", "unlock_slot",
]  # fmt: skip

SLOT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot as it stands in the key file; nothing in it is secret by itself, all of it is authenticated."""

    slot_id: str
    user_id: str
    user_name: str
    kind: SlotKind
    cost: ArgonCost
    salt: bytes
    public_key: bytes
    wrapped_private_key: bytes  # nonce and ciphertext
    sealed_data_key: bytes
    device_mark: str = ""  # tells which device secret the slot was made with; empty: none
    health_key: bytes = b""  # reserved: the second key, sealed like the data key
    version: int = SLOT_VERSION

    def to_fields(self) -> dict[str, Any]:
        """As it is written."""
        return {
            **self._fixed_fields(),
            "user_name": self.user_name,
            "wrapped_private_key": base64_text(self.wrapped_private_key),
            "sealed_data_key": base64_text(self.sealed_data_key),
            "health_key": base64_text(self.health_key),
        }

    @classmethod
    def from_fields(cls, value: object, where: str) -> Slot:
        """Raises BadField; VaultError ``vault.keyfile_newer``, ``vault.keyfile_cost``."""
        fields = Fields(value, where)
        version = fields.whole("version")
        if version > SLOT_VERSION:
            raise VaultError("vault.keyfile_newer", found=version, known=SLOT_VERSION)
        kind = fields.text("kind")
        if version < 1 or kind not in list(SlotKind):
            raise BadField(fields.path("kind"))
        argon = Fields(fields.take("argon"), fields.path("argon"))
        cost = ArgonCost(argon.whole("memory_kib"), argon.whole("iterations"), argon.whole("lanes"))
        argon.done()
        cost.check()
        slot = cls(
            slot_id=fields.uuid("slot_id"),
            user_id=fields.uuid("user_id"),
            user_name=fields.text("user_name", LONGEST_NAME),
            kind=SlotKind(kind),
            cost=cost,
            salt=fields.data("salt", SALT_BYTES),
            public_key=fields.data("public_key", KEY_BYTES),
            wrapped_private_key=fields.data("wrapped_private_key", WRAPPED_BYTES),
            sealed_data_key=fields.data("sealed_data_key", SEALED_BYTES),
            device_mark=fields.text("device_mark", 32),
            health_key=fields.data("health_key"),
            version=version,
        )
        fields.done()
        if not normal_name(slot.user_name):
            raise BadField(f"{where}.user_name")
        return slot

    def bound_data(self) -> bytes:
        """What the wrapping authenticates: a slot cannot be given to another user or be called another kind."""
        return canonical_json(self._fixed_fields())

    def _fixed_fields(self) -> dict[str, Any]:
        cost = self.cost
        return {
            "version": self.version,
            "slot_id": self.slot_id,
            "user_id": self.user_id,
            "kind": self.kind.value,
            "argon": {"memory_kib": cost.memory_kib, "iterations": cost.iterations, "lanes": cost.lanes},
            "salt": base64_text(self.salt),
            "public_key": base64_text(self.public_key),
            "device_mark": self.device_mark,
        }


@dataclass(frozen=True, slots=True)
class UnlockedSlot:
    """What a slot gives when it opens."""

    private_key: Secret
    data_key: Secret


def device_mark(device_secret: Secret) -> str:
    """Sixteen characters that tell a device secret from another and nothing about it (it has 256 random bits)."""
    return hmac.digest(device_secret.reveal(), b"ehr-tui/1/device-mark", "sha256")[:8].hex()


def create_slot(
    *,
    user_id: str,
    user_name: str,
    kind: SlotKind,
    password: str,
    data_key: Secret,
    device_secret: Secret | None = None,
    private_key: Secret | None = None,
    cost: ArgonCost | None = None,
) -> Slot:
    """A password slot; without ``private_key`` with a new key pair.  The password is not judged here.

    ``cost`` defaults to what the kind asks.  ``device_secret`` is used by PASSWORD_DEVICE only.
    Raises VaultError ``vault.device_secret_missing``, ``vault.keyfile_cost``, ``vault.memory``; InputError
    ``vault.user_name_unusable``.
    """
    if kind is SlotKind.RECOVERY:
        raise ValueError("create_recovery_slot makes these")
    keys = UnlockedSlot(private_key or Secret.random(), data_key)
    blank = _blank(user_id, user_name, kind, cost or _usual_cost(kind))
    return _filled(blank, password_bytes(password), device_secret, keys)


def create_recovery_slot(
    *, user_id: str, user_name: str, code: str, unlocked: UnlockedSlot, cost: ArgonCost = ArgonCost.FLOOR
) -> Slot:
    """A slot that a recovery code opens, with the user's own key pair.

    The cheapest cost suffices: the code has 160 random bits.  Raises VaultError ``vault.recovery_mistyped``.
    """
    secret = recovery.normalise(code).encode("ascii")
    return _filled(_blank(user_id, user_name, SlotKind.RECOVERY, cost), secret, None, unlocked)


def unlock_slot(slot: Slot, password: str, device_secret: Secret | None = None) -> UnlockedSlot:
    """Open a slot with its password, or its recovery code in any typed form.

    Raises VaultError: ``vault.login_refused`` (or ``vault.recovery_refused``) when it does not open,
    ``vault.device_secret_missing``, ``vault.recovery_mistyped``, ``vault.keyfile_damaged``, ``vault.memory``.
    """
    is_recovery = slot.kind is SlotKind.RECOVERY
    secret = recovery.normalise(password).encode("ascii") if is_recovery else password_bytes(password)
    wrapping = derive(secret, slot.salt, _device_part(slot.kind, device_secret), slot.cost)
    private_key = unwrap(wrapping, slot.wrapped_private_key, slot.bound_data())
    if private_key is None:
        raise VaultError("vault.recovery_refused" if is_recovery else "vault.login_refused")
    data_key = unseal(private_key, slot.sealed_data_key, slot.user_id)
    if data_key is None:
        raise VaultError("vault.keyfile_damaged", field="sealed_data_key")
    return UnlockedSlot(private_key, data_key)


def change_password(
    slot: Slot,
    unlocked: UnlockedSlot,
    new_password: str,
    *,
    kind: SlotKind | None = None,
    device_secret: Secret | None = None,
    cost: ArgonCost | None = None,
) -> Slot:
    """The same slot (id, user, key pair) under another password and, if asked, of another kind.

    ``unlocked`` may come from the user's recovery slot.  The old password still opens older copies of the key file.
    Raises VaultError as ``create_slot``.
    """
    kind = kind or slot.kind
    if kind is SlotKind.RECOVERY or slot.kind is SlotKind.RECOVERY:
        raise ValueError("a recovery slot has no password")
    blank = replace(slot, kind=kind, cost=cost or _usual_cost(kind), salt=os.urandom(SALT_BYTES))
    return _filled(blank, password_bytes(new_password), device_secret, unlocked)


def reseal(slot: Slot, data_key: Secret) -> Slot:
    """The slot with another data key; needs no password."""
    return replace(slot, sealed_data_key=seal(slot.public_key, data_key, slot.user_id))


def _usual_cost(kind: SlotKind) -> ArgonCost:
    return ArgonCost.PASSWORD_ONLY if kind is SlotKind.PASSWORD_ONLY else ArgonCost.DEFAULT


def _device_part(kind: SlotKind, device_secret: Secret | None) -> Secret | None:
    if kind is not SlotKind.PASSWORD_DEVICE:
        return None
    if device_secret is None:
        raise VaultError("vault.device_secret_missing")
    return device_secret


def _blank(user_id: str, user_name: str, kind: SlotKind, cost: ArgonCost) -> Slot:
    check_user_name(user_name)
    return Slot(
        slot_id=str(uuid4()),
        user_id=str(UUID(user_id)),
        user_name=user_name,
        kind=kind,
        cost=cost,
        salt=os.urandom(SALT_BYTES),
        public_key=b"",
        wrapped_private_key=b"",
        sealed_data_key=b"",
    )


def _filled(blank: Slot, secret: bytes, device_secret: Secret | None, keys: UnlockedSlot) -> Slot:
    """Wrap the private key under the secret and seal the data key to its public key."""
    device = _device_part(blank.kind, device_secret)
    mark = "" if device is None else device_mark(device)
    slot = replace(blank, public_key=public_part(keys.private_key), device_mark=mark)
    wrapping = derive(secret, slot.salt, device, slot.cost)
    return replace(
        slot,
        wrapped_private_key=wrap(wrapping, keys.private_key, slot.bound_data()),
        sealed_data_key=seal(slot.public_key, keys.data_key, slot.user_id),
    )
