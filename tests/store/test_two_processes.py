"""Killed writers lose nothing that was acknowledged; two processes take turns and notice each other."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ehr_tui.store import database as engine
from ehr_tui.store.store import Store
from tests.source import ROOT
from tests.store.conftest import KEY, behind, key, refusal


def writer(path: Path, first: int) -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", str(path), KEY.hex(), str(first)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started


def test_kill_loses_nothing_that_was_acknowledged(store: Store, path: Path) -> None:
    store.close()
    acknowledged = -1
    for round_ in range(4):
        process = writer(path, acknowledged + 1)
        assert process.stdout is not None
        assert process.stderr is not None
        for _ in range(7 + 5 * round_):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        told, errors = process.communicate()
        assert errors == ""
        with behind(path) as database:
            found = {
                int(k[1:])
                for (k,) in database.execute_sql("SELECT key FROM meta WHERE key LIKE 'n%'").fetchall()
            }
        numbers = [int(line) for line in told.split("\n")[:-1]]
        acknowledged = max([acknowledged, *numbers, 6 + 5 * round_])
        assert found >= set(range(acknowledged + 1)), "lost what had been acknowledged"
        acknowledged = max(found)
        after = Store.open(path, key)
        after.activate()
        report = after.audit.verify()
        assert report.sound
        assert report.entries == acknowledged + 1, "data and its audit entry stand or fall together"
        assert after.integrity()
        after.close()
    assert acknowledged > 30


def test_others_commits_are_noticed_and_own_are_not(store: Store, path: Path) -> None:
    seen = store.data_version()
    with store.transaction(write=True):
        store.meta.put("mine", "1")
    assert store.data_version() == seen
    process = writer(path, 0)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        assert store.data_version() != seen
        with store.transaction(write=True):
            store.meta.put("turn", "mine")  # waits for its turn between two of the writer's
        assert store.meta.get("turn") == "mine"
    finally:
        process.kill()
        process.communicate()


def test_who_waits_too_long_is_told(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 30)
    second = Store.open(path, key)
    with store.transaction(write=True):  # it has the file from its beginning, before anything is written

        def write() -> None:
            with second.transaction(write=True):
                second.meta.put("second", "1")

        try:
            error = refusal("store.busy", write)
        finally:
            store.activate()
        assert error.params["file"] == path.name
        store.meta.put("first", "1")
    second.activate()
    write()
    assert second.meta.all() == {"first": "1", "second": "1"}
    second.close()


def test_a_reader_sees_one_moment(store: Store, path: Path) -> None:
    """Reading goes on while somebody writes, and does not see half of it."""
    with store.transaction(write=True):
        store.meta.put("a", "1")
        store.meta.put("b", "1")
    process = writer(path, 0)
    try:
        with store.transaction(write=False):
            first = len(store.meta.all())
            assert process.stdout is not None
            for _ in range(3):
                process.stdout.readline()
            assert len(store.meta.all()) == first
        assert len(store.meta.all()) > first
    finally:
        process.kill()
        process.communicate()


def test_two_stores_in_one_process_keep_apart(store: Store, tmp_path: Path) -> None:
    other = Store.create(tmp_path / "other.ehr", key)
    with store.transaction(write=True):
        store.meta.put("name", "one")
    with other.transaction(write=True):
        assert other.meta.get("name") == ""
        other.meta.put("name", "two")
    with store.transaction(write=False):
        assert store.meta.get("name") == "one"
    other.close()
