from __future__ import annotations

import pickle

import pytest

from ehr_tui.vault.secret import Secret, keyed_digest, subkey
from ehr_tui.vault.slots import UnlockedSlot
from tests.vault.conftest import OFFICE

BYTES = b"0123456789abcdef0123456789abcdef"


def test_a_secret_does_not_show_itself() -> None:
    keys = UnlockedSlot(Secret(BYTES), Secret(BYTES))
    for text in (repr(keys), str(keys), f"{keys.data_key}", repr([keys.private_key])):
        assert "0123" not in text
        assert BYTES.hex() not in text


def test_a_secret_is_not_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(BYTES))


def test_secrets_compare_by_value_and_are_no_dictionary_keys() -> None:
    assert Secret(BYTES) == Secret(bytes(BYTES))
    assert Secret(BYTES) != Secret(BYTES[::-1])
    assert Secret(BYTES) != BYTES
    with pytest.raises(TypeError):
        hash(Secret(BYTES))


def test_a_forgotten_secret_is_gone() -> None:
    secret = Secret(BYTES)
    inside = secret._value
    secret.forget()
    secret.forget()
    assert inside == bytes(32)
    assert len(secret) == 0
    with pytest.raises(ValueError, match="forgotten"):
        secret.reveal()


def test_random_secrets_differ() -> None:
    assert len({Secret.random().reveal() for _ in range(50)}) == 50
    assert len(Secret.random()) == 32


def test_subkeys_differ_by_purpose_office_and_key() -> None:
    key = Secret(BYTES)
    other_office = OFFICE.replace("1", "2")
    keys = [
        subkey(key, "a", OFFICE),
        subkey(key, "b", OFFICE),
        subkey(key, "a", other_office),
        subkey(Secret.random(), "a", OFFICE),
    ]
    assert len({each.reveal() for each in keys}) == 4
    assert subkey(key, "a", OFFICE) == keys[0]


def test_subkey_is_hkdf_sha256_of_rfc_5869() -> None:
    """Extract and expand by hand: what is written today must be readable by another implementation."""
    import hmac

    extracted = hmac.digest(OFFICE.encode(), BYTES, "sha256")
    expanded = hmac.digest(extracted, b"ehr-tui/1/key file\x01", "sha256")
    assert subkey(Secret(BYTES), "key file", OFFICE).reveal() == expanded
    assert keyed_digest(Secret(BYTES), b"x") == hmac.digest(BYTES, b"x", "sha256")
