"""The palettes as Textual themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.theme import Theme

from ehr_tui.theme import PALETTES, Palette, Signs, palette_of, signs_of

if TYPE_CHECKING:
    from textual.app import App


def textual_theme(palette: Palette) -> Theme:
    """One palette as a Textual theme; its texts are opaque so that their contrast is the palette's."""
    return Theme(
        name=palette.name,
        primary=palette.primary,
        secondary=palette.muted,
        accent=palette.accent,
        success=palette.success,
        warning=palette.warning,
        error=palette.error,
        foreground=palette.foreground,
        background=palette.background,
        surface=palette.surface,
        panel=palette.panel,
        dark=palette.dark,
        text_alpha=1.0,
        variables={
            "block-cursor-background": palette.cursor_bg,
            "block-cursor-foreground": palette.cursor_fg,
            "block-cursor-blurred-background": palette.panel,
            "block-cursor-blurred-foreground": palette.foreground,
            "input-cursor-background": palette.foreground,
            "input-cursor-foreground": palette.background,
            "input-selection-background": palette.selection_bg,
            "input-selection-foreground": palette.selection_fg,
            "text-muted": palette.muted,
            "text-disabled": palette.muted,
            "text-error": palette.error,
            "text-warning": palette.warning,
            "text-success": palette.success,
            "text-primary": palette.primary,
            "text-accent": palette.accent,
            "foreground-muted": palette.muted,
            "footer-background": palette.panel,
            "footer-foreground": palette.foreground,
            "border": palette.primary,
            "border-blurred": palette.muted,
            "button-color-foreground": palette.background,
        },
    )


def register_themes(app: App[Any]) -> None:
    """Make all palettes known to an app."""
    for palette in PALETTES:
        app.register_theme(textual_theme(palette))


def app_palette(app: App[Any]) -> Palette:
    """The palette of the app's present theme."""
    return palette_of(app.theme, app.current_theme.dark)


def app_plain(app: App[Any]) -> bool:
    """Whether the app (its attribute ``plain``) runs on a terminal that shows ASCII only."""
    return bool(getattr(app, "plain", False))


def app_signs(app: App[Any]) -> Signs:
    """The signs for the app's terminal."""
    return signs_of(app_plain(app))
