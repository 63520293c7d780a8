"""The shared dialogs with the usual titles."""

from __future__ import annotations

from ehr_tui.screens.base import Host
from ehr_tui.widgets.dialogs import CodeDialog, ConfirmDialog, MessageDialog


def message_dialog(host: Host, text: str) -> MessageDialog:
    """Something that must be read."""
    return MessageDialog(host.t("dialogs.attention"), text, danger=True)


def confirm_dialog(host: Host, text: str, *, danger: bool = True) -> ConfirmDialog:
    """Yes or no; No is focused where something is lost."""
    return ConfirmDialog(host.t("dialogs.sure"), text, danger=danger)


def code_dialog(host: Host, error: str = "") -> CodeDialog:
    """A fresh code of the authenticator; ``error``: what was wrong with the one before."""
    return CodeDialog(host.t("dialogs.fresh_code"), host.t("dialogs.why_code"), error=error)
