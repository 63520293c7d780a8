"""The state file of a terminal: its high-water marks under a MAC from the device secret."""

from __future__ import annotations

import hmac
from pathlib import Path

from ehr_tui.errors import VaultError
from ehr_tui.vault.fields import BadField, Fields, base64_text, canonical_json, load_json
from ehr_tui.vault.files import read_private, write_private
from ehr_tui.vault.secret import Secret, keyed_digest, subkey
from ehr_tui.vault.watermark import HighWater

FORMAT = 1
_MARK = "ehr-tui state"
_PURPOSE = "state file"


def state_path(folder: Path, office_id: str, *, protected: bool) -> Path:
    """The state file: one with a MAC, and apart from it one without for terminals that have no device secret."""
    return folder / f"{office_id}{'.state' if protected else '.unprotected-state'}"


def write_state(path: Path, mark: HighWater, office_id: str, device_secret: Secret | None) -> None:
    """Write it, 0600, whole or not at all; without a device secret without a MAC, and marked so."""
    body = mark.to_fields()
    mac = "" if device_secret is None else base64_text(_mac(body, office_id, device_secret))
    value = {
        "file": _MARK,
        "format": FORMAT,
        "office_id": office_id,
        "protected": bool(mac),
        "body": body,
        "mac": mac,
    }
    write_private(path, canonical_json(value))


def read_state(path: Path, office_id: str, device_secret: Secret | None) -> HighWater | None:
    """The marks, or None when there is no file.

    Raises VaultError: ``vault.state_damaged`` (not readable as ours), ``vault.state_mac`` (changed, of another
    terminal or office, or its protection taken away), ``vault.state_needs_device``, ``vault.state_newer``.
    """
    try:
        data = read_private(path)
    except VaultError as error:
        if error.code == "vault.file_missing":
            return None
        raise
    try:
        return _parsed(data, office_id, device_secret)
    except ValueError as error:
        raise VaultError("vault.state_damaged") from error


def _parsed(data: bytes, office_id: str, device_secret: Secret | None) -> HighWater:
    fields = Fields(load_json(data))
    if fields.take("file") != _MARK:
        raise BadField("file")
    version = fields.whole("format")
    if version > FORMAT:
        raise VaultError("vault.state_newer", found=version, known=FORMAT)
    if version < 1:
        raise BadField("format")
    found_office, protected = fields.uuid("office_id"), fields.flag("protected")
    body, mac = fields.take("body"), fields.data("mac", longest=32)
    fields.done()
    if device_secret is None:
        if protected:
            raise VaultError("vault.state_needs_device")
    elif not protected or not hmac.compare_digest(mac, _mac(body, office_id, device_secret)):
        raise VaultError("vault.state_mac")
    if found_office != office_id:
        raise VaultError("vault.state_mac")
    return HighWater.from_fields(body)


def _mac(body: object, office_id: str, device_secret: Secret) -> bytes:
    return keyed_digest(subkey(device_secret, _PURPOSE, office_id), canonical_json(body))
