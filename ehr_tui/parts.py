"""What ``bootstrap`` hands to the application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ehr_tui.domain.clock import Clock
from ehr_tui.i18n import Words
from ehr_tui.keymap import Keymap
from ehr_tui.services.client import OfficeClient


@dataclass(frozen=True, slots=True)
class Parts:
    """What ``bootstrap`` hands to the application."""

    path: Path
    folder: Path  # where a new office is proposed
    clock: Clock
    words: Words
    connect: Callable[[Path], OfficeClient]
    make_demo: Callable[[Callable[[str], None]], Path]
    theme: str
    idle_minutes: int
    remember: Callable[[Path], None]
    plain: bool = False
    keymap: Keymap = field(default_factory=dict)  # keys of one's own
    own_language_counts: bool = True  # False: a flag or the environment decided
    own_theme_counts: bool = True
