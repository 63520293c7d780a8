"""Style sheets are parsed once for each set of colours, and mean what they meant."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.css.parse import parse
from textual.screen import Screen
from textual.widgets import Static

from ehr_tui.widgets.kept_styles import keep_styles


class Second(Screen[None]):
    """A screen with a sheet of its own."""

    CSS = "Second Static { background: $primary; }"

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("second")


class Small(App[None]):
    """An application that keeps its styles."""

    CSS = "Static { background: $primary; }"

    def __init__(self) -> None:
        super().__init__()
        keep_styles(self)
        self.theme = "nord"

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("first")


async def test_a_sheet_is_read_once_and_colours_still_change(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[str, str]] = []

    def counting(scope: str, css: str, read_from: tuple[str, str], *rest: object, **named: object) -> object:
        read.append((css, read_from[1]))
        return parse(scope, css, read_from, *rest, **named)  # type: ignore[arg-type]

    app = Small()
    async with app.run_test(size=(20, 4)) as pilot:
        monkeypatch.setattr("textual.css.stylesheet.parse", counting)
        app.push_screen(Second())
        await pilot.pause()
        assert len([css for css, _ in read if "Second" in css]) == 1
        assert not [css for css, _ in read if css == Small.CSS], "what was known is not read again"
        line = app.screen.query_one(Static)
        nord = Color.parse(app.get_css_variables()["primary"])
        assert line.styles.background == nord
        app.theme = "gruvbox"
        await pilot.pause()
        assert Color.parse(app.get_css_variables()["primary"]) != nord
        assert line.styles.background == Color.parse(app.get_css_variables()["primary"])
        assert app.screen_stack[0].query_one(Static).styles.background == line.styles.background
