"""An entry, a count, a result of a check, the state of long work: as texts."""

from __future__ import annotations

from ehr_tui.audit_words import BETWEEN, act_words, instant_text, line_text, outcome_words
from ehr_tui.domain.audit_views import DONE, AuditLine, VerifyReport
from ehr_tui.i18n import Words

BAR = 20
"""Cells of a bar."""


def entry_text(t: Words, line: AuditLine, *, plain: bool = False) -> str:
    """Everything of an entry; the first line says who did what when."""
    head = [
        str(line.number),
        instant_text(line.at, seconds=True),
        line.user or t("audit.nobody"),
        act_words(t, line.act),
    ]
    if line.outcome != DONE:
        head.append(outcome_words(t, line.outcome))
    parts = ["  ".join(head)]
    if line.subject:
        parts.append(t("audit.set", field=t("audit.subject"), after=line.subject))
    rest = line_text(t, line)
    parts += rest or ([] if line.subject else [t("audit.no_details")])
    text = "\n".join(parts)
    return text.replace("→", "->") if plain else text


def progress_text(t: Words, stage: str, done: float, seconds: float) -> str:
    """A bar, what is being done, about how long it still takes."""
    words = t(stage)
    if done <= 0 or seconds < 1:
        tail = t("audit.progress_begun", stage=words)
    else:
        left = seconds * (1 - done) / done
        tail = t("audit.progress", stage=words, percent=int(100 * done), left=left_text(t, left))
    full = int(BAR * done)
    return f"[{'#' * full}{'.' * (BAR - full)}] {tail}"


def left_text(t: Words, seconds: float) -> str:
    """A length of time in words."""
    if seconds < 100:
        return t("audit.seconds", n=max(1, round(seconds)))
    return t("audit.minutes_left", n=round(seconds / 60))


def report_text(t: Words, report: VerifyReport, at: str) -> str:
    """What a check found, and when."""
    if report.sound:
        text = t("audit.sound", entries=report.entries, number=report.head_number, hash=report.head_hash[:16])
        if report.erased:
            text = f"{text}{BETWEEN}{t('audit.sound_erased', n=report.erased)}"
    elif report.broken_number is not None:
        text = t("audit.broken", number=report.broken_number, why=t(f"verify.{report.code}"))
    else:
        text = t("audit.unsound", why=t(f"verify.{report.code}") if report.code else t("audit.file_broken"))
    return f"{t('audit.checked_at', at=at)}  {text}"
