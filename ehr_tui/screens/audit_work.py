"""The audit's long work: the check in slices, the export; both with a bar, both can be stopped."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import monotonic

from textual.widgets import Static

from ehr_tui.audit_words import acts_named, instant_text
from ehr_tui.domain.audit_views import AuditFilter, CheckStage, CheckState, VerifyReport
from ehr_tui.domain.progress import Progress
from ehr_tui.errors import InputError, WorkCancelled
from ehr_tui.i18n import t as words
from ehr_tui.screens.audit_entry import progress_text, report_text
from ehr_tui.screens.audit_forms import AuditExportForm
from ehr_tui.screens.audit_reading import AuditReading
from ehr_tui.services.intents.audit import CheckAudit, ExportAudit, VerifyAudit
from ehr_tui.widgets.themes import app_palette, app_signs


class AuditWork(AuditReading):
    """The result of the last check stays in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.report: VerifyReport | None = None
        self._checked_at = ""
        self._work: Progress | None = None
        self._begun = 0.0

    @property
    def working(self) -> bool:
        """Whether something long is under way."""
        return self._work is not None

    @property
    def broken(self) -> int | None:
        """The entry that a check found broken."""
        return self.report.broken_number if self.report is not None else None

    def stop(self) -> None:
        """Stop what is under way, at its next step."""
        if self._work is not None:
            self._work.cancel()

    # Checking

    async def check(self) -> None:
        """Slice by slice, so that the list can be used meanwhile; the result is written down."""
        progress, state = self._begin(), CheckState()
        try:
            while state.stage is not CheckStage.OVER:
                self._paint_work(f"audit.stage.{state.stage.value}", state.share)
                state = await self.ask(CheckAudit(state))
                if progress.cancelled:
                    self.say("audit.cancelled")
                    return
            self.report = await self.ask(VerifyAudit(state))
            self._checked_at = instant_text(self.host.clock.now())
        finally:
            self._end()
        self.listing.show(self.lines, broken=self.broken)
        if self._newest:
            await self.read_newer()

    async def go_to_broken(self) -> None:
        """To what the check found, whatever is filtered; to the one before where it is gone."""
        report = self.report
        if report is None or report.broken_number is None:
            return
        if not self.filter.empty or self.asked.search:
            self.clear_filter()
            await self.read_anew()
        await self.go_to(report.broken_number)
        here = self.listing.current
        if here is None or here.number != report.broken_number:
            self.say("audit.broken_gone", number=report.broken_number)

    def clear_filter(self) -> None:
        """Everything again."""
        self.filter, self.subject = AuditFilter(), ""

    # Exporting

    async def export(self) -> None:
        """Ask where to, have the file made, write it."""
        answer = await self.dialog(AuditExportForm(self.host.clock.today()))
        if answer is None:
            return
        kind, place = answer
        text = self.sought
        intent = ExportAudit(
            kind, text, acts_named(words, text, self.choices.acts), self.filter, self.language
        )
        progress = self._begin()
        ticking = self.set_interval(0.2, lambda: self._paint_export(progress))
        try:
            file = await self.ask(intent, progress)
            await asyncio.get_running_loop().run_in_executor(None, write_new, place, file.data)
        except WorkCancelled:
            self.say("audit.export_cancelled")
            return
        finally:
            ticking.stop()
            self._end()
        self.say("audit.exported", n=file.entries, file=str(place))

    def _paint_export(self, progress: Progress) -> None:
        self._paint_work("audit.stage.export", progress.done / progress.total if progress.total else 0.0)

    # In sight

    def _begin(self) -> Progress:
        self._work, self._begun = Progress(), monotonic()
        return self._work

    def _end(self) -> None:
        self._work = None
        self.paint_check()
        self.refresh_bindings()

    def _paint_work(self, stage: str, done: float) -> None:
        if self._work is not None:
            self._show(progress_text(words, stage, done, monotonic() - self._begun), "")

    def paint_check(self) -> None:
        """The result of the last check, or nothing."""
        if self.working:
            return
        if self.report is None:
            self._show("", "")
            return
        palette, signs = app_palette(self.app), app_signs(self.app)
        sound = self.report.sound
        text = report_text(words, self.report, self._checked_at)
        self._show(
            f"{signs.met if sound else signs.forbid} {text}", palette.success if sound else palette.error
        )

    def _show(self, text: str, colour: str) -> None:
        from rich.text import Text

        line = self.query_one("#audit-check", Static)
        line.set_class(bool(text), "-shown")
        line.update(Text(text, colour or "", overflow="fold"))


def write_new(place: Path, data: bytes) -> None:
    """Write a file that is not there yet, for its owner only.  Raises InputError ``audit.cannot_write``."""
    try:
        with place.open("xb") as file:
            place.chmod(0o600)
            file.write(data)
    except OSError as error:
        raise InputError("audit.cannot_write", file=place.name) from error
