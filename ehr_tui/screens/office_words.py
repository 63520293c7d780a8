"""What the door says about the office and about this machine's own secret."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.text import Text

from ehr_tui.domain.entry import DeviceKind, OfficeInfo


def office_line(
    t: Callable[..., str], path: Path, info: OfficeInfo | None, *, there: bool, demo_mark: str
) -> Text:
    """Which office; without ``info`` only whether its file is ``there`` is known."""
    if not (info.exists if info else there):
        return Text(t("login.no_office", path=path) if info else t("login.looking"))
    text = Text()
    if info is not None and info.demo:
        text.append(f" {demo_mark} ", "bold reverse")
        text.append(" ")
    text.append(info.name if info else path.stem, "bold")
    text.append(f"   {path}", "dim")
    return text


def device_words(t: Callable[..., str], info: OfficeInfo | None) -> str:
    """What protects besides the password, and what is wrong with it; in the demo office what that is."""
    if info is None or info.demo:
        return t("login.demo_hint") if info is not None else ""
    words = ""
    if info.device is DeviceKind.NONE:
        words = t("login.password_only")
    elif info.device is DeviceKind.USB_FILE:
        words = t("login.usb")
    if info.device_problem:
        words = f"{t('error.' + info.device_problem)} {words}".strip()
    return words
