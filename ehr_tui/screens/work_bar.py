"""How far long work is: a bar, what is being done, about how long it still takes, which key stops it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from ehr_tui.domain.progress import Progress
from ehr_tui.screens.base import EhrScreen

BAR = 20
EVERY = 0.2
"""Seconds between two looks at how far it is."""
_SURE = 1.0  # seconds after which the rest can be reckoned


class WorkBar:
    """One piece of work at a time; ``paint`` gets the line to show, and is called while the work goes on."""

    def __init__(self, screen: EhrScreen[Any], paint: Callable[[str], None]) -> None:
        self._screen = screen
        self._paint = paint
        self._progress: Progress | None = None
        self._begun = 0.0

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._progress is not None

    def stop(self) -> None:
        """Ask the work to stop at its next step; everything then stays as it was."""
        if self._progress is not None:
            self._progress.cancel()

    def __enter__(self) -> Progress:
        self._progress, self._begun = Progress(), monotonic()
        self._tick = self._screen.set_interval(EVERY, self._show)
        self._screen.refresh_bindings()
        return self._progress

    def __exit__(self, *_: object) -> None:
        self._tick.stop()
        if self._progress is not None:
            self._progress.cancel()  # a worker that was replaced leaves nothing running
        self._progress = None
        self._screen.refresh_bindings()

    def _show(self) -> None:
        if self._progress is not None:
            self._paint(self.line(monotonic() - self._begun))

    def line(self, seconds: float) -> str:
        """The bar after so many seconds."""
        progress, t = self._progress, self._screen.t
        if progress is None:
            return ""
        share = progress.done / progress.total if progress.total else 0.0
        full = int(BAR * share)
        bar = f"[{'#' * full}{'.' * (BAR - full)}]"
        stage = t(progress.stage) if progress.stage else t("work.begun")
        if progress.cancelled:
            return f"{bar} {t('work.stopping')}"
        if share <= 0 or seconds < _SURE:
            return f"{bar} {t('work.line', stage=stage, percent=int(100 * share))}"
        left = max(1, round(seconds * (1 - share) / share))
        return f"{bar} {t('work.line_left', stage=stage, percent=int(100 * share), n=left)}"
