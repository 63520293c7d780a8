"""What is said about a new password while it is being typed.  The vault decides; this only helps."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from ehr_tui.domain.entry import DeviceKind, Entered
from ehr_tui.errors import EhrError, InputError

SHORTEST, SHORTEST_ALONE = 12, 15
"""Characters at least: with a machine's secret, and where the password protects alone (the vault checks again)."""
GOOD_LENGTH, BEST_LENGTH = 16, 20


def shortest_password(entered: Entered | None) -> int:
    """The least length for somebody who is logged in."""
    return SHORTEST if entered is None or entered.protected else SHORTEST_ALONE


def shortest_on(device: DeviceKind | None) -> int:
    """The least length on a terminal."""
    return SHORTEST_ALONE if device is DeviceKind.NONE else SHORTEST


def password_problem(password: str, again: str, login: str, shortest: int) -> EhrError | None:
    """What is plainly wrong before the vault is asked."""
    text = unicodedata.normalize("NFKC", password)
    if len(text) < shortest:
        return InputError("vault.password_short", length=len(text), shortest=shortest)
    if text.casefold() == login.strip().casefold():
        return InputError("password.is_login")
    if text != unicodedata.normalize("NFKC", again):
        return InputError("password.differ")
    return None


def password_words(t: Callable[..., str], password: str, shortest: int) -> str:
    """How long it is and how strong that makes it: length counts most, variety of signs a little."""
    text = unicodedata.normalize("NFKC", password)
    length = len(text)
    if not length:
        return t("password.none", shortest=shortest)
    if length < shortest:
        return t("password.short", length=length, missing=shortest - length)
    variety = len(set(text.casefold()))
    if variety < 6:
        level = "weak"
    elif length >= BEST_LENGTH and variety >= 9:
        level = "best"
    elif length >= GOOD_LENGTH and variety >= 8:
        level = "good"
    else:
        level = "fair"
    return t(f"password.{level}", length=length)
