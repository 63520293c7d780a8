"""The device secret in a file on a stick that its owner takes away."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from ehr_tui.errors import VaultError
from ehr_tui.vault.device_keyring import decoded_secret
from ehr_tui.vault.fields import BadField, Fields, base64_text, canonical_json, load_json
from ehr_tui.vault.files import file_lock, read_private, write_private
from ehr_tui.vault.kinds import DeviceKind
from ehr_tui.vault.secret import Secret

FORMAT = 1
_MARK = "ehr-tui device file"
_MOST_OFFICES = 100
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class _Entry:
    secret: str
    marks: tuple[tuple[str, str], ...] = ()


class FileStore:
    """Secrets and marks of offices in one file; an absent file is a stick that is not plugged in."""

    kind = DeviceKind.USB_FILE

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def reason(self) -> str:
        """``vault.device_file_missing`` while the stick is not there."""
        return "" if os.path.lexists(self._path) else "vault.device_file_missing"

    def get_secret(self, office_id: str) -> Secret | None:
        """Raises VaultError ``vault.device_file_damaged``, ``vault.device_secret_damaged``, those of reading."""
        entry = self._read().get(office_id)
        return None if entry is None else decoded_secret(entry.secret)

    def create_secret(self, office_id: str) -> Secret:
        """An existing secret is kept.  Raises VaultError as ``get_secret`` and ``files.write_private``."""
        with self._lock():
            entries = self._read()
            entry = entries.get(office_id)
            if entry is not None:
                return decoded_secret(entry.secret)
            secret = Secret.random()
            self._write({**entries, office_id: _Entry(base64_text(secret.reveal()))})
        return secret

    def get_mark(self, office_id: str, name: str) -> str | None:
        """Raises as ``get_secret``."""
        entry = self._read().get(office_id)
        return None if entry is None else dict(entry.marks).get(name)

    def put_mark(self, office_id: str, name: str, value: str) -> bool:
        """False for an office that has no secret here."""
        with self._lock():
            entries = self._read()
            entry = entries.get(office_id)
            if entry is None:
                return False
            marks = tuple(sorted({**dict(entry.marks), name: value}.items()))
            self._write({**entries, office_id: replace(entry, marks=marks)})
        return True

    def _lock(self) -> AbstractContextManager[None]:
        return file_lock(self._path.with_name(f"{self._path.name}-lock"), _PATIENCE)

    def _read(self) -> dict[str, _Entry]:
        try:
            data = read_private(self._path)
        except VaultError as error:
            if error.code == "vault.file_missing":
                return {}
            raise
        try:
            return _parsed(data)
        except ValueError as error:
            raise VaultError("vault.device_file_damaged", file=self._path.name) from error

    def _write(self, entries: dict[str, _Entry]) -> None:
        offices = {
            office_id: {"secret": entry.secret, "marks": dict(entry.marks)}
            for office_id, entry in entries.items()
        }
        write_private(self._path, canonical_json({"file": _MARK, "format": FORMAT, "offices": offices}))


def _parsed(data: bytes) -> dict[str, _Entry]:
    """Raises ValueError (BadField included) for anything but a device file of this format."""
    fields = Fields(load_json(data))
    if fields.take("file") != _MARK or fields.whole("format") != FORMAT:
        raise BadField("file")
    offices = fields.take("offices")
    fields.done()
    if not isinstance(offices, dict) or len(offices) > _MOST_OFFICES:
        raise BadField("offices")
    return {office_id: _entry(value, office_id) for office_id, value in offices.items()}


def _entry(value: object, office_id: str) -> _Entry:
    fields = Fields(value, office_id)
    secret, marks = fields.text("secret"), fields.take("marks")
    fields.done()
    if not isinstance(marks, dict) or not all(isinstance(text, str) for text in marks.values()):
        raise BadField("marks")
    return _Entry(secret, tuple(sorted(marks.items())))
