"""Tables in text files (.csv, .tsv): which encoding, which separator, said plainly when neither is sure."""

from __future__ import annotations

import codecs
import csv
import re
from io import StringIO

from ehr_tui.errors import InputError
from ehr_tui.exchange.workbook_guard import MAX_COLUMNS, MAX_ROWS

_SEPARATORS = ",\t;|"
_SAMPLE_LINES = 50
_FEW = 6  # below this many foreign characters nothing can be said of an encoding
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x80-\x9f]")
_LIKE_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(data: bytes, name: str) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030.

    Raises InputError ``exchange.encoding`` when it is in none of them or reads as nonsense.
    """
    text = _decode(data, name)
    if "\ufffd" in text or "锟斤拷" in text or _CONTROL.search(text) or _is_garbled(text):
        raise InputError("exchange.encoding", file=name)
    return text


def read_rows(text: str, name: str) -> list[tuple[str, ...]]:
    """The rows, all of one width; raises InputError ``exchange.too_many_rows``, ``.too_many_columns``, ``.damaged``."""
    rows: list[tuple[str, ...]] = []
    width = 0
    try:
        for number, row in enumerate(
            csv.reader(StringIO(text, newline=""), delimiter=separator(text)), start=1
        ):
            width = max(width, len(row))
            if number > MAX_ROWS:
                raise InputError("exchange.too_many_rows", file=name, rows=number, limit=MAX_ROWS)
            if width > MAX_COLUMNS:
                raise InputError("exchange.too_many_columns", file=name, columns=width, limit=MAX_COLUMNS)
            rows.append(tuple(unguarded(value) for value in row))
    except csv.Error as error:
        if "limit" in str(error):
            raise InputError("exchange.long_cell", file=name, row=len(rows) + 1) from error
        raise InputError("exchange.damaged", file=name) from error
    return [row + ("",) * (width - len(row)) for row in rows]


def guarded(text: str) -> str:
    """A text that a spreadsheet program would take for a formula, with an apostrophe before it."""
    return f"'{text}" if _LIKE_FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text as it was before ``guarded``."""
    return text[1:] if text.startswith("'") and _LIKE_FORMULA.match(text[1:]) else text


def separator(text: str) -> str:
    """The separator that gives most of the first lines the same number of columns, at least two."""
    sample = "\n".join(text.splitlines()[:_SAMPLE_LINES])
    best, best_score = ",", 0
    for candidate in _SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(StringIO(sample), delimiter=candidate) if row]
        except csv.Error:
            continue
        score = sum(width > 1 for width in widths) * 1_000
        if score:
            usual = max(set(widths), key=widths.count)
            score += widths.count(usual) * 100 + min(usual, 99)
        if score > best_score:
            best, best_score = candidate, score
    return best


def _decode(data: bytes, name: str) -> str:
    encodings = [encoding for mark, encoding in _BOMS if data.startswith(mark)]
    if not encodings:
        encodings = _unmarked_utf16(data) or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("exchange.encoding", file=name)


def _unmarked_utf16(data: bytes) -> list[str]:
    """Separators and digits give UTF-16 without a mark away: half of their bytes are zero, all on one side."""
    sample = data[:4096]
    if sample[0::2].count(0) > 0 and sample[1::2].count(0) == 0:
        return ["utf-16-be"]
    if sample[1::2].count(0) > 0 and sample[0::2].count(0) == 0:
        return ["utf-16-le"]
    return []


def _is_garbled(text: str) -> bool:
    """Whether the text was decoded with a wrong encoding, here or where it was saved.

    Written Chinese lives on the commonest 3,755 characters (level 1 of GB 2312); wrongly decoded text scatters over
    rare ones.  Western signs without any Chinese that turn into sense as UTF-8 are the other usual accident.
    """
    foreign = [sign for sign in text[:20_000] if ord(sign) > 0x7F]
    if len(foreign) < _FEW:
        return False
    if not any(0x3400 <= ord(sign) <= 0x9FFF for sign in foreign):
        return _is_utf8_as_western(text[:20_000])
    common = sum(_is_common(sign) for sign in foreign)
    return common * 2 < len(foreign)


def _is_common(sign: str) -> bool:
    try:
        encoded = sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(encoded) == 2 and (0xB0 <= encoded[0] <= 0xD7 or encoded[0] in (0xA1, 0xA3))


def _is_utf8_as_western(text: str) -> bool:
    for encoding in ("cp1252", "latin-1"):
        try:
            text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return True
    return False
