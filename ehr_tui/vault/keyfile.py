"""The key file beside the database: the slots of all users, authenticated under the data key.

It is useless without a password and, for most slots, a device secret; the database is useless without it: the two are
backed up together.  Its digest stands in the database, so that neither can be exchanged alone.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from ehr_tui.errors import VaultError
from ehr_tui.vault.fields import BadField, Fields, base64_text, canonical_json, load_json
from ehr_tui.vault.files import file_lock, read_private, remove_leftovers, write_private
from ehr_tui.vault.kinds import SlotKind
from ehr_tui.vault.passwords import normal_name
from ehr_tui.vault.secret import Secret, keyed_digest, subkey
from ehr_tui.vault.slots import Slot, reseal

FORMAT = 1
MOST_SLOTS = 3000
_MARK = "ehr-tui key file"
_MAC_BYTES = 32
_PURPOSE = "key file"


class Standing(StrEnum):
    """How the key file on disk stands to what the database remembers of it."""

    CURRENT = "current"  # the confirmed one
    ARRIVED = "arrived"  # a change was announced and written, but not yet confirmed: confirm it
    FOREIGN = "foreign"  # neither: exchanged, or an older copy


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The slots of one office.  A change clears the MAC; ``sealed`` sets it and raises the generation by one."""

    office_id: str
    generation: int = 0
    slots: tuple[Slot, ...] = ()
    mac: bytes = b""
    signing_keys: tuple[bytes, ...] = ()  # reserved: the office's signing keys
    version: int = FORMAT

    @classmethod
    def parse(cls, data: bytes) -> KeyFile:
        """The key file that ``data`` is.

        Raises VaultError: ``vault.keyfile_empty``, ``vault.keyfile_truncated`` (not JSON), ``vault.keyfile_foreign``
        (no key file), ``vault.keyfile_newer``, ``vault.keyfile_cost`` (parameters out of caps),
        ``vault.keyfile_damaged`` (with the field).
        """
        if not data.strip():
            raise VaultError("vault.keyfile_empty")
        try:
            value = load_json(data)
        except ValueError as error:
            raise VaultError("vault.keyfile_truncated") from error
        if not isinstance(value, dict) or value.get("file") != _MARK:
            raise VaultError("vault.keyfile_foreign")
        try:
            keyfile = cls._from_fields(Fields(value))
        except BadField as error:
            raise VaultError("vault.keyfile_damaged", field=error.field) from error
        if keyfile.to_bytes() != data:
            raise VaultError("vault.keyfile_damaged", field="{}")  # not as this program writes it
        return keyfile

    @classmethod
    def _from_fields(cls, fields: Fields) -> KeyFile:
        fields.take("file")
        version = fields.whole("format")
        if version > FORMAT:
            raise VaultError("vault.keyfile_newer", found=version, known=FORMAT)
        if version < 1:
            raise BadField("format")
        keys = fields.list("signing_keys", 16)
        slots = fields.list("slots", MOST_SLOTS)
        keyfile = cls(
            office_id=fields.uuid("office_id"),
            generation=fields.whole("generation"),
            slots=tuple(Slot.from_fields(slot, f"slots[{place}]") for place, slot in enumerate(slots)),
            mac=fields.data("mac", _MAC_BYTES),
            signing_keys=tuple(
                Fields({"key": key}, f"signing_keys[{place}]").data("key") for place, key in enumerate(keys)
            ),
            version=version,
        )
        fields.done()
        if keyfile._clash() is not None:
            raise BadField("slots")
        return keyfile

    def to_bytes(self) -> bytes:
        """Always the same bytes for the same value.  Raises ValueError when not sealed."""
        if not self.mac:
            raise ValueError("not sealed")
        return canonical_json({**self._body(), "mac": base64_text(self.mac)})

    def digest(self) -> bytes:
        """SHA-256 of the bytes; it stands in the database."""
        return hashlib.sha256(self.to_bytes()).digest()

    def sealed(self, data_key: Secret) -> KeyFile:
        """The next generation, with its MAC."""
        following = replace(self, generation=self.generation + 1)
        return replace(following, mac=following._mac_under(data_key))

    def verify_mac(self, data_key: Secret) -> None:
        """Raises VaultError ``vault.keyfile_mac``: the file was changed by something else than this program."""
        if not hmac.compare_digest(self.mac, self._mac_under(data_key)):
            raise VaultError("vault.keyfile_mac")

    def with_slot(self, slot: Slot) -> KeyFile:
        """Raises VaultError ``vault.user_name_taken`` (by another user), ``vault.slot_exists``."""
        return self._changed((*self.slots, slot))

    def without_slot(self, slot_id: str) -> KeyFile:
        """Raises VaultError ``vault.slot_missing``."""
        self.slot(slot_id)
        return self._changed(tuple(slot for slot in self.slots if slot.slot_id != slot_id))

    def replace_slot(self, slot: Slot) -> KeyFile:
        """Put a slot in the place of the one with its id.  Raises as ``with_slot`` and ``without_slot``."""
        self.slot(slot.slot_id)
        return self._changed(tuple(slot if old.slot_id == slot.slot_id else old for old in self.slots))

    def without_user(self, user_id: str) -> KeyFile:
        """Take all of a user's slots away.  Raises VaultError ``vault.slot_missing``."""
        if not self.slots_of(user_id):
            raise VaultError("vault.slot_missing")
        return self._changed(tuple(slot for slot in self.slots if slot.user_id != user_id))

    def with_data_key(self, data_key: Secret) -> KeyFile:
        """Seal another data key for everybody; to be ``sealed`` under that key."""
        return self._changed(tuple(reseal(slot, data_key) for slot in self.slots))

    def slot(self, slot_id: str) -> Slot:
        """Raises VaultError ``vault.slot_missing``."""
        for slot in self.slots:
            if slot.slot_id == slot_id:
                return slot
        raise VaultError("vault.slot_missing")

    def slots_of(self, user_id: str, *kinds: SlotKind) -> tuple[Slot, ...]:
        """A user's slots, of some kinds or (none given) of all."""
        return tuple(
            slot for slot in self.slots if slot.user_id == user_id and (not kinds or slot.kind in kinds)
        )

    def slots_named(self, user_name: str) -> tuple[Slot, ...]:
        """The slots of the user whose name this is, however it is typed."""
        name = normal_name(user_name)
        return tuple(slot for slot in self.slots if normal_name(slot.user_name) == name)

    def _changed(self, slots: tuple[Slot, ...]) -> KeyFile:
        changed = replace(self, slots=slots, mac=b"")
        clash = changed._clash()
        if clash is not None:
            raise VaultError(clash)
        return changed

    def _clash(self) -> str | None:
        owners: dict[str, str] = {}
        for slot in self.slots:
            if owners.setdefault(normal_name(slot.user_name), slot.user_id) != slot.user_id:
                return "vault.user_name_taken"
        return "vault.slot_exists" if len({slot.slot_id for slot in self.slots}) < len(self.slots) else None

    def _body(self) -> dict[str, Any]:
        return {
            "file": _MARK,
            "format": self.version,
            "office_id": self.office_id,
            "generation": self.generation,
            "slots": [slot.to_fields() for slot in self.slots],
            "signing_keys": [base64_text(key) for key in self.signing_keys],
        }

    def _mac_under(self, data_key: Secret) -> bytes:
        return keyed_digest(subkey(data_key, _PURPOSE, self.office_id), canonical_json(self._body()))


def standing(found: bytes, confirmed: bytes, announced: bytes | None) -> Standing:
    """Judge the digest of the file on disk by the two that the database holds."""
    if hmac.compare_digest(found, confirmed):
        return Standing.CURRENT
    if announced is not None and hmac.compare_digest(found, announced):
        return Standing.ARRIVED
    return Standing.FOREIGN


def read_key_file(path: Path) -> KeyFile:
    """Raises VaultError as ``KeyFile.parse`` and ``files.read_private``."""
    return KeyFile.parse(read_private(path))


def write_key_file(path: Path, keyfile: KeyFile) -> None:
    """Put it in place whole or not at all.  Raises VaultError as ``files.write_private``."""
    write_private(path, keyfile.to_bytes())


@contextmanager
def key_file_lock(path: Path, patience: float = 5.0) -> Iterator[None]:
    """Hold the right to change the key file; ``patience`` in seconds.  Raises VaultError ``vault.file_busy``."""
    with file_lock(path.with_name(f"{path.name}-lock"), patience):
        remove_leftovers(path)
        yield


def change_key_file(
    path: Path,
    change: Callable[[KeyFile], KeyFile],
    announce: Callable[[bytes], None],
    confirm: Callable[[bytes], None],
) -> KeyFile:
    """Change the key file in the order that survives a crash at any point.

    Under the lock: read, ``change`` (answers a sealed file), ``announce`` its digest (the caller commits it as
    pending), write, ``confirm`` (the caller commits it as the one that counts).  After a crash ``standing`` tells
    what was reached.
    """
    with key_file_lock(path):
        changed = change(read_key_file(path))
        digest = changed.digest()
        announce(digest)
        write_key_file(path, changed)
        confirm(digest)
    return changed
