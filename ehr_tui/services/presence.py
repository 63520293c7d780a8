"""Who has the office open: told by each process, cleared for processes of this machine that ended badly."""

from __future__ import annotations

import os
import socket
from datetime import datetime

from ehr_tui.store.store import Store


def enter(store: Store, token: str, account: int, now: datetime) -> None:
    """Note this process, inside the running transaction."""
    host = socket.gethostname()
    store.accounts.clear_dead(host, _alive)
    store.accounts.enter(token, account, host, os.getpid(), now)


def _alive(pid: int) -> bool:
    """Whether a process of this machine still runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
