"""Only the cells that differ are painted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text
from textual.app import App, ComposeResult
from textual.geometry import Region

from ehr_tui.widgets.one_line import OneLine, differing


@pytest.mark.parametrize(
    ("one", "other", "span"),
    [
        ("same", "same", None),
        ("", "", None),
        ("abcd", "abXd", (2, 3)),
        ("早班 A", "早班 P", (5, 6)),
        ("早班中", "早休中", (2, 4)),
        ("ab", "abcd", (2, 4)),
        ("abcd", "ab", (2, 4)),
        ("", "x", (0, 1)),
        ("aa", "a早", (1, 3)),
    ],
)
def test_the_span_that_differs(one: str, other: str, span: tuple[int, int] | None) -> None:
    assert differing(Text(one), Text(other)) == span


def test_another_style_differs_too() -> None:
    assert differing(Text("abc"), Text.assemble("a", ("b", "bold"), "c")) == (1, 2)
    assert differing(Text("abc", "red"), Text("abc", "green")) == (0, 3)


@given(st.text("ab早休", max_size=12), st.text("ab早休", max_size=12))
def test_outside_of_the_span_both_are_the_same(one: str, other: str) -> None:
    found = differing(Text(one), Text(other))
    if found is None:
        assert one == other
        return
    start, end = found
    assert 0 <= start < end <= max(cell_len(one), cell_len(other))
    assert _cells(one)[:start] == _cells(other)[:start]
    assert _cells(one)[end:] == _cells(other)[end:]


def _cells(text: str) -> list[str]:
    return [part for sign in text for part in (sign, "")[: cell_len(sign)]]


class Line(OneLine):
    """Remembers what was to be painted."""

    asked: list[Region]

    def refresh(self, *regions: Region, **options: bool) -> Line:
        """Noted and done."""
        self.asked = [*getattr(self, "asked", []), *regions]
        return super().refresh(*regions, **options)


class OneLineApp(App[None]):
    """One line."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Line(id="line")


async def test_the_screen_shows_what_was_said_last() -> None:
    app = OneLineApp()
    async with app.run_test(size=(40, 4)) as pilot:
        line = app.query_one(Line)
        for text in ("早班 08:00", "中班 08:00", "中班", "中班 12:00 – 20:00"):
            line.update(Text(text))
            await pilot.pause()
            row = "".join(part.text for part in app.screen._compositor.render_strips()[0])
            assert row.rstrip() == text
        line.asked = []
        line.update(Text("中班 12:00 – 20:00"))
        assert line.asked == []
        line.update(Text("中班 12:30 – 20:00"))
        assert line.asked == [Region(8, 0, 1, 1)]


async def test_what_finds_no_room_is_cut_with_a_sign() -> None:
    app = OneLineApp()
    async with app.run_test(size=(12, 4)) as pilot:
        line = app.query_one(Line)
        for text, shown in (
            ("abcdefghijkl", "abcdefghijkl"),
            ("abcdefghijklm", "abcdefghijk…"),
            ("abcdefghijkl", "abcdefghijkl"),
            ("早班早班早班早", "早班早班早 …"),
        ):
            line.update(Text(text, overflow="ellipsis"))
            await pilot.pause()
            row = "".join(part.text for part in app.screen._compositor.render_strips()[0])
            assert row.rstrip() == shown
