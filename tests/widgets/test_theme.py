"""Contrast of every colour on every ground it can stand on."""

from __future__ import annotations

import pytest

from ehr_tui.theme import (
    FANCY_SIGNS,
    MIN_CONTRAST,
    PALETTES,
    PLAIN_SIGNS,
    SHIFT_COLOURS,
    Palette,
    contrast,
    is_plain_terminal,
    palette_of,
)
from ehr_tui.widgets.cells import width_of
from ehr_tui.widgets.themes import textual_theme


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(
        4.48, abs=0.01
    )  # the well-known grey that just fails


@pytest.mark.parametrize("palette", PALETTES, ids=lambda p: p.name)
def test_texts_can_be_read_on_every_ground(palette: Palette) -> None:
    texts = {name: palette.shift(name) for name in SHIFT_COLOURS}
    for name in ("foreground", "muted", "primary", "accent", "success", "warning", "error"):
        texts[name] = getattr(palette, name)
    low = {
        (name, ground): round(contrast(text, ground), 2)
        for name, text in texts.items()
        for ground in palette.grounds()
        if contrast(text, ground) < MIN_CONTRAST
    }
    assert low == {}


@pytest.mark.parametrize("palette", PALETTES, ids=lambda p: p.name)
@pytest.mark.parametrize("pair", ["cursor", "selection", "forbid"])
def test_pairs_can_be_read(palette: Palette, pair: str) -> None:
    assert contrast(getattr(palette, f"{pair}_fg"), getattr(palette, f"{pair}_bg")) >= MIN_CONTRAST


def test_every_palette_has_every_shift_colour_and_falls_back() -> None:
    for palette in PALETTES:
        assert set(palette.shifts) == set(SHIFT_COLOURS)
        assert palette.shift("no such colour") == palette.shift("work")
        assert textual_theme(palette).name == palette.name
    assert palette_of("textual-light", dark=False).dark is False


def test_signs_take_one_cell_and_plain_ones_are_ascii() -> None:
    for signs in (FANCY_SIGNS, PLAIN_SIGNS):
        for name in signs.__slots__:
            assert width_of(getattr(signs, name)) == 1
    assert all(getattr(PLAIN_SIGNS, name).isascii() for name in PLAIN_SIGNS.__slots__)


def test_the_linux_console_is_plain() -> None:
    assert is_plain_terminal({"TERM": "linux"})
    assert not is_plain_terminal({"TERM": "xterm-256color"})
