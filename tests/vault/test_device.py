from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

import pytest

from ehr_tui.errors import VaultError
from ehr_tui.vault.device import (
    ALLOWED_BACKENDS,
    DeviceChoice,
    DeviceKind,
    DeviceStore,
    NoStore,
    Wish,
    find_device_store,
)
from ehr_tui.vault.device_keyring import PROBE_SERVICE, SERVICE, Backend
from tests.source import ROOT
from tests.vault import backends
from tests.vault.backends import ALLOWED, Memory
from tests.vault.conftest import OFFICE, Refusing

OTHER = OFFICE.replace("1", "2")
SHORT = 0.2  # seconds: patience where waiting is what is tested


def found(backend: Backend, wish: Wish = Wish.AUTO, patience: float = 5.0) -> DeviceStore:
    return find_device_store(DeviceChoice(wish, patience=patience), backend, ALLOWED)


@pytest.fixture(params=["keyring", "usb_file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> DeviceStore:
    if request.param == "keyring":
        return found(Memory())
    return find_device_store(DeviceChoice(Wish.USB_FILE, tmp_path / "stick.key"))


def test_a_secret_is_made_once_and_kept(store: DeviceStore) -> None:
    assert store.get_secret(OFFICE) is None
    secret = store.create_secret(OFFICE)
    assert len(secret) == 32
    assert store.create_secret(OFFICE) == secret
    assert store.get_secret(OFFICE) == secret
    assert store.reason == ""


def test_each_office_has_its_own(store: DeviceStore) -> None:
    assert store.create_secret(OFFICE) != store.create_secret(OTHER)


def test_marks_are_kept_beside_the_secret(store: DeviceStore) -> None:
    secret = store.create_secret(OFFICE)
    assert store.get_mark(OFFICE, "m") is None
    assert store.put_mark(OFFICE, "m", "一")
    assert store.put_mark(OFFICE, "n", "two")
    assert store.put_mark(OFFICE, "m", "three")
    assert (store.get_mark(OFFICE, "m"), store.get_mark(OFFICE, "n")) == ("three", "two")
    assert store.get_mark(OTHER, "m") is None
    assert store.get_secret(OFFICE) == secret


def test_a_working_keyring_is_found_by_a_probe_that_leaves_nothing() -> None:
    backend = Memory()
    assert found(backend).kind is DeviceKind.KEYRING
    assert backend.kept == {}
    assert backend.threads == {"ehr-keyring"}


def test_the_entries_are_named_by_office_and_hold_the_secret_only() -> None:
    backend = Memory()
    secret = found(backend).create_secret(OFFICE)
    assert backend.kept == {(SERVICE, f"device-secret:{OFFICE}"): base64.b64encode(secret.reveal()).decode()}
    assert SERVICE != PROBE_SERVICE


@pytest.mark.parametrize(
    "backend, code",
    [
        (backends.Dropping(), "vault.keyring_drops"),
        (backends.Locked(), "vault.keyring_locked"),
        (backends.Breaking(), "vault.keyring_failed"),
    ],
)
def test_a_keyring_that_does_not_work_is_not_used(backend: Backend, code: str, refused: Refusing) -> None:
    store = found(backend)
    assert (store.kind, store.reason) == (DeviceKind.NONE, code)
    with refused(code):
        store.create_secret(OFFICE)
    with refused(code):
        found(backend, Wish.KEYRING)


def test_a_keyring_that_does_not_answer_is_not_waited_for() -> None:
    backend = backends.Slow()
    store = found(backend, patience=SHORT)
    backend.go.set()
    assert (store.kind, store.reason) == (DeviceKind.NONE, "vault.keyring_late")


def test_a_keyring_may_stop_answering_later(refused: Refusing) -> None:
    backend = backends.Slow()
    backend.go.set()
    store = found(backend, patience=SHORT)
    backend.go.clear()
    with refused("vault.keyring_late"):
        store.get_secret(OFFICE)
    backend.go.set()


def test_a_keyring_may_break_later(refused: Refusing, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = Memory()
    store = found(backend)
    monkeypatch.setattr(backend, "set_password", backends.Locked().set_password)
    with refused("vault.keyring_locked"):
        store.create_secret(OFFICE)
    monkeypatch.setattr(backend, "set_password", backends.Dropping().set_password)
    with refused("vault.keyring_drops"):
        store.put_mark(OFFICE, "m", "x")


def test_only_listed_backends_are_trusted() -> None:
    store = find_device_store(DeviceChoice(), Memory())
    assert (store.kind, store.reason) == (DeviceKind.NONE, "vault.keyring_untrusted")
    assert not any(word in name for name in ALLOWED_BACKENDS for word in ("null", "fail", "alt", "chainer"))


@pytest.mark.parametrize("module", ["fail", "null"])
def test_the_backends_of_a_headless_machine(module: str) -> None:
    keyring = pytest.importorskip(f"keyring.backends.{module}")
    backend = keyring.Keyring()
    store = find_device_store(DeviceChoice(), backend)
    assert (store.kind, store.reason) == (DeviceKind.NONE, "vault.keyring_untrusted")
    even_if_listed = find_device_store(DeviceChoice(), backend, {f"keyring.backends.{module}.Keyring"})
    assert even_if_listed.reason == {"fail": "vault.keyring_failed", "null": "vault.keyring_drops"}[module]


def test_what_the_system_offers_is_asked_when_none_is_handed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    offered = Memory()
    monkeypatch.setattr(keyring, "get_keyring", lambda: offered)
    assert find_device_store(DeviceChoice(), allowed=ALLOWED).kind is DeviceKind.KEYRING


def test_the_listed_backends_exist() -> None:
    """A renamed class would make every keyring untrusted."""
    folder = Path(pytest.importorskip("keyring.backends").__path__[0])
    for name in ALLOWED_BACKENDS:
        module, _, kind = name.removeprefix("keyring.backends.").rpartition(".")
        source = (
            folder / f"{module}.py" if (folder / f"{module}.py").exists() else folder / module / "__init__.py"
        )
        assert f"class {kind}(" in source.read_text(encoding="utf-8")


def test_a_trusted_member_of_a_chain_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    chainer = pytest.importorskip("keyring.backends.chainer")
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [object(), Memory()])
    assert find_device_store(DeviceChoice(), chainer.ChainerBackend(), ALLOWED).kind is DeviceKind.KEYRING
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [])
    assert find_device_store(DeviceChoice(), chainer.ChainerBackend(), ALLOWED).kind is DeviceKind.NONE


@pytest.mark.parametrize("text", ["", "!", base64.b64encode(b"short").decode(), "é"])
def test_a_damaged_secret_in_the_keyring(text: str, refused: Refusing) -> None:
    backend = Memory()
    store = found(backend)
    backend.kept[SERVICE, f"device-secret:{OFFICE}"] = text
    with refused("vault.device_secret_damaged"):
        store.get_secret(OFFICE)
    with refused("vault.device_secret_damaged"):
        store.create_secret(OFFICE)
    assert backend.kept[SERVICE, f"device-secret:{OFFICE}"] == text


def test_no_store_is_no_store(refused: Refusing) -> None:
    store = find_device_store(DeviceChoice(Wish.NONE), Memory(), ALLOWED)
    assert (store.kind, store.reason) == (DeviceKind.NONE, "")
    assert store.get_secret(OFFICE) is None
    assert not store.put_mark(OFFICE, "m", "x")
    assert NoStore().get_mark(OFFICE, "m") is None
    with refused("vault.no_device_store"):
        store.create_secret(OFFICE)


def test_a_named_file_goes_before_the_keyring(tmp_path: Path, refused: Refusing) -> None:
    choice = DeviceChoice(Wish.AUTO, tmp_path / "stick.key")
    assert find_device_store(choice, Memory(), ALLOWED).kind is DeviceKind.USB_FILE
    with refused("vault.device_file_unnamed"):
        find_device_store(DeviceChoice(Wish.USB_FILE))


def test_a_stick_that_is_not_plugged_in(tmp_path: Path, refused: Refusing) -> None:
    store = find_device_store(DeviceChoice(Wish.USB_FILE, tmp_path / "stick" / "ehr.key"))
    assert store.reason == "vault.device_file_missing"
    assert store.get_secret(OFFICE) is None
    with refused("vault.folder_missing"):
        store.create_secret(OFFICE)
    (tmp_path / "stick").mkdir()
    assert not store.put_mark(OFFICE, "m", "x")
    store.create_secret(OFFICE)
    assert store.reason == ""
    assert (tmp_path / "stick" / "ehr.key").stat().st_mode & 0o777 == 0o600


def file_with(tmp_path: Path, value: object) -> DeviceStore:
    path = tmp_path / "stick.key"
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return find_device_store(DeviceChoice(Wish.USB_FILE, path))


GOOD = {"file": "ehr-tui device file", "format": 1, "offices": {OFFICE: {"secret": "x" * 44, "marks": {}}}}


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[]",
        pytest.param(b"[" * 100_000, id="deep"),
        {"file": "other"},
        {**GOOD, "format": 2},
        {**GOOD, "more": 1},
        {**GOOD, "offices": []},
        {**GOOD, "offices": {OFFICE: {"secret": 1, "marks": {}}}},
        {**GOOD, "offices": {OFFICE: {"secret": "x", "marks": {"m": 1}}}},
    ],
)
def test_a_damaged_file(value: object, tmp_path: Path, refused: Refusing) -> None:
    store = file_with(tmp_path, value)
    before = (tmp_path / "stick.key").read_bytes()
    for act in (store.get_secret, store.create_secret):
        with refused("vault.device_file_damaged"):
            act(OFFICE)
    assert (tmp_path / "stick.key").read_bytes() == before


def test_a_damaged_secret_in_the_file(tmp_path: Path, refused: Refusing) -> None:
    with refused("vault.device_secret_damaged"):
        file_with(tmp_path, GOOD).get_secret(OFFICE)


def test_a_link_in_place_of_the_file(tmp_path: Path, refused: Refusing) -> None:
    (tmp_path / "stick.key").symlink_to(tmp_path / "nothing")
    store = find_device_store(DeviceChoice(Wish.USB_FILE, tmp_path / "stick.key"))
    with refused("vault.file_symlink"):
        store.get_secret(OFFICE)


def test_a_late_keyring_does_not_hold_up_the_end_of_the_program() -> None:
    import subprocess

    code = (
        "from tests.vault.backends import *\nfrom ehr_tui.vault.device import *\n"
        "print(find_device_store(DeviceChoice(patience=0.05), Slow(), ALLOWED).reason)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=20, check=True
    )
    assert (run.stdout, run.stderr) == ("vault.keyring_late\n", "")


def test_errors_say_nothing_of_the_secret() -> None:
    backend = Memory()
    store = found(backend)
    backend.kept[SERVICE, f"device-secret:{OFFICE}"] = "c2hvcnQ="
    with pytest.raises(VaultError) as caught:
        store.get_secret(OFFICE)
    assert caught.value.params == {}
