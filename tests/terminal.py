"""The program in a real pseudo-terminal: keys go in, what a person would see comes out.

Waiting is always for something to be seen, with a time limit; nothing sleeps.
"""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pexpect
import pyte
from wcwidth import wcwidth

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
"""Seconds until something that should be seen counts as missing; machines are shared."""

KEYS = {
    "enter": "\r", "tab": "\t", "backtab": "\x1b[Z", "escape": "\x1b", "backspace": "\x7f", "delete": "\x1b[3~",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "ctrl+home": "\x1b[1;5H", "ctrl+end": "\x1b[1;5F", "space": " ",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "f12": "\x1b[24~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}  # fmt: skip
"""Names of keys and what a terminal sends for them."""


_COLOUR = re.compile(r"[0-9a-f]{6}")


class NotSeen(AssertionError):
    """What was waited for did not come; the message holds the whole screen."""


class Terminal:
    """A terminal of a fixed size with one program in it."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        folder: Path = ROOT,
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._unseen = bytearray()
        self._child: Any = pexpect.spawn(
            arguments[0],
            list(arguments[1:]),
            env=dict(environment),
            dimensions=(rows, columns),
            cwd=str(folder),
            echo=False,
            timeout=None,
        )
        self._child.delaybeforesend = None
        self.ended = False

    @property
    def pid(self) -> int:
        """The program's process."""
        return int(self._child.pid)

    # What comes out

    def read(self, seconds: float) -> bytes:
        """The next bytes, or none when nothing comes in time; they are painted later, so that reading stays fast."""
        if self.ended or not select.select([self._child.child_fd], [], [], max(0.0, seconds))[0]:
            return b""
        try:
            got = os.read(self._child.child_fd, 1 << 16)
        except OSError:  # Linux tells the end of the other side so
            got = b""
        if not got:
            self.ended = True
        self._unseen += got
        return got

    def text(self) -> str:
        """The screen, one line per row, without blanks at the ends."""
        if self._unseen:
            self._stream.feed(bytes(self._unseen))
            self._unseen.clear()
        return "\n".join(self._row(number) for number in range(self._screen.lines))

    def _row(self, number: int) -> str:
        """One row; half a wide sign that something was written over counts as a blank, as terminals show it."""
        cells = [self._screen.buffer[number][column].data for column in range(self._screen.columns)]
        return "".join(
            sign or ("" if column and wcwidth(cells[column - 1][:1]) == 2 else " ")
            for column, sign in enumerate(cells)
        ).rstrip()

    def lines(self, text: str) -> list[str]:
        """The lines that hold a text."""
        return [line for line in self.text().splitlines() if text in line]

    def has_cursor(self, text: str) -> bool:
        """Whether a field's cursor is drawn in a line that holds a text (it blinks)."""
        return any(
            text in line and any(_is_cursor(cell) for cell in self._screen.buffer[number].values())
            for number, line in enumerate(self.text().splitlines())
        )

    def until(self, met: Callable[[str], bool], what: str, seconds: float = PATIENCE) -> str:
        """Wait until the screen meets a condition, and give the screen; raises NotSeen."""
        end = time.monotonic() + seconds
        while not met(self.text()):
            left = end - time.monotonic()
            if left <= 0 or self.ended:
                why = "the program has ended" if self.ended else f"not within {seconds:.0f} s"
                raise NotSeen(f"{what}: {why}\n{self.text()}")
            self.read(min(left, 1.0))
            while self.read(0):
                pass
        return self.text()

    def see(self, *texts: str, seconds: float = PATIENCE) -> str:
        """Wait until all the texts are on the screen at once."""
        return self.until(
            lambda screen: all(text in screen for text in texts), f"no {' and '.join(texts)}", seconds
        )

    def see_any(self, *texts: str, seconds: float = PATIENCE) -> str:
        """Wait until one of the texts is on the screen."""
        return self.until(
            lambda screen: any(text in screen for text in texts), f"no {' or '.join(texts)}", seconds
        )

    def gone(self, *texts: str, seconds: float = PATIENCE) -> str:
        """Wait until none of the texts is on the screen."""
        return self.until(
            lambda screen: not any(text in screen for text in texts), f"still {' or '.join(texts)}", seconds
        )

    def holds(self, text: str) -> bool:
        """Whether a text is on the screen as far as it has been read."""
        return text in self.text()

    def burst(self, quiet: float, longest: float = PATIENCE) -> tuple[float, float, int]:
        """Read until nothing has come for ``quiet`` seconds.

        Gives the instants (``time.perf_counter``) of the first and the last bytes and how many came; both instants
        are those of the call when nothing came at all.
        """
        start = first = last = time.perf_counter()
        count = 0
        while (now := time.perf_counter()) - last < (quiet if count else longest) and now - start < longest:
            got = self.read(quiet if count else longest)
            if self.ended:
                break
            if got:
                last = time.perf_counter()
                first = first if count else last
                count += len(got)
        return first, last, count

    # What goes in

    def send(self, data: str | bytes) -> None:
        """Raw input."""
        left = data.encode() if isinstance(data, str) else data
        while left:
            left = left[os.write(self._child.child_fd, left) :]

    def press(self, *names: str) -> None:
        """Keys by name (``KEYS``), or single signs."""
        for name in names:
            self.send(KEYS.get(name, name))

    def type(self, text: str) -> None:
        """Text as typed."""
        self.send(text)

    def paste(self, text: str) -> None:
        """Text as pasted, in brackets as terminals send it."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Another size, as when a window is dragged."""
        self.text()
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    # The end

    def wait_end(self, seconds: float = PATIENCE) -> int:
        """Wait until the program has ended by itself; its exit code, or minus the signal."""
        end = time.monotonic() + seconds
        while not self.ended:
            left = end - time.monotonic()
            if left <= 0:
                raise NotSeen(f"the program goes on\n{self.text()}")
            self.read(min(left, 1.0))
        self._child.wait()
        return -int(self._child.signalstatus) if self._child.signalstatus else int(self._child.exitstatus)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with suppress(pexpect.ExceptionPexpect):
            self._child.wait()
        self.ended = True

    def close(self) -> None:
        """Leave nothing behind."""
        if self._child.isalive():
            self.kill()
        self._child.close(force=True)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _is_cursor(cell: Any) -> bool:
    """Whether a cell looks like a field's cursor in the dark theme: underlined, or on a light ground."""
    return bool(cell.underscore or (_COLOUR.fullmatch(cell.bg) and int(cell.bg[:2], 16) > 0x80))


def environment_of(home: Path, *, language: str = "zh_CN", colours: int = 0, **more: str) -> dict[str, str]:
    """What a terminal in the hospital would have set, with every folder of the program under ``home``.

    ``colours``: 0 as many as there are, 16, or 256.
    """
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "STATE", "DATA", "CACHE")}
    return {
        **kept,
        **folders,
        "TERM": "xterm-256color",
        **({} if colours else {"COLORTERM": "truecolor"}),
        **({"EHR_TUI_COLOURS": "16"} if colours == 16 else {}),
        "LANG": "zh_CN.UTF-8" if language == "zh_CN" else "en_GB.UTF-8",
        "EHR_TUI_LANGUAGE": language,
        "EHR_TUI_DEVICE_SECRET": "none",
        "PYTHONPATH": str(ROOT),
        "TZ": "Asia/Shanghai",
        **more,
    }


def program(*arguments: str) -> list[str]:
    """The program as it is installed, by the interpreter that runs this."""
    return [sys.executable, "-m", "ehr_tui", *arguments]
