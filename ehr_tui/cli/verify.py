"""``ehr-tui verify``: log in on the plain terminal, check the file and the whole chain, say what was found."""

from __future__ import annotations

import sys
from time import monotonic

from ehr_tui.cli.login import Desk, desk
from ehr_tui.cli.output import say
from ehr_tui.domain.audit_views import CheckStage, CheckState, VerifyReport
from ehr_tui.errors import StoreError
from ehr_tui.i18n import t
from ehr_tui.services.intents.audit import CheckAudit, VerifyAudit
from ehr_tui.settings import Settings

DAMAGE = frozenset({"store.damaged", "store.truncated", "store.plaintext"})
"""Failures of the file that are themselves the answer."""
BAR = 30


def verify(settings: Settings, user: str | None, secrets_fd: int | None = None) -> int:
    """Exit code 0 when sound, 1 when not; raises EhrError when it cannot be checked."""
    try:
        with desk(settings, user, secrets_fd) as here:
            report = checked(here)
    except StoreError as error:
        if error.code not in DAMAGE:
            raise
        say(t.error(error))
        say(t("cli.verify.unsound"))
        return 1
    for line in result(report):
        say(line)
    return 0 if report.sound else 1


def checked(here: Desk) -> VerifyReport:
    """Slice by slice, so that whoever works in the office meanwhile need not wait; on a terminal with how far it is."""
    state, begun = CheckState(), monotonic()
    watched = sys.stderr.isatty()
    while state.stage is not CheckStage.OVER:
        if watched:
            _tell(state, monotonic() - begun)
        state = here.do(CheckAudit(state))
    if watched:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
    return here.do(VerifyAudit(state))


def _tell(state: CheckState, seconds: float) -> None:
    done = state.share
    words = t(f"audit.stage.{state.stage.value}")
    left = (
        t("cli.verify.left", n=max(1, round(seconds * (1 - done) / done))) if done > 0 and seconds > 1 else ""
    )
    full = round(BAR * done)
    bar = f"[{'#' * full}{'.' * (BAR - full)}]"
    sys.stderr.write(f"\r\x1b[K{bar} {words} {done:.0%} {left}".rstrip())
    sys.stderr.flush()


def result(report: VerifyReport) -> list[str]:
    """What was found, in words."""
    lines = [t("cli.verify.entries", n=report.entries, number=report.head_number, hash=report.head_hash)]
    lines.append(t("cli.verify.file_ok" if report.file_ok else "cli.verify.file_damaged"))
    if report.erased:
        lines.append(t("audit.sound_erased", n=report.erased))
    if report.sound:
        return [*lines, t("cli.verify.sound")]
    if report.broken_number is not None:
        lines.append(t("cli.verify.broken", number=report.broken_number))
    if report.code:
        lines.append(t(f"verify.{report.code}"))
    return [*lines, t("cli.verify.unsound")]
