"""How a password is read and what a new one must be."""

from __future__ import annotations

import unicodedata

from ehr_tui.errors import InputError
from ehr_tui.vault.kinds import SlotKind

SHORTEST = {SlotKind.PASSWORD_DEVICE: 12, SlotKind.PASSWORD_ONLY: 15}
LONGEST = 128
LONGEST_NAME = 64
_FEWEST_DISTINCT = 5
_OWN_PART = 6  # characters that must remain when the user name is taken out

# Runs that fingers find by themselves; read forwards and backwards.
_RUNS = (
    "01234567890123456789012345678901234567890",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "!@#$%^&*()_+",
)
# Words that stay common whatever figures and signs stand around them.
_COMMON = frozenset(
    (
        "password", "passw0rd", "passwd", "administrator", "admin", "adminadmin", "root", "superuser",
        "welcome", "letmein", "iloveyou", "changeme", "default", "hospital", "yiyuan", "renshi", "renshibu",
        "woaini", "woaini1314", "woaini1314520", "mima", "wodemima", "qwerty", "qwertyuiop", "asdfghjkl",
        "zxcvbnm", "abc", "abcd", "abcdef", "qweasdzxc", "qazwsx", "qazwsxedc", "monkey", "dragon", "football",
        "sunshine", "princess", "test", "testtest", "demo", "user", "guest", "login", "secret",
    )
)  # fmt: skip


def password_bytes(password: str) -> bytes:
    """The form that enters the key derivation: NFKC, so that half- and full-width typing are the same password."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def normal_name(user_name: str) -> str:
    """The form in which two user names are compared: NFKC, no blanks around, no difference of case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", user_name).strip().casefold())


def check_user_name(user_name: str) -> None:
    """Raises InputError ``vault.user_name_unusable``: empty, longer than 64 characters, or with control signs."""
    if not normal_name(user_name) or len(user_name) > LONGEST_NAME or not user_name.isprintable():
        raise InputError("vault.user_name_unusable", longest=LONGEST_NAME)


def check_new_password(password: str, kind: SlotKind, user_name: str) -> None:
    """Raises InputError with the figures of what is missing; lengths in characters after NFKC.

    Codes: ``vault.password_short``, ``vault.password_long``, ``vault.password_user_name``, ``vault.password_repeated``,
    ``vault.password_common``, ``vault.password_characters`` (control characters or broken text).
    """
    text = unicodedata.normalize("NFKC", password)
    shortest = SHORTEST[kind]
    if len(text) < shortest:
        raise InputError("vault.password_short", length=len(text), shortest=shortest)
    if len(text) > LONGEST:
        raise InputError("vault.password_long", length=len(text), longest=LONGEST)
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        raise InputError("vault.password_characters")
    folded = text.casefold()
    if _is_user_name(folded, normal_name(user_name)):
        raise InputError("vault.password_user_name", own=_OWN_PART)
    if len(set(folded)) < _FEWEST_DISTINCT or _is_repeated(folded):
        raise InputError("vault.password_repeated", distinct=_FEWEST_DISTINCT)
    if _is_common(folded):
        raise InputError("vault.password_common")


def _is_user_name(folded: str, name: str) -> bool:
    if not name:
        return False
    if folded == name:
        return True
    return len(name) >= 3 and name in folded and len(folded.replace(name, "")) < _OWN_PART


def _is_repeated(folded: str) -> bool:
    """A unit repeated at least twice, the last time perhaps cut off."""
    for size in range(1, len(folded) // 2 + 1):
        unit = folded[:size]
        if (unit * (len(folded) // size + 1))[: len(folded)] == folded:
            return True
    return False


def _is_common(folded: str) -> bool:
    core = "".join(sign for sign in folded if sign.isalnum())
    word = folded.strip("0123456789!@#$%^&*()_+-=.,;:?~ ")
    if word in _COMMON or core in _COMMON or core.strip("0123456789") in _COMMON:
        return True
    return any(folded in run or folded in run[::-1] for run in _RUNS)
