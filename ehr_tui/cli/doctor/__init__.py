"""``ehr-tui doctor``: what of this machine and terminal is well, what is not, and how to mend it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from ehr_tui import paths
from ehr_tui.cli.arguments import Arguments
from ehr_tui.cli.doctor.finding import SIGNS, Finding, State
from ehr_tui.cli.doctor.machine import check_machine
from ehr_tui.cli.doctor.office import check_office, newest_time
from ehr_tui.cli.doctor.probe import measure
from ehr_tui.cli.doctor.terminal import check_terminal
from ehr_tui.cli.output import fold, say
from ehr_tui.errors import SettingsError
from ehr_tui.i18n import cells, fit, t
from ehr_tui.last_office import office_path
from ehr_tui.settings import Settings, load

INDENT, NARROWEST = 6, 40
"""Cells by which a line goes on, and below which lines are left as they are."""


def doctor(given: Arguments) -> int:
    """Look, and say; exit code 1 when something is wrong.  Needs neither a terminal nor sound settings."""
    found = tuple(look_at_all(given))
    form = given.format or "text"
    if form == "json":
        say(json.dumps([_data(finding) for finding in found], ensure_ascii=False, indent=1))
    elif form == "tsv":
        for finding in found:
            say("\t".join((finding.check, finding.state.value, told(finding), mending(finding))))
    else:
        size = _size()
        width = given.width or (size[0] if size else None)
        for line in report(found):
            if width is None or width < NARROWEST:
                say(line)
            else:
                say("\n".join(fold(line, width, INDENT)))
    return 1 if any(finding.state is State.WRONG for finding in found) else 0


def look_at_all(given: Arguments) -> Iterator[Finding]:
    """Every finding, terminal first."""
    from ehr_tui.bootstrap import SystemClock

    refused: SettingsError | None = None
    try:
        settings = load(given.flags(), os.environ, paths.settings_file())
    except SettingsError as error:
        refused, settings = error, Settings(office=Path(given.office) if given.office else None)
    office = office_path(settings)
    yield from check_terminal(os.environ, _size(), settings.colours, measure)
    yield from check_machine(os.environ, SystemClock(), refused or settings, newest_time(office))
    yield from check_office(office, settings)


def _size() -> tuple[int, int] | None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    size = os.get_terminal_size(sys.stdout.fileno())
    return size.columns, size.lines


def told(finding: Finding) -> str:
    """What was found, in words."""
    return t(f"doctor.{finding.check}.{finding.code}", **dict(finding.figures))


def mending(finding: Finding) -> str:
    """What it means and how to mend it; empty where there is nothing to do."""
    key = f"doctor.mend.{finding.check}.{finding.code}"
    return t(key, **dict(finding.figures)) if t.has(key) else ""


def report(found: tuple[Finding, ...]) -> Iterator[str]:
    """The lines to print."""
    states = {state: f"{SIGNS[state]} {t(f'doctor.state.{state.value}')}" for state in State}
    names = {finding.check: t(f"doctor.check.{finding.check}") for finding in found}
    first, second = max(map(cells, states.values())), max(map(cells, names.values()))
    for finding in found:
        yield f"{fit(states[finding.state], first)}  {fit(names[finding.check], second)}  {told(finding)}"
        if text := mending(finding):
            yield f"{' ' * (first + second + 4)}{t('doctor.arrow')} {text}"
    wrong = sum(finding.state is State.WRONG for finding in found)
    minded = sum(finding.state is State.MIND for finding in found)
    yield ""
    yield (
        t("doctor.sum_wrong", n=wrong)
        if wrong
        else t("doctor.sum_mind", n=minded)
        if minded
        else t("doctor.sum_ok")
    )


def _data(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check,
        "state": finding.state.value,
        "code": finding.code,
        "text": told(finding),
        "mend": mending(finding),
    }
