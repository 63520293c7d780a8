"""The one way by which lists copy."""

from __future__ import annotations

from typing import Any

from textual.app import App


def copy_text(app: App[Any], text: str) -> None:
    """Into the terminal's clipboard, over a line to another machine too."""
    app.copy_to_clipboard(text)
