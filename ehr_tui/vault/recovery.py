"""Recovery codes: 160 random bits and a 15-bit check, printed as seven groups of five characters.

The alphabet is Crockford's base 32, which leaves out what is misread on paper.  The check tells a typing mistake from
a code that opens nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

from ehr_tui.errors import VaultError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES_PER_USER = 2
RANDOM_BITS = 160
_CHECK_BITS = 15
LENGTH = (RANDOM_BITS + _CHECK_BITS) // 5
_GROUP = 5
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = frozenset("-_.·,/:\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u3002\u3001\u30fc")


def new_code() -> str:
    """A fresh code, grouped for printing."""
    return grouped(_with_check(secrets.randbits(RANDOM_BITS)))


def grouped(code: str) -> str:
    """A canonical code as it is printed."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def normalise(typed: str) -> str:
    """The canonical 35 characters of what was typed.

    Forgives case, O for 0, I and L for 1, blanks, dashes, full-width signs.
    Raises VaultError ``vault.recovery_mistyped`` (wrong length, foreign character, or the check does not match).
    """
    text = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(sign for sign in text if not sign.isspace() and sign not in _BETWEEN).translate(_MISREAD)
    if len(code) != LENGTH or any(sign not in ALPHABET for sign in code):
        raise VaultError("vault.recovery_mistyped", length=len(code), expected=LENGTH)
    if not hmac.compare_digest(_with_check(_number(code) >> _CHECK_BITS), code):
        raise VaultError("vault.recovery_mistyped", length=len(code), expected=LENGTH)
    return code


def code_hash(code: str, office_id: str) -> bytes:
    """What is kept of a used code (32 bytes): with 160 random bits a plain hash cannot be searched.

    Takes any typed form.  Raises VaultError ``vault.recovery_mistyped``.
    """
    return hashlib.sha256(
        b"ehr-tui/1/spent/" + office_id.encode("ascii") + normalise(code).encode("ascii")
    ).digest()


def _number(code: str) -> int:
    value = 0
    for sign in code:
        value = value << 5 | ALPHABET.index(sign)
    return value


def _with_check(random: int) -> str:
    body = random.to_bytes(RANDOM_BITS // 8, "big")
    check = int.from_bytes(hashlib.sha256(b"ehr-tui/1/recovery" + body).digest()[:2], "big") >> 1
    value = random << _CHECK_BITS | check
    return "".join(ALPHABET[value >> shift & 31] for shift in range((LENGTH - 1) * 5, -1, -5))
