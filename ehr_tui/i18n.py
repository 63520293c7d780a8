"""Words: every sentence a person reads, in the language they chose, switchable while the program runs.

Catalogues are flat JSON files ``locale/<language>/<capability>.json`` of ``"key": "text with {placeholders}"``.
JSON rather than gettext: it loads in about a millisecond, leaves no compiled file in the tree, and code names a key
instead of repeating an English sentence, so that a correction of the words never touches code.

``from ehr_tui.i18n import t`` gives the one catalogue of the running program.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.errors import EhrError
from ehr_tui.paths import locale_dir

LANGUAGES = ("zh_CN", "en")
DEFAULT_LANGUAGE = "zh_CN"
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class CatalogueError(Exception):
    """A catalogue is wrong or lacks a key: a mistake of the programmer, not of the user."""


def preferred_language(environ: Mapping[str, str]) -> str:
    """The language the terminal asks for by LC_ALL, LC_MESSAGES or LANG; Chinese when it asks for none."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(variable, "")
        if value and value.split(".")[0] not in ("C", "POSIX"):
            return "zh_CN" if value.lower().startswith("zh") else "en"
    return DEFAULT_LANGUAGE


def load_catalogue(language: str, folder: Path | None = None) -> dict[str, str]:
    """All words of a language; raises CatalogueError for an unknown language or a key given twice."""
    place = (folder or locale_dir()) / language
    if language not in LANGUAGES or not place.is_dir():
        raise CatalogueError(f"no catalogue {language!r}")
    words: dict[str, str] = {}
    for file in sorted(place.glob("*.json")):
        pairs = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=list)
        for key, text in pairs:
            if key in words:
                raise CatalogueError(f"{language}/{file.name}: {key!r} is given twice")
            words[key] = text
    return words


class Words:
    """The words of one language at a time.

    ``strict``: a missing key or placeholder raises CatalogueError (tests); otherwise the key is shown, so that a
    slip in the words never stops work.  The catalogue is read at the first use.
    """

    def __init__(
        self, language: str = DEFAULT_LANGUAGE, *, strict: bool = False, folder: Path | None = None
    ) -> None:
        self.strict = strict
        self._folder = folder
        self._language = language
        self._catalogues: dict[str, dict[str, str]] = {}

    @property
    def language(self) -> str:
        """``zh_CN`` or ``en``."""
        return self._language

    def switch(self, language: str) -> None:
        """Speak another language from now on; raises CatalogueError for an unknown one."""
        self._catalogue(language)
        self._language = language

    def _catalogue(self, language: str) -> dict[str, str]:
        if language not in self._catalogues:
            self._catalogues[language] = load_catalogue(language, self._folder)
        return self._catalogues[language]

    def has(self, key: str) -> bool:
        """Whether there are words for a key."""
        return key in self._catalogue(self._language)

    def __call__(self, key: str, /, **params: Any) -> str:
        """The text of a key with its placeholders filled.

        Values are worded too: dates, months, names, enum members, lists; a whole number named ``…_minutes`` becomes
        hours.  With ``n=1`` the text of ``<key>.one`` is taken where there is one.
        """
        catalogue = self._catalogue(self._language)
        text = catalogue.get(f"{key}.one") if params.get("n") == 1 else None
        if text is None:
            text = catalogue.get(key)
        if text is None:
            if self.strict:
                raise CatalogueError(f"{self._language}: no words for {key!r}")
            return key
        return PLACEHOLDER.sub(lambda found: self._fill(key, found, params), text) if "{" in text else text

    def _fill(self, key: str, found: re.Match[str], params: Mapping[str, Any]) -> str:
        name = found.group(1)
        if name in params:
            return self.value(params[name], name)
        if self.strict:
            raise CatalogueError(f"{self._language}: {key!r} needs {name!r}")
        return found.group(0)

    def error(self, error: EhrError) -> str:
        """The sentence of an error."""
        return self(f"error.{error.code}", **error.params)

    # Values

    def value(self, value: Any, name: str = "") -> str:  # noqa: PLR0911 - one line per kind of value
        """A value as a person reads it; ``name`` is its placeholder's."""
        if isinstance(value, Enum):
            key = f"{_CAPITAL.sub('_', type(value).__name__).lower()}.{value.value}"
            return self(key) if self.has(key) else str(value.value)
        match value:
            case dt.datetime():
                return f"{self.date(value)} {value:%H:%M}"
            case dt.date():
                return self.date(value)
            case dt.time():
                return f"{value:%H:%M}"
            case Month():
                return self.month(value.year, value.month)
            case Name():
                return value.in_language(self._language)
            case EhrError():
                return self.error(value)
            case int() if name.endswith("_minutes") and not isinstance(value, bool):
                return self.minutes(value)
            case tuple() | list():
                return self("format.list_separator").join(self.value(item) for item in value)
            case frozenset() | set():
                return self("format.list_separator").join(sorted(self.value(item) for item in value))
            case _:
                return str(value)

    def date(self, day: dt.date) -> str:
        """Day, month and year: 2026年11月5日, 5 Nov 2026."""
        return self("format.date", year=day.year, month=self(f"month.{day.month}"), day=day.day)

    def day(self, day: dt.date) -> str:
        """Day and month: 11月5日, 5 Nov."""
        return self("format.day", month=self(f"month.{day.month}"), day=day.day)

    def month(self, year: int, month: int) -> str:
        """Month and year: 2026年11月, Nov 2026."""
        return self("format.month", year=year, month=self(f"month.{month}"))

    def weekday(self, day: dt.date, *, narrow: bool = False) -> str:
        """周四, Thu; narrow, in two cells: 四, Th."""
        return self(f"weekday_narrow.{day.weekday()}" if narrow else f"weekday.{day.weekday()}")

    def minutes(self, minutes: int, *, clock: bool = False) -> str:
        """Minutes as hours: 450 → 7.5; as 7:30 with ``clock``, or where two decimals would not be exact."""
        sign, rest = ("-", -minutes) if minutes < 0 else ("", minutes)
        if clock or rest % 3:
            return f"{sign}{rest // 60}:{rest % 60:02d}"
        whole, hundredths = divmod(rest * 100 // 60, 100)
        return sign + f"{whole}.{hundredths:02d}".rstrip("0").rstrip(".")


t = Words()
"""The running program's words; bootstrap switches it to the user's language."""


# Widths.  A terminal shows a Chinese character in two cells; ``len`` is never a width.


@lru_cache(4096)
def _cell(character: str) -> int:
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def cells(text: str) -> int:
    """How many terminal cells a text takes."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(_cell, text))


def fit(text: str, width: int, *, right: bool = False, more: str = "…") -> str:
    """The text padded (on its left with ``right``) or cut to exactly ``width`` cells; ``more`` marks a cut."""
    used = cells(text)
    if used > width:
        more = more if cells(more) <= width else ""
        room = width - cells(more)
        kept = used = 0
        for character in text:
            if used + _cell(character) > room:
                break
            used += _cell(character)
            kept += 1
        text, used = text[:kept] + more, used + cells(more)
    pad = " " * (width - used)
    return pad + text if right else text + pad
