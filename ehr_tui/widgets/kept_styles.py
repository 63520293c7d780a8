"""Parses each style sheet once.

Textual parses every sheet anew whenever a screen with one of its own is opened for the first time: some ten
milliseconds, three times over at the opening of a working screen.  What a sheet says depends on its text and on the
theme's variables alone, so what was parsed stands until one of them changes.
"""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

SHEETS = 1024
"""More than all screens and widgets have: a smaller store would forget each sheet just before it is asked for again."""


class KeptStylesheet(Stylesheet):
    """Textual's style sheets with a memory."""

    def set_variables(self, variables: dict[str, str]) -> None:
        """Other colours make everything parsed void; the same ones do not."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """All sheets together again; those known are not read again."""
        self.parse()


def keep_styles(app: App[Any]) -> None:
    """Give an application the memory; before its first sheet is read."""
    styles = app.stylesheet
    if type(styles) is Stylesheet:
        styles.__class__ = KeptStylesheet
        styles._parse_cache = LRUCache(SHEETS)
