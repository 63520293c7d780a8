"""The device secret: 256 random bits that a password needs beside it, kept where a copied file does not reach.

Where it lives is found, not hoped for: only key stores known to be real, and only after they gave back what was
written.  Without one the program says so and uses longer passwords alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ehr_tui.errors import VaultError
from ehr_tui.vault.kinds import DeviceKind
from ehr_tui.vault.secret import Secret

if TYPE_CHECKING:
    from ehr_tui.vault.device_keyring import Backend

__all__ = [
    "ALLOWED_BACKENDS",
    "DeviceChoice",
    "DeviceKind",
    "DeviceStore",
    "NoStore",
    "Wish",
    "find_device_store",
]

ALLOWED_BACKENDS = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
    }
)


class Wish(StrEnum):
    """What the settings ask for."""

    AUTO = "auto"  # the key file if one is named, else the keyring if it is real, else none
    KEYRING = "keyring"
    USB_FILE = "usb_file"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """The settings that concern the device secret; ``patience`` in seconds for each call of the keyring."""

    wish: Wish = Wish.AUTO
    key_file: Path | None = None
    patience: float = 5.0


class DeviceStore(Protocol):
    """Keeps the device secrets of offices, and short marks against older copies."""

    @property
    def kind(self) -> DeviceKind:
        """Which kind this is: shown on the login screen."""
        ...

    @property
    def reason(self) -> str:
        """The code of what is missing, for the screen (its words need no figures); empty when all is well."""
        ...

    def get_secret(self, office_id: str) -> Secret | None:
        """The office's secret on this terminal, or None.  Raises VaultError when the store does not answer."""
        ...

    def create_secret(self, office_id: str) -> Secret:
        """The office's secret on this terminal, made if there is none.  Raises VaultError when it cannot be kept."""
        ...

    def get_mark(self, office_id: str, name: str) -> str | None:
        """A short text kept under a name, or None."""
        ...

    def put_mark(self, office_id: str, name: str, value: str) -> bool:
        """Keep a short text (at most about 1,200 characters); False when this store keeps none."""
        ...


@dataclass(frozen=True, slots=True)
class NoStore:
    """There is no place for a device secret; ``reason`` says why, unless none is wanted."""

    reason: str = ""
    kind: DeviceKind = DeviceKind.NONE

    def get_secret(self, office_id: str) -> Secret | None:
        """None."""
        return None

    def create_secret(self, office_id: str) -> Secret:
        """Raises VaultError with the reason, or ``vault.no_device_store``."""
        raise VaultError(self.reason or "vault.no_device_store")

    def get_mark(self, office_id: str, name: str) -> str | None:
        """None."""
        return None

    def put_mark(self, office_id: str, name: str, value: str) -> bool:
        """False: nothing is kept."""
        return False


def find_device_store(
    choice: DeviceChoice, backend: Backend | None = None, allowed: Collection[str] = ALLOWED_BACKENDS
) -> DeviceStore:
    """The store that the settings ask for, or with AUTO the best that works.

    ``backend`` replaces what the system offers; it must be ``allowed`` like any other.  Raises VaultError when a
    keyring that was asked for by name does not work: ``vault.keyring_untrusted``, ``vault.keyring_locked``,
    ``vault.keyring_late``, ``vault.keyring_failed``, ``vault.keyring_drops``; ``vault.device_file_unnamed``.
    """
    from ehr_tui.vault.device_file import FileStore
    from ehr_tui.vault.device_keyring import open_keyring

    if choice.wish is Wish.NONE:
        return NoStore()
    if choice.wish is Wish.USB_FILE or (choice.wish is Wish.AUTO and choice.key_file is not None):
        if choice.key_file is None:
            raise VaultError("vault.device_file_unnamed")
        return FileStore(choice.key_file)
    try:
        return open_keyring(backend, allowed, choice.patience)
    except VaultError as error:
        if choice.wish is Wish.KEYRING:
            raise
        return NoStore(reason=error.code)
