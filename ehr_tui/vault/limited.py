"""Run a call that may hang (a key store behind a message bus) in a named thread, for a limited time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Outcome(Generic[T]):
    """How it ended: with a value, with an error, or (``late``) not in time.

    As a context it is the thread's edge: foreign code may raise anything, and what leaves a thread would be
    printed under the screen; so the error is kept here, whole, and the caller names it.
    """

    value: T | None = None
    error: Exception | None = None
    late: bool = False

    def __enter__(self) -> Outcome[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error if isinstance(error, Exception) else None
        return self.error is not None


def run_limited(call: Callable[[], T], seconds: float, name: str) -> Outcome[T]:
    """Wait at most ``seconds``.  A late thread is left behind: it holds nothing up at exit, its result is dropped."""
    outcome: Outcome[T] = Outcome()
    ended = threading.Event()

    def body() -> None:
        with outcome:
            outcome.value = call()
        ended.set()

    threading.Thread(target=body, name=name, daemon=True).start()
    return outcome if ended.wait(seconds) else Outcome(late=True)
