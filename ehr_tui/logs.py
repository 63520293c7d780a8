"""Logs that can be shown to a stranger: codes and numbers, never sentences, names or what was typed.

A line is ``2026-11-05T08:00:00Z INFO vault login.refused user=3 failures=2``.  Write one with
``log("vault").info("login.refused", extra=facts(user=3, failures=2))``: the message is a dotted code, and only the
facts of ``FACTS`` pass, each a number, a flag or a short code.  Anything else is dropped at the door, however
it came: message arguments, unknown facts, the text of exceptions, other libraries' records.  Nothing goes to stderr,
which is the screen.
"""

from __future__ import annotations

import logging
import os
import re
import time
import traceback
from contextlib import suppress
from enum import Enum
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType

from ehr_tui.paths import make_private

ROOT = "ehr_tui"
FILE_NAME = "ehr-tui.log"
MAX_BYTES = 1_000_000
KEPT = 3
FACTS = frozenset(
    {
        "code",  # of an error
        "count",
        "entry",  # number in the audit
        "failures",
        "free_mib",
        "intent",  # class name
        "milliseconds",
        "permission",
        "python",
        "role",
        "schema",
        "screen",
        "signal",
        "status",
        "user",  # number of the account, never its name
        "version",
    }
)
"""What may be logged beside the code.  A new one must not be able to carry personal data."""

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{0,79}|\d+(\.\d+)*")
_PREFIX = "fact_"


def log(part: str) -> logging.Logger:
    """The logger of a part of the program: ``vault``, ``store``, ``app``."""
    return logging.getLogger(f"{ROOT}.{part}")


def facts(**values: object) -> dict[str, object]:
    """Facts for ``extra``; the prefix keeps them apart from logging's own fields."""
    return {f"{_PREFIX}{name}": value for name, value in values.items()}


class Scrub(logging.Filter):
    """Leaves of a record what is known to be harmless."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Scrub in place; foreign records are dropped whole."""
        if record.name != ROOT and not record.name.startswith(f"{ROOT}."):
            return False
        if not isinstance(record.msg, str) or not _CODE.fullmatch(record.msg):
            record.msg = "scrubbed"
        record.args = None
        for name in [name for name in vars(record) if name.startswith(_PREFIX)]:
            value = _harmless(getattr(record, name))
            if name.removeprefix(_PREFIX) not in FACTS or value is None:
                delattr(record, name)
            else:
                setattr(record, name, value)
        record.stack_info = None
        return True


class Line(logging.Formatter):
    """One record, one line, UTC; of an exception its classes and places, not its text."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        part = record.name.removeprefix(f"{ROOT}.")
        told = [
            self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            record.levelname,
            part,
            record.msg,
            *(
                f"{n.removeprefix(_PREFIX)}={v}"
                for n, v in sorted(vars(record).items())
                if n.startswith(_PREFIX)
            ),
        ]
        if record.exc_info and record.exc_info[1] is not None:
            told.append(_places(record.exc_info[1], record.exc_info[2]))
        return " ".join(told)


class PrivateFile(logging.FileHandler):
    """A file only its owner can read, rotated by size, that several processes may write at once."""

    def __init__(self, path: Path, max_bytes: int = MAX_BYTES, kept: int = KEPT) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self._kept = kept
        super().__init__(path, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8")

    def emit(self, record: logging.LogRecord) -> None:
        """Write; a full disk or a lost folder loses the line and nothing else."""
        with suppress(OSError):
            if self.stream is not None:
                self._make_room(self.stream.fileno())
            super().emit(record)

    def _make_room(self, descriptor: int) -> None:
        mine = os.fstat(descriptor)
        try:
            there = self._path.stat()
        except FileNotFoundError:
            self.close_stream()
            return
        if there.st_ino != mine.st_ino:  # another process has rotated
            self.close_stream()
        elif mine.st_size >= self._max_bytes:
            for number in range(self._kept - 1, 0, -1):
                with suppress(FileNotFoundError):
                    self._numbered(number).replace(self._numbered(number + 1))
            self._path.replace(self._numbered(1))
            self.close_stream()

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")

    def close_stream(self) -> None:
        """Let go of the file; the next record opens it again."""
        stream, self.stream = self.stream, None
        if stream is not None:
            stream.close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say nothing: stderr is the screen."""


def start(folder: Path, level: str = "info") -> Path:
    """Log to a file in ``folder`` from ``level`` up (debug, info, warning, error); returns the file.

    Everybody else's logging and Python's warnings are silenced.  Without a writable folder nothing is logged.
    """
    stop()
    with suppress(OSError):
        make_private(folder)
    file = folder / FILE_NAME
    handler = PrivateFile(file)
    handler.addFilter(Scrub())
    handler.setFormatter(Line())
    ours = logging.getLogger(ROOT)
    ours.addHandler(handler)
    ours.setLevel(level.upper())
    ours.propagate = False
    everybody = logging.getLogger()
    if not everybody.handlers:
        everybody.addHandler(logging.NullHandler())
    logging.captureWarnings(capture=True)
    return file


def stop() -> None:
    """Close the file; silent when none is open."""
    ours = logging.getLogger(ROOT)
    for handler in [h for h in ours.handlers if isinstance(h, PrivateFile)]:
        ours.removeHandler(handler)
        handler.close()


def _harmless(value: object) -> str | None:
    """A number, a flag or a short code; None for anything that could be a text."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, (bool, int, float)):
        return str(value)
    return value if isinstance(value, str) and _CODE.fullmatch(value) else None


def _places(error: BaseException, trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    places = ">".join(f"{Path(f.filename).name}:{f.lineno}" for f in frames[-8:])
    classes = [type(error).__name__]
    while (error := error.__cause__ or error.__context__) and len(classes) < 5:  # type: ignore[assignment]
        classes.append(type(error).__name__)
    return f"{'<'.join(classes)} at {places or '?'}"
