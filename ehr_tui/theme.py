"""Colours by name: three palettes, the colours of shift kinds, and the signs of plain terminals.  Data only.

Every text colour keeps a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3) on each ground it can stand on; a test
computes it.  Colour is never the only mark: letters and signs carry the meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SHIFT_COLOURS = (
    "work",
    "early",
    "day",
    "long",
    "half",
    "late",
    "evening",
    "night",
    "standby",
    "rest",
    "after_night",
    "leave",
    "away",
    "absent",
)
"""Names that a shift kind's ``colour`` may have; any other is painted as ``work``."""

MIN_CONTRAST = 4.5


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme: ``#rrggbb`` values by use.

    ``weekend`` and ``holiday`` are grounds of day columns, ``head`` the ground of frozen lines and columns, the
    pairs ``*_fg``/``*_bg`` belong together.
    """

    name: str
    dark: bool
    background: str
    surface: str
    panel: str
    foreground: str
    muted: str
    primary: str
    accent: str
    success: str
    warning: str
    error: str
    head: str
    weekend: str
    holiday: str
    cursor_fg: str
    cursor_bg: str
    selection_fg: str
    selection_bg: str
    forbid_fg: str
    forbid_bg: str
    shifts: Mapping[str, str]

    def shift(self, colour: str) -> str:
        """The text colour of a shift kind."""
        return self.shifts.get(colour, self.shifts["work"])

    def grounds(self) -> tuple[str, ...]:
        """Every ground that ordinary text may stand on."""
        return (self.background, self.surface, self.panel, self.head, self.weekend, self.holiday)


DARK = Palette(
    name="ehr-dark",
    dark=True,
    background="#0f1419",
    surface="#161d24",
    panel="#1f2831",
    foreground="#e6e9ec",
    muted="#a9b4be",
    primary="#6fb7f2",
    accent="#ffc857",
    success="#7fd88f",
    warning="#ffc857",
    error="#ff9b94",
    head="#1b242d",
    weekend="#202b38",
    holiday="#3a2326",
    cursor_fg="#101010",
    cursor_bg="#ffd75f",
    selection_fg="#ffffff",
    selection_bg="#1f5d99",
    forbid_fg="#ffffff",
    forbid_bg="#a3282f",
    shifts={
        "work": "#e6e9ec",
        "early": "#66d9ef",
        "day": "#8fe388",
        "long": "#c3e88d",
        "half": "#9adbc5",
        "late": "#ffd479",
        "evening": "#ffb26b",
        "night": "#a9b8ff",
        "standby": "#d0c4b0",
        "rest": "#a9b4be",
        "after_night": "#b7a9d9",
        "leave": "#f2a5e0",
        "away": "#7fd6c9",
        "absent": "#ff9b94",
    },
)

LIGHT = Palette(
    name="ehr-light",
    dark=False,
    background="#fcfcfa",
    surface="#f4f5f3",
    panel="#e9ece9",
    foreground="#1c2126",
    muted="#4f5963",
    primary="#0b5394",
    accent="#7a4a00",
    success="#1c6430",
    warning="#7a4a00",
    error="#a3121c",
    head="#e6ebef",
    weekend="#e5e9f1",
    holiday="#f8e3e1",
    cursor_fg="#ffffff",
    cursor_bg="#0b5394",
    selection_fg="#0c1a26",
    selection_bg="#a8d1f5",
    forbid_fg="#ffffff",
    forbid_bg="#b3202a",
    shifts={
        "work": "#1c2126",
        "early": "#00586b",
        "day": "#1c6430",
        "long": "#4a5a00",
        "half": "#0c5f52",
        "late": "#7a4a00",
        "evening": "#8c3a00",
        "night": "#2f3fa8",
        "standby": "#5c5140",
        "rest": "#4f5963",
        "after_night": "#5b3f91",
        "leave": "#8a1f78",
        "away": "#0a5a62",
        "absent": "#a3121c",
    },
)

CONTRAST = Palette(
    name="ehr-contrast",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#121212",
    foreground="#ffffff",
    muted="#d8d8d8",
    primary="#8cd3ff",
    accent="#ffff00",
    success="#7dff7d",
    warning="#ffff00",
    error="#ffb0b0",
    head="#1c1c1c",
    weekend="#26323f",
    holiday="#4a1c1c",
    cursor_fg="#000000",
    cursor_bg="#ffff00",
    selection_fg="#000000",
    selection_bg="#8cd3ff",
    forbid_fg="#ffffff",
    forbid_bg="#b00000",
    shifts={
        "work": "#ffffff",
        "early": "#8cf0ff",
        "day": "#8dff8d",
        "long": "#d4ff8d",
        "half": "#a8ffe0",
        "late": "#ffe680",
        "evening": "#ffcf99",
        "night": "#c4d0ff",
        "standby": "#efe0c8",
        "rest": "#d8d8d8",
        "after_night": "#dccbff",
        "leave": "#ffbdf2",
        "away": "#9cf5e6",
        "absent": "#ffb0b0",
    },
)

PALETTES = (DARK, LIGHT, CONTRAST)
DEFAULT_THEME = DARK.name


def palette_of(theme: str, dark: bool = True) -> Palette:
    """The palette of a theme's name; for a foreign theme the dark or the light one."""
    return next((p for p in PALETTES if p.name == theme), DARK if dark else LIGHT)


def _luminance(colour: str) -> float:
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours, 1–21 (WCAG 2.2)."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True, slots=True)
class Signs:
    """One-cell signs; the plain ones are ASCII."""

    forbid: str
    warn: str
    soft: str
    overridden: str
    empty: str
    met: str
    bullet: str
    more: str
    thumb: str
    track: str


FANCY_SIGNS = Signs("✗", "!", "·", "~", "·", "·", "•", "…", "┃", "│")
PLAIN_SIGNS = Signs("x", "!", ".", "~", ".", ".", "*", "~", "#", "|")


def signs_of(plain: bool) -> Signs:
    """The signs for a capable or for a plain terminal."""
    return PLAIN_SIGNS if plain else FANCY_SIGNS


def is_plain_terminal(environ: Mapping[str, str]) -> bool:
    """Whether the terminal can show ASCII only: the Linux console, serial and dumb terminals."""
    return environ.get("TERM", "") in ("linux", "dumb", "vt100", "vt220", "ansi")
