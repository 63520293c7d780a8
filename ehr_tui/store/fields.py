"""Column types: STRICT tables know only INTEGER, TEXT and BLOB, and the office's values become those."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import peewee


class TextColumn(peewee.TextField):
    """Text; peewee's CharField is refused by STRICT."""


class DayColumn(peewee.TextField):
    """A calendar date as ``2026-11-23``."""

    def db_value(self, value: Any) -> Any:
        """Date to text."""
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: Any) -> Any:
        """Text to date."""
        return date.fromisoformat(value) if isinstance(value, str) else value


class InstantColumn(peewee.TextField):
    """An instant in UTC as fixed-width ISO text, so that it sorts."""

    def db_value(self, value: Any) -> Any:
        """Aware datetime to text."""
        return instant_text(value) if isinstance(value, datetime) else value

    def python_value(self, value: Any) -> Any:
        """Text to aware datetime."""
        return datetime.fromisoformat(value) if isinstance(value, str) else value


class JsonColumn(peewee.TextField):
    """A small structure that is only read whole."""

    def db_value(self, value: Any) -> Any:
        """Structure to compact, sorted text."""
        return (
            None
            if value is None
            else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        )

    def python_value(self, value: Any) -> Any:
        """Text to structure."""
        return json.loads(value) if isinstance(value, str) else value


class BytesColumn(peewee.BlobField):
    """Bytes; handed back as ``bytes``."""

    def _db_hook(self, database: Any) -> None:
        self._constructor = bytes

    def python_value(self, value: Any) -> Any:
        """Buffer to bytes."""
        return None if value is None else bytes(value)


def instant_text(value: datetime) -> str:
    """``2026-11-23T18:35:09.000000+00:00``."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")
