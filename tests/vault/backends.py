"""Key stores as they are met: one that works, and each way in which one does not."""

from __future__ import annotations

import threading

ALLOWED = frozenset({"tests.vault.backends.Memory", "tests.vault.backends.Locked", "tests.vault.backends.Slow",
                     "tests.vault.backends.Dropping", "tests.vault.backends.Breaking"})  # fmt: skip


class Memory:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.threads: set[str] = set()

    def get_password(self, service: str, username: str) -> str | None:
        self.threads.add(threading.current_thread().name)
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Dropping(Memory):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class KeyringError(Exception):
    """Named as the real one is."""


class KeyringLocked(KeyringError):
    """Named as the real one is."""


class LockedByVendor(KeyringLocked):
    """A subclass of it."""


class Locked(Memory):
    """Refuses, as a keyring whose password was not given."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise LockedByVendor


class Foreign(Exception):
    """Derives from nothing a caller could name."""


class Breaking(Memory):
    """Breaks in a way of its own."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise Foreign("bus")


class Slow(Memory):
    """Answers only after ``go``."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.go.wait(30)
        return super().get_password(service, username)
