"""The rulebook: every rule of the roster, in the order in which verdicts are shown.  Add a rule here."""

from __future__ import annotations

from ehr_tui.rules.roster import competence, consecutive, demand, employment, hours, leave, overlap, rest
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
    consecutive.RULE,
    hours.DAY,
    hours.WEEK,
    hours.MONTH,
    demand.UNDER,
    demand.OVER,
)
