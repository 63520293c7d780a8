"""Codes, words and shipped settings belong together."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ehr_tui.domain.contracts import HoursSystem, Period
from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.people import Competence, TaskMark
from ehr_tui.domain.restrictions import Effect
from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.domain.window import Earlier, RuleSettings, Window
from ehr_tui.rules.roster.judge import judge
from ehr_tui.rules.roster.rulebook import RULEBOOK
from ehr_tui.rules.roster.rulings import rulings
from ehr_tui.rules.roster.why import explain_person
from tests.rules.builders import CLERK, POSTS, contract, day, demand, person, restriction, roster

ROOT = Path(__file__).parents[3]
LANGUAGES = ("zh_CN", "en")
CODES = [rule.code for rule in RULEBOOK]


def _words(language: str) -> dict[str, str]:
    path = ROOT / "ehr_tui" / "locale" / language / "rules.json"
    words: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return words


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


POST = replace(POSTS[CLERK], exposures=frozenset({"gas"}), tasks=frozenset({"book", "dose"}))
NEW = person(
    1,
    tasks=(TaskMark("book", False),),
    competences=(Competence(CLERK, date(2020, 1, 1), coached_until=day(90)),),
)
AGREED = {
    "max_month_minutes": 60,
    "max_nights": 0,
    "max_weekends": 0,
    "per_kind": {"D": 0},
    "min_consecutive_days": 3,
    "min_days_off": 2,
    "max_days_off": 2,
}
PERMIT = {"hours_system": HoursSystem.COMPREHENSIVE, "period": Period.QUARTER, "approval": "1"}


def _full(row: str, **facts: Any) -> Window:
    """Everything that can be said about one person: restricted, coached, limited, at a post with tasks and hazards."""
    return roster(
        row,
        people=[NEW],
        start=-1,
        judged=(-1, 28),
        posts={**POSTS, CLERK: POST},
        licensed_tasks=frozenset({"dose"}),
        **facts,
    )


def _newer() -> list[Window]:
    row = "休 N N N N 休 X/备 休 休 休 D D " + "D " * 18
    bound = {PersonId(1): (contract(1, **AGREED),)}
    quarter = {PersonId(1): (contract(1, **PERMIT),)}
    earlier = {PersonId(1): Earlier(date(2026, 10, 1), 90_000, 0)}
    gas: dict[str, Any] = {"since": -1, "minutes_off": 60, "hazards": frozenset({"gas"})}
    return [
        _full(row, contracts=bound, restrictions=restriction(1, *Effect, **gas)),
        _full(row, contracts=quarter, earlier=earlier, restrictions=restriction(1, *Effect, until=40, **gas)),
    ]


def _one_of_each() -> dict[tuple[str, str], Violation]:
    month = "N N N N N N N " * 4
    windows = [
        roster(
            "A/P/年/备/D@-", "P A", "N 年", "D D D D D D D", "Y", demand=(demand("N", 9), demand("D", 0, 0))
        ),
        roster(". D .", people=[person(1, hire_date=day(2))]),
        roster("D", people=[person(1, leave_date=day(-1))]),
        roster("D", people=[person(1, competences=(Competence(CLERK, day(9)),))]),
        roster(month, start=0, judged=(0, 27)),
        *_newer(),
    ]
    return {(v.rule, v.remedy): v for window in windows for v in judge(window)}


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    zh, en = (_words(language) for language in LANGUAGES)
    assert list(zh) == list(en)
    assert {k: _placeholders(v) for k, v in zh.items()} == {k: _placeholders(v) for k, v in en.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_fills_its_words(language: str) -> None:
    words = _words(language)
    examples = _one_of_each()
    assert {rule for rule, _ in examples} == set(CODES)
    for violation in examples.values():
        names = {name for name, _ in violation.figures}
        assert _placeholders(words[f"violation.{violation.rule}"]) <= names
        assert _placeholders(words[f"remedy.{violation.remedy}"]) <= names
        assert words[f"rule.{violation.rule}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_piece_of_evidence_fills_its_words(language: str) -> None:
    words = _words(language)
    spans = [
        {},
        {"hire_date": day(-9)},
        {"leave_date": day(99)},
        {"hire_date": day(-9), "leave_date": day(99)},
    ]
    seen: set[str] = set()
    for span in spans:
        window = roster("D 上/年 D", people=[person(1, **span)], demand=(demand("D", 1, 2),))
        for n in range(3):
            for check in explain_person(window, person(1).id, day(n)).checks:
                for item in check.evidence:
                    assert _placeholders(words[f"evidence.{item.code}"]) <= {name for name, _ in item.figures}
                    seen.add(item.code)
    for window in _newer():
        for n in range(12):
            for check in explain_person(window, person(1).id, day(n)).checks:
                for item in check.evidence:
                    assert _placeholders(words[f"evidence.{item.code}"]) <= {name for name, _ in item.figures}
                    seen.add(item.code)
    assert seen == {key.removeprefix("evidence.") for key in words if key.startswith("evidence.")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_left_over(language: str) -> None:
    words = _words(language)
    remedies = {remedy for _, remedy in _one_of_each()}
    assert {k.removeprefix("remedy.") for k in words if k.startswith("remedy.")} == remedies
    assert {k.removeprefix("rule.") for k in words if k.startswith("rule.")} == set(CODES)
    assert {k.removeprefix("violation.") for k in words if k.startswith("violation.")} == set(CODES)


def test_shipped_settings_are_the_rules_own_defaults() -> None:
    data = tomllib.loads((ROOT / "data" / "rules.toml").read_text(encoding="utf-8"))
    shipped = data["profile"]["lawful"]["rules"]
    assert list(shipped) == CODES
    for rule in RULEBOOK:
        entry = shipped[rule.code]
        assert entry["enabled"] is True
        assert Severity(entry["severity"]) is rule.severity
        assert entry["limits"] == dict(rule.limits)
        assert entry["source"]


def test_other_profiles_name_known_rules_and_limits() -> None:
    data = tomllib.loads((ROOT / "data" / "rules.toml").read_text(encoding="utf-8"))
    known = {rule.code: rule for rule in RULEBOOK}
    assert set(data["profile"]) == {"lawful", "relaxed", "strict"}
    for profile in ("relaxed", "strict"):
        for code, entry in data["profile"][profile]["rules"].items():
            assert set(entry["limits"]) == set(known[code].limits), (profile, code)
            assert (entry["severity"], entry["limits"]) != (
                known[code].severity.value,
                dict(known[code].limits),
            )


def test_an_office_that_knows_no_setting_of_a_rule_has_its_default() -> None:
    for ruling in rulings(RuleSettings(), None):
        assert (ruling.enabled, ruling.severity) == (True, ruling.rule.severity)
        assert ruling.limits == ruling.rule.limits


def test_codes_are_unique() -> None:
    assert len(set(CODES)) == len(CODES)
