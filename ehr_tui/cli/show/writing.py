"""A view as text for people, as tab-separated lines for spreadsheets, as JSON for programs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from ehr_tui.cli.output import fold
from ehr_tui.cli.show.document import Document, Facts, Hours, Table, Value
from ehr_tui.domain.month import Month
from ehr_tui.domain.names import Name
from ehr_tui.i18n import cells, fit, t

GAP = 2
NOTHING = "-"
CONTROL = ("Cc", "Cf", "Cs", "Cn", "Co")
"""Categories that terminals act upon instead of showing them: what was typed into a record must not steer anybody's."""


def words(value: Value) -> str:
    """A value as people read it; days and instants so that they align and sort."""
    match value:
        case None | "" | ():
            return ""
        case bool():
            return t("show.yes" if value else "show.no")
        case datetime():
            return f"{value.astimezone():%Y-%m-%d %H:%M}" if value.tzinfo else f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case Hours():
            return t.minutes(value.minutes)
        case Month():
            return str(value)
        case tuple():
            return t("format.list_separator").join(words(part) for part in value)
        case _:
            return _clean(t.value(value))


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if unicodedata.category(c) not in CONTROL else " " for c in text).strip()


def raw(value: Value) -> Any:
    """A value as programs read it: codes, ISO dates, minutes, both names."""
    match value:
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case Hours():
            return value.minutes
        case Month():
            return str(value)
        case Name():
            return {"zh": value.zh, "en": value.en}
        case tuple():
            return [raw(part) for part in value]
        case _:
            return value


def written(document: Document, form: str, width: int | None) -> str:
    """The document in one of ``text``, ``tsv``, ``json``; ``width`` in cells, None for as wide as it is."""
    if form == "json":
        return json.dumps(_data(document), ensure_ascii=False, indent=1) + "\n"
    lines = _tsv(document) if form == "tsv" else _text(document, width)
    return "".join(f"{line.rstrip() if form == 'text' else line}\n" for line in lines)


def _data(document: Document) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for part in document.parts:
        if isinstance(part, Facts):
            parts[part.key] = {key: raw(value) for key, value in part.pairs}
        else:
            names = [column.key for column in part.columns]
            parts[part.key] = [dict(zip(names, map(raw, row), strict=True)) for row in part.rows]
    return {"view": document.view, "title": document.title, **parts}


def _tsv(document: Document) -> Iterator[str]:
    several = len(document.parts) > 1
    for number, part in enumerate(document.parts):
        if several:
            yield from ([""] if number else []) + [f"# {t(f'show.part.{part.key}')}"]
        if isinstance(part, Facts):
            yield from (f"{_label(key)}\t{words(value)}" for key, value in part.pairs)
            continue
        yield "\t".join(_titles(part))
        yield from ("\t".join(map(words, row)) for row in part.rows)


def _text(document: Document, width: int | None) -> Iterator[str]:
    yield document.title
    for part in document.parts:
        yield ""
        yield t(f"show.part.{part.key}") + (f" ({len(part.rows)})" if isinstance(part, Table) else "")
        if isinstance(part, Facts):
            labels = [_label(key) for key, _ in part.pairs]
            widest = max(map(cells, labels), default=0)
            for label, (_, value) in zip(labels, part.pairs, strict=True):
                yield from _folded(f"{fit(label, widest)}  {words(value) or NOTHING}", width, widest + GAP)
        else:
            yield from _table(part, width)


def _label(key: str) -> str:
    return t(f"show.column.{key}")


def _titles(part: Table) -> list[str]:
    return [column.title or _label(column.key) for column in part.columns]


def _table(part: Table, width: int | None) -> Iterator[str]:
    if not part.rows:
        yield t("show.nothing")
        return
    titles, rows = _titles(part), [[words(value) or NOTHING for value in row] for row in part.rows]
    widths = [max(map(cells, column)) for column in zip(titles, *rows, strict=True)]
    if width is None or sum(widths) + GAP * (len(widths) - 1) <= width:
        yield from _aligned(part, titles, rows, widths, range(len(titles)))
    elif part.frozen:
        for number, group in enumerate(_groups(widths, part.frozen, width)):
            yield from [""] if number else []
            yield from _aligned(part, titles, rows, widths, group)
    else:
        for number, row in enumerate(rows):
            yield from [""] if number else []
            for title, text in zip(titles, row, strict=True):
                if text != NOTHING:
                    yield from _folded(f"{title}: {text}", width, GAP)


def _folded(line: str, width: int | None, indent: int) -> list[str]:
    return [line] if width is None or width < 2 * indent else fold(line, width, indent)


def _aligned(
    part: Table, titles: list[str], rows: list[list[str]], widths: list[int], which: Sequence[int]
) -> Iterator[str]:
    for row in (titles, *rows):
        yield (" " * GAP).join(fit(row[n], widths[n], right=part.columns[n].right) for n in which)


def _groups(widths: list[int], frozen: int, width: int) -> Iterator[list[int]]:
    """Columns that fit beside each other, each group behind the frozen ones."""
    head = list(range(frozen))
    base = sum(widths[n] + GAP for n in head)
    group, used = list(head), base
    for n in range(frozen, len(widths)):
        if len(group) > frozen and used + widths[n] > width:
            yield group
            group, used = list(head), base
        group.append(n)
        used += widths[n] + GAP
    yield group
