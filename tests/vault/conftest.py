"""An office's keys at the lowest cost that is accepted, made once."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from ehr_tui.errors import EhrError
from ehr_tui.vault.cost import ArgonCost
from ehr_tui.vault.device import DeviceChoice, DeviceStore, find_device_store
from ehr_tui.vault.keyfile import KeyFile
from ehr_tui.vault.kinds import SlotKind
from ehr_tui.vault.recovery import new_code
from ehr_tui.vault.secret import Secret
from ehr_tui.vault.slots import Slot, UnlockedSlot, create_recovery_slot, create_slot, unlock_slot
from tests.vault.backends import ALLOWED, Memory

OFFICE = "11111111-2222-4333-8444-555555555555"
LI = "aaaaaaaa-0000-4000-8000-000000000001"
WANG = "aaaaaaaa-0000-4000-8000-000000000002"
LI_PASSWORD = "春眠不觉晓处处闻啼鸟 夜来"
WANG_PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Office:
    """Li's slot is bound to this terminal, Wang's is password-only; Li has two recovery codes."""

    keyfile: KeyFile
    data_key: Secret
    device: DeviceStore
    device_secret: Secret
    li: Slot
    wang: Slot
    li_keys: UnlockedSlot
    codes: tuple[str, str]


def password_slot(user_id: str, name: str, password: str, data_key: Secret, device: Secret | None) -> Slot:
    return create_slot(
        user_id=user_id,
        user_name=name,
        kind=SlotKind.PASSWORD_ONLY if device is None else SlotKind.PASSWORD_DEVICE,
        password=password,
        data_key=data_key,
        device_secret=device,
        cost=ArgonCost.FLOOR,
    )


@pytest.fixture(scope="session")
def office() -> Office:
    device = find_device_store(DeviceChoice(), Memory(), ALLOWED)
    device_secret = device.create_secret(OFFICE)
    data_key = Secret.random()
    li = password_slot(LI, "李娜", LI_PASSWORD, data_key, device_secret)
    wang = password_slot(WANG, "Wang", WANG_PASSWORD, data_key, None)
    li_keys = unlock_slot(li, LI_PASSWORD, device_secret)
    codes = (new_code(), new_code())
    keyfile = KeyFile(OFFICE).with_slot(li).with_slot(wang)
    for code in codes:
        keyfile = keyfile.with_slot(
            create_recovery_slot(user_id=LI, user_name="李娜", code=code, unlocked=li_keys)
        )
    return Office(keyfile.sealed(data_key), data_key, device, device_secret, li, wang, li_keys, codes)


Refusing = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def refused() -> Refusing:
    """``with refused("vault.x"):`` the block must raise an EhrError of that code."""

    @contextmanager
    def expect(code: str) -> Iterator[None]:
        with pytest.raises(EhrError) as caught:
            yield
        assert caught.value.code == code

    return expect


@pytest.fixture
def read_only_folder() -> Iterator[Path]:
    """A folder in which this process may not write; root becomes somebody else for the test."""
    outer = Path(tempfile.mkdtemp())
    outer.chmod(0o755)
    folder = outer / "readonly"
    folder.mkdir()
    (folder / "NAME.ehr-keys").write_bytes(b"old")
    folder.chmod(0o555)
    was_root = os.geteuid() == 0
    try:
        if was_root:
            os.seteuid(65534)
        if os.access(folder, os.W_OK, effective_ids=True):
            pytest.skip("this account may write everywhere")
        yield folder
    finally:
        if was_root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(outer)
