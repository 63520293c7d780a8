"""Typing of letters and codes."""

from __future__ import annotations

import pytest

from ehr_tui.widgets.grid_codes import CodeReader, Typed
from tests.widgets.sheets import KINDS


def typed(reader: CodeReader, text: str) -> list[tuple[str | None, bool]]:
    return [(t.kind.code if t.kind else None, t.add) for c in text for t in reader.feed(c)]


@pytest.fixture
def reader() -> CodeReader:
    return CodeReader(KINDS)


@pytest.mark.parametrize(
    "text, codes",
    [
        ("d", ["D"]),
        ("D", ["D"]),
        ("\uff24", ["D"]),  # full-width D
        ("\uff44", ["D"]),
        ("休", ["休"]),
        ("r", ["休"]),  # by key
        ("b", ["A1"]),
        ("a1", ["A1"]),
        ("\uff21\uff11", ["A1"]),
        ("下夜", ["下夜"]),
        ("ad", ["A", "D"]),  # A waited; D shows that A was meant
        ("ddp", ["D", "D", "P"]),
        ("x", [None]),
        ("ax", ["A", None]),
    ],
)
def test_what_is_typed(reader: CodeReader, text: str, codes: list[str | None]) -> None:
    assert [code for code, _ in typed(reader, text)] == codes
    assert reader.pending == ""


def test_a_beginning_waits_and_is_confirmed_or_cancelled(reader: CodeReader) -> None:
    assert typed(reader, "a") == []
    assert reader.pending == "a"
    (done,) = reader.confirm()
    assert done.kind is not None
    assert done.kind.code == "A"
    typed(reader, "下")
    reader.cancel()
    assert reader.pending == ""
    assert reader.confirm() == []


def test_plus_adds_beside(reader: CodeReader) -> None:
    assert typed(reader, "+d") == [("D", True)]
    assert typed(reader, "\uff0br") == [("休", True)]
    assert typed(reader, "a+r") == [("A", False), ("休", True)]


def test_back_takes_one_character(reader: CodeReader) -> None:
    typed(reader, "+a")
    assert reader.pending == "+a"
    assert reader.back()
    assert reader.pending == "+"
    assert reader.back()
    assert not reader.back()


def test_inactive_kinds_cannot_be_typed() -> None:
    from dataclasses import replace

    reader = CodeReader([replace(KINDS[0], active=False), KINDS[1]])
    assert typed(reader, "d") == [(None, False)]
    (done,) = reader.feed("a")
    assert done == Typed(KINDS[1], "a", add=False)
