"""The two envelopes of a slot: the private key under a wrapping key, the data key sealed to the public key.

ChaCha20-Poly1305 for the first; HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305) for the second.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ehr_tui.vault.secret import KEY_BYTES, Secret

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import Suite

_NONCE_BYTES = 12
_TAG_BYTES = 16
WRAPPED_BYTES = _NONCE_BYTES + KEY_BYTES + _TAG_BYTES
SEALED_BYTES = KEY_BYTES + KEY_BYTES + _TAG_BYTES
_LABEL = b"ehr-tui/1/data-key/"


def load_ciphers() -> None:
    """Load the library now, so that the first login need not wait for it."""
    from cryptography.hazmat.primitives import hpke  # noqa: F401
    from cryptography.hazmat.primitives.ciphers import aead  # noqa: F401
    from cryptography.hazmat.primitives.kdf import argon2  # noqa: F401


def public_part(private_key: Secret) -> bytes:
    """The X25519 public key, 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private_key.reveal()).public_key().public_bytes_raw()


def wrap(wrapping: Secret, private_key: Secret, bound: bytes) -> bytes:
    """Nonce and ciphertext; ``bound`` is authenticated with it."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = os.urandom(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(wrapping.reveal()).encrypt(nonce, private_key.reveal(), bound)


def unwrap(wrapping: Secret, wrapped: bytes, bound: bytes) -> Secret | None:
    """The private key, or None when the wrapping key or what is bound is another."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if len(wrapped) != WRAPPED_BYTES:
        return None
    nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
    try:
        return Secret(ChaCha20Poly1305(wrapping.reveal()).decrypt(nonce, sealed, bound))
    except InvalidTag:
        return None


def seal(public_key: bytes, data_key: Secret, user_id: str) -> bytes:
    """The data key for the holder of the private key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    public = X25519PublicKey.from_public_bytes(public_key)
    return _suite().encrypt(data_key.reveal(), public, info=_LABEL + user_id.encode("ascii"))


def unseal(private_key: Secret, sealed: bytes, user_id: str) -> Secret | None:
    """The data key, or None when it was sealed to somebody else or changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.from_private_bytes(private_key.reveal())
    try:
        return Secret(_suite().decrypt(sealed, private, info=_LABEL + user_id.encode("ascii")))
    except InvalidTag:
        return None


def _suite() -> Suite:
    from cryptography.hazmat.primitives import hpke

    return hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
