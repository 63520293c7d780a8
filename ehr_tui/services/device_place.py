"""Where this terminal keeps its device secret and its memory of an office."""

from __future__ import annotations

from pathlib import Path

from ehr_tui import paths
from ehr_tui.domain.entry import DeviceKind
from ehr_tui.errors import VaultError
from ehr_tui.settings import Settings
from ehr_tui.vault.device import DeviceChoice, DeviceStore, Wish, find_device_store
from ehr_tui.vault.secret import Secret
from ehr_tui.vault.terminal import TerminalMemory

WISHES = {"keyring": Wish.AUTO, "usb": Wish.USB_FILE, "none": Wish.NONE}
DEVICE_KINDS = {"keyring": DeviceKind.KEYRING, "usb_file": DeviceKind.USB_FILE, "none": DeviceKind.NONE}


class DevicePlace:
    """This terminal; its store is looked for at the first question."""

    def __init__(
        self, settings: Settings, state_folder: Path | None = None, store: DeviceStore | None = None
    ) -> None:
        self._settings = settings
        self._state_folder = state_folder or paths.state_dir()
        self._store = store

    def store(self) -> DeviceStore:
        """The device store.  Raises VaultError when the one that was asked for does not work."""
        if self._store is None:
            choice = DeviceChoice(WISHES[self._settings.device_secret], self._settings.usb_key_path)
            self._store = find_device_store(choice)
        return self._store

    def state(self) -> tuple[str, DeviceKind]:
        """What is wrong with it (a code, or empty), and its kind."""
        try:
            store = self.store()
        except VaultError as error:
            return error.code, DeviceKind.NONE
        return store.reason, DEVICE_KINDS[store.kind.value]

    def make_secret(self, office_id: str) -> Secret | None:
        """The office's secret here, made if there is none; None where nothing keeps it."""
        store = self.store()
        return None if store.kind.value == "none" else store.create_secret(office_id)

    def memory(self, office_id: str) -> TerminalMemory:
        """The marks of an office here."""
        return TerminalMemory(self._state_folder, office_id, self.store())
