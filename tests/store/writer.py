"""A process that writes to an office's file until it is killed, telling each number once it stands."""

from __future__ import annotations

import sys
from pathlib import Path

from ehr_tui.store.audit import NewEntry
from ehr_tui.store.store import Store
from tests.offices import START


def main(path: str, key: str, first: str) -> None:
    """Write and acknowledge: ``ready``, then one number a line."""
    store = Store.open(Path(path), lambda: bytes.fromhex(key))
    store.activate()
    print("ready", flush=True)  # noqa: T201
    number = int(first)
    while True:
        with store.transaction(write=True):
            store.meta.put(f"n{number}", "x" * 700)
            store.audit.append(NewEntry(START, None, "Write", "done", {"n": number}))
        print(number, flush=True)  # noqa: T201
        number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
