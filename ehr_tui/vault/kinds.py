"""The kinds of key slots and of places for the device secret."""

from __future__ import annotations

from enum import StrEnum


class SlotKind(StrEnum):
    """What opens a slot."""

    PASSWORD_DEVICE = "password_device"  # password and this terminal's device secret
    PASSWORD_ONLY = "password_only"  # a longer password alone: weaker, and shown as such
    RECOVERY = "recovery"  # a printed code, one use


class DeviceKind(StrEnum):
    """Where the device secret lives."""

    KEYRING = "keyring"  # the operating system's key store
    USB_FILE = "usb_file"  # a file on a stick that is taken away
    NONE = "none"  # nowhere: password-only slots
