"""Codes of the authenticator (RFC 6238, SHA-1, six digits, 30 or 60 s): accepted once, by a clock that may drift.

A *step* is a count of whole periods since 1970.  The *offset* is how many steps the authenticator is ahead of this
terminal; it is learned with every accepted code.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from ehr_tui.errors import VaultError

DIGITS = 6
PERIODS = (30, 60)
WINDOW_STEPS = 1
RESYNC_SECONDS = 20 * 60
_SECRET_BYTES = 20
_QR_BYTES = 78  # version 4 (33 modules) at the lowest correction
_LABEL = 6  # characters of the office in the address
_QUIET = 2  # modules of empty border: 37 × 19 cells in half blocks


class CodeRefusal(StrEnum):
    """Why a code was refused; the value is the error's code."""

    MALFORMED = "vault.code_malformed"
    WRONG = "vault.code_wrong"
    REUSED = "vault.code_reused"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The code is right and new.  To be kept: ``step`` for the user, ``offset`` as learned."""

    step: int
    offset: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The code is not accepted; ``next_in``: seconds until a code comes that has not been used (0: now)."""

    reason: CodeRefusal
    next_in: int = 0

    def error(self) -> VaultError:
        """The error to show."""
        return VaultError(self.reason.value, seconds=self.next_in)


def check_code(
    secret: str, code: str, at: datetime, last_step: int, offset_steps: int, period: int = 30
) -> Accepted | Refused:
    """Accept a code of the step that the authenticator should be at, or one step beside, newer than ``last_step``.

    ``at`` is aware; ``secret`` is base 32.  An offset never grows beyond the ±20 minutes that a resync may set.
    """
    typed = normal_code(code)
    if typed is None:
        return Refused(CodeRefusal.MALFORMED)
    here = _step(at, period)
    farthest = RESYNC_SECONDS // period
    middle = here + max(-farthest, min(farthest, offset_steps))
    code_at = _codes(secret, period)
    matches = [
        step
        for step in range(max(0, middle - WINDOW_STEPS), middle + WINDOW_STEPS + 1)
        if hmac.compare_digest(code_at(step), typed)
    ]
    fresh = [step for step in matches if step > last_step and abs(step - here) <= farthest]
    if fresh:
        return Accepted(fresh[-1], fresh[-1] - here)  # the newest: what is left must not repeat it
    if any(step <= last_step for step in matches):
        return Refused(CodeRefusal.REUSED, next_code_at(at, last_step, offset_steps, period))
    return Refused(CodeRefusal.WRONG)


def resync(
    secret: str, code1: str, code2: str, at: datetime, last_step: int = -1, period: int = 30
) -> Accepted | Refused:
    """Find an authenticator that drifted by up to ±20 minutes by two codes in a row, both newer than ``last_step``.

    ``at`` is when the second was typed.
    """
    first, second = normal_code(code1), normal_code(code2)
    if first is None or second is None:
        return Refused(CodeRefusal.MALFORMED)
    here = _step(at, period)
    farthest = RESYNC_SECONDS // period
    code_at = _codes(secret, period)
    used = False
    for step in sorted(range(here - farthest, here + farthest + 1), key=lambda step: abs(step - here)):
        if step < 1 or not hmac.compare_digest(code_at(step - 1) + code_at(step), first + second):
            continue
        if step - 1 > last_step:
            return Accepted(step, step - here)
        used = True
    return Refused(CodeRefusal.REUSED if used else CodeRefusal.WRONG)


def next_code_at(at: datetime, last_step: int, offset_steps: int = 0, period: int = 30) -> int:
    """Whole seconds until the authenticator shows a code newer than ``last_step``; 0 when it does already."""
    _step(at, period)
    return max(0, math.ceil((last_step + 1 - offset_steps) * period - at.timestamp()))


def normal_code(typed: str) -> str | None:
    """Six ASCII digits from what was typed (full-width digits, blanks and dashes forgiven), or None."""
    signs = [
        sign
        for sign in unicodedata.normalize("NFKC", typed)
        if not sign.isspace() and sign not in "-\u2010\u2013"
    ]
    digits = [unicodedata.decimal(sign, None) for sign in signs]
    if len(digits) != DIGITS or any(digit is None for digit in digits):
        return None
    return "".join(str(digit) for digit in digits)


def new_secret() -> str:
    """160 random bits in base 32."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii")


def spelled_secret(secret: str) -> str:
    """The secret in groups of four, for typing it into an authenticator by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def current_code(secret: str, at: datetime, period: int = 30) -> str:
    """The code an exact authenticator shows now: for the demo office and for tests."""
    return _codes(secret, period)(_step(at, period))


def provisioning_uri(secret: str, user: str, label: str = "ehr", period: int = 30) -> str:
    """The otpauth address for the QR code, short enough for 33 modules: names are reduced to ASCII and cut.

    A user whose name has no ASCII characters appears as ``u-`` and four characters of the name's digest.
    """
    _check_period(period)
    tail = f"?secret={secret}" + ("" if period == 30 else f"&period={period}")
    head = "otpauth://totp/"
    room = _QR_BYTES - len(head) - len(tail)
    names = f"{_ascii(label)[:_LABEL]}:{_ascii(user) or _short_digest(user)}".lstrip(":")
    return head + names[:room] + tail


def qr_lines(uri: str, *, light_signs: bool = False) -> list[str]:
    """The QR code in half blocks, two modules a cell; each line equally wide (37 cells for ``provisioning_uri``).

    The signs draw the dark modules, for dark ink on a light ground; ``light_signs`` draws the light ones, for
    terminals where the ground is dark and colours cannot be set.
    """
    rows = _modules(uri, light_signs)
    if len(rows) % 2:
        rows.append([light_signs] * len(rows[0]))
    signs = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
    pairs = zip(rows[0::2], rows[1::2], strict=True)
    return ["".join(signs[above, below] for above, below in zip(*pair, strict=True)) for pair in pairs]


def qr_ascii(uri: str, *, light_signs: bool = False) -> list[str]:
    """The same for terminals without block signs: two cells a module (74 × 37), so it needs a taller screen."""
    return ["".join("##" if on else "  " for on in row) for row in _modules(uri, light_signs)]


def _modules(uri: str, inverted: bool) -> list[list[bool]]:
    import segno

    matrix = segno.make(uri, error="l", micro=False, boost_error=False).matrix
    blank = [[False] * (len(matrix) + 2 * _QUIET)] * _QUIET
    side = [False] * _QUIET
    rows = [*blank, *([*side, *map(bool, row), *side] for row in matrix), *blank]
    return [[module is not inverted for module in row] for row in rows]


def _codes(secret: str, period: int) -> Callable[[int], str]:
    import pyotp

    return pyotp.TOTP(secret, digits=DIGITS, interval=period).generate_otp


def _step(at: datetime, period: int) -> int:
    _check_period(period)
    if at.tzinfo is None:
        raise ValueError("naive instant")
    return int(at.astimezone(UTC).timestamp()) // period


def _check_period(period: int) -> None:
    if period not in PERIODS:
        raise ValueError("period")


def _ascii(name: str) -> str:
    text = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in text if sign.isascii() and (sign.isalnum() or sign in "-_."))


def _short_digest(name: str) -> str:
    return "u-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:4]
