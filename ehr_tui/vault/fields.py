"""Strict reading of our own JSON files: nothing is guessed, nothing unknown is passed over."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any, NoReturn
from uuid import UUID


class BadField(ValueError):
    """A field is missing, unknown or of the wrong kind; ``field`` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class Fields:
    """One JSON object being taken apart: each field is taken once, and ``done`` refuses what is left."""

    def __init__(self, value: object, where: str = "") -> None:
        if not isinstance(value, dict):
            raise BadField(where or "{}")
        self._rest: dict[str, Any] = dict(value)
        self._where = where

    def path(self, name: str) -> str:
        """The field's name with its place."""
        return f"{self._where}.{name}" if self._where else name

    def take(self, name: str) -> Any:
        """Any value."""
        if name not in self._rest:
            raise BadField(self.path(name))
        return self._rest.pop(name)

    def text(self, name: str, longest: int = 200) -> str:
        """A string without control characters, of at most ``longest`` characters."""
        value = self.take(name)
        if not isinstance(value, str) or len(value) > longest or not value.isprintable():
            raise BadField(self.path(name))
        return value

    def whole(self, name: str, highest: int = 2**53) -> int:
        """A whole number from 0 to ``highest``."""
        value = self.take(name)
        if type(value) is not int or not 0 <= value <= highest:
            raise BadField(self.path(name))
        return value

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self.take(name)
        if type(value) is not bool:
            raise BadField(self.path(name))
        return value

    def uuid(self, name: str) -> str:
        """A UUID in its usual form."""
        value = self.text(name)
        try:
            usual = str(UUID(value))
        except ValueError as error:
            raise BadField(self.path(name)) from error
        if usual != value:
            raise BadField(self.path(name))
        return value

    def data(self, name: str, size: int | None = None, longest: int = 4096) -> bytes:
        """Bytes in base 64, of exactly ``size`` or at most ``longest`` bytes."""
        value = self.take(name)
        if not isinstance(value, str):
            raise BadField(self.path(name))
        try:
            data = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as error:
            raise BadField(self.path(name)) from error
        if len(data) > longest or (size is not None and len(data) != size):
            raise BadField(self.path(name))
        return data

    def list(self, name: str, longest: int) -> list[Any]:
        """A list of at most ``longest`` values."""
        value = self.take(name)
        if not isinstance(value, list) or len(value) > longest:
            raise BadField(self.path(name))
        return value

    def done(self) -> None:
        """Refuse fields nobody asked for: format 1 has none."""
        if self._rest:
            raise BadField(self.path(min(self._rest)))


def load_json(data: bytes) -> Any:
    """The value.  Raises ValueError for what is not plain JSON: bad UTF-8, a name given twice, NaN, deep nesting."""
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("nesting") from error


def canonical_json(value: object) -> bytes:
    """The one way of writing a value: sorted names, one item a line, UTF-8, a final newline."""
    text = json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "surrogatepass") + b"\n"


def base64_text(data: bytes) -> str:
    """Base 64 as text."""
    return base64.b64encode(data).decode("ascii")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("name given twice")
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
