"""Values as form fields write and read them."""

from __future__ import annotations

import re
from datetime import date

from ehr_tui.errors import InputError
from ehr_tui.screens.words import day_text


def shown(value: object) -> str:
    """A value as a field shows it."""
    if isinstance(value, date):
        return day_text(value)
    return "" if value is None else str(value)


def read_hours(text: str) -> int | None:
    """Hours as minutes: ``7.5`` and ``7:30`` are 450; None when empty.  Raises InputError ``form.hours``."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,4})(?::([0-5]\d)|[.,](\d{1,2}))?", text)
    if found is None:
        raise InputError("form.hours", typed=text)
    whole, clock, part = found.groups()
    return int(whole) * 60 + (int(clock) if clock else round(float(f"0.{part or 0}") * 60))


def shown_hours(minutes: int | None) -> str:
    """Minutes as a field shows hours: 450 is ``7.5``, 455 is ``7:35``; empty for none."""
    if minutes is None:
        return ""
    if minutes * 100 % 60:
        return f"{minutes // 60}:{minutes % 60:02d}"
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")
