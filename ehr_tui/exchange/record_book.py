"""The office as a workbook: one sheet for each sort of record, written in the user's words, read in either language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ehr_tui.domain.calendar import DayKind, OffFor
from ehr_tui.domain.codes import CodeList
from ehr_tui.domain.contracts import EmploymentKind, HoursSystem, Period
from ehr_tui.domain.people import Education, Sex
from ehr_tui.domain.post_profile import WorkStep
from ehr_tui.domain.restrictions import Effect
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.errors import InputError
from ehr_tui.exchange.cell_values import CellValue, Fault, is_blank, read_day, text
from ehr_tui.exchange.sheet_words import plain
from ehr_tui.exchange.sheets import Book, Sheet
from ehr_tui.exchange.table_book import TableSheet, Value
from ehr_tui.i18n import LANGUAGES, Words

Record = dict[str, Any]
"""One row: column → value.  A column the sheet lacks is absent, an empty cell is the type's own nothing."""

KINDS: dict[str, type[StrEnum]] = {
    "sex": Sex,
    "education": Education,
    "employment": EmploymentKind,
    "hours_system": HoursSystem,
    "period": Period,
    "duty_class": DutyClass,
    "day_kind": DayKind,
    "off_for": OffFor,
    "code_list": CodeList,
    "effect": Effect,
}
DAYS = frozenset(
    {
        "birth_date", "hire_date", "leave_date", "valid_from", "valid_to", "approval_from", "approval_to",
        "probation_to", "since", "until", "coached_until", "day", "headcount_reviewed", "review_due",
    }
)  # fmt: skip
NUMBERS = frozenset(
    {"headcount", "meal_minutes", "paid_minutes", "minimum", "maximum", "off_minutes", "position", "year",
     "day_minutes", "minutes_off"}
)  # fmt: skip
TICKS = frozenset({"active", "special", "standby_pool", "experienced", "may", "by_hand", "provisional"})
LISTS = frozenset(
    {
        "languages",
        "skills",
        "exposures",
        "tasks",
        "hazards",
        "duties",
        "preferences",
        "courses",
        "qualifications",
    }
)
_STEP = re.compile(r"([0-9]{1,2})[:：]([0-5][0-9]) +(.+)")
SEVERAL = {"effects": "effect", "day_kinds": "day_kind"}

TABLES: dict[str, tuple[str, ...]] = {
    "departments": ("code", "name_zh", "name_en", "active"),
    "posts": ("department", "code", "name_zh", "name_en", "headcount", "headcount_reviewed", "review_due", "exposures",
              "tasks", "active"),
    "profiles": ("post", "duties", "workflow", "education", "experience", "skills", "preferences", "courses",
                 "qualifications", "handbook"),
    "kinds": ("department", "code", "key", "name_zh", "name_en", "duty_class", "times", "meal_minutes", "paid_minutes",
              "followed_by", "colour", "active"),
    "demand": ("department", "post", "kind", "weekdays", "day_kinds", "minimum", "maximum", "valid_from", "valid_to"),
    "calendar": ("day", "day_kind", "name_zh", "name_en", "off_minutes", "off_for", "by_hand"),
    "years": ("year", "provisional"),
    "codes": ("code_list", "code", "name_zh", "name_en", "special", "position", "active"),
    "people": ("record", "number", "name", "latin", "sex", "birth_date", "phone", "department", "post", "hire_date",
               "leave_date", "standby_pool", "education", "major", "languages", "skills", "note"),
    "contracts": ("record", "name", "valid_from", "valid_to", "employment", "contractor", "hours_system", "period",
                  "approval", "approval_from", "approval_to", "probation_to", "day_minutes", "limits"),
    "competences": ("record", "name", "post", "since", "until", "experienced", "coached_until", "coach"),
    "marks": ("record", "name", "task", "may", "since", "until", "note"),
    "contacts": ("record", "name", "contact_name", "contact_relation", "contact_phone"),
    "restrictions": ("record", "name", "effects", "since", "until", "hazards", "minutes_off"),
}  # fmt: skip
ORGANISATION = ("departments", "posts", "profiles", "kinds", "demand", "calendar", "years", "codes")
PHONES = frozenset({"phone", "contact_phone"})


@dataclass(frozen=True, slots=True)
class Told:
    """A row of a record book: where it stands, what it says, what cannot be read (column → code)."""

    row: int
    values: Record
    faults: tuple[tuple[str, str, str], ...] = ()  # column, code of ``import.<code>``, what stands there


def record_sheet(
    table: str, rows: Sequence[Mapping[str, Any]], words: Words, *, without: frozenset[str] = frozenset()
) -> TableSheet:
    """One table in the words of a language; ``without`` leaves columns out."""
    columns = [name for name in TABLES[table] if name not in without]
    shown = [[_out(name, row.get(name), words) for name in columns] for row in rows]
    titles = tuple(words(f"exchange.column.{name}") for name in columns)
    return TableSheet(words(f"exchange.table.{table}"), titles, shown)


def is_record_book(book: Book) -> bool:
    """Whether this program wrote it: a sheet of people or departments by its name, with its headings."""
    found = {table for table, sheet in _sheets(book).items() if len(_columns(sheet, table)) > 2}
    return bool(found & {"people", "departments"})


def read_records(book: Book) -> dict[str, tuple[str, list[Told]]]:
    """Table → the sheet's name and its rows.  Raises InputError ``exchange.no_records``."""
    sheets = _sheets(book)
    if not is_record_book(book):
        raise InputError("exchange.no_records", file=book.name)
    return {table: (sheet.name, _rows(book, sheet, table)) for table, sheet in sheets.items()}


def _sheets(book: Book) -> dict[str, Sheet]:
    names = {plain(words(f"exchange.table.{table}")): table for words in _languages() for table in TABLES}
    return {names[plain(s.name)]: s for s in book.sheets if plain(s.name) in names and s.rows}


def _languages() -> tuple[Words, ...]:
    return tuple(Words(language) for language in LANGUAGES)


def _columns(sheet: Sheet, table: str) -> dict[str, int]:
    titles = {
        plain(words(f"exchange.column.{name}")): name for words in _languages() for name in TABLES[table]
    }
    found: dict[str, int] = {}
    for column, value in enumerate(sheet.rows[0]):
        name = titles.get(plain(text(value))) if isinstance(value, str) else None
        if name is not None:
            found.setdefault(name, column)
    return found


def _rows(book: Book, sheet: Sheet, table: str) -> list[Told]:
    columns = _columns(sheet, table)
    readers = {name: _reader(name, book.date1904) for name in columns}
    found = []
    for number, row in enumerate(sheet.rows[1:], start=2):
        if all(is_blank(value) for value in row):
            continue
        values: Record = {}
        faults = []
        for name, column in columns.items():
            value = row[column] if column < len(row) else ""
            try:
                if isinstance(value, Fault):
                    faults.append((name, value.value, ""))
                else:
                    values[name] = readers[name](value)
            except ValueError:
                faults.append((name, "unreadable", text(value)[:30]))
        found.append(Told(number, values, tuple(faults)))
    return found


def _reader(name: str, date1904: bool) -> Callable[[CellValue], Any]:
    if name in DAYS:
        return lambda value: _day(value, date1904)
    if name in NUMBERS:
        return _number
    if name in TICKS:
        return _tick
    if name in LISTS:
        return lambda value: tuple(part for part in text(value).split("\n") if part)
    if name in SEVERAL:
        known = _words_of(SEVERAL[name])
        return lambda value: tuple(_one(known, part) for part in text(value).split("\n") if part)
    if name in KINDS:
        known = _words_of(name)
        nothing = "" if "" in list(KINDS[name]) else None
        return lambda value: (
            KINDS[name](nothing) if is_blank(value) and nothing == "" else _one(known, text(value))
        )
    if name in ("limits", "workflow"):
        read = _limits if name == "limits" else _steps
        return lambda value: read(text(value))
    return lambda value: value if isinstance(value, str) else text(value)


def _day(value: CellValue, date1904: bool) -> date | None:
    if is_blank(value):
        return None
    found = read_day(value, date1904)
    if found is None:
        raise ValueError("day")
    return found


def _number(value: CellValue) -> int | None:
    if is_blank(value):
        return None
    number = float(text(value))
    if not number.is_integer():
        raise ValueError("number")
    return int(number)


def _tick(value: CellValue) -> bool:
    from ehr_tui.exchange.sheet_words import sheet_words

    if isinstance(value, bool):
        return value
    shown = text(value)
    return sheet_words().yes.get(plain(shown), False) if shown else False


def _limits(shown: str) -> Record:
    found = json.loads(shown) if shown else {}
    if not isinstance(found, dict):
        raise ValueError("limits")  # noqa: TRY004 - what stands in the cell cannot be read
    return found


def _steps(shown: str) -> tuple[WorkStep, ...]:
    return tuple(_step(line) for line in shown.split("\n") if line)


def _step(line: str) -> WorkStep:
    """``07:30 …``: a line of a daily workflow."""
    found = _STEP.fullmatch(line)
    if found is None:
        raise ValueError("workflow")
    return WorkStep(int(found[1]) * 60 + int(found[2]), found[3])


def _one(known: Mapping[str, StrEnum], shown: str) -> StrEnum:
    found = known.get(plain(shown))
    if found is None:
        raise ValueError("word")
    return found


def _words_of(kind: str) -> dict[str, StrEnum]:
    """Every value of a kind by its words in both languages."""
    members = [member for member in KINDS[kind] if member.value]
    return {
        plain(words(f"exchange.word.{kind}.{member.value}")): member
        for words in _languages()
        for member in members
    }


def _out(name: str, value: Any, words: Words) -> Value:
    """A value as its cell shows it."""
    if value is None:
        return None
    if name in TICKS:
        return words("exchange.yes") if value else None
    if name in LISTS:
        return "\n".join(value)
    if name in SEVERAL:
        return "\n".join(words(f"exchange.word.{SEVERAL[name]}.{part.value}") for part in value)
    if name in KINDS:
        return words(f"exchange.word.{name}.{value.value}") if value.value else None
    if name == "workflow":
        return "\n".join(f"{step.minute // 60:02}:{step.minute % 60:02} {step.text}" for step in value)
    if name == "limits":
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None
    shown: Value = value
    return shown
