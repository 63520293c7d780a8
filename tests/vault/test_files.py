from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ehr_tui.errors import VaultError
from ehr_tui.vault import files
from ehr_tui.vault.files import ensure_folder, file_lock, read_private, remove_leftovers, write_private
from tests.source import ROOT
from tests.vault.conftest import Refusing


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_written_is_read_and_private(tmp_path: Path) -> None:
    path = tmp_path / "f"
    old = os.umask(0)
    try:
        write_private(path, b"one")
        write_private(path, b"two" * 1000)
    finally:
        os.umask(old)
    assert read_private(path) == b"two" * 1000
    assert mode(path) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["f"]


def test_a_loose_mode_is_tightened_by_the_next_write(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x")
    path.chmod(0o644)
    write_private(path, b"y")
    assert mode(path) == 0o600


def test_missing_file_and_folder(tmp_path: Path, refused: Refusing) -> None:
    with refused("vault.file_missing"):
        read_private(tmp_path / "f")
    with refused("vault.file_missing"):
        read_private(tmp_path / "no" / "f")
    with refused("vault.folder_missing"):
        write_private(tmp_path / "no" / "f", b"x")


def test_symbolic_links_are_refused(tmp_path: Path, refused: Refusing) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"x")
    for name, aim in (("link", target), ("dangling", tmp_path / "nothing")):
        link = tmp_path / name
        link.symlink_to(aim)
        with refused("vault.file_symlink"):
            read_private(link)
        with refused("vault.file_symlink"):
            write_private(link, b"y")
        with refused("vault.file_symlink"), file_lock(link, 0):
            pass
    assert target.read_bytes() == b"x"


def test_folders_pipes_and_devices_are_refused(tmp_path: Path, refused: Refusing) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "pipe", tmp_path / "folder", Path("/dev/null")):
        with refused("vault.file_not_regular"):
            read_private(path)
        with refused("vault.file_not_regular"):
            write_private(path, b"x")


def test_the_limit_of_size(tmp_path: Path, refused: Refusing) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * 10)
    assert len(read_private(path, 10)) == 10
    with refused("vault.file_too_large"):
        read_private(path, 9)


def test_a_read_only_folder(read_only_folder: Path, refused: Refusing) -> None:
    path = read_only_folder / "NAME.ehr-keys"
    with refused("vault.folder_read_only"):
        write_private(path, b"new")
    with refused("vault.folder_read_only"), file_lock(read_only_folder / "lock", 0):
        pass
    with refused("vault.folder_read_only"):
        ensure_folder(read_only_folder / "deeper")
    assert path.read_bytes() == b"old"


def test_an_unreadable_file(read_only_folder: Path, refused: Refusing) -> None:
    with refused("vault.file_unreadable"):
        read_private(Path("/etc/shadow"))


@pytest.mark.parametrize(
    "number, code",
    [
        (errno.ENOSPC, "vault.disk_full"),
        (errno.EDQUOT, "vault.disk_full"),
        (errno.EROFS, "vault.folder_read_only"),
        (errno.EIO, "vault.file_write_failed"),
    ],
)
@pytest.mark.parametrize("step", ["_write_new", "_sync_folder"])
def test_a_failing_disk_leaves_one_whole_file_and_no_leftover(
    number: int, code: str, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: Refusing
) -> None:
    path = tmp_path / "f"
    write_private(path, b"old")
    real = getattr(files, step)

    def fail(*arguments: object) -> None:
        real(*arguments)
        raise OSError(number, "x")

    monkeypatch.setattr(files, step, fail)
    with refused(code):
        write_private(path, b"new")
    assert path.read_bytes() == (b"old" if step == "_write_new" else b"new")
    assert [file.name for file in tmp_path.iterdir()] == ["f"]


def test_a_real_full_disk(tmp_path: Path, refused: Refusing, monkeypatch: pytest.MonkeyPatch) -> None:
    """/dev/full answers every write with 'no space left'."""
    path = tmp_path / "f"
    write_private(path, b"old")
    real_open = os.open
    monkeypatch.setattr(
        os, "open", lambda name, flags, *rest: real_open("/dev/full", os.O_WRONLY)
        if flags & os.O_EXCL else real_open(name, flags, *rest)
    )  # fmt: skip
    with refused("vault.disk_full"):
        write_private(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"


def test_a_file_system_that_cannot_flush_folders_is_no_reason_to_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "x")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    write_private(tmp_path / "f", b"x")
    assert read_private(tmp_path / "f") == b"x"


KILLED = """
import os, pathlib, sys
from ehr_tui.vault import files
name, after = sys.argv[1], sys.argv[2] == "after"
owner = pathlib.Path if name == "replace" else os
real = getattr(owner, name)
def die(*arguments, **named):
    if after:
        real(*arguments, **named)
    os._exit(9)
setattr(owner, name, die)
files.write_private(pathlib.Path(sys.argv[3]), b"new" * 1000)
"""


@pytest.mark.parametrize(
    "call, when, left",
    [
        ("open", "after", b"old"),  # the temporary file is there, empty
        ("fsync", "before", b"old"),  # written, not flushed
        ("fsync", "after", b"old"),
        ("replace", "before", b"old"),
        ("replace", "after", b"new" * 1000),
    ],
)
def test_a_killed_writer_leaves_exactly_one_whole_file(
    call: str, when: str, left: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "f"
    write_private(path, b"old")
    run = subprocess.run([sys.executable, "-c", KILLED, call, when, str(path)], cwd=ROOT, check=False)
    assert run.returncode == 9
    assert path.read_bytes() == left
    (tmp_path / ".other.tmp").write_bytes(b"")
    remove_leftovers(path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [".other.tmp", "f"]


def test_the_lock_is_for_one_at_a_time(tmp_path: Path, refused: Refusing) -> None:
    path = tmp_path / "f-lock"
    with file_lock(path, 0), refused("vault.file_busy"), file_lock(path, 0):
        pass
    with file_lock(path, 0):
        assert mode(path) == 0o600


def test_the_lock_is_freed_when_its_holder_dies(tmp_path: Path) -> None:
    path = tmp_path / "f-lock"
    code = (
        "import os, pathlib, sys\nfrom ehr_tui.vault.files import file_lock\n"
        "with file_lock(pathlib.Path(sys.argv[1]), 0):\n    os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=False).returncode == 9
    with file_lock(path, 0):
        pass


def test_a_waiting_process_gets_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "f-lock"
    code = (
        "import pathlib, sys\nfrom ehr_tui.vault.files import file_lock\nprint('waits', flush=True)\n"
        "with file_lock(pathlib.Path(sys.argv[1]), 30):\n    print('has it')"
    )
    with file_lock(path, 0):
        waiting = subprocess.Popen(
            [sys.executable, "-c", code, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "waits\n"
    with waiting:
        assert waiting.stdout.read() == "has it\n"


def test_errors_hold_names_not_contents(tmp_path: Path) -> None:
    with pytest.raises(VaultError) as caught:
        read_private(tmp_path / "f")
    assert caught.value.params == {"file": "f", "folder": str(tmp_path)}
