"""The rulebook: every rule of the roster, in the order in which verdicts are shown.  Add a rule here."""

from __future__ import annotations

from ehr_tui.rules.roster import (
    coaching,
    competence,
    consecutive,
    demand,
    employment,
    hours,
    leave,
    month_limits,
    no_overtime,
    overlap,
    period,
    protection,
    rest,
    runs,
    tasks,
)
from ehr_tui.rules.roster.rule import Rule

RULEBOOK: tuple[Rule, ...] = (
    overlap.RULE,
    rest.RULE,
    leave.WORK,
    leave.STANDBY,
    leave.NIGHT,
    employment.RULE,
    competence.RULE,
    competence.MISSING,
    tasks.UNLICENSED,
    tasks.BARRED,
    protection.NIGHT,
    no_overtime.DAY,
    no_overtime.MONTH,
    protection.STANDBY,
    protection.HAZARD,
    protection.SHORTER,
    consecutive.RULE,
    runs.NIGHTS,
    runs.SHORT_WORK,
    runs.SHORT_OFF,
    runs.LONG_OFF,
    hours.DAY,
    hours.WEEK,
    hours.MONTH,
    period.RULE,
    month_limits.MINUTES,
    month_limits.NIGHTS,
    month_limits.WEEKENDS,
    month_limits.KINDS,
    coaching.RULE,
    demand.UNDER,
    demand.OVER,
)

RESTRICTIONS: frozenset[str] = frozenset(
    rule.code
    for rule in (
        protection.NIGHT,
        no_overtime.DAY,
        no_overtime.MONTH,
        protection.STANDBY,
        protection.HAZARD,
        protection.SHORTER,
    )
)
"""Rules whose findings tell that somebody is restricted: for planners only."""
