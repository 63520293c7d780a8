"""Key material that does not show itself, and keys derived from keys."""

from __future__ import annotations

import hmac
import secrets
from typing import NoReturn

KEY_BYTES = 32


class Secret:
    """Bytes that stay out of reprs, logs and pickles.  Comparison takes the same time whatever differs."""

    __hash__ = None  # type: ignore[assignment]  # a key is not a dictionary's key
    __slots__ = ("_value",)

    def __init__(self, value: bytes) -> None:
        self._value: bytearray | None = bytearray(value)

    @classmethod
    def random(cls, size: int = KEY_BYTES) -> Secret:
        """``size`` fresh random bytes."""
        return cls(secrets.token_bytes(size))

    def reveal(self) -> bytes:
        """The bytes.  Raises ValueError once ``forget`` was called."""
        if self._value is None:
            raise ValueError("forgotten secret")
        return bytes(self._value)

    def forget(self) -> None:
        """Overwrite the bytes held here.  Best effort: copies that ``reveal`` gave out are not reached."""
        if self._value is not None:
            self._value[:] = bytes(len(self._value))
            self._value = None

    def __len__(self) -> int:
        return 0 if self._value is None else len(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self.reveal(), other.reveal())

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("secrets are not pickled")


def subkey(key: Secret, purpose: str, office_id: str) -> Secret:
    """A 32-byte key for one purpose in one office, by HKDF-SHA256 (RFC 5869); ``purpose`` is ASCII."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = b"ehr-tui/1/" + purpose.encode("ascii")
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=office_id.encode("ascii"), info=info)
    return Secret(derived.derive(key.reveal()))


def keyed_digest(key: Secret, data: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.digest(key.reveal(), data, "sha256")
