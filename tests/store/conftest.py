"""A file of the office's kind without anybody in it, and the ways around its guards that only tests take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ehr_tui.errors import EhrError
from ehr_tui.store.audit import NewEntry
from ehr_tui.store.database import EncryptedDatabase
from ehr_tui.store.store import Store
from tests.offices import START

KEY = bytes(range(32))


def key() -> bytes:
    return KEY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office.ehr"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    made = Store.create(path, key)
    made.activate()
    yield made
    made.close()


@contextmanager
def behind(path: Path) -> Iterator[EncryptedDatabase]:
    """A connection without the office's guards, with the key: what a dishonest key holder has."""
    database = EncryptedDatabase(path, key, maintenance=True)
    database.connect()
    try:
        yield database
    finally:
        database.close()


def refusal(code: str, act: Callable[[], Any]) -> EhrError:
    """The error of that code that the act must raise."""
    with pytest.raises(EhrError) as caught:
        act()
    assert caught.value.code == code
    return caught.value


def entries(store: Store, count: int) -> None:
    """So many entries in the chain, each in a transaction of its own."""
    for n in range(count):
        with store.transaction(write=True):
            store.audit.append(NewEntry(START, None, f"Act{n}", "done", {"n": n}))
