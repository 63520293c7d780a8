"""Opening the two files of an office: locks between processes, migration, the key file's standing."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ehr_tui.errors import StoreError, VaultError
from ehr_tui.services.ground import complete_ground, complete_search_keys
from ehr_tui.services.keys import reconcile
from ehr_tui.store.place import writing_failed
from ehr_tui.store.schema import migrate
from ehr_tui.store.store import Store
from ehr_tui.vault.keyfile import KeyFile, read_key_file
from ehr_tui.vault.secret import Secret


def key_path(path: Path) -> Path:
    """The key file that belongs to a database file."""
    return path.with_name(f"{path.name}-keys")


def lock_path(path: Path) -> Path:
    """The lock file of an office."""
    return path.with_name(f"{path.name}-lock")


def read_keys(path: Path) -> KeyFile:
    """The office's key file; raises VaultError, "vault.no_key_file" when it is not there."""
    keys = key_path(path)
    if not keys.exists():
        raise VaultError("vault.no_key_file", file=keys.name)
    return read_key_file(keys)


@contextmanager
def office_lock(path: Path, *, exclusive: bool) -> Iterator[None]:
    """Hold the office open (shared) or alone (exclusive: migration, restore).

    Raises StoreError "store.in_use" when others hold it; who they are stands in the office's presence list.
    """
    try:
        handle = os.open(lock_path(path), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise writing_failed(lock_path(path), error) from error
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise StoreError("store.in_use", file=path.name) from error
    try:
        yield
    finally:
        os.close(handle)


def open_store(path: Path, keyfile: KeyFile, data_key: Secret, held: ExitStack, cache_mib: int) -> Store:
    """Open the file, brought up to date if it was older; the shared lock is held until ``held`` closes."""
    try:
        held.enter_context(office_lock(path, exclusive=False))
        store = Store.open(path, data_key.reveal, cache_mib)
    except StoreError as error:
        if error.code != "store.needs_migration":
            raise
        held.close()
        with office_lock(path, exclusive=True):
            migrate(path, data_key.reveal)
        held.enter_context(office_lock(path, exclusive=False))
        store = Store.open(path, data_key.reveal, cache_mib)
    held.callback(store.close)
    with store.transaction(write=True):
        complete_ground(store)
        complete_search_keys(store)
        reconcile(store, keyfile)
    return store
