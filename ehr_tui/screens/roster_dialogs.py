"""What the roster asks back: a reason for forbidden states, whether to publish what."""

from __future__ import annotations

from collections.abc import Iterable

from ehr_tui.domain.roster import RosterSheet
from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.errors import OverrideNeeded
from ehr_tui.screens.base import EhrScreen, GivenUp
from ehr_tui.screens.roster_edits import gap_days
from ehr_tui.screens.words import day_words, describe, where_words
from ehr_tui.widgets.dialogs import ConfirmDialog, MessageDialog, ReasonDialog
from ehr_tui.widgets.themes import app_plain, app_signs

SHOWN = 8
"""Findings listed in a dialog; more are counted."""


def finding_line(
    screen: EhrScreen[None], sheet: RosterSheet, violation: Violation, *, short: bool = False
) -> tuple[str, str]:
    """Whom it is about and what, and the remedy; ``short`` leaves out weekdays."""
    where = where_words(sheet, violation, screen.language, app_plain(screen.app))
    headline, remedy = describe(screen.t, violation, sheet, screen.language, short=short)
    return (f"{where}: {headline}" if where and violation.person is not None else headline), remedy


def finding_lines(screen: EhrScreen[None], sheet: RosterSheet, found: Iterable[Violation]) -> str:
    """Findings as lines, the gravest first, no more than fit."""
    signs = app_signs(screen.app)
    sign = {Severity.FORBID: signs.forbid, Severity.WARN: signs.warn, Severity.SOFT: signs.soft}
    ordered = sorted(found, key=lambda v: v.severity.rank)
    lines = [f"{sign[v.severity]} {finding_line(screen, sheet, v)[0]}" for v in ordered[:SHOWN]]
    if len(ordered) > SHOWN:
        lines.append(screen.t("roster.and_more", n=len(ordered) - SHOWN))
    return "\n".join(lines)


def violations_of(need: OverrideNeeded) -> tuple[Violation, ...]:
    """The findings an error carries."""
    return tuple(v for v in need.params.get("violations", ()) if isinstance(v, Violation))


async def ask_reason(screen: EhrScreen[None], sheet: RosterSheet, need: OverrideNeeded) -> str:
    """The written reason; raises GivenUp when there is none."""
    text = f"{screen.host.error_text(need)}\n{finding_lines(screen, sheet, violations_of(need))}"
    reason = await screen.dialog(ReasonDialog(screen.t("roster.reason"), text, danger=True))
    if not reason:
        raise GivenUp
    return reason


async def tell_violations(screen: EhrScreen[None], sheet: RosterSheet, need: OverrideNeeded) -> None:
    """It cannot be done, and why."""
    text = f"{screen.host.error_text(need)}\n{finding_lines(screen, sheet, violations_of(need))}"
    await screen.dialog(MessageDialog(screen.t("roster.refused"), text, danger=True))


async def confirm_publishing(screen: EhrScreen[None], sheet: RosterSheet) -> bool:
    """Publish, knowing what is wrong?"""
    standing = [v for v in sheet.violations if v.identity not in sheet.overridden]
    shown = [v for v in standing if v.severity is not Severity.SOFT]
    key = "roster.publish_first" if sheet.version == 0 else "roster.publish_next"
    lines = [
        screen.t(
            key,
            department=sheet.department.name.in_language(screen.language),
            month=sheet.month,
            version=sheet.version + 1,
            n=sheet.changed_cells,
        )
    ]
    gaps = gap_days(sheet)
    if gaps:
        listed = screen.t("format.list_separator").join(day_words(screen.t, day) for day in gaps[:SHOWN])
        lines.append(screen.t("roster.publish_gaps", n=len(gaps), days=listed))
    found = [v for v in shown if v.rule != "demand_under"]
    if found:
        lines.append(finding_lines(screen, sheet, found))
    elif not gaps:
        lines.append(screen.t("roster.publish_clean"))
    dialog = ConfirmDialog(
        screen.t("roster.publish"),
        "\n".join(lines),
        yes=screen.t("roster.publish"),
        danger=any(v.severity is Severity.FORBID for v in standing),
    )
    answer: bool | None = await screen.dialog(dialog)
    return bool(answer)
