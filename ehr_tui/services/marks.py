"""High-water marks between the file, this terminal's memory and the moment."""

from __future__ import annotations

from datetime import date, datetime

from ehr_tui.services.proof import lock_row, lock_state
from ehr_tui.services.rights import administrators
from ehr_tui.store.store import Store
from ehr_tui.vault.watermark import HighWater, user_key

GENERATION, HIGHEST, CLOCK_EPOCH, OFFICE_ID = "generation", "highest_utc", "clock_epoch", "office_id"


def read_marks(store: Store, keyfile_generation: int, today: date) -> HighWater:
    """What the file remembers."""
    meta = store.meta.all()
    office_id = meta[OFFICE_ID]
    highest = meta.get(HIGHEST, "")
    states = store.accounts.login_states()
    last = administrators(store.accounts.users(), store.accounts.grants(), today)
    return HighWater(
        generation=int(meta.get(GENERATION, "0")),
        keyfile_generation=keyfile_generation,
        highest_utc=datetime.fromisoformat(highest) if highest else None,
        clock_epoch=int(meta.get(CLOCK_EPOCH, "0")),
        locks={user_key(s.login, office_id): lock_state(s.lock) for s in states},
        never_disabled=frozenset(user_key(u.login, office_id) for u in last)
        if len(last) == 1
        else frozenset(),
    )


def keep_marks(store: Store, marks: HighWater) -> None:
    """Put into the file what counts; users the file does not know are left to the terminal."""
    office_id = store.meta.get(OFFICE_ID)
    store.meta.put(GENERATION, str(marks.generation))
    store.meta.put(CLOCK_EPOCH, str(marks.clock_epoch))
    if marks.highest_utc is not None:
        store.meta.put(HIGHEST, marks.highest_utc.isoformat())
    for state in store.accounts.login_states():
        found = lock_row(marks.lock(user_key(state.login, office_id)))
        if found != state.lock:
            store.accounts.set_lock(state.id, found)
