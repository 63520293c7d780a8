"""Words, values in words, and widths."""

from __future__ import annotations

import datetime as dt
import json
import time
from enum import Enum, StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ehr_tui.domain.calendar import DayKind
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.errors import InputError
from ehr_tui.i18n import CatalogueError, Words, cells, fit, load_catalogue, preferred_language

FORMAT = {
    "zh_CN": {"format.list_separator": "、", "mood.good": "好", "plain": "文", "greet": "您好，{who}！"},
    "en": {
        "format.list_separator": ", ",
        "mood.good": "good",
        "plain": "text",
        "greet": "Hello, {who}!",
        "count": "{n} people",
        "count.one": "{n} person",
        "span": "for {rest_minutes} h, {minutes} min",
        "error.x.y": "wrong: {what}",
    },
}


class Mood(StrEnum):
    GOOD = "good"
    ODD = "odd"


class Number(Enum):
    ONE = 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language, words in FORMAT.items():
        (tmp_path / language).mkdir()
        (tmp_path / language / "a.json").write_text(json.dumps(words), encoding="utf-8")
    return tmp_path


@pytest.fixture
def english(folder: Path) -> Words:
    return Words("en", strict=True, folder=folder)


def test_a_text_gets_its_figures(english: Words) -> None:
    assert english("greet", who="Li") == "Hello, Li!"


def test_a_figure_is_not_filled_again(english: Words) -> None:
    assert english("greet", who="{who} {x}") == "Hello, {who} {x}!"


@pytest.mark.parametrize("count, text", [(0, "0 people"), (1, "1 person"), (2, "2 people")])
def test_one_has_a_form_of_its_own(english: Words, count: int, text: str) -> None:
    assert english("count", n=count) == text


def test_a_language_without_a_form_for_one_does_without(folder: Path) -> None:
    words = Words("zh_CN", strict=True, folder=folder)
    assert words("plain", n=1) == "文"


def test_switching_is_live(english: Words) -> None:
    english.switch("zh_CN")
    assert english("plain") == "文"
    assert english.language == "zh_CN"


def test_an_unknown_language_changes_nothing(english: Words) -> None:
    with pytest.raises(CatalogueError):
        english.switch("fr")
    assert english.language == "en"


def test_tests_stumble_over_what_is_missing(english: Words) -> None:
    with pytest.raises(CatalogueError, match="nowhere"):
        english("nowhere")
    with pytest.raises(CatalogueError, match="who"):
        english("greet")


def test_users_do_not(folder: Path) -> None:
    words = Words("en", folder=folder)
    assert words("nowhere") == "nowhere"
    assert words("greet") == "Hello, {who}!"


def test_a_key_given_twice_is_refused(folder: Path) -> None:
    (folder / "en" / "b.json").write_text('{"plain": "again"}', encoding="utf-8")
    with pytest.raises(CatalogueError, match="plain"):
        load_catalogue("en", folder)


def test_a_key_given_twice_in_one_file_is_refused(folder: Path) -> None:
    (folder / "en" / "b.json").write_text('{"k": "1", "k": "2"}', encoding="utf-8")
    with pytest.raises(CatalogueError, match="'k'"):
        load_catalogue("en", folder)


def test_an_error_has_its_sentence(english: Words) -> None:
    assert english.error(InputError("x.y", what=3)) == "wrong: 3"
    assert english("greet", who=InputError("x.y", what=3)) == "Hello, wrong: 3!"


def test_minutes_by_name_become_hours(english: Words) -> None:
    assert english("span", rest_minutes=450, minutes=450) == "for 7.5 h, 450 min"


@pytest.mark.parametrize(
    "value, text",
    [
        (dt.date(2026, 11, 5), "5 Nov 2026"),
        (dt.datetime(2026, 11, 5, 8, 30, tzinfo=dt.UTC), "5 Nov 2026 08:30"),
        (dt.time(8, 5), "08:05"),
        (Month(2026, 11), "Nov 2026"),
        (Name("检验科", "Laboratory"), "Laboratory"),
        ((1, "a"), "1, a"),
        ([dt.date(2026, 1, 31)], "31 Jan 2026"),
        (frozenset({"b", "a"}), "a, b"),
        (DayKind.WORKDAY, "workday"),
        (Number.ONE, "1"),
        (7, "7"),
        ("", ""),
    ],
)
def test_values_are_worded(value: object, text: str) -> None:
    assert Words("en", strict=True).value(value) == text


def test_a_member_of_an_enum_is_worded_by_its_class(english: Words) -> None:
    assert english.value(Mood.GOOD) == "good"
    english.switch("zh_CN")
    assert english.value(Mood.GOOD) == "好"
    assert english.value((Mood.GOOD, Mood.ODD)) == "好、odd"


@pytest.mark.parametrize("language, date, day, month", [
    ("zh_CN", "2026年2月9日", "2月9日", "2026年2月"),
    ("en", "9 Feb 2026", "9 Feb", "Feb 2026"),
])  # fmt: skip
def test_dates(language: str, date: str, day: str, month: str) -> None:
    words = Words(language, strict=True)
    monday = dt.date(2026, 2, 9)
    assert (words.date(monday), words.day(monday), words.month(2026, 2)) == (date, day, month)


def test_weekdays() -> None:
    week = [dt.date(2026, 2, 9) + dt.timedelta(n) for n in range(7)]
    chinese, english = Words("zh_CN", strict=True), Words("en", strict=True)
    assert "".join(chinese.weekday(day, narrow=True) for day in week) == "一二三四五六日"
    assert [chinese.weekday(week[0]), chinese.weekday(week[6])] == ["周一", "周日"]
    assert [english.weekday(week[0]), english.weekday(week[6])] == ["Mon", "Sun"]
    assert {cells(w.weekday(day, narrow=True)) for day in week for w in (chinese, english)} == {2}


@pytest.mark.parametrize("minutes, decimal, clock", [
    (450, "7.5", "7:30"), (480, "8", "8:00"), (0, "0", "0:00"), (15, "0.25", "0:15"), (3, "0.05", "0:03"),
    (440, "7:20", "7:20"), (-450, "-7.5", "-7:30"), (-20, "-0:20", "-0:20"), (6000, "100", "100:00"),
])  # fmt: skip
def test_minutes(minutes: int, decimal: str, clock: str) -> None:
    words = Words("en")
    assert words.minutes(minutes) == decimal
    assert words.minutes(minutes, clock=True) == clock


@given(st.integers(-100_000, 100_000))
def test_no_minute_is_lost(minutes: int) -> None:
    text = Words("en").minutes(minutes).removeprefix("-")
    if ":" in text:
        hours, rest = text.split(":")
        back = int(hours) * 60 + int(rest)
    else:
        back = round(float(text) * 60)
    assert back == abs(minutes)


@pytest.mark.parametrize("environ, language", [
    ({}, "zh_CN"),
    ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
    ({"LANG": "zh_TW.UTF-8"}, "zh_CN"),
    ({"LANG": "en_GB.UTF-8"}, "en"),
    ({"LANG": "de_DE.UTF-8"}, "en"),
    ({"LANG": "C.UTF-8"}, "zh_CN"),
    ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
    ({"LC_ALL": "", "LC_MESSAGES": "en", "LANG": "zh_CN.UTF-8"}, "en"),
])  # fmt: skip
def test_the_terminal_asks_for_a_language(environ: dict[str, str], language: str) -> None:
    assert preferred_language(environ) == language


def test_a_catalogue_loads_fast() -> None:
    """Generous by a factor of ten, so that only a change of kind (a parser in Python, say) fails."""
    load_catalogue("zh_CN")
    begun = time.perf_counter()
    load_catalogue("zh_CN")
    assert time.perf_counter() - begun < 0.1


# Widths


@pytest.mark.parametrize("text, width", [
    ("", 0), ("abc", 3), ("早班", 4), ("A早", 3), ("（一）", 6), ("é", 1), ("e\u0301", 1), ("…", 1), ("–", 1),
    ("𠮷", 2), ("ＡＢ", 4), ("，", 2),
])  # fmt: skip
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


@given(
    st.text(
        st.characters(codec="gb18030", categories=("L", "N", "P", "Zs"), max_codepoint=0x9FFF), max_size=20
    )
)
def test_cells_agree_with_the_screen(text: str) -> None:
    """The screen's own table counts the same for what an office writes: letters, digits, punctuation."""
    same = "".join(c for c in text if c not in "\u00ad" and not 0x0600 <= ord(c) < 0x2000)
    assert cells(same) == cell_len(same)


@pytest.mark.parametrize("text, width, fitted", [
    ("早班", 6, "早班  "), ("早班", 4, "早班"), ("早中晚", 5, "早中…"), ("早中晚", 4, "早… "), ("ab", 1, "…"),
    ("早", 1, "…"), ("早", 0, ""), ("", 3, "   "),
])  # fmt: skip
def test_fit(text: str, width: int, fitted: str) -> None:
    assert fit(text, width) == fitted


def test_fit_to_the_right() -> None:
    assert fit("7.5", 6, right=True) == "   7.5"


@given(st.text("aé早班，", max_size=12), st.integers(0, 30), st.booleans())
def test_fit_is_exact(text: str, width: int, right: bool) -> None:
    assert cells(fit(text, width, right=right)) == width
