"""Codes, words and shipped settings belong together."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from ehr_tui.domain.people import Competence
from ehr_tui.domain.violation import Severity, Violation
from ehr_tui.rules.roster.judge import judge
from ehr_tui.rules.roster.rulebook import RULEBOOK
from ehr_tui.rules.roster.why import explain_person
from tests.rules.builders import CLERK, day, demand, person, roster

ROOT = Path(__file__).parents[3]
LANGUAGES = ("zh_CN", "en")
CODES = [rule.code for rule in RULEBOOK]


def _words(language: str) -> dict[str, str]:
    path = ROOT / "ehr_tui" / "locale" / language / "rules.json"
    words: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return words


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


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


def test_codes_are_unique() -> None:
    assert len(set(CODES)) == len(CODES)
