from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.errors import VaultError
from ehr_tui.vault import recovery
from tests.vault.conftest import OFFICE, Refusing


def test_a_code_is_seven_groups_of_five_without_misread_letters() -> None:
    code = recovery.new_code()
    groups = code.split("-")
    assert [len(group) for group in groups] == [5] * 7
    assert not set("".join(groups)) & set("ILOUilou")


def test_a_code_holds_160_random_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(secrets, "randbits", lambda bits: asked.append(bits) or 0)
    recovery.new_code()
    assert asked == [160]
    assert recovery.LENGTH * 5 == 160 + 15


def test_codes_differ() -> None:
    assert len({recovery.new_code() for _ in range(200)}) == 200


def full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if sign != "-" else "－" for sign in text)


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", "\u3000\u2014"),
        lambda code: f"\t{code} \n",
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.replace("0", "o").replace("1", "I"),
        full_width,
        lambda code: full_width(code.lower()),
    ],
)
def test_typing_is_forgiven(typed: object) -> None:
    for number in range(20):
        code = recovery.grouped(recovery._with_check(number * 7**55 % 2**160))
        assert callable(typed)
        assert recovery.normalise(typed(code)) == code.replace("-", "")


def test_every_wrong_character_and_exchange_is_noticed(refused: Refusing) -> None:
    code = recovery.normalise(recovery.new_code())
    missed = 0
    for place, sign in enumerate(code):
        for other in recovery.ALPHABET:
            if other != sign:
                missed += not noticed(code[:place] + other + code[place + 1 :])
    assert missed <= 3  # 1,085 mistakes against 15 bits of check
    with refused("vault.recovery_mistyped"):
        recovery.normalise(code[1:])
    with refused("vault.recovery_mistyped"):
        recovery.normalise(code + "0")


def noticed(code: str) -> bool:
    try:
        recovery.normalise(code)
    except VaultError as error:
        assert error.code == "vault.recovery_mistyped"
        return True
    return False


@pytest.mark.parametrize(
    "typed", ["", "-", "密码", "U" * 35, "\udc80" * 35, pytest.param("0" * 100_000, id="long")]
)
def test_foreign_text(typed: str, refused: Refusing) -> None:
    with refused("vault.recovery_mistyped"):
        recovery.normalise(typed)


@given(st.text(max_size=60))
def test_any_text_is_a_code_or_refused(typed: str) -> None:
    noticed(typed)


def test_the_hash_is_of_the_code_not_of_its_typing() -> None:
    code = recovery.new_code()
    other_office = OFFICE.replace("1", "2")
    assert recovery.code_hash(code, OFFICE) == recovery.code_hash(code.lower().replace("-", " "), OFFICE)
    assert recovery.code_hash(code, OFFICE) != recovery.code_hash(recovery.new_code(), OFFICE)
    assert recovery.code_hash(code, OFFICE) != recovery.code_hash(code, other_office)
    assert len(recovery.code_hash(code, OFFICE)) == 32
