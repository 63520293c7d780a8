from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.errors import VaultError
from ehr_tui.vault import cost as cost_module
from ehr_tui.vault.cost import ArgonCost, derive
from ehr_tui.vault.kinds import SlotKind
from ehr_tui.vault.recovery import new_code
from ehr_tui.vault.secret import Secret
from ehr_tui.vault.slots import (
    change_password,
    create_recovery_slot,
    create_slot,
    device_mark,
    reseal,
    unlock_slot,
)
from tests.vault.conftest import LI, LI_PASSWORD, WANG_PASSWORD, Office, Refusing, password_slot

FLOOR = ArgonCost.FLOOR


def test_the_costs_are_those_agreed() -> None:
    mib = 1024
    assert (ArgonCost.DEFAULT.memory_kib, ArgonCost.DEFAULT.iterations) == (128 * mib, 3)
    assert (ArgonCost.PASSWORD_ONLY.memory_kib, ArgonCost.PASSWORD_ONLY.iterations) == (256 * mib, 3)
    assert (FLOOR.memory_kib, FLOOR.iterations) == (64 * mib, 1)


@pytest.mark.parametrize(
    "change, good",
    [
        ({}, True),
        ({"memory_kib": 64 * 1024 - 1}, False),
        ({"memory_kib": 1024 * 1024}, True),
        ({"memory_kib": 1024 * 1024 + 1}, False),
        ({"memory_kib": 2**40}, False),
        ({"iterations": 0}, False),
        ({"iterations": 16}, True),
        ({"iterations": 17}, False),
        ({"lanes": 0}, False),
        ({"lanes": 1}, True),
        ({"lanes": 16}, True),
        ({"lanes": 17}, False),
    ],
)
def test_parameters_have_a_floor_and_a_cap(change: dict[str, int], good: bool, refused: Refusing) -> None:
    cost = replace(FLOOR, **change)
    assert cost.acceptable() == good
    if not good:
        with refused("vault.keyfile_cost"):
            derive(b"p", b"s" * 16, None, cost)


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch, refused: Refusing) -> None:
    from cryptography.hazmat.primitives.kdf import argon2

    class Hungry:
        def __init__(self, **named: object) -> None:
            pass

        def derive(self, password: bytes) -> bytes:
            raise MemoryError

    monkeypatch.setattr(argon2, "Argon2id", Hungry)
    with refused("vault.memory"):
        cost_module.derive(b"p", b"s" * 16, None, FLOOR)


def test_a_slot_opens_with_its_password_and_device(office: Office) -> None:
    keys = unlock_slot(office.li, LI_PASSWORD, office.device_secret)
    assert keys.data_key == office.data_key
    assert keys.private_key == office.li_keys.private_key
    full_width_blank = LI_PASSWORD.replace(" ", "\u3000")
    assert unlock_slot(office.li, full_width_blank, office.device_secret).data_key == office.data_key


@pytest.mark.parametrize(
    "password",
    ["", LI_PASSWORD + " ", LI_PASSWORD[:-1], WANG_PASSWORD, "\udc80", pytest.param("x" * 10_000, id="long")],
)
def test_any_other_password_is_refused(password: str, office: Office, refused: Refusing) -> None:
    with refused("vault.login_refused"):
        unlock_slot(office.li, password, office.device_secret)


def test_the_device_secret_is_needed(office: Office, refused: Refusing) -> None:
    with refused("vault.login_refused"):
        unlock_slot(office.li, LI_PASSWORD, Secret.random())
    with refused("vault.device_secret_missing"):
        unlock_slot(office.li, LI_PASSWORD, None)


def test_a_password_only_slot_takes_no_device_secret(office: Office) -> None:
    assert unlock_slot(office.wang, WANG_PASSWORD).data_key == office.data_key
    assert unlock_slot(office.wang, WANG_PASSWORD, Secret.random()).data_key == office.data_key


def test_the_mark_tells_devices_apart_and_is_not_the_secret(office: Office) -> None:
    assert office.li.device_mark == device_mark(office.device_secret)
    assert office.wang.device_mark == ""
    assert device_mark(Secret.random()) != office.li.device_mark
    assert office.li.device_mark not in office.device_secret.reveal().hex()


def test_what_is_bound_cannot_be_changed(office: Office, refused: Refusing) -> None:
    """A slot cannot be given to another user, called another kind, or made to use other parameters."""
    other = "bbbbbbbb-0000-4000-8000-000000000009"
    for forged in (
        replace(office.wang, user_id=other),
        replace(office.wang, slot_id=other),
        replace(office.wang, device_mark="00"),
        replace(office.wang, public_key=office.li.public_key),
        replace(office.wang, salt=office.li.salt),
        replace(office.wang, cost=replace(FLOOR, lanes=1)),
        replace(office.wang, wrapped_private_key=office.li.wrapped_private_key),
    ):
        with refused("vault.login_refused"):
            unlock_slot(forged, WANG_PASSWORD)
    with refused("vault.login_refused"):
        unlock_slot(replace(office.li, kind=SlotKind.PASSWORD_ONLY), LI_PASSWORD)


def test_a_name_can_be_changed(office: Office) -> None:
    assert unlock_slot(replace(office.wang, user_name="Wang Fang"), WANG_PASSWORD).data_key == office.data_key


def test_a_foreign_sealed_key_is_noticed(office: Office, refused: Refusing) -> None:
    with refused("vault.keyfile_damaged"):
        unlock_slot(replace(office.wang, sealed_data_key=office.li.sealed_data_key), WANG_PASSWORD)


def test_the_data_key_is_changed_without_a_password(office: Office) -> None:
    fresh = Secret.random()
    resealed = reseal(office.wang, fresh)
    keys = unlock_slot(resealed, WANG_PASSWORD)
    assert keys.data_key == fresh
    assert resealed.wrapped_private_key == office.wang.wrapped_private_key


def test_sealing_is_never_twice_the_same(office: Office) -> None:
    a, b = reseal(office.wang, office.data_key), reseal(office.wang, office.data_key)
    assert a.sealed_data_key != b.sealed_data_key
    first = password_slot(LI, "Li", LI_PASSWORD, office.data_key, None)
    second = password_slot(LI, "Li", LI_PASSWORD, office.data_key, None)
    for name in ("slot_id", "salt", "public_key", "wrapped_private_key", "sealed_data_key"):
        assert getattr(first, name) != getattr(second, name)


def test_a_changed_password(office: Office, refused: Refusing) -> None:
    slot = replace(office.wang, health_key=b"reserved")
    keys = unlock_slot(slot, WANG_PASSWORD)
    changed = change_password(slot, keys, "another long password", cost=FLOOR)
    assert (changed.slot_id, changed.public_key, changed.health_key) == (
        slot.slot_id,
        slot.public_key,
        b"reserved",
    )
    assert changed.salt != slot.salt
    assert unlock_slot(changed, "another long password").private_key == keys.private_key
    with refused("vault.login_refused"):
        unlock_slot(changed, WANG_PASSWORD)


def test_a_slot_can_be_bound_to_a_device_later_and_freed_again(office: Office, refused: Refusing) -> None:
    keys = unlock_slot(office.wang, WANG_PASSWORD)
    bound = change_password(
        office.wang,
        keys,
        "new one",
        kind=SlotKind.PASSWORD_DEVICE,
        device_secret=office.device_secret,
        cost=FLOOR,
    )
    assert bound.device_mark == office.li.device_mark
    assert unlock_slot(bound, "new one", office.device_secret).data_key == office.data_key
    with refused("vault.login_refused"):
        unlock_slot(bound, "new one", Secret.random())
    freed = change_password(bound, keys, "new one", kind=SlotKind.PASSWORD_ONLY, cost=FLOOR)
    assert freed.device_mark == ""
    assert unlock_slot(freed, "new one").data_key == office.data_key


def test_recovery_opens_the_users_own_keys_with_no_device(office: Office, refused: Refusing) -> None:
    slots = office.keyfile.slots_of(LI, SlotKind.RECOVERY)
    keys = unlock_slot(slots[0], office.codes[0].lower().replace("-", " "))
    assert keys.private_key == office.li_keys.private_key
    assert keys.data_key == office.data_key
    with refused("vault.recovery_refused"):
        unlock_slot(slots[0], office.codes[1])
    with refused("vault.recovery_mistyped"):
        unlock_slot(slots[0], LI_PASSWORD)
    renewed = change_password(office.li, keys, "after the loss", device_secret=Secret(b"d" * 32), cost=FLOOR)
    assert unlock_slot(renewed, "after the loss", Secret(b"d" * 32)).private_key == keys.private_key


def test_the_callers_mistakes(office: Office, refused: Refusing) -> None:
    recovery = office.keyfile.slots_of(LI, SlotKind.RECOVERY)[0]
    with pytest.raises(ValueError, match="recovery"):
        change_password(recovery, office.li_keys, "x")
    with pytest.raises(ValueError, match="recovery"):
        create_slot(user_id=LI, user_name="x", kind=SlotKind.RECOVERY, password="x", data_key=office.data_key)
    with refused("vault.device_secret_missing"):
        create_slot(
            user_id=LI,
            user_name="x",
            kind=SlotKind.PASSWORD_DEVICE,
            password="x",
            data_key=office.data_key,
            cost=FLOOR,
        )
    with refused("vault.user_name_unusable"):
        password_slot(LI, " ", "x", office.data_key, None)
    with pytest.raises(ValueError, match="badly formed"):
        password_slot("7", "x", "x", office.data_key, None)
    with refused("vault.recovery_mistyped"):
        create_recovery_slot(user_id=LI, user_name="x", code=new_code()[1:], unlocked=office.li_keys)


def test_what_is_shown_of_a_slot_holds_no_key(office: Office) -> None:
    shown = repr(office.li_keys) + repr(office.li) + repr(office.keyfile)
    for key in (office.data_key, office.device_secret, office.li_keys.private_key):
        assert key.reveal().hex() not in shown
        assert repr(key.reveal()) not in shown


@given(st.binary(max_size=120))
def test_no_garbage_unseals(garbage: bytes) -> None:
    from ehr_tui.vault.wrapping import unseal, unwrap

    key = Secret(b"k" * 32)
    assert unseal(key, garbage, LI) is None
    assert unwrap(key, garbage, b"") is None


def test_errors_are_vault_errors() -> None:
    with pytest.raises(VaultError):
        ArgonCost(1, 1, 1).check()
