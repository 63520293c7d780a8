"""Workbooks come from anywhere: what a parser must never see is refused here, before it reads.

A workbook is unpacked with every limit held, its cells' places are checked (a single cell far out would make a parser
lay out millions), and it is packed again from what was checked: the parser sees no byte that was not looked at.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath
from xml.parsers import expat
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ehr_tui.errors import InputError
from ehr_tui.exchange.cell_values import Fault

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 250  # real sheets stay below 100; counted from MIN_BOMB on
MIN_BOMB = 16 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_ROWS = 20_000
MAX_COLUMNS = 256
_UNREAD = (
    "xl/media/",
    "xl/drawings/",
    "xl/charts/",
    "xl/embeddings/",
    "xl/pivot",
    "xl/theme/",
    "docprops/",
    "custom",
)

# A cell in A1:IV20000 as every common program writes it.
_PLAIN_CELL = re.compile(
    rb'<c r="(?:[A-Z]|[A-H][A-Z]|I[A-V])(?:[1-9]\d{0,3}|1\d{4}|20000)"(?= (?:s|t)="|>|/>| cm="| vm="| ph=")'
)
_ANY_CELL = re.compile(rb"<(?:[^<>\s/!?]*:)?c[\s/>]")
_FORMULA_OR_ERROR = re.compile(rb"<(?:[^<>\s/!?]*:)?f[\s/>]|\bt\s*=\s*[\"']e[\"']")
# A parser may reserve memory for as many things as a part says it has.
_HUGE_COUNT = re.compile(rb"[cC]ount\s*=\s*[\"'][^\"'<>]{8}")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}")

Place = tuple[int, int]
"""Row and column, both from 0."""


@dataclass(slots=True)
class Checked:
    """A workbook that may be parsed, and what the parser would not tell."""

    data: bytes
    date1904: bool = False
    faults: dict[str, dict[Place, Fault]] = field(default_factory=dict)  # by sheet name


def check_workbook(data: bytes, name: str) -> Checked:
    """Check and repack an .xlsx; raises InputError ``exchange.*`` naming the file."""
    parts = _unpack(data, name)
    by_name = {part.lower(): part for part in parts}
    if "xl/workbook.xml" not in by_name:
        raise InputError("exchange.not_a_workbook", file=name)
    faults: dict[str, dict[Place, Fault]] = {}
    try:
        workbook = _elements(parts[by_name["xl/workbook.xml"]])
        uncalculated = any(tag == "calcPr" and _true(at.get("fullCalcOnLoad")) for tag, at in workbook)
        for part, content in parts.items():
            if _HUGE_COUNT.search(content):
                raise InputError("exchange.damaged", file=name)
            if part.lower().endswith(".xml"):
                faults[part.lower()] = _check_cells(content, name, uncalculated)
        titles = _sheet_parts(workbook, parts.get(by_name.get("xl/_rels/workbook.xml.rels", ""), b""))
    except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError: an unknown encoding
        raise InputError("exchange.damaged", file=name) from error
    return Checked(
        _repack(parts),
        any(tag == "workbookPr" and _true(at.get("date1904")) for tag, at in workbook),
        {title: faults.get(part, {}) for title, part in titles.items()},
    )


def _unpack(data: bytes, name: str) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_directory(entries, len(data), name)
            for entry in entries:
                part = entry.filename
                wanted = part.lower().endswith((".xml", ".rels")) and not part.lower().startswith(_UNREAD)
                if wanted and part not in parts:
                    # Reads no more than the directory declares and compares the checksum.
                    parts[part] = archive.read(entry)
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
        OverflowError,
    ) as error:
        raise InputError("exchange.damaged", file=name) from error
    return parts


def _check_directory(entries: list[ZipInfo], packed: int, name: str) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError("exchange.encrypted", file=name)
    unpacked = sum(entry.file_size for entry in entries)
    swollen = unpacked > MIN_BOMB and unpacked > MAX_RATIO * packed
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or swollen:
        raise InputError("exchange.bomb", file=name, megabytes=unpacked // 1024 // 1024)


def _repack(parts: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(ZipInfo(part), content)
    return packed.getvalue()


def _check_cells(content: bytes, name: str, uncalculated: bool) -> dict[Place, Fault]:
    """Refuse cells out of reach; tell formulas without a value and error values."""
    odd = b"\0" in content[:64] or len(_ANY_CELL.findall(content)) != len(_PLAIN_CELL.findall(content))
    if not odd and not _FORMULA_OR_ERROR.search(content):
        return {}
    walk = _Walk(uncalculated, name)
    walk.run(content)
    if walk.last_column >= MAX_COLUMNS:
        raise InputError(
            "exchange.too_many_columns", file=name, columns=walk.last_column + 1, limit=MAX_COLUMNS
        )
    return walk.faults


class _Walk:
    """Goes through a sheet's cells one by one; cells that only carry a format do not count."""

    def __init__(self, uncalculated: bool, name: str) -> None:
        self.last_column = -1
        self.faults: dict[Place, Fault] = {}
        self._name = name
        self._uncalculated = uncalculated  # the program that wrote it left calculating to the reader
        self._row = self._column = -1
        self._kind = ""
        self._formula = self._in_value = False
        self._value: list[str] | None = None

    def run(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            number = attributes.get("r")
            if number is not None and not _ROW_NUMBER.fullmatch(number):
                raise ValueError("row")
            self._row = int(number) - 1 if number else self._row + 1
            self._column = -1
        elif tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "f", "is"):
            if self._row >= MAX_ROWS:
                # The rest is not gone through: a million rows would take many seconds.
                raise InputError(
                    "exchange.too_many_rows", file=self._name, rows=self._row + 1, limit=MAX_ROWS
                )
            self.last_column = max(self.last_column, self._column)
            self._formula = self._formula or tag == "f"
            if tag == "v":
                self._in_value, self._value = True, []

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is not None:
            place = _REFERENCE.fullmatch(reference)
            if place is None:
                raise ValueError("cell")
            self._row = int(place[2]) - 1
            self._column = 0
            for letter in place[1]:
                self._column = self._column * 26 + ord(letter) - 64
            self._column -= 1
        else:
            self._column += 1
        self._kind = attributes.get("t", "")
        self._formula = False
        self._value = None

    def _text(self, text: str) -> None:
        if self._in_value and self._value is not None:
            self._value.append(text)

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "v":
            self._in_value = False
        elif tag == "c":
            value = None if self._value is None else "".join(self._value).strip()
            if self._kind == "e":
                self.faults[self._row, self._column] = Fault.ERROR
            elif self._formula and self._is_missing(value):
                self.faults[self._row, self._column] = Fault.NO_VALUE

    def _is_missing(self, value: str | None) -> bool:
        if value is None or (not value and self._kind != "str"):  # ="" has an empty text as its value
            return True
        return self._uncalculated and value == "0"


def _elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """Tag (without prefix) and attributes of every element of a small part."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: found.append((tag.rpartition(":")[2], attributes))
    parser.Parse(content, True)
    return found


def _sheet_parts(workbook: list[tuple[str, dict[str, str]]], relations: bytes) -> dict[str, str]:
    """Sheet name → part, in lower case."""
    targets = {
        at.get("Id", ""): normpath(join("/xl", at.get("Target", ""))).lstrip("/").lower()
        for tag, at in (_elements(relations) if relations else [])
        if tag == "Relationship"
    }
    found: dict[str, str] = {}
    for tag, attributes in workbook:
        if tag == "sheet" and "name" in attributes:
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            found[attributes["name"]] = targets.get(relation, "")
    return found


def _true(value: str | None) -> bool:
    return value in ("1", "true")
