"""The device secret in the operating system's key store."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable, Collection, Iterable
from typing import Protocol, TypeVar

from ehr_tui.errors import VaultError
from ehr_tui.vault.fields import base64_text
from ehr_tui.vault.kinds import DeviceKind
from ehr_tui.vault.limited import run_limited
from ehr_tui.vault.secret import KEY_BYTES, Secret

SERVICE = "ehr-tui"
PROBE_SERVICE = "ehr-tui-probe"
_CHAINER = "keyring.backends.chainer.ChainerBackend"
T = TypeVar("T")


class Backend(Protocol):
    """What is used of a ``keyring`` backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """The text kept, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a text."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Drop it."""
        ...


class KeyringStore:
    """A probed backend; every call has ``patience`` seconds, and ends in a value or a VaultError."""

    kind = DeviceKind.KEYRING
    reason = ""

    def __init__(self, backend: Backend, patience: float) -> None:
        self._backend = backend
        self._patience = patience

    def get_secret(self, office_id: str) -> Secret | None:
        """Raises VaultError ``vault.device_secret_damaged``, ``vault.keyring_…``."""
        text = self._get(f"device-secret:{office_id}")
        return None if text is None else decoded_secret(text)

    def create_secret(self, office_id: str) -> Secret:
        """An existing secret is kept: others' slots may have been made with it."""
        existing = self.get_secret(office_id)
        if existing is not None:
            return existing
        secret = Secret.random()
        self._put(f"device-secret:{office_id}", base64_text(secret.reveal()))
        return secret

    def get_mark(self, office_id: str, name: str) -> str | None:
        """Raises VaultError ``vault.keyring_…``."""
        return self._get(f"mark:{office_id}:{name}")

    def put_mark(self, office_id: str, name: str, value: str) -> bool:
        """Read back after writing.  Raises VaultError ``vault.keyring_…``."""
        self._put(f"mark:{office_id}:{name}", value)
        return True

    def _get(self, entry: str) -> str | None:
        return _limited(lambda: self._backend.get_password(SERVICE, entry), self._patience)

    def _put(self, entry: str, value: str) -> None:
        def put_and_look() -> str | None:
            self._backend.set_password(SERVICE, entry, value)
            return self._backend.get_password(SERVICE, entry)

        found = _limited(put_and_look, self._patience)
        if found is None or not hmac.compare_digest(found.encode(), value.encode()):
            raise VaultError("vault.keyring_drops")


def open_keyring(backend: Backend | None, allowed: Collection[str], patience: float) -> KeyringStore:
    """A store on a trusted backend that gave back what was written.

    Raises VaultError: ``vault.keyring_untrusted`` (with the backend's name), ``vault.keyring_drops``,
    ``vault.keyring_locked``, ``vault.keyring_late``, ``vault.keyring_failed``.
    """
    chosen = _limited(lambda: _choose(backend, allowed), patience)
    if isinstance(chosen, str):
        raise VaultError("vault.keyring_untrusted", backend=chosen)
    _limited(lambda: _probe(chosen), patience)
    return KeyringStore(chosen, patience)


def decoded_secret(text: str) -> Secret:
    """Raises VaultError ``vault.device_secret_damaged``."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise VaultError("vault.device_secret_damaged") from error
    if len(data) != KEY_BYTES:
        raise VaultError("vault.device_secret_damaged")
    return Secret(data)


def _choose(backend: Backend | None, allowed: Collection[str]) -> Backend | str:
    """The backend, or the name of one that is not trusted."""
    if backend is None:
        import keyring

        backend = keyring.get_keyring()
    members: Iterable[Backend] = [backend]
    if _name(backend) == _CHAINER:
        members = getattr(backend, "backends", [])
    for member in members:
        if _name(member) in allowed:
            return member
    return _name(backend)


def _name(backend: object) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _probe(backend: Backend) -> None:
    entry, value = f"probe:{secrets.token_hex(8)}", secrets.token_urlsafe(32)
    backend.set_password(PROBE_SERVICE, entry, value)
    found = backend.get_password(PROBE_SERVICE, entry)
    if found is None or not hmac.compare_digest(found.encode(), value.encode()):
        raise VaultError("vault.keyring_drops")
    backend.delete_password(PROBE_SERVICE, entry)


def _limited(call: Callable[[], T], patience: float) -> T:
    outcome = run_limited(call, patience, "ehr-keyring")
    if outcome.late:
        raise VaultError("vault.keyring_late", seconds=f"{patience:g}")
    error = outcome.error
    if isinstance(error, VaultError):
        raise error
    if error is not None:
        # By name: the classes live in a package that need not be there when a backend is handed in.
        if "KeyringLocked" in {kind.__name__ for kind in type(error).__mro__}:
            raise VaultError("vault.keyring_locked") from error
        raise VaultError("vault.keyring_failed", kind=type(error).__name__) from error
    return outcome.value  # type: ignore[return-value]  # T may itself be optional
