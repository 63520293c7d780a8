"""Reading a shipped data file entry by entry, strictly."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from ehr_tui.domain.names import Name
from ehr_tui.errors import InputError

T = TypeVar("T")


def read_toml(folder: Path, file: str) -> dict[str, Any]:
    """A data file's content; raises InputError ``data.missing_file`` or ``data.unreadable``."""
    try:
        return tomllib.loads((folder / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError("data.missing_file", file=file) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("data.unreadable", file=file, problem=str(error)) from error


class Entry:
    """One table of a data file.  Every read key is struck off; ``done`` refuses what is left.

    All methods raise InputError ``data.*`` naming ``file`` and ``entry``.
    """

    def __init__(self, file: str, entry: str, values: Mapping[str, Any]) -> None:
        self.file = file
        self.entry = entry
        self._left = dict(values)

    def refuse(self, code: str, **figures: object) -> InputError:
        """An error about this entry, to be raised."""
        return InputError(f"data.{code}", file=self.file, entry=self.entry, **figures)

    def _take(self, key: str, expected: type, default: object) -> Any:
        value = self._left.pop(key, default)
        if value is _REQUIRED:
            raise self.refuse("missing", key=key)
        if value is not None and type(value) is not expected:
            raise self.refuse("wrong_type", key=key, value=str(value))
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required without a default."""
        value: str = self._take(key, str, _REQUIRED if default is None else default)
        return value

    def whole(self, key: str, default: int | None = None, lowest: int = 0) -> int:
        """A whole number of at least ``lowest``; required without a default."""
        value: int = self._take(key, int, _REQUIRED if default is None else default)
        if value < lowest:
            raise self.refuse("too_small", key=key, value=value, limit=lowest)
        return value

    def whole_or_none(self, key: str) -> int | None:
        """A whole number from 0, or None when it is left out."""
        return self.whole(key) if key in self._left else None

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value: bool = self._take(key, bool, default)
        return value

    def day(self, key: str) -> date:
        """A required date."""
        value: date = self._take(key, date, _REQUIRED)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when left out."""
        return self._items(key, str)

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers, empty when left out."""
        return self._items(key, int)

    def _items(self, key: str, expected: type) -> tuple[Any, ...]:
        value = self._take(key, list, [])
        if any(type(item) is not expected for item in value):
            raise self.refuse("wrong_type", key=key, value=str(value))
        return tuple(value)

    def table(self, key: str) -> dict[str, Any]:
        """A table inside, empty when left out."""
        value: dict[str, Any] = self._take(key, dict, {})
        return value

    def tables(self, key: str) -> tuple[dict[str, Any], ...]:
        """A list of tables, empty when left out."""
        return self._items(key, dict)

    def name(self, zh: str = "zh", en: str = "en") -> Name:
        """The name in both languages; one of them must be there."""
        name = Name(self.text(zh, ""), self.text(en, ""))
        if not (name.zh or name.en):
            raise self.refuse("missing", key=zh)
        return name

    def sub(self, entry: str, values: object) -> Entry:
        """A table inside as an entry of its own."""
        if not isinstance(values, dict):
            raise self.refuse("wrong_type", key=entry, value=str(values))
        return Entry(self.file, entry, values)

    def one_of(self, key: str, names: Mapping[str, T], default: str | None = None) -> T:
        """What a name stands for."""
        name = self.text(key, default)
        if name not in names:
            raise self.refuse("unknown_name", key=key, value=name)
        return names[name]

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self._left:
            raise self.refuse("unknown_key", key=key)


def entries(folder: Path, file: str, table: str, label: str = "code") -> Iterator[Entry]:
    """The entries of ``[[table]]``, the only table of a file; ``label`` names the key that identifies one."""
    content = read_toml(folder, file)
    for key in content:
        if key != table:
            raise InputError("data.unknown_key", file=file, entry="-", key=key)
    listed = content.get(table, [])
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise InputError("data.wrong_type", file=file, entry="-", key=table, value=type(listed).__name__)
    for number, values in enumerate(listed, start=1):
        yield Entry(file, f"{number} ({values.get(label, '?')})", values)


_REQUIRED = object()
