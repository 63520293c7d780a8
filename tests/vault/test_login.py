from __future__ import annotations

from dataclasses import replace

import pytest

from ehr_tui.errors import VaultError
from ehr_tui.vault import login, slots
from ehr_tui.vault.cost import ArgonCost, derive
from ehr_tui.vault.device import DeviceChoice, DeviceStore, NoStore, find_device_store
from ehr_tui.vault.keyfile import KeyFile
from ehr_tui.vault.kinds import SlotKind
from ehr_tui.vault.login import unlock, unlock_with_recovery
from ehr_tui.vault.recovery import new_code
from ehr_tui.vault.secret import Secret
from tests.vault.backends import ALLOWED, Memory
from tests.vault.conftest import LI, LI_PASSWORD, OFFICE, WANG, WANG_PASSWORD, Office, Refusing, password_slot


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[ArgonCost]:
    """The derivations done."""
    done: list[ArgonCost] = []

    def counted(password: bytes, salt: bytes, device_secret: Secret | None, cost: ArgonCost) -> Secret:
        done.append(cost)
        return derive(password, salt, device_secret, cost)

    monkeypatch.setattr(slots, "derive", counted)
    monkeypatch.setattr(login, "derive", counted)
    return done


def other_device() -> DeviceStore:
    return find_device_store(DeviceChoice(), Memory(), ALLOWED)


def test_login(office: Office) -> None:
    li = unlock(office.keyfile, "李娜", LI_PASSWORD, office.device)
    assert (li.user_id, li.slot, li.data_key) == (LI, office.li, office.data_key)
    assert li.keys == office.li_keys
    wang = unlock(office.keyfile, " WANG", WANG_PASSWORD, office.device)
    assert (wang.user_id, wang.data_key) == (WANG, office.data_key)


def test_what_comes_back_shows_no_key(office: Office) -> None:
    shown = repr(unlock(office.keyfile, "wang", WANG_PASSWORD, office.device))
    assert office.data_key.reveal().hex() not in shown
    assert str(office.data_key.reveal()) not in shown


@pytest.mark.parametrize(
    "name", ["李娜", "Wang", "nobody", "", pytest.param("x" * 10_000, id="long"), "\udc80", "李"]
)
def test_unknown_user_and_wrong_password_are_alike(name: str, office: Office, work: list[ArgonCost]) -> None:
    with pytest.raises(VaultError) as caught:
        unlock(office.keyfile, name, "not the password", office.device)
    assert (caught.value.code, caught.value.params) == ("vault.login_refused", {})
    assert work == [ArgonCost.FLOOR]


def test_an_unknown_user_costs_what_some_user_costs_always_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[ArgonCost] = []
    monkeypatch.setattr(login, "derive", lambda password, salt, device, cost: done.append(cost))
    costly = replace(office.wang, cost=ArgonCost.PASSWORD_ONLY)
    keyfile = office.keyfile.replace_slot(costly).sealed(office.data_key)
    for name in [f"nobody{n}" for n in range(30)] * 2:
        with pytest.raises(VaultError):
            unlock(keyfile, name, "x", office.device)
    assert done[:30] == done[30:]
    assert set(done) == {ArgonCost.FLOOR, ArgonCost.PASSWORD_ONLY}


def test_a_terminal_without_the_secret(office: Office, refused: Refusing) -> None:
    """Li's slot cannot be opened there, and the answer is the one for a wrong password; Wang's can."""
    for store in (NoStore(), other_device()):
        with refused("vault.login_refused"):
            unlock(office.keyfile, "李娜", LI_PASSWORD, store)
        assert unlock(office.keyfile, "Wang", WANG_PASSWORD, store).user_id == WANG


@pytest.mark.parametrize("name", ["李娜", "nobody"])
def test_when_nobody_could_log_in_here_everybody_is_told_so(
    name: str, office: Office, refused: Refusing
) -> None:
    bound = office.keyfile.without_user(WANG).sealed(office.data_key)
    with refused("vault.device_secret_missing"):
        unlock(bound, name, LI_PASSWORD, NoStore())
    with refused("vault.keyring_locked"):
        unlock(bound, name, LI_PASSWORD, NoStore(reason="vault.keyring_locked"))
    with refused("vault.device_secret_missing"):
        unlock(bound, name, LI_PASSWORD, other_device())
    elsewhere = other_device()
    elsewhere.create_secret(OFFICE)
    with refused("vault.other_device"):
        unlock(bound, name, LI_PASSWORD, elsewhere)


def test_a_user_of_two_terminals(office: Office) -> None:
    elsewhere = other_device()
    second = password_slot(LI, "李娜", "second password", office.data_key, elsewhere.create_secret(OFFICE))
    keyfile = office.keyfile.with_slot(second).sealed(office.data_key)
    assert unlock(keyfile, "李娜", LI_PASSWORD, office.device).slot == office.li
    assert unlock(keyfile, "李娜", "second password", elsewhere).slot == second


def test_a_changed_file_is_refused_after_the_right_password(office: Office, refused: Refusing) -> None:
    forged = replace(office.keyfile, generation=7)
    with refused("vault.keyfile_mac"):
        unlock(forged, "wang", WANG_PASSWORD, office.device)
    with refused("vault.keyfile_mac"):
        unlock_with_recovery(forged, "李娜", office.codes[0])


def test_a_slot_of_another_office_is_refused(office: Office, refused: Refusing) -> None:
    foreign_key = Secret.random()
    slot = password_slot(WANG, "wang", WANG_PASSWORD, foreign_key, None)
    planted = replace(office.keyfile, slots=(office.li, slot))
    with refused("vault.keyfile_mac"):
        unlock(planted, "wang", WANG_PASSWORD, office.device)


def test_recovery(office: Office, work: list[ArgonCost]) -> None:
    for place, code in enumerate(office.codes):
        opened = unlock_with_recovery(office.keyfile, "李娜", code.lower())
        assert opened.slot == office.keyfile.slots_of(LI, SlotKind.RECOVERY)[place]
        assert opened.keys == office.li_keys
    assert len(work) == 4


def test_a_used_recovery_code_is_gone(office: Office, refused: Refusing) -> None:
    used = unlock_with_recovery(office.keyfile, "李娜", office.codes[0])
    keyfile = office.keyfile.without_slot(used.slot.slot_id).sealed(office.data_key)
    with refused("vault.recovery_refused"):
        unlock_with_recovery(keyfile, "李娜", office.codes[0])
    assert unlock_with_recovery(keyfile, "李娜", office.codes[1]).user_id == LI


@pytest.mark.parametrize("name", ["李娜", "Wang", "nobody"])
def test_a_foreign_recovery_code_costs_and_says_the_same_for_all(
    name: str, office: Office, work: list[ArgonCost], refused: Refusing
) -> None:
    with refused("vault.recovery_refused"):
        unlock_with_recovery(office.keyfile, name, new_code())
    assert work == [ArgonCost.FLOOR] * 2
    with refused("vault.recovery_mistyped"):
        unlock_with_recovery(office.keyfile, name, "12345")
    assert len(work) == 2


def test_a_password_is_no_recovery_code_and_the_other_way_round(office: Office, refused: Refusing) -> None:
    with refused("vault.recovery_mistyped"):
        unlock_with_recovery(office.keyfile, "wang", WANG_PASSWORD)
    with refused("vault.login_refused"):
        unlock(office.keyfile, "李娜", office.codes[0], office.device)


def test_a_file_without_password_slots_costs_the_default(
    refused: Refusing, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[ArgonCost] = []
    monkeypatch.setattr(login, "derive", lambda password, salt, device, cost: done.append(cost))
    key = Secret.random()
    with refused("vault.login_refused"):
        unlock(KeyFile(OFFICE).sealed(key), "x", "y", NoStore())
    assert done == [ArgonCost.DEFAULT]
