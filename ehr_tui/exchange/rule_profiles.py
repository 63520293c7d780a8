"""Reading ``rules.toml``: named profiles of rule settings, of which an office starts with one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ehr_tui.domain.names import Name
from ehr_tui.domain.violation import Severity
from ehr_tui.domain.window import RuleSetting, RuleSettings
from ehr_tui.exchange.data_files import Entry, read_toml

FILE = "rules.toml"
STARTING_PROFILE = "lawful"


@dataclass(frozen=True, slots=True)
class RuleProfile:
    """A set of settings to begin with; ``sources`` say for each rule which law or practice it follows."""

    code: str
    name: Name
    settings: RuleSettings
    sources: Mapping[str, str]  # by rule code


def read_profiles(folder: Path) -> dict[str, RuleProfile]:
    """All profiles by code, ``STARTING_PROFILE`` among them; raises InputError naming the entry."""
    content = Entry(FILE, "-", read_toml(folder, FILE))
    profiles = {
        code: _profile(code, content.sub("profile", values))
        for code, values in content.table("profile").items()
    }
    content.done()
    if STARTING_PROFILE not in profiles:
        raise content.refuse("missing", key=f"profile.{STARTING_PROFILE}")
    return profiles


def _profile(code: str, values: Entry) -> RuleProfile:
    office: dict[str, RuleSetting] = {}
    sources: dict[str, str] = {}
    name = values.name()
    for rule, rule_values in values.table("rules").items():
        entry = values.sub(f"{code} {rule}", rule_values)
        severity = entry.one_of("severity", {s.value: s for s in Severity})
        limits = entry.table("limits")
        for limit, value in limits.items():
            if type(value) is not int:
                raise entry.refuse("wrong_type", key=limit, value=str(value))
            if value < 0:
                raise entry.refuse("too_small", key=limit, value=value, limit=0)
        office[rule] = RuleSetting(
            rule, entry.flag("enabled", default=True), severity, entry.whole("weight", 0), limits
        )
        sources[rule] = entry.text("source", "")
        entry.done()
    values.done()
    return RuleProfile(code, name, RuleSettings(office=office), sources)
