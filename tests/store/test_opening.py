"""Every file that is no usable office is told apart, before and after a key is asked for, and nothing is printed."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from ehr_tui.errors import StoreError
from ehr_tui.store import place
from ehr_tui.store.database import EncryptedDatabase
from ehr_tui.store.place import create_empty, refuse_network, refuse_unusable
from ehr_tui.store.store import Store
from tests.store.conftest import KEY, behind, entries, key, refusal


@pytest.fixture(autouse=True)
def _nothing_under_the_screen(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Whatever goes wrong, the terminal stays as it was."""
    yield
    out, err = capfd.readouterr()
    assert out + err == ""


@pytest.fixture
def closed(store: Store, path: Path) -> Path:
    """A sound file that nobody has open."""
    entries(store, 3)
    store.close()
    return path


def test_a_sound_file_opens(closed: Path) -> None:
    with_it = Store.open(closed, key)
    assert with_it.integrity()
    with_it.close()


def test_wrong_key(closed: Path) -> None:
    before = closed.read_bytes()
    refusal("store.not_this_key", lambda: Store.open(closed, lambda: bytes(32)))
    assert closed.read_bytes() == before


@pytest.mark.parametrize("short", [b"", b"x", KEY[:16], KEY + b"x"])
def test_a_key_that_is_none_opens_nothing_and_makes_nothing(path: Path, short: bytes) -> None:
    """An empty key must never make or open a plain file."""
    with pytest.raises(StoreError):
        Store.create(path, lambda: short)
    assert not list(path.parent.iterdir())


@pytest.mark.parametrize("short", [b"", b"x", KEY[:16]])
def test_a_sound_file_and_an_empty_key(closed: Path, short: bytes) -> None:
    before = closed.read_bytes()
    with pytest.raises(StoreError):
        Store.open(closed, lambda: short)
    assert closed.read_bytes() == before


def test_what_is_written_cannot_be_read_without_the_key(closed: Path) -> None:
    data = closed.read_bytes()
    assert b"SQLite format" not in data
    assert b"audit_entry" not in data


def test_missing(path: Path) -> None:
    refusal("store.missing", lambda: Store.open(path, key))
    assert not path.exists(), "opening must never create"
    refusal("store.missing", lambda: Store.open(path / "under" / "a file that is not", key))


def test_no_folder(tmp_path: Path) -> None:
    refusal("store.no_folder", lambda: Store.create(tmp_path / "absent" / "office.ehr", key))


def test_zero_bytes(path: Path) -> None:
    path.touch()
    refusal("store.empty", lambda: Store.open(path, key))
    assert path.stat().st_size == 0


def test_a_folder(path: Path) -> None:
    path.mkdir()
    refusal("store.not_a_file", lambda: Store.open(path, key))


def test_a_plain_database(path: Path) -> None:
    import sqlite3

    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t (x)")
    plain.commit()
    plain.close()
    refusal("store.plaintext", lambda: Store.open(path, key))


@pytest.mark.parametrize("size", [1, 100, 4095, 4097, 9000])
def test_cut_in_the_middle_of_a_page(closed: Path, size: int) -> None:
    os.truncate(closed, size)
    refusal("store.truncated", lambda: Store.open(closed, key))


@pytest.mark.parametrize("pages", [1, 2, 10, 40])
def test_cut_between_two_pages(closed: Path, pages: int) -> None:
    """A page-aligned cut may open; then the check, and whatever reads there, says that it is damaged."""
    os.truncate(closed, pages * 4096)
    try:
        store = Store.open(closed, key)
    except StoreError as error:
        assert error.code in ("store.damaged", "store.not_this_key", "store.not_an_office")
        return
    assert not store.integrity()
    store.close()


@pytest.mark.parametrize("where", [0, 20, 100, 4096 + 50, 3 * 4096])
def test_a_changed_byte(closed: Path, where: int) -> None:
    with closed.open("r+b") as file:
        file.seek(where)
        byte = file.read(1)
        file.seek(where)
        file.write(bytes([byte[0] ^ 0xFF]))
    try:
        store = Store.open(closed, key)
    except StoreError as error:
        assert error.code in ("store.damaged", "store.not_this_key")
        return
    assert not store.integrity()
    store.close()


def test_random_bytes(path: Path) -> None:
    path.write_bytes(os.urandom(8192))
    refusal("store.not_this_key", lambda: Store.open(path, key))


def test_nothing_is_made_over_an_existing_file(closed: Path) -> None:
    before = closed.read_bytes()
    refusal("store.exists", lambda: Store.create(closed, key))
    assert closed.read_bytes() == before


def test_only_the_owner_can_read(path: Path) -> None:
    old = os.umask(0)
    try:
        store = Store.create(path, key)
        entries(store, 1)
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in path.parent.glob("office.ehr*")}
        store.close()
    finally:
        os.umask(old)
    assert modes == {"office.ehr": 0o600, "office.ehr-wal": 0o600, "office.ehr-shm": 0o600}


@pytest.fixture
def elsewhere(closed: Path) -> Iterator[Path]:
    """The file in a folder that another user, whom root becomes, may not write."""
    if os.geteuid() != 0 and os.access("/", os.W_OK):
        pytest.skip("this account may write everywhere")
    folder = Path("/tmp") / f"ehr-read-only-{os.getpid()}"
    folder.mkdir()
    shutil.copy2(closed, folder / "office.ehr")
    (folder / "office.ehr").chmod(0o644)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield folder / "office.ehr"
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_read_only_folder(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", _effective)
    refusal("store.read_only", lambda: Store.open(elsewhere, key))
    refusal("store.read_only", lambda: create_empty(elsewhere.with_name("new.ehr")))
    elsewhere.parent.stat()
    monkeypatch.undo()
    # Even if the look before is fooled, opening says the same.
    with pytest.raises(StoreError) as caught:
        EncryptedDatabase(elsewhere, key).connect()
    assert caught.value.code in ("store.read_only", "store.cannot_open")


_real_access = os.access


def _effective(at: Path, mode: int) -> bool:
    """``access`` as the user that the test became: by itself it asks for the real one."""
    return _real_access(at, mode, effective_ids=True)


def test_a_folder_that_may_not_be_entered(elsewhere: Path) -> None:
    if os.geteuid() != 0 and os.getuid() != 0:
        pytest.skip("needs to become another user")
    os.seteuid(0)
    elsewhere.parent.chmod(0o000)
    os.seteuid(65534)
    refusal("store.read_only", lambda: refuse_unusable(elsewhere))


MOUNTS = """proc /proc proc rw 0 0
/dev/vda / ext4 rw 0 0
server:/home {home} nfs4 rw,vers=4.2 0 0
/dev/sdb1 {home}/local\\040disk ext4 rw 0 0
//pc/share {home}/local\\040disk/win cifs rw 0 0
me@host:/x {home}/mnt fuse.sshfs rw 0 0
bad line
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        (".", "nfs4"),
        ("deep/er", "nfs4"),
        ("local disk", ""),
        ("local disk/win/office", "cifs"),
        ("mnt", "fuse.sshfs"),
    ],
)
def test_network_folders(tmp_path: Path, folder: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    home = tmp_path / "home"
    mounts.write_text(MOUNTS.format(home=home), encoding="utf-8")
    if kind:
        error = refusal("store.network", lambda: refuse_network(home / folder, mounts))
        assert error.params["kind"] == kind
    else:
        refuse_network(home / folder, mounts)
    refuse_network(tmp_path / "other", mounts)
    refuse_network(home, tmp_path / "no such table")


def test_an_office_on_the_network_is_neither_opened_nor_made(
    closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/x {closed.parent} nfs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(place, "MOUNTS", mounts)
    refusal("store.network", lambda: Store.open(closed, key))
    refusal("store.network", lambda: Store.create(closed.with_name("new.ehr"), key))
    assert not closed.with_name("new.ehr").exists()


def test_a_full_disk_loses_nothing_and_writes_no_half(store: Store, path: Path) -> None:
    entries(store, 3)
    pages = store.database.execute_sql("PRAGMA page_count").fetchone()[0]
    store.database.execute_sql(f"PRAGMA max_page_count = {pages + 2}")

    def fill() -> None:
        with store.transaction(write=True):
            store.meta.put("first", "x")
            for n in range(200):
                store.meta.put(f"key{n}", "x" * 2000)

    refusal("store.disk_full", fill)
    with store.transaction(write=False):
        assert store.meta.all() == {}
        assert store.audit.verify().sound
    store.database.execute_sql(f"PRAGMA max_page_count = {pages + 1000}")
    fill()
    assert store.meta.get("key199")
    store.close()
    with behind(path) as database:
        assert database.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_damaged_page_read_late_is_told_too(store: Store, path: Path) -> None:
    """Rows are fetched one by one: the engine's own error must not come through unnamed."""
    with store.transaction(write=True):
        for n in range(400):
            store.meta.put(f"key{n:04}", "x" * 500)
    store.close()
    with path.open("r+b") as file:
        size = path.stat().st_size
        for page in range(120, size // 4096):
            file.seek(page * 4096 + 100)
            file.write(b"damaged")
    store = Store.open(path, key)

    def read() -> None:
        with store.transaction(write=False):
            list(store.database.execute_sql("SELECT * FROM meta ORDER BY key").fetchall())

    refusal("store.damaged", read)
    assert not store.integrity()
    store.close()
