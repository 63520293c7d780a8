"""What an item of the home list says."""

from __future__ import annotations

from ehr_tui.domain.month import Month
from ehr_tui.domain.views import HomeItem
from ehr_tui.screens.words import T, day_words, figure_words


def item_words(t: T, item: HomeItem, language: str, year: int, plain: bool = False) -> str:
    """The sentence of an item; dates of ``year`` without it, names in pinyin where the terminal is ``plain``."""
    figures = dict(item.figures)
    if "step" in figures:
        return t(f"home.step.{figures['step']}")
    words = figure_words(t, item.figures, year)
    if item.month is not None:
        words.setdefault("month", item.month)
    if "department_zh" in words:
        words["department"] = words["department_zh" if language.startswith("zh") else "department_en"]
    if "post_zh" in words:
        words["post"] = words["post_zh" if language.startswith("zh") else "post_en"]
    if isinstance(words.get("month"), str):
        words["month"] = Month.parse(str(words["month"]))
    if plain and words.get("latin"):
        words["person"] = words["latin"]
    if item.day is not None:
        words.setdefault("day", day_words(t, item.day))
    return t(f"home.{item.kind.value}", **words)
