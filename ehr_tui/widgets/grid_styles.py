"""The roster grid's styles, each made once.  Without colour, reverse, bold and underline stand in for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rich.style import Style

from ehr_tui.theme import Palette

if TYPE_CHECKING:
    from collections.abc import Callable


class Shade:
    """Grounds of day columns."""

    PLAIN = 0
    WEEKEND = 1
    HOLIDAY = 2


class GridStyles:
    """Styles of one palette; every segment gets one of them, never none."""

    def __init__(self, palette: Palette, no_color: bool = False) -> None:
        self.palette = palette
        p = palette
        self.grounds = (p.background, p.weekend, p.holiday)
        self.name = Style(color=p.foreground, bgcolor=p.head)
        self.guest = Style(color=p.muted, bgcolor=p.head, italic=True)
        self.number = Style(color=p.muted, bgcolor=p.head)
        self.alarm = Style(color=p.error, bgcolor=p.head, bold=True)
        self.caution = Style(color=p.warning, bgcolor=p.head, bold=True)
        self.totals = Style(color=p.foreground, bgcolor=p.head)
        self.head = Style(color=p.primary, bgcolor=p.head, bold=True)
        self.blank = Style(color=p.muted, bgcolor=p.background)
        self.thumb = Style(color=p.muted, bgcolor=p.background)
        if no_color:
            self.cursor = Style(reverse=True, bold=True)
            self.cursor_in_block = Style(bold=True, underline=True)
            self.cursor_away = Style(underline=True, bold=True)
            self.selected = Style(reverse=True)
            self.head_cursor = Style(reverse=True)
        else:
            self.cursor = Style(color=p.cursor_fg, bgcolor=p.cursor_bg, bold=True)
            self.cursor_in_block = self.cursor
            self.cursor_away = Style(color=p.foreground, bgcolor=p.panel, bold=True, underline=True)
            self.selected = Style(color=p.selection_fg, bgcolor=p.selection_bg)
            self.head_cursor = self.cursor
        self.forbid = Style(color=p.forbid_fg, bgcolor=p.forbid_bg, bold=True)
        self.cell: Callable[[str, int], Style] = cache(self._cell)
        self.warn: Callable[[int], Style] = cache(self._warn)
        self.faint: Callable[[int], Style] = cache(self._faint)
        self.elsewhere: Callable[[int], Style] = cache(self._elsewhere)
        self.day_head: Callable[[int], Style] = cache(self._day_head)
        self.day_head_light: Callable[[int], Style] = cache(self._day_head_light)
        self.lacking: Callable[[int], Style] = cache(self._lacking)
        self.surplus: Callable[[int], Style] = cache(self._warn)

    def _cell(self, colour: str, shade: int) -> Style:
        return Style(color=self.palette.shift(colour), bgcolor=self.grounds[shade])

    def _warn(self, shade: int) -> Style:
        return Style(color=self.palette.warning, bgcolor=self.grounds[shade], bold=True)

    def _lacking(self, shade: int) -> Style:
        return Style(color=self.palette.error, bgcolor=self.grounds[shade], bold=True)

    def _faint(self, shade: int) -> Style:
        return Style(color=self.palette.muted, bgcolor=self.grounds[shade])

    def _elsewhere(self, shade: int) -> Style:
        return Style(color=self.palette.muted, bgcolor=self.grounds[shade], italic=True)

    def _day_head(self, shade: int) -> Style:
        p = self.palette
        ground = p.head if shade == Shade.PLAIN else self.grounds[shade]
        return Style(color=p.foreground if shade == Shade.PLAIN else p.accent, bgcolor=ground, bold=True)

    def _day_head_light(self, shade: int) -> Style:
        return self._day_head(shade) + Style(bold=False)
