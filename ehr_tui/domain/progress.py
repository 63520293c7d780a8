"""How far long work is, and whether it shall stop: shared by a screen and the database thread."""

from __future__ import annotations

from dataclasses import dataclass

from ehr_tui.errors import WorkCancelled


@dataclass(slots=True)
class Progress:
    """Written by the worker, read by the screen; ``cancelled`` the other way round.  No lock: single assignments."""

    done: int = 0
    total: int = 0  # 0 while unknown
    stage: str = ""  # locale key of what is being done
    cancelled: bool = False

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.cancelled = True

    def step(self, done: int, total: int, stage: str = "") -> None:
        """Say how far it is.  Raises WorkCancelled when it shall stop: the transaction then leaves all as it was."""
        self.done, self.total = done, total
        self.stage = stage or self.stage
        if self.cancelled:
            raise WorkCancelled("work.cancelled")
