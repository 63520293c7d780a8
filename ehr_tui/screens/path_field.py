"""A field for a file's path: Tab completes names, as in a shell."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

SHEETS = (".xlsx", ".xls", ".xlsb", ".ods", ".csv", ".txt", ".et")


def complete(text: str, suffixes: tuple[str, ...] = SHEETS) -> tuple[str, list[str]]:
    """The text lengthened as far as the names in its folder agree, and those names.

    Folders end in ``/``; files count only with one of the suffixes.  A folder that cannot be read has no names.
    """
    head, _, tail = text.rpartition("/")
    folder = Path(f"{head}/" if head or text.startswith("/") else ".").expanduser()
    try:
        found = sorted(
            f"{entry.name}/" if entry.is_dir() else entry.name
            for entry in folder.iterdir()
            if entry.name.startswith(tail)
            and (tail.startswith(".") or not entry.name.startswith("."))
            and (entry.is_dir() or entry.suffix.lower() in suffixes)
        )
    except OSError:
        return text, []
    common = _common(found)
    return (text[: len(text) - len(tail)] + common if len(common) > len(tail) else text), found


def _common(names: list[str]) -> str:
    if not names:
        return ""
    first, last = names[0], names[-1]
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]


class PathField(Input):
    """Tab completes while something can be completed, else it goes to the next field."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", "imports.complete", show=False)]

    names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, compact=True)
        self.offered: list[str] = []

    def action_complete(self) -> None:
        """Complete, or list what could follow, or go on."""
        longer, names = complete(self.value)
        if longer != self.value:
            self.value = longer
            self.cursor_position = len(longer)
        elif len(names) < 2:
            self.screen.focus_next()
            return
        self.offered = names if len(names) > 1 else []
        self.post_message(self.Changed(self, self.value))
