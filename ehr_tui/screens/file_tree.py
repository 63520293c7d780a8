"""Choosing a file in a small tree of folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.types import CSSPathType
from textual.widgets import DirectoryTree

from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.path_field import SHEETS


class SheetTree(DirectoryTree):
    """Folders, and files that may be spreadsheets; hidden ones left out."""

    ICON_NODE = "+ "
    ICON_NODE_EXPANDED = "- "
    ICON_FILE = "  "

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """What is shown."""
        return [
            path
            for path in paths
            if not path.name.startswith(".") and (path.suffix.lower() in SHEETS or path.is_dir())
        ]


class FileTreeScreen(EhrModal[Path | None]):
    """Enter opens a folder or takes a file; Backspace goes to the folder above."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "file_tree.tcss"]
    TITLE_KEY = "imports.tree"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("backspace", "up", "imports.folder_up")]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def compose_box(self) -> ComposeResult:
        """The tree."""
        yield SheetTree(self._folder, id="file-tree")

    def on_mount(self) -> None:
        """Arrows move in the tree."""
        self.query_one(SheetTree).focus()

    def title_words(self) -> str:
        """The folder."""
        return str(self._folder)

    def action_up(self) -> None:
        """The folder above."""
        self._folder = self._folder.parent
        self.query_one(SheetTree).path = self._folder
        self.retranslate()

    @on(DirectoryTree.FileSelected)
    def taken(self, event: DirectoryTree.FileSelected) -> None:
        """This file."""
        self.dismiss(event.path)
