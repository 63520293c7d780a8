from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ehr_tui.errors import VaultError
from ehr_tui.vault import terminal as terminal_module
from ehr_tui.vault.device import DeviceChoice, DeviceStore, NoStore, Wish, find_device_store
from ehr_tui.vault.device_keyring import SERVICE
from ehr_tui.vault.lockout import Disabled, Wait, may_try
from ehr_tui.vault.secret import Secret
from ehr_tui.vault.statefile import read_state, state_path, write_state
from ehr_tui.vault.terminal import TerminalMemory
from ehr_tui.vault.watermark import HighWater, user_key
from tests.vault.backends import ALLOWED, Memory
from tests.vault.conftest import OFFICE, Refusing

NOW = datetime(2026, 11, 5, 8, tzinfo=UTC)
LI = user_key("李娜", OFFICE)
SECRET = Secret(b"d" * 32)
OTHER_OFFICE = OFFICE.replace("1", "2")
MARK = f"mark:{OFFICE}:high-water"


def one_failure(mark: HighWater) -> HighWater:
    return mark.with_failure(LI, NOW)


# The state file


@pytest.mark.parametrize("secret", [SECRET, None])
def test_the_state_file_is_read_back_and_private(secret: Secret | None, tmp_path: Path) -> None:
    path = state_path(tmp_path, OFFICE, protected=secret is not None)
    mark = HighWater(3, 2, 1, NOW, 1).with_failure(LI, NOW)
    assert read_state(path, OFFICE, secret) is None
    write_state(path, mark, OFFICE, secret)
    assert read_state(path, OFFICE, secret) == mark
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_bytes())["protected"] == (secret is not None)


def test_no_name_stands_in_the_state_file(tmp_path: Path) -> None:
    path = tmp_path / "s"
    write_state(path, HighWater().with_failure(user_key("zhangsan", OFFICE), NOW), OFFICE, SECRET)
    assert "zhangsan" not in path.read_text(encoding="utf-8")


def test_every_flipped_byte_of_a_protected_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "s"
    write_state(path, HighWater(3, 2, 1, NOW).with_failure(LI, NOW), OFFICE, SECRET)
    data = path.read_bytes()
    mark = read_state(path, OFFICE, SECRET)
    noticed = 0
    for place in range(len(data)):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        try:
            # Blanks between the values are all that may differ without being noticed.
            assert read_state(path, OFFICE, SECRET) == mark
            assert data[place : place + 1].isspace()
        except VaultError as error:
            assert error.code in ("vault.state_damaged", "vault.state_mac", "vault.state_newer")
            noticed += 1
    assert noticed > len(data) * 0.8


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    value = json.loads(path.read_bytes())
    change(value)
    path.write_text(json.dumps(value), encoding="utf-8")


@pytest.mark.parametrize(
    "change, code",
    [
        (lambda v: v["body"]["locks"].clear(), "mac"),
        (lambda v: v["body"].update(serial=99), "mac"),
        (lambda v: v.update(protected=False), "mac"),
        (lambda v: v.update(protected=False, mac=""), "mac"),
        (lambda v: v.update(mac=""), "mac"),
        (lambda v: v.update(office_id=OTHER_OFFICE), "mac"),
        (lambda v: v.update(format=2), "newer"),
        (lambda v: v.update(file="x"), "damaged"),
        (lambda v: v.update(more=1), "damaged"),
        (lambda v: v.pop("body"), "damaged"),
    ],
)
def test_an_edited_state_file(
    change: Callable[[dict[str, Any]], object], code: str, tmp_path: Path, refused: Refusing
) -> None:
    path = tmp_path / "s"
    write_state(path, HighWater().with_failure(LI, NOW), OFFICE, SECRET)
    edit(path, change)
    with refused(f"vault.state_{code}"):
        read_state(path, OFFICE, SECRET)


@pytest.mark.parametrize("data", [b"", b"{", b"null", b"\xff", pytest.param(b"[" * 100_000, id="deep")])
@pytest.mark.parametrize("secret", [SECRET, None])
def test_a_damaged_state_file_is_never_taken_for_a_new_one(
    data: bytes, secret: Secret | None, tmp_path: Path, refused: Refusing
) -> None:
    (tmp_path / "s").write_bytes(data)
    with refused("vault.state_damaged"):
        read_state(tmp_path / "s", OFFICE, secret)
    (tmp_path / "link").symlink_to(tmp_path / "s")
    with refused("vault.file_symlink"):
        read_state(tmp_path / "link", OFFICE, secret)


def test_a_state_file_of_another_terminal_or_office(tmp_path: Path, refused: Refusing) -> None:
    path = tmp_path / "s"
    write_state(path, HighWater(), OFFICE, SECRET)
    with refused("vault.state_mac"):
        read_state(path, OFFICE, Secret.random())
    with refused("vault.state_mac"):
        read_state(path, OTHER_OFFICE, SECRET)
    with refused("vault.state_needs_device"):
        read_state(path, OFFICE, None)


# The terminal's memory: file and device store together


@pytest.fixture
def backend() -> Memory:
    return Memory()


@pytest.fixture(params=["keyring", "usb_file"])
def store(request: pytest.FixtureRequest, backend: Memory, tmp_path: Path) -> DeviceStore:
    if request.param == "usb_file":
        found = find_device_store(DeviceChoice(Wish.USB_FILE, tmp_path / "stick.key"))
    else:
        found = find_device_store(DeviceChoice(), backend, ALLOWED)
    found.create_secret(OFFICE)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ehr-tui"


def state_file(folder: Path) -> Path:
    return state_path(folder, OFFICE, protected=True)


def forget_mark(store: DeviceStore, backend: Memory) -> None:
    if backend.kept:
        del backend.kept[SERVICE, MARK]
    else:
        store.put_mark(OFFICE, "high-water", HighWater().to_mark())


def test_a_new_terminal_knows_nothing(store: DeviceStore, folder: Path) -> None:
    memory = TerminalMemory(folder, OFFICE, store)
    assert memory.protected
    assert memory.load() == HighWater()


def test_counts_survive_a_restart(store: DeviceStore, folder: Path) -> None:
    for _ in range(20):
        TerminalMemory(folder, OFFICE, store).update(one_failure)
    mark = TerminalMemory(folder, OFFICE, store).load()
    assert (mark.lock(LI).failures, mark.serial) == (20, 20)
    assert may_try(mark.lock(LI), NOW, last_administrator=False) == Disabled()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in folder.glob("*.tmp")] == []


def test_copying_an_older_file_back_is_a_step_back(folder: Path, backend: Memory, refused: Refusing) -> None:
    store = find_device_store(DeviceChoice(), backend, ALLOWED)
    store.create_secret(OFFICE)
    memory = TerminalMemory(folder, OFFICE, store)
    memory.update(one_failure)
    older = state_file(folder).read_bytes()
    memory.update(one_failure)
    state_file(folder).write_bytes(older)
    for act in (memory.load, lambda: memory.update(one_failure)):
        with refused("vault.state_older"):
            act()
    assert state_file(folder).read_bytes() == older


def test_a_stick_at_another_machine_brings_its_counts_along(folder: Path, tmp_path: Path) -> None:
    stick = find_device_store(DeviceChoice(Wish.USB_FILE, tmp_path / "stick.key"))
    stick.create_secret(OFFICE)
    TerminalMemory(folder, OFFICE, stick).update(one_failure)
    there = TerminalMemory(tmp_path / "there", OFFICE, stick)
    assert there.load().lock(LI).failures == 1
    there.update(one_failure)
    assert TerminalMemory(folder, OFFICE, stick).load().lock(LI).failures == 2


def test_deleting_the_file_is_a_step_back(folder: Path, backend: Memory, refused: Refusing) -> None:
    store = find_device_store(DeviceChoice(), backend, ALLOWED)
    store.create_secret(OFFICE)
    memory = TerminalMemory(folder, OFFICE, store)
    memory.update(one_failure)
    state_file(folder).unlink()
    with refused("vault.state_missing"):
        TerminalMemory(folder, OFFICE, store).load()


def test_deleting_the_mark_of_the_keyring_is_a_step_back(
    folder: Path, backend: Memory, refused: Refusing
) -> None:
    store = find_device_store(DeviceChoice(), backend, ALLOWED)
    store.create_secret(OFFICE)
    memory = TerminalMemory(folder, OFFICE, store)
    memory.update(one_failure)
    memory.update(one_failure)
    forget_mark(store, backend)
    with refused("vault.mark_missing"):
        memory.load()


def test_a_crash_between_file_and_mark_is_no_step_back(
    store: DeviceStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*arguments: object) -> bool:
        raise KeyboardInterrupt

    for expected in (1, 3):
        with monkeypatch.context() as patch:
            patch.setattr(type(store), "put_mark", killed)
            with pytest.raises(KeyboardInterrupt):
                TerminalMemory(folder, OFFICE, store).update(one_failure)
        assert TerminalMemory(folder, OFFICE, store).load().lock(LI).failures == expected
        TerminalMemory(folder, OFFICE, store).update(one_failure)


def test_a_crash_before_the_file_changes_nothing(
    store: DeviceStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(terminal_module, "write_state", killed)
        with pytest.raises(KeyboardInterrupt):
            TerminalMemory(folder, OFFICE, store).update(one_failure)
    assert TerminalMemory(folder, OFFICE, store).load() == HighWater()


def test_a_step_back_is_accepted_deliberately_and_counts_do_not_vanish(
    store: DeviceStore, folder: Path, refused: Refusing
) -> None:
    memory = TerminalMemory(folder, OFFICE, store)
    for _ in range(7):
        memory.update(one_failure)
    state_file(folder).unlink()
    accepted = memory.accept(HighWater(generation=4, keyfile_generation=2))
    assert (accepted.lock(LI).failures, accepted.generation, accepted.serial) == (7, 4, 8)
    assert memory.load() == accepted
    assert isinstance(may_try(accepted.lock(LI), NOW, last_administrator=True), Wait)


def test_recovery_clears_a_lockout_and_a_false_time_even_below_a_newer_epoch(
    store: DeviceStore, folder: Path
) -> None:
    memory = TerminalMemory(folder, OFFICE, store)
    false = datetime(2030, 1, 1, tzinfo=UTC)
    memory.update(lambda mark: mark.with_success(LI).with_success(LI).clock_cleared(NOW).seen(false))
    for _ in range(20):
        memory.update(one_failure)
    cleared = memory.accept(HighWater(), lambda mark: mark.with_success(LI).clock_cleared(NOW))
    assert cleared.lock(LI).failures == 0
    assert cleared.highest_utc == NOW
    assert memory.load() == cleared


@pytest.mark.parametrize("data", [b"", b"garbage", pytest.param(b" " * (5 * 2**20), id="large")])
def test_damage_is_accepted_deliberately(data: bytes, store: DeviceStore, folder: Path) -> None:
    memory = TerminalMemory(folder, OFFICE, store)
    memory.update(one_failure)
    state_file(folder).write_bytes(data)
    with pytest.raises(VaultError):
        memory.update(one_failure)
    assert memory.accept(HighWater()).lock(LI).failures == 1  # from the device store
    assert memory.load().serial == 2


def test_a_link_in_place_of_the_file_is_not_accepted(
    store: DeviceStore, folder: Path, refused: Refusing
) -> None:
    memory = TerminalMemory(folder, OFFICE, store)
    memory.update(one_failure)
    state_file(folder).unlink()
    state_file(folder).symlink_to(folder / "elsewhere")
    with refused("vault.file_symlink"):
        memory.accept(HighWater())


def test_a_damaged_mark_in_the_keyring(folder: Path, backend: Memory, refused: Refusing) -> None:
    store = find_device_store(DeviceChoice(), backend, ALLOWED)
    store.create_secret(OFFICE)
    memory = TerminalMemory(folder, OFFICE, store)
    memory.update(one_failure)
    backend.kept[SERVICE, MARK] = "garbage"
    with refused("vault.state_damaged"):
        memory.load()
    assert memory.accept(HighWater()).lock(LI).failures == 1


def test_without_a_device_secret_the_file_is_unprotected_and_apart(folder: Path, refused: Refusing) -> None:
    bare = TerminalMemory(folder, OFFICE, NoStore())
    assert not bare.protected
    assert bare.update(one_failure).lock(LI).failures == 1
    assert TerminalMemory(folder, OFFICE, NoStore()).load().lock(LI).failures == 1
    store = find_device_store(DeviceChoice(), Memory(), ALLOWED)
    store.create_secret(OFFICE)
    assert TerminalMemory(folder, OFFICE, store).load() == HighWater()
    state_path(folder, OFFICE, protected=False).rename(state_file(folder))
    with refused("vault.state_mac"):
        TerminalMemory(folder, OFFICE, store).load()


def test_offices_do_not_mix(store: DeviceStore, folder: Path) -> None:
    store.create_secret(OTHER_OFFICE)
    TerminalMemory(folder, OFFICE, store).update(one_failure)
    assert TerminalMemory(folder, OTHER_OFFICE, store).load() == HighWater()


def test_two_processes_do_not_lose_each_others_count(
    store: DeviceStore, folder: Path, refused: Refusing
) -> None:
    one, two = (TerminalMemory(folder, OFFICE, store) for _ in range(2))

    def meanwhile(mark: HighWater) -> HighWater:
        with refused("vault.file_busy"):
            two.update(one_failure)
        return one_failure(mark)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terminal_module, "_PATIENCE", 0)
        one.update(meanwhile)
    assert two.update(one_failure).lock(LI).failures == 2


def test_a_state_folder_that_cannot_be_made(read_only_folder: Path, refused: Refusing) -> None:
    with refused("vault.folder_read_only"):
        TerminalMemory(read_only_folder / "deeper", OFFICE, NoStore()).update(one_failure)


def test_generations_seen_are_kept(store: DeviceStore, folder: Path) -> None:
    memory = TerminalMemory(folder, OFFICE, store)
    memory.update(lambda mark: replace(mark, generation=9, keyfile_generation=4))
    assert memory.update(one_failure).generation == 9
    assert TerminalMemory(folder, OFFICE, store).load().keyfile_generation == 4
