from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehr_tui.errors import VaultError
from ehr_tui.vault.keyfile import (
    KeyFile,
    Standing,
    change_key_file,
    key_file_lock,
    read_key_file,
    standing,
    write_key_file,
)
from ehr_tui.vault.kinds import SlotKind
from ehr_tui.vault.secret import Secret
from ehr_tui.vault.slots import change_password, unlock_slot
from tests.source import ROOT
from tests.vault.conftest import LI, OFFICE, WANG, WANG_PASSWORD, Office, Refusing

# A file of format 1 as the first release wrote it: what must be readable for ever.
GOLDEN = Path(__file__).with_name("golden-keys-1.json")
GOLDEN_PASSWORD = "tulip-7-ruler 青花瓷"
GOLDEN_CODE = "G0000-00000-00000-0000A-PN59H-KNHY2-PJ20W"
GOLDEN_DATA_KEY = Secret(bytes(range(32)))
GOLDEN_DEVICE = Secret(bytes(range(100, 132)))


def test_a_file_is_what_was_written(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "NAME.ehr-keys"
    write_key_file(path, office.keyfile)
    read = read_key_file(path)
    assert read == office.keyfile
    assert read.digest() == office.keyfile.digest()
    read.verify_mac(office.data_key)
    assert path.read_bytes() == office.keyfile.to_bytes()


def test_reserved_fields_are_kept(office: Office) -> None:
    slot = replace(office.wang, health_key=b"h" * 80)
    keyfile = replace(office.keyfile.replace_slot(slot), signing_keys=(b"one", b"two")).sealed(
        office.data_key
    )
    read = KeyFile.parse(keyfile.to_bytes())
    assert read == keyfile
    assert (read.signing_keys, read.slot(slot.slot_id).health_key) == ((b"one", b"two"), b"h" * 80)


def test_changes_raise_the_generation_when_sealed(office: Office) -> None:
    keyfile = office.keyfile
    assert keyfile.generation == 1
    less = keyfile.without_slot(office.wang.slot_id).sealed(office.data_key)
    more = less.with_slot(office.wang).sealed(office.data_key)
    assert (less.generation, more.generation) == (2, 3)
    assert len(less.slots) == len(more.slots) - 1 == len(keyfile.slots) - 1
    assert keyfile.generation == 1


def test_an_unsealed_file_is_not_written(office: Office) -> None:
    with pytest.raises(ValueError, match="sealed"):
        office.keyfile.without_slot(office.wang.slot_id).to_bytes()


def test_a_user_is_taken_away_whole(office: Office, refused: Refusing) -> None:
    less = office.keyfile.without_user(LI)
    assert {slot.user_id for slot in less.slots} == {WANG}
    with refused("vault.slot_missing"):
        less.without_user(LI)
    with refused("vault.slot_missing"):
        less.without_slot(office.li.slot_id)
    with refused("vault.slot_missing"):
        less.replace_slot(office.li)


def test_names_belong_to_one_user(office: Office, refused: Refusing) -> None:
    with refused("vault.user_name_taken"):
        office.keyfile.with_slot(replace(office.wang, slot_id=OFFICE, user_name="李娜"))
    with refused("vault.user_name_taken"):
        office.keyfile.with_slot(replace(office.li, slot_id=OFFICE, user_name=" ＷＡＮＧ "))
    with refused("vault.slot_exists"):
        office.keyfile.with_slot(office.wang)
    office.keyfile.with_slot(replace(office.wang, slot_id=OFFICE))  # a second terminal of the same user


def test_users_are_found_however_the_name_is_typed(office: Office) -> None:
    for typed in ("wang", "WANG", " Wang ", "ｗａｎｇ"):
        assert office.keyfile.slots_named(typed) == (office.wang,)
    assert office.keyfile.slots_named("nobody") == ()
    assert len(office.keyfile.slots_of(LI)) == 3
    assert office.keyfile.slots_of(LI, SlotKind.PASSWORD_DEVICE) == (office.li,)


def test_another_data_key_for_everybody(office: Office, refused: Refusing) -> None:
    fresh = Secret.random()
    rotated = office.keyfile.without_user(LI).with_data_key(fresh).sealed(fresh)
    rotated.verify_mac(fresh)
    with refused("vault.keyfile_mac"):
        rotated.verify_mac(office.data_key)
    assert unlock_slot(rotated.slots_named("wang")[0], WANG_PASSWORD).data_key == fresh


def test_the_golden_file_is_read(refused: Refusing) -> None:
    data = GOLDEN.read_bytes()
    keyfile = KeyFile.parse(data)
    assert keyfile.to_bytes() == data
    keyfile.verify_mac(GOLDEN_DATA_KEY)
    bound, recovery = keyfile.slots
    assert unlock_slot(bound, GOLDEN_PASSWORD, GOLDEN_DEVICE).data_key == GOLDEN_DATA_KEY
    with refused("vault.login_refused"):
        unlock_slot(bound, GOLDEN_PASSWORD, Secret(bytes(32)))
    assert unlock_slot(recovery, GOLDEN_CODE).data_key == GOLDEN_DATA_KEY
    assert keyfile.generation == 1


def test_every_flipped_byte_is_noticed() -> None:
    data = GOLDEN.read_bytes()
    for place in range(len(data)):
        for flip in (1, 0x20, 0x80):
            forged = data[:place] + bytes([data[place] ^ flip]) + data[place + 1 :]
            with pytest.raises(VaultError) as caught:
                KeyFile.parse(forged).verify_mac(GOLDEN_DATA_KEY)
            assert caught.value.code.startswith("vault.keyfile_")


def test_every_truncation_is_noticed(refused: Refusing) -> None:
    data = GOLDEN.read_bytes()
    for length in range(1, len(data) - 1):
        with pytest.raises(VaultError) as caught:
            KeyFile.parse(data[:length])
        assert caught.value.code == "vault.keyfile_truncated"
    with refused("vault.keyfile_damaged"):
        KeyFile.parse(data[:-1])


@given(st.binary(max_size=300))
def test_garbage_is_refused(garbage: bytes) -> None:
    with pytest.raises(VaultError):
        KeyFile.parse(garbage)


@pytest.mark.parametrize(
    "data, code",
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\xff\xfe\x00", "truncated"),
        (b"SQLite format 3\x00", "truncated"),
        pytest.param(b"[" * 200_000, "truncated", id="deep"),
        (b'{"file": NaN}', "truncated"),
        (b'{"file": "ehr-tui key file", "file": 1}', "truncated"),
        pytest.param(b"9" * 5000, "truncated", id="long"),
        (b"null", "foreign"),
        (b"[]", "foreign"),
        (b"{}", "foreign"),
        (b'{"file": "package-lock", "format": 1}', "foreign"),
        (b'{"file": "ehr-tui key file"}', "damaged"),
        (b'{"file": "ehr-tui key file", "format": 2, "anything": []}', "newer"),
        (b'{"file": "ehr-tui key file", "format": 0}', "damaged"),
        (b'{"file": "ehr-tui key file", "format": true}', "damaged"),
        (b'{"file": "ehr-tui key file", "format": "1"}', "damaged"),
    ],
)
def test_files_that_are_not_ours(data: bytes, code: str, refused: Refusing) -> None:
    with refused(f"vault.keyfile_{code}"):
        KeyFile.parse(data)


def edited(change: Callable[[dict[str, Any]], object]) -> bytes:
    value = json.loads(GOLDEN.read_bytes())
    change(value)
    return (json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def slot(value: dict[str, Any]) -> dict[str, Any]:
    first = value["slots"][0]
    assert isinstance(first, dict)
    return first


def b64(size: int) -> str:
    return base64.b64encode(bytes(size)).decode()


@pytest.mark.parametrize(
    "change, code",
    [
        (lambda v: v.update(generation=2), "mac"),
        (lambda v: v.update(office_id=OFFICE[::-1].replace("5", "0")), "damaged"),
        (lambda v: v.update(office_id="aaaaaaaa-0000-4000-8000-000000000009"), "mac"),
        (lambda v: v["slots"].pop(), "mac"),
        (lambda v: v["slots"].reverse(), "mac"),
        (lambda v: v["slots"].append(v["slots"][0]), "damaged"),
        (lambda v: v.update(slots=v["slots"] * 2000), "damaged"),
        (lambda v: v.update(mac=b64(32)), "mac"),
        (lambda v: v.update(mac=""), "damaged"),
        (lambda v: v.update(more=1), "damaged"),
        (lambda v: v.pop("signing_keys"), "damaged"),
        (lambda v: v.update(signing_keys=[1]), "damaged"),
        (lambda v: v.update(signing_keys=[b64(32)]), "mac"),
        (lambda v: v.update(generation=-1), "damaged"),
        (lambda v: v.update(generation=1.0), "damaged"),
        (lambda v: v.update(generation=2**60), "damaged"),
        (lambda v: v.update(slots={}), "damaged"),
        (lambda v: v.update(slots=[[]]), "damaged"),
        (lambda v: slot(v).update(version=2), "newer"),
        (lambda v: slot(v).update(version=0), "damaged"),
        (lambda v: slot(v).update(kind="magic"), "damaged"),
        (lambda v: slot(v).update(kind="password_only"), "mac"),
        (lambda v: slot(v).update(user_name=""), "damaged"),
        (lambda v: slot(v).update(user_name="a\u0007"), "damaged"),
        (lambda v: slot(v).update(user_name="x" * 65), "damaged"),
        (lambda v: slot(v).update(user_id="7"), "damaged"),
        (lambda v: slot(v).update(salt=b64(15)), "damaged"),
        (lambda v: slot(v).update(salt="%%%"), "damaged"),
        (lambda v: slot(v).update(salt="é"), "damaged"),
        (lambda v: slot(v).update(health_key=b64(5000)), "damaged"),
        (lambda v: slot(v).update(health_key=b64(40)), "mac"),
        (lambda v: slot(v)["argon"].update(memory_kib=1024), "cost"),
        (lambda v: slot(v)["argon"].update(memory_kib=2**32), "cost"),
        (lambda v: slot(v)["argon"].update(iterations=0), "cost"),
        (lambda v: slot(v)["argon"].update(iterations=10**6), "cost"),
        (lambda v: slot(v)["argon"].update(lanes=0), "cost"),
        (lambda v: slot(v)["argon"].update(lanes=255), "cost"),
        (lambda v: slot(v)["argon"].update(more=1), "damaged"),
        (lambda v: slot(v).update(argon=None), "damaged"),
    ],
)
def test_edited_files(change: Callable[[dict[str, Any]], object], code: str, refused: Refusing) -> None:
    with refused(f"vault.keyfile_{code}"):
        KeyFile.parse(edited(change)).verify_mac(GOLDEN_DATA_KEY)


def test_another_layout_of_the_same_values_is_refused(refused: Refusing) -> None:
    value = json.loads(GOLDEN.read_bytes())
    assert edited(lambda same: same) == GOLDEN.read_bytes()
    with refused("vault.keyfile_damaged"):
        KeyFile.parse(json.dumps(value).encode())


def test_the_field_that_is_wrong_is_named() -> None:
    with pytest.raises(VaultError) as caught:
        KeyFile.parse(edited(lambda v: v["slots"][1].update(salt="")))
    assert caught.value.params == {"field": "slots[1].salt"}


def test_bad_places(tmp_path: Path, refused: Refusing, office: Office) -> None:
    with refused("vault.file_missing"):
        read_key_file(tmp_path / "no.ehr-keys")
    (tmp_path / "link.ehr-keys").symlink_to(GOLDEN)
    with refused("vault.file_symlink"):
        read_key_file(tmp_path / "link.ehr-keys")
    with refused("vault.file_symlink"):
        write_key_file(tmp_path / "link.ehr-keys", office.keyfile)
    (tmp_path / "large.ehr-keys").write_bytes(b" " * (5 * 2**20))
    with refused("vault.file_too_large"):
        read_key_file(tmp_path / "large.ehr-keys")


def test_a_read_only_folder(read_only_folder: Path, office: Office, refused: Refusing) -> None:
    path = read_only_folder / "NAME.ehr-keys"
    with refused("vault.folder_read_only"):
        write_key_file(path, office.keyfile)
    with refused("vault.folder_read_only"), key_file_lock(path, 0):
        pass
    assert path.read_bytes() == b"old"


def test_standing() -> None:
    a, b, c = b"a" * 32, b"b" * 32, b"c" * 32
    assert standing(a, a, None) is Standing.CURRENT
    assert standing(a, a, b) is Standing.CURRENT
    assert standing(b, a, b) is Standing.ARRIVED
    assert standing(c, a, b) is Standing.FOREIGN
    assert standing(b, a, None) is Standing.FOREIGN


def test_a_change_goes_in_its_order_under_the_lock(office: Office, tmp_path: Path, refused: Refusing) -> None:
    path = tmp_path / "NAME.ehr-keys"
    write_key_file(path, office.keyfile)
    (tmp_path / f".{path.name}.0123.tmp").write_bytes(b"left by a killed writer")
    steps: list[tuple[str, bytes, bool]] = []

    def note(name: str) -> Callable[[bytes], None]:
        def step(digest: bytes) -> None:
            with refused("vault.file_busy"), key_file_lock(path, 0):
                pass
            steps.append((name, digest, read_key_file(path).digest() == digest))

        return step

    changed = change_key_file(
        path,
        lambda keyfile: keyfile.without_slot(office.wang.slot_id).sealed(office.data_key),
        note("announce"),
        note("confirm"),
    )
    digest = changed.digest()
    assert steps == [("announce", digest, False), ("confirm", digest, True)]
    assert sorted(file.name for file in tmp_path.iterdir()) == [path.name, f"{path.name}-lock"]


# The database is stood for by two small files that are written at once; what is tried is the order.
CRASHING = """
import os, pathlib, sys
from ehr_tui.vault import files, keyfile
folder, point = pathlib.Path(sys.argv[1]), sys.argv[2]
def die(*arguments, **named):
    os._exit(9)
def at(name):
    if point == name:
        die()
def announce(digest):
    at("before announcing")
    (folder / "announced").write_bytes(digest)
    at("announced")
def confirm(digest):
    at("renamed")
    (folder / "confirmed").write_bytes(digest)
    (folder / "announced").unlink()
    at("confirmed")
if point == "written":
    pathlib.Path.replace = die
following = keyfile.KeyFile.parse((folder / "following").read_bytes())
keyfile.change_key_file(folder / "NAME.ehr-keys", lambda current: following, announce, confirm)
"""


@pytest.mark.parametrize(
    "point, opens, expected",
    [
        ("before announcing", "old", Standing.CURRENT),
        ("announced", "old", Standing.CURRENT),
        ("written", "old", Standing.CURRENT),
        ("renamed", "new", Standing.ARRIVED),
        ("confirmed", "new", Standing.CURRENT),
    ],
)
def test_a_crash_at_any_of_five_points_leaves_exactly_one_password_working(
    point: str, opens: str, expected: Standing, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "NAME.ehr-keys"
    write_key_file(path, office.keyfile)
    (tmp_path / "confirmed").write_bytes(office.keyfile.digest())
    passwords = {"old": WANG_PASSWORD, "new": "another long password"}
    keys = unlock_slot(office.wang, WANG_PASSWORD)
    changed = change_password(office.wang, keys, passwords["new"], cost=office.wang.cost)
    following = office.keyfile.replace_slot(changed).sealed(office.data_key)
    (tmp_path / "following").write_bytes(following.to_bytes())

    run = subprocess.run([sys.executable, "-c", CRASHING, str(tmp_path), point], cwd=ROOT, check=False)

    assert run.returncode == 9
    announced = (tmp_path / "announced").read_bytes() if (tmp_path / "announced").exists() else None
    found = read_key_file(path)
    assert standing(found.digest(), (tmp_path / "confirmed").read_bytes(), announced) is expected
    found.verify_mac(office.data_key)
    working = [name for name, password in passwords.items() if works(found, password)]
    assert working == [opens]


def works(keyfile: KeyFile, password: str) -> bool:
    try:
        unlock_slot(keyfile.slots_named("wang")[0], password)
    except VaultError as error:
        assert error.code == "vault.login_refused"
        return False
    return True


def test_a_full_office_fits(office: Office, tmp_path: Path) -> None:
    """A thousand users with a password and two recovery codes each."""
    slots = tuple(
        replace(
            office.li, slot_id=f"{n:08x}-{k:04x}-4000-8000-000000000000",
            user_id=f"{n:08x}-0000-4000-8000-000000000000", user_name=f"员工{n:04d}" + "名" * 55,
        )
        for n in range(1000)
        for k in range(3)
    )  # fmt: skip
    keyfile = replace(office.keyfile, slots=slots).sealed(office.data_key)
    path = tmp_path / "NAME.ehr-keys"
    write_key_file(path, keyfile)
    assert read_key_file(path) == keyfile
    assert path.stat().st_size < 4 * 2**20
