from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.errors import InputError
from ehr_tui.vault.kinds import SlotKind
from ehr_tui.vault.passwords import check_new_password, check_user_name, normal_name, password_bytes

BOUND, ALONE = SlotKind.PASSWORD_DEVICE, SlotKind.PASSWORD_ONLY


@pytest.mark.parametrize(
    "password, kind",
    [
        ("tulip-7-ruler", BOUND),  # 13
        ("tulip7-ruler", BOUND),  # 12, the least
        ("tulip7-ruler-sky", ALONE),
        ("tulip7-ruler-sk", ALONE),  # 15, the least
        ("门诊大楼旁边的老槐树又开花了", BOUND),
        ("k#9" + "xQ-4vBn" * 2 + "z" * 100 + "0123456789a", BOUND),  # 128, the most
    ],
)
def test_good_passwords(password: str, kind: SlotKind) -> None:
    check_new_password(password, kind, "lina")


@pytest.mark.parametrize(
    "password, kind, code",
    [
        ("", BOUND, "short"),
        ("tulip7-rule", BOUND, "short"),  # 11
        ("tulip7-ruler-s", ALONE, "short"),  # 14
        ("q" + "xQ-4vBn9" * 16, BOUND, "long"),  # 129
        ("tulip-7\truler", BOUND, "characters"),
        ("tulip-7\udc80ruler", BOUND, "characters"),
        ("zhangxiaoming", BOUND, "user_name"),
        ("ＺＨＡＮＧxiaoming", BOUND, "user_name"),
        ("ZhangXiaoMing2026", BOUND, "user_name"),
        ("zhangxiaomingzhangxiaoming", BOUND, "user_name"),
        ("aaaaaaaaaaaa", BOUND, "repeated"),
        ("abababababab", BOUND, "repeated"),
        ("abcdeabcdeabcde", BOUND, "repeated"),
        ("plum-4plum-4plum", BOUND, "repeated"),
        ("tulip-7tulip-7", BOUND, "repeated"),
        ("aabbccddaabb", BOUND, "repeated"),  # four different characters
        ("password1234", BOUND, "common"),
        ("Password@2026", BOUND, "common"),
        ("1234567890123", BOUND, "common"),
        ("qwertyuiop[]", BOUND, "common"),
        ("][poiuytrewq", BOUND, "common"),
        ("1qaz2wsx3edc", BOUND, "common"),
        ("abcdefghijklmn", BOUND, "common"),
        ("woaini1314520", BOUND, "common"),
        ("administrator", BOUND, "common"),
        ("5201314woaini", BOUND, "common"),
    ],
)
def test_bad_passwords(password: str, kind: SlotKind, code: str) -> None:
    with pytest.raises(InputError) as caught:
        check_new_password(password, kind, "zhangxiaoming")
    assert caught.value.code == f"vault.password_{code}"


def test_the_refusal_names_the_figures() -> None:
    with pytest.raises(InputError) as caught:
        check_new_password("tulip", ALONE, "lina")
    assert caught.value.params == {"length": 5, "shortest": 15}


def test_the_refusal_never_holds_the_password() -> None:
    for password in ("tulip", "zhangxiaoming1", "aaaaaaaaaaaa", "password1234", "x" * 200):
        with pytest.raises(InputError) as caught:
            check_new_password(password, BOUND, "zhangxiaoming")
        assert password not in repr(caught.value) + repr(caught.value.params)


def test_length_is_counted_after_normalising() -> None:
    with pytest.raises(InputError):
        check_new_password(
            "e\u0301o\u0301a\u0301u\u0301i\u0301y\u0301", BOUND, "lina"
        )  # 12 signs, 6 characters


def test_half_and_full_width_are_one_password() -> None:
    assert password_bytes("Ｔｕｌｉｐ－７") == password_bytes("Tulip-7")
    assert password_bytes("Tulip-7") != password_bytes("tulip-7")


@given(st.text(st.characters(), max_size=40))
def test_any_text_has_a_byte_form_that_normalising_does_not_change(text: str) -> None:
    assert password_bytes(text) == password_bytes(unicodedata.normalize("NFKC", text))


@given(st.text(max_size=30))
def test_normal_names_are_stable(name: str) -> None:
    assert normal_name(normal_name(name)) == normal_name(name)
    assert normal_name(f" {name.upper()} ") == normal_name(name.upper())


@pytest.mark.parametrize("name", ["", "  ", "\u3000", "a\nb", "a\x1b[2J", "x" * 65])
def test_unusable_user_names(name: str) -> None:
    with pytest.raises(InputError) as caught:
        check_user_name(name)
    assert caught.value.code == "vault.user_name_unusable"
