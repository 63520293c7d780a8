"""Words that several screens share: days, spans, findings.  All texts come from the catalogue."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from ehr_tui.domain.ids import PersonId
from ehr_tui.domain.roster import RosterSheet
from ehr_tui.domain.violation import Figure, Violation

NAMED = ("post", "task", "hazard")
"""Figures that are codes of something with a name."""
SEVERAL = "+"
"""Between the codes of one figure."""


class T(Protocol):
    """Words of the present language, as every screen has them."""

    def __call__(self, key: str, /, **figures: object) -> str:
        """The text of a key."""
        ...


def day_words(t: T, day: date) -> str:
    """Day, month and weekday: 12月5日 周六, Sat 5 Dec."""
    return t("format.weekday_day", day=short_day_words(t, day), weekday=t(f"weekday.{day.weekday()}"))


def short_day_words(t: T, day: date) -> str:
    """Day and month: 12月5日."""
    return t("format.day", month=t(f"month.{day.month}"), day=day.day)


def instant_words(at: datetime) -> str:
    """An instant in the office's wall-clock time, to the minute."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def day_text(day: date | None) -> str:
    """A date as a form writes and reads it; empty for none."""
    return day.isoformat() if day else ""


def figure_words(
    t: T, figures: tuple[tuple[str, Figure], ...], year: int, *, short: bool = False
) -> dict[str, object]:
    """Figures for a sentence: dates of ``year`` without it, with their weekday unless ``short``; all else as it is."""
    return {name: _figure(t, value, year, short=short) for name, value in figures}


def _figure(t: T, value: Figure, year: int, *, short: bool) -> object:
    if not isinstance(value, date):
        return value
    if value.year != year:
        return value  # the catalogue writes it in full
    return short_day_words(t, value) if short else day_words(t, value)


def describe(
    t: T, violation: Violation, sheet: RosterSheet, language: str, *, short: bool = False
) -> tuple[str, str]:
    """A finding and what to do about it, as sentences; the remedy may be empty."""
    figures = sheet_figures(t, violation.figures, sheet, language, short=short)
    remedy = t(f"remedy.{violation.remedy}", **figures) if violation.remedy else ""
    return t(f"violation.{violation.rule}", **figures), remedy


def sheet_figures(
    t: T, figures: tuple[tuple[str, Figure], ...], sheet: RosterSheet, language: str, *, short: bool = False
) -> dict[str, object]:
    """Figures as ``figure_words``; posts, tasks and hazards by name instead of by code."""
    words = figure_words(t, figures, sheet.month.year, short=short)
    for sort in NAMED:
        codes = str(words.get(sort, "")).split(SEVERAL)
        if codes != [""]:
            found = [(sheet.names.get((sort, code)), code) for code in codes]
            named = [name.in_language(language) if name else code for name, code in found]
            words[sort] = t("format.list_separator").join(named)
    return words


def person_name(sheet: RosterSheet, person: PersonId | None, latin: bool = False) -> str:
    """A person's name on a sheet, empty when not on it; in pinyin for terminals without Chinese."""
    row = next((row for row in sheet.rows if row.person == person), None)
    return "" if row is None else (row.latin or row.name if latin else row.name)


def where_words(sheet: RosterSheet, violation: Violation, language: str, latin: bool = False) -> str:
    """Whom or what a finding is about: a name, or a post with its shift kind."""
    name = person_name(sheet, violation.person, latin)
    if name or violation.place is None:
        return name
    place = violation.place
    post = next((p.name.in_language(language) for p in sheet.posts if p.id == place.post), "")
    kind = next((k.code for k in sheet.kinds if k.id == place.kind), "")
    return " ".join(part for part in (post, kind) if part)
