"""Asks the terminal itself how wide it draws: prints a text and asks where the cursor is now."""

from __future__ import annotations

import os
import re
import select
import termios
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress

WHERE = b"\x1b[6n"
ANSWER = re.compile(rb"\x1b\[(\d+);(\d+)R")
CLEAR = b"\r\x1b[2K"
PATIENCE = 0.6
"""Seconds a terminal may take; over a slow line an answer comes within a few tenths."""
TTY = "/dev/tty"


def measure(texts: tuple[str, ...], patience: float = PATIENCE) -> tuple[int | None, ...] | None:
    """Cells the terminal takes for each text, None where it gave no answer; None altogether without a terminal.

    What is printed is taken away again.  Keys pressed meanwhile may be lost.
    """
    try:
        terminal = os.open(TTY, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return None
    try:
        with _quiet(terminal):
            found: list[int | None] = []
            for text in texts:
                os.write(terminal, CLEAR + text.encode() + WHERE)
                column = _column(terminal, patience)
                found.append(None if column is None else column - 1)
                if column is None:
                    break
            os.write(terminal, CLEAR)
        return tuple(found + [None] * (len(texts) - len(found)))
    except (termios.error, OSError):
        return None
    finally:
        os.close(terminal)


@contextmanager
def _quiet(terminal: int) -> Iterator[None]:
    """Neither echo nor line editing, so that the answer can be read."""
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSANOW)
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(terminal, termios.TCSAFLUSH, before)


def _column(terminal: int, patience: float) -> int | None:
    end, got = time.monotonic() + patience, b""
    while (left := end - time.monotonic()) > 0:
        if not select.select([terminal], [], [], left)[0]:
            break
        got += os.read(terminal, 256)
        if found := ANSWER.search(got):
            return int(found.group(2))
    return None
