"""This terminal's own memory of an office: its state file and the mark in the device store, kept in step."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from ehr_tui.errors import VaultError
from ehr_tui.vault.device import DeviceKind, DeviceStore
from ehr_tui.vault.files import ensure_folder, file_lock
from ehr_tui.vault.secret import Secret
from ehr_tui.vault.statefile import read_state, state_path, write_state
from ehr_tui.vault.watermark import HighWater, StepBack

_NAME = "high-water"
_PATIENCE = 5.0
_ELSEWHERE = frozenset({"vault.state_missing", "vault.state_older"})
_BROKEN = frozenset({"vault.state_damaged", "vault.state_mac", "vault.file_too_large"})


def _unchanged(mark: HighWater) -> HighWater:
    return mark


class TerminalMemory:
    """The marks that count before the file is open; processes of one account share them under a lock.

    The file is written first, then the device store: a crash between the two leaves the file ahead, which is in
    order; a file behind the device store was put back.
    """

    def __init__(self, folder: Path, office_id: str, store: DeviceStore) -> None:
        """``folder``: for state, private to the account.  Raises VaultError when the store does not answer."""
        self._office_id = office_id
        self._store = store
        self._secret: Secret | None = store.get_secret(office_id)
        self._path = state_path(folder, office_id, protected=self._secret is not None)

    @property
    def protected(self) -> bool:
        """Whether a device secret guards the marks; if not, the screen says so."""
        return self._secret is not None

    @property
    def _travels(self) -> bool:
        """A stick goes from machine to machine: its mark may know more than this machine's file."""
        return self._store.kind is DeviceKind.USB_FILE

    def load(self) -> HighWater:
        """What counts.

        Raises VaultError: those of ``read_state``, and for a step back ``vault.state_missing``,
        ``vault.state_older``, ``vault.mark_missing``; then an administrator or a recovery code must ``accept``.
        """
        file, mark = self._file(), self._mark()
        back = _judge(file, mark) if self.protected else None
        if back is not None and not (self._travels and back.code in _ELSEWHERE):
            raise back.error()
        return (file or HighWater()).merge(mark or HighWater())

    def update(self, change: Callable[[HighWater], HighWater]) -> HighWater:
        """Change the marks under the lock; count an attempt so before it is tried.  Raises as ``load``."""
        with self._locked():
            return self._write(change(self.load()))

    def accept(self, mark: HighWater, change: Callable[[HighWater], HighWater] = _unchanged) -> HighWater:
        """Start anew from ``mark`` after damage or a step back, once an administrator or a recovery code allowed it.

        What can still be read is merged in, so that counts do not vanish; then ``change`` clears what is to be
        cleared (``with_success``, ``clock_cleared``), above every epoch known.
        """
        with self._locked():
            for memory in (self._unless_broken(self._file), self._unless_broken(self._mark)):
                mark = mark if memory is None else mark.merge(memory)
            return self._write(change(mark))

    def _unless_broken(self, read: Callable[[], HighWater | None]) -> HighWater | None:
        try:
            return read()
        except VaultError as error:
            if error.code not in _BROKEN:
                raise
        return None

    def _file(self) -> HighWater | None:
        return read_state(self._path, self._office_id, self._secret)

    def _mark(self) -> HighWater | None:
        text = self._store.get_mark(self._office_id, _NAME) if self.protected else None
        return None if text is None else HighWater.from_text(text)

    def _write(self, mark: HighWater) -> HighWater:
        mark = replace(mark, serial=mark.serial + 1)
        write_state(self._path, mark, self._office_id, self._secret)
        if self.protected:
            self._store.put_mark(self._office_id, _NAME, mark.to_mark())
        return mark

    def _locked(self) -> AbstractContextManager[None]:
        ensure_folder(self._path.parent)
        return file_lock(self._path.with_name(f"{self._path.name}-lock"), _PATIENCE)


def _judge(file: HighWater | None, mark: HighWater | None) -> StepBack | None:
    if file is None:
        return None if mark is None else StepBack("vault.state_missing", mark.serial, 0)
    if mark is None:
        # One write ahead is a crash between the file and the device store at the very first writing.
        return None if file.serial <= 1 else StepBack("vault.mark_missing", file.serial, 0)
    return StepBack("vault.state_older", mark.serial, file.serial) if file.serial < mark.serial else None
