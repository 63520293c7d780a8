"""The words met in spreadsheets, from ``data/sheet_words.toml``: read once, at the first use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from ehr_tui.domain.contracts import EmploymentKind, HoursSystem, Period
from ehr_tui.domain.people import Education, Sex
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.errors import InputError
from ehr_tui.exchange.data_files import read_toml
from ehr_tui.paths import data_dir

E = TypeVar("E", bound=StrEnum)

FILE = "sheet_words.toml"
LONGEST = 200
_BRACKETED = re.compile(r"[(\[【<][^)\]】>]*[)\]】>]")
_BLANK = re.compile(r"[\s*\u200b\ufeff]+")


def plain(text: str) -> str:
    """A text as headings and words are compared: no blanks, asterisks, bracketed remarks; one case and width."""
    # A heading is short; taking a pasted page apart would take minutes.
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    return _BLANK.sub("", _BRACKETED.sub("", text)).rstrip(":").casefold()


def begins_footer(shown: str) -> bool:
    """Whether a row with this first text is a total, a remark or a signature line."""
    words = sheet_words()
    key = unicodedata.normalize("NFKC", shown[:LONGEST]).replace(" ", "").casefold()
    if key.endswith(words.footer_endings):
        return True
    for word in words.footer:
        after = key[len(word) : len(word) + 1]
        # 说明 and 说明: and a long sentence that begins with it, but no name like 说明书.
        if key.startswith(word) and (word.endswith(":") or not after.isalpha() or len(key) > 6):
            return True
    return False


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """What a foreign code probably means: its class and the shipped codes it may stand for, likeliest first."""

    duty_class: DutyClass
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The table, ready to look up: every key is ``plain``."""

    staff: Mapping[str, str]  # heading → field
    roster: Mapping[str, str]
    duty: Mapping[str, str]
    settings: Mapping[str, str]  # heading → year or month
    serial: frozenset[str]
    employment: Mapping[str, EmploymentKind]
    sex: Mapping[str, Sex]
    education: Mapping[str, Education]
    hours_system: Mapping[str, HoursSystem]
    period: Mapping[str, Period]
    yes: Mapping[str, bool]
    footer: tuple[str, ...]  # how rows begin that are no person
    footer_endings: tuple[str, ...]
    nothing: frozenset[str]
    weekdays: Mapping[str, int]  # word → ISO weekday 1–7
    codes: Mapping[str, CodeMeaning]
    surnames: Mapping[str, str]  # character → reading
    compound_surnames: Mapping[str, str]


@lru_cache(maxsize=1)
def sheet_words() -> SheetWords:
    """The table; raises InputError ``data.*`` when the file is missing or wrong."""
    content = read_toml(data_dir(), FILE)
    try:
        return _build(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError("data.unreadable", file=FILE, problem=str(error)) from error


def _build(content: Mapping[str, Any]) -> SheetWords:
    codes = {
        plain(word): CodeMeaning(DutyClass(entry["class"]), tuple(entry["kinds"]))
        for entry in content["code"]
        for word in entry["words"]
    }
    return SheetWords(
        staff=_fields(content["staff"], "staff"),
        roster=_fields(content["roster"], "roster"),
        duty=_fields(content["duty"], "duty"),
        settings=_fields(content["settings"], "settings"),
        serial=_set(content["serial"]["words"]),
        employment=_kinds(content, "employment", EmploymentKind),
        sex=_kinds(content, "sex", Sex),
        education=_kinds(content, "education", Education),
        hours_system=_kinds(content, "hours_system", HoursSystem),
        period=_kinds(content, "period", Period),
        yes={word: kind == "yes" for word, kind in _fields(content["yes"], "yes").items()},
        # A colon says that the word alone is not enough ("注:" ends a list, a person's name may begin with 注).
        footer=tuple(
            unicodedata.normalize("NFKC", word).replace(" ", "").casefold()
            for word in content["footer"]["words"]
        ),
        footer_endings=tuple(word.casefold() for word in content["footer"]["endings"]),
        nothing=_set(content["nothing"]["words"]),
        weekdays={
            plain(word): number for number, day in enumerate(content["weekdays"]["days"], 1) for word in day
        },
        codes=codes,
        surnames=content["surnames"]["readings"],
        compound_surnames=content["surnames"]["compound"],
    )


def _kinds(content: Mapping[str, Any], name: str, kind: type[E]) -> dict[str, E]:
    return {word: kind(value) for word, value in _fields(content[name], name).items()}


def _fields(table: Mapping[str, Iterable[str]], name: str) -> dict[str, str]:
    """Words → field; a word under two fields is an error."""
    found: dict[str, str] = {}
    for field, words in table.items():
        for word in words:
            if found.setdefault(plain(word), field) != field:
                raise ValueError(f"[{name}] {word!r}: {found[plain(word)]} / {field}")
    return found


def _set(words: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(word) for word in words)
