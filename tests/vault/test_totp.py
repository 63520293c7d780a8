from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.vault.totp import (
    Accepted,
    CodeRefusal,
    Refused,
    check_code,
    current_code,
    new_secret,
    next_code_at,
    normal_code,
    provisioning_uri,
    qr_ascii,
    qr_lines,
    resync,
    spelled_secret,
)

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = datetime(2026, 11, 5, 8, 0, 10, tzinfo=UTC)
STEP = int(NOW.timestamp()) // 30


def code_of(step: int, period: int = 30) -> str:
    return pyotp.TOTP(SECRET, interval=period).generate_otp(step)


@pytest.mark.parametrize(
    "at, code",
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_vectors_of_rfc_6238(at: int, code: str) -> None:
    instant = datetime.fromtimestamp(at, UTC)
    assert current_code(RFC_SECRET, instant) == code
    assert check_code(RFC_SECRET, code, instant, -1, 0) == Accepted(at // 30, 0)


@pytest.mark.parametrize("period", [30, 60])
@pytest.mark.parametrize("beside", [-1, 0, 1])
def test_one_step_beside_is_accepted_and_learned(beside: int, period: int) -> None:
    step = int(NOW.timestamp()) // period
    assert check_code(SECRET, code_of(step + beside, period), NOW, 0, 0, period) == Accepted(
        step + beside, beside
    )


@pytest.mark.parametrize("beside", [-2, 2])
def test_two_steps_beside_are_not(beside: int) -> None:
    assert check_code(SECRET, code_of(STEP + beside), NOW, 0, 0) == Refused(CodeRefusal.WRONG)


@pytest.mark.parametrize("offset", [-40, -7, 7, 40])
def test_the_window_stands_around_the_learned_offset(offset: int) -> None:
    assert check_code(SECRET, code_of(STEP + offset), NOW, 0, offset) == Accepted(STEP + offset, offset)
    assert check_code(SECRET, code_of(STEP), NOW, 0, offset) == Refused(CodeRefusal.WRONG)


def test_the_offset_never_grows_beyond_twenty_minutes() -> None:
    assert check_code(SECRET, code_of(STEP + 41), NOW, 0, 40) == Refused(CodeRefusal.WRONG)
    assert check_code(SECRET, code_of(STEP + 500), NOW, 0, 500) == Refused(CodeRefusal.WRONG)
    assert check_code(SECRET, code_of(STEP + 40), NOW, 0, 500) == Accepted(STEP + 40, 40)


def test_a_code_is_accepted_once() -> None:
    code = code_of(STEP)
    first = check_code(SECRET, code, NOW, 0, 0)
    assert first == Accepted(STEP, 0)
    again = check_code(SECRET, code, NOW + timedelta(seconds=5), STEP, 0)
    assert again == Refused(CodeRefusal.REUSED, 15)
    assert isinstance(again, Refused)
    assert (again.error().code, again.error().params) == ("vault.code_reused", {"seconds": 15})


def test_an_older_code_in_the_window_is_refused_after_a_newer_one() -> None:
    verdict = check_code(SECRET, code_of(STEP - 1), NOW, STEP, 0)
    assert isinstance(verdict, Refused)
    assert verdict.reason is CodeRefusal.REUSED


def test_drift_of_two_seconds_a_day_is_followed_by_daily_logins_but_not_by_monthly_ones() -> None:
    offset, last = 0, 0
    for day in range(300):
        at, ahead = NOW + timedelta(days=day), timedelta(seconds=2 * day)
        verdict = check_code(SECRET, current_code(SECRET, at + ahead), at, last, offset)
        assert isinstance(verdict, Accepted)
        offset, last = verdict.offset, verdict.step
    assert offset == 20
    at, ahead = NOW + timedelta(days=390), timedelta(seconds=2 * 390)
    assert isinstance(check_code(SECRET, current_code(SECRET, at + ahead), at, last, offset), Refused)
    ahead_before = at + ahead - timedelta(seconds=30)
    found = resync(SECRET, current_code(SECRET, ahead_before), current_code(SECRET, at + ahead), at, last)
    assert isinstance(found, Accepted)
    next_code = current_code(SECRET, at + ahead + timedelta(seconds=30))
    assert isinstance(check_code(SECRET, next_code, at, found.step, found.offset), Accepted)


@pytest.mark.parametrize("period, most", [(30, 40), (60, 20)])
@pytest.mark.parametrize("sign", [-1, 1])
def test_resync_reaches_twenty_minutes_and_no_further(period: int, most: int, sign: int) -> None:
    step = int(NOW.timestamp()) // period

    def try_at(offset: int) -> Accepted | Refused:
        first, second = code_of(step + offset - 1, period), code_of(step + offset, period)
        return resync(SECRET, first, second, NOW, 0, period)

    assert try_at(sign * most) == Accepted(step + sign * most, sign * most)
    assert try_at(sign * (most + 1)) == Refused(CodeRefusal.WRONG)


@pytest.mark.parametrize("first, second", [(0, 0), (1, 0), (0, 2), (0, 900)])
def test_resync_wants_two_codes_in_a_row(first: int, second: int) -> None:
    verdict = resync(SECRET, code_of(STEP + first), code_of(STEP + second), NOW, 0)
    assert verdict == Refused(CodeRefusal.WRONG)


def test_resync_does_not_take_used_codes() -> None:
    codes = code_of(STEP - 1), code_of(STEP)
    assert resync(SECRET, *codes, NOW, STEP - 2) == Accepted(STEP, 0)
    assert resync(SECRET, *codes, NOW, STEP - 1) == Refused(CodeRefusal.REUSED)
    assert resync(SECRET, *codes, NOW, STEP) == Refused(CodeRefusal.REUSED)
    assert resync(SECRET, "12345", codes[1], NOW) == Refused(CodeRefusal.MALFORMED)


@pytest.mark.parametrize(
    "typed, read",
    [
        ("012345", "012345"),
        ("０１２３４５", "012345"),
        (" 012 345 ", "012345"),
        ("０１２\u3000３４５", "012345"),
        ("012-345", "012345"),
        ("٠١٢٣٤٥", "012345"),
        ("12345", None),
        ("1234567", None),
        ("", None),
        ("12345a", None),
        ("①②③④⑤x", None),
        ("一二三四五六", None),
        ("½23456", None),
    ],
)
def test_reading_a_code(typed: str, read: str | None) -> None:
    assert normal_code(typed) == read
    if read is None:
        assert check_code(SECRET, typed, NOW, 0, 0) == Refused(CodeRefusal.MALFORMED)


@given(st.text(max_size=12))
def test_any_text_is_six_digits_or_nothing(typed: str) -> None:
    code = normal_code(typed)
    assert code is None or (len(code) == 6 and code.isascii() and code.isdigit())


def test_full_width_digits_log_in() -> None:
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in code_of(STEP))
    assert check_code(SECRET, full_width, NOW, 0, 0) == Accepted(STEP, 0)


@pytest.mark.parametrize(
    "after, last, offset, period, seconds",
    [
        (0, STEP, 0, 30, 20),  # ten seconds into the step
        (19, STEP, 0, 30, 1),
        (20, STEP, 0, 30, 0),
        (0, STEP - 1, 0, 30, 0),
        (0, STEP + 1, 1, 30, 20),  # an authenticator one step ahead
        (0, STEP + 1, 0, 30, 50),
        (0, STEP - 3, -3, 30, 20),
        (0, int(NOW.timestamp()) // 60, 0, 60, 50),
    ],
)
def test_when_the_next_code_comes(after: int, last: int, offset: int, period: int, seconds: int) -> None:
    assert next_code_at(NOW + timedelta(seconds=after), last, offset, period) == seconds


@given(st.integers(0, 10**5), st.integers(-20, 20), st.sampled_from([30, 60]))
def test_the_next_code_is_accepted_when_it_was_said_to_come(ago: int, offset: int, period: int) -> None:
    at = NOW + timedelta(seconds=ago)
    ahead = timedelta(seconds=offset * period)
    used = check_code(SECRET, current_code(SECRET, at + ahead, period), at, 0, offset, period)
    assert isinstance(used, Accepted)
    later = at + timedelta(seconds=next_code_at(at, used.step, used.offset, period))
    following = check_code(
        SECRET, current_code(SECRET, later + ahead, period), later, used.step, used.offset, period
    )
    assert isinstance(following, Accepted)
    assert following.step == used.step + 1


def test_other_time_zones_are_the_same_instant() -> None:
    china = NOW.astimezone(timezone(timedelta(hours=8)))
    assert check_code(SECRET, code_of(STEP), china, 0, 0) == Accepted(STEP, 0)


def test_naive_instants_and_odd_periods_are_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="naive"):
        check_code(SECRET, "123456", NOW.replace(tzinfo=None), 0, 0)
    with pytest.raises(ValueError, match="period"):
        check_code(SECRET, "123456", NOW, 0, 0, 45)
    with pytest.raises(ValueError, match="period"):
        provisioning_uri(SECRET, "u", period=45)


def test_new_secrets_have_160_bits() -> None:
    secrets = {new_secret() for _ in range(50)}
    assert len(secrets) == 50
    assert all(len(pyotp.TOTP(secret).byte_secret()) == 20 for secret in secrets)
    assert spelled_secret(SECRET) == "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP"


@pytest.mark.parametrize("period", [30, 60])
@pytest.mark.parametrize(
    "user", ["lina", "李娜", "a" * 64, "ÄÖ-ü.x_y", "x&secret=EVIL?#%00", "", "o'neil 李"]
)
def test_the_address_is_read_back_and_fits_33_modules(user: str, period: int) -> None:
    uri = provisioning_uri(SECRET, user, "EHR", period)
    assert uri.isascii()
    read = pyotp.parse_uri(uri)
    assert isinstance(read, pyotp.TOTP)
    assert (read.secret, read.interval) == (SECRET, period)
    assert urlsplit(uri).fragment == ""
    assert parse_qs(urlsplit(uri).query)["secret"] == [SECRET]
    lines = qr_lines(uri)
    assert len(lines) <= 19
    assert {len(line) for line in lines} <= {33, 37}


def test_a_chinese_name_has_a_short_stand_in() -> None:
    assert ":u-" in provisioning_uri(SECRET, "李娜")
    assert provisioning_uri(SECRET, "李娜") != provisioning_uri(SECRET, "王芳")
    assert "EHR:lina?" in provisioning_uri(SECRET, "lina", "EHR")


def modules_of(lines: list[str], *, light_signs: bool) -> list[list[bool]]:
    """Read half blocks back: True is dark."""
    upper = {" ": False, "▀": True, "▄": False, "█": True}
    lower = {" ": False, "▀": False, "▄": True, "█": True}
    rows = []
    for line in lines:
        rows += [
            [upper[sign] is not light_signs for sign in line],
            [lower[sign] is not light_signs for sign in line],
        ]
    return rows


@pytest.mark.parametrize("light_signs", [False, True])
def test_half_blocks_and_ascii_draw_the_code_with_a_border(light_signs: bool) -> None:
    import segno

    uri = provisioning_uri(SECRET, "lina.test.long", "EHR")
    dark = [[bool(module) for module in row] for row in segno.make(uri, error="l", boost_error=False).matrix]
    drawn = modules_of(qr_lines(uri, light_signs=light_signs), light_signs=light_signs)
    assert len(drawn) == 38
    assert not any(any(row) for row in [*drawn[:2], *drawn[35:]])
    assert [row[2:35] for row in drawn[2:35]] == dark
    assert not any(row[place] for row in drawn for place in (0, 1, 35, 36))
    ascii_lines = qr_ascii(uri, light_signs=light_signs)
    assert {len(line) for line in ascii_lines} == {74}
    assert [[(pair == "##") is not light_signs for pair in pairs(line)] for line in ascii_lines] == drawn[:37]


def pairs(line: str) -> list[str]:
    return [line[start : start + 2] for start in range(0, len(line), 2)]
