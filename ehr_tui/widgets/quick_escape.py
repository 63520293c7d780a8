"""Escape at once: Textual's reader looks only every tenth of a second whether a lone Escape has waited long enough."""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from selectors import EVENT_READ, SelectSelector

from textual import constants
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

ESCAPE = "\x1b"
LOOK = 0.1
"""Seconds after which the reader looks around when nothing comes."""
SPARE = 0.002
"""Seconds beyond the delay, so that it has surely passed at the next look."""


class QuickEscapeDriver(LinuxDriver):
    """Reads as its base does, but looks again right after ``ESCDELAY`` when the last byte was an Escape."""

    def run_input_thread(self) -> None:
        """Until the application ends: bytes in, events out."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")().decode
        wait = LOOK
        with SelectSelector() as selector:
            selector.register(self.fileno, EVENT_READ)
            while not self.exit_event.is_set():
                text = decode(os.read(self.fileno, 4096)) if selector.select(wait) else ""
                for event in parser.feed(text) if text else ():
                    self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
                wait = constants.ESCAPE_DELAY + SPARE if text.endswith(ESCAPE) else LOOK
        try:
            for _ in parser.feed(""):
                pass
        except (EOFError, ParseError):
            pass
