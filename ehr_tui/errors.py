"""The one tree of errors that a person may meet.

An error carries a code and figures, never a sentence: the words for code ``x.y`` stand in the catalogues under
``error.x.y`` and are filled with ``params`` in the reader's language.  Nothing sensitive (keys, passwords, codes,
phone numbers) may be put into ``params``: they reach dialogs and logs.
"""

from __future__ import annotations

from typing import Any


class EhrError(Exception):
    """Base of every expected failure: ``code`` names the sentence, ``params`` fill its placeholders."""

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return self.code


class InputError(EhrError):
    """What was typed or read cannot be used; nothing was written."""


class NotFound(EhrError):
    """The thing asked for is not (or no longer) there."""


class AccessRefused(EhrError):
    """The gate refused: right or scope is missing.  The refusal is in the audit."""


class FreshCodeNeeded(EhrError):
    """The act is dangerous: the same intent must come again with a code of the authenticator."""


class StaleWrite(EhrError):
    """Somebody changed what the user saw; ``params`` say what, who and when.  Nothing was merged."""


class OverrideNeeded(EhrError):
    """The edit breaks a rule of severity *forbid*; ``params['violations']`` names them all."""


class WorkCancelled(EhrError):
    """Long work was asked to stop; nothing of it was kept."""


class VaultError(EhrError):
    """Login, key file, device secret: everything before the file is open."""


class StoreError(EhrError):
    """The file itself: missing, damaged, not ours, too new, full, read-only, busy."""


class SettingsError(EhrError):
    """A settings file, environment variable or flag that cannot be used."""
