"""The shipped retention times: one for each category, none below what a law asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehr_tui.domain.retention import DataCategory
from ehr_tui.errors import InputError
from ehr_tui.exchange.retention_data import FILE, read_retention
from ehr_tui.paths import data_dir


def test_every_category_has_its_time_and_says_why() -> None:
    rules = read_retention()
    assert [rule.category for rule in rules] == list(DataCategory)
    for rule in rules:
        assert rule.least <= rule.months
        assert rule.basis.zh
        assert rule.basis.en
    least = {rule.category: rule.least for rule in rules}
    assert least[DataCategory.IDENTITY] >= 24  # wage and attendance records
    assert least[DataCategory.LOGS] >= 6


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('category = "health"', 'category = "wealth"', "data.unknown_name"),
        ('category = "health"', 'category = "contacts"', "data.duplicate"),
        ("months = 12", "months = -1", "data.too_small"),
        ("months = 24\nleast = 24", "months = 23\nleast = 24", "data.too_small"),
        ("months = 12", 'months = "12"', "data.wrong_type"),
        ("months = 12", "months = 12\nyears = 1", "data.unknown_key"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    text = (data_dir() / FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_retention(tmp_path)
    assert caught.value.code == code


def test_a_category_left_out_is_refused(tmp_path: Path) -> None:
    text = (data_dir() / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(text[: text.rindex("[[retention]]")], encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_retention(tmp_path)
    assert caught.value.params["key"] == "logs"
