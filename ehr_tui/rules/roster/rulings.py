"""How each rule holds in a department: rule default < office setting < department setting."""

from __future__ import annotations

from ehr_tui.domain.ids import DepartmentId
from ehr_tui.domain.window import RuleSettings
from ehr_tui.rules.roster.rule import Rule, Ruling
from ehr_tui.rules.roster.rulebook import RULEBOOK


def rulings(settings: RuleSettings, department: DepartmentId | None) -> tuple[Ruling, ...]:
    """Every rule, switched off ones included, in the rulebook's order.

    Severity, weight and whether it holds come from the nearest setting; limits are merged name by name.
    """
    return tuple(_ruling(rule, settings, department) for rule in RULEBOOK)


def _ruling(rule: Rule, settings: RuleSettings, department: DepartmentId | None) -> Ruling:
    nearest = settings.of(rule.code, department)
    if nearest is None:
        return Ruling(rule, True, rule.severity, 0, rule.limits)
    limits = dict(rule.limits)
    office = settings.office.get(rule.code)
    if office is not None:
        limits.update(office.limits)
    limits.update(nearest.limits)
    return Ruling(rule, nearest.enabled, nearest.severity, nearest.weight, limits)
