"""Pinyin of the program's own words, for finding them: a small table, so that no large library loads.

The table holds the characters of the Chinese catalogues and of GB 2312 (``make tables`` makes it); people's names have
their pinyin in the office.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import product

from ehr_tui.paths import PACKAGE

TABLE = PACKAGE / "pinyin.json"
MOST = 8
"""How many readings of one text are looked at."""


@cache
def readings() -> dict[str, list[str]]:
    """Pinyin without tones by character, the most usual reading first."""
    return {sign: text.split() for sign, text in json.loads(TABLE.read_text(encoding="utf-8")).items()}


@cache
def pinyin_of(text: str) -> tuple[str, ...]:
    """Initials and whole pinyin of a text in each of its likely readings: 排班 gives ``pb`` and ``paiban``."""
    known = readings()
    parts = [known.get(sign, [sign.casefold()] if sign.isascii() and sign.isalnum() else []) for sign in text]
    parts = [part for part in parts if part]
    if not any(sign in known for sign in text):
        return ()
    found: dict[str, None] = {}
    for count, reading in enumerate(product(*parts)):
        if count == MOST:
            break
        found["".join(syllable[0] for syllable in reading)] = None
        found["".join(reading)] = None
    return tuple(found)
