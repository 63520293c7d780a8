"""Making an office: whole or not at all, never over another, and again after an interruption."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ehr_tui.domain.access import Assignment
from ehr_tui.domain.entry import DeviceKind, Stage
from ehr_tui.errors import VaultError
from ehr_tui.services import creation
from ehr_tui.services.entrance import Entrance
from ehr_tui.services.intents.home import OpenHome
from ehr_tui.services.intents.organisation import OpenOrganisation
from ehr_tui.services.opening import office_lock
from ehr_tui.settings import Settings
from ehr_tui.store.store import Store
from ehr_tui.vault.cost import ArgonCost
from ehr_tui.vault.device import DeviceChoice, DeviceStore, find_device_store
from ehr_tui.vault.device_file import FileStore
from tests.offices import PASSWORD, Desk, OfficeFolder, plan
from tests.services.people import RealOffice, found, refusal
from tests.vault.backends import ALLOWED, Memory


def names(office: OfficeFolder) -> set[str]:
    return {p.name for p in office.folder.iterdir() if p.is_file() and not p.name.endswith("-lock")}


@pytest.fixture(autouse=True)
def _quiet(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    assert capfd.readouterr().err == ""


def test_an_office_is_two_files_for_its_owner_only(empty_office: OfficeFolder) -> None:
    door = empty_office.entrance()
    assert not door.info().exists
    entered = door.create(plan())
    assert entered.stage is Stage.ENROLLING
    door.logout()
    assert names(empty_office) == {"office.ehr", "office.ehr-keys"}
    for name in names(empty_office):
        assert stat.S_IMODE((empty_office.folder / name).stat().st_mode) == 0o600
    info = empty_office.entrance().info()
    assert (info.exists, info.demo, info.problem) == (True, False, "")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "  "}, "office.name"),
        ({"name": "x" * 61}, "office.name"),
        ({"login": "带汉字"}, "accounts.login"),
        ({"login": "a"}, "accounts.login"),
        ({"login": "a b"}, "accounts.login"),
        ({"display_name": " "}, "accounts.no_name"),
        ({"password": "short"}, "vault.password_short"),
        ({"password": "aaaaaaaaaaaaaaaaaaaaaa"}, "vault.password_repeated"),
        ({"login": "hospitaloffice", "password": "hospitaloffice1"}, "vault.password_user_name"),
    ],
)
def test_what_cannot_be_an_office_leaves_nothing(
    empty_office: OfficeFolder, values: dict[str, str], code: str
) -> None:
    refusal(code, lambda: empty_office.entrance().create(plan(**values)))
    assert names(empty_office) == set()


def test_nothing_is_made_over_an_office(office: RealOffice) -> None:
    before = {name: (office.at.folder / name).read_bytes() for name in names(office.at)}
    refusal("store.exists", lambda: office.at.entrance().create(plan()))
    assert {name: (office.at.folder / name).read_bytes() for name in names(office.at)} == before
    office.login().leave()


def test_two_at_once_make_one(empty_office: OfficeFolder) -> None:
    with office_lock(empty_office.path, exclusive=True):
        refusal("store.in_use", lambda: empty_office.entrance().create(plan()))
    assert names(empty_office) == set()


def test_no_folder(tmp_path: Path) -> None:
    nowhere = OfficeFolder(tmp_path / "absent")
    refusal("store.no_folder", lambda: nowhere.entrance().create(plan()))


class PowerCut(BaseException):
    """Nothing after it runs, not even what tidies up."""


def cut(*_: Any, **__: Any) -> None:
    raise PowerCut


STEPS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "before the file": lambda m: m.setattr(Store, "create", cut),
    "while filling it": lambda m: m.setattr(creation, "load_calendar", cut),
    "before the key file": lambda m: m.setattr(creation, "write_key_file", cut),
    "before the last name": lambda m: m.setattr(Path, "rename", cut),
    "after the last name": lambda m: m.setattr(creation, "sync_folder", cut),
}


@pytest.mark.parametrize("step", STEPS)
def test_an_interrupted_try_does_not_hinder_the_next(
    empty_office: OfficeFolder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with monkeypatch.context() as patch:
        STEPS[step](patch)
        with pytest.raises(PowerCut):
            empty_office.entrance().create(plan())
    door = empty_office.entrance()
    if step == "after the last name":
        entered = door.login("first", PASSWORD, "")
    else:
        assert not door.info().exists
        entered = door.create(plan())
    assert entered.stage is Stage.ENROLLING
    Desk(door, entered).leave()
    assert "office.ehr-new" not in names(empty_office)


def test_killed_while_filling_leaves_the_growing_file_and_the_next_try_replaces_it(
    empty_office: OfficeFolder,
) -> None:
    growing = empty_office.folder / "office.ehr-new"
    growing.write_bytes(b"half an office")
    growing.with_name("office.ehr-new-wal").write_bytes(b"half a log")
    door = empty_office.entrance()
    Desk(door, door.create(plan())).leave()
    assert names(empty_office) == {"office.ehr", "office.ehr-keys"}


def test_the_key_file_of_an_office_that_was_moved_away_is_kept(office: RealOffice, tmp_path: Path) -> None:
    """Writing over it would shut that office for ever."""
    keys = (office.at.folder / "office.ehr-keys").read_bytes()
    office.at.path.rename(tmp_path / "office.ehr")
    door = office.at.entrance()
    Desk(door, door.create(plan())).leave()
    kept = office.at.folder / "office.ehr-keys.kept-1"
    assert kept.read_bytes() == keys
    kept.rename(tmp_path / "office.ehr-keys")
    moved = RealOffice(OfficeFolder(tmp_path, office.at.clock), office.secrets, office.passwords)
    moved.login().leave()


def test_a_log_left_behind_by_another_file_is_not_taken_for_ours(office: RealOffice, tmp_path: Path) -> None:
    desk = office.login()
    desk.do(OpenHome())
    stray = (office.at.folder / "office.ehr-wal").read_bytes()
    desk.leave()
    folder = OfficeFolder(tmp_path / "new")
    folder.folder.mkdir()
    (folder.folder / "office.ehr-wal").write_bytes(stray)
    door = folder.entrance()
    Desk(door, door.create(plan())).leave()
    entered = door.login("first", PASSWORD, "")
    assert entered.office_name == "人事科"
    door.logout()


def test_an_office_begins_with_the_seven_posts_or_without(tmp_path: Path) -> None:
    counts = []
    for wished in (True, False):
        office = RealOffice(OfficeFolder(tmp_path / str(wished)))
        office.at.folder.mkdir()
        door = office.at.entrance()
        desk = Desk(door, door.create(plan(starting_data=wished)))
        office.enrol(desk, "first")
        view = desk.do(OpenOrganisation(2026))
        counts.append((len(view.departments), len(view.posts), len(view.kinds) > 0, len(view.demand)))
        assert view.calendar.days
        desk.leave()
    assert counts[0][1] == 7
    assert counts[1] == (0, 0, True, 0)


# The two files and each other


def test_the_key_file_of_another_office(office: RealOffice, tmp_path: Path) -> None:
    other = found(tmp_path / "other")
    shutil.copy2(other.at.folder / "office.ehr-keys", office.at.folder / "office.ehr-keys")
    with pytest.raises(Exception) as caught:  # noqa: PT011
        office.login()
    assert getattr(caught.value, "code", "") == "store.not_this_key"
    office.passwords["first"] = "some other password"
    refusal("vault.login_refused", office.login)


def test_the_same_offices_older_key_file(office: RealOffice, tmp_path: Path) -> None:
    shutil.copy2(office.at.folder / "office.ehr-keys", tmp_path / "older")
    office.user("second", "clerk")
    shutil.copy2(tmp_path / "older", office.at.folder / "office.ehr-keys")
    refusal("vault.keyfile_other", office.login)


def test_without_the_key_file(office: RealOffice) -> None:
    (office.at.folder / "office.ehr-keys").unlink()
    assert office.at.entrance().info().problem == "vault.no_key_file"
    refusal("vault.no_key_file", office.login)


@pytest.mark.parametrize(
    ("damage", "code"),
    [(b"", "vault.keyfile_empty"), (b"{", "vault.keyfile_truncated"), (b"[1]", "vault.keyfile_foreign")],
)
def test_a_damaged_key_file(office: RealOffice, damage: bytes, code: str) -> None:
    (office.at.folder / "office.ehr-keys").write_bytes(damage)
    assert office.at.entrance().info().problem == code
    refusal(code, office.login)


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (b"", "store.empty"),
        (b"SQLite format 3\0" + bytes(4080), "store.plaintext"),
        (b"x" * 5000, "store.truncated"),
    ],
)
def test_info_says_what_is_wrong_before_a_password_is_asked_for(
    office: RealOffice, damage: bytes, code: str
) -> None:
    office.at.path.write_bytes(damage)
    assert office.at.entrance().info().problem == code
    refusal(code, office.login)
    refusal(code, lambda: office.at.entrance().recover("first", "x"))


# Terminals that keep a device secret


def door_of(office: OfficeFolder, state: Path, device: DeviceStore) -> Entrance:
    settings = Settings(device_secret="keyring")
    return Entrance(
        office.path, settings, office.clock, cost=ArgonCost.FLOOR, state_folder=state, device=device
    )


def keyring() -> DeviceStore:
    return find_device_store(DeviceChoice(), Memory(), ALLOWED)


def test_a_terminal_with_a_keyring(empty_office: OfficeFolder, tmp_path: Path) -> None:
    here, there = keyring(), keyring()
    office = RealOffice(empty_office)
    office.passwords["first"] = PASSWORD
    door = door_of(empty_office, tmp_path / "here", here)
    desk = Desk(door, door.create(plan()))
    assert desk.entered.protected
    office.enrol(desk, "first")
    desk.leave()
    assert door.info().device is DeviceKind.KEYRING
    office.login(door=door_of(empty_office, tmp_path / "here", here)).leave()
    # Another terminal has another secret: the password alone opens nothing there.
    other = door_of(empty_office, tmp_path / "there", there)
    refusal("vault.device_secret_missing", lambda: office.login(door=other))
    # A recovery code brings a slot for that terminal; the first one's stays.
    desk = Desk(other, other.recover("first", office.codes["first"][0]))
    office.enrol(desk, "first", "one more long password")
    desk.leave()
    office.login(door=door_of(empty_office, tmp_path / "there", there)).leave()


def test_the_terminals_memory_cannot_be_put_back(empty_office: OfficeFolder, tmp_path: Path) -> None:
    device, state = keyring(), tmp_path / "here"
    office = RealOffice(empty_office)
    office.passwords["first"] = PASSWORD
    door = door_of(empty_office, state, device)
    desk = Desk(door, door.create(plan()))
    office.enrol(desk, "first")
    desk.leave()
    shutil.copytree(state, tmp_path / "older")
    for _ in range(3):
        with pytest.raises(VaultError):
            door.login("first", "wrong password for sure", "")
    shutil.rmtree(state)
    shutil.copytree(tmp_path / "older", state)
    refusal("vault.state_older", lambda: office.login(door=door_of(empty_office, state, device)))
    shutil.rmtree(state)
    refusal("vault.state_missing", lambda: office.login(door=door_of(empty_office, state, device)))
    door = door_of(empty_office, state, device)
    desk = Desk(door, door.recover("first", office.codes["first"][0]))
    office.enrol(desk, "first", "one more long password")
    desk.leave()
    office.login(door=door_of(empty_office, state, device)).leave()


def test_a_secret_on_a_stick(empty_office: OfficeFolder, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    office = RealOffice(empty_office)
    office.passwords["first"] = PASSWORD
    door = door_of(empty_office, tmp_path / "here", FileStore(stick / "key"))
    desk = Desk(door, door.create(plan()))
    assert desk.entered.protected
    office.enrol(desk, "first")
    desk.leave()
    (stick / "key").rename(tmp_path / "away")
    refusal("vault.device_file_missing", lambda: office.login(door=door_of(
        empty_office, tmp_path / "here", FileStore(stick / "key"))))  # fmt: skip
    (tmp_path / "away").rename(stick / "key")
    office.login(door=door_of(empty_office, tmp_path / "here", FileStore(stick / "key"))).leave()


def test_a_new_user_begins_on_another_terminal_and_is_bound_to_it(
    empty_office: OfficeFolder, tmp_path: Path
) -> None:
    here, there = keyring(), keyring()
    office = RealOffice(empty_office)
    office.passwords["first"] = PASSWORD
    door = door_of(empty_office, tmp_path / "here", here)
    desk = Desk(door, door.create(plan()))
    office.enrol(desk, "first")
    office.add("ward", Assignment("auditor"), by=desk)
    desk.leave()
    ward = door_of(empty_office, tmp_path / "there", there)
    office.enrol(
        Desk(ward, ward.login("ward", office.passwords["ward"], "")), "ward", "the ward's own password"
    )
    ward.logout()
    office.login("ward", door_of(empty_office, tmp_path / "there", there)).leave()
    refusal(
        "vault.login_refused", lambda: office.login("ward", door_of(empty_office, tmp_path / "here", here))
    )


# The demo office


def test_the_demo_is_marked_and_nothing_else_is(demo: OfficeFolder, office: RealOffice) -> None:
    assert demo.entrance().info().demo
    desk = demo.enter("hr")
    assert desk.entered.demo
    assert desk.do(OpenHome()).demo
    desk.leave()
    assert office.at.entrance().demo_logins() == ()
    desk = office.login()
    assert not desk.do(OpenHome()).demo
    desk.leave()


def test_a_demo_that_is_open_is_not_replaced(demo: OfficeFolder) -> None:
    from ehr_tui.services.demo_office import make_demo

    desk = demo.enter("hr")
    refusal("store.in_use", lambda: make_demo(demo.path, demo.clock, lambda _: None, demo.state))
    assert desk.do(OpenHome()).demo
    desk.leave()
    make_demo(demo.path, demo.clock, lambda _: None, demo.state)
    demo.enter("hr").leave()


def test_an_older_file_waits_until_everybody_has_left(
    office: RealOffice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from ehr_tui.store import schema
    from tests.store.test_schema import GOOD, scripts

    desk = office.login()
    monkeypatch.setattr(schema, "MIGRATIONS", scripts(tmp_path / "m", m0002_later=GOOD))
    refusal("store.in_use", office.login)
    desk.leave()
    office.login().leave()
    assert (office.at.folder / "office.ehr.before-0002_later").exists()
    monkeypatch.undo()
    refusal("store.newer", office.login)
